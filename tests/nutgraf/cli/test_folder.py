"""One folder of outputs and several commands: nothing is taken for another input's output, or lost to it."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from command import Nutgraf


@pytest.fixture
def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two folders with a file each, of one name, size and time; the working directory is the folder above."""
    for day in ("d1", "d2"):
        path = tmp_path / day / "news.jsonl"
        path.parent.mkdir()
        path.write_text(json.dumps({"id": day, "text": "Share"}) + "\n")
        os.utime(path, (1, 1))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("more", ["", '{"text": "Share"}\n'])
def test_output_of_another_input_is_refused(nutgraf: Nutgraf, days: Path, more: str) -> None:
    assert nutgraf("clean", "d1/news.jsonl", "--out-dir", "o").code == 0
    with (days / "d2/news.jsonl").open("a") as file:
        file.write(more)
    first = Path("o/news.jsonl").read_text()
    other = nutgraf("clean", "d2/news.jsonl", "--out-dir", "o")
    assert (other.code, f"holds what came of {days / 'd1/news.jsonl'}, not of d2/news.jsonl" in other.err) == (2, True)
    assert Path("o/news.jsonl").read_text() == first
    Path("o/news.jsonl").unlink()  # made room
    assert nutgraf("clean", "d2/news.jsonl", "--out-dir", "o").code == 0
    assert '"d2"' in Path("o/news.jsonl").read_text()


def test_text_without_a_story_says_nothing_of_another_input(nutgraf: Nutgraf, tmp_path: Path) -> None:
    for day, text in {"d1": "Share", "d2": "Tweet"}.items():
        (tmp_path / day).mkdir()
        (tmp_path / day / "x.txt").write_text(text)
        os.utime(tmp_path / day / "x.txt", (1, 1))
        done = nutgraf("clean", tmp_path / day / "x.txt", "--out-dir", tmp_path / "o", "--only-stories")
        assert "done before" not in done.err


