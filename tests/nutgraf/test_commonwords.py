"""The set of common words."""

import numpy as np

from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import PLACES, nothing_common, places
from nutgraf.tokens import tokenise


def hashes(*words: str) -> np.ndarray:
    return tokenise(batch_of_lines([words])).hashes


def test_every_hash_has_a_place():
    assert nothing_common().shape == (PLACES,)
    assert not nothing_common().any()
    ends = places(np.array([0, 2**64 - 1], np.uint64))
    assert ends.tolist() == [0, PLACES - 1]


def test_a_word_has_one_place_in_any_case():
    assert places(hashes("The")) == places(hashes("the"))


def test_words_are_spread_over_the_places():
    words = [f"word{number}" for number in range(20_000)]
    # As many as by chance: n words in m places are m (1 - (1 - 1 / m)^n) different ones, give or take some.
    expected = PLACES * (1 - (1 - 1 / PLACES) ** len(words))
    assert abs(len(np.unique(places(hashes(*words)))) - expected) < 60
