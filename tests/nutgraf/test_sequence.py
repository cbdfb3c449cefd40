"""Operations along documents, against a loop over each document."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.sequence import STEPS, Sequence, to_steps

#: Whole fractions of STEPS, so that sums are exact.
VALUE = st.integers(-STEPS, STEPS).map(lambda value: value / STEPS)
VALUES = st.lists(st.lists(VALUE, max_size=7), max_size=6)
FLAGS = st.lists(st.lists(st.booleans(), max_size=7), max_size=6)


def along(documents: list[list[float]]) -> tuple[Sequence, np.ndarray]:
    bounds = np.cumsum([0, *map(len, documents)])
    return Sequence(bounds), np.array([value for document in documents for value in document], np.float32)


def each(documents: list[list[float]], of: Callable[[list[float], int], float]) -> list[float]:
    """What `of` says of every line, given its document and its place there."""
    return [of(document, place) for document in documents for place in range(len(document))]


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


@given(VALUES)
def test_places(documents: list[list[float]]):
    sequence, values = along(documents)
    assert sequence.size == len(values)
    assert (sequence.index - sequence.first).tolist() == each(documents, lambda _, place: place)
    assert (sequence.end - sequence.first).tolist() == each(documents, lambda document, _: len(document))
    assert sequence.document.tolist() == [i for i, document in enumerate(documents) for _ in document]


@given(VALUES, st.integers(-9, 9), st.sampled_from([0.0, -3.0]))
def test_shift(documents: list[list[float]], by: int, outside: float):
    sequence, values = along(documents)

    def shifted(document: list[float], place: int) -> float:
        return document[place + by] if 0 <= place + by < len(document) else outside

    assert sequence.shift(values, by, outside).tolist() == each(documents, shifted)


@given(FLAGS)
def test_nearest_flags(documents: list[list[bool]]):
    sequence, values = along(documents)
    flags = values.astype(bool)
    begins = [begin for document, begin in zip(documents, sequence.bounds, strict=False) for _ in document]

    def above(document: list[float], place: int) -> int:
        return max((i for i in range(place) if document[i]), default=-1)

    def below(document: list[float], place: int) -> int:
        return min((i for i in range(place + 1, len(document)) if document[i]), default=-1)

    def absolute(places: list[float]) -> list[float]:
        return [place + begin if place >= 0 else -1 for place, begin in zip(places, begins, strict=True)]

    assert sequence.last_before(flags).tolist() == absolute(each(documents, above))
    assert sequence.next_after(flags).tolist() == absolute(each(documents, below))

    def close_above(document: list[float], place: int) -> float:
        return 1 / (place - above(document, place)) if above(document, place) >= 0 else 0

    def close_below(document: list[float], place: int) -> float:
        return 1 / (below(document, place) - place) if below(document, place) >= 0 else 0

    np.testing.assert_allclose(sequence.closeness_up(flags), each(documents, close_above), rtol=1e-6)
    np.testing.assert_allclose(sequence.closeness_down(flags), each(documents, close_below), rtol=1e-6)


@given(VALUES, st.lists(st.integers(0, 9), min_size=1, max_size=3))
def test_window_means(documents: list[list[float]], radii: list[int]):
    sequence, values = along(documents)
    for radius, means in zip(radii, sequence.window_means(values, tuple(radii)), strict=True):
        expected = each(documents, lambda page, place, r=radius: mean(page[max(place - r, 0) : place + r + 1]))
        np.testing.assert_allclose(means, expected, rtol=1e-6, atol=1e-7)


@given(VALUES)
def test_sums(documents: list[list[float]]):
    sequence, values = along(documents)
    assert sequence.sum_above(values).tolist() == each(documents, lambda document, place: sum(document[:place]))
    assert sequence.total(values).tolist() == each(documents, lambda document, _: sum(document))
    assert sequence.document_sums(values).tolist() == [sum(document) for document in documents]
    assert sequence.running(values)[-1] == STEPS * sum(map(sum, documents))


@given(VALUES)
def test_largest(documents: list[list[float]]):
    sequence, values = along(documents)
    assert sequence.largest(values).tolist() == [max(document, default=0) for document in documents]


@pytest.mark.parametrize("bounds", [[0], [0, 0], [0, 0, 0]])
def test_no_lines_at_all(bounds: list[int]):
    sequence, nothing = Sequence(np.array(bounds)), np.zeros(0, np.float32)
    for result in (
        sequence.shift(nothing, 1),
        sequence.closeness_up(nothing > 0),
        sequence.window_means(nothing, (3,))[0],
    ):
        assert result.shape == (0,)
    assert sequence.largest(nothing).tolist() == [0] * (len(bounds) - 1)


def test_sums_are_of_whole_steps():
    third = np.array([1 / 3], np.float32)
    assert to_steps(third).tolist() == [round(STEPS / 3)]
    sequence = Sequence(np.array([0, 1]))
    assert sequence.total(third)[0] == round(STEPS / 3) / STEPS


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=20), st.integers(1, 30))
def test_what_stands_before_in_the_batch_does_not_matter(values: list[float], others: int):
    array = np.array(values, np.float32)
    alone = Sequence(np.array([0, len(values)]))
    noise = np.random.default_rng(others).random(others, np.float32)
    behind = Sequence(np.array([0, others, others + len(values)]))
    for name in ("sum_above", "total"):
        result = getattr(behind, name)(np.append(noise, array))[others:]
        assert np.array_equal(getattr(alone, name)(array), result), name
