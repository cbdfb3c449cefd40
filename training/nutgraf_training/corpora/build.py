"""Corpora to labelled documents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from nutgraf.html.blocks import Block, blocks
from nutgraf.html.encoding import decode
from nutgraf_training.corpora.pages import Page, read_corpus
from nutgraf_training.corpora.silver import Silver, label_blocks
from nutgraf_training.labelled import LabelledDocument, LabelledLine

#: Pages with less of their gold found are left out: the gold is of another version, or the text stands in a script.
MIN_COVERAGE = 0.8
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HREF = r"""["']?(https?://[^"'\s>]+)"""
_CANONICAL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"""<link[^>]{{1,200}}rel=["']?canonical["']?[^>]{{1,200}}?href={_HREF}""",
        rf"""<link[^>]{{1,200}}?href={_HREF}[^>]{{1,200}}rel=["']?canonical""",
        rf"""<meta[^>]{{1,200}}property=["']?og:url["']?[^>]{{1,200}}?content={_HREF}""",
    )
)


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

    def document(self) -> LabelledDocument:
        """The page's blocks as the lines of a document."""
        lines = zip(self.blocks, self.silver.labels, strict=True)
        return LabelledDocument(
            id=self.page.id,
            source=self.page.site,
            lines=tuple(LabelledLine(block.text, label) for block, label in lines),
            headline=self.silver.headline,
            language=self.page.language,
            kind="page",
        )


def label_page(page: Page, html: str | None = None) -> LabelledPage:
    """Split a page into blocks and label them."""
    html = decode(page.html()) if html is None else html
    if not page.url:
        page = replace(page, url=own_address(html))
    found = blocks(html)
    return LabelledPage(page, tuple(found), label_blocks(page, found, page_title(html)))


def page_title(html: str) -> str:
    """Read the text of a page's <title>."""
    found = _TITLE.search(html)
    return " ".join(unescape(found[1]).split()) if found else ""


def own_address(html: str) -> str:
    """Read the address that a page gives for itself; empty where it gives none."""
    for pattern in _CANONICAL:
        found = pattern.search(html)
        if found:
            return unescape(found[1]).strip()
    return ""


def read_pages(corpora: Path, names: Sequence[str]) -> Iterator[Page]:
    """Read the pages of the named corpora in order."""
    for name in names:
        yield from read_corpus(corpora / name)
