"""A page as a text with spans: what a document made of it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nutgraf.html.blocks import Block
from nutgraf.spans import Spans

_CELLS = ("/td", "/th")


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The text of a page, one block a line; the cells of a table row share a line, with tabs between them."""

    text: str
    spans: Spans
    tags: tuple[str, ...]  # tag path of each block


def make_sheet(blocks: Sequence[Block]) -> Sheet:
    """Join blocks; each keeps a span of its own, and `Spans.numbers` are lines of the joined text."""
    breaks = np.array([not _same_row(*pair) for pair in pairwise(blocks)], bool)
    marks = ["", *("\n" if is_break else "\t" for is_break in breaks)]
    text = "".join(part for mark, block in zip(marks, blocks, strict=False) for part in (mark, block.text))
    lengths = np.fromiter((len(block.text) for block in blocks), np.int64, len(blocks))
    ends = np.cumsum(lengths + 1) - 1
    numbers = np.cumsum(np.append(1, breaks))[: len(blocks)]
    return Sheet(text, Spans(ends - lengths, ends, numbers), tuple(block.path for block in blocks))


def _same_row(above: Block, below: Block) -> bool:
    """Whether two blocks are whole cells of one table row; cells that hold several blocks are a page's layout."""
    if not (above.path.endswith(_CELLS) and below.path.endswith(_CELLS)):
        return False
    return above.elements[:-1] == below.elements[:-1] and above.elements[-1] != below.elements[-1]
