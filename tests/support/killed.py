"""A run of the command line that is killed, many times over, at moments that a seed decides.

As a program: `python killed.py KILLS SEED SMALL INPUTS REFERENCE FOLDER`, where SMALL is the size in bytes up to which
inputs are done together. Runs `nutgraf clean` over INPUTS into REFERENCE
undisturbed, then into FOLDER, in a child process that kills itself (as kill -9 does) at a random line of the package's
own code, and again, going on where it was. Whenever all is done before there were enough kills, FOLDER is emptied for
another round. Prints the number of kills, and of outputs that were found incomplete under their own names (must be 0).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import fakes
import nutgraf
from nutgraf.cli import run
from nutgraf.runs import plan

#: Modules whose lines are counted: what reads, labels and writes, and keeps account.
_OURS = str(Path(nutgraf.__file__).parent)


def main(kills: int, seed: int, small: int, inputs: str, reference: Path, folder: Path) -> None:
    nutgraf.load = fakes.load  # type: ignore[assignment]
    plan.SMALL = small
    lines = _undisturbed(inputs, reference)
    chance = random.Random(seed)
    killed = broken = 0
    while killed < kills:
        # A quarter of the work at most, so that a shard is done now and then and a round has several kills.
        if _killed(inputs, folder, chance.randint(1, lines // 4)):
            killed += 1
            broken += _broken(folder, reference)
        else:
            shutil.rmtree(folder)
    _child(inputs, folder)
    print(killed, broken)


def _undisturbed(inputs: str, reference: Path) -> int:
    """Run to the end; returns how many lines of code that took."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename.startswith(_OURS) else None

    sys.settrace(trace)
    run(["clean", inputs, "--out-dir", str(reference)])
    sys.settrace(None)
    return count


def _killed(inputs: str, folder: Path, line: int) -> bool:
    """Run in a child that kills itself at a line, counted from the start; False if it came to the end before."""
    status = _child(inputs, folder, line)
    assert os.WIFEXITED(status) or os.WTERMSIG(status) == signal.SIGKILL
    return os.WIFSIGNALED(status)


def _child(inputs: str, folder: Path, last: int | None = None) -> int:
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace if frame.f_code.co_filename.startswith(_OURS) else None

    if last is not None:
        sys.settrace(trace)
    code = run(["clean", inputs, "--out-dir", str(folder)])
    os._exit(code)


def _broken(folder: Path, reference: Path) -> int:
    """Outputs with a name of their own that are not what they should be."""
    found = [path for path in folder.rglob("*") if path.is_file() and ".nutgraf" not in path.parts]
    return sum(path.read_bytes() != (reference / path.relative_to(folder)).read_bytes() for path in found)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]), sys.argv[4], Path(sys.argv[5]), Path(sys.argv[6]))  # type: ignore[misc]
