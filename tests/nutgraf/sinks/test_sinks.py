"""Every format of output: what is written is what is read again."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.columns import Column, Layout
from nutgraf.sinks import Compression, Rows, open_writer
from nutgraf.sources import Fields, Record, format_of

REPORT = (Column("has_story", bool), Column("share", float), Column("uncertain", [int]))
LAYOUT = Layout((Column("id"), Column("text"), Column("nutgraf", REPORT)), "text")
TEXT = st.text(st.characters(exclude_categories=("Cs",)))


def written(name: str, *batches: Rows, layout: Layout = LAYOUT, compression: Compression = "none") -> bytes:
    out = io.BytesIO()
    with open_writer(out, name, layout, compression) as writer:
        for rows in batches:
            writer.write(rows)
    return out.getvalue()


def rows(*texts: str) -> dict[str, list[Any]]:
    report = {"has_story": True, "share": 0.5, "uncertain": [1, 2]}
    return {"id": [str(place) for place in range(len(texts))], "text": list(texts), "nutgraf": [report] * len(texts)}


@pytest.mark.parametrize("name", ["jsonl", "csv", "tsv", "parquet"])
@given(st.lists(TEXT, max_size=5))
def test_what_is_written_is_read(name: str, texts: list[str]) -> None:
    data = io.BufferedReader(io.BytesIO(written(name, rows(*texts))))
    records = list(format_of(f"in.{name}").reader()(data, "in", Fields()).records)
    assert [(item.id, item.text) for item in records if isinstance(item, Record)] == [
        (str(place), text) for place, text in enumerate(texts)
    ]


def test_text_parts_stories_by_a_blank_line() -> None:
    assert written("text", rows("a\nb", ""), rows("c")) == b"a\nb\n\nc\n"


def test_structures_in_json_and_in_cells() -> None:
    one = rows("a")
    assert json.loads(written("jsonl", one)) == {name: values[0] for name, values in one.items()}
    assert written("csv", one) == (b'id,text,nutgraf.has_story,nutgraf.share,nutgraf.uncertain\n0,a,1,0.5,"[1, 2]"\n')
    assert pq.read_table(io.BytesIO(written("parquet", one))).to_pylist() == [
        {name: values[0] for name, values in one.items()}
    ]


def test_escaped_rows_are_one_line_each() -> None:
    layout = Layout((Column("note"), Column("text")), "text")
    data = written("escaped", {"note": [None], "text": ["a\tb\\c\r\nd"]}, layout=layout)
    assert data == b"note\ttext\n\ta\\tb\\\\c\\r\\nd\n"


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_fields_of_any_name_stand_in_one_column_of_json(name: str) -> None:
    layout = Layout((Column("text"),), "text", open=True)
    data = written(name, {"n": [1], "text": ["a"]}, {"tags": [["ä"]], "text": ["b"]}, layout=layout)
    reader = format_of(f"in.{name}").reader()(io.BufferedReader(io.BytesIO(data)), "in", Fields())
    found = [item.fields["fields"] for item in reader.records if isinstance(item, Record)]
    assert found == ['{"n": 1}', '{"tags": ["ä"]}']


@pytest.mark.parametrize("name", ["text", "jsonl", "csv", "tsv", "escaped", "parquet"])
def test_lone_surrogates_are_escaped(name: str) -> None:
    layout = Layout((Column("text"),), "text")
    data = written(name, {"text": ["a\ud83db"]}, layout=layout)
    text = pq.read_table(io.BytesIO(data)).to_pylist()[0]["text"] if name == "parquet" else data.decode()
    assert "a\\ud83db" in text


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet"])
def test_no_rows_are_a_file_all_the_same(name: str) -> None:
    data = written(name)
    reader = format_of(f"in.{name}").reader()
    if name != "jsonl":
        assert list(reader(io.BufferedReader(io.BytesIO(data)), "in", Fields()).records) == []
    assert (data == b"") == (name == "jsonl")


def test_compression_keeps_neither_name_nor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = written("jsonl", rows("a", "b"))
    packed = written("jsonl", rows("a", "b"), compression="gzip")
    monkeypatch.setattr("time.time", lambda: 1e9)
    assert written("jsonl", rows("a", "b"), compression="gzip") == packed
    assert gzip.decompress(packed) == plain
    frame = written("jsonl", rows("a", "b"), compression="zstd")
    assert zstandard.ZstdDecompressor().decompressobj().decompress(frame) == plain


def test_parquet_is_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nutgraf.sinks.parquet.GROUP_ROWS", 3)
    data = written("parquet", *(rows("a", "b") for _ in range(5)), compression="gzip")
    file = pq.ParquetFile(io.BytesIO(data))
    assert [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)] == [3, 1, 3, 1, 2]
    assert file.metadata.row_group(0).column(0).compression == "GZIP"
    monkeypatch.setattr("nutgraf.sinks.parquet.GROUP_CHARACTERS", 1)
    assert pq.ParquetFile(io.BytesIO(written("parquet", rows("a"), rows("b")))).num_row_groups == 2
