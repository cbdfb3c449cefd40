from __future__ import annotations

import datetime
import gzip
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nutgraf.columns import Column, Layout
from nutgraf.errors import InputError
from nutgraf.sinks import open_writer
from nutgraf.sinks.parquet import schema
from nutgraf.sources import Fields, Input, Record, Rejected, open_input, parquet

TIME = datetime.datetime(2026, 11, 22, 12, 0, 0, 123456)
ROWS: dict[str, pa.Array] = {
    "id": pa.array(["a", "b", None]),
    "text": pa.array(["one\ntwo", None, ""], pa.large_string()),
    "day": pa.array([datetime.date(2026, 11, 22)] * 3, pa.date32()),
    "seen": pa.array([TIME, None, TIME], pa.timestamp("ns")),
    "price": pa.array([Decimal("1.20")] * 3, pa.decimal128(5, 2)),
    "tags": pa.array([["x", None], [], None], pa.list_(pa.string())),
    "about": pa.array([{"n": 1}, None, {"n": None}], pa.struct([("n", pa.int8())])),
    "kind": pa.array(["news", "news", "blog"]).dictionary_encode(),
    "raw": pa.array([b"\xff", b"", None]),
}


def of_table(table: pa.Table, fields: Fields | None = None) -> Input:
    out = io.BytesIO()
    pq.write_table(table, out)
    return parquet.read(io.BufferedReader(io.BytesIO(out.getvalue())), "in.parquet", fields or Fields())


def test_a_record_for_each_row() -> None:
    one, two, three = of_table(pa.table(ROWS)).records
    assert isinstance(one, Record)
    assert (one.id, one.number, one.text) == ("a", 1, "one\ntwo")
    assert one.fields["tags"] == ["x", None]
    assert str(two) == "in.parquet: record 2: the field 'text' holds nothing, expected text"
    assert isinstance(three, Record)
    assert three.id == "in.parquet:3"


def test_other_columns_come_out_with_their_types_and_values() -> None:
    table = pa.table(ROWS)
    source = of_table(table)
    layout = Layout((*(source.columns or ()), Column("text")), "text")
    out = io.BytesIO()
    with open_writer(out, "parquet", layout, "zstd") as writer:
        for item in source.records:
            text = item.text if isinstance(item, Record) else None
            fields: Any = item.fields if isinstance(item, Record) else dict.fromkeys(ROWS)
            writer.write({**{name: [value] for name, value in fields.items()}, "text": [text]})
    written = pq.read_table(io.BytesIO(out.getvalue()))
    assert written.schema == schema(layout)
    others = [name for name in ROWS if name != "text"]
    kept = [0, 2]
    assert written.select(others).take(kept).to_pylist() == table.select(others).take(kept).to_pylist()
    types = {column.name: column.kind for column in source.columns or ()}
    assert types == {name: written.schema.field(name).type for name in others}
    assert (types["seen"], types["about"]) == (ROWS["seen"].type, ROWS["about"].type)


def test_compressed_from_outside_and_from_a_pipe(tmp_path: Path) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": ["one"] * 1000}), out)
    path = tmp_path / "in.parquet.gz"
    path.write_bytes(gzip.compress(out.getvalue()))
    with open_input(str(path)) as source:
        assert len(list(source.records)) == 1000


def test_text_that_is_no_utf_8_is_rejected() -> None:
    bad = pa.array([b"fine", b"\xff\xfe"]).cast(pa.binary()).view(pa.string())
    one, two = of_table(pa.table({"text": bad})).records
    assert isinstance(one, Record)
    assert isinstance(two, Rejected)
    assert "utf-8" in two.reason


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (pa.table({"body": ["a"]}), "no column 'text' among ['body']"),
        (pa.table({"text": [1]}), "the column 'text' holds int64, expected text"),
    ],
)
def test_table_that_cannot_be_used(table: pa.Table, expected: str) -> None:
    with pytest.raises(InputError) as error:
        of_table(table)
    assert expected in str(error.value)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"text\n" * 99])
def test_file_that_is_none(data: bytes) -> None:
    with pytest.raises(InputError, match=r"in\.parquet: not a whole Parquet file"):
        parquet.read(io.BufferedReader(io.BytesIO(data)), "in.parquet", Fields())
