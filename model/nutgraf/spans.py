"""Text to lines or paragraphs, given by their offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nutgraf.choices import UNITS, Unit, check_choice

#: Every code point for which `str.isspace` is true, in ascending order.
WHITE_SPACE: tuple[int, ...] = (
    *range(0x09, 0x0E),  # tab, line feed, vertical tab, form feed, carriage return
    *range(0x1C, 0x21),  # file, group, record and unit separators, space
    0x85,  # next line
    0xA0,  # no-break space
    0x1680,  # Ogham space mark
    *range(0x2000, 0x200B),  # en quad to hair space
    0x2028,  # line separator
    0x2029,  # paragraph separator
    0x202F,  # narrow no-break space
    0x205F,  # medium mathematical space
    0x3000,  # ideographic space
)
# Indexed by code point; the last entry, "no space", stands for all code points above the largest white space.
_IS_SPACE = np.zeros(WHITE_SPACE[-1] + 2, dtype=bool)
_IS_SPACE[list(WHITE_SPACE)] = True

_LF, _CR = 0x0A, 0x0D
_STEP = 1 << 16  # code points looked up at a time: numpy makes each an index of eight bytes

#: Widths, in code points, at which people and programs hard-wrap text. Narrower groups of lines are lists or verse,
#: wider ones are paragraphs that stand on one line each.
WRAP_WIDTHS = (40, 120)
#: Share of a text's length in wider lines from which on nothing in it is taken for hard-wrapped. Without this, 4.2 % of
#: the lines of unwrapped pages joined to the next, headlines above all; now 0.9 %, and 0.01 % of wrapped ones lost.
MOST_UNWRAPPED = 0.2
# Scripts written without spaces may be broken between any two characters: kana, bopomofo and Han.
_UNSPACED = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Where the lines of a text stand: three int64 arrays of shape (n,), in order and without overlap.

    `starts` and `ends` are code points, the end exclusive; `numbers` are 1-based lines of the input.
    """

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        for name in ("starts", "ends", "numbers"):
            object.__setattr__(self, name, read_only(getattr(self, name), np.int64))
        if not self.starts.shape == self.ends.shape == self.numbers.shape == (len(self.starts),):
            raise ValueError("starts, ends and numbers must be of one dimension and one length")

    def __len__(self) -> int:
        return len(self.starts)

    def only(self, places: slice | npt.NDArray[np.int64]) -> Spans:
        """Some of the lines."""
        return Spans(self.starts[places], self.ends[places], self.numbers[places])

    def __reduce__(self) -> tuple[Any, ...]:
        # Built anew, so that a copy from another process is as unchangeable as the original.
        return Spans, (self.starts, self.ends, self.numbers)


def split(text: str, unit: Unit = "line") -> Spans:
    r"""Find the lines or paragraphs of a text that hold more than white space.

    Lines end at \n, \r\n or \r only, since these are what editors and file formats agree on; any other separator stays
    inside its line, and a line's span has all its blanks but not its line end. A paragraph is a run of lines without a
    blank line between them that were hard-wrapped: see `_wrapped`. Its span keeps the line breaks inside.

    Raises:
        InputError: for a unit that is neither line nor paragraph.
    """
    check_choice("unit", unit, UNITS)
    code_points = _code_points(text)
    if not len(code_points):
        none = np.empty(0, dtype=np.int64)
        return Spans(none, none, none)
    steps = (code_points[begin : begin + _STEP] for begin in range(0, len(text), _STEP))
    is_space = np.concatenate([_IS_SPACE.take(step, mode="clip") for step in steps])
    starts, ends = _line_bounds(code_points)
    # A segment reaches to the next line's start and so takes in the line end, which is white space itself.
    full = np.logical_or.reduceat(~is_space, starts)
    numbers = np.flatnonzero(full) + 1
    lines = Spans(starts[full], ends[full], numbers)
    if unit == "line" or len(lines) < 2:
        return lines
    joins = _wrapped(lines, code_points, is_space)
    first, last = np.append(True, ~joins), np.append(~joins, True)
    return Spans(lines.starts[first], lines.ends[last], lines.numbers[first])


def _code_points(text: str) -> npt.NDArray[np.uint8 | np.uint32]:
    # One byte per code point where that is possible: most news is ASCII and a quarter of the memory is a good deal.
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    # Scraped JSON holds lone surrogates now and then; they count as code points like any other.
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _line_bounds(code_points: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Start and end (without the line end) of every line that has a character, its line end included."""
    n = len(code_points)
    breaks = np.flatnonzero((code_points == _LF) | (code_points == _CR))
    follows_cr = (code_points[breaks] == _LF) & (breaks > 0) & (code_points[breaks - 1] == _CR)
    ends = breaks[~follows_cr]
    following = code_points[np.minimum(ends + 1, n - 1)]
    is_crlf = (code_points[ends] == _CR) & (ends + 1 < n) & (following == _LF)
    starts = np.append(0, ends + 1 + is_crlf)
    ends = np.append(ends, n)
    some = starts < n
    return starts[some], ends[some]


def _wrapped(lines: Spans, code_points: npt.NDArray[Any], is_space: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether each line but the last was broken only because the next word did not fit: shape (n - 1,).

    The width is that of the longest line among the lines around it without a blank line between. A text with long lines
    throughout has no wrapped ones.
    """
    letters, spaces = np.flatnonzero(~is_space), np.append(np.flatnonzero(is_space), len(code_points))
    text_starts = letters[np.searchsorted(letters, lines.starts)]
    text_ends = letters[np.searchsorted(letters, lines.ends) - 1] + 1
    lengths = text_ends - lines.starts
    words = np.minimum(spaces[np.searchsorted(spaces, text_starts)], text_ends) - text_starts
    first = code_points[text_starts]
    words[np.logical_or.reduce([(first >= low) & (first <= high) for low, high in _UNSPACED])] = 1

    low, high = WRAP_WIDTHS
    if lengths[lengths > high].sum() > MOST_UNWRAPPED * lengths.sum():
        return np.zeros(len(lines) - 1, dtype=bool)
    adjacent = np.diff(lines.numbers) == 1
    group = np.append(0, np.cumsum(~adjacent))
    widths = np.maximum.reduceat(lengths, np.flatnonzero(np.append(True, ~adjacent)))[group][:-1]
    fits_not = lengths[:-1] + 1 + words[1:] > widths
    return adjacent & fits_not & (widths >= low) & (widths <= high)


def read_only(array: npt.NDArray[Any], dtype: type[np.generic]) -> npt.NDArray[Any]:
    """A view that cannot be written to, of the array in this type."""
    view = np.asarray(array, dtype=dtype).view()
    view.flags.writeable = False
    return view
