"""Files that are whole or not there."""

from __future__ import annotations

import os
import threading
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


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path, there: bool) -> None:
    (tmp_path / "deep").mkdir()
    real, middle, link = tmp_path / "deep" / "real.txt", tmp_path / "middle.txt", tmp_path / "link.txt"
    if there:
        real.write_text("old")
    middle.symlink_to("deep/real.txt")
    link.symlink_to(middle)
    with replacing(link) as part:
        part.write_text("new")
    assert (link.readlink(), middle.readlink()) == (middle, Path("deep/real.txt"))
    assert real.read_text() == "new"
    assert [found.name for found in real.parent.iterdir()] == ["real.txt"]


def test_a_named_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    with replacing(pipe) as part:
        part.write_text("whole")
    reader.join(10)
    assert (read, pipe.is_fifo()) == (["whole"], True)
