"""What extractors give is kept by version and page."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nutgraf_training.benchmarks.extracted import declared_language, extracted
from nutgraf_training.benchmarks.extractors import Extractor
from nutgraf_training.corpora.pages import Page, read_corpus


class Counting:
    """An extractor that notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, html: str, language: str) -> str:
        self.asked.append(language)
        if language == "xx":
            raise ValueError("unknown language")
        return f"{len(html)} {language}"


@pytest.fixture
def pages(tmp_path: Path, add_page: Callable[..., None]) -> list[Page]:
    add_page("aed", "one", "one.example")
    add_page("aed", "two", "two.example", language="de")
    return list(read_corpus(tmp_path / "aed"))


def test_a_page_is_extracted_once(tmp_path: Path, pages: list[Page]):
    counting = Counting()
    extractor = Extractor("counting", ("numpy",), counting)
    first = extracted(extractor, pages[:1], tmp_path / "cache")
    both = extracted(extractor, pages, tmp_path / "cache")
    assert counting.asked == ["en", "de"]
    assert both[:1] == first
    assert both[1].endswith("de")


def test_another_version_is_asked_anew(tmp_path: Path, pages: list[Page]):
    counting = Counting()
    extracted(Extractor("counting", ("numpy",), counting), pages, tmp_path)
    extracted(Extractor("counting", ("numpy", "click"), counting), pages, tmp_path)
    extracted(Extractor("counting", ("numpy",), counting, "no comments"), pages, tmp_path)
    assert len(counting.asked) == 6


def test_a_changed_page_is_asked_anew(tmp_path: Path, pages: list[Page]):
    counting = Counting()
    extractor = Extractor("counting", ("numpy",), counting)
    extracted(extractor, pages, tmp_path)
    pages[0].file.write_bytes(pages[1].file.read_bytes())
    extracted(extractor, pages, tmp_path)
    assert counting.asked == ["en", "de", "en"]


def test_a_failure_is_an_empty_text_and_is_told(
    tmp_path: Path, add_page: Callable[..., None], capsys: pytest.CaptureFixture[str]
):
    add_page("aed", "odd", "odd.example", language="xx")
    pages = list(read_corpus(tmp_path / "aed"))
    extractor = Extractor("counting", ("numpy",), Counting())
    for _ in range(2):  # from the cache, too
        assert extracted(extractor, pages, tmp_path) == [""]
        assert capsys.readouterr().err == "counting failed on 1 pages, counted as empty: odd\n"


@pytest.mark.parametrize(
    ("html", "language"),
    [('<html lang="de-AT">', "de"), ("<html lang=''>", ""), ("<p>no word of it</p>", ""), ("<html lang>", "")],
)
def test_declared_language(html: str, language: str):
    assert declared_language(html) == language
