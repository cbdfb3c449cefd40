"""Chosen blocks of a page as Markdown (CommonMark, with GitHub's tables): headings, lists, links, emphasis, code."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.html.blocks import DEEPEST, Block, Walk, parse
from nutgraf.html.markdown_inline import MARKS, Piece, fence, inline, resolved, target

#: What CommonMark takes for a mark at a line's begin, and after a number there.
_LEADING = re.compile(r"^(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-{2,}\s*$|=+\s*$|~{3,})")
#: Marks at a heading's end, which would close it.
_CLOSING = re.compile(r"(?:^|(?<=\s))(?=#+$)")
_NUMBER = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")
_START = re.compile(r"[0-9]{1,9}")
#: Lines of one element, parted by <br>, are verse or an address if they are no longer than this; else paragraphs.
_VERSE = 100
_CELLS = frozenset(("td", "th"))
_LISTS = frozenset(("ul", "ol"))
_SPAN = re.compile(r"\s*([0-9]+)")
#: Columns that one cell may span; pages that say more would make tables many times as long as themselves.
_MOST_SPANNED = 100


@dataclass(frozen=True, slots=True)
class _Marked:
    """A block and its Markdown without what stands at the line's begin."""

    block: Block
    text: str


class _MarkdownWalk(Walk):
    """Keeps for each piece of text what it stands inside; links are resolved against the page's address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.pieces: list[Piece] = []
        self.starts: dict[int, int] = {}  # the first number of ordered lists that say one, by their element
        self.widths: dict[int, int] = {}  # columns of a row that are taken, by its element
        self.columns: dict[int, int] = {}  # the column of a cell, by its element
        self.marked: list[_Marked] = []

    def enter(self, node: Any, tag: str) -> Any:
        """Take in an element; cells take their columns also where they are empty."""
        child = super().enter(node, tag)
        # Of cells with something in them, those that the walk stays out of are hidden and take no room.
        if tag in _CELLS and (child is not None or node.first_child is None):
            row = self.numbers[-1 if child is None else -2]
            column = self.widths.get(row, 0)
            self.widths[row] = column + _spanned(node.attributes.get("colspan") or "")
            if child is not None:
                self.columns[self.numbers[-1]] = column
        return child

    def open(self, tag: str, given: dict[str, str | None]) -> None:
        """Note an element that the walk goes into."""
        start = given.get("start") or "" if tag == "ol" else ""
        if _START.fullmatch(start.strip()):
            self.starts[len(self.element_tags)] = int(start)
        super().open(tag, given)

    def add_inline(self, text: str) -> None:
        """Add text without breaks of its own."""
        super().add_inline(text)
        if not self.text:
            return
        marks = tuple(dict.fromkeys(MARKS[tag] for tag in self.tags[:DEEPEST] if tag in MARKS))
        self.pieces.append(Piece(text, marks, target(self.link, self.address)))

    def flush(self) -> None:
        """End the block."""
        pieces, self.pieces = self.pieces, []
        before = len(self.found)
        super().flush()
        if len(self.found) > before:
            block = self.found[-1]
            is_code = "pre" in block.path.split("/")
            text = "".join(piece.text for piece in pieces) if is_code else inline(pieces, bool(block.heading))
            self.marked.append(_Marked(block, text.rstrip() if is_code else _escaped(text)))


def _spanned(colspan: str) -> int:
    """The number of columns that a cell takes, read as browsers read it."""
    number = _SPAN.match(colspan)
    return min(int(number[1][:9]) or 1, _MOST_SPANNED) if number else 1


def _escaped(text: str) -> str:
    """With a backslash before what would make a line something else than text."""
    return _NUMBER.sub(r"\1\\", _LEADING.sub(r"\\\1", text))


def markdown(html: str | bytes, keep: NDArray[np.bool_], address: str = "") -> str:
    """The blocks of a page for which `keep` (n,) is true; n is the number of lines that `label_html` gives it.

    Links are as the page has them, or whole where its address is known.
    """
    root: Any = parse(html).root
    base = root.css_first("base[href]") if root is not None else None
    walk = _MarkdownWalk(resolved(base.attributes["href"] or "", address) if base is not None else address)
    if root is not None:
        walk.read(root)
    chosen = [walk.marked[i] for i in np.flatnonzero(keep).tolist()]
    parts = [_part(kind[0], list(group), walk) for kind, group in groupby(chosen, _kind)]
    return "\n\n".join(part for part in parts if part)


def _kind(marked: _Marked) -> tuple[str, int]:
    """What the block is a part of: code, table, list or text, and the element that it is one with."""
    tags, elements = marked.block.path.split("/"), marked.block.elements
    if "pre" in tags:
        return "code", elements[tags.index("pre")]
    if tags[-1] in _CELLS and "table" in tags:  # the innermost: tables stand in cells of tables that lay out the page
        return "table", elements[-1 - tags[::-1].index("table")]
    lists = (element for tag, element in zip(tags, elements, strict=True) if tag in _LISTS)
    outermost = next(lists, 0)
    return ("list", outermost) if outermost else ("text", elements[-1])


def _part(kind: str, blocks: Sequence[_Marked], walk: _MarkdownWalk) -> str:
    if kind == "list":
        return _list(blocks, walk.starts)
    if kind == "table":
        return _table(blocks, walk.columns)
    return _code(blocks) if kind == "code" else _text(blocks)


def _code(blocks: Sequence[_Marked]) -> str:
    ticks = fence((marked.text for marked in blocks), 3)
    return "\n".join((ticks, *(marked.text for marked in blocks), ticks))


def _table(blocks: Sequence[_Marked], columns: Mapping[int, int]) -> str:
    """Rows of cells, each in its column; columns of which nothing is kept are left out."""
    rows: list[dict[int, str]] = []
    for _, row in groupby(blocks, lambda marked: marked.block.elements[-2]):
        cells: dict[int, str] = {}
        for marked in row:
            column = columns[marked.block.elements[-1]]
            text = marked.text.replace("|", "\\|")
            # Lines of a cell stand on one: breaks in it could only be HTML.
            cells[column] = f"{cells[column]} {text}" if column in cells else text
        rows.append(cells)
    used = sorted({column for cells in rows for column in cells})
    lines = [f"| {' | '.join(cells.get(column, '') for column in used)} |" for cells in rows]
    return "\n".join((lines[0], "|" + " --- |" * len(used), *lines[1:]))


def _list(blocks: Sequence[_Marked], starts: Mapping[int, int]) -> str:
    """Items stand below the text of the nearest item around them that is written: deeper, they would be code."""
    lines: list[str] = []
    columns: dict[int, int] = {}  # where the text of a written item begins, by its element
    numbers = dict(starts)
    for _, alike in groupby(blocks, lambda marked: marked.block.elements[-1]):
        paragraph = list(alike)
        block = paragraph[0].block
        around = list(zip(block.path.split("/"), block.elements, strict=True))
        kind, own = next(pair for pair in reversed(around) if pair[0] in _LISTS)
        items = [element for tag, element in around if tag == "li"] or [own]
        column = next((columns[item] for item in reversed(items) if item in columns), 0)
        mark = ""
        if items[-1] not in columns:
            mark = "- "
            if kind == "ol":
                number = numbers.setdefault(own, 1)
                if number == starts.get(own) != 1:
                    lines.append("")  # only a list that begins with 1 may follow a paragraph's line
                mark = f"{number}. "
                numbers[own] += 1
            columns[items[-1]] = column + len(mark)
        else:
            lines.append("")
        first, *others = _broken(paragraph).split("\n")
        lines.append(" " * column + mark + first)
        lines += [" " * columns[items[-1]] + other if other else "" for other in others]
    return "\n".join(lines).lstrip("\n")


def _text(blocks: Sequence[_Marked]) -> str:
    block = blocks[0].block
    if block.heading:
        texts = (_CLOSING.sub(r"\\", marked.text) for marked in blocks)
        return "\n\n".join(f"{'#' * block.heading} {text}" for text in texts)
    text = _broken(blocks)
    depth = block.path.split("/").count("blockquote")
    return "\n".join(f"{'> ' * depth}{line}" for line in text.split("\n")) if depth else text


def _broken(blocks: Sequence[_Marked]) -> str:
    """Blocks of one element as lines, or as paragraphs."""
    verse = all(len(marked.text) <= _VERSE for marked in blocks)
    return ("  \n" if verse else "\n\n").join(marked.text for marked in blocks)
