"""What turns the scores of pages into decisions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import small_pages
from nutgraf_training import choosing
from nutgraf_training.choosing import LOOSER, STRICTER
from nutgraf_training.html.choosing import choose_for_pages
from nutgraf_training.html.pages import TrainingPage


def by_hand(page: TrainingPage, *, wrong: bool = False) -> TrainingPage:
    """The page as if a person had labelled every line that has a label; or the other way around, story for the rest."""
    lines = page.document.lines
    labels = [line.label for line in lines]
    given = labels[::-1] if wrong else labels
    told = tuple(replace(line, label=label) for line, label in zip(lines, given, strict=True))
    known = np.array([label is not None for label in given])
    return replace(page, document=replace(page.document, lines=told, headline=None), by_hand=known)


@pytest.fixture(scope="module")
def pages() -> list[TrainingPage]:
    return [by_hand(page) for page in small_pages.pages()[::3]]


def test_a_model_that_knows_the_pages_needs_the_mildest_thresholds(
    pages: list[TrainingPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "PRECISION", 0.5)
    monkeypatch.setattr(choosing, "RECALL", 0.5)
    model = small_pages.model()
    found = choose_for_pages(model, pages, pages)
    assert (found.thresholds.precision, found.thresholds.recall) == (STRICTER[0], LOOSER[0])
    assert found.thresholds.balanced == model.settings.thresholds.balanced


def test_labels_that_no_person_gave_do_not_count(pages: list[TrainingPage]) -> None:
    model = small_pages.model()
    silver = [replace(by_hand(page, wrong=True), by_hand=np.zeros(len(page.by_hand), bool)) for page in pages]
    assert choose_for_pages(model, [*pages, *silver], pages) == choose_for_pages(model, pages, pages)


def test_a_model_that_errs_is_made_less_sure(pages: list[TrainingPage]) -> None:
    model = small_pages.model()
    wrong = [by_hand(page, wrong=True) for page in pages]
    assert choose_for_pages(model, wrong, pages).temperature > choose_for_pages(model, pages, pages).temperature
