"""Words of any script, for comparing two versions of the same text."""

import re

#: Scripts written without spaces: kana, Han, Thai, Lao, Khmer and Burmese; each character is a token.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_UNSPACED_TOKEN = re.compile(rf"[{_UNSPACED}]")
#: An unspaced character carries about as much as this share of a word.
_WORDS_PER_CHARACTER = 0.5


def tokens(text: str) -> list[str]:
    """Split into lower-case words, single characters where the script has no spaces; marks fall away."""
    return _TOKEN.findall(text.lower())


def words(text: str) -> float:
    """Length of a text in words, comparable across scripts: two unspaced characters count as one word."""
    found = tokens(text)
    unspaced = sum(1 for token in found if _UNSPACED_TOKEN.match(token))
    return len(found) - unspaced * (1 - _WORDS_PER_CHARACTER)
