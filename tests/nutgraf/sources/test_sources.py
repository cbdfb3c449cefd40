import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import InputError
from nutgraf.sources import Fields, Record, Rejected, format_of, jsonl, open_input
from nutgraf.sources.joined import Joined


def read(name: object, format_name: str | None = None) -> list[Record | Rejected]:
    with open_input(str(name), format_name=format_name) as source:
        return list(source.records)


def of_jsonl(data: bytes, fields: Fields | None = None) -> list[Record | Rejected]:
    return list(jsonl.read(io.BufferedReader(io.BytesIO(data)), "in.jsonl", fields or Fields()).records)


def reason(data: bytes) -> str:
    (rejected,) = of_jsonl(data)
    assert isinstance(rejected, Rejected)
    return rejected.reason


def test_text_file_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("Überschrift\r\n\r\nText".encode())
    name = str(path)
    assert read(path) == [Record(name=name, id=name, text="Überschrift\r\n\r\nText", fields={"id": name})]


def test_detected_coding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("Die Straße bleibe geschlossen, sagte der Bürgermeister später.".encode("cp1252"))
    (record,) = read(path)
    assert isinstance(record, Record)
    assert "not UTF-8; read as cp1252" in record.warnings[0]


@pytest.mark.parametrize(
    ("content", "alike"),
    [
        ('{"id": 1, "text": "Share"}\n{"id": 2, "text": "Tweet"}\n', "jsonl"),
        ('\n{ "text": "Share"}', "jsonl"),
        ("<!DOCTYPE html>\n<title>Pool</title>", "html"),
        ("  <html lang=en>", "html"),
        ('{"a" is how the story begins, in a brace.', None),
        ('Pool to close {"soon"}\n', None),
        ("<htmlx>", None),
        ("", None),
    ],
)
def test_text_that_looks_like_another_format_is_told(tmp_path: Path, content: str, alike: str | None) -> None:
    path = tmp_path / "piped"
    path.write_text(content, "utf-8")
    (record,) = read(path)
    assert isinstance(record, Record)
    told = f"read as text, but it looks like {alike}; if it is, give --input-format {alike}"
    assert record.warnings == ((told,) if alike else ())


VALUES = st.dictionaries(st.text(max_size=5), st.integers() | st.text() | st.none() | st.lists(st.booleans()))
# As JSON carries it: lone surrogates have escapes.
TEXT = st.text(alphabet=st.characters(exclude_categories=()))


@given(st.lists(st.tuples(TEXT, VALUES), max_size=5))
def test_jsonl_carries_all_fields_untouched(documents: list[tuple[str, dict[str, object]]]) -> None:
    objects = [{**values, "text": text} for text, values in documents]
    records = of_jsonl("".join(json.dumps(values) + "\n" for values in objects).encode())
    assert [{**record.fields, "text": record.text} for record in records if isinstance(record, Record)] == objects
    assert [record.number for record in records] == list(range(1, len(objects) + 1))


def test_jsonl_identifier_is_the_id_field_or_the_place() -> None:
    records = of_jsonl(b'{"id": 7, "text": "a"}\n\n{"text": "b"}\r\n{"id": "x", "text": ""}\n{"id": "", "text": "c"}')
    assert [record.id for record in records if isinstance(record, Record)] == ["7", "in.jsonl:3", "x", "in.jsonl:5"]


def test_jsonl_refuses_what_cannot_be_written_again() -> None:
    def nested(levels: int) -> bytes:
        return b'{"text": "a", "n": ' + b"[" * levels + b"1" + b"]" * levels + b"}"

    good, bad = of_jsonl(nested(jsonl.DEEPEST - 1) + b"\n" + nested(jsonl.DEEPEST))
    assert isinstance(good, Record)
    assert str(bad).endswith(f"JSON beyond measure: brackets nested more than {jsonl.DEEPEST} deep")


def test_jsonl_field_names_can_be_chosen() -> None:
    (record,) = of_jsonl(b'{"url": "u", "content": "a", "text": 1}', Fields(text="content", id="url"))
    assert record == Record(name="in.jsonl", id="u", text="a", number=1, fields={"url": "u", "text": 1})


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16"])
def test_jsonl_with_byte_order_mark(coding: str) -> None:
    (record,) = of_jsonl('{"text": "Größe"}\r\n'.encode(coding))
    assert isinstance(record, Record)
    assert record.text == "Größe"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"{", "not JSON: Expecting property name enclosed in double quotes at column 2"),
        (b'{"text": "a\xff"}', "not UTF-8: byte 0xFF at offset 11 of the line"),
        (b'["a"]', "holds a list, expected an object with the field 'text'"),
        (b'{"id": 1, "body": "a"}', "the field 'text' holds nothing (fields: 'id', 'body'), expected text"),
        (b'{"text": 5}', "the field 'text' holds a number, expected text"),
    ],
)
def test_broken_record_says_why(data: bytes, expected: str) -> None:
    assert reason(data) == expected


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"text": ' + b"1" * 10_000 + b"}"])
def test_json_beyond_measure_is_rejected(data: bytes) -> None:
    assert "JSON" in reason(data)


def test_records_after_a_broken_one_are_read() -> None:
    good, bad, also_good = of_jsonl(b'{"text": "a"}\n{"text"\n{"text": "b"}\n')
    assert str(bad).startswith("in.jsonl: record 2: not JSON")
    assert isinstance(good, Record)
    assert isinstance(also_good, Record)
    assert also_good.number == 3


@pytest.mark.parametrize("name", ["page.txt.gz", "page"])
def test_gzip_is_told_by_its_bytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"news"))
    assert [record.text for record in read(path) if isinstance(record, Record)] == ["news"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BufferedReader(io.BytesIO(gzip.compress(b'{"text": "a"}')))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
    assert read("-", "jsonl") == [Record(name="-", id="-:1", text="a", number=1)]


def test_damaged_gzip_is_named(tmp_path: Path) -> None:
    path = tmp_path / "page.txt.gz"
    path.write_bytes(gzip.compress(os.urandom(5000))[:-2000])
    with pytest.raises(InputError, match=r"page\.txt\.gz: damaged gzip file"):
        read(path)


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.txt: No such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(InputError, match="a folder without a file whose name tells a format"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", "text"),
        ("a", "text"),
        ("-", "text"),
        ("a.JSONL", "jsonl"),
        ("b.ndjson.gz", "jsonl"),
        ("a.1", "text"),
        ("a.Htm", "html"),
        ("a.csv.zst", "csv"),
        ("a.warc.wet.gz", "warc"),
        ("a.pq", "parquet"),
    ],
)
def test_format_is_told_by_the_name(name: str, expected: str) -> None:
    assert format_of(name).name == expected


@pytest.mark.parametrize("name", ["a.json", "a.XML.gz", "a.pdf"])
def test_format_that_is_not_read_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"files are not read, expected one of \.txt, \.jsonl"):
        format_of(name)


def test_input_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"news")
    missing, found = Joined([str(tmp_path / "none.txt"), str(path)], Fields())
    assert isinstance(missing, Rejected)
    assert str(missing) == f"{tmp_path / 'none.txt'}: No such file or directory"
    assert isinstance(found, Record)
