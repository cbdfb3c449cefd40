"""A model's folder: `weights.npz` (arrays) and `model.json` (all else, and what the arrays must be).

Nothing in it is code: arrays are read with pickling off, and every one is checked against what `model.json` and this
version of nutgraf expect before it is used.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from nutgraf.errors import ModelError
from nutgraf.model import Settings, Thresholds
from nutgraf.network import Network
from nutgraf.schema import Shape
from nutgraf.wholefile import replacing

Arrays = dict[str, NDArray[Any]]
Built = TypeVar("Built")

FORMAT = 7
WEIGHTS, CONFIG = "weights.npz", "model.json"
#: Of a config in bytes: a good one has a few kilobytes, feature names and figures included.
LARGEST_CONFIG = 1 << 20
#: The npy format puts a header of at most this size before an array.
NPY_HEADER = 1 << 12
#: Log-odds by which calibration moves promo at most; what is learned is a fraction of it.
LARGEST_BIAS = 10.0
#: Arrays that deflate to less than this share of their size are deflated.
DEFLATED = 0.7
#: What numpy and zipfile raise on damaged archives, among them RuntimeError for a member that says it is encrypted,
#: MemoryError for an array's header that claims more than there is, TokenError for one that is no Python literal.
UNREADABLE = (
    ValueError, OSError, KeyError, EOFError, RuntimeError, MemoryError, SyntaxError,
    zipfile.BadZipFile, zlib.error, struct.error, tokenize.TokenError,
)  # fmt: skip
HELP = "use the model that comes with nutgraf (nutgraf.load() without a path) or make one with `nutgraf train`"


@dataclass(frozen=True, slots=True, eq=False)
class Archive:
    """What stands in a model's folder."""

    config: dict[str, Any]
    arrays: Arrays


