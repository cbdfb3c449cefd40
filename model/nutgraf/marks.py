"""Marks that all lines of a document carry: bullets, numbers, dashes. What stands at every line says nothing of any.

A mark at some lines of a document does: headlines that were glued to a story often have one, the story has none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nutgraf.characters import BRACKET, DASH, DIGIT, END_MARK, SEPARATOR, SPACE, SYMBOL, CharacterClass

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Share of a document's lines that must carry a mark, and lines that it must have.
SHARE, FEWEST_LINES = 0.95, 3
LEADING, TRAILING, AFTER_NUMBER = (np.zeros(len(CharacterClass), bool) for _ in range(3))
LEADING[[DASH, SEPARATOR, SYMBOL]] = True
TRAILING[[DASH, SEPARATOR]] = True
AFTER_NUMBER[[BRACKET, END_MARK]] = True


def without_shared_marks(classes: NDArray[np.uint8], starts: Ints, ends: Ints, bounds: Ints) -> tuple[Ints, Ints]:
    """Bounds of each line, in `classes`, without a mark that (almost) all lines of its document carry.

    `starts` and `ends` are (L,) bounds of lines without white space at their ends; `bounds` is (D + 1,).
    """
    filled = starts < ends
    for found in (_after_bullets, _after_numbers):
        inner = found(classes, starts, ends)
        starts = np.where(_shared((inner > starts) & (inner < ends), filled, bounds), inner, starts)
    inner = _before_trailing(classes, starts, ends)
    return starts, np.where(_shared((inner < ends) & (inner > starts), filled, bounds), inner, ends)


def _shared(marked: Flags, filled: Flags, bounds: Ints) -> Flags:
    """(L,) which of the marked lines are of a document in which (almost) all lines are."""
    if not marked.any():
        return marked
    sizes = bounds[1:] - bounds[:-1]
    document = np.arange(len(sizes)).repeat(sizes)
    lines = np.bincount(document[filled], minlength=len(sizes))
    carriers = np.bincount(document[marked], minlength=len(sizes))
    shared = (carriers >= SHARE * lines) & (lines >= FEWEST_LINES)
    return marked & shared[document]


def _after_bullets(classes: NDArray[np.uint8], starts: Ints, ends: Ints) -> Ints:
    """(L,) where the text after a single mark and a blank begins; the line's start where there is no mark."""
    marked = LEADING[classes[starts]] & (starts + 2 < ends)
    return _after_blanks(classes, starts, starts + 1, marked)


def _after_numbers(classes: NDArray[np.uint8], starts: Ints, ends: Ints) -> Ints:
    """(L,) where the text after a number, with or without a point or bracket, and a blank begins."""
    at = starts.copy()
    moving = np.flatnonzero((classes[starts] == DIGIT) & (starts < ends))
    while len(moving):  # a step by one digit for the lines that are not there yet
        at[moving] += 1
        moving = moving[(classes[at[moving]] == DIGIT) & (at[moving] < ends[moving])]
    numbered = at > starts
    at += numbered & AFTER_NUMBER[classes[np.minimum(at, len(classes) - 1)]]
    return _after_blanks(classes, starts, at, numbered & (at < ends))


def _after_blanks(classes: NDArray[np.uint8], starts: Ints, at: Ints, marked: Flags) -> Ints:
    """(L,) the place after the blanks at `at`, for marked lines that have any there; else the line's start."""
    place = np.where(marked, at, starts)
    moving = np.flatnonzero(marked & (classes[place] == SPACE))
    found = starts.copy()
    while len(moving):  # lines have no white space at their ends: it ends before the line does
        place[moving] += 1
        found[moving] = place[moving]
        moving = moving[classes[place[moving]] == SPACE]
    return found


def _before_trailing(classes: NDArray[np.uint8], starts: Ints, ends: Ints) -> Ints:
    """(L,) where the text before a blank and a single mark ends; the line's end where there is no mark."""
    last = np.maximum(ends - 1, 0)
    place = np.maximum(ends - 2, 0)
    moving = np.flatnonzero(TRAILING[classes[last]] & (classes[place] == SPACE) & (starts < ends - 2))
    found = ends.copy()
    while len(moving):  # nor do they begin with white space
        found[moving] = place[moving]
        place[moving] -= 1
        moving = moving[classes[place[moving]] == SPACE]
    return found
