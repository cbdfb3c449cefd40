"""What the caller is told of a text that is no news page; what is one is not warned of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nutgraf
from nutgraf.depth import FEWEST_LINES, UNSEEN_SCRIPTS, depth_warnings

CASES = Path(__file__).parents[1] / "cases"
NO_NEWS = {
    "code-python": "program code",
    "code-javascript": "program code",
    "data-json": "program code",
    "poem": "verse",
    "poem-de": "verse",
    "chat": "chat log",
    "chat-names": "chat log",
    "greek": "Greek",
    "hindi": "Devanagari",
    "thai": "Thai",
    "georgian": "Georgian",
    "armenian": "Armenian",
}


def told(text: str, confidence: float = 0.95) -> list[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    scores = np.tile(np.array([confidence, 1 - confidence, 0], np.float32), (len(lines), 1))
    return list(depth_warnings(text, lines, scores))


@pytest.mark.parametrize("name", NO_NEWS)
def test_text_that_is_no_news_is_told(name: str) -> None:
    (warning,) = told((CASES / "no-news" / f"{name}.txt").read_text(encoding="utf-8"))
    assert NO_NEWS[name] in warning


@pytest.mark.parametrize(
    "path", sorted([*CASES.glob("stories/*.txt"), *CASES.glob("storyless/*.txt")]), ids=lambda path: path.stem
)
def test_pages_of_news_sites_are_not(path: Path) -> None:
    assert told(path.read_text(encoding="utf-8")) == []


def test_low_confidence_is_told_of_texts_of_some_length() -> None:
    text = "\n".join(["The council votes on the pool"] * FEWEST_LINES)
    assert told(text, 0.9) == []
    (warning,) = told(text, 0.5)
    assert "unsure" in warning
    assert "0.50" in warning
    assert told("One line", 0.5) == []


def test_blank_lines_say_nothing() -> None:
    lines = ["ana: hello there"] * FEWEST_LINES + ["", " "] * 20
    document = nutgraf.load().label_lines(lines)
    assert document.warnings == nutgraf.load().label("\n".join(lines)).warnings != ()


def test_a_few_letters_of_another_script_are_nothing() -> None:
    greek = (CASES / "no-news" / "greek.txt").read_text(encoding="utf-8")
    assert told(greek + "The council voted on Tuesday to close the old pool at the harbour. " * 20) == []
    assert told("π = 3.14 Ω") == []


def test_scripts_are_in_order_and_apart() -> None:
    bounds = [bound for script in UNSEEN_SCRIPTS for bound in script]
    assert bounds == sorted(bounds)


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert all("\n" not in warning for warning in told(text))


def test_documents_tell_it_after_what_was_remarked() -> None:
    text = (CASES / "no-news" / "greek.txt").read_text(encoding="utf-8")
    document = nutgraf.load().label(text)
    assert document.remarks == ()
    assert any("Greek" in warning for warning in document.warnings)
    page = "".join(f"<p>{line}</p>" for line in text.splitlines())
    assert any("Greek" in warning for warning in nutgraf.load().label_html(page).warnings)
