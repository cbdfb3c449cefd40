from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import InputError
from nutgraf.sources import Fields, Record, Rejected, delimited
from nutgraf.sources.delimited import read_csv, read_tsv


def of_csv(data: bytes, fields: Fields | None = None) -> list[Record | Rejected]:
    return list(read_csv(io.BufferedReader(io.BytesIO(data)), "in.csv", fields or Fields()).records)


def reasons(data: bytes) -> list[str]:
    return [str(item) for item in of_csv(data) if isinstance(item, Rejected)]


CELL = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(st.lists(st.tuples(CELL, CELL), max_size=5), st.sampled_from([",", "\t"]))
def test_what_is_written_is_read(rows: list[tuple[str, str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("text", "site"), *rows])
    read = read_csv if delimiter == "," else read_tsv
    source = read(io.BufferedReader(io.BytesIO(out.getvalue().encode())), "in", Fields())
    assert [(item.text, item.fields) for item in source.records if isinstance(item, Record)] == [
        (text, {"site": site}) for text, site in rows
    ]


def test_fields_and_identifier() -> None:
    data = b"url,id,body\nu,7,a\nv,,b\n"
    one, two = of_csv(data, Fields(text="body"))
    assert one == Record("in.csv", "7", "a", 1, {"url": "u", "id": "7"})
    assert two == Record("in.csv", "in.csv:2", "b", 2, {"url": "v", "id": ""})


def test_cell_beyond_pythons_own_limit_is_read() -> None:
    (record,) = of_csv(b"text\n" + b"a" * 200_000 + b"\n")
    assert isinstance(record, Record)
    assert len(record.text) == 200_000


def test_the_limit_of_the_process_is_left_alone() -> None:
    before = csv.field_size_limit(3)
    try:
        (record,) = of_csv(b"text\nlonger than three\n")
        assert isinstance(record, Record)
        assert csv.field_size_limit() == 3
        with pytest.raises(csv.Error, match="field limit"):
            next(csv.reader(["longer than three"]))
    finally:
        csv.field_size_limit(before)


def test_an_open_quotation_mark_ends_at_our_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "csv_parser", delimited.parser_with_limit(1000))
    (reason, *_) = reasons(b'text\n"' + b"a" * 2000)
    assert reason == "in.csv: record 1: not CSV: field larger than field limit (1000)"


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark(coding: str) -> None:
    (record,) = of_csv("text\nGröße\n".encode(coding))
    assert isinstance(record, Record)
    assert record.text == "Größe"


def test_broken_rows_are_told_and_the_others_read() -> None:
    data = b'id,text\n1\n2,good\n3,caf\xe9\n4,"a"b\n5,good\n6,"never closed\n'
    assert [item.id for item in of_csv(data) if isinstance(item, Record)] == ["2", "5"]
    assert reasons(data) == [
        "in.csv: record 1: 1 cells, expected 2 as in the header",
        "in.csv: record 3: not UTF-8: byte 0xE9 in the column 'text'",
        "in.csv: record 4: not CSV: ',' expected after '\"'",
        "in.csv: record 6: not CSV: unexpected end of data",
    ]


LOST = "in a cell of several lines; nothing after it can be read"


@pytest.mark.parametrize("cell", ['line one\nline "two" here', 'line one\nline "two here', 'one\n""two"" "three'])
def test_what_follows_a_broken_cell_of_several_lines_is_no_record(cell: str) -> None:
    data = f'id,text\n0,fine\n1,"{cell}\nthree, four"\n2,"fine one"\n'.encode()
    records = read_csv(io.BufferedReader(io.BytesIO(data)), "in.csv", Fields()).records
    assert getattr(next(records), "text", None) == "fine"
    with pytest.raises(InputError, match=f"^in.csv: row 2: not CSV: ',' expected after '\"', {LOST}$"):
        next(records)


def test_a_broken_cell_after_one_of_several_lines_is_told_and_the_others_read() -> None:
    data = b'text,id\n"one\n""two"" three","a"b\n"four\n","a","b"c\nfive,5\n"never\nclosed\n'
    assert [item.text for item in of_csv(data) if isinstance(item, Record)] == ["five"]
    assert [reason.partition(": not")[0] for reason in reasons(data)] == [f"in.csv: record {n}" for n in (1, 2, 4)]


def test_a_cell_of_several_lines_beyond_our_limit_ends_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "csv_parser", delimited.parser_with_limit(10))
    with pytest.raises(InputError, match=rf"field larger than field limit \(10\), {LOST}$"):
        of_csv(b'text\n"open\nand longer than ten\nthe next\n')


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "in.csv: no column 'text' among []"),
        (b"id,body\n", "in.csv: no column 'text' among ['id', 'body']; name the one with the text by --text-field"),
        (b"text,id,id\n", "in.csv: two columns have one name"),
    ],
)
def test_header_that_cannot_be_used(data: bytes, expected: str) -> None:
    with pytest.raises(InputError) as error:
        of_csv(data)
    assert str(error.value).startswith(expected)
