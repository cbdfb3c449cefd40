"""The element that holds the story: the tree's counterpart to the main region of lines."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints
from nutgraf.html.layout import Layout
from nutgraf.region import BALANCE
from nutgraf.sequence import Sequence


@dataclass(frozen=True, slots=True, eq=False)
class Containers:
    """Where each of L blocks stands relative to the container of its page."""

    element: Ints  # (L,) the page's container
    inside: NDArray[np.bool_]  # (L,)
    below: Ints  # (L,) elements of the block below the container; 0 outside
    outside: Ints  # (L,) elements from the container up to the first that holds the block too; 0 inside
    branch: Ints  # (L,) the largest element with the block that is not around the container


def find_containers(
    layout: Layout, sequence: Sequence, body: NDArray[np.float64], words: NDArray[np.float64]
) -> Containers:
    """The element of each page whose blocks have the largest sum of body evidence; of equals the innermost.

    `body` and `words` are (L,): words that are body, and all words.
    """
    gain = layout.sums(body - BALANCE * words)
    container = _largest(gain, layout, sequence)
    element = container[sequence.document]
    is_container = np.zeros(len(layout.kind), bool)
    is_container[container[container >= 0]] = True
    inside = layout.counts(is_container) > 0
    around = _around(layout, is_container)
    shared = layout.counts(around)  # elements of each block that are the container or around it
    container_depth = np.bincount(layout.pair_element, around_depth(layout), len(layout.kind))
    count = np.maximum(np.bincount(layout.pair_element, minlength=len(layout.kind)), 1)
    depth = (container_depth / count)[element]
    branch = layout.pair_element[np.minimum(layout.bounds[:-1] + shared.astype(np.int64), layout.bounds[1:] - 1)]
    return Containers(
        element=element,
        inside=inside,
        below=np.where(inside, layout.depth - shared, 0).astype(np.int64),
        outside=np.where(inside, 0, depth - shared).astype(np.int64),
        branch=branch,
    )


def around_depth(layout: Layout) -> NDArray[np.float64]:
    """(P,) depth of each pair's element: 1 for the outermost."""
    return (layout.depth[layout.pair_block] - layout.up).astype(np.float64)


def _largest(gain: NDArray[np.float64], layout: Layout, sequence: Sequence) -> Ints:
    """(D,) the element of largest gain; -1 for a page without blocks. Elements inside others have larger numbers."""
    held = np.bincount(layout.pair_element, minlength=len(layout.kind)) > 0
    gain = np.where(held, gain, -np.inf)
    pages = len(layout.first_element) - 1
    result = np.full(pages, -1, np.int64)
    filled = np.flatnonzero(np.diff(sequence.bounds))
    if len(filled):
        first = layout.first_element[:-1][filled]
        top = np.maximum.reduceat(gain, first)
        page = np.repeat(np.arange(pages), np.diff(layout.first_element))
        tops = np.full(pages, np.inf)
        tops[filled] = top
        index = np.where(gain >= tops[page], np.arange(len(gain)), -1)
        result[filled] = np.maximum.reduceat(index, first)
    return result


def _around(layout: Layout, is_container: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(E,) the containers and all elements around them."""
    around = is_container.copy()
    step = np.flatnonzero(is_container)
    while len(step):
        up = layout.parent[step]
        up = up[~around[up]]
        around[up] = True
        step = up
    return around
