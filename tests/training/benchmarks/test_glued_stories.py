"""Stories with headlines glued on: every label is exact, nothing of the story's own site is among the headlines."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fakes import FakeLabeller
from nutgraf.labels import Label
from nutgraf_training.benchmarks.glued_stories import (
    DECORATIONS,
    ENOUGH_HEADLINES,
    PLACES,
    Story,
    glue,
    glued_rows,
    headlines,
    stories,
)
from nutgraf_training.corpora.decorations import TRAINING_DECORATIONS, Headline
from nutgraf_training.corpora.pages import read_corpus
from nutgraf_training.labelled import LabelledDocument, LabelledLine

LONG = "The council voted six to five to close the pool"
POOL = [Headline(f"Lido number {n} to open on Sundays", f"{n % 3}.example", "en") for n in range(60)]
STORY = Story("one", "1.example", "en", tuple(f"{LONG} on day {n}." for n in range(5)))


def hand(name: str, *lines: tuple[str, Label]) -> LabelledDocument:
    return LabelledDocument(name, "hand.example", tuple(LabelledLine(*line) for line in lines))


def test_hand_labels_before_gold(tmp_path: Path, add_page: Callable[..., None]):
    add_page("aed", "a", "a.example")
    add_page("aed", "b", "b.example")
    add_page("aed", "short", "c.example", paragraphs=["One line", "", "and another"])
    body = [(f"{LONG} {n}", Label.BODY) for n in range(3)]
    made = stories(
        list(read_corpus(tmp_path / "aed")),
        [hand("a-win", *body, ("Share", Label.BOILERPLATE)), hand("a-res", *body), hand("none-win", body[0])],
        {"a": "de"},
    )
    assert [story.id for story in made] == ["a", "b"]
    assert made[0] == Story("a", "hand.example", "de", tuple(text for text, _ in body))
    assert len(made[1].lines) == 6


def test_headlines_are_promos_of_a_headline_s_length():
    document = hand(
        "a-win",
        ("Lido to open on Sundays", Label.PROMO),
        ("Lido to open on Sundays", Label.PROMO),
        ("More", Label.PROMO),
        ("word " * 40, Label.PROMO),
        ("Council votes to close the pool", Label.BODY),
    )
    assert headlines([document], {"a": "en"}) == [Headline("Lido to open on Sundays", "hand.example", "en")]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("seed", range(5))
def test_labels_are_exact(place: str, seed: int):
    document = glue(STORY, POOL, place, DECORATIONS["bare"], np.random.default_rng(seed))
    texts = {line.text: line.label for line in document.lines}
    glued = [text for text, label in texts.items() if label is Label.PROMO]
    assert [text for text, label in texts.items() if label is Label.BODY] == list(STORY.lines)
    assert 3 <= len(glued) <= 20
    assert set(glued) <= {headline.text for headline in POOL if headline.source != "1.example"}
    first, last = (document.lines[at].label is Label.PROMO for at in (0, -1))
    assert (first, last) == (place == "start", place == "end")


def test_headlines_in_the_story_s_language_where_there_are_enough():
    german = [Headline(f"Freibad {n} öffnet an Sonntagen wieder", "0.example", "de") for n in range(ENOUGH_HEADLINES)]
    for pool, languages in (([*POOL, *german], {"de"}), ([*POOL, *german[1:]], {"de", "en"})):
        known = {headline.text: headline.language for headline in pool}
        story = Story("one", "1.example", "de", STORY.lines)
        drawn = {
            known[line.text]
            for seed in range(10)
            for line in glue(story, pool, "end", DECORATIONS["bare"], np.random.default_rng(seed)).lines
            if line.label is Label.PROMO
        }
        assert drawn == languages


def test_two_decorations_are_not_in_training():
    kinds = [kind for kind in DECORATIONS if "not in training" in kind]
    known = {decoration.name for decoration in TRAINING_DECORATIONS}
    assert len(kinds) == 2
    assert not known & {decoration.name for kind in kinds for decoration in DECORATIONS[kind]}


def test_rows():
    rows = glued_rows("fake", FakeLabeller(), [STORY] * 5, POOL)
    assert len(rows) == 2 * (len(PLACES) * len(DECORATIONS) + 1)
    values = {(row.name, row.figure): row.value for row in rows}
    # The fake knows no promo but by a dash after it; headlines of 30 characters and more are body to it.
    assert values["fake: end, bare", "promo F1"] == 0
    single = [value for (name, figure), value in values.items() if figure == "body F1" and name != "fake: all"]
    assert min(single) < values["fake: all", "body F1"] < max(single)
    assert [row.name for row in rows[-2:]] == ["fake: all", "fake: all"]
    assert rows == glued_rows("fake", FakeLabeller(), [STORY] * 5, POOL)
