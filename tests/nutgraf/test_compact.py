"""The n-grams' weights on their way into a file and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.compact import IN_BYTES, Compact, compact, expand
from nutgraf.ngrams import ANSWERS, WEIGHT_LIMIT

ROWS = 1000
ROW, ANSWER = st.integers(0, ROWS - 1), st.integers(0, len(ANSWERS) - 1)
WEIGHT = st.one_of(st.integers(-WEIGHT_LIMIT, WEIGHT_LIMIT), st.sampled_from([-129, -128, 127, 128, -9, -8, 7, 8]))


def weights_of(entries: dict[tuple[int, int], int]) -> np.ndarray:
    weights = np.zeros((ROWS, len(ANSWERS)), np.int16)
    for place, weight in entries.items():
        weights[place] = weight
    return weights


@given(st.dictionaries(st.tuples(ROW, ANSWER), WEIGHT, max_size=12))
def test_what_is_expanded_is_what_was_compacted(entries: dict[tuple[int, int], int]) -> None:
    weights = weights_of(entries)
    assert np.array_equal(expand(compact(weights)), weights)


def test_only_what_fits_nowhere_else_is_listed() -> None:
    last = len(ANSWERS) - 1
    saved = compact(weights_of({(0, 0): 127, (1, 0): -128, (2, last): 7, (3, last): -8, (4, IN_BYTES): 8, (5, 0): 200}))
    assert dict(zip(saved.places.tolist(), saved.beyond.tolist(), strict=True)) == {5: 200, IN_BYTES * ROWS + 4: 8}


def with_one_beyond(place: int, weight: int) -> Compact:
    saved = compact(weights_of({}))
    return Compact(saved.bytes, saved.halves, np.array([place], np.uint32), np.array([weight], np.int16))


@pytest.mark.parametrize("place", [ROWS * len(ANSWERS), (1 << 32) - 1])
def test_a_place_outside_the_table_is_refused(place: int) -> None:
    with pytest.raises(ValueError, match=f"at {place}, expected below"):
        expand(with_one_beyond(place, 9))


@pytest.mark.parametrize("weight", [WEIGHT_LIMIT + 1, -WEIGHT_LIMIT - 1, -(1 << 15)])
def test_a_weight_beyond_the_limit_is_refused(weight: int) -> None:
    with pytest.raises(ValueError, match="beyond"):
        expand(with_one_beyond(0, weight))
