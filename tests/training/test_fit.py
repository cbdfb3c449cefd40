"""A model from labelled documents: laws of the whole on the samples."""

from dataclasses import replace

import numpy as np
import pytest

import small
from nutgraf.errors import InputError
from nutgraf.labeller import Labeller
from nutgraf.labels import Label
from nutgraf_training.evaluate import evaluate
from nutgraf_training.fit import FEWEST_DOCUMENTS, fit
from nutgraf_training.labelled import LabelledDocument


def test_the_same_seed_gives_the_same_model():
    model, again = small.model(), fit(small.documents(), small.SETTINGS, lambda _: None)
    assert np.array_equal(model.table.packed, again.table.packed)
    pairs = zip(
        (*model.networks, model.headline, model.story), (*again.networks, again.headline, again.story), strict=True
    )
    for one, other in pairs:
        assert all(np.array_equal(a, b) for a, b in zip(one.weights, other.weights, strict=True))
    assert model.settings == again.settings


def test_something_is_learnt():
    # All body, the most that knowing nothing gives, is a macro-F1 below 0.2; the largest class alone, 0.23.
    assert evaluate(Labeller(small.model()), list(small.documents())).macro_f1 > 0.55


def without(label: Label) -> list[LabelledDocument]:
    kept = []
    for number, page in enumerate(small.documents()):
        lines = tuple(line for line in page.lines if line.label is not label)
        kept += [replace(page, id=str(number), lines=lines, headline=None)] if lines else []
    return kept


@pytest.mark.parametrize("label", list(Label))
def test_a_label_is_missing(label: Label):
    with pytest.raises(InputError, match=f"no line is labelled {label}:"):
        fit(without(label))


def test_too_few_documents():
    with pytest.raises(
        InputError, match=f"{FEWEST_DOCUMENTS - 1} labelled documents given, at least {FEWEST_DOCUMENTS}"
    ):
        fit(small.documents()[: FEWEST_DOCUMENTS - 1])


def test_documents_of_one_source_are_split_by_document():
    pages = [replace(page, source="one.example") for page in small.documents()[:24]]
    model = fit(pages, small.SETTINGS, lambda _: None)
    assert np.isfinite(model.networks[0].weights[0]).all()
