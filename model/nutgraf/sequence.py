"""Operations along the lines of each document, for all documents of a batch at once.

Sums are over whole numbers: they come out the same whatever else is in the batch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints, differences

#: Evidence is rounded to this fraction before it is summed up.
STEPS = 1 << 12
Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Sequence:
    """L lines in D documents.

    Methods take and give arrays of (..., L) unless said otherwise: what is done to one row is done to all rows of a
    block at once, for on a short document a call of numpy costs more than what it computes.
    """

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
    def sizes(self) -> Ints:
        """(D,) number of lines of each document."""
        return differences(self.bounds)

    @cached_property
    def filled(self) -> Ints:
        """Documents that have lines."""
        return self.sizes.nonzero()[0]

    @cached_property
    def document(self) -> Ints:
        """Index of each line's document."""
        return np.arange(len(self.sizes)).repeat(self.sizes)

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
        return self.shifts(values, (by,), outside)[..., 0, :]

    def shifts(self, values: Floats, by: tuple[int, ...], outside: float = 0.0) -> Floats:
        """(..., len(by), L) the values at each of several distances."""
        source = self.index + np.array(by)[:, None]
        source[(source < self.first) | (source >= self.end)] = self.size
        padded = np.empty((*values.shape[:-1], self.size + 1), np.float32)
        padded[..., :-1] = values
        padded[..., -1] = outside
        return padded.take(source, axis=-1)

    def last_before(self, flags: Flags) -> Ints:
        """Index of the nearest flagged line above each line, -1 where there is none."""
        above = np.full(flags.shape, -1, np.int64)
        if self.size:
            np.maximum.accumulate(np.where(flags, self.index, -1)[..., :-1], axis=-1, out=above[..., 1:])
            above[above < self.first] = -1
        return above

    def next_after(self, flags: Flags) -> Ints:
        """Index of the nearest flagged line below each line, -1 where there is none."""
        below = np.full(flags.shape, self.size, np.int64)
        if self.size:
            marks = np.where(flags, self.index, self.size)[..., :0:-1]
            np.minimum.accumulate(marks, axis=-1, out=below[..., -2::-1])
            below[below >= self.end] = -1
        return below

    def closeness_up(self, flags: Flags) -> Floats:
        """1 / distance to the nearest flagged line above, 0 where there is none."""
        at = self.last_before(flags)
        return np.where(at >= 0, 1 / np.maximum(self.index - at, 1), 0).astype(np.float32)

    def closeness_down(self, flags: Flags) -> Floats:
        """1 / distance to the nearest flagged line below, 0 where there is none."""
        at = self.next_after(flags)
        return np.where(at >= 0, 1 / np.maximum(at - self.index, 1), 0).astype(np.float32)

    def running(self, values: NDArray[np.generic]) -> Ints:
        """(..., L + 1) sum of the values before each line, over all documents, in steps of 1 / STEPS."""
        return sums_before(to_steps(values))

    def window_means(self, values: NDArray[np.generic], radii: tuple[int, ...]) -> Floats:
        """(..., len(radii), L) means over the lines from so many above to so many below, within the document."""
        sums, around = self.running(values), np.array(radii)[:, None]
        low, high = np.maximum(self.index - around, self.first), np.minimum(self.index + around + 1, self.end)
        inside = sums.take(high, axis=-1) - sums.take(low, axis=-1)
        return (inside / ((high - low) * np.float64(STEPS))).astype(np.float32)

    def sum_above(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """Sum over the document's lines above each line."""
        sums = self.running(values)
        return (sums[..., :-1] - sums.take(self.first, axis=-1)) / STEPS

    def total(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """Sum over the document, at each of its lines."""
        return self.document_sums(values).take(self.document, axis=-1)

    def document_sums(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """(..., D) sum over each document."""
        return differences(self.running(values).take(self.bounds, axis=-1)) / STEPS

    def largest(self, values: Floats) -> Floats:
        """(..., D) largest value in each document, 0 in an empty one."""
        filled = self.filled
        top = np.zeros((*values.shape[:-1], len(self.bounds) - 1), np.float32)
        if len(filled):
            top[..., filled] = np.maximum.reduceat(values, self.bounds[:-1][filled], axis=-1)
        return top


def shifted_names(names: Iterable[str], by: Iterable[int]) -> tuple[str, ...]:
    """Names of columns that hold those of other lines: of each name, at each distance."""
    return tuple(f"{name}@{distance:+d}" if distance else name for name in names for distance in by)


def sums_before(values: Ints) -> Ints:
    """(..., n + 1) sum of the (..., n) values before each place, and of all."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1), np.int64)
    np.add.accumulate(values, axis=-1, out=sums[..., 1:])  # np.cumsum takes longer to begin
    return sums


def to_steps(values: NDArray[np.generic]) -> Ints:
    """Values as whole numbers of 1 / STEPS."""
    if values.dtype.kind in "bi":
        return values.astype(np.int64) * STEPS
    steps = values.astype(np.float64)
    steps *= STEPS
    return np.rint(steps, out=steps).astype(np.int64)


def best_lines(values: NDArray[np.float32], bounds: Ints, least: float) -> Ints:
    """(D,) index of the first largest of the (L,) values in each document, -1 where it is below `least`."""
    best = np.full(len(bounds) - 1, -1, np.int64)
    filled = np.flatnonzero(np.diff(bounds))
    if len(filled):
        top = np.maximum.reduceat(values, bounds[:-1][filled])
        index = np.arange(len(values))
        at_top = np.where(values == np.repeat(top, np.diff(bounds)[filled]), index, len(values))
        first = np.minimum.reduceat(at_top, bounds[:-1][filled])
        best[filled] = np.where(top >= least, first, -1)
    return best
