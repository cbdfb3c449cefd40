"""A labelled document in the terminal: the story to be read, the rest dimmed or marked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

from nutgraf.cleaning import body_share, uncertain
from nutgraf.labels import LABELS, Label
from nutgraf.reading.printable import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from nutgraf.document import Document

#: The mark before a line, since colour alone does not reach everybody, nor every terminal.
MARKS = {Label.BODY: " ", Label.BOILERPLATE: "·", Label.PROMO: "→"}
HEADLINE_MARK = "#"
UNCERTAIN_MARK = "?"
#: Columns of text beyond which a line is hard to follow to the next.
READING_WIDTH = 90
# As the terminal's own colours, whatever its background.
_STYLES = {Label.BODY: "default", Label.BOILERPLATE: "dim", Label.PROMO: "magenta"}


def console(out: TextIO, color: str = "auto") -> Console:
    """A console for a choice of colour: auto, always or never; NO_COLOR is obeyed."""
    from rich.console import Console

    class Piped(Console):
        """Leaves it to the command what to do when nobody reads any more; rich ends the program with a code of 1."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    if color == "auto" and os.environ.get("NO_COLOR"):
        color = "never"
    if color == "never":
        return Piped(file=out, color_system=None, highlight=False)
    if color == "always":
        return Piped(file=out, force_terminal=True, no_color=False, highlight=False)
    return Piped(file=out, highlight=False)


def summary(document: Document) -> str:
    """How many lines have each label, and the share of the text that is body."""
    counts = [(document.labels == code).sum() for code in range(len(LABELS))]
    found = ", ".join(f"{count} {label.value}" for label, count in zip(LABELS, counts, strict=True))
    found += f"; {body_share(document):.0%} of the text is body"
    return found if document.has_story else f"no story; {found}"


def legend(least: float | None = None) -> str:
    """What the marks mean."""
    known = [(HEADLINE_MARK, "headline"), (MARKS[Label.BOILERPLATE], "boilerplate"), (MARKS[Label.PROMO], "promo")]
    if least is not None:
        known.append((UNCERTAIN_MARK, f"uncertain (below {least:g})"))
    return "   ".join(f"{mark} {meaning}" for mark, meaning in known)


def show(
    terminal: Console, title: str, document: Document, *, scores: bool = False, least: float | None = None
) -> None:
    """Print a document under its title; blank lines stay where the text has them.

    `scores` puts the probabilities of each line before it; below a confidence of `least` a line is marked uncertain.
    """
    from rich.text import Text

    terminal.print(Text(printable(title), "bold underline"), soft_wrap=True)
    terminal.print(Text(summary(document), "dim"), soft_wrap=True)
    terminal.print(Text(legend(least), "dim"), soft_wrap=True)
    terminal.print()
    if len(document.lines):
        terminal.print(_table(document, scores, least))


def _table(document: Document, scores: bool, least: float | None) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=scores, pad_edge=False, header_style="dim")
    for name in LABELS if scores else ():
        table.add_column(name.value, justify="right", style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=READING_WIDTH)
    doubted = uncertain(document, least)
    expected = None
    for index, line in enumerate(document.lines):
        if expected is not None and line.number > expected:
            table.add_row()
        expected = line.number + 1 + _line_ends(line.text)
        style = _STYLES[line.label]
        headline = index == document.headline_index
        mark = (HEADLINE_MARK if headline else MARKS[line.label]) + (UNCERTAIN_MARK if doubted[index] else " ")
        text = Text(printable(line.text.strip()), f"bold {style}" if headline else style)
        if line.note:
            text.append(f"  [{printable(line.note)}]", "italic dim")
        cells = [f"{score:.2f}" for score in line.scores] if scores else []
        table.add_row(*cells, Text(mark, f"bold {style}"), text)
    return table


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
