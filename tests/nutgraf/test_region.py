"""The main region, against all segments of each document."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import nothing_common
from nutgraf.features import prepare
from nutgraf.region import BALANCE, LIMIT, MOST_WORDS, belonging, main_region, region_columns
from nutgraf.sequence import STEPS, Sequence, to_steps

LINE = st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.integers(0, 80))
DOCUMENTS = st.lists(st.lists(LINE, max_size=8), max_size=6)


def columns(documents: list[list[tuple[float, int]]]) -> tuple[np.ndarray, np.ndarray, Sequence]:
    lines = [line for document in documents for line in document]
    body = np.array([line[0] for line in lines], np.float32)
    words = np.array([line[1] for line in lines], np.float32)
    return body, words, Sequence(np.cumsum([0, *map(len, documents)]))


def brute_force(gains: list[int]) -> tuple[int, int, int]:
    """Largest sum, and the segment that has it: of several the one that ends first, of these the shortest."""
    segments = [(a, b) for a in range(len(gains)) for b in range(a + 1, len(gains) + 1)]
    best = max((sum(gains[a:b]) for a, b in segments), default=0)
    if best <= 0:
        return 0, 0, 0
    b, _, a = min((b, b - a, a) for a, b in segments if sum(gains[a:b]) == best)
    return best, a, b


@given(DOCUMENTS)
def test_region_is_the_best_of_all_segments(documents: list[list[tuple[float, int]]]):
    body, words, sequence = columns(documents)
    region = main_region(body, words, sequence)
    gains = to_steps((body - BALANCE) * np.minimum(words, MOST_WORDS)).tolist()
    inside: list[bool] = []
    for document, lines in enumerate(documents):
        begin = int(sequence.bounds[document])
        best, a, b = brute_force(gains[begin : begin + len(lines)])
        assert region.weights[document] == best / STEPS
        assert (region.starts[document] - begin, region.ends[document] - begin) == (a, b)
        inside += [a <= place < b for place in range(len(lines))]
    assert region.inside(sequence).tolist() == inside


def test_furniture_between_paragraphs_is_bridged_and_far_ones_are_not():
    story, menu = (0.95, 40), (0.0, 5)
    body, words, sequence = columns([[menu] * 3 + [story, menu, story] + [menu] * 30 + [story]])
    region = main_region(body, words, sequence)
    assert (region.starts[0], region.ends[0]) == (3, 6)


def test_long_lines_count_as_at_most_so_many_words():
    body, words, sequence = columns([[(1.0, MOST_WORDS)], [(1.0, 100 * MOST_WORDS)]])
    assert len(set(main_region(body, words, sequence).weights.tolist())) == 1


@given(DOCUMENTS)
def test_a_line_belongs_by_the_best_segment_that_holds_it(documents: list[list[tuple[float, int]]]):
    body, words, sequence = columns(documents)
    region = main_region(body, words, sequence)
    found = belonging(body, words, sequence, region)
    gains = to_steps((body - BALANCE) * np.minimum(words, MOST_WORDS)).tolist()
    expected = []
    for document, (begin, end) in enumerate(pairwise(sequence.bounds.tolist())):
        start, stop, weight = region.starts[document], region.ends[document], region.weights[document]
        for line in range(begin, end):
            low, high = (begin, start) if line < start else (stop, end)
            best = max((sum(gains[a:b]) for a in range(low, line + 1) for b in range(line + 1, high + 1)), default=0)
            own = 1.0 if start <= line < stop else min(max(best / max(weight * STEPS, 1), 0), 1)
            expected.append(own)
    np.testing.assert_allclose(found, np.array(expected, np.float32), rtol=1e-6)


def test_the_second_part_of_a_parted_story_belongs_and_a_teaser_below_does_not():
    paragraph, menu, teaser = (0.95, 60), (0.0, 5), (0.6, 20)
    body, words, sequence = columns([[paragraph] * 6 + [menu] * 90 + [paragraph] * 5 + [menu] * 90 + [teaser]])
    region = main_region(body, words, sequence)
    found = belonging(body, words, sequence, region)
    assert (region.starts[0], region.ends[0]) == (0, 6)
    assert (found[96:101] > 0.8).all()
    assert found[-1] < 0.05
    assert (found[[6, 186]] == 0).all(), "furniture far from both parts"


@pytest.fixture
def page() -> dict[str, np.ndarray]:
    """Columns of a page of menu, two paragraphs, menu, with another page before and behind it."""
    paragraph = "The council voted on Tuesday to close the pool at the harbour, and the pool stays closed."
    other = ["x", "y"]
    prepared = prepare(batch_of_lines([other, ["Share", paragraph, paragraph, "Share"], other]), nothing_common())
    probabilities = np.full((8, 3), 0.05, np.float32)
    probabilities[[3, 4], 0] = 0.9
    probabilities[[0, 1, 2, 5, 6, 7], 1] = 0.9
    found = region_columns(probabilities, prepared.shape, prepared.sequence, prepared.relatedness)
    return {name: column[2:6] for name, column in found.items()}


def test_place_in_the_region(page: dict[str, np.ndarray]):
    one = np.log1p(1)
    expected = {
        "region_found": [1, 1, 1, 1],
        "region_inside": [0, 1, 1, 0],
        "region_before": [one, 0, 0, 0],
        "region_after": [0, 0, 0, one],
        "region_from_start": [0, 0, one, 0],
        "region_to_end": [0, np.log1p(2), one, 0],
        "region_line_share": [0.5] * 4,
        "region_word_share": [34 / 36] * 4,
    }
    for name, values in expected.items():
        np.testing.assert_allclose(page[name], values, rtol=1e-6, err_msg=name)


def test_neighbours(page: dict[str, np.ndarray]):
    sure = np.log(0.9 / 0.1)
    np.testing.assert_allclose(page["body_odds"][1:3], [sure, sure], rtol=1e-4)
    np.testing.assert_allclose(page["body_odds@+1"], [sure, sure, np.log(0.05 / 0.95), -LIMIT / 2], rtol=1e-4)
    np.testing.assert_allclose(page["body_mean_2"][0], (0.05 + 0.9 + 0.9) / 3, rtol=1e-3)
    np.testing.assert_allclose(page["down_to_likely_body"], [1, 1, 0, 0])
    np.testing.assert_allclose(page["up_to_label_line"], [0, 1, 1 / 2, 1 / 3], rtol=1e-6)


def test_overlap_counts_other_lines_only(page: dict[str, np.ndarray]):
    # The two paragraphs are the same: each has all its words in the other, which counts by its probability.
    np.testing.assert_allclose(page["overlap_body"], [0.05, 0.9, 0.9, 0.05], atol=1e-3)


def test_odds_are_cut():
    prepared = prepare(batch_of_lines([["a line", "another"]]), nothing_common())
    certain = np.array([[1, 0, 0], [0, 0, 1]], np.float32)
    found = region_columns(certain, prepared.shape, prepared.sequence, prepared.relatedness)
    assert found["body_odds"].tolist() == [LIMIT, -LIMIT]
    assert found["promo_odds"].tolist() == [-LIMIT, LIMIT]
