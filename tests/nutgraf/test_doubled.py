"""A text whose every line stands twice is labelled as the text."""

import numpy as np
import pytest

import small
from nutgraf.cleaning import cleaned
from nutgraf.document import Document
from nutgraf.doubled import step_of
from nutgraf.labeller import Labeller
from nutgraf.labels import Label
from nutgraf.rules import Rule, Rules
from nutgraf.spans import split

PAGES = [small.lines(document) for document in small.documents()[:12]]


def twice(lines: list[str]) -> list[str]:
    return [line for line in lines for _ in range(2)]


def check_like(found: Document, once: Document) -> None:
    for begin in (0, 1):
        assert np.array_equal(found.labels[begin::2], once.labels)
        np.testing.assert_allclose(found.scores[begin::2], once.scores, atol=1e-6)
    assert (found.headline, found.has_story) == (once.headline, once.has_story)


def test_alone_and_among_others():
    labeller = Labeller(small.model())
    texts = ["\n".join(page) for page in PAGES]
    doubled = ["\n".join(twice(page)) for page in PAGES]
    found = list(labeller.label_many([text for pair in zip(texts, doubled, strict=True) for text in pair]))
    for once, both in zip(found[::2], found[1::2], strict=True):
        check_like(both, once)
        assert len(both.lines) == 2 * len(once.lines)


@pytest.mark.parametrize("blanks", [0, 1])
def test_no_half_of_the_headline_stays(blanks: int):
    labeller = Labeller(small.model())
    told = 0
    for page in PAGES:
        spaced = [line for pair in twice(page) for line in (pair, *[""] * blanks)]
        found, once = labeller.label_lines(spaced), labeller.label_lines(page)
        told += once.headline is not None
        expected = [line for line in once.body.split("\n") if line]
        assert [line for line in found.body.split("\n") if line] == twice(expected)
        assert cleaned(found, headline=False) == found.body
    assert told > 3


def test_lines_that_are_split_already():
    labeller = Labeller(small.model())
    for page in PAGES[:4]:
        check_like(labeller.label_lines(twice(page)), labeller.label_lines(page))


def test_blank_lines_between_do_not_count():
    labeller, page = Labeller(small.model()), PAGES[0]
    spaced = [line for pair in zip(twice(page), [""] * 2 * len(page), strict=True) for line in pair]
    found = labeller.label_lines(spaced)
    once = labeller.label_lines(page)
    assert np.array_equal(found.labels[::2][::2], once.labels)
    assert (found.scores[1::2, 1] == 1).all()


def test_rules_speak_of_both():
    page = PAGES[0]
    labeller = Labeller(small.model()).with_rules(Rules((Rule(Label.PROMO, (page[0],), verdict=True),)))
    found = labeller.label("\n".join(twice(page)))
    assert {0, 1} <= set(found.notes)
    assert [line.label for line in found.lines[:2]] == ["promo", "promo"]


@pytest.mark.parametrize(
    "lines",
    [
        ["a", "a", "b", "b"],  # few
        ["a", "a", "b", "b", "c", "d"],
        ["a", "b", "b", "c", "c", "a"],
        ["a", "a", "b", "b", "c", "c", "d"],
    ],
)
def test_other_texts_are_looked_at_whole(lines: list[str]):
    text = "\n".join(lines)
    assert step_of(text, split(text)) == 1


def test_every_line_twice():
    text = "\n".join(twice(["a", "b", "b"]))
    assert step_of(text, split(text)) == 2
