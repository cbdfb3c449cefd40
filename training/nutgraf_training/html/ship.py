"""The model for pages as a part of `make model`: fitted for a text model, measured by its sibling."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nutgraf.document import Document
from nutgraf.html.encoding import decode
from nutgraf.html.model import PageModel
from nutgraf.labeller import Labeller
from nutgraf.model import Model
from nutgraf_training.corpora.commands import TRAINING
from nutgraf_training.corpora.pages import read_corpus
from nutgraf_training.crossfit import Progress
from nutgraf_training.fit import Foundation
from nutgraf_training.heldout import PageFigures, page_figures, read_gold
from nutgraf_training.html.fit import PageFitSettings, fit_pages
from nutgraf_training.html.pages import TrainingPage, read_training_pages
from nutgraf_training.labelled import LabelledDocument, label_codes
from nutgraf_training.metrics import confusion, macro_f1
from nutgraf_training.recipe import Sources

_LINKED_DATA = re.compile(r"<script[^>]{0,200}ld\+json.*?</script\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class HtmlFigures:
    """Figures of a sibling on the held-out sites, pages in as HTML."""

    pages: PageFigures
    undeclared: PageFigures  # the same pages without their JSON-LD
    hand: float  # macro-F1 of hand-labelled blocks of whole pages

    def lines(self) -> list[str]:
        """The figures for a person to read."""
        return [
            f"HTML: {self.pages.line()}, hand-labelled blocks macro-F1 {self.hand:.4f}",
            f"HTML without JSON-LD: {self.undeclared.line()}",
        ]

    def as_dict(self) -> dict[str, Any]:
        """The figures that a model carries with it."""
        whole, without = self.pages.as_dict(), self.undeclared.as_dict()
        return {"pages": whole, "pages_without_json_ld": without, "hand_macro_f1": round(self.hand, 4)}


def fit_for(
    text: Model, base: Foundation, sources: Sources, corpora: Path, seed: int, jobs: int, progress: Progress
) -> PageModel:
    """The model for pages of a text model that is built on `base`, whose first documents are these sources' pages."""
    pages = read_training_pages(corpora, sources.pages, sources.hand, jobs)
    return fit_pages(text, base, pages, PageFitSettings(seed=seed, jobs=jobs), progress)


def measure_pages(labeller: Labeller, sources: Sources, corpora: Path) -> HtmlFigures:
    """Figures on pages of sites that the labeller's models have not seen."""
    gold = read_gold(corpora)
    html = _sources_of(corpora, sources.pages)
    answers = {page.id: labeller.label_html(html[page.id]) for page in sources.pages}
    without = {page.id: labeller.label_html(_LINKED_DATA.sub("", html[page.id])) for page in sources.pages}
    labelled = read_training_pages(corpora, sources.pages, sources.hand)
    return HtmlFigures(
        pages=page_figures(lambda page: answers[page.id], sources.pages, gold),
        undeclared=page_figures(lambda page: without[page.id], sources.pages, gold),
        hand=_hand_figure(labelled, answers),
    )


def _sources_of(corpora: Path, documents: Sequence[LabelledDocument]) -> dict[str, str]:
    wanted = {document.id for document in documents}
    pages = (page for name in TRAINING.split(",") for page in read_corpus(corpora / name))
    return {page.id: decode(page.html()) for page in pages if page.id in wanted}


def _hand_figure(pages: Sequence[TrainingPage], answers: Mapping[str, Document]) -> float:
    true, given = [], []
    for page in pages:
        true.append(label_codes(page.document.lines)[page.by_hand])
        given.append(answers[page.document.id].labels[page.by_hand])
    return float(macro_f1(confusion(np.concatenate(true), np.concatenate(given))))
