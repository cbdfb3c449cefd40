"""A model for pages, small and fitted in seconds on the pages written for the tests and the sample documents."""

from functools import lru_cache
from pathlib import Path

import numpy as np

import small
from nutgraf.html.model import PageModel
from nutgraf.html.page import read_page
from nutgraf.labels import LABELS, Label
from nutgraf_training.fit import FitSettings, fit_on, lay_foundation
from nutgraf_training.html.fit import PageFitSettings, fit_pages
from nutgraf_training.html.pages import TrainingPage
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.secondstage import NetworkSettings

CASES = Path(__file__).parents[1] / "cases" / "pages"
NETWORK = NetworkSettings(hidden=(16,), epochs=12, batch=64, seeds=(0,))
COPIES = 3
LABELS_OF = {**{label.value: label for label in LABELS}, "headline": Label.BODY}


def source(name: str) -> str:
    """The HTML of one of the test pages."""
    return (CASES / "html" / f"{name}.html").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def pages() -> tuple[TrainingPage, ...]:
    """The labelled test pages, each several times, as of several sites."""
    found = []
    for path in sorted((CASES / "labels").glob("*.tsv")):
        marks = [line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()]
        found += [_page(path.stem, copy, marks) for copy in range(COPIES)]
    return tuple(found)


def _page(name: str, copy: int, marks: list[str]) -> TrainingPage:
    page = read_page(source(name))
    labels = [LABELS_OF.get(mark) for mark in marks]
    lines = tuple(LabelledLine(block.text, label) for block, label in zip(page.tree.blocks, labels, strict=True))
    headline = marks.index("headline") if "headline" in marks else None
    document = LabelledDocument(f"{name}-{copy}", f"{name}{copy}.example", lines, headline, "en", "page")
    return TrainingPage(page, document, np.zeros(len(lines), bool))


@lru_cache(maxsize=1)
def model() -> PageModel:
    """The same model for all tests of a run."""
    documents = [*(page.document for page in pages()), *small.documents()]
    how = FitSettings(network=NETWORK)
    base = lay_foundation(documents, how, lambda _: None)
    text = fit_on(base, documents, how, lambda _: None)
    return fit_pages(text, base, pages(), PageFitSettings(network=NETWORK), lambda _: None)
