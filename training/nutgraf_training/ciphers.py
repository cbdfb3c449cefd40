"""Copies of documents in a language that nobody speaks: letters exchanged for others, here and there in another script.

Training knows a few languages well, and the networks come to trust the words. In a copy whose words are unknown, shape
and surroundings must tell what a line is, as they must in the many languages that training hardly has.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from nutgraf_training.labelled import LabelledDocument

KIND = "ciphered"
#: Names that stand in Latin letters on pages of every language.
NAMES = frozenset(
    (
        "Facebook",
        "Twitter",
        "WhatsApp",
        "Instagram",
        "YouTube",
        "Telegram",
        "LinkedIn",
        "Pinterest",
        "TikTok",
        "Google",
        "Reuters",
        "AFP",
        "EPA",
        "Getty",
        "RSS",
        "PDF",
    )
)
_WORD = re.compile(r"[^\W\d_]+")
_SPACED_MARK = re.compile(r"([.,:;!?]) ")
_SPACE_IN_TEXT = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Script:
    """Letters that stand in for others, and how often they do; `dense` ones for three letters each, without spaces."""

    letters: str
    odds: float
    dense: bool = False


def _letters(first: int, last: int) -> str:
    return "".join(chr(code) for code in range(first, last + 1) if chr(code).isalpha())


#: Scripts with case first: most of the languages that training lacks have it.
SCRIPTS = (
    Script("abcdefghijklmnopqrstuvwxyzåäöøæéèçñõğşžčłřů", 0.3),
    Script(_letters(0x430, 0x44F), 0.15),  # Cyrillic
    Script(_letters(0x3B1, 0x3C9).replace("ς", ""), 0.05),  # Greek
    Script(_letters(0x627, 0x64A).replace("ـ", ""), 0.12),  # Arabic
    Script(_letters(0x5D0, 0x5EA), 0.05),  # Hebrew
    Script(_letters(0x905, 0x939), 0.12),  # Devanagari
    Script(_letters(0x985, 0x9B9), 0.05),  # Bengali
    Script(_letters(0xAC00, 0xAF00), 0.04),  # Hangul
    Script(_letters(0x4E00, 0x5A00), 0.12, dense=True),  # Han
)
FULL_WIDTH = str.maketrans(".,:;!?", "。，：；！？")


def ciphered(documents: Iterable[LabelledDocument], seed: int, share: float) -> Iterator[LabelledDocument]:
    """For a share of the documents a copy in a language of its own; labels, headline and source stay."""
    random = np.random.default_rng(seed)
    odds = np.array([script.odds for script in SCRIPTS])
    for document in documents:
        if random.random() < share:
            script = SCRIPTS[int(random.choice(len(SCRIPTS), p=odds / odds.sum()))]
            change = _dense(script, random) if script.dense else _spaced(script, random)
            lines = tuple(replace(line, text=change(line.text)) for line in document.lines)
            yield replace(document, lines=lines, kind=KIND, language="")


def _spaced(script: Script, random: np.random.Generator) -> Callable[[str], str]:
    """Each letter for one of the script, the same throughout; capitals stay capitals where the script has them."""
    keys = _Keys(script.letters, random)

    def word(letters: str) -> str:
        return "".join(keys[letter.lower()].upper() if letter.isupper() else keys[letter] for letter in letters)

    return lambda text: _each_word(text, word)


def _dense(script: Script, random: np.random.Generator) -> Callable[[str], str]:
    """Three letters for one of the script, the same throughout; no spaces between words, full-width marks."""
    keys = _Keys(script.letters, random)

    def word(letters: str) -> str:
        lowered = letters.lower()
        return "".join(keys[lowered[begin : begin + 3]] for begin in range(0, len(lowered), 3))

    def change(text: str) -> str:
        marked = _SPACED_MARK.sub(lambda found: found[1].translate(FULL_WIDTH), _each_word(text, word))
        closed = _SPACE_IN_TEXT.sub("", marked)
        return closed[:-1] + closed[-1:].translate(FULL_WIDTH)

    return change


def _each_word(text: str, change: Callable[[str], str]) -> str:
    """The text with all words changed but NAMES."""
    return _WORD.sub(lambda found: found[0] if found[0] in NAMES else change(found[0]), text)


class _Keys(dict[str, str]):
    """What stands for each letter or piece of a word: drawn when it is first asked for."""

    def __init__(self, letters: str, random: np.random.Generator) -> None:
        super().__init__()
        self._letters, self._random = letters, random

    def __missing__(self, key: str) -> str:
        self[key] = found = self._letters[int(self._random.integers(len(self._letters)))]
        return found
