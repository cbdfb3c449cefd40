"""Running the command line in tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


#: Runs the command line with the fake model: `nutgraf("score", path, stdin=b"...")`.
Nutgraf = Callable[..., Result]
