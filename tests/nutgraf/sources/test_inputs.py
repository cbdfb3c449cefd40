from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nutgraf.sources.inputs import Source, find


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b/2.jsonl.gz", "b/1.csv", "a.parquet", "notes.md", "_SUCCESS.txt", ".hidden.txt", ".git/x.txt"):
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"1234")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "corpus"


def places(*names: str, any_file: bool = False) -> list[str]:
    return [source.place for source in find(names, any_file)]


@pytest.mark.usefixtures("folder")
def test_folder_is_its_files_of_known_formats_in_order() -> None:
    assert places("corpus") == ["a.parquet", "b/1.csv", "b/2.jsonl.gz"]
    assert places("corpus", any_file=True) == ["a.parquet", "b/1.csv", "b/2.jsonl.gz", "notes.md"]
    assert [source.name for source in find(["corpus"])][1] == str(Path("corpus/b/1.csv"))


@pytest.mark.usefixtures("folder")
def test_glob_keeps_the_folders_below_its_first_star() -> None:
    assert places("corpus/*/*.csv") == ["b/1.csv"]
    assert places("corpus/**/*.gz") == ["b/2.jsonl.gz"]
    assert places("corpus/*.parquet") == ["a.parquet"]
    assert places("corpus/b/?.csv") == ["1.csv"]


def test_file_whose_name_is_a_glob_is_that_file(folder: Path) -> None:
    (folder / "page[1].txt").write_bytes(b"x")
    assert places(str(folder / "page[1].txt")) == ["page[1].txt"]


@pytest.mark.usefixtures("folder")
def test_name_that_leads_nowhere_is_an_input_still() -> None:
    for name in ("none.txt", "corpus/*.xyz"):
        assert [(source.name, source.size) for source in find([name])] == [(name, None)]
    assert find(["-"]) == [Source("-", "stdin")]


def test_version_changes_with_the_file(folder: Path) -> None:
    before = find(["corpus"])
    assert [source.size for source in before] == [4, 4, 4]
    assert find(["corpus"]) == before
    (folder / "a.parquet").write_bytes(b"12345")
    assert [one.version != two.version for one, two in zip(before, find(["corpus"]), strict=True)] == [
        True,
        False,
        False,
    ]


def test_folder_that_cannot_be_listed_is_an_input(folder: Path, closed: Callable[[Path], None]) -> None:
    closed(folder / "b")
    assert find([str(folder)])[1:] == [Source(str(folder / "b"), "b")]
    closed(folder)
    assert find([str(folder)]) == [Source(str(folder), "corpus")]


def test_links_to_folders_are_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep" / "3.txt").write_bytes(b"x")
    (folder / "c").symlink_to(outside)
    assert places("corpus") == ["a.parquet", "b/1.csv", "b/2.jsonl.gz", "c/deep/3.txt"]
    (tmp_path / "corpus2").symlink_to(folder)
    assert places("corpus2") == places("corpus")


def test_links_that_lead_in_a_circle_or_to_the_same_folder_twice(folder: Path, tmp_path: Path) -> None:
    before = places("corpus")
    (folder / "a").symlink_to(folder / "b")  # sorted before the folder itself
    (folder / "b" / "up").symlink_to(folder)
    assert places("corpus") == before
    (folder / "b" / "above").symlink_to(tmp_path)
    assert places("corpus") == before
