"""Words of a batch as arrays: runs of letters and digits, and single characters of scripts without spaces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch, Ints, differences, indices
from nutgraf.characters import CharacterClass as C
from nutgraf.hashing import spans

#: Kind of each character class: 0 between words, 1 inside a word, 2 a word of its own.
KIND = np.zeros(len(C), np.uint8)
KIND[[C.UPPER, C.LOWER, C.LETTER, C.MARK, C.DIGIT]] = 1
KIND[C.DENSE] = 2
#: A Han or Kana character carries about half of what a word of another script does.
DENSE_WEIGHT = 0.5


@dataclass(frozen=True, eq=False)
class Tokens:
    """t words of the L lines of a batch, in reading order."""

    starts: Ints  # (t,) first character in `Batch.codes`
    ends: Ints  # (t,)
    lines: Ints  # (t,) index of the line
    hashes: NDArray[np.uint64]  # (t,) hash of the folded word; in dense scripts of the pair with the next character
    first: NDArray[np.uint8]  # (t,) CharacterClass of the first character
    weights: NDArray[np.float32]  # (t,) 1, in dense scripts DENSE_WEIGHT
    bounds: Ints  # (L + 1,) first token of each line, and t

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def line_weights(self) -> NDArray[np.float32]:
        """(L,) weight of each line's words; exact, a sum of halves."""
        sums = np.zeros(len(self) + 1, np.float64)
        np.add.accumulate(self.weights, dtype=np.float64, out=sums[1:])
        return differences(sums[self.bounds]).astype(np.float32)


def tokenise(batch: Batch) -> Tokens:
    """Find the words of every line."""
    around = np.zeros(len(batch.classes) + 2, np.uint8)
    KIND.take(batch.classes, out=around[1:-1], mode="clip")
    preceding, kind, following = around[:-2], around[1:-1], around[2:]
    dense = kind == 2
    starts = indices(((kind == 1) & (preceding != 1)) | dense)
    ends = indices(((kind == 1) & (following != 1)) | dense) + 1
    # A word never crosses a line: a NEWLINE, of kind 0, stands between any two.
    bounds = np.empty(len(batch) + 1, np.int64)
    bounds[:-1], bounds[-1] = starts.searchsorted(batch.starts), len(starts)
    lines = np.arange(len(batch)).repeat(differences(bounds))
    is_dense = dense[starts]
    paired = is_dense & (following[starts] == 2)
    hashes = spans(batch.sums, starts, ends + paired)
    weights = np.where(is_dense, np.float32(DENSE_WEIGHT), np.float32(1))
    return Tokens(starts, ends, lines, hashes, batch.classes[starts], weights, bounds)
