"""What tells the headline's line, on a page worked out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings

import small
from nutgraf.batch import batch_of_lines
from nutgraf.features import Prepared, feature_columns, line_evidence, prepare
from nutgraf.headline import ANCHOR_WORDS, SHARED_NAMES, _equal_above, _first_flags, headline_columns
from nutgraf.region import Region
from nutgraf.schema import headline_names
from nutgraf.sequence import Sequence
from nutgraf.shape import Columns
from nutgraf.story import find_region

PARAGRAPH = "it was said by them that the harbour pool will be closed for all of the coming year."
assert len(PARAGRAPH.split()) >= ANCHOR_WORDS
PAGE = ["Share", "Harbour Pool to Close", "Share", PARAGRAPH, "Menu", PARAGRAPH, "Share"]
BODY = np.array([0.1, 0.5, 0.1, 0.9, 0.1, 0.9, 0.1], np.float32)
HEADLINE = np.array([0, 0.4, 0, 0, 0.1, 0, 0], np.float32)
ANCHOR = 3


def prepared(documents: list[list[str]]) -> Prepared:
    return prepare(batch_of_lines(documents), small.model().common_words)


def columns(documents: list[list[str]], body: np.ndarray, headline: np.ndarray) -> Columns:
    ready = prepared(documents)
    scores = np.stack([body, 0.6 * (1 - body), 0.4 * (1 - body)], 1).astype(np.float32)
    shared = feature_columns(ready, line_evidence(ready, small.model().table))
    return headline_columns(ready, shared, scores, headline, find_region(ready, scores))


@pytest.fixture(scope="module")
def page() -> Columns:
    """The page's columns; another page stands before it and one without a story behind."""
    others = np.concatenate([BODY, BODY, 0 * BODY])
    found = columns([PAGE, PAGE, PAGE], others, np.concatenate([HEADLINE] * 3))
    return {name: values[7:14] for name, values in found.items()}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("anchor_found", [1] * 7),
        ("before_anchor", [1, 1, 1, 0, 0, 0, 0]),
        ("lines_to_anchor", np.log1p([2, 1, 0, 0, 0, 0, 0])),
        ("words_to_anchor", np.log1p([5, 1, 0, 0, 0, 0, 0])),
        ("candidates_to_anchor", np.log1p([1, 0, 0, 0, 0, 0, 0])),
        ("headlines_to_anchor", np.log1p([0.4, 0, 0, 0, 0, 0, 0])),
        ("lines_after_anchor", np.log1p([0, 0, 0, 0, 1, 2, 3])),
        ("p_headline", HEADLINE),
        ("p_headline_share", HEADLINE / np.float32(0.4)),
        ("headline_above", [0, 0, 0.4, 0.4, 0.4, 0.5, 0.5]),
        ("p_body", BODY),
        ("p_promo", 0.4 * (1 - BODY)),
        ("p_body@-1", [0, *BODY[:-1]]),
        ("p_body@+1", [*BODY[1:], 0]),
        ("no_body_above", [1, 1, 0, 0, 0, 0, 0]),
        ("from_top", np.log1p(np.arange(7))),
        ("equal_above", np.log1p([0, 0, 1, 0, 0, 1, 2])),
    ],
)
def test_by_hand(page: Columns, name: str, values: np.ndarray):
    np.testing.assert_allclose(page[name], values, rtol=1e-3, atol=1e-3)


def test_the_region_begins_at_one_line(page: Columns):
    (start,) = np.flatnonzero(page["at_region_start"])
    np.testing.assert_allclose(page["before_region"], np.log1p(np.maximum(start - np.arange(7), 0)), rtol=1e-6)
    np.testing.assert_allclose(page["after_region_start"], np.log1p(np.maximum(np.arange(7) - start, 0)), rtol=1e-6)


def test_the_headline_shares_most_words_with_the_story(page: Columns):
    before = slice(0, ANCHOR)
    for name in ("overlap_lead", "depth_lead", "depth_story", "depth_weight", "overlap_story"):
        assert np.argmax(page[name][before]) == 1, name


def test_a_page_without_a_story_has_no_anchor():
    found = columns([PAGE], 0 * BODY, HEADLINE)
    for name in ("anchor_found", "before_anchor", "lines_to_anchor", "lines_after_anchor", "depth_lead"):
        assert not found[name].any(), name


def test_first_flags():
    sequence = Sequence(np.array([0, 3, 3, 5, 6]))
    found, first = _first_flags(np.array([False, True, True, False, False, True]), sequence)
    assert found.tolist() == [True] * 3 + [False] * 2 + [True]
    assert first[found].tolist() == [1, 1, 1, 5]


def test_equal_lines_above():
    ready = prepared([["a", "b", "A ", "a"], ["a", "", ""]])
    assert _equal_above(ready).tolist() == [0, 0, 1, 2, 0, 0, 1]


def test_shared_names_are_columns_of_the_network():
    assert len(set(SHARED_NAMES)) == len(SHARED_NAMES)
    assert set(SHARED_NAMES) <= set(headline_names())


@settings(max_examples=20)
@given(small.DOCUMENTS)
def test_other_documents_do_not_matter(documents: list[list[str]]):
    size = sum(map(len, documents))
    random = np.random.default_rng(size)
    body, headline = random.random(size, np.float32), random.random(size, np.float32)
    together, begin = columns(documents, body, headline), 0
    for document in documents:
        part = slice(begin, begin + len(document))
        alone = columns([document], body[part], headline[part])
        for name, values in alone.items():
            assert np.isfinite(values).all(), name
            assert np.array_equal(together[name][part], values), name
        begin += len(document)


def test_region_can_be_given():
    # Where the region lies is the caller's to say: the columns follow it.
    ready = prepared([PAGE])
    scores = np.full((7, 3), 1 / 3, np.float32)
    shared = feature_columns(ready, line_evidence(ready, small.model().table))
    region = Region(np.array([2]), np.array([4]), np.array([1.0]))
    found = headline_columns(ready, shared, scores, HEADLINE, region)
    assert found["at_region_start"].tolist() == [0, 0, 1, 0, 0, 0, 0]
