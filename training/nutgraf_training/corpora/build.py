"""Corpora to labelled documents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nutgraf.html.blocks import Block, blocks
from nutgraf.html.encoding import decode
from nutgraf_training.corpora.pages import Page, read_corpus
from nutgraf_training.corpora.silver import Silver, label_blocks

#: Pages with less of their gold found are left out: the gold is of another version of the page, or the text of a script.
MIN_COVERAGE = 0.8
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page with its blocks and their labels."""

    page: Page
    blocks: tuple[Block, ...]
    silver: Silver

    @property
    def usable(self) -> bool:
        """Whether enough of the gold was found to trust the labels."""
        return self.silver.coverage >= MIN_COVERAGE and bool(self.blocks)


def label_page(page: Page) -> LabelledPage:
    """Read a page, split it into blocks and label them."""
    html = decode(page.html())
    found = blocks(html)
    return LabelledPage(page, tuple(found), label_blocks(page, found, page_title(html)))


def page_title(html: str) -> str:
    """Read the text of a page's <title>."""
    from html import unescape

    found = _TITLE.search(html)
    return " ".join(unescape(found[1]).split()) if found else ""


def read_pages(corpora: Path, names: Sequence[str]) -> Iterator[Page]:
    """Read the pages of the named corpora in order."""
    for name in names:
        yield from read_corpus(corpora / name)
