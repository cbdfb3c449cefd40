"""The saved model: a folder with `weights.npz` (arrays) and `model.json` (all else, and what the arrays must be).

Nothing in it is code: arrays are read with pickling off, and every one is checked against what `model.json` and this
version of nutgraf expect before it is used.
"""

import hashlib
import json
import math
import struct
import tokenize
import zipfile
import zlib
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.errors import ModelError
from nutgraf.labels import LABELS
from nutgraf.model import Model, Settings, Thresholds
from nutgraf.network import Network
from nutgraf.ngrams import CHARACTER_ORDERS, HERALDS, TABLE_BITS, WEIGHT_LIMIT, WORD_ORDERS, NgramTable, pack, unpack
from nutgraf.schema import column_names, expected_shapes, headline_names

FORMAT = 1
WEIGHTS, CONFIG = "weights.npz", "model.json"
#: Of a config in bytes: a good one has a few kilobytes, feature names and figures included.
LARGEST_CONFIG = 1 << 20
#: The npy format puts a header of at most this size before an array.
NPY_HEADER = 1 << 12
#: What numpy and zipfile raise on damaged archives, among them RuntimeError for a member that says it is encrypted,
#: MemoryError for an array's header that claims more than there is, TokenError for one that is no Python literal.
UNREADABLE = (
    ValueError, OSError, KeyError, EOFError, RuntimeError, MemoryError, SyntaxError,
    zipfile.BadZipFile, zlib.error, struct.error, tokenize.TokenError,
)  # fmt: skip
HELP = "use the model that comes with nutgraf (nutgraf.load() without a path) or make one with `nutgraf train`"


def save(model: Model, folder: Path) -> None:
    """Write the model into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = _arrays(model)
    path = folder / WEIGHTS
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    config = {
        "format": FORMAT,
        "labels": list(LABELS),
        "columns": column_names(),
        "headline_columns": headline_names(),
        "ngrams": _ngrams(),
        "networks": [[len(bias) for bias in network.biases] for network in model.networks],
        "headline": [len(bias) for bias in model.headline.biases],
        "story": [len(bias) for bias in model.story.biases],
        "settings": asdict(model.settings),
        "weights_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "info": model.info,
    }
    config["config_sha256"] = _digest(config)
    (folder / CONFIG).write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(folder: Path) -> Model:
    """Read a model.

    Raises:
        ModelError: if the folder or a file is missing, or anything in it is not as it must be.
    """
    config = _read_config(folder)
    try:
        model = _build(config, _read_arrays(folder, config))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(folder / CONFIG, f"{type(error).__name__} {error}") from error
    # Last, so that a wrong value is named by what is wrong with it where that can be said.
    if config.get("config_sha256") != _digest(config):
        raise _damaged(folder / CONFIG, "changed since it was written: its SHA-256 is not the one that it names")
    return model


def _ngrams() -> dict[str, Any]:
    """How n-grams are made; a model's weights fit no other way."""
    return {
        "bits": TABLE_BITS,
        "characters": list(CHARACTER_ORDERS),
        "words": list(WORD_ORDERS),
        "heralds": list(HERALDS),
    }


