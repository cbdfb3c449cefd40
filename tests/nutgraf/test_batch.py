"""Lines as arrays, against plain Python strings."""

import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nutgraf.batch import HEAD, NEWLINE, TAIL, Batch, batch_of_lines, make_batch, ranges, to_codes
from nutgraf.characters import CharacterClass as C
from nutgraf.characters import classify, fold
from nutgraf.sequence import Sequence
from small import DOCUMENTS


def texts(batch: Batch) -> list[str]:
    return ["".join(map(chr, batch.codes[a:b].tolist())) for a, b in zip(batch.starts, batch.ends, strict=True)]


def seen(line: str) -> str:
    """What a batch should hold of a line, by plain Python."""
    if len(line) > HEAD + TAIL:
        line = line[:HEAD] + line[-TAIL:]
    visible = "".join(c for c in line.replace("\r\n", "\n") if classify(to_codes(c))[0] != C.IGNORED).strip()
    return "".join(map(chr, fold(to_codes(visible)).tolist()))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  Share \t", "share"),
        ("\ufeffZero\u200bwidth\u00ad", "zerowidth"),
        ("\u200b \u200b", ""),
        (" \u200b Inner  blanks stay \u200b ", "inner  blanks stay"),
        ("a\nb\r\nc\rd", "a b c d"),
        ("x\ud800y\x00", "xy"),
        ("", ""),
    ],
)
def test_lines_are_stripped_and_visible(line: str, expected: str):
    assert texts(batch_of_lines([["before", line, "after"]])) == ["before", expected, "after"]


@pytest.mark.parametrize("extra", [-1, 0, 1, 500])
def test_long_lines_keep_head_and_tail(extra: int):
    line = "a" * HEAD + "b" * extra + "c" * TAIL if extra > 0 else "a" * (HEAD + extra) + "c" * TAIL
    batch = batch_of_lines([["first", line, "last"]])
    kept = HEAD + min(extra, 0)
    assert texts(batch) == ["first", "a" * kept + "c" * TAIL, "last"]
    assert batch.lengths.tolist() == [5, len(line), 4]


#: A document with this line is not one whose every line has a mark, nor one that was misread as a whole.
PLAIN = "Plain " + 400 * "é"


@given(DOCUMENTS)
@example([["\r"], ["Share\r", "a\r\nb\r"]])
def test_same_as_plain_python(documents: list[list[str]]):
    documents = [[*document, PLAIN] for document in documents]
    batch = batch_of_lines(documents)
    lines = [line for document in documents for line in document]
    assert texts(batch) == [seen(line) for line in lines]
    assert batch.lengths.tolist() == [len(line.replace("\r\n", "\n")) for line in lines]
    assert np.diff(batch.bounds).tolist() == [len(document) for document in documents]
    assert Sequence(batch.bounds).document.tolist() == [i for i, document in enumerate(documents) for _ in document]


@given(DOCUMENTS)
def test_one_newline_around_every_line_and_none_within(documents: list[list[str]]):
    batch = batch_of_lines(documents)
    expected = [0, *batch.ends.tolist()]
    assert np.flatnonzero(batch.codes == NEWLINE).tolist() == expected
    assert (batch.classes[expected] == C.SPACE).all()
    assert C.IGNORED not in batch.classes


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=(), exclude_characters="\n")), max_size=6), max_size=4)
)
def test_lines_of_a_joined_text_give_the_same_batch(documents: list[list[str]]):
    joined = "\n".join(line for document in documents for line in document)
    lengths = np.array([len(line) for document in documents for line in document], np.int64)
    starts = np.cumsum(lengths + 1) - lengths - 1
    bounds = np.cumsum([0, *map(len, documents)])
    one, other = batch_of_lines(documents), make_batch(to_codes(joined), starts, starts + lengths, bounds)
    for name in ("codes", "classes", "starts", "ends", "lengths", "bounds"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_classes_are_those_before_folding():
    batch = batch_of_lines([["ÉÀ «x»"]])
    assert batch.classes[batch.starts[0] : batch.ends[0]].tolist() == [
        C.UPPER, C.UPPER, C.SPACE, C.SEPARATOR, C.LOWER, C.SEPARATOR,
    ]  # fmt: skip
    assert unicodedata.normalize("NFC", texts(batch)[0]) == 'éà "x"'


def test_ranges():
    assert ranges(np.array([5, 0, 7]), np.array([2, 0, 3])).tolist() == [5, 6, 7, 8, 9]
    assert ranges(np.array([], np.int64), np.array([], np.int64)).tolist() == []
