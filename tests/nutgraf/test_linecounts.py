"""Counts of keys: exact at first, then from a sketch that is never too low."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import InputError
from nutgraf.linecounts import MOST_COUNT, CountMinSketch, LineCounts

KEYS = st.lists(st.one_of(st.integers(0, 40), st.integers(0, 2**64 - 1)), max_size=60)
PARTS = st.lists(KEYS, max_size=5)


def counted(parts: list[list[int]], most_exact: int = 1000, width: int = 1 << 10) -> LineCounts:
    counts = LineCounts(most_exact, width)
    for part in parts:
        counts.add(np.array(part, np.uint64))
    return counts


def looked_up(counts: LineCounts, keys: list[int]) -> list[int]:
    return counts.look_up(np.array(keys, np.uint64)).tolist()


@given(PARTS, KEYS)
def test_exact_counts_are_those_of_a_dictionary(parts: list[list[int]], others: list[int]) -> None:
    counts = counted(parts)
    true = Counter(key for part in parts for key in part)
    asked = [*true, *others]
    assert counts.exact
    assert looked_up(counts, asked) == [min(true[key], MOST_COUNT) for key in asked]


@given(PARTS)
def test_sketch_is_never_too_low(parts: list[list[int]]) -> None:
    counts = counted(parts, most_exact=3, width=16)
    true = Counter(key for part in parts for key in part)
    assert counts.exact == (len(true) <= 3)
    assert all(found >= true[key] for key, found in zip(true, looked_up(counts, list(true)), strict=True))


def test_wide_sketch_is_nearly_exact() -> None:
    keys = np.random.default_rng(1).integers(0, 2**64, 4000, dtype=np.uint64)
    counts = LineCounts(most_exact=10, width=1 << 14)
    counts.add(keys)
    counts.add(keys[:500])
    assert not counts.exact
    found = counts.look_up(keys)
    assert (found[:500] >= 2).all()
    assert (found[500:] > 1).mean() < 0.02
    assert isinstance(counts.store, CountMinSketch)
    assert counts.store.false_share() < 0.02


@given(PARTS, PARTS, st.sampled_from([(1000, 1000), (3, 1000), (1000, 3), (3, 3)]))
def test_merged_counts_are_those_of_all(one: list[list[int]], two: list[list[int]], limits: tuple[int, int]) -> None:
    first, second = counted(one, limits[0], 1 << 12), counted(two, limits[1], 1 << 12)
    first.merge(second)
    true = Counter(key for part in [*one, *two] for key in part)
    found = looked_up(first, list(true))
    assert all(count >= min(true[key], MOST_COUNT) for key, count in zip(true, found, strict=True))
    if first.exact:
        assert found == [min(count, MOST_COUNT) for count in true.values()]


@pytest.mark.parametrize("most_exact", [1000, 0])
def test_counts_stop_at_a_byte(most_exact: int) -> None:
    counts = counted([[7] * 200, [7] * 100, [7]], most_exact)
    other = counted([[7] * 200], most_exact)
    counts.merge(other)
    assert looked_up(counts, [7, 8]) == [MOST_COUNT, 0]


def test_sketches_of_different_width_are_not_merged() -> None:
    with pytest.raises(InputError, match="width 16 and 32 cannot be merged"):
        counted([[1, 2]], 0, 16).merge(counted([[1]], 0, 32))
    with pytest.raises(InputError, match="power of two"):
        CountMinSketch(12)
