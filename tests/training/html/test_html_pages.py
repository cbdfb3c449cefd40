"""Labelled pages with their layout, and the model for pages as `make model` saves it."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import nutgraf
import small_pages
from nutgraf.errors import InputError
from nutgraf.labels import Label
from nutgraf_training import ship
from nutgraf_training.corpora.pages import Page
from nutgraf_training.heldout import PageFigures
from nutgraf_training.html import pages as html_pages
from nutgraf_training.html.fit import undeclared
from nutgraf_training.html.ship import HtmlFigures
from nutgraf_training.labelled import LabelledDocument, LabelledLine


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LabelledDocument:
    """A labelled document whose page is the only one of the corpora."""
    file = tmp_path / "harbour-0.html.gz"
    file.write_bytes(gzip.compress(small_pages.source("harbour").encode()))
    page = Page("harbour-0", "pages", "harbour.example", "en", "", "", (), file)
    monkeypatch.setattr(html_pages, "TRAINING", "pages")
    monkeypatch.setattr(html_pages, "read_corpus", lambda _: [page])
    return next(page.document for page in small_pages.pages() if page.document.id == "harbour-0")


def by_hand(document: LabelledDocument, suffix: str, *lines: LabelledLine) -> LabelledDocument:
    return LabelledDocument(f"{document.id}-{suffix}", document.source, lines)


def test_hand_labels_go_before_silver_ones(harbour: LabelledDocument) -> None:
    home, sport = harbour.lines[0], harbour.lines[1]
    assert home.label is Label.BOILERPLATE
    residue = by_hand(harbour, "res", LabelledLine(sport.text, Label.BODY))
    window = by_hand(
        harbour,
        "win",
        LabelledLine("Not on the page", Label.BODY),
        LabelledLine(f" {home.text} ", Label.PROMO),
        LabelledLine(sport.text, Label.PROMO),
    )
    (page,) = html_pages.read_training_pages(Path(), [harbour], [window, residue])
    assert [line.label for line in page.document.lines[:2]] == [Label.PROMO, Label.PROMO]
    assert page.by_hand.tolist()[:3] == [True, True, False]
    assert page.document.lines[3:] == harbour.lines[3:]


def test_a_headline_that_a_person_takes_for_something_else_is_none(harbour: LabelledDocument) -> None:
    assert harbour.headline is not None
    lines = [LabelledLine(line.text, None) for line in harbour.lines]
    lines[harbour.headline] = LabelledLine(harbour.lines[harbour.headline].text, Label.BOILERPLATE)
    (page,) = html_pages.read_training_pages(Path(), [harbour], [by_hand(harbour, "win", *lines)])
    assert page.document.headline is None


def test_pages_that_are_missing_or_have_other_lines(harbour: LabelledDocument) -> None:
    with pytest.raises(InputError, match="no page with this id"):
        html_pages.read_training_pages(Path(), [replace(harbour, id="other")], [])
    with pytest.raises(InputError, match="delete the cache"):
        html_pages.read_training_pages(Path(), [replace(harbour, lines=harbour.lines[1:], headline=None)], [])


def test_a_page_without_its_json_ld_is_the_same_page() -> None:
    page = small_pages.pages()[0].page
    assert undeclared(page).declared.story == {}
    assert undeclared(page).tree is page.tree


def test_both_models_are_saved_so_that_they_fit(tmp_path: Path) -> None:
    figures = PageFigures(1, 0.9, 1, 1.0, 1, 1.0, 0, 0.0)

    class Figures:
        def as_dict(self) -> dict[str, object]:
            return {"word_f1": 0.9}

    said: list[str] = []
    ship._ship(small_pages.model(), Figures(), HtmlFigures(figures, figures, 0.8), tmp_path / "m", said.append)  # type: ignore[arg-type]
    document = nutgraf.load(tmp_path / "m").label_html(small_pages.source("harbour"))
    assert document.warnings == ()
    assert np.isfinite(document.scores).all()
    assert len(said) == 2
