"""Headline and story: which lines and pages are learnt from."""

import numpy as np
import pytest

from nutgraf.labels import Label
from nutgraf.network import softmax
from nutgraf.story import STORY_COLUMNS
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.pages import STORY_CHARACTERS, PageColumns, constant, fit_headline, fit_story, own_headline

RANDOM = np.random.default_rng(0)


def document(*lines: tuple[str, Label], headline: int | None = None) -> LabelledDocument:
    return LabelledDocument("d", "s", tuple(LabelledLine(*line) for line in lines), headline)


@pytest.mark.parametrize(
    ("first_body", "found"),
    [
        ("Council votes to close pool", 1),
        ("Will the council close the pool?", 1),
        ("The council voted to close the pool.", None),
        ("He said: “We will close the pool.”", None),
        ("Pool closes", None),
        ("word " * 23, None),
    ],
)
def test_own_headline_by_its_look(first_body: str, found: int | None):
    lines = (("Share", Label.BOILERPLATE), (first_body, Label.BODY), ("Another body line to be told", Label.BODY))
    assert own_headline(document(*lines)) == found
    assert own_headline(document(*lines, headline=2)) == 2


def test_no_body_no_headline():
    assert own_headline(document(("Council votes to close pool", Label.PROMO))) is None


@pytest.mark.parametrize("answer", [0, 1])
def test_constant(answer: int):
    probabilities = softmax(constant(5, answer).odds(np.ones((3, 5), np.float32)))
    assert (probabilities[:, answer] > 0.999).all()


def pages(count: int, columns: int = 6) -> PageColumns:
    headline = [RANDOM.standard_normal((5, columns)).astype(np.float32) for _ in range(count)]
    return PageColumns(headline, RANDOM.standard_normal((count, STORY_COLUMNS)).astype(np.float32))


def test_headline_is_learnt_from_the_documents_that_name_it():
    lines = [("Council votes to close pool", Label.BODY)] * 5
    named = [document(*lines, headline=i % 5) for i in range(120)]
    found = pages(120)
    for place, page in enumerate(named):
        found.headline[place][page.headline or 0, 0] += 8
    network = fit_headline(named, found, 0)
    best = [int(network.odds(rows)[:, 1].argmax()) for rows in found.headline]
    assert np.mean([a == page.headline for a, page in zip(best, named, strict=True)]) > 0.95
    again = fit_headline(named, found, 0)
    assert all(np.array_equal(a, b) for a, b in zip(network.weights, again.weights, strict=True))


def test_no_headline_anywhere():
    network = fit_headline([document(("Share", Label.BOILERPLATE))] * 5, pages(5), 0)
    assert (softmax(network.odds(np.ones((2, 6), np.float32)))[:, 1] < 0.01).all()


LONG, SHORT = ("x" * STORY_CHARACTERS, Label.BODY), ("x", Label.BODY)
NONE = ("Share", Label.BOILERPLATE)


@pytest.mark.parametrize("count", [150, 6000])
def test_story_is_learnt(count: int):
    has_story = np.arange(count) % 3 > 0
    found = pages(count)
    found.story[:, 0] += np.where(has_story, 8, -8)
    network = fit_story([document(LONG if story else NONE) for story in has_story], found, 0)
    right = (network.odds(found.story)[:, 1] > 0) == has_story
    assert (right[has_story].mean() + right[~has_story].mean()) / 2 > 0.9


@pytest.mark.parametrize("lines", [[LONG], [SHORT], [LONG, SHORT], [SHORT, NONE]])
def test_one_kind_of_page_teaches_nothing(lines: list[tuple[str, Label]]):
    # Short bodies do not count; with nothing to tell apart, a page has a story.
    network = fit_story([document(line) for line in lines * 12], pages(12 * len(lines)), 0)
    assert (softmax(network.odds(np.ones((2, STORY_COLUMNS), np.float32)))[:, 1] > 0.99).all()
