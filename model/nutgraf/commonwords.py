"""Words that a story of any kind holds: articles, prepositions, pronouns, auxiliaries.

They tell prose from lists of names, and say nothing of what a line is about. A model keeps them as one set for all its
languages: no language need be told, and a line of two languages is read like any other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Places of the set, one for each value of a hash's top bits. With tens of thousands of words, a rare word is taken for
#: a common one in a few cases of a hundred.
BITS = 20
PLACES = 1 << BITS


def places(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where the words of these hashes stand in the set, 0 to PLACES - 1."""
    return (hashes >> np.uint64(64 - BITS)).view(np.int64)


def nothing_common() -> NDArray[np.bool_]:
    """The set without a word."""
    return np.zeros(PLACES, np.bool_)
