"""Lines that extractors leave get the labels of the blocks that they come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.html.encoding import decode
from nutgraf.labels import Label
from nutgraf_training.corpora.build import LabelledPage, label_page, read_pages
from nutgraf_training.corpora.residue import EXTRACTORS, Extractor, label_lines, residue

TITLE = "Ferry returns to the old harbour after winter repairs"
FIRST = (
    "The ferry between the old harbour and the islands sails again from Monday, "
    "four months after a storm damaged its hull."
)


@pytest.fixture
def harbour(corpora: Path) -> LabelledPage:
    return next(label_page(page) for page in read_pages(corpora, ["pages"]) if page.id == "harbour")


def test_lines_take_the_labels_of_their_blocks(harbour: LabelledPage) -> None:
    lines = [TITLE, FIRST, "- Monday to Friday there are nine crossings a day", "Comments", "Related stories", "* * *"]
    labels, headline = label_lines(harbour, lines)
    assert labels == [Label.BODY, Label.BODY, Label.BODY, *[Label.BOILERPLATE] * 3]
    assert headline == 0


def test_a_line_of_like_blocks_takes_their_label(harbour: LabelledPage) -> None:
    assert label_lines(harbour, ["By Ida Brook 12 March 2024"])[0] == [Label.BOILERPLATE]


def test_a_line_of_unlike_blocks_stays_open(harbour: LabelledPage) -> None:
    joined = "Related stories Share Comments New bakery opens on the quay with bread from island rye"
    assert label_lines(harbour, [joined])[0] == [None]
    assert label_lines(harbour, ["Words that stand nowhere on the page"])[0] == [None]


def test_lines_in_another_order_are_known_by_their_words(harbour: LabelledPage) -> None:
    assert label_lines(harbour, ["Council votes on parking at the old market square", FIRST])[0] == [
        Label.PROMO,
        Label.BODY,
    ]


def test_texts_of_images_are_boilerplate(harbour: LabelledPage) -> None:
    assert label_lines(harbour, ["A drawing"], frozenset(["A drawing"]))[0] == [Label.BOILERPLATE]


@pytest.mark.parametrize("name", EXTRACTORS)
def test_every_extractor_leaves_the_story(harbour: LabelledPage, name: str) -> None:
    document = residue(harbour, decode(harbour.page.html()), EXTRACTORS[name])
    assert document is not None
    assert document.id == f"harbour-{EXTRACTORS[name].suffix}"
    assert document.kind == f"residue-{name}"
    assert Label.BODY in [line.label for line in document.lines if line.text == FIRST]


def test_nothing_left_is_no_document(harbour: LabelledPage) -> None:
    assert residue(harbour, "", Extractor("none", "non", lambda _html: " \n")) is None
