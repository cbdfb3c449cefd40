"""The page's own headline among its blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from nutgraf.html.blocks import Block
from nutgraf_training.corpora.tokens import tokens, words

#: Similarity (rapidfuzz ratio, 0 to 100) of two wordings of one headline.
_SAME = 88.0
#: Blocks before and after the story's first block where its headline may stand (standfirst, byline, picture between).
_BEFORE, _AFTER = 30, 6


@dataclass(frozen=True, slots=True)
class Headline:
    """Index of the headline's block, -1 for none, and the blocks that repeat it."""

    index: int
    repeats: frozenset[int]


def find_headline(blocks: Sequence[Block], title: str, page_title: str, first: int) -> Headline:
    """Find the block that is the story's headline, and its repeats.

    `title` is the gold's (may be empty), `page_title` that of the page's <title>, `first` the index of the story's
    first aligned block. The most prominent standing wins: the h1, then other headings, then the nearest to the story.
    A page may tell the world another headline than its reader; then it is the h1 over the story.
    """
    alike = [i for i, block in enumerate(blocks) if _alike(block.text, title, page_title)]
    near = [i for i in alike if i <= first + _AFTER]
    best = min(near, key=lambda i: _rank(blocks[i], i, first), default=-1)
    if best < 0 or not blocks[best].heading or _is_crumb(blocks[best]):
        best = _main_heading(blocks, first, best)
    return Headline(best, frozenset(alike) - {best})


def _rank(block: Block, index: int, first: int) -> tuple[bool, int, bool, int]:
    """Order candidates: no breadcrumb, high heading, no link; the first of headings, else the nearest to the story."""
    place = index if block.heading else abs(first - index)
    return _is_crumb(block), block.heading or 9, block.link_share > 0.5, place


def _is_crumb(block: Block) -> bool:
    """Tell whether a block is an item of a list, as the last part of a breadcrumb is."""
    return "li" in block.path.split("/")[-3:]


def _main_heading(blocks: Sequence[Block], first: int, otherwise: int) -> int:
    """Find the h1 that stands over the story's first block, or the heading right below a breadcrumb."""
    found = [
        i
        for i in range(max(0, first - _BEFORE), min(len(blocks), first + _AFTER))
        if words(blocks[i].text) >= 2
        and not _is_crumb(blocks[i])
        and (blocks[i].heading == 1 or (blocks[i].heading == 2 and 0 < i - otherwise <= 2 and otherwise >= 0))
    ]
    return found[-1] if found else otherwise


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
