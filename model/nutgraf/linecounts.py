"""How often each of many keys was counted, in bounded memory: exactly at first, then about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nutgraf.errors import InputError

Keys = NDArray[np.uint64]
Counts = NDArray[np.uint8]

#: Counts stop here: one byte a key, and what stands on so many pages of a site is known for what it is.
MOST_COUNT = 255
#: Keys that are kept exactly, nine bytes each: 75 MB.
MOST_EXACT = 1 << 23
#: Columns of each row of the sketch: 4 rows of 64 MB. Of keys that were counted once, less than 1 in 100 is taken for
#: one counted twice as long as there are at most 25 million different ones.
WIDTH = 1 << 26
# A row's column is the product's upper bits (multiply-shift: Dietzfelbinger et al. 1997); the multipliers are odd.
_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F], dtype=np.uint64
)
DEPTH = len(_MULTIPLIERS)


class ExactCounts:
    """Keys in ascending order and their counts."""

    def __init__(self, keys: Keys | None = None, counts: Counts | None = None) -> None:
        self.keys = np.empty(0, np.uint64) if keys is None else keys
        self.counts = np.empty(0, np.uint8) if counts is None else counts

    def add(self, keys: Keys, counts: NDArray[np.int64]) -> None:
        """Count different keys, in any order, so many times each."""
        together = np.concatenate([self.keys, keys])
        number = np.concatenate([self.counts, np.minimum(counts, MOST_COUNT).astype(np.uint8)])
        order = np.argsort(together, kind="stable")
        together, number = together[order], number[order]
        first = np.flatnonzero(np.append(True, together[1:] != together[:-1])) if len(together) else order
        self.keys = together[first]
        sums = np.add.reduceat(number, first, dtype=np.uint16) if len(first) else number
        self.counts = np.minimum(sums, MOST_COUNT).astype(np.uint8)

    def look_up(self, keys: Keys) -> Counts:
        """Counts (n,) of keys (n,); 0 for those that were not counted."""
        if not len(self.keys):
            return np.zeros(len(keys), np.uint8)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, self.counts[place], 0).astype(np.uint8)


class CountMinSketch:
    """Counts that are never too low, and too high for few: the least of the cells that a key shares with others.

    Source: Cormode and Muthukrishnan 2005, "An improved data stream summary"; with the conservative update of Estan
    and Varghese 2002, which raises no cell further than it must and so spares keys that were counted once.
    """

    def __init__(self, width: int = WIDTH, cells: Counts | None = None) -> None:
        if width < 2 or width & (width - 1):
            raise InputError(f"the sketch is {width} wide, expected a power of two from 2 on")
        self._shift = np.uint64(64 - width.bit_length() + 1)
        self.cells = np.zeros((DEPTH, width), np.uint8) if cells is None else cells

    def add(self, keys: Keys, counts: NDArray[np.int64]) -> None:
        """Count different keys so many times each."""
        raised = np.minimum(self.look_up(keys).astype(np.int64) + counts, MOST_COUNT).astype(np.uint8)
        for row, multiplier in zip(self.cells, _MULTIPLIERS, strict=True):
            np.maximum.at(row, self._columns(keys, multiplier), raised)

    def look_up(self, keys: Keys) -> Counts:
        """Counts (n,) of keys (n,), at least the true ones up to `MOST_COUNT`."""
        least = np.full(len(keys), MOST_COUNT, np.uint8)
        for row, multiplier in zip(self.cells, _MULTIPLIERS, strict=True):
            np.minimum(least, row[self._columns(keys, multiplier)], out=least)
        return least

    def merge(self, other: CountMinSketch) -> None:
        """Add the counts of another sketch of the same width; raises InputError for one of another."""
        if other.cells.shape != self.cells.shape:
            raise InputError(f"sketches of width {self.cells.shape[1]} and {other.cells.shape[1]} cannot be merged")
        # One byte a cell: the sum is at most 255 exactly where the other fits in what is left.
        self.cells += np.minimum(other.cells, MOST_COUNT - self.cells)

    def false_share(self) -> float:
        """Probability that a key which was never counted seems to have been."""
        return float(np.prod((self.cells > 0).mean(axis=1)))

    def _columns(self, keys: Keys, multiplier: np.uint64) -> NDArray[np.int64]:
        return ((keys * multiplier) >> self._shift).astype(np.int64)


class LineCounts:
    """Counts of keys: exact up to `most_exact` different ones, from a count-min sketch from then on."""

    def __init__(self, most_exact: int = MOST_EXACT, width: int = WIDTH) -> None:
        self.most_exact, self.width = most_exact, width
        self.store: ExactCounts | CountMinSketch = ExactCounts()

    @property
    def exact(self) -> bool:
        """Whether every count is the true one."""
        return isinstance(self.store, ExactCounts)

    def add(self, keys: Keys) -> None:
        """Count each of the keys once for every time that it is given."""
        different, counts = np.unique(keys, return_counts=True)
        self._add(different, counts)

    def merge(self, other: LineCounts) -> None:
        """Add all counts of another; raises InputError where both are sketches, of different width."""
        if isinstance(other.store, ExactCounts):
            self._add(other.store.keys, other.store.counts.astype(np.int64))
            return
        self._to_sketch().merge(other.store)

    def look_up(self, keys: Keys) -> Counts:
        """Counts (n,) of keys (n,), up to `MOST_COUNT`; 0 for those that were not counted."""
        return self.store.look_up(keys)

    def _add(self, keys: Keys, counts: NDArray[np.int64]) -> None:
        self.store.add(keys, counts)
        if isinstance(self.store, ExactCounts) and len(self.store.keys) > self.most_exact:
            self._to_sketch()

    def _to_sketch(self) -> CountMinSketch:
        if isinstance(self.store, ExactCounts):
            exact, self.store = self.store, CountMinSketch(self.width)
            self.store.add(exact.keys, exact.counts.astype(np.int64))
        return self.store
