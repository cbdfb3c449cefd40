"""What turns scores into decisions, chosen on documents that the model has not seen."""

from dataclasses import replace

import numpy as np
import pytest

import small
from nutgraf.labeller import Labeller
from nutgraf.labels import BODY
from nutgraf.model import Settings, Thresholds
from nutgraf_training import choosing
from nutgraf_training.choosing import FOUND, LOOSER, STORY, STRICTER, choose, story_threshold
from nutgraf_training.evaluate import evaluate

DOCUMENTS = small.documents()[:40]


def body(settings: Settings, favor: str):
    labeller = Labeller(replace(small.model(), settings=settings))
    return evaluate(labeller, DOCUMENTS, favor=favor).classes[BODY]


@pytest.fixture
def promised(monkeypatch: pytest.MonkeyPatch) -> tuple[float, float]:
    """What a small model can keep, yet not with the mildest thresholds."""
    chosen = choose(small.model(), DOCUMENTS, DOCUMENTS)  # for its temperature, which the shares depend on
    mild = replace(chosen, thresholds=Thresholds(precision=STRICTER[0], recall=LOOSER[0]))
    precision = body(mild, "precision").precision + 0.005
    recall = body(mild, "recall").recall + 0.005
    monkeypatch.setattr(choosing, "PRECISION", precision)
    monkeypatch.setattr(choosing, "RECALL", recall)
    return precision, recall


def test_thresholds_are_the_mildest_that_keep_the_promise(promised: tuple[float, float]):
    precision, recall = promised
    found = choose(small.model(), DOCUMENTS, DOCUMENTS)
    assert found.thresholds.balanced == Thresholds().balanced
    for favor, values, reached in (("precision", STRICTER, precision), ("recall", LOOSER, recall)):
        place = values.index(getattr(found.thresholds, favor))
        assert place > 0
        assert getattr(body(found, favor), favor) >= reached
        milder = replace(found, thresholds=replace(found.thresholds, **{favor: values[place - 1]}))
        assert getattr(body(milder, favor), favor) < reached


def test_what_no_threshold_keeps_gets_the_last(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(choosing, "PRECISION", 1.1)
    monkeypatch.setattr(choosing, "RECALL", 1.1)
    found = choose(small.model(), DOCUMENTS[:5], DOCUMENTS[:5]).thresholds
    assert (found.precision, found.recall) == (STRICTER[-1], LOOSER[-1])


def test_what_is_chosen_does_not_depend_on_the_models_own_calibration():
    once = choose(small.model(), DOCUMENTS[:5], DOCUMENTS[:5])
    model = replace(small.model(), settings=replace(small.model().settings, temperature=2.3, promo_bias=1.0))
    assert choose(model, DOCUMENTS[:5], DOCUMENTS[:5]) == once


def test_nearly_all_stories_are_found():
    sure = np.linspace(0.06, 1, 100)
    found = story_threshold(np.stack([np.log(1 - sure + 1e-9), np.log(sure)], 1).astype(np.float32), FOUND)
    assert (sure >= found).mean() >= FOUND
    assert (sure >= STORY[STORY.index(found) - 1]).mean() < FOUND
