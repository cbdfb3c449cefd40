"""The linear model over n-grams, against n-grams listed one by one in plain Python."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.batch import Batch, batch_of_lines, to_codes
from nutgraf.characters import fold
from nutgraf.hashing import BASE
from nutgraf.ngrams import (
    ANSWERS,
    CHARACTER_ORDERS,
    CHARACTERS,
    NEWLINE,
    PACKS,
    PER_PACK,
    PLACE_BITS,
    WEIGHT_LIMIT,
    WORDS,
    NgramTable,
    line_grams,
    pack,
    rows_of,
    unpack,
)
from nutgraf.tokens import tokenise
from small import DOCUMENTS

MASK = (1 << 64) - 1
RANDOM = np.random.default_rng(0)
#: More places are known than in a trained table, so that short lines have some of both kinds.
KNOWN = RANDOM.random(1 << PLACE_BITS) < 0.5
ROWS = rows_of(KNOWN)
WEIGHTS = RANDOM.integers(-WEIGHT_LIMIT, WEIGHT_LIMIT + 1, (KNOWN.sum() + 1, len(ANSWERS))).astype(np.int16)
WEIGHTS[0] = 0
SCALES = np.linspace(0.01, 0.02, PACKS, dtype=np.float32)
BIAS = np.arange(len(ANSWERS), dtype=np.float32)
TABLE = NgramTable(ROWS, pack(WEIGHTS), SCALES, BIAS)


def mixed(value: int) -> int:
    value ^= value >> 33
    value = value * 0xFF51AFD7ED558CCD & MASK
    return value ^ value >> 33


def place(value: int) -> int:
    return mixed(value & MASK) >> (64 - PLACE_BITS)


def polynomial(codes: list[int]) -> int:
    return mixed(sum(code * pow(BASE, k, 1 << 64) for k, code in enumerate(codes)) & MASK)


def slow_places(text: str, words: list[int]) -> list[int]:
    """Places of the n-grams of one line; `text` as in the batch, `words` the hashes of its words."""
    border = "\n" if len(text) <= CHARACTERS else " "
    bordered = "\n" + "".join("0" if c in "0123456789" else c for c in text[:CHARACTERS]) + border
    places = []
    for order in CHARACTER_ORDERS:
        parts = (bordered[at : at + order] for at in range(len(bordered) - order + 1))
        places += [place(polynomial([ord(c) for c in part]) + order) for part in parts]
    words = words[:WORDS]
    places += [place(word * BASE) for word in words]
    with_borders = [NEWLINE, *words, NEWLINE]
    places += [place(mixed((a * BASE + b) & MASK)) for a, b in pairwise(with_borders)]
    return places


def slow_evidence(batch: Batch) -> list[list[float]]:
    tokens = tokenise(batch)
    answers = []
    for line in range(len(batch)):
        text = "".join(map(chr, batch.codes[batch.starts[line] : batch.ends[line]].tolist()))
        places = slow_places(text, tokens.hashes[tokens.bounds[line] : tokens.bounds[line + 1]].tolist())
        sums = WEIGHTS[ROWS[places]].astype(int).sum(0)
        answers.append(sums * np.repeat(SCALES, PER_PACK) / np.sqrt(len(places)) + BIAS)
    return answers


def places_of(documents: list[list[str]]) -> list[list[int]]:
    batch = batch_of_lines(documents)
    places: list[list[int]] = [[] for _ in range(len(batch))]
    for grams in line_grams(batch, tokenise(batch)):
        for line, (start, end) in enumerate(zip(grams.starts, grams.ends, strict=True)):
            places[line] += grams.places[start:end].tolist()
    return places


@settings(max_examples=40)
@given(DOCUMENTS)
def test_evidence_is_the_sum_over_all_ngrams(documents: list[list[str]]):
    batch = batch_of_lines(documents)
    evidence = TABLE.evidence(batch, tokenise(batch))
    assert evidence.shape == (len(batch), len(ANSWERS))
    expected = np.reshape(slow_evidence(batch), evidence.shape)
    np.testing.assert_allclose(evidence, expected, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("size", [CHARACTERS - 1, CHARACTERS, CHARACTERS + 1, 3 * CHARACTERS])
def test_long_lines(size: int):
    lines = ["before", ("word " * CHARACTERS)[:size].rstrip() + "x", "東" * size, "after"]
    batch = batch_of_lines([lines])
    np.testing.assert_allclose(TABLE.evidence(batch, tokenise(batch)), slow_evidence(batch), rtol=1e-5, atol=1e-4)


def test_the_rest_of_a_long_line_does_not_count():
    first = "a" * 30 + " " + " ".join(["story"] * WORDS) + " the council votes today"
    assert len(first) > CHARACTERS
    one, other, short = places_of([[first, first + " and much more", first[:CHARACTERS]]])
    assert one == other
    assert one != short


@pytest.mark.parametrize("line", ["", "a", "ab", "abc", "\u200b", "中", "."])
def test_a_short_line_alone_in_its_batch(line: str):
    # An n-gram longer than the whole batch once made this fail.
    batch = batch_of_lines([[line]])
    np.testing.assert_allclose(TABLE.evidence(batch, tokenise(batch)), slow_evidence(batch), rtol=1e-5, atol=1e-4)


def test_digits_are_alike_among_letters_but_not_among_words():
    words = 2  # a year and its two pairs with the borders are all the word n-grams
    one, other = places_of([["2019", "2024"]])
    assert one[: -words - 1] == other[: -words - 1]
    assert set(one[-words - 1 :]).isdisjoint(other[-words - 1 :])


@settings(max_examples=40)
@given(DOCUMENTS)
def test_evidence_does_not_depend_on_the_batch(documents: list[list[str]]):
    batch = batch_of_lines(documents)
    together = TABLE.evidence(batch, tokenise(batch))
    for document, begin, end in zip(documents, batch.bounds, batch.bounds[1:], strict=False):
        alone = batch_of_lines([document])
        assert np.array_equal(TABLE.evidence(alone, tokenise(alone)), together[begin:end])


def test_case_and_quotes_do_not_matter():
    one, other = places_of([["“Pool” OPENS", '"pool" opens']])
    assert one == other
    assert np.array_equal(fold(to_codes("“Pool”")), to_codes('"pool"'))


SUM = st.integers(-(1 << 20), (1 << 20) - 1)


@given(st.lists(st.tuples(SUM, SUM, SUM), max_size=20))
def test_unpack_gives_back_what_was_packed(sums: list[tuple[int, int, int]]):
    array = np.array(sums, np.int64).reshape(-1, PER_PACK)
    assert np.array_equal(unpack(pack(array))[:, 0], array)


def test_the_largest_sums_of_a_line_do_not_spill_into_the_next_label():
    grams = max(len(places) for places in places_of([["x " * CHARACTERS, "東" * 2 * CHARACTERS]]))
    for signs in ((1, -1, 1), (-1, 1, -1), (-1, -1, -1), (1, 1, 1)):
        weight = np.array([signs], np.int16) * np.int16(WEIGHT_LIMIT)
        assert unpack(pack(weight) * grams)[0].tolist() == [[sign * WEIGHT_LIMIT * grams for sign in signs]]
