"""What a saved model of this version must hold: names of columns, and shape and type of every array."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import PLACES, nothing_common
from nutgraf.compact import IN_BYTES, IN_HALVES
from nutgraf.features import feature_columns, prepare
from nutgraf.headline import headline_columns
from nutgraf.labels import LABELS
from nutgraf.looks import look_columns
from nutgraf.network import CLASSES
from nutgraf.ngrams import ANSWERS, PACKS, PLACE_BITS
from nutgraf.story import STORY_COLUMNS, find_region

#: More layers, wider ones or more networks than this is no model of ours.
MOST_NETWORKS, MOST_LAYERS, MOST_WIDTH = 16, 8, 4096


class Shape(NamedTuple):
    """What an array must be."""

    type: np.dtype[Any]
    size: tuple[int, ...]


class _Names(NamedTuple):
    columns: tuple[str, ...]
    looks: tuple[str, ...]
    headline: tuple[str, ...]


@lru_cache(maxsize=1)
def _names() -> _Names:
    """Names of the columns, found by computing them for one short line."""
    prepared = prepare(batch_of_lines([["A line."]]), nothing_common())
    scores = np.full((1, len(LABELS)), 1 / len(LABELS), np.float32)
    columns = feature_columns(prepared, np.zeros((1, len(ANSWERS)), np.float32))
    looks = look_columns(prepared, np.full((1, CLASSES), 1 / CLASSES, np.float32))
    headline = headline_columns(prepared, columns, scores, scores[:, 0], find_region(prepared, scores))
    return _Names(tuple(columns), tuple(looks), tuple(headline))


def column_names() -> list[str]:
    """Names of the first networks' columns, in their order."""
    return list(_names().columns)


def seen_names() -> list[str]:
    """Names of the deciding networks' columns, in their order: those of the first and of the second look."""
    return [*_names().columns, *_names().looks]


def headline_names() -> list[str]:
    """Names of the headline network's columns, in their order."""
    return list(_names().headline)


def expected_shapes(config: dict[str, Any]) -> dict[str, Shape]:
    """Every array that a model with this configuration holds.

    Raises:
        ValueError: if the configuration's layers or number of weights make no sense.
    """
    rows = _number(config, "ngrams_known", 1 << PLACE_BITS)
    beyond = _number(config, "ngrams_beyond", rows * len(ANSWERS))
    shapes = {
        "common_words": Shape(np.dtype(np.uint8), (PLACES // 8,)),
        "ngram_known": Shape(np.dtype(np.uint8), (1 << PLACE_BITS - 3,)),
        "ngram_bytes": Shape(np.dtype(np.int8), (IN_BYTES, rows)),
        "ngram_halves": Shape(np.dtype(np.uint8), (IN_HALVES // 2, rows)),
        "ngram_places": Shape(np.dtype(np.uint32), (beyond,)),
        "ngram_beyond": Shape(np.dtype(np.int16), (beyond,)),
        "ngram_scales": Shape(np.dtype(np.float32), (PACKS,)),
        "ngram_bias": Shape(np.dtype(np.float32), (len(ANSWERS),)),
    }
    shapes |= averaged_shapes("first", config["first"], len(column_names()))
    shapes |= averaged_shapes("network", config["networks"], len(seen_names()))
    shapes |= network_shapes("headline", len(headline_names()), config["headline"], 2)
    return shapes | network_shapes("story", STORY_COLUMNS, config["story"], 2)


def _number(config: dict[str, Any], name: str, most: int) -> int:
    found = config[name]
    if type(found) is not int or not 0 <= found <= most:
        raise ValueError(f"{name}: {found!r}, expected 0 to {most}")
    return found


def averaged_shapes(name: str, networks: object, inputs: int) -> dict[str, Shape]:
    """Arrays of networks whose probabilities are averaged, `name` and a number; raises ValueError as the others do."""
    if not isinstance(networks, list) or not 1 <= len(networks) <= MOST_NETWORKS:
        raise ValueError(f"{name} networks: expected a list of 1 to {MOST_NETWORKS}")
    shapes: dict[str, Shape] = {}
    for number, layers in enumerate(networks):
        shapes |= network_shapes(f"{name}{number}", inputs, layers, CLASSES)
    return shapes


def network_shapes(name: str, inputs: int, layers: object, outputs: int) -> dict[str, Shape]:
    """Arrays of one network; raises ValueError if its layers make no sense."""
    fits = isinstance(layers, list) and 1 <= len(layers) <= MOST_LAYERS
    if not fits or any(type(width) is not int or not 1 <= width <= MOST_WIDTH for width in layers):  # type: ignore[attr-defined]
        raise ValueError(f"{name}: layers {layers!r}, expected 1 to {MOST_LAYERS} widths up to {MOST_WIDTH}")
    assert isinstance(layers, list)
    if layers[-1] != outputs:
        raise ValueError(f"{name}: {layers[-1]} outputs, expected {outputs}")
    real = np.dtype(np.float32)
    shapes = {f"{name}_mean": Shape(real, (inputs,)), f"{name}_scale": Shape(real, (inputs,))}
    for layer, width in enumerate(layers):
        shapes[f"{name}_weights{layer}"] = Shape(real, (inputs, width))
        shapes[f"{name}_bias{layer}"] = Shape(real, (width,))
        inputs = width
    return shapes
