"""What goes to standard error: failures, warnings, the account at the end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nutgraf.runs.desk import Counts
    from nutgraf.runs.shards import Outcome

#: Warnings shown before the rest are only counted: a corpus must not bury its own failures.
MOST_WARNINGS = 20
#: Records that could not be read shown before the rest are only counted, where a file names them all.
MOST_REJECTED = 20


def documents(count: int) -> str:
    """So many documents, in words."""
    return f"{count:,} document{'' if count == 1 else 's'}"


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

    def outcome(self, outcome: Outcome) -> None:
        """What became of an input whose rejected records stand in a file."""
        for warning in outcome.warnings:
            self.warning(warning)
        self.warnings += outcome.more_warnings
        if outcome.failed is not None:
            self.failure(outcome.failed)
        for item in outcome.rejected[: max(0, MOST_REJECTED - self.failures)]:
            self.failure(item)

    def left_out(self, counts: Counts) -> None:
        """How many documents the output does not show because they have no story."""
        documents = counts.written + counts.left_out
        _tell(f"{counts.left_out} of {documents} documents left out: no story")

    def account(self, counts: Counts, folder: Path) -> None:
        """What became of every document of a run; rejected ones stand in a file of the `folder`."""
        where = f" (see {folder / 'rejected.jsonl'})" if counts.rejected else ""
        left_out = f"{counts.left_out:,} left out for want of a story, " if counts.left_out else ""
        _tell(
            f"{documents(counts.read)} read: {counts.written:,} written, {left_out}{counts.rejected:,} rejected{where}"
        )
        self.failures = max(self.failures, counts.rejected)

    def exit_code(self) -> int:
        """0 if all went well, else 1; tells how many warnings were not shown."""
        if self.warnings > MOST_WARNINGS:
            _tell(f"{self.warnings - MOST_WARNINGS} more warnings")
        return 1 if self.failures else 0


def _tell(text: str) -> None:
    # Names of files may hold line ends, and terminals obey control characters.
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in " ".join(text.split()))
    # Not click.echo, which writes past the progress display and would land in the middle of its line; nor print, which
    # writes twice: Ctrl-C between the two would leave a line without its end.
    sys.stderr.write(f"nutgraf: {line}\n")
