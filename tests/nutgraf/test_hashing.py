"""Hashes of runs of characters, against whole numbers of plain Python."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.batch import to_codes
from nutgraf.hashing import BASE, INVERSE, mix, powers, prefix_sums, spans

MASK = (1 << 64) - 1


def mixed(value: int) -> int:
    value ^= value >> 33
    value = value * 0xFF51AFD7ED558CCD & MASK
    return value ^ value >> 33


def polynomial(text: str) -> int:
    return sum(ord(c) * pow(BASE, k, 1 << 64) for k, c in enumerate(text)) & MASK


@given(st.text(st.characters(exclude_categories=())), st.data())
def test_spans_are_mixed_polynomials(text: str, data: st.DataObject):
    place = st.integers(0, len(text))
    pairs = [sorted(pair) for pair in data.draw(st.lists(st.tuples(place, place), min_size=1, max_size=8))]
    starts, ends = np.array(pairs).T
    assert spans(prefix_sums(to_codes(text)), starts, ends).tolist() == [mixed(polynomial(text[a:b])) for a, b in pairs]


def test_same_run_same_hash_anywhere():
    codes = to_codes("word" + "x" * 70_000 + "word")  # past the first table of powers
    hashes = spans(prefix_sums(codes), np.array([0, 70_004]), np.array([4, 70_008]))
    assert hashes[0] == hashes[1] == mixed(polynomial("word"))


def test_order_and_length_matter():
    codes = to_codes("abba aab ab a")
    words = spans(prefix_sums(codes), np.array([0, 2, 5, 9, 12]), np.array([2, 4, 8, 11, 13]))
    assert words[0] == words[3]
    assert len(set(words.tolist())) == 4


def test_powers_are_inverse_to_each_other():
    up, down = powers(1000)
    assert len(up) >= 1000
    assert up[:3].tolist() == [1, BASE, BASE * BASE & MASK]
    assert BASE * INVERSE & MASK == 1
    assert (up * down == 1).all()


@given(st.integers(0, MASK))
def test_mix_is_the_finaliser_of_murmur(value: int):
    assert int(mix(np.array([value], np.uint64))[0]) == mixed(value)
