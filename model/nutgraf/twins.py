"""Lines that stand more than once, by their words: entries of a table of contents, and the sub-heads they name."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints, indices
from nutgraf.characters import DIGIT
from nutgraf.hashing import MIX, mix
from nutgraf.sequence import Sequence
from nutgraf.shape import Columns, Shape
from nutgraf.tokens import Tokens

Number = TypeVar("Number", bound=np.generic)

#: Words of a sentence that count; of a line without a twin.
MOST_WORDS, NO_TWIN = 40.0, -1.0


def twin_columns(tokens: Tokens, shape: Shape, sequence: Sequence, run: NDArray[np.float32]) -> Columns:
    """Twins of each line above and below it; whether one stands over running text, or outside a list, when it does not.

    `run` (L,) is the length of the run of like lines that each stands in.
    """
    groups = Groups(_keys(tokens, sequence.size), sequence.document)
    above, below = groups.above, groups.size - 1 - groups.above
    prose = sequence.shift(np.where(shape.sentence, np.minimum(shape.words, MOST_WORDS), 0).astype(np.float32), 1)
    beneath = groups.largest_of_others(prose)
    return {
        "twin_above": np.log1p(above).astype(np.float32),
        "twin_below": np.log1p(below).astype(np.float32),
        "twin_is_first": ((above == 0) & (below > 0)).astype(np.float32),
        "twin_prose": np.where(beneath >= 0, np.log1p(np.maximum(beneath, 0)), NO_TWIN).astype(np.float32),
        "twin_has_more_prose": (beneath > prose).astype(np.float32),
        "twin_run": run + groups.largest(-run),
    }


def _keys(tokens: Tokens, lines: int) -> NDArray[np.uint64]:
    """(L,) the same for lines of the same words, whatever their numbers and marks; without words, like no other."""
    worded = tokens.first != DIGIT
    sums = np.zeros(len(tokens) + 1, np.uint64)
    # Multiplied once more: the sum must not be that of the letters' own sums.
    np.cumsum(np.where(worded, mix(tokens.hashes * MIX), np.uint64(0)), out=sums[1:])
    counts = np.zeros(len(tokens) + 1, np.int64)
    np.cumsum(worded, out=counts[1:])
    begins, ends = tokens.bounds[:-1], tokens.bounds[1:]
    own = mix(np.arange(1, lines + 1, dtype=np.uint64))
    return np.where(counts[ends] > counts[begins], sums[ends] - sums[begins], own)


class Groups:
    """Lines of a document with the same key: how many there are, and how many of them stand above each.

    `keys` is (L,), `document` (L,) the index of each line's document.
    """

    def __init__(self, keys: NDArray[np.uint64], document: Ints) -> None:
        lines = len(keys)
        self._order = np.lexsort((keys, document))  # lines with the same key stay in their order
        key, owner = keys[self._order], document[self._order]
        begins = np.ones(lines, bool)
        begins[1:] = (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])
        self._first = indices(begins)
        self._group = begins.cumsum() - 1
        sizes = np.diff(self._first, append=lines)
        self.size: Ints = self._back(sizes[self._group])
        self.above: Ints = self._back(np.arange(lines) - self._first[self._group])

    def _back(self, values: NDArray[Number]) -> NDArray[Number]:
        result = np.empty_like(values)
        result[self._order] = values
        return result

    def largest(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """(L,) the largest value in each line's group."""
        return self._back(self._largest(values[self._order]))

    def _largest(self, ordered: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.maximum.reduceat(ordered, self._first)[self._group] if len(ordered) else ordered

    def largest_of_others(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """(L,) the largest of the (L,) values, none below 0, of the other lines in a group; NO_TWIN without any."""
        ordered = values[self._order]
        top = self._largest(ordered)
        at_top = ordered == top
        alone_at_top = at_top & (np.bincount(self._group, at_top)[self._group] == 1)
        second = self._largest(np.where(at_top, np.float32(NO_TWIN), ordered))
        return self._back(np.where(alone_at_top, second, top))
