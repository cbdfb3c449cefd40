"""Figures of a labeller on the held-out sites of the training corpora."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nutgraf.document import Document
from nutgraf.labeller import Labeller
from nutgraf_training.corpora.glued import glued
from nutgraf_training.evaluate import Evaluation, evaluate
from nutgraf_training.labelled import LabelledDocument, has_body
from nutgraf_training.metrics import word_f1
from nutgraf_training.recipe import Sources
from nutgraf_training.train import summary

#: Corpora whose gold was made by people or by parsers of the publisher: pages are measured on these.
PAGE_CORPORA = ("aed", "wcxb", "fundus")
#: Share of words that a headline and the page's title must have in common to be the same: titles differ in
#: punctuation, the outlet's name and small edits.
SAME_TITLE = 0.8


@dataclass(frozen=True, slots=True)
class PageFigures:
    """Whole pages as plain text in, stories out."""

    pages: int
    word_f1: float  # mean over pages, of `Document.body`
    titled: int  # pages with a known title that stands in a line of the text
    headline: float  # share of these whose headline was found
    with_story: int
    story_found: float  # share of pages with a story said to have one
    without_story: int
    no_story_found: float  # share of pages without a story said to have none

    def line(self) -> str:
        """The figures for a person to read."""
        return (
            f"word F1 {self.word_f1:.4f} ({self.pages}), headline {self.headline:.3f} ({self.titled}), "
            f"story {self.story_found:.3f} ({self.with_story}), no story {self.no_story_found:.3f} "
            f"({self.without_story})"
        )

    def as_dict(self) -> dict[str, Any]:
        """The figures that a model carries with it."""
        return {key: _rounded(value) for key, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class HeldOut:
    """All figures of a sibling."""

    hand: Evaluation
    silver: Evaluation
    glued: Evaluation
    pages: PageFigures

    def lines(self) -> list[str]:
        """The figures for a person to read."""
        return [
            *(f"{name}: {_line(part)}" for name, part in self._parts().items()),
            f"pages: {self.pages.line()}",
            f"headline as silver labels have it: {self.silver.headline_accuracy:.3f} ({self.silver.headlines})",
        ]

    def _parts(self) -> dict[str, Evaluation]:
        return {"hand labels": self.hand, "silver pages": self.silver, "glued": self.glued}

    def as_dict(self) -> dict[str, Any]:
        """The figures that a model carries with it."""
        parts = {name.replace(" ", "_"): summary(part) for name, part in self._parts().items()}
        return {**parts, "pages": self.pages.as_dict()}


def _rounded(value: float) -> float:
    return round(value, 4) if isinstance(value, float) else value


def _line(figures: Evaluation) -> str:
    each = " ".join(f"{label.label} {label.f1:.3f}" for label in figures.classes)
    low, high = figures.macro_f1_interval.low, figures.macro_f1_interval.high
    return f"macro-F1 {figures.macro_f1:.4f} [{low:.3f}, {high:.3f}] {each} ECE {figures.ece:.4f}"


def measure(labeller: Labeller, sources: Sources, corpora: Path) -> HeldOut:
    """Figures on documents of sites that the labeller's model has not seen."""
    return HeldOut(
        hand=evaluate(labeller, sources.hand),
        silver=evaluate(labeller, sources.pages),
        glued=evaluate(labeller, list(glued(sources.pages, 1))),
        pages=page_figures(
            lambda page: labeller.label_lines([line.text for line in page.lines]), sources.pages, read_gold(corpora)
        ),
    )


def read_gold(corpora: Path) -> dict[str, Mapping[str, Any]]:
    """The gold of the page corpora, by page."""
    gold = {}
    for name in PAGE_CORPORA:
        with (corpora / name / "gold.jsonl").open(encoding="utf-8") as stream:
            for line in stream:
                page = json.loads(line)
                gold[page["id"]] = page
    return gold


def page_figures(
    label: Callable[[LabelledDocument], Document],
    pages: Sequence[LabelledDocument],
    gold: Mapping[str, Mapping[str, Any]],
) -> PageFigures:
    """Figures of whole pages; `label` answers with a line for each of a page's lines."""
    words, headlines = [], []
    story: dict[bool, list[bool]] = {True: [], False: []}
    for page in pages:
        answer = label(page)
        has_story = has_body(page.lines)
        story[has_story].append(answer.has_story == has_story)
        if page.id in gold:
            words.append(word_f1("\n".join(gold[page.id]["paragraphs"]), answer.body))
            right = headline_right(page, answer, gold[page.id].get("title") or "")
            headlines.extend([right] if right is not None else [])
    return PageFigures(
        pages=len(words),
        word_f1=float(np.mean(words)),
        titled=len(headlines),
        headline=float(np.mean(headlines)),
        with_story=len(story[True]),
        story_found=float(np.mean(story[True])),
        without_story=len(story[False]),
        no_story_found=float(np.mean(story[False])),
    )


def headline_right(page: LabelledDocument, answer: Document, title: str) -> bool | None:
    """Whether the headline found is the page's title; None where no line of the page is its title."""
    if max((same_title(title, line.text) for line in page.lines), default=0) < SAME_TITLE:
        return None
    return same_title(title, answer.headline or "") >= SAME_TITLE


def same_title(title: str, line: str) -> float:
    """Share of words in common (Dice coefficient of the bags of words), 0 to 1."""
    a, b = (Counter(re.findall(r"\w+", text.casefold())) for text in (title, line))
    return 2 * (a & b).total() / max(1, a.total() + b.total())
