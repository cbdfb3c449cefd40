"""A story whose line breaks a scraper lost."""

from pathlib import Path

import pytest

import nutgraf
from nutgraf.labels import Label

STORIES = sorted((Path(__file__).parents[1] / "cases" / "stories").glob("*.txt"))
#: Shorter ones look like a caption or a teaser.
SHORTEST = 400
TEXTS = {path.stem: " ".join(path.read_text(encoding="utf-8").split("\n")) for path in STORIES}
LONG = [name for name, text in TEXTS.items() if len(text) >= SHORTEST]


def test_there_are_some():
    assert len(LONG) >= 5


@pytest.mark.parametrize("name", LONG)
def test_a_story_in_one_line_is_body(name: str):
    (line,) = nutgraf.load().label(TEXTS[name]).lines
    assert line.label is Label.BODY
