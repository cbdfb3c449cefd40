"""Whole pages of held-out sites, with a labeller whose answers are known."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import nutgraf
from nutgraf.document import Document
from nutgraf_training.benchmarks import cleaned, heldout_pages, pages
from nutgraf_training.benchmarks.extractors import Extractor
from nutgraf_training.corpora.pages import read_corpus
from stories import MENU, STORY, PageLabeller

pytestmark = pytest.mark.usefixtures("two_extractors")


@pytest.fixture
def two_extractors(monkeypatch: pytest.MonkeyPatch) -> None:
    """One extractor that loses everything, one that finds the whole page."""
    found = {
        "trafilatura": Extractor("trafilatura", ("numpy",), lambda _html, _language: ""),
        "everything": Extractor("everything", ("numpy",), lambda _html, _language: "\n".join((*STORY, *MENU))),
    }
    monkeypatch.setattr(cleaned, "CLEANED", ("everything",))
    monkeypatch.setattr(pages, "EXTRACTORS", found)


@pytest.fixture
def corpora(tmp_path: Path, add_page: Callable[..., None]) -> Path:
    for name in ("aed", "wcxb"):
        add_page(name, f"{name}-apart", "apart.example")
        add_page(name, f"{name}-seen", "seen.example")
    for number in range(5):
        add_page("fundus", f"de-{number}", "apart.example" if number < 2 else "seen.example", language="de")
    add_page("fundus", "en", "apart.example")
    add_page("fundus", "sv", "apart.example", language="sv")
    (tmp_path / "heldout_sites.txt").write_text("apart.example\nother.example\n")
    return tmp_path


def test_pages_of_held_out_sites_only(corpora: Path):
    ids = [page.id for page in pages.held_out_pages(corpora)]
    assert ids == ["aed-apart", "wcxb-apart", "de-0", "de-1", "en", "sv"]


def test_languages_with_pages_enough(corpora: Path):
    assert pages.measured_languages(corpora) == {"de"}


def test_scores(corpora: Path, tmp_path: Path):
    scores = pages.held_out_scores(PageLabeller(), corpora, tmp_path / "cache")  # type: ignore[arg-type]
    # The fake takes the first long line for the headline: five of six paragraphs are found, from HTML one less.
    assert scores.by_name[pages.FROM_TEXT] == pytest.approx(np.full(6, 2 * 5 / 11), abs=0.01)
    assert scores.by_name[pages.FROM_HTML] == pytest.approx(np.full(6, 2 * 4 / 10), abs=0.01)
    assert scores.mean("trafilatura") == 0
    assert 0.9 < scores.mean("everything") < 1
    assert scores.mean("everything, cleaned by us (balanced)") == 1
    assert scores.languages() == {"de": [2, 3], "en": [4], "sv": [5]}
    assert scores.mean(pages.FROM_TEXT, [2, 3]) == scores.by_name[pages.FROM_TEXT][2:4].mean()


def test_pages_without_json_ld(tmp_path: Path, add_page: Callable[..., None]):
    add_page("aed", "one", "one.example")
    page = next(read_corpus(tmp_path / "aed"))
    html = b'<p>One</p><script type="application/ld+json">{"a": 1}</SCRIPT ><script>kept</script><p>Two</p>'
    page.file.write_bytes(gzip.compress(html))
    seen: list[bytes] = []

    class Noting(PageLabeller):
        def label_html(self, html: bytes, url: str | None = None) -> Document:
            seen.append(html)
            return super().label_html(html, url)

    for json_ld in (True, False):
        pages.html_bodies(Noting(), [page], json_ld)  # type: ignore[arg-type]
    assert seen == [html, b"<p>One</p><script>kept</script><p>Two</p>"]


def test_losses_come_first():
    made = pages.PageScores(
        tuple("abc"),  # type: ignore[arg-type]
        {"ours": np.array([0.5, 0.2, 0.9]), "theirs": np.array([0.6, 0.9, 0.1])},
    )
    assert [loss.page for loss in pages.losses(made, "ours", "theirs")] == ["b", "a", "c"]


def test_command(corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(nutgraf, "load", lambda _path: PageLabeller())
    common = ["--corpora", str(corpora), "--sibling", str(tmp_path), "--cache", str(tmp_path / "cache")]
    shown = CliRunner().invoke(heldout_pages.main, common)
    assert shown.exit_code == 0, shown.output
    assert "aed:1" in shown.output
    assert "everything" in shown.output
    rows = CliRunner().invoke(heldout_pages.main, [*common, "--json"])
    parsed = [json.loads(line) for line in rows.stdout.splitlines()]
    assert [row["id"] for row in parsed] == ["aed-apart", "wcxb-apart", "de-0", "de-1", "en", "sv"]
    assert all(row["trafilatura"] == 0 for row in parsed)
