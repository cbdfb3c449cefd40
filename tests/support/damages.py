"""Ways to damage a saved text model, with the hash of its weights made right again where the damage is in them."""

import hashlib
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from nutgraf.archive import CONFIG, WEIGHTS

Damage = Callable[[Path], object]


def sign(folder: Path) -> None:
    """Enter the hash of the weights as they are now."""
    digest = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    configure(lambda config: config.update(weights_sha256=digest))(folder)


def configure(change: Callable[[dict[str, Any]], object]) -> Damage:
    def damage(folder: Path) -> None:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
        change(config)
        (folder / CONFIG).write_text(json.dumps(config), "utf-8")

    return damage


def entry(*keys: Any, value: Any) -> Damage:
    """The config with another value in one place."""

    def change(config: dict[str, Any]) -> None:
        for key in keys[:-1]:
            config = config[key]
        config[keys[-1]] = value

    return configure(change)


def without(key: str) -> Damage:
    return configure(lambda config: config.pop(key))


def config_text(data: bytes) -> Damage:
    return lambda folder: (folder / CONFIG).write_bytes(data)


def arrays(change: Callable[[dict[str, Any]], object]) -> Damage:
    """Other arrays, well saved and signed."""

    def damage(folder: Path) -> None:
        with np.load(folder / WEIGHTS) as stored:
            found: dict[str, Any] = dict(stored)
        change(found)
        np.savez_compressed(folder / WEIGHTS, **found)
        sign(folder)

    return damage


def value(name: str, given: float) -> Damage:
    def change(found: dict[str, Any]) -> None:
        found[name].ravel()[0] = given

    return arrays(change)


def members(change: Callable[[dict[str, bytes]], object]) -> Damage:
    """Other bytes in the archive, well zipped and signed."""

    def damage(folder: Path) -> None:
        with zipfile.ZipFile(folder / WEIGHTS) as archive:
            found = {name: archive.read(name) for name in archive.namelist()}
        change(found)
        with zipfile.ZipFile(folder / WEIGHTS, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in found.items():
                archive.writestr(name, data)
        sign(folder)

    return damage


def raw(change: Callable[[bytes], bytes]) -> Damage:
    """The archive's own bytes changed, and signed."""

    def damage(folder: Path) -> None:
        (folder / WEIGHTS).write_bytes(change((folder / WEIGHTS).read_bytes()))
        sign(folder)

    return damage


def no_deflate(data: bytes) -> bytes:
    """The first member's compressed stream overwritten with what is none."""
    begin = 30 + sum(struct.unpack("<HH", data[26:30]))
    return data[:begin] + b"\xff" * 64 + data[begin + 64 :]


def encrypted(data: bytes) -> bytes:
    """The first member's flags say that it is encrypted."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + b"\x01" + data[at + 9 :]


def claims(shape: str) -> Callable[[dict[str, bytes]], object]:
    """An array whose header names another shape; the member's size stays."""

    def change(found: dict[str, bytes]) -> None:
        data = found["ngram_bias.npy"]
        header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
        found["ngram_bias.npy"] = data[:10] + header.encode() + data[128:]

    return change


def unclosed(found: dict[str, bytes]) -> None:
    found["ngram_bias.npy"] = found["ngram_bias.npy"].replace(b"}", b"(", 1)


class Planted:
    """Unpickling this makes a file."""

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (Path("planted"),)


def pickled(found: dict[str, Any]) -> None:
    found["ngram_bias"] = np.array([Planted()] * 6, object)
