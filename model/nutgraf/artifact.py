"""The saved text model; `nutgraf.archive` says what its folder is."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.archive import (
    Archive,
    Arrays,
    network_arrays,
    numbered,
    read,
    read_network,
    read_networks,
    read_settings,
    write,
)
from nutgraf.compact import Compact, compact, expand
from nutgraf.labels import LABELS
from nutgraf.model import Model
from nutgraf.ngrams import ANSWERS, CHARACTER_ORDERS, PLACE_BITS, WORD_ORDERS, NgramTable, unpack
from nutgraf.schema import expected_shapes, headline_names, seen_names


def save(model: Model, folder: Path) -> None:
    """Write the model into a folder, which is made if it is not there.

    A model for pages that stands there is removed: it was made for the text model that stood there.
    """
    from nutgraf.html.artifact import remove

    saved = compact(unpack(model.table.packed[1:]).reshape(-1, len(ANSWERS)).astype(np.int16))
    config = {
        **_expected(),
        "ngrams": _ngrams(),
        "ngrams_known": saved.bytes.shape[1],
        "ngrams_beyond": len(saved.beyond),
        "first": [network.widths for network in model.first],
        "networks": [network.widths for network in model.networks],
        "headline": model.headline.widths,
        "story": model.story.widths,
        "settings": asdict(model.settings),
        "info": model.info,
    }
    write(folder, _arrays(model, saved), config)
    remove(folder)


def load(folder: Path) -> Model:
    """Read a model.

    Raises:
        ModelError: if the folder or a file is missing, or anything in it is not as it must be.
    """
    return read(folder, _expected(), expected_shapes, _build)


def _expected() -> dict[str, Any]:
    return {"labels": list(LABELS), "columns": seen_names(), "headline_columns": headline_names()}


def _ngrams() -> dict[str, Any]:
    """How n-grams are made; a model's weights fit no other way."""
    return {
        "bits": PLACE_BITS,
        "characters": list(CHARACTER_ORDERS),
        "words": list(WORD_ORDERS),
        "answers": list(ANSWERS),
    }


def _arrays(model: Model, saved: Compact) -> dict[str, NDArray[np.generic]]:
    networks = {**numbered("first", model.first), **numbered("network", model.networks)}
    return {
        "common_words": np.packbits(model.common_words),
        "ngram_known": np.packbits(model.table.known),
        **{f"ngram_{part.name}": getattr(saved, part.name) for part in fields(saved)},
        "ngram_scales": model.table.scales,
        "ngram_bias": model.table.bias,
        **network_arrays({**networks, "headline": model.headline, "story": model.story}),
    }


def _build(archive: Archive) -> Model:
    config, arrays = archive.config, archive.arrays
    if config["ngrams"] != _ngrams():
        raise ValueError(f"n-grams {config['ngrams']}, this version of nutgraf has {_ngrams()}")
    return Model(
        common_words=np.unpackbits(arrays["common_words"]).astype(np.bool_),
        table=_table(arrays, config["ngrams_known"]),
        first=read_networks("first", config["first"], arrays),
        networks=read_networks("network", config["networks"], arrays),
        headline=read_network("headline", len(config["headline"]), arrays),
        story=read_network("story", len(config["story"]), arrays),
        settings=read_settings(config["settings"]),
        info=dict(config["info"]),
    )


def _table(arrays: Arrays, size: int) -> NgramTable:
    known = np.unpackbits(arrays["ngram_known"]).view(np.bool_)
    if np.count_nonzero(known) != size:
        raise ValueError(f"{np.count_nonzero(known)} known n-grams, expected {size}")
    weights = expand(Compact(**{part.name: arrays[f"ngram_{part.name}"] for part in fields(Compact)}))
    return NgramTable.of(known, weights, arrays["ngram_scales"], arrays["ngram_bias"])
