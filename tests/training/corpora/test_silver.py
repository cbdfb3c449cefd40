"""Whole pages: every block gets the label that a person gave it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.labels import Label
from nutgraf_training.corpora.build import LabelledPage, label_page, read_pages

CASES = Path(__file__).parents[2] / "cases" / "pages"
IDS = sorted(path.stem for path in (CASES / "labels").glob("*.tsv"))


def labelled(corpora: Path, name: str) -> LabelledPage:
    return next(label_page(page) for page in read_pages(corpora, ["pages"]) if page.id == name)


@pytest.mark.parametrize("name", IDS)
def test_blocks_get_the_labels_a_person_gave_them(corpora: Path, name: str) -> None:
    page = labelled(corpora, name)
    found = []
    for index, (block, label) in enumerate(zip(page.blocks, page.silver.labels, strict=True)):
        found.append(f"{'headline' if index == page.silver.headline else label or 'open'}\t{block.text}")
    assert found == (CASES / "labels" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()


def test_all_of_the_gold_is_found(corpora: Path) -> None:
    assert [label_page(page).silver.coverage for page in read_pages(corpora, ["pages"])] == [1.0, 1.0, 1.0, 1.0]


def test_a_page_of_another_text_is_not_usable(corpora: Path) -> None:
    page = next(page for page in read_pages(corpora, ["pages"]) if page.id == "harbour")
    other = (
        "<html><body><p>Nothing of the story stands here, not even one of its sentences or its names.</p></body></html>"
    )
    assert not label_page(page, other).usable


def test_the_document_of_a_page_has_its_labels(corpora: Path) -> None:
    document = labelled(corpora, "harbour").document()
    assert document.kind == "page"
    assert document.source == "harbourpost.example"
    assert document.headline is not None
    assert document.lines[document.headline].label is Label.BODY
