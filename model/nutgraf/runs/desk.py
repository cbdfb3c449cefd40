"""Labelled documents to a writer, and an account of what became of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nutgraf.errors import NutgrafError
from nutgraf.pipeline import Labelled
from nutgraf.rows import Rendering
from nutgraf.sinks import Writer
from nutgraf.sources import Rejected


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents of one or several inputs; `read` is the sum of the others.

    An input that cannot be read as a whole is one document, rejected.
    """

    written: int = 0
    left_out: int = 0
    rejected: int = 0

    @property
    def read(self) -> int:
        """All documents, also those that could not be read."""
        return self.written + self.left_out + self.rejected

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.written + other.written, self.left_out + other.left_out, self.rejected + other.rejected)


#: Of so many documents the text is looked at for whether it is any news, which takes a fifth of labelling's time: a
#: corpus of another kind shows in them, and a large one is not slowed.
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Policy:
    """What is written of documents, and which are not: with `strict`, the first that cannot be read ends the run."""

    rendering: Rendering
    only_stories: bool = False
    strict: bool = False


class Desk:
    """Takes documents in order; warnings and rejected records go to functions."""

    def __init__(
        self,
        policy: Policy,
        writer: Writer,
        warn: Callable[[str], None],
        reject: Callable[[Rejected], None],
    ) -> None:
        self._policy = policy
        self._writer = writer
        self._warn = warn
        self._reject = reject
        self.counts = Counts()

    def take(self, item: Labelled | Rejected) -> None:
        """Write a document, leave it out, or reject it.

        Raises:
            NutgrafError: if the policy is strict and the record could not be read.
        """
        if isinstance(item, Rejected):
            if self._policy.strict:
                raise StrictError(f"{item} (stopped for --strict)")
            self._reject(item)
            self.counts += Counts(rejected=1)
            return
        told = item.document.warnings if self.counts.read < LOOKED_AT else item.document.remarks
        for warning in (*item.record.warnings, *told):
            self._warn(f"{item.record.id}: {warning}")
        if self._policy.only_stories and not item.document.has_story:
            self.counts += Counts(left_out=1)
            return
        for warning in self._policy.rendering.warnings(item):
            self._warn(f"{item.record.id}: {warning}")
        self._writer.write(self._policy.rendering.rows(item))
        self.counts += Counts(written=1)


class StrictError(NutgrafError):
    """A record could not be read, and the caller wants none to be left behind."""
