"""Rows of a labelled CSV or TSV file: what a person who labels in a spreadsheet saves."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nutgraf.errors import InputError
from nutgraf.sources.delimited import csv_parser

DELIMITERS = {".csv": ",", ".tsv": "\t"}


class Row(NamedTuple):
    """One line of text; `number` is the line of the file on which the row begins, from 1."""

    number: int
    id: str
    source: str
    text: str
    label: str


_COLUMNS = Row._fields[1:]


def fault(path: Path, number: int, problem: str) -> InputError:
    """An error that names the file and its line."""
    return InputError(f"{path}, line {number}: {problem}")


def rows(path: Path, lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    """Rows in order, blank ones left out, columns found by the names in the first row.

    Raises:
        InputError: a column is missing, a row is too short or too long, or a quote is out of place.
    """
    # strict: a stray quote is a fault to report; read leniently it would swallow the rows after it.
    reader = csv_parser.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] = []
    number = 1
    while True:
        try:
            cells = next(reader, None)
        except csv_parser.Error as error:
            problem = f"not a table ({error}), expected quotes around and doubled in a cell that holds one"
            raise fault(path, number, problem) from error
        if cells is None:
            return
        if cells and not header:
            header = _header(path, number, cells)
        elif cells:
            if len(cells) != len(header):
                raise fault(path, number, f"{len(cells)} cells, expected {len(header)} as in the first row")
            yield Row(number, *(cells[header.index(column)] for column in _COLUMNS))
        number = reader.line_num + 1


def _header(path: Path, number: int, cells: list[str]) -> list[str]:
    missing = [column for column in _COLUMNS if column not in cells]
    if missing:
        found, expected = ", ".join(cells), ", ".join(_COLUMNS)
        raise fault(path, number, f"missing column {', '.join(missing)}; found {found}, expected {expected}")
    return cells
