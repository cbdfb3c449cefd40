from __future__ import annotations

import pytest

from nutgraf.html.blocks import Block, blocks
from nutgraf.labels import Label
from nutgraf_training.corpora.story import Surroundings, label_aligned

FIRST = "<p>The ferry between the harbour and the islands sails again.</p>"
LAST = "<p>The council had asked for an evening boat, to be tried soon.</p>"


def inside(html: str) -> Label | None:
    """Label of a block between two paragraphs of the story, beside them."""
    page = blocks(f"<body><article>{FIRST}{html}{LAST}</article></body>")
    assert len(page) == 3
    return Surroundings(page, [0, 2], -1).label(1, Label.BOILERPLATE)


def after(html: str) -> Label | None:
    page = blocks(f"<body><article>{FIRST}{LAST}{html}</article></body>")
    return Surroundings(page, [0, 1], -1).label(2, Label.BOILERPLATE)


def one(html: str) -> Block:
    return blocks(html)[0]


def test_what_gold_texts_leave_out_of_the_story() -> None:
    assert inside("<h2>What changes for passengers</h2>") is Label.BODY
    assert inside("<ul><li>Nine crossings a day on weekdays</li></ul>") is Label.BODY
    assert after("<p>Editor’s note: the hour of the first boat was wrong.</p>") is Label.BODY


def test_what_may_be_either_stays_open() -> None:
    assert inside("<p>Prose that the gold does not have, of the length of a sentence.</p>") is None
    assert after("<p>Prose that the gold does not have, of the length of a sentence.</p>") is None


@pytest.mark.parametrize(
    "html",
    [
        "<h3>Related stories</h3>",
        "<h3>Advertisement</h3>",
        "<figure><figcaption>A ferry of the islands at the quay in the old harbour.</figcaption></figure>",
        "<p>12 March 2024</p>",
        "<p>Sign up for our free newsletter to get the news of the harbour</p>",
        "<p>Share</p>",
    ],
)
def test_furniture_inside_the_story_stays_furniture(html: str) -> None:
    assert inside(html) is Label.BOILERPLATE


def test_gold_lets_furniture_through() -> None:
    assert label_aligned(one("<p>A plain sentence of the story.</p>")) is Label.BODY
    assert label_aligned(one('<p>Lees ook: <a href="/x">Nieuwe bakker opent op de kade</a></p>')) is Label.PROMO
    assert label_aligned(one("<p>More from the harbour</p>")) is Label.BOILERPLATE
    assert label_aligned(one("<p>By Ida Brook</p>")) is None
    assert label_aligned(one('<p>Read <a href="/x">our review of the ferry</a></p>')) is Label.PROMO
