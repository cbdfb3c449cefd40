"""Timing: contenders in turn, several rounds, medians; whole processes with their memory."""

import atexit
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from nutgraf_training.benchmarks.speed_contenders import Contender

NUTGRAF = (sys.executable, "-c", "from nutgraf.cli import main; main()")
#: Runs its arguments as a command and prints exit code, seconds by the clock and of the processor, and peak memory.
STARTER = """
import os, sys, time
begun = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - begun
print([os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss])
"""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one or more runs: by the clock, and of the processor."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """Median processor time: other work on the machine counts least in it."""
        return median(self.cpu)

    def over(self, other: "Took") -> float:
        """Median over the rounds of this one's time divided by the other's of the same round."""
        return median(mine / theirs for mine, theirs in zip(self.cpu, other.cpu, strict=True))


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended."""

    wall: float
    cpu: float
    peak: int  # bytes, of the largest of its processes


def in_turn(contenders: Sequence[Contender], rounds: int) -> Mapping[str, Took]:
    """Each contender once to warm up, then all of them in turn, round after round: all see the same machine."""
    for contender in contenders:
        contender.run()
    wall: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    cpu: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for _ in range(rounds):
        for contender in contenders:
            begun, spent = time.perf_counter(), time.process_time()
            contender.run()
            wall[contender.name].append(time.perf_counter() - begun)
            cpu[contender.name].append(time.process_time() - spent)
    return {name: Took(tuple(wall[name]), tuple(cpu[name])) for name in wall}


@lru_cache(maxsize=1)
def _compiled() -> str:
    """A folder for compiled modules, there as long as this process."""
    folder = TemporaryDirectory(prefix="nutgraf-bench-")
    atexit.register(folder.cleanup)
    return folder.name


def run_process(command: Sequence[str]) -> Finished:
    """Run a command to its end, on one core unless it starts more processes.

    Raises ChildProcessError if it fails.
    """
    # Modules are compiled once, as pip does on installation, whatever the caller's environment says of it.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPYCACHEPREFIX": _compiled()}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # A process begins with the peak memory of the one that started it, so a small one stands between.
    starter = [sys.executable, "-S", "-c", STARTER, *command]
    told = subprocess.run(starter, check=True, env=environment, stdout=subprocess.PIPE).stdout
    code, wall, cpu, peak = json.loads(told)
    if code:
        raise ChildProcessError(f"exit code {code} of {command}")
    return Finished(wall, cpu, peak * (1 if sys.platform == "darwin" else 1024))


def start_up(document: Path, rounds: int) -> tuple[Took, Took]:
    """`nutgraf score` on one short document, and Python that imports numpy and nothing else."""
    commands = ([*NUTGRAF, "score", str(document)], [sys.executable, "-c", "import numpy"])
    runs = [[run_process(command) for command in commands] for _ in range(rounds + 1)][1:]
    score, numpy = (
        Took(tuple(r.wall for r in column), tuple(r.cpu for r in column)) for column in zip(*runs, strict=True)
    )
    return score, numpy


def score_file(path: Path, jobs: int = 1) -> Finished:
    """`nutgraf score` over a file of JSON Lines."""
    return run_process([*NUTGRAF, "score", str(path), "--format", "tsv", "--jobs", str(jobs)])
