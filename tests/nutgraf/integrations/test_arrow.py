"""Arrow tables of documents to tables of lines or stories."""

from __future__ import annotations

import pyarrow as pa
import pytest

from fakes import PAGE, FakeLabeller
from nutgraf.errors import InputError
from nutgraf.integrations.arrow import TableLabeller
from nutgraf.pipeline import Request
from nutgraf.rows import LineRows, StoryRows
from nutgraf.rules import Rule, Rules
from nutgraf.sinks.parquet import schema
from nutgraf.sources import Fields
from tiny import tiny_labeller

STORY = PAGE.split("\n")[0] + "\n" + PAGE.split("\n")[3]


@pytest.fixture
def pages() -> pa.Table:
    texts = pa.array([PAGE, None, "Share"], pa.large_string())
    return pa.table({"id": [7, 8, 9], "text": texts, "size": pa.array([1, None, 3], pa.int8())})


def test_a_row_for_each_line(pages: pa.Table) -> None:
    lines = TableLabeller(FakeLabeller)(pages)
    assert lines.schema == schema(LineRows().layout())
    assert lines["id"].to_pylist() == ["7"] * 4 + ["9"]
    assert lines["label"].to_pylist() == ["body", "boilerplate", "body", "promo", "boilerplate"]
    assert lines["text"].to_pylist()[-2:] == [PAGE.splitlines()[-1], "Share"]


def test_a_row_for_each_document_with_its_other_columns(pages: pa.Table) -> None:
    stories = TableLabeller(FakeLabeller, StoryRows())(pages)
    assert stories["text"].to_pylist() == [STORY, "", ""]
    assert stories.drop_columns(["text", "nutgraf"]) == pages.drop_columns(["text"])
    assert [report["has_story"] for report in stories["nutgraf"].to_pylist()] == [True, False, False]


@pytest.mark.parametrize("rendering", [LineRows(), StoryRows(), StoryRows(story_field="story")])
def test_columns_that_python_cannot_hold_are_no_hindrance(pages: pa.Table, rendering: LineRows | StoryRows) -> None:
    days = pa.array([3_000_000, None, 5], pa.date32())
    exact = pa.array([1_700_000_000_123_456_789, 0, None], pa.timestamp("ns"))
    told = TableLabeller(FakeLabeller, rendering)(pages.append_column("day", days).append_column("at", exact))
    if isinstance(rendering, StoryRows):
        assert told["day"].combine_chunks() == days
        assert told["at"].combine_chunks() == exact
    else:
        assert told == TableLabeller(FakeLabeller)(pages)


def test_columns_of_documents_do_not_take_the_place_of_those_of_lines(pages: pa.Table) -> None:
    own = {"label": ["news", "sport", "news"], "start": [5, 5, 5], "body": ["x", "y", "z"]}
    told = pages
    for name, values in own.items():
        told = told.append_column(name, pa.array(values))
    assert TableLabeller(FakeLabeller)(told) == TableLabeller(FakeLabeller)(pages)
    named = TableLabeller(FakeLabeller, fields=Fields(text="content"))
    renamed = pages.rename_columns(["id", "content", "text"])
    assert named(renamed)["text"].to_pylist() == TableLabeller(FakeLabeller)(pages)["text"].to_pylist()


def test_empty_tables_have_the_same_columns(pages: pa.Table) -> None:
    for rendering in (LineRows(0.5), StoryRows(annotate=True)):
        label = TableLabeller(FakeLabeller, rendering)
        assert label(pages.slice(0, 0)).schema == label(pages).schema


def test_batches_are_labelled_one_by_one(pages: pa.Table) -> None:
    label = TableLabeller(FakeLabeller)
    batches = list(label.batches(pages.to_batches(max_chunksize=1)))
    assert pa.Table.from_batches(batches, label(pages).schema) == label(pages)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"id": ["a"], "page": ["b"]}, "no column 'text' among"),
        ({"text": ["a"]}, "no column 'id' among"),
        ({"id": ["a"], "text": [5]}, "the column 'text' holds int64, expected text"),
    ],
)
def test_table_that_cannot_be_used_is_told_why(columns: dict[str, list[object]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        TableLabeller(FakeLabeller)(pa.table(columns))


def test_a_missing_identifier_is_an_empty_one() -> None:
    table = pa.table({"id": pa.array([None, "b"]), "text": ["Share", "Share"]})
    assert TableLabeller(FakeLabeller)(table)["id"].to_pylist() == ["", "b"]


@pytest.mark.parametrize("kind", [pa.string_view(), pa.dictionary(pa.int32(), pa.string())])
def test_text_of_any_type_of_column_is_read(kind: pa.DataType) -> None:
    table = pa.table({"id": ["a"], "text": pa.array(["Share"], kind)})
    assert TableLabeller(FakeLabeller)(table)["label"].to_pylist() == ["boilerplate"]


def test_the_site_of_a_row_is_told() -> None:
    rules = Rules([Rule("promo", phrases=("share",), verdict=True, sites=("post.example",))])
    table = pa.table({"id": ["a", "b"], "host": ["post.example", "other.example"], "text": ["Share", "Share"]})
    label = TableLabeller(lambda: tiny_labeller().with_rules(rules), request=Request(site_field="host"))
    assert label(table)["label"].to_pylist() == ["promo", "boilerplate"]


def test_names_of_columns_can_be_chosen() -> None:
    table = pa.table({"url": ["a"], "page": ["Share"]})
    assert TableLabeller(FakeLabeller, fields=Fields("page", "url"))(table)["id"].to_pylist() == ["a"]
