"""A model that chance has damaged: it ends in a `NutgrafError` or is a model still, with and without right hashes.

`test_artifact.py` has the damages that have a name, `test_harmful_models.py` those of one who means harm.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nutgraf.archive import CONFIG, WEIGHTS
from nutgraf.errors import ModelError, NutgrafError
from stranger import FILES, answers, resign, with_members

Corruption = Callable[[bytearray, np.random.Generator], object]


def _flip(data: bytearray, random: np.random.Generator) -> None:
    for _ in range(int(random.integers(1, 9))):
        data[random.integers(len(data))] ^= 1 << int(random.integers(8))


def _cut(data: bytearray, random: np.random.Generator) -> None:
    del data[random.integers(len(data)) :]


def _drop(data: bytearray, random: np.random.Generator) -> None:
    begin = int(random.integers(len(data)))
    del data[begin : begin + int(random.integers(1, 200))]


def _insert(data: bytearray, random: np.random.Generator) -> None:
    begin = int(random.integers(len(data)))
    data[begin:begin] = random.bytes(int(random.integers(1, 200)))


def _repeat(data: bytearray, random: np.random.Generator) -> None:
    begin = int(random.integers(len(data)))
    data[begin:begin] = data[begin : begin + 100]


def _zero(data: bytearray, random: np.random.Generator) -> None:
    begin = int(random.integers(len(data)))
    end = min(len(data), begin + 100)
    data[begin:end] = bytes(end - begin)


CORRUPTIONS: tuple[Corruption, ...] = (_flip, _cut, _drop, _insert, _repeat, _zero)


def corrupt(folder: Path, seed: int) -> Path:
    """Damage one file of a folder by chance; returns which."""
    random = np.random.default_rng(seed)
    path = folder / FILES[seed % len(FILES)]
    data = bytearray(path.read_bytes())
    CORRUPTIONS[random.integers(len(CORRUPTIONS))](data, random)
    path.write_bytes(data)
    return path


def corrupt_content(folder: Path, seed: int) -> None:
    """Damage what is inside: bytes of one array, or a value of the configuration; the files stay well-formed."""
    random = np.random.default_rng(seed)
    path = folder / FILES[seed % len(FILES)]
    if path.name == WEIGHTS:
        with_members(path, lambda members: _corrupt_member(members, random))
    else:
        config = json.loads(path.read_text("utf-8"))
        _corrupt_value(config, random)
        path.write_text(json.dumps(config), "utf-8")


def _corrupt_member(members: dict[str, bytes], random: np.random.Generator) -> None:
    name = sorted(members)[random.integers(len(members))]
    data = bytearray(members[name])
    if random.random() < 0.5:  # the header is small: by chance alone it would be hit too seldom
        data[random.integers(min(128, len(data)))] = random.integers(256)
    else:
        CORRUPTIONS[random.integers(len(CORRUPTIONS))](data, random)
    members[name] = bytes(data)


def _corrupt_value(config: dict[str, Any], random: np.random.Generator) -> None:
    odd = [None, True, -1, 0, 1e308, float("nan"), 1 << 70, "1", "", [], {}, [[]], [1, "a"], {"a": 1}]
    at: Any = config
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = keys[random.integers(len(keys))]
        if isinstance(at[key], dict | list) and at[key] and random.random() < 0.7:
            at = at[key]
            continue
        if random.random() < 0.2:
            del at[key]
        else:
            at[key] = odd[random.integers(len(odd))]
        return


@pytest.mark.parametrize("seed", range(200))
def test_random_corruption_is_told(good: Path, copy: Path, seed: int) -> None:
    path = corrupt(copy, seed)
    before = good / path.relative_to(copy)
    if path.name == CONFIG and _config(path) == _config(before):
        assert answers(copy) == answers(good)  # white space alone
        return
    with pytest.raises(NutgrafError) as told:
        answers(copy)
    assert str(copy) in str(told.value)
    assert "\n" not in str(told.value)


def _config(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except ValueError:
        return None


@pytest.mark.parametrize("seed", range(200))
@pytest.mark.filterwarnings("ignore:Reading `.npy`")
def test_random_corruption_with_hashes_made_anew_is_told_or_a_model(copy: Path, seed: int) -> None:
    corrupt_content(copy, seed)
    resign(copy)
    try:
        answers(copy)
    except NutgrafError as error:
        assert str(copy) in str(error)  # noqa: PT017 - the other outcome is checked in `answers`


@pytest.mark.parametrize(
    ("part", "name"),
    [
        *(("", name) for name in ("ngram_scales", "ngram_bias", "network0_mean", "headline_scale", "story_weights0")),
        *(("html", name) for name in ("markup_scale", "markup_bias", "network0_bias0", "story_weights1")),
    ],
)
@pytest.mark.parametrize("value", [3e38, -3e38, 1e30])
def test_finite_numbers_that_would_overflow_are_refused(copy: Path, part: str, name: str, value: float) -> None:
    """Scores would be no numbers, and the labels chance, without a word."""
    path = copy / part / WEIGHTS
    with np.load(path) as stored:
        arrays = dict(stored)
    arrays[name].ravel()[0] = value
    np.savez(path, **arrays)
    resign(copy)
    with pytest.raises(ModelError, match="expected at most"):
        answers(copy)
