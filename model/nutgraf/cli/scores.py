"""The table in which `nutgraf score` shows documents on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from nutgraf.cleaning import uncertain
from nutgraf.columns import Column, Layout
from nutgraf.document import Document
from nutgraf.labels import Label
from nutgraf.reading.printable import printable
from nutgraf.reading.terminal import console, summary

if TYPE_CHECKING:
    from nutgraf.pipeline import Labelled

_STYLES = {Label.BODY: "green", Label.BOILERPLATE: "dim", Label.PROMO: "magenta"}


@dataclass(frozen=True, slots=True)
class Documents:
    """Rows that are the documents themselves, for `Table`."""

    def layout(self, others: tuple[Column, ...] | None) -> Layout:  # noqa: ARG002
        """One column."""
        return Layout((Column("item"),), text="item")

    def rows(self, item: Labelled) -> dict[str, list[Any]]:
        """The document."""
        return {"item": [item]}

    def warnings(self, item: Labelled) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing: the table shows it all."""
        return ()


class Table:
    """Shows each document under its name, a row for each line; with `least`, which are uncertain."""

    def __init__(self, out: TextIO, color: str, least: float | None) -> None:
        self._terminal = console(out, color)
        self._least = least

    def write(self, rows: Mapping[str, Sequence[Any]]) -> None:
        """Show documents."""
        for item in rows["item"]:
            self._show(item.record.id, item.document)

    def close(self) -> None:
        """Nothing is held."""

    def _show(self, name: str, document: Document) -> None:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(justify="right", style="dim")
        table.add_column()
        table.add_column(justify="right")
        table.add_column(overflow="fold")
        doubted = uncertain(document, self._least)
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
        self._terminal.print(Text(f"{printable(name)} ({summary(document)})", "underline"), soft_wrap=True)
        self._terminal.print(table)
