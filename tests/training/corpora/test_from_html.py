from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.errors import InputError
from nutgraf_training.corpora.build import label_page
from nutgraf_training.corpora.from_html import convert
from nutgraf_training.corpora.pages import read_corpus

TEXT = "The harbour office opens at nine on all days of the week from now on."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "own"
    (pages / "sub").mkdir(parents=True)
    (pages / "a.html").write_text(f"<html lang='en-GB'><h1>Office hours</h1><p>{TEXT}</p></html>", encoding="utf-8")
    (pages / "a.txt").write_text(f"\n{TEXT}\n\n", encoding="utf-8")
    (pages / "sub" / "b.htm").write_text("<link rel=canonical href=https://www.b.example/x>", encoding="utf-8")
    return pages


def test_what_is_converted_can_be_read_and_labelled(folder: Path, tmp_path: Path) -> None:
    assert convert(folder, tmp_path / "out", storyless=True) == 2
    first, second = read_corpus(tmp_path / "out")
    assert (first.id, first.site, first.language, first.paragraphs) == ("a", "own", "en", (TEXT,))
    assert (second.id, second.site, second.paragraphs) == ("sub-b", "b.example", ())
    assert label_page(first).silver.coverage == 1.0


def test_a_site_can_be_given(folder: Path, tmp_path: Path) -> None:
    convert(folder, tmp_path / "out", site="mine.example", storyless=True)
    assert {page.site for page in read_corpus(tmp_path / "out")} == {"mine.example"}


def test_a_missing_text_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"b\.htm: its story's text b\.txt is missing"):
        convert(folder, tmp_path / "out")


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.html files"):
        convert(tmp_path, tmp_path / "out")


def test_two_pages_of_one_id_are_named(folder: Path, tmp_path: Path) -> None:
    (folder / "sub-b.html").write_text("<p>x</p>")
    with pytest.raises(InputError, match="two pages would get the id sub-b"):
        convert(folder, tmp_path / "out", storyless=True)
