"""The page's own headline among its blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from nutgraf.html.blocks import Block
from nutgraf_training.corpora.tokens import tokens, words

_SAME = 88.0


@dataclass(frozen=True, slots=True)
class Headline:
    """Index of the headline's block, -1 for none, and the blocks that repeat it."""

    index: int
    repeats: frozenset[int]


def find_headline(blocks: Sequence[Block], title: str, page_title: str, first: int) -> Headline:
    """Find the block that is the story's headline, and its repeats.

    `title` is the gold's (may be empty), `page_title` that of the page's <title>, `first` the index of the story's
    first aligned block. The most prominent standing wins: h1, then other headings, then the last before the story.
    """
    alike = [i for i, block in enumerate(blocks) if _alike(block.text, title, page_title)]
    if not alike:
        return Headline(-1, frozenset())
    best = min(alike, key=lambda i: _rank(blocks[i], i, first))
    if blocks[best].heading == 0 and best > first + 5:
        return Headline(-1, frozenset(alike))
    return Headline(best, frozenset(alike) - {best})


def _rank(block: Block, index: int, first: int) -> tuple[bool, int, bool, int]:
    """Order candidates: near the story's start, high heading, not a link, close."""
    far = index > first + 5
    return far, block.heading or 9, block.link_share > 0.5, abs(first - index)


def _alike(text: str, title: str, page_title: str) -> bool:
    found = " ".join(tokens(text))
    if title:
        wanted = " ".join(tokens(title))
        if fuzz.ratio(found, wanted) >= _SAME:
            return True
        # One of the two often carries the site's name or a kicker.
        shorter, longer = sorted((found, wanted), key=len)
        return len(shorter) >= 0.6 * len(longer) and words(shorter) >= 3 and f" {shorter} " in f" {longer} "
    wanted = " ".join(tokens(page_title))
    return words(found) >= 2 and len(found) >= 0.35 * len(wanted) and f" {found} " in f" {wanted} "
