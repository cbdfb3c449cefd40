"""What is written of a document; the commands have tests of their own."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from fakes import PAGE, FakeLabeller
from nutgraf.columns import Column
from nutgraf.errors import NutgrafError
from nutgraf.pipeline import Labelled
from nutgraf.rows import LineRows, Rendering, StoryRows
from nutgraf.sources import Record

ITEM = Labelled(Record("in", "7", PAGE, fields={"url": "u", "text": "other"}), FakeLabeller().label(PAGE))
HEADLINE, SHARE, STORY, PROMO = (line for line in PAGE.split("\n") if line)


@pytest.mark.parametrize("rendering", [LineRows(), LineRows(0.5), StoryRows(), StoryRows(annotate=True, least=0.9)])
def test_rows_have_the_columns_of_the_layout(rendering: Rendering) -> None:
    layout = rendering.layout((Column("url"), Column("text")))
    rows = rendering.rows(ITEM)
    assert set(layout.names) <= set(rows)
    assert len({len(values) for values in rows.values()}) == 1
    assert len(set(layout.names)) == len(layout.names)
    assert pickle.loads(pickle.dumps(rendering)) == rendering


def test_report_has_the_parts_of_its_column() -> None:
    rendering = StoryRows(least=0.5, annotate=True)
    column = next(column for column in rendering.layout().columns if column.name == "nutgraf")
    (report,) = rendering.rows(ITEM)["nutgraf"]
    assert [part.name for part in column.kind] == list(report)
    lines = next(part for part in column.kind if part.name == "lines")
    assert [part.name for part in lines.kind] == list(report["lines"])


def test_text_that_is_kept_of_a_page_is_what_its_offsets_speak_of() -> None:
    page = replace(ITEM, record=Record("in", "7", "<p>x</p>", html=True))
    assert StoryRows(annotate=True).rows(page)["text"] == [PAGE]
    assert StoryRows(story_field="story").rows(page) | {"nutgraf": []} == {
        "text": [PAGE],
        "story": [f"{HEADLINE}\n{STORY}"],
        "nutgraf": [],
    }


@pytest.mark.parametrize("declared", [{}, {"url": "https://declared.example/"}])
def test_links_of_a_page_lead_from_its_own_address(declared: dict[str, str]) -> None:
    source = '<p><a href="/more">The council votes on the pool</a> on Tuesday, they say.</p>'
    document = replace(FakeLabeller().label("The council votes on the pool on Tuesday, they say."), meta=declared)
    document = replace(document, labels=document.labels * 0)
    page = Labelled(Record("in", "7", source, html=True, url="https://post.example/a/b"), document)
    (text,) = StoryRows(markdown=True).rows(page)["text"]
    assert "(https://post.example/more)" in text


def test_lines_dropped_are_counted() -> None:
    counts = [
        StoryRows(drop=drop, least=least).rows(ITEM)["nutgraf"][0]["dropped"]
        for drop, least in (("both", None), ("promo", None), ("boilerplate", None), ("both", 0.8))
    ]
    assert [(count["boilerplate"], count["promo"]) for count in counts] == [(1, 1), (0, 1), (1, 0), (0, 0)]


def test_pages_bring_their_tag_paths_and_metadata() -> None:
    tags, meta = tuple(f"html/body/p{place}" for place in range(4)), {"headline": HEADLINE, "date": "2024-03-05"}
    page = replace(ITEM, document=replace(ITEM.document, tags=tags, meta=meta))
    assert LineRows().rows(page)["tag"] == list(tags)
    assert StoryRows().rows(page)["nutgraf"][0]["meta"] == meta
    assert "tag" not in LineRows().rows(ITEM)
    assert "meta" not in StoryRows().rows(ITEM)["nutgraf"][0]


def test_a_field_that_is_there_is_not_lost_to_the_story() -> None:
    rendering = StoryRows(story_field="url")
    with pytest.raises(NutgrafError, match=r"^the field 'url' is there already"):
        rendering.layout((Column("url"),))
    with pytest.raises(NutgrafError, match=r"^7: the field 'url' is there already"):
        rendering.rows(ITEM)
