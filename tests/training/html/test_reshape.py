"""Copies of pages with another layout."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from nutgraf.html.layout import make_layout
from nutgraf.html.page import read_page
from nutgraf.labels import Label
from nutgraf_training.html import reshape
from nutgraf_training.html.pages import TrainingPage
from nutgraf_training.html.reshape import CHANGES, reshaped
from nutgraf_training.labelled import LabelledDocument, LabelledLine

BODY, BOILERPLATE = Label.BODY, Label.BOILERPLATE
FIRST = "The town council voted on Tuesday to close the pool."
SECOND = 'Repairs would have cost <a href="/m">two</a> million, the treasurer told the meeting.'
NOTE = "All that stands here belongs to the Harbour Post and to nobody else."
PAGE = f"""
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Pool closes"}}</script>
<main class="story"><h1>Pool closes</h1><div class="text">
<h2>What it costs</h2><p class="a">{FIRST}</p><p>{SECOND}</p>
<p>Short one.</p><p>{NOTE}</p></div></main>
"""
LABELS = (BODY, BODY, BODY, BODY, BODY, BOILERPLATE)


@pytest.fixture
def page() -> TrainingPage:
    found = read_page(PAGE)
    texts = [block.text for block in found.tree.blocks]
    lines = tuple(LabelledLine(text, label) for text, label in zip(texts, LABELS, strict=True))
    return TrainingPage(found, LabelledDocument("pool", "pool.example", lines, 0), np.zeros(len(lines), bool))


def copied(page: TrainingPage, monkeypatch: pytest.MonkeyPatch, change: str, chance: float = 0.0) -> TrainingPage:
    """A copy by one of the changes; names and declarations are lost with this chance."""
    monkeypatch.setattr(reshape, "CHANGES", [getattr(reshape, change)])
    monkeypatch.setattr(reshape, "NAMELESS", chance)
    monkeypatch.setattr(reshape, "UNDECLARED", chance)
    return reshaped(page, np.random.default_rng(0))


def test_paragraphs_become_one_line_of_the_element_around(page: TrainingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copied(page, monkeypatch, "_joined")
    blocks = copy.page.tree.blocks
    whole = " ".join(block.text for block in page.page.tree.blocks[1:5])
    assert [block.text for block in blocks] == ["Pool closes", whole, NOTE]
    assert blocks[1].heading == 0
    assert blocks[1].path == "html/body/main/div"
    assert blocks[1].attributes == "text story"
    assert (blocks[1].links, blocks[1].link) == (1, "/m")
    assert 0 < blocks[1].link_share < page.page.tree.blocks[3].link_share
    assert [line.label for line in copy.document.lines] == [BODY, BODY, BOILERPLATE]


def test_paragraphs_stand_between_line_breaks(page: TrainingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copied(page, monkeypatch, "_unwrapped")
    paths = [block.path.rpartition("/")[2] for block in copy.page.tree.blocks]
    assert paths == ["h1", "div", "div", "div", "div", "p"]
    assert copy.document == page.document


def test_paragraphs_get_boxes(page: TrainingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copied(page, monkeypatch, "_boxed")
    tree = copy.page.tree
    assert [block.path for block in tree.blocks[1:3]] == ["html/body/main/div/div/h2", "html/body/main/div/div/p"]
    boxes = {block.elements[-2] for block in tree.blocks[1:5]}
    assert len(boxes) == 1
    assert boxes.pop() >= len(page.page.tree.tags)
    assert tree.blocks[5].path == "html/body/main/div/p"


def test_headings_begin_boxes(page: TrainingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = page.page.tree.blocks
    headed = [*blocks[:3], blocks[3]._replace(heading=3), *blocks[4:]]
    twice = replace(page, page=replace(page.page, tree=replace(page.page.tree, blocks=headed)))
    around = [block.elements[-2] for block in copied(twice, monkeypatch, "_boxed").page.tree.blocks]
    assert around[1] == around[2] != around[3] == around[4]


@pytest.mark.parametrize("change", [change.__name__ for change in CHANGES])
def test_a_copy_is_a_whole_page(page: TrainingPage, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    before = [block.text for block in page.page.tree.blocks]
    copy = copied(page, monkeypatch, change)
    tree, document = copy.page.tree, copy.document
    assert " ".join(block.text for block in tree.blocks) == " ".join(before)
    assert [line.text for line in document.lines] == [block.text for block in tree.blocks]
    assert document.headline == 0
    assert len(copy.by_hand) == len(tree.blocks)
    for block in tree.blocks:
        assert block.path == "/".join(tree.tags[element] for element in block.elements)
    assert len(make_layout([tree]).blocks) == len(tree.blocks)
    assert [block.text for block in page.page.tree.blocks] == before


def test_names_and_declarations_may_be_lost(page: TrainingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copied(page, monkeypatch, "_unwrapped", chance=1.0)
    assert {block.attributes for block in copy.page.tree.blocks} == {""}
    assert set(copy.page.tree.names) == {""}
    assert copy.page.declared.story == {}
    kept = copied(page, monkeypatch, "_unwrapped")
    assert kept.page.declared.story["headline"] == "Pool closes"


def test_other_labels_and_labels_by_hand_are_not_mixed(page: TrainingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand = np.array([False, True, False, True, False, False])
    copy = copied(TrainingPage(page.page, page.document, by_hand), monkeypatch, "_joined")
    assert len(copy.document.lines) == len(page.document.lines)
    labels = [line.label for line in copy.document.lines]
    assert all(pair in set(pairwise(LABELS)) for pair in pairwise(labels))
