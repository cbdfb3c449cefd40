r"""CSV and TSV, quoted as spreadsheets and pandas read them, and TSV with escapes, one line a row.

A structure comes as a column for each of its parts, named as `nutgraf.has_story`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from nutgraf.columns import Column, Layout
from nutgraf.sinks import Compression, Rows
from nutgraf.sinks.closed import closed, fitted
from nutgraf.sinks.values import Encoded, to_cell

# As PostgreSQL and MySQL write tab-separated text: one row stays one line, and nothing is lost.
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

WriteRows = Callable[[Iterable[Sequence[Any]]], object]


class Writer:
    """Writes a header and rows by a function that makes lines of cells."""

    def __init__(self, layout: Layout, write: WriteRows) -> None:
        self._layout = layout
        self._write = write
        self._write([[name for column in closed(layout) for name in _names(column)]])

    def write(self, rows: Rows) -> None:
        """Write rows, each as a line, or several where a cell has some."""
        columns = fitted(rows, self._layout)
        cells = [list(_cells(column, columns[column.name])) for column in closed(self._layout)]
        self._write(zip(*(column for part in cells for column in part), strict=True))

    def close(self) -> None:
        """Nothing is held."""


def commas(out: BinaryIO, layout: Layout, compression: Compression = "none") -> Writer:  # noqa: ARG001
    """A writer of CSV."""
    return Writer(layout, csv.writer(_Lines(out)).writerows)


def tabs(out: BinaryIO, layout: Layout, compression: Compression = "none") -> Writer:  # noqa: ARG001
    """A writer of TSV with quoted cells."""
    return Writer(layout, csv.writer(_Lines(out), delimiter="\t").writerows)


def escaped(out: BinaryIO, layout: Layout, compression: Compression = "none") -> Writer:  # noqa: ARG001
    r"""A writer of TSV that is one line a row: tabs, line ends and backslashes in cells are \t, \n, \r and \\."""
    lines = Encoded(out)

    def write(rows: Iterable[Sequence[Any]]) -> None:
        for row in rows:
            lines.write("\t".join(str(cell).translate(_ESCAPES) for cell in row) + "\n")

    return Writer(layout, write)


class _Lines(Encoded):
    r"""Ends each row by \n alone; `csv` is left to end it by \r\n, or it would not quote a cell with an \r."""

    def write(self, text: str) -> int:
        return super().write(text.removesuffix("\r\n") + "\n")


def _names(column: Column) -> Iterator[str]:
    if not isinstance(column.kind, tuple):
        yield column.name
        return
    for part in column.kind:
        yield from (f"{column.name}.{name}" for name in _names(part))


def _cells(column: Column, values: Sequence[Any]) -> Iterator[list[Any]]:
    if not isinstance(column.kind, tuple):
        yield [to_cell(value) for value in values]
        return
    for part in column.kind:
        yield from _cells(part, [value[part.name] for value in values])
