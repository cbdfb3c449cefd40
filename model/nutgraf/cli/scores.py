"""The forms in which `nutgraf score` writes the lines of documents."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from nutgraf.document import Document, Line
from nutgraf.labels import LABELS, Label
from nutgraf.sources import Record

if TYPE_CHECKING:
    from rich.console import Console

Write = Callable[[Record, Document], None]

COLUMNS = ("id", "number", "start", "end", "label", *(label.value for label in LABELS), "headline", "note", "text")
# As PostgreSQL and MySQL write tab-separated text: one row stays one line, and nothing is lost.
_TSV_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
# Digits after the point; a float32 has no more to say.
_PRECISION = 6

_STYLES = {Label.BODY: "green", Label.BOILERPLATE: "dim", Label.PROMO: "magenta"}


def writer(format_name: str, out: TextIO, color: str = "auto") -> Write:
    """A function that writes one document at a time in the form called for; a header, if any, is written at once."""
    if format_name == "table":
        return _table(_console(out, color))
    if format_name == "jsonl":
        return _jsonl(out)
    return _csv(out) if format_name == "csv" else _tsv(out)


def _rows(record: Record, document: Document) -> Iterator[dict[str, Any]]:
    for index, line in enumerate(document.lines):
        scores = (round(score, _PRECISION) for score in line.scores)
        headline = index == document.headline_index
        values = (record.id, line.number, line.start, line.end, line.label.value, *scores, headline, line.note)
        yield dict(zip(COLUMNS, (*values, line.text), strict=True))


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row for forms that know neither true nor null."""
    return row | {"headline": int(row["headline"]), "note": row["note"] or ""}


def _jsonl(out: TextIO) -> Write:
    def write(record: Record, document: Document) -> None:
        for row in _rows(record, document):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")

    return write


def _csv(out: TextIO) -> Write:
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()

    def write(record: Record, document: Document) -> None:
        table.writerows(map(_cells, _rows(record, document)))

    return write


def _tsv(out: TextIO) -> Write:
    out.write("\t".join(COLUMNS) + "\n")

    def write(record: Record, document: Document) -> None:
        for row in _rows(record, document):
            out.write("\t".join(str(cell).translate(_TSV_ESCAPES) for cell in _cells(row).values()) + "\n")

    return write


def _console(out: TextIO, color: str) -> Console:
    from rich.console import Console

    if color == "auto" and os.environ.get("NO_COLOR"):
        color = "never"
    if color == "never":
        return Console(file=out, color_system=None, highlight=False)
    if color == "always":
        return Console(file=out, force_terminal=True, no_color=False, highlight=False)
    return Console(file=out, highlight=False)


def _table(console: Console) -> Write:
    from rich.table import Table
    from rich.text import Text

    def write(record: Record, document: Document) -> None:
        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(justify="right", style="dim")
        table.add_column()
        table.add_column(justify="right")
        table.add_column(overflow="fold")
        for index, line in enumerate(document.lines):
            style = _STYLES[line.label]
            heading = "bold " if index == document.headline_index else ""
            table.add_row(
                str(line.number),
                Text(line.label.value, style),
                Text(f"{line.confidence:.2f}", "dim"),
                Text(_shown(line), heading + style),
            )
        console.print(Text(f"{_printable(record.id)} ({_summary(document)})", "underline"), soft_wrap=True)
        console.print(table)

    return write


def _summary(document: Document) -> str:
    counts = [(document.labels == code).sum() for code in range(len(LABELS))]
    found = ", ".join(f"{count} {label.value}" for label, count in zip(LABELS, counts, strict=True))
    return found if document.has_story else f"no story; {found}"


def _shown(line: Line) -> str:
    return _printable(line.text.strip()) + (f"  [{line.note}]" if line.note else "")


def _printable(text: str) -> str:
    # Scraped text must not move the cursor or change the terminal's colours.
    return "".join(char if char.isprintable() or char == " " else _visible(char) for char in text)


def _visible(char: str) -> str:
    # Format characters (joiners, marks of direction) and unusual blanks belong to many scripts' text.
    return char if ord(char) > 0x9F else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}"
