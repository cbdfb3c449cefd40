"""Pages with and without a story, written for this: short stories and long fronts are among them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import nutgraf

CASES = Path(__file__).parents[1] / "cases"
STORIES, STORYLESS = (sorted((CASES / name).glob("*.txt")) for name in ("stories", "storyless"))
#: Share of each kind that must be told. Stories count more: what is said to have none loses its headline, too.
STORIES_TOLD, STORYLESS_TOLD = 0.95, 0.9


@cache
def has_story(path: Path) -> bool:
    return nutgraf.load().label(path.read_text(encoding="utf-8")).has_story


def missed(paths: list[Path], expected: bool) -> list[str]:
    return [path.stem for path in paths if has_story(path) != expected]


def test_stories_are_told() -> None:
    wrong = missed(STORIES, True)
    assert len(wrong) <= (1 - STORIES_TOLD) * len(STORIES), wrong


def test_pages_without_a_story_are_told() -> None:
    wrong = missed(STORYLESS, False)
    assert len(wrong) <= (1 - STORYLESS_TOLD) * len(STORYLESS), wrong


def words(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").split())


def test_it_is_not_told_by_length() -> None:
    """Stories here are shorter than most pages without one, and the longest are fronts: no length divides them."""
    lengths = np.array([words(path) for path in (*STORIES, *STORYLESS)])
    story = np.arange(len(lengths)) < len(STORIES)
    by_length = max(float(((lengths >= limit) == story).mean()) for limit in (0, *lengths))
    answers = np.array([has_story(path) for path in (*STORIES, *STORYLESS)])
    assert by_length < (answers == story).mean()
    assert np.median(lengths[story]) < np.median(lengths[~story])


@pytest.mark.parametrize("name", ["front-en-long", "front-en-headlines", "front-ru", "shop-grid-en", "weather-en"])
def test_plain_cases_without_a_story(name: str) -> None:
    assert not has_story(CASES / "storyless" / f"{name}.txt")
