"""Classes and case of characters, looked up for whole arrays of code points at once."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

CODE_POINTS = 0x110000
TABLES = Path(__file__).parent / "data" / "characters.npz"


class CharacterClass(IntEnum):
    """What a character does in a line, in any script."""

    SYMBOL = 0
    SPACE = 1
    UPPER = 2
    LOWER = 3
    LETTER = 4  # letters of scripts without case: Arabic, Hebrew, Devanagari, Hangul …
    DENSE = 5  # letters of scripts without spaces: Han, Kana, Thai …
    MARK = 6  # combining marks: part of the word they stand in
    DIGIT = 7
    END_MARK = 8
    COMMA = 9
    COLON = 10
    QUOTE = 11
    BRACKET = 12
    DASH = 13
    SEPARATOR = 14  # bars, bullets, arrows, slashes
    VALUE_SIGN = 15  # currency, per cent, @, #, &
    IGNORED = 16  # zero-width, control and unassigned characters, lone surrogates


# As plain numbers: to compare an array with a member of an enumeration takes numpy eight times as long.
(
    SYMBOL, SPACE, UPPER, LOWER, LETTER, DENSE, MARK, DIGIT, END_MARK,
    COMMA, COLON, QUOTE, BRACKET, DASH, SEPARATOR, VALUE_SIGN, IGNORED,
) = map(int, CharacterClass)  # fmt: skip


class CharacterTables(NamedTuple):
    """Look-up tables; see `training/nutgraf_training/characters.py` for how they are made."""

    classes: NDArray[np.uint8]  # (0x110000,) CharacterClass of each code point
    folded: NDArray[np.uint32]  # (0x10000,) what each code point of the basic plane is read as


@lru_cache(maxsize=1)
def character_tables() -> CharacterTables:
    """Read the tables that come with the package; takes about a millisecond, once."""
    with np.load(TABLES) as data:
        runs = np.diff(data["run_starts"].astype(np.int64), append=CODE_POINTS)
        classes = np.repeat(data["run_classes"], runs)
        folded = np.arange(0x10000, dtype=np.uint32)
        folded[data["folded_from"]] = data["folded_to"]
    return CharacterTables(classes, folded)


def classify(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """`CharacterClass` of each code point; same shape."""
    classes: NDArray[Any] = character_tables().classes.take(codes)
    return classes


def fold(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Lower case, and one form for the quotes, dashes, bullets and spaces that scrapers exchange; same shape.

    Characters outside the basic plane stay as they are.
    """
    table = character_tables().folded
    folded: NDArray[np.uint32] = table.take(codes, mode="clip")
    beyond = codes >= len(table)
    if beyond.any():
        folded[beyond] = codes[beyond]
    return folded
