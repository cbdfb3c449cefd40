"""Lines of many documents as arrays: what every feature is computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.characters import IGNORED, SPACE, CharacterClass, classify, fold
from nutgraf.hashing import prefix_sums
from nutgraf.marks import without_shared_marks
from nutgraf.mojibake import repaired
from nutgraf.spans import Spans

#: A longer line is seen through its first and its last characters, so that memory per line is bounded.
HEAD, TAIL = 3840, 256
#: Stands before, between and after lines in `Batch.codes`; as the mark of a line's begin and end in its n-grams.
NEWLINE = 10
CARRIAGE_RETURN = 13

#: Of each CharacterClass, whether it is left out at both ends of a line.
BLANK = np.zeros(len(CharacterClass), bool)
BLANK[[SPACE, IGNORED]] = True

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Batch:
    """n characters of L lines of D documents.

    Lines are stripped, characters without width and marks that all lines of the document carry left out, and long lines
    cut to `HEAD` and `TAIL`. A line of white space alone has `starts == ends`.
    """

    codes: NDArray[np.uint32]  # (n,) folded code points; NEWLINE around every line
    classes: NDArray[np.uint8]  # (n,) CharacterClass of the characters as they were given
    starts: Ints  # (L,) first character of each line in `codes`
    ends: Ints  # (L,) one past its last character
    lengths: Ints  # (L,) characters of the uncut line
    bounds: Ints  # (D + 1,) first line of each document, and L

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def sums(self) -> NDArray[np.uint64]:
        """(n + 1,) of `codes`, from which `hashing.spans` tells the hash of any run of characters."""
        return prefix_sums(self.codes)


def to_codes(text: str) -> NDArray[np.uint32]:
    """Code points of a text, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def ranges(starts: Ints, lengths: Ints) -> Ints:
    """Concatenation of `arange(start, start + length)` for every pair."""
    ends: Ints = lengths.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + (starts - (ends - lengths)).repeat(lengths)


def differences(values: NDArray[Any]) -> NDArray[Any]:
    """(..., n) each of (..., n + 1) values from the next; on a short document, np.diff takes five times as long."""
    return values[..., 1:] - values[..., :-1]


def indices(flags: NDArray[np.bool_]) -> Ints:
    """Where (n,) flags are set; on a short document, np.flatnonzero takes four times as long."""
    places: Ints = flags.nonzero()[0]
    return places


def batch_of_lines(documents: Sequence[Sequence[str]]) -> Batch:
    """Batch of documents that are split into lines already."""
    lines = [line for document in documents for line in document]
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    ends = np.cumsum(lengths + 1) - 1
    bounds = np.cumsum([0, *map(len, documents)])
    return make_batch(to_codes("\n".join(lines)), ends - lengths, ends, bounds)


def batch_of_texts(texts: Sequence[str], lines: Sequence[Spans]) -> Batch:
    """Batch of texts whose lines are known: one document each."""
    offsets = np.cumsum([0, *(len(text) + 1 for text in texts)])
    starts = np.concatenate([spans.starts + begin for spans, begin in zip(lines, offsets, strict=False)])
    ends = np.concatenate([spans.ends + begin for spans, begin in zip(lines, offsets, strict=False)])
    return make_batch(to_codes("\n".join(texts)), starts, ends, np.cumsum([0, *map(len, lines)]))


def make_batch(codes: NDArray[np.uint32], starts: Ints, ends: Ints, bounds: Ints) -> Batch:
    """Batch of lines given by their bounds in an array of code points.

    `starts` and `ends` are (L,), in order, with at least one character (a line end) between two lines; `bounds` is
    (D + 1,): the first line of each document, and L.
    """
    lengths, bounds = _lengths(codes, starts, ends), np.asarray(bounds, np.int64)
    if len(ends) and ends[-1] == len(codes):
        codes = np.append(codes, np.uint32(NEWLINE))
    if lengths.max(initial=0) > HEAD + TAIL:
        codes, starts, ends = _cut(codes, starts, ends)
    codes = repaired(codes, starts, ends, bounds)
    classes = classify(codes)
    classes[_halves_of_breaks(codes)] = IGNORED
    starts, ends = _strip(classes, starts, ends)
    inner = without_shared_marks(classes, starts, ends, bounds)
    lengths -= (inner[0] - starts) + (ends - inner[1])
    starts, ends = inner
    kept = _inside(starts, ends, len(codes))
    unseen = indices(kept & (classes == IGNORED))
    kept[unseen] = False
    kept[ends] = True  # the place of the NEWLINE
    line_of_unseen = ends.searchsorted(unseen)
    last = (ends - starts + 1 - np.bincount(line_of_unseen, minlength=len(ends))[: len(ends)]).cumsum()
    first = np.append(0, last[:-1])[: len(last)] + 1
    seen = np.full(int(last[-1]) + 1 if len(last) else 1, NEWLINE, np.uint32)
    seen[1:] = fold(codes[kept])
    seen_classes = np.full(len(seen), SPACE, np.uint8)
    seen_classes[1:] = classes[kept]
    seen[last], seen_classes[last] = NEWLINE, SPACE
    return Batch(seen, seen_classes, first, last, lengths, bounds)


def _lengths(codes: NDArray[np.uint32], starts: Ints, ends: Ints) -> Ints:
    r"""(L,) characters of each line; where a paragraph is broken by \r\n, that counts as one, as \n does."""
    halves = _halves_of_breaks(codes)
    line = ends.searchsorted(halves, side="right")
    inside = line < len(ends)
    # Both of them: a line that ends in a \r stands before a \n, too, that of the line's end.
    inside[inside] = (starts[line[inside]] <= halves[inside]) & (halves[inside] + 1 < ends[line[inside]])
    return ends - starts - np.bincount(line[inside], minlength=len(ends))


def _halves_of_breaks(codes: NDArray[np.uint32]) -> Ints:
    r"""Where a \r stands before a \n."""
    return indices((codes[:-1] == CARRIAGE_RETURN) & (codes[1:] == NEWLINE))


def _cut(codes: NDArray[np.uint32], starts: Ints, ends: Ints) -> tuple[NDArray[np.uint32], Ints, Ints]:
    """Codes and bounds of the lines without the middle of long ones."""
    left_out = np.maximum(ends - starts - HEAD - TAIL, 0)
    long = left_out.nonzero()[0]
    kept = np.ones(len(codes), bool)
    kept[ranges(starts[long] + HEAD, left_out[long])] = False
    before = np.cumsum(left_out)
    return codes[kept], starts - (before - left_out), ends - before


def _strip(classes: NDArray[np.uint8], starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Bounds of each line without the characters at both ends that are white space or are not looked at."""
    blank = BLANK.take(classes)
    starts, ends = starts.copy(), ends.copy()
    # Few lines are indented, and those not by much: a step moves by one character the bounds that are not there yet.
    moving = indices((starts < ends) & blank[starts])
    while len(moving):
        starts[moving] += 1
        moving = moving[(starts[moving] < ends[moving]) & blank[starts[moving]]]
    moving = indices((starts < ends) & blank[ends - 1])
    while len(moving):
        ends[moving] -= 1
        moving = moving[blank[ends[moving] - 1]]
    return starts, ends


def _inside(starts: Ints, ends: Ints, size: int) -> NDArray[np.bool_]:
    """(size,) which characters stand in a line."""
    change = np.zeros(size, np.int32)
    change[starts] += 1
    change[ends] -= 1
    return change.cumsum(dtype=np.int32).astype(bool)
