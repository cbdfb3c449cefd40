"""Texts in which every line stands twice, one below the other: some pages print all for two sizes of screen.

Read once, they are labelled as what they are; read as they stand, every line is repeated and nothing is told by that.
"""

from __future__ import annotations

from nutgraf.spans import Spans

#: With fewer lines it may be chance.
FEWEST_LINES = 6


def step_of(text: str, lines: Spans) -> int:
    """2 where every second line of a text is the one above it once more, else 1."""
    count = len(lines)
    if count < FEWEST_LINES or count % 2:
        return 1
    pairs = (lines.starts[::2], lines.ends[::2], lines.starts[1::2], lines.ends[1::2])
    # One pair after the other: most texts are told by the first, and a long one is not held a second time.
    same = (text[begin:end] == text[again:last] for begin, end, again, last in zip(*pairs, strict=True))
    return 2 if all(same) else 1
