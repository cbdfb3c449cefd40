"""Files that are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.wholefile import replacing


def test_a_file_is_there_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "answers.txt"
    with replacing(path) as part:
        part.write_text("new")
        assert not path.exists()
    assert [found.name for found in tmp_path.iterdir()] == ["answers.txt"]
    assert path.read_text() == "new"


def test_what_is_interrupted_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "answers.txt"
    path.write_text("old")

    def interrupted() -> None:
        with replacing(path) as part:
            part.write_text("ne")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [found.name for found in tmp_path.iterdir()] == ["answers.txt"]
    assert path.read_text() == "old"
