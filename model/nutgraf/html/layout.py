"""Pages of a batch as arrays: blocks, elements, and which block stands in which element."""

from collections.abc import Sequence as Several
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints
from nutgraf.html.blocks import Block, Tree

#: Their class and id are the same for all blocks of a page.
_WHOLE_PAGE = frozenset(("html", "body"))


@dataclass(frozen=True, eq=False)
class Layout:
    """L blocks and E elements of a batch of pages, and P pairs of a block and an element around it.

    The pairs of a block stand together, outermost element first. An element counts where a block stands in it; its
    number is that of its page's first plus that of `Block.elements`.
    """

    blocks: list[Block]
    bounds: Ints  # (L + 1,) first pair of each block, and P
    pair_element: Ints  # (P,)
    kind: Ints  # (E,) number of the element's kind
    kinds: list[tuple[str, str]]  # (K,) tag and names of each kind
    first_element: Ints  # (D + 1,) first element of each page, and E

    @cached_property
    def pair_block(self) -> Ints:
        """(P,) the block of each pair."""
        return np.repeat(np.arange(len(self.blocks)), self.depth)

    @cached_property
    def depth(self) -> Ints:
        """(L,) elements around each block."""
        return np.diff(self.bounds)

    @cached_property
    def up(self) -> Ints:
        """(P,) how far above its block's own element each pair's element is."""
        return self.bounds[1:][self.pair_block] - 1 - np.arange(len(self.pair_element))

    @cached_property
    def parent(self) -> Ints:
        """(E,) the element around each; itself for the outermost, and for those without a block."""
        parent = np.arange(len(self.kind))
        is_inner = np.ones(len(self.pair_element), bool)
        is_inner[self.bounds[:-1]] = False  # a block's first pair is with its outermost element
        inner = np.flatnonzero(is_inner)
        parent[self.pair_element[inner]] = self.pair_element[inner - 1]
        return parent

    def above(self, levels: int) -> Ints:
        """(L,) the element so many levels above each block's own, or its outermost."""
        return self.pair_element[np.maximum(self.bounds[1:] - 1 - levels, self.bounds[:-1])]

    def sums(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """(E,) sums of (L,) values over the blocks in each element."""
        return np.bincount(self.pair_element, values[self.pair_block], len(self.kind)).astype(np.float64)

    def counts(self, flags: NDArray[np.bool_]) -> NDArray[np.float64]:
        """(L,) how many of the elements around each block are flagged; `flags` is (E,)."""
        return np.bincount(self.pair_block, flags[self.pair_element], len(self.blocks)).astype(np.float64)

    def tagged(self, *tags: str) -> NDArray[np.bool_]:
        """(E,) whether each element has one of these tags."""
        return np.array([tag in tags for tag, _ in self.kinds], bool)[self.kind]

    def counts_by(self, groups: dict[str, int], count: int) -> NDArray[np.float64]:
        """(count, L) how many of the elements around each block are of each group of tags; a tag is in one or none."""
        of_kind = np.array([groups.get(tag, count) for tag, _ in self.kinds], np.int64)
        group = of_kind[self.kind[self.pair_element]]
        size = (count + 1) * len(self.blocks)
        cells = np.bincount(group * len(self.blocks) + self.pair_block, minlength=size)
        return cells.reshape(count + 1, -1)[:count].astype(np.float64)


def make_layout(trees: Several[Tree]) -> Layout:
    """Layout of several pages."""
    blocks = [block for tree in trees for block in tree.blocks]
    first = np.cumsum([0, *(len(tree.tags) for tree in trees)])
    depth = np.fromiter((len(block.elements) for block in blocks), np.int64, len(blocks))
    bounds = np.append(0, np.cumsum(depth))
    pairs = np.fromiter(chain.from_iterable(block.elements for block in blocks), np.int64, int(bounds[-1]))
    pages = np.repeat(np.arange(len(trees)), [len(tree.blocks) for tree in trees])
    pairs += np.repeat(first[pages], depth)
    numbers: dict[tuple[str, str], int] = {}
    kind = np.fromiter(
        (numbers.setdefault(element, len(numbers)) for tree in trees for element in _elements(tree)),
        np.int64,
        int(first[-1]),
    )
    return Layout(blocks, bounds, pairs, kind, list(numbers), first)


def _elements(tree: Tree) -> list[tuple[str, str]]:
    return [(tag, "" if tag in _WHOLE_PAGE else names) for tag, names in zip(tree.tags, tree.names, strict=True)]
