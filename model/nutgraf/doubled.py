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
    starts, ends = lines.starts, lines.ends
    # Most texts are told by their first two lines.
    if text[starts[0] : ends[0]] != text[starts[1] : ends[1]]:
        return 1
    texts = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    return 2 if texts[::2] == texts[1::2] else 1
