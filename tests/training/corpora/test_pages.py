from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.errors import InputError
from nutgraf_training.corpora.build import own_address, page_title
from nutgraf_training.corpora.pages import read_corpus


def test_pages_come_in_the_order_of_the_gold(corpora: Path) -> None:
    pages = list(read_corpus(corpora / "pages"))
    assert [page.id for page in pages] == ["harbour", "minato", "front", "shop"]
    assert pages[0].html().startswith(b"<!DOCTYPE html>")
    assert pages[2].paragraphs == ()


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        ('{"id": "a"}', "expected an object with id, site and paragraphs"),
        ("not json", "expected an object with id, site and paragraphs"),
        ('{"id": "a", "site": "s", "paragraphs": []}', "is missing"),
    ],
)
def test_broken_gold_is_named_by_line(tmp_path: Path, gold: str, reason: str) -> None:
    (tmp_path / "gold.jsonl").write_text(f"\n{gold}\n")
    with pytest.raises(InputError, match=rf"gold\.jsonl, line 2: .*{reason}"):
        list(read_corpus(tmp_path))


def test_a_folder_that_is_no_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no gold\.jsonl"):
        list(read_corpus(tmp_path))


def test_title_and_own_address() -> None:
    html = "<title>\n Boats &amp; quays </title><link href='https://a.example/x' rel='canonical'>"
    assert page_title(html) == "Boats & quays"
    assert own_address(html) == "https://a.example/x"
    assert own_address('<meta property="og:url" content="https://a.example/y">') == "https://a.example/y"
    assert own_address("<p>none</p>") == ""
