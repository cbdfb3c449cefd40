"""The figures as Markdown tables: what the command prints, and what stands in the model card."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nutgraf.errors import InputError
from nutgraf_training.benchmarks.figures import Row
from nutgraf_training.benchmarks.glued_stories import GLUED
from nutgraf_training.benchmarks.lines import DEV, FAVOR, HAND, WINDOWS
from nutgraf_training.benchmarks.page_rows import AEB, HELD_OUT, LANGUAGES, SIGNED

SIZE = "size"
#: What each benchmark is, in the order in which they are shown.
TITLES: Mapping[str, str] = {
    HELD_OUT: "Whole pages of held-out sites (`aed`, `wcxb`, `fundus`): bag-of-words F1 of the story, mean over pages",
    LANGUAGES: "The same by language, pages of `fundus`; `not English` is the mean over languages with 5 pages or more",
    AEB: "article-extraction-benchmark (`aeb`): F1 of 4-shingles, share of pages without any fault",
    HAND: "Hand-labelled lines of held-out sites",
    FAVOR: "The same by `favor`",
    GLUED: "Stories of held-out sites with 3 to 20 other stories' headlines glued on, hand-labelled on both sides",
    DEV: "Hand-labelled lines of unseen sites, as an extractor left them (`gold/dev.jsonl`)",
    WINDOWS: "Hand-labelled lines of unseen sites, around the story's end (`gold/windows.jsonl`)",
    SIZE: "Size of the model in the package",
}
#: The model card holds the tables between these.
BEGIN, END = "<!-- bench-quality: begin -->", "<!-- bench-quality: end -->"


def tables(rows: Sequence[Row]) -> str:
    """One table for each benchmark that has rows."""
    parts = []
    for benchmark, title in TITLES.items():
        found = [row for row in rows if row.benchmark == benchmark]
        if found:
            most = max(row.documents for row in found)
            parts.append(f"**{title}** ({most})\n\n{table(found)}\n")
    return "\n".join(parts)


def table(rows: Sequence[Row]) -> str:
    """Names down, figures across, both in the order in which they come."""
    names = list(dict.fromkeys(row.name for row in rows))
    figures = list(dict.fromkeys(row.figure for row in rows))
    cells = {(row.name, row.figure): cell(row) for row in rows}
    lines = [["", *figures], *([name, *(cells.get((name, figure), "-") for figure in figures)] for name in names)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(figures) + 1)]
    return "\n".join(_aligned(lines, widths))


def cell(row: Row) -> str:
    """A figure with its interval."""
    sign = "+" if row.figure in SIGNED else ""
    value = f"{row.value:{sign}.3f}"
    return value if row.interval is None else f"{value} [{row.interval.low:{sign}.3f}, {row.interval.high:{sign}.3f}]"


def _aligned(lines: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |"
        if number == 0:
            yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"


def put_into_card(card: Path, text: str, begin: str = BEGIN, end: str = END) -> None:
    """Replace what stands between the card's marks; Raises InputError if it has none."""
    before, after = around_marks(card, begin, end)
    card.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def around_marks(card: Path, begin: str = BEGIN, end: str = END) -> tuple[str, str]:
    """What stands before and after the card's marks; Raises InputError if it has none."""
    before, first, rest = card.read_text(encoding="utf-8").partition(begin)
    _, last, after = rest.partition(end)
    if not (first and last):
        raise InputError(f"{card}: expected a line {begin} and below it a line {end}, to put the tables between")
    return before, after
