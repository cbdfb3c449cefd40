"""What nutgraf began with: a scraped story with other stories' headlines glued to it, in the ways they are glued."""

from collections.abc import Callable
from pathlib import Path

import pytest

import nutgraf

CASES = Path(__file__).parents[1] / "cases" / "glued"
STORY = (CASES / "story.txt").read_text(encoding="utf-8").splitlines()
HEADLINES = (CASES / "headlines.txt").read_text(encoding="utf-8").splitlines()

DECORATIONS: dict[str, Callable[[str], str]] = {
    "bare": str,
    "dash": lambda line: f"{line} -",
    "bullet": lambda line: f"• {line}",
    "guillemet": lambda line: f"» {line}",
    "read more": lambda line: f"Read more: {line}",
    "also read": lambda line: f"ALSO READ | {line}",
}


@pytest.fixture(scope="module")
def labeller() -> nutgraf.Labeller:
    return nutgraf.load()


def check(labeller: nutgraf.Labeller, lines: list[str]) -> None:
    document = labeller.label("\n".join(lines))
    wrong = {line.text: line.label for line in document.lines if (line.label == "body") != (line.text in STORY)}
    assert not wrong
    assert {line.label for line in document.lines if line.text not in STORY and line.text != "-"} == {"promo"}
    assert document.headline == STORY[0]


@pytest.mark.parametrize("decoration", DECORATIONS)
def test_at_the_end(labeller: nutgraf.Labeller, decoration: str):
    check(labeller, [*STORY, *map(DECORATIONS[decoration], HEADLINES)])


def test_at_the_end_after_a_lone_dash(labeller: nutgraf.Labeller):
    check(labeller, [*STORY, "-", *map(DECORATIONS["dash"], HEADLINES)])


@pytest.mark.parametrize("decoration", DECORATIONS)
def test_below_the_begin_of_a_story(labeller: nutgraf.Labeller, decoration: str):
    document = labeller.label("\n".join([*STORY[:4], *map(DECORATIONS[decoration], HEADLINES)]))
    assert [line.text for line in document.lines if line.label == "body"] == STORY[:4]


@pytest.mark.parametrize("decoration", DECORATIONS)
def test_all_in_the_middle(labeller: nutgraf.Labeller, decoration: str):
    check(labeller, [*STORY[:4], *map(DECORATIONS[decoration], HEADLINES), *STORY[4:]])


@pytest.mark.parametrize("decoration", DECORATIONS)
def test_two_in_the_middle(labeller: nutgraf.Labeller, decoration: str):
    two = list(map(DECORATIONS[decoration], HEADLINES[:2]))
    check(labeller, [*STORY[:4], *two, *STORY[4:]])


@pytest.mark.parametrize("decoration", DECORATIONS)
def test_at_the_start(labeller: nutgraf.Labeller, decoration: str):
    check(labeller, [*map(DECORATIONS[decoration], HEADLINES), *STORY])
