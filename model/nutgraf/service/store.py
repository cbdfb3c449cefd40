"""Documents under review and all that reviewers said of them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nutgraf.errors import InputError
from nutgraf.labels import Label
from nutgraf.service import rows
from nutgraf.service.store_file import StoreFile
from nutgraf.service.stored import (
    Change,
    ConflictError,
    Correction,
    Judgement,
    Kept,
    Kind,
    Page,
    UnknownDocumentError,
    Waiting,
)

#: Reviewer of labels that came with the data.
IMPORTED = "import"
#: Whole numbers beyond it SQLite does not take.
LARGEST = (1 << 63) - 1


class Store:
    """A review database. Any number of threads and processes may read and write it at once.

    Corrections are only ever added. One that rests on an older state of its line than the database holds is refused
    with a ConflictError, so that no reviewer overwrites what another said without having seen it.
    """

    def __init__(self, path: str | Path) -> None:
        self._file = StoreFile(Path(path))

    @property
    def path(self) -> Path:
        """Where the database is."""
        return self._file.path

    def add(self, page: Page, judgement: Judgement) -> tuple[int, bool]:
        """Keep a document; returns its key and whether it is new.

        Known labels are its first corrections. One that is here already takes them for the lines of which nobody has
        said anything, so that labels made elsewhere are not lost, and none made here is overruled.
        """
        lines, source = rows.dump_lines(page.lines), rows.plain(page.source)
        digest = hashlib.sha256(f"{source}\n{lines}".encode()).hexdigest()
        with self._file.writing() as db:
            known = db.execute("SELECT key FROM documents WHERE digest = ?", (digest,)).fetchone()
            if known:
                _import(db, known["key"], page.labels)
                return known["key"], False
            values = {
                "id": _free_id(db, rows.plain(page.id)),
                "source": source,
                "language": rows.plain(page.language),
                "headline": page.headline,
                "kind": rows.plain(page.kind),
                "digest": digest,
                "lines": lines,
                "judgement": rows.dump_judgement(judgement),
                "model": judgement.model,
                "uncertainty": judgement.uncertainty(frozenset(page.labels)),
                "added": _now(),
            }
            names = ", ".join(values)
            places = ", ".join(f":{name}" for name in values)
            key = db.execute(f"INSERT INTO documents ({names}) VALUES ({places})", values).lastrowid
            assert key is not None
            _import(db, key, page.labels)
            return key, True

    def queue(self) -> list[Waiting]:
        """All documents, those first whose review would tell the most, those with nothing left to review last."""
        with self._file.reading() as db:
            found = db.execute(
                "SELECT key, id, source, uncertainty, json_array_length(lines) AS lines,"
                " coalesce(labelled, 0) AS reviewed FROM documents"
                " LEFT JOIN (SELECT document, count(label) AS labelled FROM current GROUP BY document)"
                " ON document = key ORDER BY reviewed = json_array_length(lines), uncertainty DESC, key"
            )
            return [Waiting(**row) for row in found]

    def document(self, key: int) -> Kept:
        """A document as it stands.

        Raises:
            UnknownDocumentError: if there is none with this key.
        """
        with self._file.reading() as db:
            return _kept(db, key)

    def documents(self) -> Iterator[Kept]:
        """All documents in the order in which they came, one at a time."""
        with self._file.reading() as db:
            for (key,) in db.execute("SELECT key FROM documents ORDER BY key").fetchall():
                yield _kept(db, key)

    def history(self, key: int, after: int = 0) -> list[Correction]:
        """All corrections of a document with numbers above `after`, in order."""
        with self._file.reading() as db:
            _check(db, key)
            query = "SELECT * FROM corrections WHERE document = ? AND number > ? ORDER BY number"
            return [rows.correction(row) for row in db.execute(query, (key, min(after, LARGEST)))]

    def correct(
        self, key: int, changes: Sequence[Change], reviewer: str, step: str, kind: Kind = "set"
    ) -> list[Correction]:
        """Write all the changes of a step, or none; returns what is now said of their lines.

        A step that is known already is not written again: whoever got no answer may ask once more.

        Raises:
            InputError: if a line is among the changes twice, or the step is known as one of other lines.
            ConflictError: if someone else gave a line another label, which the reviewer has not seen.
            UnknownDocumentError: if there is no such document, or it has no such line.
        """
        with self._file.writing() as db:
            kept = _kept(db, key)
            lines = [change.line for change in changes]
            if len(set(lines)) < len(lines):
                raise InputError("a line stands twice among the changes, expected each once")
            if any(not 0 <= line < len(kept.page.lines) for line in lines):
                raise UnknownDocumentError(f"document {key} has {len(kept.page.lines)} lines, and no line {max(lines)}")
            done = {correction.line for correction in _of_step(db, key, step)}
            if done and done != set(lines):
                raise InputError(f"step {step!r} has changed other lines, expected a name that no step has yet")
            if not done:
                _refuse_unseen(kept, changes)
                _write(db, key, changes, _Step(reviewer, step, kind))
            return [kept.corrections[line] for kept in [_kept(db, key)] for line in lines]

    def undo(self, key: int, reviewer: str, step: str) -> list[Correction]:
        """Take back the reviewer's last step in a document that is not taken back yet; nothing if there is none.

        Raises:
            ConflictError: if someone else has labelled one of its lines since.
        """
        with self._file.writing() as db:
            _check(db, key)
            if done := _of_step(db, key, step):
                return done
            last = _last_step(db, key, reviewer)
            if last is None:
                return []
            corrections = _of_step(db, key, last)
            if newer := [by_other for c in corrections for by_other in _by_others_since(db, c)]:
                raise ConflictError(newer)
            _write(db, key, [_before(db, c) for c in corrections], _Step(reviewer, step, "undo", last))
            return _of_step(db, key, step)

    def outdated(self, model: str) -> list[int]:
        """Keys of the documents that another model judged."""
        with self._file.reading() as db:
            return [key for (key,) in db.execute("SELECT key FROM documents WHERE model <> ? ORDER BY key", (model,))]

    def judge(self, key: int, judgement: Judgement) -> None:
        """Keep what another model says of a document; corrections stay."""
        with self._file.writing() as db:
            _check(db, key)
            db.execute(
                "UPDATE documents SET judgement = ?, model = ? WHERE key = ?",
                (rows.dump_judgement(judgement), judgement.model, key),
            )
            _update_uncertainty(db, key)


@dataclass(frozen=True, slots=True)
class _Step:
    """Who does something at once, and under which name."""

    reviewer: str
    name: str
    kind: Kind
    undoes: str | None = None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _free_id(db: sqlite3.Connection, wanted: str) -> str:
    """The name, with a number if another document has it: in labelled data it must be the only one."""
    name, number = wanted, 1
    while db.execute("SELECT 1 FROM documents WHERE id = ?", (name,)).fetchone():
        number += 1
        name = f"{wanted} ({number})"
    return name


def _check(db: sqlite3.Connection, key: int) -> None:
    if abs(key) > LARGEST or not db.execute("SELECT 1 FROM documents WHERE key = ?", (key,)).fetchone():
        raise UnknownDocumentError(f"no document {key} in the database")


def _kept(db: sqlite3.Connection, key: int) -> Kept:
    _check(db, key)
    row = db.execute("SELECT * FROM documents WHERE key = ?", (key,)).fetchone()
    # By document, which an index serves: the view over all of them would be made anew for each.
    last = "SELECT max(number) FROM corrections WHERE document = ? GROUP BY line"
    found = db.execute(f"SELECT * FROM corrections WHERE number IN ({last})", (key,))
    return rows.kept(row, {correction.line: correction for correction in map(rows.correction, found)})


def _refuse_unseen(kept: Kept, changes: Iterable[Change]) -> None:
    unseen = []
    for change in changes:
        current = kept.corrections.get(change.line)
        if current and current.number != change.seen and current.label != change.label:
            unseen.append(current)
    if unseen:
        raise ConflictError(unseen)


def _import(db: sqlite3.Connection, key: int, labels: Mapping[int, Label]) -> None:
    said = _kept(db, key).corrections
    changes = [Change(line, label) for line, label in labels.items() if line not in said]
    _write(db, key, changes, _Step(IMPORTED, "import", "import"))


def _write(db: sqlite3.Connection, key: int, changes: Iterable[Change], step: _Step) -> None:
    db.executemany(
        "INSERT INTO corrections (document, line, label, reviewer, at, kind, step, undoes) VALUES (?,?,?,?,?,?,?,?)",
        [
            (key, change.line, change.label, step.reviewer, _now(), step.kind, step.name, step.undoes)
            for change in changes
        ],
    )
    _update_uncertainty(db, key)


def _update_uncertainty(db: sqlite3.Connection, key: int) -> None:
    kept = _kept(db, key)
    reviewed = frozenset(line for line, correction in kept.corrections.items() if correction.label)
    db.execute("UPDATE documents SET uncertainty = ? WHERE key = ?", (kept.judgement.uncertainty(reviewed), key))


def _of_step(db: sqlite3.Connection, key: int, step: str) -> list[Correction]:
    query = "SELECT * FROM corrections WHERE document = ? AND step = ? ORDER BY number"
    return [rows.correction(row) for row in db.execute(query, (key, step))]


def _last_step(db: sqlite3.Connection, key: int, reviewer: str) -> str | None:
    row = db.execute(
        "SELECT step FROM corrections WHERE document = ? AND reviewer = ? AND kind IN ('set', 'accept') AND step NOT IN"
        " (SELECT undoes FROM corrections WHERE document = ? AND undoes IS NOT NULL) ORDER BY number DESC LIMIT 1",
        (key, reviewer, key),
    ).fetchone()
    return row["step"] if row else None


def _before(db: sqlite3.Connection, correction: Correction) -> Change:
    """The change that brings back what was said of the line before."""
    row = db.execute(
        "SELECT label FROM corrections WHERE document = ? AND line = ? AND number < ? ORDER BY number DESC LIMIT 1",
        (correction.document, correction.line, correction.number),
    ).fetchone()
    return Change(correction.line, Label(row["label"]) if row and row["label"] else None, correction.number)


def _by_others_since(db: sqlite3.Connection, correction: Correction) -> list[Correction]:
    query = "SELECT * FROM corrections WHERE document = ? AND line = ? AND number > ? AND reviewer <> ? ORDER BY number"
    values = (correction.document, correction.line, correction.number, correction.reviewer)
    return [rows.correction(row) for row in db.execute(query, values)]
