"""Operations along the lines of each document, for all documents of a batch at once.

Sums are over whole numbers: they come out the same whatever else is in the batch.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints

#: Evidence is rounded to this fraction before it is summed up.
STEPS = 1 << 12
Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Sequence:
    """L lines in D documents; every method takes and gives arrays of (L,) unless said otherwise."""

    bounds: Ints  # (D + 1,)

    @cached_property
    def size(self) -> int:
        """Number of lines."""
        return int(self.bounds[-1])

    @cached_property
    def index(self) -> Ints:
        """Index of each line."""
        return np.arange(self.size)

    @cached_property
    def document(self) -> Ints:
        """Index of each line's document."""
        return np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))

    @cached_property
    def first(self) -> Ints:
        """Index of the first line of each line's document."""
        return self.bounds[self.document]

    @cached_property
    def end(self) -> Ints:
        """One past the last line of each line's document."""
        return self.bounds[self.document + 1]

    def shift(self, values: Floats, by: int, outside: float = 0.0) -> Floats:
        """The value `by` lines further down (up where negative); `outside` past the document's end."""
        source = self.index + by
        inside = (source >= self.first) & (source < self.end)
        return np.where(inside, values[np.clip(source, 0, max(self.size - 1, 0))], np.float32(outside))

    def last_before(self, flags: Flags) -> Ints:
        """Index of the nearest flagged line above each line, -1 where there is none."""
        seen = np.maximum.accumulate(np.where(flags, self.index, -1)) if self.size else self.index
        above = np.append(-1, seen[:-1])[: self.size]
        return np.where(above >= self.first, above, -1)

    def next_after(self, flags: Flags) -> Ints:
        """Index of the nearest flagged line below each line, -1 where there is none."""
        marks = np.where(flags, self.index, self.size)
        seen = np.minimum.accumulate(marks[::-1])[::-1] if self.size else marks
        below = np.append(seen[1:], self.size)[: self.size]
        return np.where(below < self.end, below, -1)

    def closeness_up(self, flags: Flags) -> Floats:
        """1 / distance to the nearest flagged line above, 0 where there is none."""
        at = self.last_before(flags)
        return np.where(at >= 0, 1 / np.maximum(self.index - at, 1), 0).astype(np.float32)

    def closeness_down(self, flags: Flags) -> Floats:
        """1 / distance to the nearest flagged line below, 0 where there is none."""
        at = self.next_after(flags)
        return np.where(at >= 0, 1 / np.maximum(at - self.index, 1), 0).astype(np.float32)

    def running(self, values: NDArray[np.generic]) -> Ints:
        """(L + 1,) sum of the values before each line, over all documents, in steps of 1 / STEPS."""
        sums = np.zeros(self.size + 1, np.int64)
        np.cumsum(to_steps(values), out=sums[1:])
        return sums

    def window_mean(self, values: NDArray[np.generic], radius: int) -> Floats:
        """Mean over the lines from `radius` above to `radius` below, as far as the document goes."""
        sums = self.running(values)
        low, high = np.maximum(self.index - radius, self.first), np.minimum(self.index + radius + 1, self.end)
        return ((sums[high] - sums[low]) / ((high - low) * np.float64(STEPS))).astype(np.float32)

    def sum_above(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """Sum over the document's lines above each line."""
        sums = self.running(values)
        return (sums[self.index] - sums[self.first]) / STEPS

    def total(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """Sum over the document, at each of its lines."""
        sums = self.running(values)
        return (sums[self.end] - sums[self.first]) / STEPS

    def document_sums(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """(D,) sum over each document."""
        sums = self.running(values)
        return np.diff(sums[self.bounds]) / STEPS

    def largest(self, values: Floats) -> Floats:
        """(D,) largest value in each document, 0 in an empty one."""
        filled = np.flatnonzero(np.diff(self.bounds))
        top = np.zeros(len(self.bounds) - 1, np.float32)
        if len(filled):
            top[filled] = np.maximum.reduceat(values, self.bounds[:-1][filled])
        return top


def to_steps(values: NDArray[np.generic]) -> Ints:
    """Values as whole numbers of 1 / STEPS."""
    return np.rint(np.asarray(values, np.float64) * STEPS).astype(np.int64)
