"""A site memory as a file: a zip archive of one JSON object and the bytes of one or two arrays, none of it code.

Nothing in it is compressed, so that a file from a stranger cannot unpack to more than it is.
"""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.errors import InputError
from nutgraf.linecounts import DEPTH, CountMinSketch, ExactCounts, Keys
from nutgraf.sitememory import SiteMemory
from nutgraf.wholefile import replacing

FORMAT = 1
_ABOUT, _KEYS, _COUNTS, _CELLS = "about.json", "keys.uint64", "counts.uint8", "cells.uint8"
_LARGEST_ABOUT = 1 << 12
# Archives carry a time; a fixed one gives the same bytes for the same counts.
_TIME = (1980, 1, 1, 0, 0, 0)
_UNREADABLE = (OSError, KeyError, EOFError, ValueError, RuntimeError, MemoryError, RecursionError, zipfile.BadZipFile,
               struct.error, NotImplementedError)  # fmt: skip
# How lines become keys: a change of it makes the counts of old files worthless.
_SAMPLE, _SAMPLE_SITE = "Read more: “Élan” — 12:45", "post.example"


def write(path: Path, memory: SiteMemory) -> None:
    """Write a memory; raises InputError if the file cannot be written."""
    counts = memory.counts()
    about = {
        "format": FORMAT,
        "kind": "nutgraf site memory",
        "sample": _sample_key(),
        "pages": memory.pages,
        "most_exact": counts.most_exact,
        "width": counts.width,
    }
    members: dict[str, bytes] = {_ABOUT: json.dumps(about).encode("ascii")}
    if isinstance(counts.store, ExactCounts):
        members |= {_KEYS: counts.store.keys.astype("<u8").tobytes(), _COUNTS: counts.store.counts.tobytes()}
    else:
        members[_CELLS] = counts.store.cells.tobytes()
    try:
        # Opened here, to be written only: ZipFile would open a named pipe to read it too, and its reader would be gone.
        with (
            replacing(path) as part,
            part.open("wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
        ):
            for name, data in members.items():
                archive.writestr(zipfile.ZipInfo(name, _TIME), data)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def read(path: Path) -> SiteMemory:
    """Read a memory and check all of it.

    Raises:
        InputError: if the file is missing, damaged, no site memory, or of another version.
    """
    try:
        members = _members(path)
        about = json.loads(members[_ABOUT])
        if not isinstance(about, dict) or about.get("format") != FORMAT or about.get("sample") != _sample_key():
            raise ValueError("made by another version of nutgraf")
        return _memory(about, members)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except _UNREADABLE as error:
        reason = f"no member {error}" if isinstance(error, KeyError) else str(error) or type(error).__name__
        raise InputError(f"{path}: not a good site memory: {reason}; count the pages anew") from error


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        found = archive.infolist()
        for item in found:
            if item.compress_type != zipfile.ZIP_STORED or item.filename not in (_ABOUT, _KEYS, _COUNTS, _CELLS):
                raise ValueError(f"unexpected member {item.filename!r}")
        if len({item.filename for item in found}) < len(found):
            raise ValueError("a member stands there twice")
        if any(item.filename == _ABOUT and item.file_size > _LARGEST_ABOUT for item in found):
            raise ValueError(f"{_ABOUT} is larger than {_LARGEST_ABOUT} bytes")
        return {item.filename: archive.read(item) for item in found}


def _memory(about: dict[str, Any], members: dict[str, bytes]) -> SiteMemory:
    memory = SiteMemory(_whole(about, "most_exact"), _whole(about, "width"))
    memory.pages = _whole(about, "pages")
    counts = memory.counts()
    if _CELLS in members:
        cells = _array(members[_CELLS])
        if len(cells) != DEPTH * counts.width:
            raise ValueError(f"{len(cells)} cells, expected {DEPTH} rows of {counts.width}")
        counts.store = CountMinSketch(counts.width, cells.reshape(DEPTH, counts.width))
        return memory
    counts.store = _exact(members[_KEYS], members[_COUNTS], counts.most_exact)
    return memory


def _exact(keys: bytes, counts: bytes, most: int) -> ExactCounts:
    if len(keys) != 8 * len(counts) or len(counts) > most:
        raise ValueError(f"{len(keys)} bytes of keys and {len(counts)} counts, expected 8 to 1 and at most {most}")
    found: Keys = np.frombuffer(keys, "<u8").astype(np.uint64)
    if (found[1:] <= found[:-1]).any():
        raise ValueError("keys are not in ascending order")
    number = _array(counts)
    if not number.all():
        raise ValueError("a key was counted 0 times")
    return ExactCounts(found, number)


def _array(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8).copy()


def _whole(about: dict[str, Any], name: str) -> int:
    value = about.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 63:
        raise ValueError(f"{name} is {value!r}, expected a whole number")
    return value


def _sample_key() -> str:
    """A fingerprint of how lines are split, folded and hashed."""
    memory = SiteMemory()
    memory.count([_SAMPLE], _SAMPLE_SITE)
    store = memory.counts().store
    assert isinstance(store, ExactCounts)
    return f"{int(store.keys[0]):016x}"
