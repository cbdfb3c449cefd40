"""What goes to standard error: failures, warnings, progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

#: Warnings shown before the rest are only counted: a corpus must not bury its own failures.
MOST_WARNINGS = 20


class Messages:
    """Tells failures and warnings as they come, one line each, and the exit code that follows."""

    def __init__(self) -> None:
        self.failures = 0
        self.warnings = 0

    def failure(self, reason: object) -> None:
        """An input, or a part of one, could not be done."""
        self.failures += 1
        _tell(str(reason))

    def warning(self, reason: str) -> None:
        """The caller should know this, though the input was done."""
        self.warnings += 1
        if self.warnings <= MOST_WARNINGS:
            _tell(f"warning: {reason}")

    def notice(self, text: str) -> None:
        """What was done, where the output does not show it."""
        _tell(text)

    def exit_code(self) -> int:
        """0 if all went well, else 1; tells how many warnings were not shown."""
        if self.warnings > MOST_WARNINGS:
            _tell(f"{self.warnings - MOST_WARNINGS} more warnings")
        return 1 if self.failures else 0


def _tell(text: str) -> None:
    # Names of files may hold line ends, and terminals obey control characters.
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in " ".join(text.split()))
    # Not click.echo, which writes past the progress display and would land in the middle of its line.
    print(f"nutgraf: {line}", file=sys.stderr)


def with_progress(items: Iterable[Item]) -> Iterator[Item]:
    """Count items on standard error, if that is a terminal and the results go elsewhere."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} documents"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, total=None)
