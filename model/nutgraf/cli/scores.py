"""The forms in which `nutgraf score` writes the lines of documents."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from nutgraf.cleaning import body_share, uncertain
from nutgraf.document import Document
from nutgraf.labels import LABELS, Label
from nutgraf.reading.printable import printable
from nutgraf.reading.terminal import console, summary
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


def writer(format_name: str, out: TextIO, color: str = "auto", least: float | None = None) -> Write:
    """A function that writes one document at a time in the form called for; a header, if any, is written at once.

    With `least` there is one column more, "uncertain": whether the confidence of a line is below it.
    """
    if format_name == "table":
        return _table(console(out, color), least)
    if format_name == "jsonl":
        return _jsonl(out, least)
    return _csv(out, least) if format_name == "csv" else _tsv(out, least)


def columns(least: float | None) -> tuple[str, ...]:
    """The columns in order; the text stays the last."""
    return COLUMNS if least is None else (*COLUMNS[:-1], "uncertain", COLUMNS[-1])


def _rows(record: Record, document: Document, least: float | None) -> Iterator[dict[str, Any]]:
    names, doubted = columns(least), uncertain(document, least).tolist()
    for index, line in enumerate(document.lines):
        scores = (round(score, _PRECISION) for score in line.scores)
        headline = index == document.headline_index
        values = (record.id, line.number, line.start, line.end, line.label.value, *scores, headline, line.note)
        doubt = () if least is None else (doubted[index],)
        yield dict(zip(names, (*values, *doubt, line.text), strict=True))


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row for forms that know neither true nor null."""
    told = {name: int(value) for name, value in row.items() if isinstance(value, bool)}
    return row | told | {"note": row["note"] or ""}


def _jsonl(out: TextIO, least: float | None) -> Write:
    def write(record: Record, document: Document) -> None:
        share = round(body_share(document), _PRECISION)
        for row in _rows(record, document, least):
            text = row.pop("text")
            out.write(json.dumps(row | {"body_share": share, "text": text}, ensure_ascii=False) + "\n")

    return write


def _csv(out: TextIO, least: float | None) -> Write:
    table = csv.DictWriter(out, columns(least), lineterminator="\n")
    table.writeheader()

    def write(record: Record, document: Document) -> None:
        table.writerows(map(_cells, _rows(record, document, least)))

    return write


def _tsv(out: TextIO, least: float | None) -> Write:
    out.write("\t".join(columns(least)) + "\n")

    def write(record: Record, document: Document) -> None:
        for row in _rows(record, document, least):
            out.write("\t".join(str(cell).translate(_TSV_ESCAPES) for cell in _cells(row).values()) + "\n")

    return write


def _table(terminal: Console, least: float | None) -> Write:
    from rich.table import Table
    from rich.text import Text

    def write(record: Record, document: Document) -> None:
        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(justify="right", style="dim")
        table.add_column()
        table.add_column(justify="right")
        table.add_column(overflow="fold")
        doubted = uncertain(document, least)
        for index, line in enumerate(document.lines):
            style = _STYLES[line.label]
            heading = "bold " if index == document.headline_index else ""
            confidence = Text(f"{line.confidence:.2f}", "dim")
            note = f"  [{printable(line.note)}]" if line.note else ""
            table.add_row(
                str(line.number),
                Text(line.label.value, style),
                Text.assemble(("uncertain ", "bold"), confidence) if doubted[index] else confidence,
                Text(printable(line.text.strip()) + note, heading + style),
            )
        terminal.print(Text(f"{printable(record.id)} ({summary(document)})", "underline"), soft_wrap=True)
        terminal.print(table)

    return write
