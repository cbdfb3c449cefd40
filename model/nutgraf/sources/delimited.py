"""CSV and TSV: a header, then one document per row; cells are quoted as spreadsheets and pandas do."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec, module_from_spec
from typing import Any, BinaryIO, cast

from nutgraf.columns import Column
from nutgraf.errors import InputError
from nutgraf.sources.decoding import byte_order_mark
from nutgraf.sources.record import Fields, Input, Record, Rejected, identifier, missing_text

#: Characters in a cell beyond which it is no document but a quotation mark that nobody closed. Python's own limit,
#: 131,072, is less than a long page has.
LARGEST_CELL = 1 << 27


def parser_with_limit(characters: int) -> Any:
    """The parser behind `csv`, loaded once more, with its own limit of characters in a cell.

    `csv.field_size_limit` holds for the whole process: raised here, it would be raised for whoever imports nutgraf,
    and set back after each row, it would change under another thread. The parser keeps its limit with the module
    (PEP 489), of which there may be several.
    """
    spec = find_spec("_csv")
    if spec is None or spec.loader is None:
        raise ImportError("this Python has no module _csv, which CPython comes with")
    parser = module_from_spec(spec)
    spec.loader.exec_module(parser)
    parser.field_size_limit(characters)
    return parser


#: In place of the module `csv`, for whoever reads tables of documents.
csv_parser = parser_with_limit(LARGEST_CELL)

# What `surrogateescape` makes of bytes that are not UTF-8: one row of a million must not stop the others.
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


def read_csv(stream: BinaryIO, name: str, fields: Fields) -> Input:
    """The records of comma-separated rows; `number` is the row, not counting the header."""
    return _read(stream, name, fields, ",")


def read_tsv(stream: BinaryIO, name: str, fields: Fields) -> Input:
    """The records of tab-separated rows; `number` is the row, not counting the header."""
    return _read(stream, name, fields, "\t")


def _read(stream: BinaryIO, name: str, fields: Fields, delimiter: str) -> Input:
    mark, coding = byte_order_mark(cast(io.BufferedReader, stream).peek(4)) or (b"", "utf-8")
    stream.read(len(mark))
    errors = "surrogateescape" if coding == "utf-8" else "strict"
    text = io.TextIOWrapper(stream, encoding=coding, errors=errors, newline="")
    lines = _Lines(text, delimiter)
    # Strict, or a quotation mark that is never closed would swallow the rest of the file without a word.
    rows: Iterator[list[str]] = csv_parser.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
    except (csv_parser.Error, UnicodeDecodeError) as error:
        raise InputError(f"{name}: the header cannot be read: {error}") from error
    if fields.text not in header:
        raise InputError(f"{name}: {missing_text(fields, header)}")
    if len(set(header)) < len(header):
        raise InputError(f"{name}: two columns have one name: {header}")
    others = tuple(Column(column) for column in header if column != fields.text)
    return Input(_records(rows, lines, header, name, fields), others)


class _Lines:
    """The lines of a table, with a memory of the last one and of how many were taken for a row."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self._lines = iter(lines)
        # Of a line that begins inside of a quoted cell, all up to the mark that closes it in the right place.
        self._closed = re.compile(rf'(?:[^"]|"")*"(?:[{delimiter}\r\n]|$)')
        self.last = ""
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.last = ""  # at the end there is none
        self.last = next(self._lines)
        self.taken += 1
        return self.last

    def lost(self) -> bool:
        """Whether an error lies in a cell that began on a line before: where it ends, nobody can tell.

        The lines after it would be taken for rows of their own, which nobody wrote.
        """
        return self.taken > 1 and self.last != "" and not self._closed.match(self.last)


def _records(
    rows: Iterator[list[str]], lines: _Lines, header: list[str], name: str, fields: Fields
) -> Iterator[Record | Rejected]:
    number = 0
    while True:
        number += 1
        lines.taken = 0
        try:
            row = next(rows, None)
        except csv_parser.Error as error:
            if lines.lost():
                reason = f"row {number}: not CSV: {error}, in a cell of several lines; nothing after it can be read"
                raise InputError(f"{name}: {reason}") from error
            yield Rejected(name, number, f"not CSV: {error}")
            continue
        except UnicodeDecodeError as error:  # UTF-16 cut short: nothing after it can be read
            raise InputError(f"{name}: row {number}: {error}") from error
        if row is None:
            return
        if row:
            yield _record(row, header, name, number, fields)


def _record(row: list[str], header: list[str], name: str, number: int, fields: Fields) -> Record | Rejected:
    if len(row) != len(header):
        return Rejected(name, number, f"{len(row)} cells, expected {len(header)} as in the header")
    for column, cell in zip(header, row, strict=True):
        bad = None if cell.isascii() else _NOT_UTF8.search(cell)
        if bad:
            byte = ord(bad.group()) - 0xDC00
            return Rejected(name, number, f"not UTF-8: byte 0x{byte:02X} in the column {column!r}")
    values = dict(zip(header, row, strict=True))
    text = values.pop(fields.text)
    return Record(name, identifier(values, fields, name, number), text, number, values)
