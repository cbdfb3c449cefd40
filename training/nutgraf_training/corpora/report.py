"""What corpora hold and what their labels look like: a table, and a page of samples for the eye."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np

from nutgraf.labels import Label
from nutgraf_training.corpora.build import MIN_COVERAGE
from nutgraf_training.corpora.run import Outcome
from nutgraf_training.labelled import LabelledDocument


@dataclass(slots=True)
class CorpusFigures:
    """Figures of one corpus: its pages, those left out, and the lines of the others by label (None: left open)."""

    corpus: str
    pages: int = 0
    left_out: list[str] = field(default_factory=list)
    sites: set[str] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)
    lines: Counter[Label | None] = field(default_factory=Counter)
    headlines: int = 0
    stories: int = 0
    coverage: list[float] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one page."""
        page, silver = outcome.labelled.page, outcome.labelled.silver
        self.pages += 1
        self.sites.add(page.site)
        self.languages[page.language or "?"] += 1
        self.stories += bool(page.paragraphs)
        if page.paragraphs:
            self.coverage.append(silver.coverage)
        if not outcome.labelled.usable:
            self.left_out.append(page.id)
            return
        self.lines.update(silver.labels)
        self.headlines += silver.headline is not None

    @property
    def median_coverage(self) -> float:
        """Median share of the gold text found on the page; 1 for a corpus without stories."""
        return float(np.median(self.coverage)) if self.coverage else 1.0

    @property
    def mean_coverage(self) -> float:
        """Mean share of the gold text found on the page; 1 for a corpus without stories."""
        return float(np.mean(self.coverage)) if self.coverage else 1.0


def count(outcomes: Iterable[Outcome]) -> list[CorpusFigures]:
    """Figures per corpus, in the order of the corpora."""
    figures: dict[str, CorpusFigures] = {}
    for outcome in outcomes:
        corpus = outcome.labelled.page.corpus
        figures.setdefault(corpus, CorpusFigures(corpus)).add(outcome)
    return list(figures.values())


def sample(documents: Sequence[LabelledDocument], size: int, seed: int) -> list[LabelledDocument]:
    """Draw documents for the eye, in their order; the same for the same seed."""
    chosen = np.random.default_rng(seed).permutation(len(documents))[:size]
    return [documents[int(i)] for i in sorted(chosen)]


_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
p{margin:2px 0;padding:2px 8px;border-left:6px solid #ccc;overflow-wrap:anywhere}
p.body{border-color:#1a7f37;background:#eefaf0}p.boilerplate{border-color:#999;color:#666}
p.promo{border-color:#bf5700;background:#fff4e8}p.open{border-style:dotted;background:#f2f0ff}
p.headline{font-weight:bold}h2{margin-top:2.5rem;font-size:1rem}
"""


def sample_page(documents: Iterable[LabelledDocument]) -> str:
    """Lay documents out as an HTML page, lines coloured by label."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Labelled documents</title>",
        f"<style>{_STYLE}</style><h1>Labelled documents</h1>",
        "<p class=body>body</p><p class=boilerplate>boilerplate</p><p class=promo>promo</p><p class=open>left open</p>",
    ]
    for document in documents:
        parts.append(f"<h2>{escape(document.id)} · {escape(document.source)} · {escape(document.language)}</h2>")
        for index, line in enumerate(document.lines):
            kind = f"{line.label or 'open'}{' headline' if index == document.headline else ''}"
            parts.append(f'<p class="{kind}">{escape(line.text)}</p>')
    return "\n".join(parts)


def left_out_reason(outcome: Outcome) -> str:
    """Say why a page is left out."""
    if not outcome.labelled.blocks:
        return "no text on the page"
    return f"coverage {outcome.labelled.silver.coverage:.2f}, under {MIN_COVERAGE}"
