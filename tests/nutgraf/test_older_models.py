"""A model of an older format is refused in a line that says how to get one of this version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import nutgraf
from nutgraf.archive import CONFIG, FORMAT
from nutgraf.errors import ModelError
from stranger import saved


@pytest.mark.parametrize("older", range(1, FORMAT))
def test_an_older_format_is_refused_with_the_way_to_another(tmp_path: Path, older: int) -> None:
    folder = saved(tmp_path / "mine")
    config = json.loads((folder / CONFIG).read_text("utf-8"))
    (folder / CONFIG).write_text(json.dumps({**config, "format": older}), "utf-8")
    with pytest.raises(ModelError) as raised:
        nutgraf.load(folder)
    told = str(raised.value)
    assert f"format {older}" in told
    assert f"reads format {FORMAT}" in told
    assert f"nutgraf train DATA --out {folder}" in told
    assert "\n" not in told


def test_a_newer_format_is_not_said_to_be_older(tmp_path: Path) -> None:
    folder = saved(tmp_path / "mine")
    config = json.loads((folder / CONFIG).read_text("utf-8"))
    (folder / CONFIG).write_text(json.dumps({**config, "format": FORMAT + 1}), "utf-8")
    with pytest.raises(ModelError, match=f"format {FORMAT + 1}") as raised:
        nutgraf.load(folder)
    assert "older" not in str(raised.value)
