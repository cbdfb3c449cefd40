"""The service as a user has it: a process of its own, at a port that the system chose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

#: Seconds to wait for a process before it is taken to hang.
PATIENCE = 60


@dataclass
class Served:
    """A running service; its log is read as it comes."""

    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self._begun = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._begun.wait(PATIENCE), "the service did not start"
        (self.url,) = (event["url"] for event in self.events() if event["event"] == "listening")

    def events(self) -> list[dict[str, Any]]:
        """The log so far."""
        return [json.loads(line) for line in self.log]

    def ended(self) -> int:
        """Wait for the process and the rest of its log; the exit code."""
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        if self.process.stderr:
            self.process.stderr.close()
        return code

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.log.append(line)
            if '"listening"' in line:
                self._begun.set()
        self._begun.set()


@contextmanager
def serving(*arguments: str, **variables: str) -> Iterator[Served]:
    """Run `nutgraf serve` with these arguments and environment variables."""
    command = [sys.executable, "-c", "from nutgraf.cli import main; main()", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", env=os.environ | variables)
    served = Served(process)
    try:
        yield served
    finally:
        process.kill()
        served.ended()
