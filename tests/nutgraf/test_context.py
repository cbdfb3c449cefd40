"""What is around a line: runs, repetitions, densities, by hand and by counting."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import nothing_common
from nutgraf.context import group_counts
from nutgraf.features import prepare
from nutgraf.shape import Columns

SENTENCE = "they all voted on it today."
OTHER = "nobody there was asked about that."


def columns(*documents: list[str]) -> Columns:
    return prepare(batch_of_lines(documents), nothing_common()).columns


def check(found: Columns, **expected: list[float]) -> None:
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-5, atol=1e-7, err_msg=name)


KEYS = st.tuples(st.integers(0, 2), st.integers(0, 2))


@given(st.lists(st.lists(KEYS, max_size=8), max_size=6))
def test_group_counts(documents: list[list[tuple[int, int]]]):
    keys = np.array([pair for document in documents for pair in document], np.uint64).reshape(-1, 2).T
    places = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    expected = [
        [Counter(pair[kind] for pair in document)[pair[kind]] for document in documents for pair in document]
        for kind in (0, 1)
    ]
    assert group_counts(keys, places).tolist() == expected


def test_repeated_lines():
    found = columns(["Share", "Menu", "SHARE ", "Share"], ["Share"])
    check(found, repeats=np.log([3, 1, 3, 3, 1]), repeats_nearby=[0, 0, 1, 1, 0])


def test_neighbours_of_another_document_do_not_repeat():
    check(columns(["Share"], ["Share"]), repeats_nearby=[0, 0])


def test_repeated_begins_and_ends():
    found = columns(["Read more: one", "Read more – two", "Read it", "none"], ["Read more"])
    # The begin reaches to the end of the second word; the end is the last three characters.
    check(found, prefix_repeats=np.log([2, 2, 1, 1, 1]), suffix_repeats=np.log([2, 1, 1, 2, 1]))


def test_runs():
    found = columns(["One Two", "Six Ten", "Ape Bee", SENTENCE, "One Two"], ["One Two"])
    check(
        found,
        look_run=np.log1p([3, 3, 3, 1, 1, 1]),
        look_run_place=[0, 1 / 3, 2 / 3, 0, 0, 0],
        look_share=[4 / 5, 4 / 5, 4 / 5, 1 / 5, 4 / 5, 1],
    )


def test_prose_around():
    found = columns(["Share", SENTENCE, "Menu", OTHER])  # 1, 6, 1, 6 words
    check(
        found,
        prose_above=np.log1p([0, 0, 6, 6]),
        prose_below=np.log1p([12, 6, 6, 0]),
        prose_above_share=[0, 0, 0.5, 0.5],
        prose_total_share=[12 / 14] * 4,
        prose_1=np.log1p([3, 2, 4, 3]),
        document_lines=np.log1p([4] * 4),
    )


def test_distances_stay_in_the_document():
    found = columns(["Share", SENTENCE, "Menu x y z"], ["Share"])
    check(found, up_to_sentence=[0, 0, 1, 0], down_to_sentence=[1, 0, 0, 0], up_to_short=[0, 1, 0.5, 0])


def test_neighbours_and_borders():
    found = columns(["One", "One Two"], ["One Two Three"])
    check(found, **{"log_words@+1": [np.log1p(2), 0, 0], "log_words@-1": [0, np.log1p(1), 0]})
    check(found, **{"inside@+1": [1, 0, 0], "inside@-1": [0, 1, 0], "inside@+3": [0, 0, 0]})


def test_only_the_first_sentences_are_the_opening():
    sentences = [f"{name} said that it was over today." for name in ("anna", "berta", "carla", "dora", "emma")]
    found = columns([*sentences, "Dora", "Emma"])
    assert found["overlap_opening"][-2] > 0
    assert found["overlap_opening"][-1] == 0
    assert found["overlap_sentences"][-1] > 0
