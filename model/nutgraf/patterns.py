r"""Regular expressions whose worst case doubles with every few characters, told before they meet a text.

A group that is repeated, in which a repetition can go on where another ends, or where it ended itself one turn before:
`(\w+\s*)+`, `(\w+\w+,)*`. The ways to match are as many as the ways to cut a run into pieces, and no limit on a line's
length would help. Something between the two that must stand there, and that the repetition cannot match, cuts for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Python has no other access to what a pattern is made of; read by the module itself, it cannot be misunderstood.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

#: A group that is repeated at most so often costs a power of the line's length that can be borne.
FEW = 3
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)
# What it took, it does not give back.
_FINAL = (codes.POSSESSIVE_REPEAT, codes.ATOMIC_GROUP)
_CATEGORIES = {
    codes.CATEGORY_DIGIT: re.compile(r"\d"),
    codes.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    codes.CATEGORY_SPACE: re.compile(r"\s"),
    codes.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    codes.CATEGORY_WORD: re.compile(r"\w"),
    codes.CATEGORY_NOT_WORD: re.compile(r"\W"),
}
#: Characters that stand for all others where parts of a pattern are compared.
_PROBES = frozenset(map(chr, range(128))) | frozenset("éßЖя漢あ한ع१\u00a0\u2003\u2028“’–…€😀")


def is_endless(pattern: str) -> bool:
    """Whether a good pattern repeats a group in which a run can be cut in many ways; in doubt it does.

    Raises:
        re.error: if it is no good pattern.
    """
    parsed = parser.parse(pattern)
    reader = _Reader(_alphabet(parsed), _ignores_case(parsed))
    return any(
        code in _REPEATS and value[1] > FEW and _can_be_cut(list(reader.elements(value[2])))
        for code, value in _nodes(parsed)
    )


@dataclass(frozen=True, slots=True)
class _Element:
    """A part of a group: the characters that it can match, whether it must, and whether in varying number."""

    characters: frozenset[str]
    required: bool
    varying: bool
    many: bool  # more than one of them


def _can_be_cut(elements: list[_Element]) -> bool:
    """Whether a varying element of a repeated group goes on in another, or in itself one turn later."""
    for place, one in enumerate(elements):
        if not one.varying:
            continue
        for other in (*elements[place + 1 :], *elements[: place + 1]):
            apart = one.characters.isdisjoint(other.characters)
            if apart and other.required:
                break
            if not apart and other.varying and (other is not one or one.many):
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Reader:
    """Tells what parts of a parsed pattern can match, among the characters of an alphabet."""

    alphabet: frozenset[str]
    ignores_case: bool

    def elements(self, sequence: Any) -> Iterator[_Element]:
        """The parts of a group, those of groups in it among them; what matches no character is left out."""
        for place, (code, value) in enumerate(sequence):
            low, high = sequence[place : place + 1].getwidth()
            if code is codes.SUBPATTERN:
                yield from self.elements(value[3])
            elif high:
                varying = code not in _FINAL and _varies(code, value)
                characters = self.characters(code, value)
                if self.ignores_case:
                    characters = characters.union(*((char.lower(), char.upper()) for char in characters))
                yield _Element(characters, low > 0, varying, high > 1)

    def characters(self, code: Any, value: Any) -> frozenset[str]:
        """All that can stand in what a part matches."""
        if code is codes.LITERAL:
            return frozenset(chr(value))
        if code is codes.NOT_LITERAL:
            return self.alphabet - {chr(value)}
        if code is codes.IN:
            return self._of_set(value)
        inside = _inside(code, value)
        if inside:
            return frozenset().union(*(self.characters(*node) for sequence in inside for node in sequence))
        return self.alphabet  # any character, or what another group has matched

    def _of_set(self, items: Any) -> frozenset[str]:
        found: frozenset[str] = frozenset().union(*(self._of_item(code, value) for code, value in items))
        return self.alphabet - found if items[0][0] is codes.NEGATE else found

    def _of_item(self, code: Any, value: Any) -> frozenset[str]:
        if code is codes.LITERAL:
            return frozenset(chr(value))
        if code is codes.RANGE:
            return frozenset(char for char in self.alphabet if value[0] <= ord(char) <= value[1])
        if code is codes.CATEGORY:
            return frozenset(filter(_CATEGORIES[value].match, self.alphabet))
        return frozenset()


def _varies(code: Any, value: Any) -> bool:
    """Whether a part holds a repetition of varying number."""
    if code in _REPEATS and value[0] < value[1]:
        return True
    return any(_varies(*node) for sequence in _inside(code, value) for node in sequence)


def _ignores_case(parsed: Any) -> bool:
    """Whether a pattern, or a group in it, does not tell capitals from small letters."""
    groups = (value for code, value in _nodes(parsed) if code is codes.SUBPATTERN)
    return bool(parsed.state.flags & re.IGNORECASE) or any(added & re.IGNORECASE for _, added, *_ in groups)


def _alphabet(parsed: Any) -> frozenset[str]:
    """The probes, and all characters that a pattern names."""
    named = [chr(value) for code, value in _nodes(parsed) if code in (codes.LITERAL, codes.NOT_LITERAL)]
    for code, value in _nodes(parsed):
        for kind, item in value if code is codes.IN else ():
            named += [chr(item)] if kind is codes.LITERAL else map(chr, item) if kind is codes.RANGE else []
    return _PROBES.union(named)


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
