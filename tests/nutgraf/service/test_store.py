"""The review database: nothing confirmed is lost, nobody overwrites what they have not seen."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nutgraf.errors import InputError
from nutgraf.labels import Label
from nutgraf.service.store import Store
from nutgraf.service.stored import Change, ConflictError, UnknownDocumentError
from reviewing import judgement, page

BODY, BOILERPLATE, PROMO = Label.BODY, Label.BOILERPLATE, Label.PROMO
SURROGATE = chr(0xD800)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "review.sqlite")


@pytest.fixture
def key(store: Store) -> int:
    return store.add(page("One.", "Two", "Three -"), judgement(0.9, 0.5, 0.2))[0]


def labels(store: Store, key: int) -> dict[int, Label | None]:
    return {line: correction.label for line, correction in store.document(key).corrections.items()}


def test_a_document_comes_back_as_it_was(store: Store) -> None:
    given = page("One.", f"odd {SURROGATE} \0 text", id="a", labels={1: PROMO})
    key, new = store.add(given, judgement(0.9, 0.4))
    kept = Store(store.path).document(key)
    assert new
    assert kept.page.lines == given.lines
    assert kept.judgement == judgement(0.9, 0.4)
    assert labels(store, key) == {1: PROMO}
    assert [(c.reviewer, c.kind) for c in kept.corrections.values()] == [("import", "import")]


def test_the_same_page_is_kept_once_and_names_are_told_apart(store: Store) -> None:
    first, _ = store.add(page("One."), judgement(0.9))
    assert store.add(page("One."), judgement(0.9)) == (first, False)
    store.add(page("Another."), judgement(0.9))
    assert sorted(waiting.id for waiting in store.queue()) == ["page", "page (2)"]


def test_labels_of_a_page_that_is_known_already_are_taken_where_nobody_spoke(store: Store, key: int) -> None:
    store.correct(key, [Change(0, PROMO)], "Ana", "step-1")
    store.correct(key, [Change(1, PROMO)], "Ana", "step-2")
    store.undo(key, "Ana", "step-3")
    labelled = page("One.", "Two", "Three -", labels={0: BODY, 1: BODY, 2: BOILERPLATE})
    for _ in range(2):
        assert store.add(labelled, judgement(0.9, 0.5, 0.2)) == (key, False)
        assert labels(store, key) == {0: PROMO, 1: None, 2: BOILERPLATE}
    assert [(c.line, c.reviewer) for c in store.history(key) if c.kind == "import"] == [(2, "import")]
    assert store.queue()[0].reviewed == 2


def test_corrections_survive_and_tell_who_and_when(store: Store, key: int) -> None:
    (written,) = store.correct(key, [Change(1, PROMO)], "Ana", "step-1")
    assert (written.line, written.label, written.reviewer, written.kind) == (1, PROMO, "Ana", "set")
    assert written.at.endswith("Z")
    assert Store(store.path).history(key) == [written]


def test_the_last_word_counts_and_history_keeps_all(store: Store, key: int) -> None:
    (first,) = store.correct(key, [Change(1, PROMO)], "Ana", "1")
    (second,) = store.correct(key, [Change(1, BODY, first.number)], "Ben", "2")
    assert labels(store, key) == {1: BODY}
    assert store.history(key) == [first, second]
    assert store.history(key, after=first.number) == [second]


def test_an_unseen_correction_is_not_overwritten(store: Store, key: int) -> None:
    (ana,) = store.correct(key, [Change(1, PROMO)], "Ana", "1")
    with pytest.raises(ConflictError, match="Ana") as conflict:
        store.correct(key, [Change(0, BODY), Change(1, BOILERPLATE)], "Ben", "2")
    assert conflict.value.corrections == [ana]
    assert labels(store, key) == {1: PROMO}, "a step is written whole or not at all"


def test_who_agrees_does_not_conflict(store: Store, key: int) -> None:
    store.correct(key, [Change(1, PROMO)], "Ana", "1")
    store.correct(key, [Change(1, PROMO)], "Ben", "2")
    assert [correction.reviewer for correction in store.history(key)] == ["Ana", "Ben"]


def test_a_repeated_request_is_written_once(store: Store, key: int) -> None:
    once = store.correct(key, [Change(1, PROMO)], "Ana", "1")
    assert store.correct(key, [Change(1, PROMO)], "Ana", "1") == once
    assert len(store.history(key)) == 1


def test_a_line_twice_in_a_step_is_refused(store: Store, key: int) -> None:
    with pytest.raises(InputError, match="twice"):
        store.correct(key, [Change(0, PROMO), Change(0, BODY)], "Ana", "s1")
    assert store.history(key) == []


def test_a_step_s_name_is_not_taken_for_other_lines(store: Store, key: int) -> None:
    store.correct(key, [Change(0, PROMO)], "Ana", "s1")
    with pytest.raises(InputError, match="step 's1' has changed other lines"):
        store.correct(key, [Change(1, PROMO)], "Ana", "s1")
    assert len(store.history(key)) == 1


def test_undo_takes_back_step_by_step(store: Store, key: int) -> None:
    (first,) = store.correct(key, [Change(0, PROMO)], "Ana", "1")
    store.correct(key, [Change(0, BODY, first.number), Change(1, BODY)], "Ana", "2")
    store.undo(key, "Ana", "u1")
    assert labels(store, key) == {0: PROMO, 1: None}
    assert store.undo(key, "Ana", "u1") == store.undo(key, "Ana", "u1"), "a repeated request takes back nothing more"
    store.undo(key, "Ana", "u2")
    assert labels(store, key) == {0: None, 1: None}
    assert store.undo(key, "Ana", "u3") == []


def test_undo_is_for_ones_own_steps(store: Store, key: int) -> None:
    (ana,) = store.correct(key, [Change(0, PROMO)], "Ana", "1")
    assert store.undo(key, "Ben", "u1") == []
    store.correct(key, [Change(0, BODY, ana.number)], "Ben", "2")
    with pytest.raises(ConflictError, match="Ben"):
        store.undo(key, "Ana", "u2")
    assert labels(store, key) == {0: BODY}


def test_undo_never_passes_over_what_another_said(store: Store, key: int) -> None:
    (first,) = store.correct(key, [Change(0, PROMO)], "Ana", "1")
    (ben,) = store.correct(key, [Change(0, BODY, first.number)], "Ben", "2")
    store.correct(key, [Change(0, BOILERPLATE, ben.number)], "Ana", "3")
    store.undo(key, "Ana", "u1")
    assert labels(store, key) == {0: BODY}
    with pytest.raises(ConflictError, match="Ben"):
        store.undo(key, "Ana", "u2")


def test_the_most_uncertain_document_comes_first_and_finished_ones_last(store: Store) -> None:
    sure, _ = store.add(page("a", id="sure"), judgement(0.99))
    unsure, _ = store.add(page("b", "c", id="unsure"), judgement(0.55, 0.8))
    middling, _ = store.add(page("d", id="middling"), judgement(0.7))
    assert [waiting.key for waiting in store.queue()] == [unsure, middling, sure]
    store.correct(unsure, [Change(0, BODY)], "Ana", "1")
    assert [waiting.key for waiting in store.queue()] == [middling, unsure, sure]
    store.correct(middling, [Change(0, BODY)], "Ana", "2")
    assert [(w.key, w.reviewed, w.lines) for w in store.queue()] == [(unsure, 1, 2), (sure, 0, 1), (middling, 1, 1)]
    store.undo(middling, "Ana", "3")
    assert store.queue()[0].key == middling


def test_another_model_judges_anew(store: Store, key: int) -> None:
    store.correct(key, [Change(1, PROMO)], "Ana", "1")
    assert store.outdated("two") == [key]
    store.judge(key, judgement(0.1, 0.9, 0.9, model="two"))
    assert store.outdated("two") == []
    assert store.document(key).judgement.labels == (BOILERPLATE, BODY, BODY)
    assert labels(store, key) == {1: PROMO}


def test_what_is_not_there(store: Store, key: int) -> None:
    with pytest.raises(UnknownDocumentError):
        store.document(key + 1)
    with pytest.raises(UnknownDocumentError):
        store.history(key + 1)
    for line in (-1, 3):
        with pytest.raises(UnknownDocumentError):
            store.correct(key, [Change(line, BODY)], "Ana", "1")


def test_corrections_cannot_be_changed(store: Store, key: int) -> None:
    store.correct(key, [Change(0, BODY)], "Ana", "1")
    with sqlite3.connect(store.path) as db:
        for statement in ("UPDATE corrections SET label = 'promo'", "DELETE FROM corrections"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                db.execute(statement)
    db.close()


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read as one" * 30, None])
def test_files_of_others_are_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.sqlite"
    if content is None:
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE theirs (x)")
        db.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"other\.sqlite"):
        Store(path)
    assert path.read_bytes() == before


def test_a_database_of_version_1_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    Store(path).add(page("Pool to close", id="a", labels={0: BODY}), judgement(0.9))
    with sqlite3.connect(path) as db:
        db.executescript("ALTER TABLE documents DROP COLUMN headline; ALTER TABLE documents DROP COLUMN kind;")
        db.execute("PRAGMA user_version = 1")
    db.close()
    kept = Store(path).document(1)
    assert (kept.page.id, kept.page.headline, kept.page.kind) == ("a", None, "")
    assert kept.corrections[0].label is BODY
    assert Store(path).add(page("Another", id="b"), judgement(0.9)) == (2, True)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        Store(tmp_path / "none" / "review.sqlite")


def test_two_writers_at_once_lose_nothing(store: Store) -> None:
    key, _ = store.add(page(*map(str, range(40))), judgement(*[0.5] * 40))

    def write(reviewer: str) -> list[int]:
        return [store.correct(key, [Change(line, BODY)], reviewer, f"{reviewer}{line}")[0].line for line in range(40)]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write, ["Ana", "Ben", "Cleo", "Dan"])) == [list(range(40))] * 4
    assert len(store.history(key)) == 160


def test_of_two_who_saw_the_same_one_wins_and_one_hears_of_it(store: Store, key: int) -> None:
    def write(given: tuple[str, Label]) -> bool:
        try:
            store.correct(key, [Change(0, given[1])], given[0], given[0])
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write, [("Ana", PROMO), ("Ben", BODY)])) == [False, True]


WRITER = """
import sys
from nutgraf.labels import Label
from nutgraf.service.store import Store
from nutgraf.service.stored import Change
store, seen = Store(sys.argv[1]), 0
for number in range(10**6):
    label = Label.BODY if number % 2 else Label.PROMO
    (written,) = store.correct(1, [Change(0, label, seen)], "Ana", str(number))
    seen = written.number
    print(seen, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is not known here")
@pytest.mark.parametrize("confirmed", [1, 7, 30])
def test_killed_while_writing_nothing_confirmed_is_lost(store: Store, key: int, confirmed: int) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(store.path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    told = [int(writer.stdout.readline()) for _ in range(confirmed)]
    os.kill(writer.pid, signal.SIGKILL)
    told += [int(line) for line in writer.stdout if line.endswith("\n")]
    assert writer.wait() == -signal.SIGKILL
    writer.stdout.close()
    kept = [correction.number for correction in Store(store.path).history(key)]
    assert kept[: len(told)] == told
    # One more may have been written and not yet told.
    assert len(kept) - len(told) in (0, 1)
    with sqlite3.connect(store.path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def _add(path: Path) -> int:
    return Store(path).add(page("One."), judgement(0.9))[0]


def test_processes_that_begin_at_once_make_one_database(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        keys = pool.map(_add, [tmp_path / "new.sqlite"] * 6)
    assert keys == [1] * 6
