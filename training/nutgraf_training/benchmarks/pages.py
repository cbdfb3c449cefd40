"""Whole pages in, stories out: nutgraf from plain text and from HTML beside extractors, on the same pages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nutgraf.choices import Favor
from nutgraf.html.blocks import blocks
from nutgraf.html.encoding import decode
from nutgraf.labeller import Labeller
from nutgraf_training.benchmarks.cleaned import cleaned_texts
from nutgraf_training.benchmarks.extracted import extracted
from nutgraf_training.benchmarks.extractors import EXTRACTORS
from nutgraf_training.corpora.pages import Page, read_corpus
from nutgraf_training.heldout import PAGE_CORPORA
from nutgraf_training.metrics import FloatArray, word_f1
from nutgraf_training.recipe import held_out_sites

#: How nutgraf's own rows are called.
FROM_TEXT, FROM_HTML = "nutgraf, plain text", "nutgraf, HTML"
#: Pages that give their story as data, too, would flatter whoever reads it there: measured without.
FROM_BARE_HTML = "nutgraf, HTML without JSON-LD"
_JSON_LD = re.compile(rb"<script[^>]*application/ld\+json[^>]*>.*?</script\s*>", re.IGNORECASE | re.DOTALL)
#: The extractor whose figures the others are held against.
REFERENCE = "trafilatura"
#: The corpus of many languages, and how many of its pages a language must have for its mean to say something.
MANY_LANGUAGES, ENOUGH_PAGES = "fundus", 5


@dataclass(frozen=True, slots=True, eq=False)
class PageScores:
    """Word F1 (0 to 1) of each page, by what made the text: arrays (pages,)."""

    pages: tuple[Page, ...]
    by_name: Mapping[str, FloatArray]

    def mean(self, name: str, chosen: Sequence[int] | None = None) -> float:
        """Mean over all pages, or over those chosen."""
        scores = self.by_name[name]
        return float(np.mean(scores if chosen is None else scores[list(chosen)]))

    def languages(self) -> dict[str, list[int]]:
        """Pages of the corpus of many languages, by language."""
        found: dict[str, list[int]] = {}
        for index, page in enumerate(self.pages):
            if page.corpus == MANY_LANGUAGES:
                found.setdefault(page.language, []).append(index)
        return found


@dataclass(frozen=True, slots=True)
class Loss:
    """A page and the word F1 of two texts of it."""

    page: Page
    ours: float
    theirs: float


def held_out_pages(corpora: Path) -> list[Page]:
    """Pages of the corpora with gold made by people or publishers' parsers, of sites that a sibling has not seen."""
    held_out = held_out_sites(corpora)
    return [page for name in PAGE_CORPORA for page in read_corpus(corpora / name) if page.site in held_out]


def measured_languages(corpora: Path) -> frozenset[str]:
    """Languages other than English of which the corpus of many languages has pages enough, held out or not."""
    languages = [page.language for page in read_corpus(corpora / MANY_LANGUAGES)]
    return frozenset(name for name in languages if name != "en" and languages.count(name) >= ENOUGH_PAGES)


def page_text(page: Page) -> str:
    """The whole page as plain text, one block per line."""
    return "\n".join(block.text for block in blocks(decode(page.html())))


def bodies(labeller: Labeller, pages: Sequence[Page], favor: Favor = "balanced") -> list[str]:
    """Story of each page, from its plain text."""
    return [document.body for document in labeller.label_many(map(page_text, pages), favor=favor)]


def html_bodies(labeller: Labeller, pages: Sequence[Page], json_ld: bool = True) -> list[str]:
    """Story of each page, from its HTML; without `json_ld`, such scripts are taken out of the pages before."""
    sources = (page.html() if json_ld else _JSON_LD.sub(b"", page.html()) for page in pages)
    return [labeller.label_html(html, page.url or None).body for html, page in zip(sources, pages, strict=True)]


def page_texts(labeller: Labeller, pages: Sequence[Page], cache: Path) -> dict[str, list[str]]:
    """Every text that is compared, by name: nutgraf's, the extractors', and theirs cleaned by us."""
    ours = {
        FROM_TEXT: bodies(labeller, pages),
        FROM_HTML: html_bodies(labeller, pages),
        FROM_BARE_HTML: html_bodies(labeller, pages, json_ld=False),
    }
    theirs = {extractor.name: extracted(extractor, pages, cache) for extractor in EXTRACTORS.values()}
    return ours | theirs | dict(cleaned_texts(labeller, theirs))


def word_scores(pages: Sequence[Page], texts: Sequence[str]) -> FloatArray:
    """Word F1 (pages,) of texts against the pages' gold."""
    golds = ("\n".join(page.paragraphs) for page in pages)
    return np.array([word_f1(gold, text) for gold, text in zip(golds, texts, strict=True)])


def held_out_scores(labeller: Labeller, corpora: Path, cache: Path) -> PageScores:
    """Word F1 of nutgraf and of all extractors on the held-out pages."""
    pages = held_out_pages(corpora)
    texts = page_texts(labeller, pages, cache)
    return PageScores(tuple(pages), {name: word_scores(pages, found) for name, found in texts.items()})


def losses(scores: PageScores, ours: str = FROM_TEXT, theirs: str = REFERENCE) -> list[Loss]:
    """All pages, those first where we lose most."""
    pairs = zip(scores.pages, scores.by_name[ours].tolist(), scores.by_name[theirs].tolist(), strict=True)
    return sorted((Loss(*pair) for pair in pairs), key=lambda loss: loss.ours - loss.theirs)
