"""The command, part by part, on a corpus of its own with labellers whose answers are known."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import nutgraf
from nutgraf.labels import Label
from nutgraf_training import ship
from nutgraf_training.benchmarks import cleaned, pages, quality
from nutgraf_training.benchmarks.extractors import Extractor
from nutgraf_training.benchmarks.tables import BEGIN, END
from nutgraf_training.dataset import write
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from stories import STORY, PageLabeller

PROMO = "Lido of the town to open on Sundays -"


@pytest.fixture
def folder(tmp_path: Path, add_page: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Corpora, hand labels and a sibling in one folder; half of the sites are held out."""
    for corpus in ("aed", "wcxb", "fundus", "traf", "storyless"):
        add_page(corpus, f"{corpus}-apart", "apart.example")
        add_page(corpus, f"{corpus}-seen", "seen.example")
    add_page("aeb", "bench", "bench.example", articleBody="\n".join(STORY))
    (tmp_path / "heldout_sites.txt").write_text("apart.example\nother.example\n")
    lines = (*(LabelledLine(text, Label.BODY) for text in STORY), LabelledLine("Share", Label.BOILERPLATE))
    lines += (LabelledLine(PROMO, Label.PROMO),)
    hand = [LabelledDocument(f"hand{n}-win", site, lines) for n, site in enumerate(("other.example", "seen.example"))]
    for name in ("train", "dev", "windows"):
        write(tmp_path / f"{name}.jsonl", hand)
    (tmp_path / "model.json").write_text("{}")
    monkeypatch.setattr(nutgraf, "load", lambda _path: PageLabeller())
    extractor = Extractor("trafilatura", ("numpy",), lambda _html, _language: "\n".join(STORY[:3]))
    monkeypatch.setattr(pages, "EXTRACTORS", {"trafilatura": extractor})
    monkeypatch.setattr(cleaned, "CLEANED", ("trafilatura",))
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    common = ["--corpora", str(folder), "--gold", str(folder), "--sibling", str(folder), "--cache", str(folder / "c")]
    return CliRunner().invoke(quality.main, [*common, "--jobs", "1", *arguments])


def rows(result: Result) -> dict[tuple[str, str, str], float]:
    assert result.exit_code == 0, result.output
    # Some versions of click mix what is said of the progress with the rows.
    found = [json.loads(line) for line in result.output.splitlines() if line.startswith("{")]
    return {(row["benchmark"], row["name"], row["figure"]): row["value"] for row in found}


def test_pages_of_held_out_sites(folder: Path):
    found = rows(run(folder, "--only", "pages", "--json"))
    assert found["pages", "trafilatura", "word F1"] == pytest.approx(2 / 3, abs=0.01)
    gain = found["pages", pages.FROM_TEXT, "gain"]
    assert gain == pytest.approx(10 / 11 - 2 / 3, abs=0.01)


def test_everything_goes_into_the_card(folder: Path):
    card = folder / "README.md"
    card.write_text(f"# Card\n{BEGIN}\n{END}\n")
    shown = run(folder, "--card", str(card))
    assert shown.exit_code == 0, shown.output
    text = card.read_text()
    for name in ("nutgraf, HTML", "C4 line rules", "hashed n-grams", "tilde after, not in training", "4-shingle F1"):
        assert name in text
        assert name in shown.stdout
    assert (folder / "quality-pages.svg").exists()
    assert (folder / "quality-body.svg").exists()


def test_a_card_needs_all_parts(folder: Path):
    (folder / "README.md").write_text("")
    refused = run(folder, "--only", "size", "--card", str(folder / "README.md"))
    assert refused.exit_code == 2
    assert "leave --only out" in refused.output


def test_a_card_without_marks_is_one_line(folder: Path):
    (folder / "README.md").write_text("# Card\n")
    failed = run(folder, "--card", str(folder / "README.md"))
    assert failed.exit_code == 1
    assert "Error: " in failed.output
    assert not (folder / "c").exists()  # before anything is measured
    assert "Traceback" not in failed.output


def test_a_missing_sibling_is_fitted(folder: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[list[str]] = []
    monkeypatch.setattr(ship.main, "main", lambda arguments, **_: asked.append(arguments))
    quality.make_sibling(folder / "none", lambda _: None)
    quality.make_sibling(folder, lambda _: None)
    assert asked == [["--sibling", str(folder / "none"), "--sibling-only"]]
