from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakes import PAGE

SUPPORT = Path(__file__).parents[2] / "support"
FAKED = "import fakes, nutgraf; nutgraf.load = fakes.load; from nutgraf.cli import main; main()"


def said_on_terminal(*arguments: object) -> str:
    """What the command line writes to a terminal on standard error, its standard output going elsewhere."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(SUPPORT), "TERM": "xterm", "COLUMNS": "200"}
    command = [sys.executable, "-c", FAKED, *map(str, arguments)]
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux: the other side is closed
            break
        if not part:
            break
        said += part
    os.close(ours)
    assert process.wait() == 0
    return said.decode()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(PAGE if number else "")
    return folder


def test_bar_tells_documents_per_second_and_time_left(corpus: Path, tmp_path: Path) -> None:
    said = said_on_terminal("clean", corpus, "--out-dir", tmp_path / "out")
    assert "3 documents, " in said
    assert "/s," in said
    assert "left" in said
    assert "nutgraf: 3 documents read: 3 written, 0 rejected" in said


def test_time_left_is_not_told_where_the_end_is_not_known(corpus: Path) -> None:
    said = said_on_terminal("score", corpus, "-")
    assert "4 documents, " in said
    assert "left" not in said
