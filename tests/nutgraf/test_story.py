"""What a whole page shows of a story."""

import numpy as np
import pytest
from hypothesis import given, settings

import small
from nutgraf.batch import batch_of_lines
from nutgraf.features import Prepared, prepare
from nutgraf.region import main_region
from nutgraf.story import STORY_COLUMNS, find_region, story_columns

PARAGRAPH = "it was said by all of them there that the pool at the harbour will be closed for a year and more of it."
WORDS = len(PARAGRAPH.split())


def prepared(documents: list[list[str]]) -> Prepared:
    return prepare(batch_of_lines(documents), small.model().common_words)


def story(ready: Prepared, scores: np.ndarray, headline: np.ndarray) -> np.ndarray:
    return story_columns(ready, scores, headline, find_region(ready, scores))


def random_answers(size: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(size)
    scores = random.random((size, 3), np.float32)
    return scores / scores.sum(1, keepdims=True), random.random(size, np.float32)


def test_region_is_that_of_body():
    ready = prepared([["Share", PARAGRAPH, "x"], ["x"]])
    scores = np.array([[0, 1, 0], [0.9, 0.1, 0], [0.2, 0.8, 0], [0.1, 0.9, 0]], np.float32)
    found, expected = find_region(ready, scores), main_region(scores[:, 0], ready.shape.words, ready.sequence)
    assert found.starts.tolist() == expected.starts.tolist() == [1, 3]
    assert found.ends.tolist() == expected.ends.tolist() == [2, 3]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("body's share of the words", 0.9 * WORDS / (WORDS + 1)),
        ("body's share of the region", 0.9),
        ("the region's share of the words", WORDS / (WORDS + 1)),
        ("lines that are body", 1 / 2),
        ("promo's share of the lines", 0.3 / 2),
        ("boilerplate's share of the lines", (0.1 + 0.7) / 2),
        ("the largest probability of a headline", 0.25),
        ("headlines", np.log1p(0.25)),
        ("words of body", np.log1p(0.9 * WORDS)),
    ],
)
def test_figures_of_a_page(what: str, value: float):
    scores = np.array([[0, 0.7, 0.3], [0.9, 0.1, 0]], np.float32)
    (row,) = story(prepared([["Share", PARAGRAPH]]), scores, np.array([0.25, 0], np.float32))
    assert np.isclose(row, value, rtol=1e-3).any(), what


def test_repetition_of_a_page_changes_shares_little():
    one, scores = ["Share", PARAGRAPH, "Menu"], np.array([[0, 1, 0], [0.9, 0.1, 0], [0, 1, 0]], np.float32)
    assert np.array_equal(*story(prepared([one, one]), np.tile(scores, (2, 1)), np.zeros(6, np.float32)))


@pytest.mark.parametrize("documents", [[], [[]], [[""]], [["- |"]]])
def test_pages_with_next_to_nothing(documents: list[list[str]]):
    size = sum(map(len, documents))
    found = story(prepared(documents), *random_answers(size))
    assert found.shape == (len(documents), STORY_COLUMNS)
    assert np.isfinite(found).all()


@settings(max_examples=25)
@given(small.DOCUMENTS)
def test_other_documents_do_not_matter(documents: list[list[str]]):
    scores, headline = random_answers(sum(map(len, documents)))
    together, begin = story(prepared(documents), scores, headline), 0
    for place, document in enumerate(documents):
        part = slice(begin, begin + len(document))
        assert np.array_equal(together[place], story(prepared([document]), scores[part], headline[part])[0])
        begin += len(document)
