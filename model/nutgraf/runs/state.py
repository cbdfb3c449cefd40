"""What a run knows of itself, in `.nutgraf` of its folder: how it was called, and which shards are done."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from nutgraf.errors import NutgrafError
from nutgraf.runs.desk import Counts
from nutgraf.runs.shards import Outcome, Places, Shard, is_nothing
from nutgraf.sources import STANDARD_INPUT


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal: a shard that is done, of an input as it was then."""

    output: str
    version: str
    counts: Counts

    def line(self) -> bytes:
        """The entry as JSON on a line."""
        counts = {"written": self.counts.written, "left_out": self.counts.left_out, "rejected": self.counts.rejected}
        return json.dumps({"output": self.output, "version": self.version} | counts).encode() + b"\n"


class Journal:
    """Shards that are done, each added when its files have their names: what is not in here is done again."""

    def __init__(self, file: BinaryIO, places: Places) -> None:
        self._file = file
        self._places = places
        self._entries: dict[str, Entry] = {}
        whole = 0
        for line in file:
            if not line.endswith(b"\n"):  # the run was killed while it wrote this
                break
            whole += len(line)
            entry = _entry(line)
            self._entries[entry.output] = entry
        file.truncate(whole)
        file.seek(whole)

    def done(self, shard: Shard) -> Counts | None:
        """The counts of a shard that is done, of an input that has not changed since; else None."""
        entry = self._entries.get(shard.output)
        if entry is None or entry.version != shard.source.version or shard.source.name == STANDARD_INPUT:
            return None
        written = is_nothing(entry.counts, shard) or self._places.output(shard).exists()
        told = not entry.counts.rejected or self._places.rejected(shard).exists()
        return entry.counts if written and told else None

    def add(self, outcome: Outcome) -> None:
        """Note that a shard is done."""
        entry = Entry(outcome.shard.output, outcome.shard.source.version, outcome.counts)
        self._file.write(entry.line())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._entries[entry.output] = entry


def _entry(line: bytes) -> Entry:
    values = json.loads(line)
    counts = Counts(values["written"], values["left_out"], values["rejected"])
    return Entry(values["output"], values["version"], counts)


@contextmanager
def opened(places: Places, manifest: Mapping[str, Any]) -> Iterator[Journal]:
    """The journal of a folder, which no other run may open meanwhile.

    Raises:
        NutgrafError: if another run is writing there, or one that was called in another way has written there.
    """
    places.state.mkdir(parents=True, exist_ok=True)
    with (places.state / "journal.jsonl").open("a+b") as file:
        _lock(file, places.folder)
        _agree(places, manifest)
        _clear(places)  # of a run that was killed
        file.seek(0)
        try:
            journal = Journal(file, places)
        except (KeyError, TypeError, ValueError) as error:
            raise NutgrafError(f"{file.name}: not a journal: {error}; delete {places.folder} to begin anew") from error
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
