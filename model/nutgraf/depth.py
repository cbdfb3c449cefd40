"""Says of a labelled text that it is not what the model was trained on: news and blog pages, in the scripts it saw.

Looked at when it is asked for, after labelling: it changes no label and no score. Thresholds were set on the training
pages that were not held out, so that fewer than one in a hundred of those is warned of.
"""

import re
import unicodedata
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

#: Blocks of Unicode whose letters no training page is written in, as (first, one past the last) code point.
UNSEEN_SCRIPTS = (
    (0x0370, 0x0400),  # Greek
    (0x0530, 0x0590),  # Armenian
    (0x0700, 0x0750),  # Syriac
    (0x0780, 0x0900),  # Thaana, N'Ko, Samaritan, Mandaic
    (0x0900, 0x1100),  # scripts of India, Thai, Lao, Tibetan, Burmese, Georgian
    (0x1200, 0x1AB0),  # Ethiopic, Cherokee, Khmer, Mongolian, Tai scripts
    (0x2C80, 0x2E00),  # Coptic, Tifinagh
    (0xA000, 0xA640),  # Yi, Lisu, Vai
    (0xA840, 0xAB30),  # Phags-pa, Saurashtra, Javanese, Cham, Meetei Mayek
)
#: From this share of a text's letters on it is said.
UNSEEN_SHARE = 0.3
#: Marks that stand in code and hardly in prose, and the share of a text's characters from which on it is said.
CODE_MARKS, CODE_SHARE = frozenset(b"{}[]();=<>_\\"), 0.045
#: What opens a line of a chat log: a time, a name between angle brackets or before a colon.
SPEAKER = re.compile(r"\s*(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?\s*(?:-\s*)?)?(?:<[^<>\s]{1,24}>|[\w.\-]{1,24}:)\s+\S")
CHAT_SHARE = 0.6
#: Verse: lines of so many characters on average and at most, so many of which end in a comma or a semicolon.
VERSE_MEAN, VERSE_LONGEST, VERSE_COMMAS = (16, 48), 80, 0.15
#: Shorter texts are not judged: in a few lines anything may look like anything.
FEWEST_LINES, FEWEST_LETTERS = 8, 40
#: Mean confidence over the lines, each counting by its length, below which the model is said to be unsure.
CONFIDENT = 0.7


def depth_warnings(text: str, lines: list[str], scores: NDArray[np.float32]) -> Iterator[str]:
    """What the caller should know of a text and its lines; `scores` is (lines, 3). Blank lines say nothing."""
    filled = [place for place, line in enumerate(lines) if line and not line.isspace()]
    lines, scores = [lines[place] for place in filled], scores[filled]
    script = _unseen_script(text)
    if script:
        yield f"mostly {script} letters, a script that the model was not trained on: its labels are guesses"
    if len(lines) >= FEWEST_LINES:
        if sum(map(_is_spoken, lines)) >= CHAT_SHARE * len(lines):
            yield "looks like a chat log or a transcript, not like a news page"
        elif _looks_like_code(text):
            yield "looks like program code or data, not like a news page"
        elif _looks_like_verse(lines):
            yield "looks like verse, or like text wrapped in very short lines, not like a news page"
    confidence = _confidence(lines, scores)
    if len(lines) >= FEWEST_LINES and confidence < CONFIDENT:
        yield f"the model is unsure of most of it (mean confidence {confidence:.2f})"


def _unseen_script(text: str) -> str | None:
    """Name of the script that most letters of an unseen script are of, if such letters are many."""
    if text.isascii():
        return None
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    letters = codes[(codes >= 0xC0) | ((codes | 0x20) >= ord("a")) & ((codes | 0x20) <= ord("z"))]
    counts = [int(((letters >= low) & (letters < high)).sum()) for low, high in UNSEEN_SCRIPTS]
    if len(letters) < FEWEST_LETTERS or sum(counts) < UNSEEN_SHARE * len(letters):
        return None
    low, high = UNSEEN_SCRIPTS[int(np.argmax(counts))]
    first = letters[(letters >= low) & (letters < high)][0]
    return unicodedata.name(chr(first), "unknown").split()[0].capitalize()


def _looks_like_code(text: str) -> bool:
    encoded = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    marks = np.bincount(encoded, minlength=256)[list(CODE_MARKS)].sum()
    return bool(marks >= CODE_SHARE * len(encoded))


def _is_spoken(line: str) -> bool:
    return SPEAKER.match(line) is not None


def _looks_like_verse(lines: list[str]) -> bool:
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    low, high = VERSE_MEAN
    if not low <= lengths.mean() <= high or lengths.max() > VERSE_LONGEST:
        return False
    return sum(line.rstrip().endswith((",", ";", "،", "，", "、")) for line in lines) >= VERSE_COMMAS * len(lines)


def _confidence(lines: list[str], scores: NDArray[np.float32]) -> float:
    lengths = np.fromiter(map(len, lines), np.float64, len(lines))
    return float((scores.max(1) * lengths).sum() / lengths.sum()) if lengths.sum() else 1.0
