"""Text whose UTF-8 was read as Windows-1252 ("â€™" for "’"), read as what it was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nutgraf.characters import CODE_POINTS

Ints = NDArray[np.int64]
Codes = NDArray[np.uint32]

#: Share of a text's characters beyond ASCII that must be such bytes: in text that was misread as a whole, all are.
SHARE = 0.95
#: Continuation bytes after a first byte: 0 where no character begins with it, -1 of a continuation byte.
LENGTHS = np.zeros(256, np.int8)
LENGTHS[0x80:0xC0] = -1
LENGTHS[0xC2:0xE0], LENGTHS[0xE0:0xF0], LENGTHS[0xF0:0xF5] = 1, 2, 3
#: Bits of a first byte that belong to the character, by the number of bytes that follow it.
FIRST_BITS = np.array([0x7F, 0x1F, 0x0F, 0x07], np.uint32)
#: Smallest character that needs so many: what is spelt longer than need be is no character, a line end least of all.
SMALLEST = np.array([0, 0x80, 0x800, 0x10000], np.uint32)
NO_WIDTH = 0x200B  # a character that is not looked at


def _bytes() -> NDArray[np.uint8]:
    """(0x2123,) the byte that Windows-1252 reads as each code point; the five it lacks are Latin-1's; 0 for none."""
    table = np.zeros(0x2123, np.uint8)
    table[0x80:0x100] = np.arange(0x80, 0x100)
    for byte in range(0x80, 0xA0):
        read = bytes([byte]).decode("cp1252", "ignore")
        if read:
            table[ord(read)] = byte
    return table


BYTES = _bytes()


def repaired(codes: Codes, starts: Ints, ends: Ints, bounds: Ints) -> Codes:
    """The code points as they were before; where a character was several, marks without width follow it.

    Only documents are changed in which (almost) all characters beyond ASCII come from such a misreading. `starts`
    and `ends` (L,) tell where lines stand in `codes`, `bounds` (D + 1,) where documents begin among the lines. Blanks
    outside the lines are no document's: else those of one would speak of another.
    """
    beyond = np.flatnonzero(codes > 0x7F)
    if not len(beyond):
        return codes
    seen = codes[beyond]
    byte = np.where(seen < len(BYTES), BYTES.take(seen, mode="clip"), 0)
    length = LENGTHS[byte]
    first, follows = _sequences(beyond, length)
    if not len(first):
        return codes
    of_sequence = np.zeros(len(beyond), bool)
    for step in range(4):
        of_sequence[first[follows >= step] + step] = True
    misread = _misread(beyond, of_sequence, starts, ends, bounds)
    chosen = misread[first]
    return _decoded(codes, beyond, byte, first[chosen], follows[chosen])


def _sequences(beyond: Ints, length: NDArray[np.int8]) -> tuple[Ints, Ints]:
    """Places in `beyond` of first bytes that are followed by as many continuation bytes as they ask for, and those."""
    first = np.flatnonzero(length > 0)
    follows = length[first].astype(np.int64)
    whole = first + follows < len(beyond)
    first, follows = first[whole], follows[whole]
    good = np.ones(len(first), bool)
    for step in range(1, 4):
        asked = follows >= step
        at = first[asked] + step
        good[asked] &= (length[at] == -1) & (beyond[at] == beyond[first[asked]] + step)
    return first[good], follows[good]


def _misread(beyond: Ints, of_sequence: NDArray[np.bool_], starts: Ints, ends: Ints, bounds: Ints) -> NDArray[np.bool_]:
    """(len(beyond),) whether each character's document was misread as a whole."""
    line = np.maximum(starts.searchsorted(beyond, "right") - 1, 0)
    document = np.maximum(bounds.searchsorted(line, "right") - 1, 0)
    in_line = (beyond >= starts[line]) & (beyond < ends[line])
    count = np.bincount(document[in_line], minlength=len(bounds))
    inside = np.bincount(document[of_sequence & in_line], minlength=len(bounds))
    misread: NDArray[np.bool_] = (inside >= SHARE * count)[document]
    return misread


def _decoded(codes: Codes, beyond: Ints, byte: NDArray[np.uint8], first: Ints, follows: Ints) -> Codes:
    character = byte[first] & FIRST_BITS[follows]
    for step in range(1, 4):
        more = np.flatnonzero(follows >= step)
        character[more] = character[more] << np.uint32(6) | (byte[first[more] + step] & np.uint32(0x3F))
    whole = (character >= SMALLEST[follows]) & (character < CODE_POINTS)
    result = codes.copy()
    result[beyond[first[whole]]] = character[whole]
    for step in range(1, 4):
        result[beyond[first[whole & (follows >= step)] + step]] = NO_WIDTH
    return result
