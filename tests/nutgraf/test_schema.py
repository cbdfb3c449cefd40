"""What a saved model must hold."""

from typing import Any

import numpy as np
import pytest

from nutgraf.compact import IN_BYTES, IN_HALVES
from nutgraf.network import CLASSES
from nutgraf.ngrams import ANSWERS, PLACE_BITS
from nutgraf.schema import (
    MOST_LAYERS,
    MOST_NETWORKS,
    MOST_WIDTH,
    column_names,
    expected_shapes,
    headline_names,
    seen_names,
)
from nutgraf.story import STORY_COLUMNS

GOOD: dict[str, Any] = {
    "ngrams_known": 9,
    "ngrams_beyond": 3,
    "first": [[7, CLASSES]],
    "networks": [[8, CLASSES], [6, 5, CLASSES]],
    "headline": [4, 2],
    "story": [2],
}


def test_names_are_told_apart():
    for names in (column_names(), seen_names(), headline_names()):
        assert len(set(names)) == len(names)


def test_shapes_follow_the_layers():
    shapes = expected_shapes(GOOD)
    sizes = {name: shape.size for name, shape in shapes.items()}
    assert sizes["ngram_places"] == sizes["ngram_beyond"] == (3,)
    assert sizes["ngram_bytes"] == (IN_BYTES, 9)
    assert sizes["ngram_halves"] == (IN_HALVES // 2, 9)
    assert sizes["first0_weights0"] == (len(column_names()), 7)
    assert sizes["network0_weights0"] == (len(seen_names()), 8)
    assert sizes["network0_bias1"] == (CLASSES,)
    assert sizes["network1_weights1"] == (6, 5)
    assert sizes["network1_mean"] == sizes["network1_scale"] == (len(seen_names()),)
    assert sizes["headline_weights0"] == (len(headline_names()), 4)
    assert sizes["story_weights0"] == (STORY_COLUMNS, 2)
    assert all(
        shape.type == np.float32 for name, shape in shapes.items() if name.startswith(("first", "network", "story"))
    )


@pytest.mark.parametrize(
    "change",
    [
        {"first": []},
        {"first": [[8, CLASSES + 1]]},
        {"networks": []},
        {"networks": [[CLASSES]] * (MOST_NETWORKS + 1)},
        {"networks": {"0": [CLASSES]}},
        {"networks": [[]]},
        {"networks": [[8, CLASSES + 1]]},
        {"networks": [[1] * MOST_LAYERS + [CLASSES]]},
        {"networks": [[MOST_WIDTH + 1, CLASSES]]},
        {"networks": [[0, CLASSES]]},
        {"networks": [[-3, CLASSES]]},
        {"networks": [[True, CLASSES]]},
        {"networks": [[8.0, CLASSES]]},
        {"networks": [["8", CLASSES]]},
        {"networks": [None]},
        {"headline": [3]},
        {"story": "2"},
        {"ngrams_known": -1},
        {"ngrams_known": (1 << PLACE_BITS) + 1},
        {"ngrams_known": "9"},
        {"ngrams_beyond": -1},
        {"ngrams_beyond": 9 * len(ANSWERS) + 1},
        {"ngrams_beyond": True},
        {"ngrams_beyond": 3.0},
    ],
)
def test_numbers_that_make_no_sense(change: dict[str, Any]):
    with pytest.raises(ValueError, match="expected"):
        expected_shapes(GOOD | change)
