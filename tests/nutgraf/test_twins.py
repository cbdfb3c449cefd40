"""Lines that stand twice, against plain Python and by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import nothing_common
from nutgraf.features import prepare
from nutgraf.shape import Columns

PROSE = "The council votes on the harbour pool on Tuesday, they say."


def columns(*documents: list[str]) -> Columns:
    return prepare(batch_of_lines(documents), nothing_common()).columns


def test_an_entry_of_a_table_of_contents_and_its_sub_head():
    found = columns(["1. The pool", "2. The vote", "The pool", PROSE, "The vote", "Share"])
    assert found["twin_below"].tolist() == np.log1p(np.float32([1, 1, 0, 0, 0, 0])).tolist()
    assert found["twin_above"].tolist() == np.log1p(np.float32([0, 0, 1, 0, 1, 0])).tolist()
    assert found["twin_is_first"].tolist() == [1, 1, 0, 0, 0, 0]
    assert found["twin_has_more_prose"].tolist() == [1, 0, 0, 0, 0, 0]
    np.testing.assert_allclose(found["twin_prose"], [np.log1p(11), 0, 0, -1, 0, -1], rtol=1e-6)


def test_lines_without_words_are_like_no_other():
    found = columns(["-", "-", "12", "12"])
    assert found["twin_above"].tolist() == [0, 0, 0, 0]


def test_a_line_in_a_list_whose_twin_stands_alone():
    found = columns(["One Two", "Six Ten", "Ape Bee", PROSE, "One Two"])
    assert found["twin_run"].tolist() == np.float32([np.log1p(3) - np.log1p(1), 0, 0, 0, 0]).tolist()


@given(st.lists(st.lists(st.sampled_from(["Pool", "pool 3", "Vote", "-", PROSE]), max_size=8), max_size=5))
def test_twins_are_counted_within_a_document(documents: list[list[str]]):
    found = columns(*documents)
    words = [[line.replace(" 3", "").casefold() for line in document] for document in documents]
    above = [d[:i].count(line) if line != "-" else 0 for d in words for i, line in enumerate(d)]
    below = [d[i + 1 :].count(line) if line != "-" else 0 for d in words for i, line in enumerate(d)]
    np.testing.assert_allclose(found["twin_above"], np.log1p(above), rtol=1e-6)
    np.testing.assert_allclose(found["twin_below"], np.log1p(below), rtol=1e-6)
