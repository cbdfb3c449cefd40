"""One input to one output: read, labelled, written under another name, and given its own when it is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, cast

from nutgraf.columns import Column
from nutgraf.errors import InputError, NutgrafError
from nutgraf.pipeline import Labelled, Load, Request, label_records
from nutgraf.runs.desk import Counts, Desk, Policy, StrictError
from nutgraf.runs.gauge import Gauge
from nutgraf.sinks import Compression, open_writer
from nutgraf.sinks.values import to_bytes, to_json
from nutgraf.sources import Fields, Record, Rejected, failed, open_input
from nutgraf.sources.inputs import Source

#: Warnings, and records that could not be read, that are kept of a shard; the rest are only counted.
MOST_TOLD = 20
#: Bytes of rejected records beyond which they wait in a temporary file.
_IN_MEMORY = 1 << 20


@dataclass(frozen=True, slots=True)
class Shard:
    """An input, the path of its output below the folder of the run, and what the output is.

    Small inputs, side by side in the run, with one `bundle` are read and labelled together: one short text at a time
    takes many times as long.
    """

    source: Source
    output: str
    format: str
    compression: Compression = "none"
    bundle: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What is done to every shard. Picklable: worker processes get it."""

    load: Load
    policy: Policy
    request: Request = field(default_factory=Request)
    fields: Fields = field(default_factory=Fields)
    input_format: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shard: its counts, and the first warnings and records that could not be read.

    `failed` says why the input could not be read to its end, and then there is no output, but for what an earlier run
    made of an input that is no longer there.
    """

    shard: Shard
    counts: Counts
    warnings: tuple[str, ...] = ()
    more_warnings: int = 0
    rejected: tuple[Rejected, ...] = ()
    failed: Rejected | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where the files of a run stand in its folder: the outputs, and in `.nutgraf` what the run must know of itself."""

    folder: Path

    @property
    def state(self) -> Path:
        """The folder of the run's own files."""
        return self.folder / ".nutgraf"

    @property
    def journal(self) -> Path:
        """The file that tells which outputs are whole, and what of."""
        return self.state / "journal.jsonl"

    @property
    def parts(self) -> Path:
        """The folder of files that are not whole yet; on the disk of the outputs, so that they can be renamed."""
        return self.state / "parts"

    def output(self, shard: Shard) -> Path:
        """The output of a shard."""
        return self.folder / shard.output

    def rejected(self, output: str) -> Path:
        """The records that an output lacks since they could not be read; no such file if there are none."""
        return self.state / "rejected" / f"{output}.jsonl"

    @contextmanager
    def replacing(self, target: Path) -> Iterator[BinaryIO]:
        """A file that becomes `target` when it is whole, and vanishes if an exception comes first."""
        # A name of its own: the worker of a run that was killed must never write into the file of the next.
        part = self.parts / uuid.uuid4().hex
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def write_shard(shard: Shard, work: Work, places: Places, gauge: Gauge, jobs: int = 1) -> Outcome:
    """Do a shard from beginning to end. The same input gives the same bytes, whatever `jobs` is.

    Raises:
        NutgrafError: where the output cannot be written; if the work is strict, where a record cannot be read.
    """
    try:
        with open_input(shard.source.name, work.fields, work.input_format, gauge.read) as source:
            items = label_records(source.records, work.load, work.request, jobs)
            return _written(shard, work, places, gauge, Answers(source.columns, items))
    except InputError as error:
        return _failed(shard, work, places, error)


def write_bundle(shards: Sequence[Shard], work: Work, places: Places, gauge: Gauge, jobs: int = 1) -> Iterator[Outcome]:
    """Do small shards, labelled together; Raises NutgrafError as `write_shard` does."""
    if len(shards) == 1:
        yield write_shard(shards[0], work, places, gauge, jobs)
        return
    read = [_read(shard, work, gauge) for shard in shards]
    records = chain.from_iterable(source.records for source in read if isinstance(source, _Small))
    items = label_records(records, work.load, work.request, jobs)
    for shard, source in zip(shards, read, strict=True):
        if isinstance(source, InputError):
            yield _failed(shard, work, places, source)
        else:
            own = islice(items, len(source.records))
            yield _written(shard, work, places, gauge, Answers(source.columns, own))


@dataclass(frozen=True, slots=True)
class Answers:
    """Documents of a shard as they are labelled, and the columns of their other fields."""

    columns: tuple[Column, ...] | None
    items: Iterator[Labelled | Rejected]


@dataclass(frozen=True, slots=True)
class _Small:
    """An input that was read whole."""

    columns: tuple[Column, ...] | None
    records: list[Record | Rejected]


def _read(shard: Shard, work: Work, gauge: Gauge) -> _Small | InputError:
    try:
        with open_input(shard.source.name, work.fields, work.input_format, gauge.read) as source:
            return _Small(source.columns, list(source.records))
    except InputError as error:
        return error


def _failed(shard: Shard, work: Work, places: Places, error: InputError) -> Outcome:
    whole = failed(shard.source.name, error)
    if work.policy.strict:
        raise StrictError(f"{whole} (stopped for --strict)") from error
    if shard.source.is_there:
        # What an earlier run made of the input as it was then is not this run's output.
        places.output(shard).unlink(missing_ok=True)
        with places.replacing(places.rejected(shard.output)) as file:
            file.write(rejection(whole))
    return Outcome(shard, Counts(rejected=1), failed=whole)


def _written(shard: Shard, work: Work, places: Places, gauge: Gauge, answers: Answers) -> Outcome:
    output, rejected = places.output(shard), places.rejected(shard.output)
    try:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as refused:
            with places.replacing(output) as out:
                outcome = _write(shard, work, out, cast(BinaryIO, refused), gauge, answers)
            if outcome.counts.rejected:
                refused.seek(0)
                with places.replacing(rejected) as file:
                    shutil.copyfileobj(refused, file)
            else:
                rejected.unlink(missing_ok=True)
    except OSError as error:
        raise NutgrafError(f"{output}: {error.strerror or error}; mend that and run the same command again") from error
    if is_nothing(outcome.counts, shard):
        output.unlink()
    return outcome


def is_nothing(counts: Counts, shard: Shard) -> bool:
    """Whether a shard has no output: plain text of which everything was left out, since no story has no file."""
    return shard.format == "text" and not counts.written


def _write(shard: Shard, work: Work, out: BinaryIO, refused: BinaryIO, gauge: Gauge, answers: Answers) -> Outcome:
    warnings: list[str] = []
    rejected: list[Rejected] = []
    count = 0

    def warn(text: str) -> None:
        nonlocal count
        count += 1
        if count <= MOST_TOLD:
            warnings.append(text)

    def reject(item: Rejected) -> None:
        refused.write(rejection(item))
        if len(rejected) < MOST_TOLD:
            rejected.append(item)

    layout = work.policy.rendering.layout(answers.columns)
    with open_writer(out, shard.format, layout, shard.compression) as writer:
        desk = Desk(work.policy, writer, warn, reject)
        for item in answers.items:
            desk.take(item)
            gauge.done()
    return Outcome(shard, desk.counts, tuple(warnings), count - len(warnings), tuple(rejected))


def rejection(item: Rejected) -> bytes:
    """A line of `rejected.jsonl`; `record` is its number, or null where the file as a whole could not be read."""
    return to_bytes(to_json({"file": item.name, "record": item.number, "reason": item.reason}) + "\n")