def write(folder: Path, arrays: Mapping[str, NDArray[np.generic]], config: Mapping[str, Any]) -> None:
    """Write a folder, which is made if it is not there."""
    weights = _packed(arrays)
    whole = {"format": FORMAT, **config, "weights_sha256": hashlib.sha256(weights).hexdigest()}
    whole["config_sha256"] = digest(whole)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in (
        (WEIGHTS, weights),
        (CONFIG, (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()),
    ):
        with replacing(folder / name) as part:
            part.write_bytes(data)


def _packed(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """As `np.savez` writes, with those arrays deflated of which that leaves little: to inflate takes time."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, array in arrays.items():
            stream = io.BytesIO()
            np.lib.format.write_array(stream, array, allow_pickle=False)
            data = stream.getvalue()
            small = len(zlib.compress(data)) < DEFLATED * len(data)
            kind = zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED
            # As a ZipInfo it has no time of its own: the same arrays give the same file.
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), data, kind)
    return whole.getvalue()


def read(
    folder: Path,
    expected: Mapping[str, Any],
    shapes: Callable[[dict[str, Any]], dict[str, Shape]],
    build: Callable[[Archive], Built],
) -> Built:
    """Read a folder and build a model of it.

    `expected` are entries that the config must have; `shapes` tells every array's shape from the config.

    Raises:
        ModelError: if the folder or a file is missing, or anything in it is not as it must be.
    """
    config = _read_config(folder, expected)
    try:
        model = build(Archive(config, _read_arrays(folder, config, shapes(config))))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise damaged(folder / CONFIG, f"{type(error).__name__} {error}") from error
    # Last, so that a wrong value is named by what is wrong with it where that can be said.
    if config.get("config_sha256") != digest(config):
        raise damaged(folder / CONFIG, "changed since it was written: its SHA-256 is not the one that it names")
    return model


def digest(config: dict[str, Any]) -> str:
    """SHA-256 of all entries but the digest itself."""
    rest = {key: value for key, value in config.items() if key != "config_sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def damaged(path: Path, reason: str) -> ModelError:
    """The error for a file that is not what it should be."""
    return ModelError(f"{path}: not a good model: {reason}; {HELP}")


def _read_config(folder: Path, expected: Mapping[str, Any]) -> dict[str, Any]:
    path = folder / CONFIG
    if not folder.is_dir():
        raise ModelError(f"{folder}: no model folder there; {HELP}")
    for needed in (path, folder / WEIGHTS):
        if not needed.is_file():
            raise ModelError(f"{needed}: missing from the model folder; {HELP}")
    if path.stat().st_size > LARGEST_CONFIG:
        raise damaged(path, f"{path.stat().st_size} bytes, expected at most {LARGEST_CONFIG}")
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError) as error:
        raise damaged(path, f"cannot be read as JSON ({error})") from error
    found = config.get("format") if isinstance(config, dict) else type(config).__name__
    if type(found) is int and 0 < found < FORMAT:
        raise ModelError(
            f"{path}: format {found}, written by an older nutgraf; this one reads format {FORMAT}: train it anew "
            f"from its labelled data, `nutgraf train DATA --out {folder}`"
        )
    if not isinstance(config, dict) or found != FORMAT:
        raise damaged(path, f"format {found!r}, this version of nutgraf reads format {FORMAT}")
    for key, value in expected.items():
        if config.get(key) != value:
            raise damaged(path, f"{key} differ from those of this version of nutgraf")
    return config


def _read_arrays(folder: Path, config: dict[str, Any], shapes: dict[str, Shape]) -> Arrays:
    path = folder / WEIGHTS
    total = sum(math.prod(shape.size) * shape.type.itemsize + NPY_HEADER for shape in shapes.values())
    if path.stat().st_size > total:
        raise damaged(path, f"{path.stat().st_size} bytes, expected at most {total}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise damaged(path, str(error.strerror or error)) from error
    if hashlib.sha256(data).hexdigest() != config.get("weights_sha256"):
        raise damaged(path, f"its SHA-256 is not the one that {CONFIG} names")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(path, {item.filename: item.file_size for item in archive.infolist()}, shapes)
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in shapes}
    except UNREADABLE as error:
        raise damaged(path, str(error)) from error
    for name, shape in shapes.items():
        array = arrays[name]
        if array.shape != shape.size or array.dtype != shape.type:
            raise damaged(path, f"{name} is {array.dtype}{array.shape}, expected {shape.type}{shape.size}")
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise damaged(path, f"{name} holds values that are not finite")
    return arrays


def _check_members(path: Path, sizes: dict[str, int], shapes: dict[str, Any]) -> None:
    """Before anything is unpacked: the members are those expected and will not unpack to more than they should."""
    expected = {f"{name}.npy": math.prod(shape.size) * shape.type.itemsize for name, shape in shapes.items()}
    if sizes.keys() != expected.keys():
        raise damaged(path, f"holds {sorted(sizes)}, expected {sorted(expected)}")
    for name, size in sizes.items():
        if not expected[name] <= size <= expected[name] + NPY_HEADER:
            raise damaged(path, f"{name} unpacks to {size} bytes, expected {expected[name]} and a header")


def network_arrays(networks: Mapping[str, Network]) -> dict[str, NDArray[np.generic]]:
    """Arrays of networks by name."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, network in networks.items():
        arrays[f"{name}_mean"], arrays[f"{name}_scale"] = network.mean, network.scale
        for layer, (weights, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
            arrays[f"{name}_weights{layer}"], arrays[f"{name}_bias{layer}"] = weights, bias
    return arrays


def numbered(name: str, networks: Sequence[Network]) -> dict[str, Network]:
    """Networks by a common name and their number."""
    return {f"{name}{number}": network for number, network in enumerate(networks)}


def read_networks(name: str, widths: Sequence[Sequence[int]], arrays: Arrays) -> tuple[Network, ...]:
    """The networks of this name; `widths` are those of each one's layers."""
    return tuple(read_network(f"{name}{number}", len(layers), arrays) for number, layers in enumerate(widths))


def read_network(name: str, layers: int, arrays: Arrays) -> Network:
    """The network of this name and number of layers."""
    return Network(
        arrays[f"{name}_mean"],
        arrays[f"{name}_scale"],
        tuple(arrays[f"{name}_weights{layer}"] for layer in range(layers)),
        tuple(arrays[f"{name}_bias{layer}"] for layer in range(layers)),
    )


def read_settings(values: dict[str, Any]) -> Settings:
    """Settings from a config; raises ValueError where one is out of its range."""
    thresholds = Thresholds(**{f.name: number(values["thresholds"][f.name], 0, 1) for f in fields(Thresholds)})
    return Settings(
        temperature=number(values["temperature"], 0.01, 100),
        promo_bias=number(values["promo_bias"], -LARGEST_BIAS, LARGEST_BIAS),
        outside=number(values["outside"], 0, 1),
        thresholds=thresholds,
        headline=number(values["headline"], 0, 1),
        story=number(values["story"], 0, 1),
    )


def number(value: object, least: float, most: float) -> float:
    """A number from a config; raises ValueError where it is none or out of range."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"found {value!r}, expected a number from {least} to {most}")
    return float(value)
