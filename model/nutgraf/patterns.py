r"""Regular expressions whose worst case doubles with every character, told before they meet a text.

A group that is repeated, and that one repetition alone can fill, such as `(\w+\s*)+`: the ways to match it are as many
as the ways to cut a run into pieces, and no limit on a line's length would help.
"""

from __future__ import annotations

from collections.abc import Iterator

# Python has no other access to what a pattern is made of; read by the module itself, it cannot be misunderstood.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

#: A group that is repeated at most so often costs a power of the line's length that can be borne.
FEW = 3
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)


def is_endless(pattern: str) -> bool:
    """Whether a good pattern repeats a group that one repetition inside it can fill.

    Raises:
        re.error: if it is no good pattern.
    """
    return any(
        code in _REPEATS and value[1] > FEW and _is_filled_by_one(value[2])
        for code, value in _nodes(parser.parse(pattern))
    )


def _nodes(sequence: Any) -> Iterator[tuple[Any, Any]]:
    """All parts of a parsed pattern, however deep."""
    for code, value in sequence:
        yield code, value
        for inner in _inside(code, value):
            yield from _nodes(inner)


def _inside(code: Any, value: Any) -> list[Any]:
    """The sequences that a part of a pattern holds."""
    if code in _REPEATS or code is codes.POSSESSIVE_REPEAT:
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    if code is codes.ATOMIC_GROUP:
        return [value]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    if code is codes.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def _is_filled_by_one(sequence: Any) -> bool:
    """Whether a repetition in the sequence can match all of what the sequence matches."""
    for place, (code, value) in enumerate(sequence):
        if any(part.getwidth()[0] for part in (sequence[:place], sequence[place + 1 :])):
            continue
        if code in _REPEATS and value[0] < value[1] > 1:  # of varying length: a run can be cut in many ways
            return True
        if code in (codes.SUBPATTERN, codes.BRANCH, *_REPEATS) and any(map(_is_filled_by_one, _inside(code, value))):
            return True
    return False
