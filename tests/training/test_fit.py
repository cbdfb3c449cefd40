"""A model from labelled documents: targets by hand, laws of the whole on the samples."""

from dataclasses import replace

import numpy as np
import pytest

import small
from nutgraf.errors import InputError
from nutgraf.labeller import Labeller
from nutgraf.labels import Label
from nutgraf.network import HEADLINE
from nutgraf_training.dataset import LabelledDocument, LabelledLine
from nutgraf_training.evaluate import evaluate
from nutgraf_training.fit import FEWEST_DOCUMENTS, KIND_WEIGHTS, fit, line_targets

CODES = {"b": Label.BODY, "o": Label.BOILERPLATE, "p": Label.PROMO, "?": None}


def document(labels: str, headline: int | None = None, kind: str = "page") -> LabelledDocument:
    lines = tuple(LabelledLine("One line of five words", CODES[label]) for label in labels)
    return LabelledDocument("d", "s", lines, headline, kind=kind)


def test_line_targets():
    labels, weights = line_targets(
        [document("ob?pb", 1, "hand"), document("obb", kind="residue-trafilatura"), document("op", kind="other")],
        {"hand": 3.0, "residue": 0.5},
    )
    # The second document names no headline: its first body line has the look of one.
    assert labels.tolist() == [1, HEADLINE, -1, 2, 0, 1, HEADLINE, 0, 1, 2]
    assert weights.tolist() == [3] * 5 + [0.5] * 3 + [1] * 2


def test_copies_of_hand_labelled_documents_weigh_less_than_these():
    _, weights = line_targets([document("o", kind="hand"), document("o", kind="hand-augmented")], KIND_WEIGHTS)
    assert weights[0] > weights[1]


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
