"""The learning curve: figures by hand, and one curve of a small model."""

from dataclasses import replace

import numpy as np
import pytest

import small
from nutgraf.labeller import Labeller
from nutgraf_training.benchmarks import learning_curve
from nutgraf_training.benchmarks.learning_curve import Curve, Draw, gain, matrices, sibling
from nutgraf_training.evaluate import outcomes
from nutgraf_training.fit import FitSettings
from nutgraf_training.labelled import LabelledDocument
from nutgraf_training.recipe import Sources

RIGHT, WRONG = np.diag([4.0, 4.0, 4.0]), np.full((3, 3), 4 / 3)


def test_gain_of_what_was_wrong_and_is_right():
    found = gain([Draw(np.stack([WRONG] * 12), np.stack([RIGHT] * 12))] * 3)
    assert found.mean == pytest.approx(2 / 3)
    assert (found.interval.low, found.interval.high) == (pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_the_interval_holds_0_where_as_many_rise_as_fall():
    half = [np.stack([RIGHT, WRONG] * 10), np.stack([WRONG, RIGHT] * 10)]
    found = gain([Draw(half[0], half[1])])
    assert found.mean == pytest.approx(0)
    assert found.interval.low < 0 < found.interval.high


def test_matrices_are_those_of_the_labeller():
    pages = list(small.documents()[:8])
    found = matrices(small.model(), pages)
    assert np.array_equal(found, [outcome.counts for outcome in outcomes(Labeller(small.model()), pages)])


def test_a_curve_has_a_line_for_each_size():
    pages = list(small.documents()[:18])
    begin, *lines = Curve(small.model(), pages, list(small.documents()[18:24])).lines(2, 0)
    assert begin.startswith("18 documents of the corpus")
    assert [line.partition(":")[0].strip() for line in lines] == [f"{size} documents" for size in (5, 10, 20, 50)]
    assert "rest of the corpus" in lines[0]
    assert all("would be left" in line for line in lines[1:])


def test_the_sibling_sees_neither_the_corpus_nor_held_out_sites(monkeypatch: pytest.MonkeyPatch):
    page = small.documents()[0]
    names = [("a-res", "one.example"), ("a-win", "one.example"), ("b-win", "one.example"), ("c-win", "held.example")]
    hand = tuple(replace(page, id=name, source=site) for name, site in names)
    seen: list[LabelledDocument] = []

    monkeypatch.setattr(learning_curve, "fit", lambda documents, *_: seen.extend(documents))
    sibling(Sources((), (), hand), frozenset({"a"}), frozenset({"held.example"}), FitSettings(), hand_only=True)
    assert [document.id for document in seen] == ["b-win"]