def _digest(config: dict[str, Any]) -> str:
    """SHA-256 of all entries but the digest itself."""
    rest = {key: value for key, value in config.items() if key != "config_sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _damaged(path: Path, reason: str) -> ModelError:
    return ModelError(f"{path}: not a good model: {reason}; {HELP}")


def _arrays(model: Model) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {
        "commonness": model.commonness,
        "ngram_weights": np.hstack([unpack(packed) for packed in model.table.packed.T]).astype(np.int16),
        "ngram_scales": model.table.scales,
        "ngram_bias": model.table.bias,
    }
    networks = {f"network{number}": network for number, network in enumerate(model.networks)}
    for name, network in {**networks, "headline": model.headline, "story": model.story}.items():
        arrays[f"{name}_mean"], arrays[f"{name}_scale"] = network.mean, network.scale
        for layer, (weights, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
            arrays[f"{name}_weights{layer}"], arrays[f"{name}_bias{layer}"] = weights, bias
    return arrays


def _read_config(folder: Path) -> dict[str, Any]:
    path = folder / CONFIG
    if not folder.is_dir():
        raise ModelError(f"{folder}: no model folder there; {HELP}")
    for needed in (path, folder / WEIGHTS):
        if not needed.is_file():
            raise ModelError(f"{needed}: missing from the model folder; {HELP}")
    if path.stat().st_size > LARGEST_CONFIG:
        raise _damaged(path, f"{path.stat().st_size} bytes, expected at most {LARGEST_CONFIG}")
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError) as error:
        raise _damaged(path, f"cannot be read as JSON ({error})") from error
    if not isinstance(config, dict) or config.get("format") != FORMAT:
        found = config.get("format") if isinstance(config, dict) else type(config).__name__
        raise _damaged(path, f"format {found!r}, this version of nutgraf reads format {FORMAT}")
    expected = {
        "labels": list(LABELS),
        "columns": column_names(),
        "headline_columns": headline_names(),
    }
    for key, value in expected.items():
        if config.get(key) != value:
            raise _damaged(path, f"{key} differ from those of this version of nutgraf")
    return config


def _read_arrays(folder: Path, config: dict[str, Any]) -> dict[str, NDArray[Any]]:
    path = folder / WEIGHTS
    shapes = expected_shapes(config)
    total = sum(math.prod(shape.size) * shape.type.itemsize + NPY_HEADER for shape in shapes.values())
    if path.stat().st_size > total:
        raise _damaged(path, f"{path.stat().st_size} bytes, expected at most {total}")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != config.get("weights_sha256"):
        raise _damaged(path, f"its SHA-256 is not the one that {CONFIG} names")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(path, {item.filename: item.file_size for item in archive.infolist()}, shapes)
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in shapes}
    except UNREADABLE as error:
        raise _damaged(path, str(error)) from error
    for name, shape in shapes.items():
        array = arrays[name]
        if array.shape != shape.size or array.dtype != shape.type:
            raise _damaged(path, f"{name} is {array.dtype}{array.shape}, expected {shape.type}{shape.size}")
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise _damaged(path, f"{name} holds values that are not finite")
    return arrays


def _check_members(path: Path, sizes: dict[str, int], shapes: dict[str, Any]) -> None:
    """Before anything is unpacked: the members are those expected and will not unpack to more than they should."""
    expected = {f"{name}.npy": math.prod(shape.size) * shape.type.itemsize for name, shape in shapes.items()}
    if sizes.keys() != expected.keys():
        raise _damaged(path, f"holds {sorted(sizes)}, expected {sorted(expected)}")
    for name, size in sizes.items():
        if not expected[name] <= size <= expected[name] + NPY_HEADER:
            raise _damaged(path, f"{name} unpacks to {size} bytes, expected {expected[name]} and a header")


def _build(config: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Model:
    weights = arrays["ngram_weights"]
    if max(-int(weights.min()), int(weights.max())) > WEIGHT_LIMIT:
        raise ValueError(f"n-gram weights beyond {WEIGHT_LIMIT}")
    if config["ngrams"] != _ngrams():
        raise ValueError(f"n-grams {config['ngrams']}, this version of nutgraf has {_ngrams()}")
    labels = len(LABELS)
    packed = np.stack([pack(weights[:, :labels]), pack(weights[:, labels:])], axis=1)
    return Model(
        commonness=arrays["commonness"],
        table=NgramTable(packed, arrays["ngram_scales"], arrays["ngram_bias"]),
        networks=tuple(
            _network(f"network{number}", len(layers), arrays) for number, layers in enumerate(config["networks"])
        ),
        headline=_network("headline", len(config["headline"]), arrays),
        story=_network("story", len(config["story"]), arrays),
        settings=_settings(config["settings"]),
        info=dict(config["info"]),
    )


def _network(name: str, layers: int, arrays: dict[str, NDArray[Any]]) -> Network:
    return Network(
        arrays[f"{name}_mean"],
        arrays[f"{name}_scale"],
        tuple(arrays[f"{name}_weights{layer}"] for layer in range(layers)),
        tuple(arrays[f"{name}_bias{layer}"] for layer in range(layers)),
    )


def _settings(values: dict[str, Any]) -> Settings:
    thresholds = Thresholds(**{f.name: _number(values["thresholds"][f.name], 0, 1) for f in fields(Thresholds)})
    return Settings(
        temperature=_number(values["temperature"], 0.01, 100),
        outside=_number(values["outside"], 0, 1),
        thresholds=thresholds,
        headline=_number(values["headline"], 0, 1),
        story=_number(values["story"], 0, 1),
    )


def _number(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"found {value!r}, expected a number from {least} to {most}")
    return float(value)
