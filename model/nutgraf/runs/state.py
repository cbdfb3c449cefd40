"""What a run knows of itself, in `.nutgraf` of its folder: how it was called, and which shards are done."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from nutgraf.errors import NutgrafError
from nutgraf.runs.desk import Counts
from nutgraf.runs.shards import Outcome, Places, Shard, is_nothing
from nutgraf.sources import STANDARD_INPUT
from nutgraf.sources.inputs import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal: a shard that is begun or, with counts, done, of an input as it was then.

    `input` is the input's whole name; None in a journal of an earlier version, which did not keep it.
    """

    output: str
    input: str | None
    version: str = ""
    counts: Counts | None = None

    def line(self) -> bytes:
        """The entry as JSON on a line."""
        values: dict[str, Any] = {"output": self.output, "input": self.input}
        if self.counts is not None:
            values |= {"version": self.version} | asdict(self.counts)
        return json.dumps(values).encode() + b"\n"

    def is_of(self, source: Source) -> bool:
        """Whether the output is this input's, as far as is known."""
        return self.input in (None, source.whole_name)


class Journal:
    """Shards that are begun, and those that are done: each added when its files have their names.

    What is only begun is done again. A file that stands where an output is begun may have come of it, since a run may
    be killed between giving a file its name and telling that here; where none is begun, the file is someone else's.
    """

    def __init__(self, file: BinaryIO, places: Places) -> None:
        self._file = file
        self._places = places
        self._entries, whole = _entries(file, places)
        file.truncate(whole)
        file.seek(whole)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The last entry of each output that is told of, also those of other commands."""
        return self._entries

    def done(self, shard: Shard) -> Counts | None:
        """The counts of a shard that is done, of an input that has not changed since; else None."""
        entry = self._entries.get(shard.output)
        if entry is None or entry.counts is None or not entry.is_of(shard.source):
            return None
        if entry.version != shard.source.version or shard.source.name == STANDARD_INPUT:
            return None
        written = is_nothing(entry.counts, shard) or self._places.output(shard).exists()
        told = not entry.counts.rejected or self._places.rejected(shard.output).exists()
        return entry.counts if written and told else None

    def begin(self, shards: Iterable[Shard]) -> None:
        """Note that shards are to be written from now on, and not done until they are added."""
        begun = [Entry(shard.output, shard.source.whole_name) for shard in shards]
        self._note(entry for entry in begun if self._entries.get(entry.output) != entry)

    def add(self, outcome: Outcome) -> None:
        """Note that a shard is done."""
        source = outcome.shard.source
        self._note([Entry(outcome.shard.output, source.whole_name, source.version, outcome.counts)])

    def _note(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._file.write(entry.line())
            self._entries[entry.output] = entry
        self._file.flush()
        os.fsync(self._file.fileno())


def read(places: Places) -> dict[str, Entry]:
    """What the journal of a folder tells of each output; nothing where no run has written.

    Raises:
        NutgrafError: if the journal is damaged.
    """
    try:
        with places.journal.open("rb") as file:
            return _entries(file, places)[0]
    except FileNotFoundError:
        return {}


def _entries(file: BinaryIO, places: Places) -> tuple[dict[str, Entry], int]:
    """The last entry of each output, and the bytes up to which the journal is whole."""
    entries: dict[str, Entry] = {}
    whole = 0
    for line in file:
        if not line.endswith(b"\n"):  # the run was killed while it wrote this
            break
        whole += len(line)
        try:
            entry = _entry(line)
        except (KeyError, TypeError, ValueError) as error:
            path = places.journal
            raise NutgrafError(f"{path}: not a journal: {error}; delete {places.folder} to begin anew") from error
        entries[entry.output] = entry
    return entries, whole


def _entry(line: bytes) -> Entry:
    values = json.loads(line)
    if "version" not in values:
        return Entry(values["output"], values["input"])
    counts = Counts(values["written"], values["left_out"], values["rejected"])
    return Entry(values["output"], values.get("input"), values["version"], counts)


@contextmanager
def opened(places: Places, manifest: Mapping[str, Any]) -> Iterator[Journal]:
    """The journal of a folder, which no other run may open meanwhile.

    Raises:
        NutgrafError: if another run is writing there, or one that was called in another way has written there.
    """
    places.state.mkdir(parents=True, exist_ok=True)
    with places.journal.open("a+b") as file:
        _lock(file, places.folder)
        _agree(places, manifest)
        _clear(places)  # of a run that was killed
        file.seek(0)
        journal = Journal(file, places)
        try:
            yield journal
        finally:
            _clear(places)  # of processes that were ended


def _clear(places: Places) -> None:
    for part in places.parts.glob("*"):
        part.unlink(missing_ok=True)


def _lock(file: BinaryIO, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: two runs at once in one folder are the user's to avoid
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise NutgrafError(f"{folder}: another run is writing there; wait for it, or choose another folder") from error


def _agree(places: Places, manifest: Mapping[str, Any]) -> None:
    path = places.state / "run.json"
    now = json.loads(json.dumps(manifest))
    if not path.exists():
        with places.replacing(path) as file:
            file.write(json.dumps(now, indent=1).encode() + b"\n")
        return
    try:
        before = dict(json.loads(path.read_bytes()))
    except (TypeError, ValueError) as error:
        raise NutgrafError(f"{path}: not a run's: {error}; delete {places.folder} to begin anew") from error
    differing = [key for key in sorted({*before, *now}) if before.get(key) != now.get(key)]
    if differing:
        told = ", ".join(f"{key} was {before.get(key)!r}, is {now.get(key)!r}" for key in differing)
        raise NutgrafError(
            f"{places.folder} holds the output of a run that was called in another way: {told}; "
            "choose another --out-dir, or delete this one"
        )
