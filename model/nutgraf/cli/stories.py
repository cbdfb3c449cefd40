"""Where `nutgraf clean` puts the stories: standard output, or a file for each input."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO, cast

import click

from nutgraf.choices import Drop
from nutgraf.cleaning import body_share, cleaned, uncertain
from nutgraf.cli.options import Job
from nutgraf.document import Document
from nutgraf.errors import NutgrafError
from nutgraf.sources import STANDARD_INPUT, Record, Rejected, format_of

#: Name of the file for what came from standard input.
STANDARD_INPUT_NAME = "stdin"
#: Field of JSON Lines that tells what was found out about a document.
REPORT_FIELD = "nutgraf"
#: Uncertain lines that a warning names; it tells how many more there are.
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Story:
    """What is written of a document, and what is said about it.

    `body_share` is the share of the document's characters that is body; `uncertain` are the numbers of the lines that
    were kept because their label is uncertain, None where nobody asked.
    """

    text: str
    has_story: bool
    body_share: float
    uncertain: tuple[int, ...] | None = None

    def warnings(self) -> Iterator[str]:
        """What the caller should know of this document."""
        if not self.has_story:
            yield "probably a page without a story"
        if self.uncertain:
            named = ", ".join(map(str, self.uncertain[:MOST_NAMED]))
            more = f" and {len(self.uncertain) - MOST_NAMED} more" if len(self.uncertain) > MOST_NAMED else ""
            yield f"uncertain and kept: line{'s' if len(self.uncertain) > 1 else ''} {named}{more}"

    def report(self) -> dict[str, Any]:
        """The facts as JSON has them."""
        facts = {"has_story": self.has_story, "body_share": self.body_share}
        return facts if self.uncertain is None else {**facts, "uncertain": list(self.uncertain)}


def story_of(document: Document, drop: Drop, headline: bool, least: float | None) -> Story:
    """What stays of a document; lines with a confidence below `least` stay whatever their label."""
    text = cleaned(document, drop, headline, least)
    doubted = uncertain(document, least)
    if not headline and document.headline_index >= 0:
        doubted[document.headline_index] = False  # it went for another reason
    numbers = None if least is None else tuple(document.spans.numbers[doubted].tolist())
    return Story(text, document.has_story, round(body_share(document), 6), numbers)


class Stories(Protocol):
    """Takes the stories in the order of the inputs."""

    def write(self, record: Record, story: Story) -> None:
        """Put down the story of a record."""
        ...

    def rejected(self, item: Rejected) -> None:
        """Hear of a record or an input that could not be read."""
        ...


@contextmanager
def destination(job: Job, folder: Path | None) -> Iterator[Stories]:
    """Where the stories of a job go.

    Raises:
        click.UsageError: if two inputs would be written to one file, or an input be overwritten.
    """
    if folder is None:
        yield _OneStream(sys.stdout, job)
        return
    files = _OneFileEach(_targets(job, folder), job)
    try:
        yield files
        files.finish()
    finally:
        files.abandon()


def _format(name: str, job: Job) -> str:
    return job.input_format or format_of(name).name


def _targets(job: Job, folder: Path) -> dict[str, Path]:
    targets: dict[str, Path] = {}
    for name in job.inputs:
        target = folder / (STANDARD_INPUT_NAME if name == STANDARD_INPUT else Path(name).name)
        if target in targets.values():
            raise click.UsageError(f"two inputs would be written to {target}")
        if name != STANDARD_INPUT and target.exists() and target.samefile(name):
            raise click.UsageError(f"{target} is an input; choose another --out-dir")
        targets[name] = target
    return targets


def _write(out: TextIO, record: Record, story: Story, job: Job) -> None:
    if _format(record.name, job) == "jsonl":
        values = {**record.fields, job.fields.text: story.text, REPORT_FIELD: story.report()}
        out.write(json.dumps(values, ensure_ascii=False) + "\n")
    elif story.text:
        out.write(story.text + "\n")


class _OneStream:
    """All stories one after the other."""

    def __init__(self, out: TextIO, job: Job) -> None:
        self._out = out
        self._job = job
        self._begun = False

    def write(self, record: Record, story: Story) -> None:
        # A story has no blank lines of its own, so that one tells where the next begins.
        if story.text and self._begun and _format(record.name, self._job) != "jsonl":
            self._out.write("\n")
        self._begun = self._begun or bool(story.text)
        _write(self._out, record, story, self._job)

    def rejected(self, item: Rejected) -> None:
        """Nothing to do: the stream goes on without it."""


class _OneFileEach:
    """A file for each input, under a temporary name until it is whole."""

    def __init__(self, targets: dict[str, Path], job: Job) -> None:
        self._targets = targets
        self._job = job
        self._name: str | None = None
        self._out: TextIO | None = None

    def write(self, record: Record, story: Story) -> None:
        if record.name != self._name or self._out is None:
            self.finish()
            self._out = self._open(record.name)
            self._name = record.name
        _write(self._out, record, story, self._job)

    def rejected(self, item: Rejected) -> None:
        # Half a file that looks like a whole one is worse than none.
        if item.number is None and item.name == self._name:
            self.abandon()

    def finish(self) -> None:
        """Close the file being written and give it its name."""
        if self._out is not None and self._name is not None:
            self._out.close()
            target = self._targets[self._name]
            _temporary(target).replace(target)
        self._out = self._name = None

    def abandon(self) -> None:
        """Close the file being written, if any, and delete it."""
        if self._out is not None and self._name is not None:
            self._out.close()
            _temporary(self._targets[self._name]).unlink(missing_ok=True)
        self._out = self._name = None

    def _open(self, name: str) -> TextIO:
        target = self._targets[name]
        opener = gzip.open if target.suffix == ".gz" else open
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            out = opener(_temporary(target), "wt", encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            raise NutgrafError(f"{target}: {error.strerror or error}") from error
        return cast(TextIO, out)


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")
