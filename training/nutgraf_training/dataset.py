"""Labelled documents: reading, checking and writing.

JSON Lines is the project's own format, one document per line; CSV and TSV, one row per line of text, are read for
people who label in a spreadsheet. `datasets/README.md` describes both. Every fault is named by file and line number.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, cast

from nutgraf.errors import InputError
from nutgraf.labels import LABELS, Label
from nutgraf.wholefile import replacing
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.spreadsheet import DELIMITERS, fault, rows

_EXPECTED_LABELS = ", ".join(LABELS)


def read(path: Path) -> Iterator[LabelledDocument]:
    """Labelled documents of one file, in order, one at a time: .jsonl, .csv or .tsv, each also with .gz.

    Raises:
        InputError: names the file, the line (from 1), what was found and what was expected.
    """
    path = Path(path)
    kind = _kind(path)
    parse = _read_jsonl if kind == ".jsonl" else _read_table
    seen: dict[str, int] = {}
    for number, document in parse(path, _decoded_lines(path)):
        if document.id in seen:
            hint = "" if kind == ".jsonl" else "; the rows of one document must stand together"
            raise fault(path, number, f"id {document.id!r} was used on line {seen[document.id]} already{hint}")
        seen[document.id] = number
        yield document
    if not seen:
        raise InputError(f"{path}: no documents, expected at least one")


def read_many(paths: Iterable[Path]) -> Iterator[LabelledDocument]:
    """The documents of several files, one file after the other."""
    for path in paths:
        yield from read(path)


def write(path: Path, documents: Iterable[LabelledDocument]) -> int:
    """Write documents as JSON Lines, compressed if the name ends in .gz; returns how many.

    The same documents give the same bytes: the gzip header carries no time and no name. What fails leaves the file that
    was there.

    Raises:
        InputError: the name ends in neither .jsonl nor .jsonl.gz, or the file cannot be written.
    """
    path = Path(path)
    if _kind(path) != ".jsonl":
        raise InputError(f"{path}: documents are written as .jsonl or .jsonl.gz")
    try:
        # The documents may be read from the file that they are written to.
        with replacing(path) as part, part.open("wb") as raw:
            if path.suffix.lower() != ".gz":
                return _write_lines(raw, documents)
            with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
                return _write_lines(cast(BinaryIO, packed), documents)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def _write_lines(out: BinaryIO, documents: Iterable[LabelledDocument]) -> int:
    count = 0
    for document in documents:
        out.write(_to_json(document) + b"\n")
        count += 1
    return count


def _to_json(document: LabelledDocument) -> bytes:
    record: dict[str, object] = {"id": document.id, "source": document.source}
    if document.language:
        record["language"] = document.language
    if document.kind:
        record["kind"] = document.kind
    if document.headline is not None:
        record["headline"] = document.headline
    record["lines"] = [
        {"text": line.text} if line.label is None else {"label": line.label.value, "text": line.text}
        for line in document.lines
    ]
    try:
        return json.dumps(record, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        # Lone surrogates, which scrapers do produce, have no UTF-8 form; JSON escapes carry them.
        return json.dumps(record).encode("ascii")


# --- files -----------------------------------------------------------------------------------------------------------


def _kind(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    suffix = Path(name).suffix
    if suffix != ".jsonl" and suffix not in DELIMITERS:
        raise InputError(
            f"{path}: the name ends in {suffix or 'no suffix'}, expected .jsonl, .csv or .tsv, or one with .gz"
        )
    return suffix


def _decoded_lines(path: Path) -> Iterator[str]:
    """Lines of a UTF-8 file, each with its line end, a byte order mark dropped."""
    try:
        with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as raw:
            for number, line in enumerate(cast(Iterable[bytes], raw), start=1):
                yield _decode(path, number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{path}: damaged or not gzip ({error}), expected a whole gzip file") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def _decode(path: Path, number: int, line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"byte 0x{line[error.start]:02X} at column {error.start + 1}"
        raise fault(path, number, f"{found} is not UTF-8, expected a file in UTF-8") from error


# --- JSON Lines ------------------------------------------------------------------------------------------------------


def _read_jsonl(path: Path, lines: Iterator[str]) -> Iterator[tuple[int, LabelledDocument]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise fault(path, number, f"not JSON ({error}), expected one object per line") from error
        with _located(path, number):
            document = _document(record)
        yield number, document


@contextmanager
def _located(path: Path, number: int) -> Iterator[None]:
    """Add file and line number to a fault found within."""
    try:
        yield
    except InputError as error:
        raise fault(path, number, str(error)) from error


def _document(record: object) -> LabelledDocument:
    if not isinstance(record, dict):
        raise InputError(f"found {_name(record)}, expected an object with the keys id, source and lines")
    headline = record.get("headline")
    if headline is not None and (not isinstance(headline, int) or isinstance(headline, bool)):
        raise InputError(f"`headline` is {_name(headline)}, expected the index of a line")
    lines = _value(record, "lines", list)
    return LabelledDocument(
        id=_value(record, "id", str),
        source=_value(record, "source", str),
        lines=tuple(_line(index, line) for index, line in enumerate(lines)),
        headline=headline,
        language=_value(record, "language", str, default=""),
        kind=_value(record, "kind", str, default=""),
    )


def _value(record: dict[str, Any], key: str, expected: type, default: object = None) -> Any:
    if key not in record and default is not None:
        return default
    if key not in record:
        raise InputError(f"the key `{key}` is missing; found {', '.join(record) or 'none'}")
    if not isinstance(record[key], expected):
        raise InputError(f"`{key}` is {_name(record[key])}, expected {_TYPE_NAMES[expected]}")
    return record[key]


def _line(index: int, record: object) -> LabelledLine:
    if not isinstance(record, dict):
        raise InputError(f"lines[{index}] is {_name(record)}, expected an object with `text` and, where known, `label`")
    try:
        return LabelledLine(_value(record, "text", str), _label(record.get("label")))
    except InputError as error:
        raise InputError(f"lines[{index}]: {error}") from error


def _label(found: object) -> Label | None:
    if found is None:
        return None
    if not isinstance(found, str):
        raise InputError(f"`label` is {_name(found)}, expected one of {_EXPECTED_LABELS}")
    try:
        return Label(found)
    except ValueError:
        raise InputError(f"unknown label {found!r}, expected one of {_EXPECTED_LABELS}") from None


_TYPE_NAMES: dict[type, str] = {
    str: "a string",
    list: "a list",
    dict: "an object",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def _name(value: object) -> str:
    return _TYPE_NAMES[type(value)]


# --- CSV and TSV -----------------------------------------------------------------------------------------------------


def _read_table(path: Path, lines: Iterator[str]) -> Iterator[tuple[int, LabelledDocument]]:
    """Adjacent rows with the same id are one document."""
    for identity, group in groupby(rows(path, lines, DELIMITERS[_kind(path)]), key=lambda row: row.id):
        first, source = 0, ""
        collected: list[LabelledLine] = []
        for row in group:
            if not collected:
                first, source = row.number, row.source
            elif row.source != source:
                raise fault(
                    path, row.number, f"id {identity!r} has source {row.source!r}, expected {source!r} as before"
                )
            with _located(path, row.number):
                collected.append(LabelledLine(row.text, _label(row.label.strip() or None)))
        with _located(path, first):
            document = LabelledDocument(identity, source, tuple(collected))
        yield first, document
