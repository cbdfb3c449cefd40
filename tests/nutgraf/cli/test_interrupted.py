"""Ctrl-C and SIGTERM end every command that labels, soon and with one word at most, with no half line and no half file.

`runs/test_killed.py` has the same for `--out-dir`, `test_serve.py` for the service.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fakes import PAGE

SUPPORT = Path(__file__).parents[2] / "support"
FAKED = "import fakes, nutgraf; nutgraf.load = fakes.load; from nutgraf.cli import main; main()"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(SUPPORT)}
#: Seconds after which a command counts as not ended; without Ctrl-C it would wait for input for ever.
NEVER = 60


def start(*arguments: object, code: str = FAKED) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=ENVIRONMENT,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def interrupt(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Press Ctrl-C; returns what was still said on both streams."""
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=NEVER)
    assert process.returncode == 130
    return said


def terminate(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """As a scheduler does; `timeout` sends it twice."""
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=NEVER)
    assert process.returncode == 143
    return said


Ending = Callable[[subprocess.Popen[bytes]], tuple[bytes, bytes]]


def wait_for_reader(fifo: Path) -> int:
    """Open a pipe for writing once the command reads it; the command then waits for what never comes."""
    return os.open(fifo, os.O_WRONLY)


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs named pipes")
    path = tmp_path / "in.jsonl"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize("end", [interrupt, terminate])
@pytest.mark.parametrize("command", ["score", "clean"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_waiting_for_input(fifo: Path, command: str, jobs: int, end: Ending) -> None:
    with start(command, fifo, "--format", "jsonl", "--jobs", jobs) as process:
        held = wait_for_reader(fifo)
        os.write(held, json.dumps({"text": PAGE}).encode() + b"\n")
        out, err = end(process)
        os.close(held)
    assert err.strip() == b""
    assert all(json.loads(line) for line in out.splitlines())
    assert out == b"" or out.endswith(b"\n")


@pytest.mark.parametrize("command", ["view", "explain"])
def test_commands_for_people(fifo: Path, command: str) -> None:
    with start(command, fifo) as process:
        held = wait_for_reader(fifo)
        _, err = interrupt(process)
        os.close(held)
    assert b"Traceback" not in err


def test_training_leaves_no_model(fifo: Path, tmp_path: Path) -> None:
    with start("train", fifo, "--out", tmp_path / "model") as process:
        held = wait_for_reader(fifo)
        _, err = interrupt(process)
        os.close(held)
    assert b"Traceback" not in err
    assert not (tmp_path / "model").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]