def test_same_input_goes_on_however_it_is_named(nutgraf: Nutgraf, days: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nutgraf("clean", "d1/news.jsonl", "--out-dir", "o")
    (days / "link").symlink_to(days / "d1")
    monkeypatch.chdir(days / "d2")
    for name in ("../d1/news.jsonl", days / "d1", "../link/news.jsonl"):
        again = nutgraf("clean", name, "--out-dir", days / "o")
        assert (again.code, again.err.splitlines()[0]) == (0, "nutgraf: 1 of 1 inputs were done before")


def test_file_that_is_a_link_may_lead_elsewhere(nutgraf: Nutgraf, days: Path) -> None:
    link = days / "news.jsonl"
    link.symlink_to(days / "d1/news.jsonl")
    nutgraf("clean", link, "--out-dir", "o")
    os.utime(days / "d2/news.jsonl", (2, 2))
    link.unlink()
    link.symlink_to(days / "d2/news.jsonl")
    assert nutgraf("clean", link, "--out-dir", "o").code == 0
    assert '"d2"' in Path("o/news.jsonl").read_text()


def test_journal_of_an_earlier_version_is_read(nutgraf: Nutgraf, days: Path) -> None:
    nutgraf("clean", days / "d1", "--out-dir", "o")
    journal = days / "o/.nutgraf/journal.jsonl"
    entries = [json.loads(line) for line in journal.read_text().splitlines()]
    for entry in entries:
        del entry["input"]
    journal.write_text("".join(json.dumps(entry) + "\n" for entry in entries if "version" in entry))
    assert "1 of 1 inputs were done before" in nutgraf("clean", days / "d1", "--out-dir", "o").err


def test_addresses_and_standard_input_go_on(nutgraf: Nutgraf, days: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    for name in ("d1", "d2"):
        system.pipe(f"/{name}/far.jsonl", (days / name / "news.jsonl").read_bytes())
    try:
        nutgraf("clean", "memory://d1", "--out-dir", "o")
        assert "1 of 1 inputs were done before" in nutgraf("clean", "memory://d1", "--out-dir", "o").err
        assert nutgraf("clean", "memory://d2", "--out-dir", "o").code == 2
    finally:
        system.rm("/d1", recursive=True)
        system.rm("/d2", recursive=True)
    for text in ("Share", "Tweet"):
        assert nutgraf("clean", "-", "--out-dir", "o", stdin=text.encode()).code == 0


def test_list_of_rejected_is_of_all_commands(nutgraf: Nutgraf, days: Path) -> None:
    (days / "bad.jsonl").write_text("{\n")
    (days / "worse.jsonl").write_text("{\n")
    for name in ("worse.jsonl", "bad.jsonl"):
        assert nutgraf("clean", name, "--out-dir", "o").code == 1
    good = nutgraf("clean", "d1", "--out-dir", "o")
    assert (good.code, "0 rejected" in good.err) == (0, True)
    rejected = [json.loads(line) for line in Path("o/rejected.jsonl").read_text().splitlines()]
    assert [item["file"] for item in rejected] == ["bad.jsonl", "worse.jsonl"]
    (days / "bad.jsonl").write_text("")
    (days / "worse.jsonl").write_text("")
    assert nutgraf("clean", "bad.jsonl", "worse.jsonl", "--out-dir", "o").code == 0
    assert not Path("o/rejected.jsonl").exists()


def test_list_of_rejected_keeps_inputs_that_broke_off(nutgraf: Nutgraf, days: Path) -> None:
    (days / "half.txt.gz").write_bytes(gzip.compress(b"Share")[:-9])
    assert nutgraf("clean", "half.txt.gz", "--out-dir", "o").code == 1
    assert nutgraf("clean", "d1", "--out-dir", "o").code == 0
    assert json.loads(Path("o/rejected.jsonl").read_text())["file"] == "half.txt.gz"


def test_notes_beside_the_outputs_stay(nutgraf: Nutgraf, days: Path) -> None:
    for name in ("x.txt", "y.txt"):
        (days / name).write_text("Share")
    nutgraf("clean", "y.txt", "--out-dir", "o")
    Path("o/x.txt").write_text("my notes")
    result = nutgraf("clean", "x.txt", "--out-dir", "o")
    assert (result.code, "x.txt is there, and no run has written it" in result.err) == (2, True)
    assert Path("o/x.txt").read_text() == "my notes"


@pytest.mark.parametrize("others", [0, 1])
def test_output_of_an_input_that_is_gone_stays(nutgraf: Nutgraf, days: Path, others: int) -> None:
    source, away = days / "d1/news.jsonl", days / "done.jsonl"
    with source.open("a") as file:
        file.write("{\n")
    nutgraf("clean", "d1/news.jsonl", "--out-dir", "o")
    written, rejected = Path("o/news.jsonl").read_bytes(), Path("o/rejected.jsonl").read_bytes()
    source.rename(away)
    (days / "more.jsonl").write_text("")
    names = ("d1/news.jsonl", *("more.jsonl",)[:others])
    gone = nutgraf("clean", *names, "--out-dir", "o")
    assert (gone.code, "d1/news.jsonl: No such file" in gone.err) == (1, True)
    assert Path("o/news.jsonl").read_bytes() == written
    assert json.loads(Path("o/rejected.jsonl").read_bytes())["record"] is None
    away.rename(source)
    nutgraf("clean", *names, "--out-dir", "o")
    assert (Path("o/news.jsonl").read_bytes(), Path("o/rejected.jsonl").read_bytes()) == (written, rejected)


def test_output_that_was_not_noted_before_the_run_was_killed_is_its_own(nutgraf: Nutgraf, days: Path) -> None:
    nutgraf("clean", "d1", "--out-dir", "o")
    journal = days / "o/.nutgraf/journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole[: whole.rindex(b"\n", 0, -1) + 1])
    assert nutgraf("clean", "d1", "--out-dir", "o").code == 0
    assert journal.read_bytes() == whole


def test_links_to_files_that_are_less_deep(nutgraf: Nutgraf, days: Path) -> None:
    deep = days / "in" / Path(*"abcdefgh" * 3)
    deep.mkdir(parents=True)
    (deep / "p.jsonl").symlink_to(days / "d1/news.jsonl")
    assert nutgraf("clean", "in", "--out-dir", "in/o").code == 0
    again = nutgraf("clean", "in", "--out-dir", "in/o")
    assert again.err.splitlines()[:2] == [
        "nutgraf: 1 files in in/o are left out: it is the folder of the outputs",
        "nutgraf: 1 of 1 inputs were done before",
    ]


def test_folder_that_is_empty(nutgraf: Nutgraf, days: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (days / "none").mkdir()
    monkeypatch.chdir(days / "none")
    assert "nutgraf: .: a folder without a file" in nutgraf("clean", ".", "--out-dir", days / "o").err


def test_folder_that_can_no_longer_be_listed(nutgraf: Nutgraf, days: Path, closed: Callable[[Path], None]) -> None:
    (days / "x.txt").write_text("Share")
    nutgraf("clean", ".", "--out-dir", "o")
    closed(Path("d2"))
    result = nutgraf("clean", ".", "--out-dir", "o")
    assert (result.code, "nutgraf: d2: " in result.err) == (1, True)
    assert Path("o/d2/news.jsonl").exists()
    assert nutgraf("clean", ".").code == 1
