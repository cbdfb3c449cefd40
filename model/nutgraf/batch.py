"""Lines of many documents as arrays: what every feature is computed from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf.characters import CharacterClass, classify, fold

#: A longer line is seen through its first and its last characters, so that memory per line is bounded.
HEAD, TAIL = 3840, 256
#: Stands before, between and after lines in `Batch.codes`; as the mark of a line's begin and end in its n-grams.
NEWLINE = 10

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """n characters of L lines of D documents.

    Lines are stripped, characters without width left out, and long lines cut to `HEAD` and `TAIL`. A line of
    white space alone has `starts == ends`.
    """

    codes: NDArray[np.uint32]  # (n,) folded code points; NEWLINE around every line
    classes: NDArray[np.uint8]  # (n,) CharacterClass of the characters as they were given
    starts: Ints  # (L,) first character of each line in `codes`
    ends: Ints  # (L,) one past its last character
    lengths: Ints  # (L,) characters of the uncut line
    bounds: Ints  # (D + 1,) first line of each document, and L

    def __len__(self) -> int:
        return len(self.starts)


def to_codes(text: str) -> NDArray[np.uint32]:
    """Code points of a text, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def ranges(starts: Ints, lengths: Ints) -> Ints:
    """Concatenation of `arange(start, start + length)` for every pair."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - (ends - lengths), lengths)


def batch_of_lines(documents: Sequence[Sequence[str]]) -> Batch:
    """Batch of documents that are split into lines already."""
    lines = [line for document in documents for line in document]
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    ends = np.cumsum(lengths)
    bounds = np.cumsum([0, *map(len, documents)])
    return make_batch(to_codes("".join(lines)), ends - lengths, ends, bounds)


def make_batch(codes: NDArray[np.uint32], starts: Ints, ends: Ints, bounds: Ints) -> Batch:
    """Batch of lines given by their bounds in an array of code points.

    `starts` and `ends` are (L,) and in order; `bounds` is (D + 1,): the first line of each document, and L.
    """
    classes = classify(codes)
    lengths = ends - starts
    index, sizes = _seen(starts, lengths)
    visible = classes[index] != CharacterClass.IGNORED
    line = np.repeat(np.arange(len(starts)), sizes)
    index, line = index[visible], line[visible]
    index, line = _strip(index, line, classes)
    sizes = np.bincount(line, minlength=len(starts))
    # One NEWLINE before each line and one after the last: character k of line j moves up by j + 1 places.
    place = np.arange(len(index)) + line + 1
    seen = np.full(len(index) + len(starts) + 1, NEWLINE, np.uint32)
    seen[place] = fold(codes[index])
    seen_classes = np.full(len(seen), CharacterClass.SPACE, np.uint8)
    seen_classes[place] = classes[index]
    last = np.cumsum(sizes + 1)
    return Batch(seen, seen_classes, last - sizes, last, lengths, np.asarray(bounds, np.int64))


def _seen(starts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Indices of the characters that are looked at, and their number per line."""
    long = lengths > HEAD + TAIL
    if not long.any():
        return ranges(starts, lengths), lengths
    heads, tails = np.where(long, HEAD, lengths), np.where(long, TAIL, 0)
    pairs = np.stack([starts, starts + lengths - tails], 1).ravel()
    return ranges(pairs, np.stack([heads, tails], 1).ravel()), heads + tails


def _strip(index: Ints, line: Ints, classes: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Without the white space at both ends of each line."""
    solid = classes[index] != CharacterClass.SPACE
    lines = int(line[-1]) + 1 if len(line) else 0
    first = np.searchsorted(line, np.arange(lines))
    count = np.cumsum(solid)
    before = np.where(first > 0, count[np.maximum(first - 1, 0)], 0)
    total = np.append(before[1:], count[-1:])
    keep = (count > before[line]) & ((count < total[line]) | solid)
    return index[keep], line[keep]
