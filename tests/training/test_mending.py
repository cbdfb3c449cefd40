"""Silver labels mended by hand labels."""

from dataclasses import replace

import pytest

from nutgraf.labels import Label
from nutgraf_training.labelled import HAND_LABELLED, LabelledDocument, LabelledLine
from nutgraf_training.mending import mended, page_of

CODES = {"b": Label.BODY, "o": Label.BOILERPLATE, "p": Label.PROMO, "?": None}


def document(id: str, kind: str, lines: list[str], headline: int | None = None) -> LabelledDocument:
    """Of lines that begin with the letter of their label."""
    labelled = tuple(LabelledLine(line[2:], CODES[line[0]]) for line in lines)
    return LabelledDocument(id, "lido.example", labelled, headline, kind=kind)


def labels(document: LabelledDocument) -> str:
    letter = {label: code for code, label in CODES.items()}
    return "".join(letter[line.label] for line in document.lines)


PAGE = document(
    "lido-1", "page", ["o Share", "b Pool to close", "b By Ann", "? The pool closes.", "o Pool opens", "o Share"], 1
)
HAND = document(
    "lido-1-win", HAND_LABELLED, ["b Pool to close", "o By Ann", "b The pool closes.", "p Pool opens!", "? Share"]
)


def test_hand_labels_take_the_place_of_silver_ones():
    (found,) = mended([PAGE], [HAND])
    assert labels(found) == "obobpo"
    assert replace(found, lines=PAGE.lines) == PAGE


def test_lines_are_matched_in_their_order():
    hand = document("lido-1-win", HAND_LABELLED, ["b Pool to close", "p Share"])
    (found,) = mended([PAGE], [hand])
    assert labels(found) == "obb?op"


def test_the_headline_goes_where_a_person_says_that_it_is_none():
    hand = document("lido-1-win", HAND_LABELLED, ["p Pool to close"])
    (found,) = mended([PAGE], [hand])
    assert found.headline is None


@pytest.mark.parametrize("kind", ["residue-resiliparse", "residue-trafilatura"])
def test_what_an_extractor_left_is_of_the_page(kind: str):
    left = replace(PAGE, id="lido-1-res", kind=kind)
    (found,) = mended([left], [HAND])
    assert labels(found) == "obobpo"


def test_other_pages_stay():
    other = replace(PAGE, id="lido-2")
    assert next(mended([other, PAGE], [HAND])) == other
    assert list(mended([other], [])) == [other]


def test_page_of():
    assert page_of(PAGE) == page_of(HAND) == "lido-1"
