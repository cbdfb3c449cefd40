"""Writes the table of character classes that comes with the package.

The table is data rather than a call to `unicodedata`, so that every Python version (each with another edition of
Unicode) gives the same features. Run `python -m nutgraf_training.characters` to make it anew.
"""

import sys
import unicodedata
from pathlib import Path

import numpy as np

import nutgraf
from nutgraf.characters import CharacterClass as C

#: Punctuation whose general category says too little; everything else goes by category.
PUNCTUATION = {
    C.END_MARK: ".!?…。！？．؟۔।॥։።។၊။‥⁇⁈⁉｡",
    C.COMMA: ",;،؛、，；﹐､᠂",
    C.COLON: ":：﹕",
    C.QUOTE: "\"'`´＂＇„‚‟‛",
    C.SEPARATOR: "|¦·•●▪■□◆◇○◦‣›‹→←↑↓▶►▸▾▼◀★☆✓✔/\\⟩➤➔»«",
    C.VALUE_SIGN: "%‰@#&+=°§",
}
#: Scripts written without spaces between words: each character counts as a token of its own.
DENSE_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "IDEOGRAPHIC", "BOPOMOFO", "TIBETAN")
#: Characters that scrapers exchange for one another: read as the last of each group.
ALIKE = (
    "‘’‚‛′`´｀＇'",
    '“”„‟″«»「」『』＂"',
    "‐‑‒–—―−－-",
    "•●▪■·◦‣∙*",
    "›→▶►▸➤>",
    "…。．｡.",
    "，、､,",
    "：:",
    "；;",
    "！!",
    "？?",
    "｜¦|",
)
CATEGORY = {
    "Lu": C.UPPER, "Lt": C.UPPER, "Ll": C.LOWER, "Lo": C.LETTER, "Lm": C.LETTER, "Mn": C.MARK, "Mc": C.MARK,
    "Me": C.MARK, "Nd": C.DIGIT, "Nl": C.DIGIT, "No": C.DIGIT, "Pi": C.QUOTE, "Pf": C.QUOTE, "Ps": C.BRACKET,
    "Pe": C.BRACKET, "Pd": C.DASH, "Sc": C.VALUE_SIGN, "Zs": C.SPACE, "Zl": C.SPACE, "Zp": C.SPACE,
    "Cc": C.IGNORED, "Cf": C.IGNORED, "Cs": C.IGNORED, "Cn": C.IGNORED,
}  # fmt: skip


def character_class(code: int) -> C:
    """Class of one code point."""
    character = chr(code)
    for kind, members in PUNCTUATION.items():
        if character in members:
            return kind
    if character.isspace():
        return C.SPACE
    if character in "「」『』《》〈〉":
        return C.QUOTE
    kind = CATEGORY.get(unicodedata.category(character), C.SYMBOL)
    if kind in (C.LETTER, C.MARK) and unicodedata.name(character, "").startswith(DENSE_SCRIPTS):
        return C.DENSE
    return kind


def tables() -> dict[str, np.ndarray]:
    """Runs of equal class over all code points, and what the characters of the basic plane are read as."""
    classes = np.array([character_class(code) for code in range(sys.maxunicode + 1)], np.uint8)
    starts = np.flatnonzero(np.diff(classes, prepend=255))
    folded = folding()
    return {
        "run_starts": starts.astype(np.uint32),
        "run_classes": classes[starts],
        "folded_from": np.array(list(folded), np.uint16),
        "folded_to": np.array(list(folded.values()), np.uint16),
    }


def folding() -> dict[int, int]:
    """Code points of the basic plane that are read as another: lower case, plain quotes, dashes, bullets, spaces."""
    pairs = {}
    for code in range(0x10000):
        plain = code - 0xFEE0 if 0xFF01 <= code <= 0xFF5E else code  # full-width forms of ASCII
        lower = chr(plain).lower()
        if len(lower) == 1 and ord(lower) != code:
            pairs[code] = ord(lower)
        elif chr(code).isspace():
            pairs[code] = ord(" ")
    for group in ALIKE:
        pairs.update({ord(character): ord(group[-1]) for character in group[:-1]})
    pairs.pop(ord(" "), None)
    return pairs


def main() -> None:
    """Write the table next to the package's other data."""
    path = Path(nutgraf.__file__).parent / "data" / "characters.npz"
    np.savez_compressed(path, **tables())  # type: ignore[arg-type]
    print(f"{path}: {path.stat().st_size:,} bytes, Unicode {unicodedata.unidata_version}")


if __name__ == "__main__":
    main()
