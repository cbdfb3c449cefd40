from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from command import Nutgraf
from fakes import PAGE

HEADLINE, SHARE, STORY, PROMO = (line + "\n" for line in PAGE.split("\n") if line)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), HEADLINE + STORY),
        (("--no-headline",), STORY),
        (("--drop", "promo"), HEADLINE + SHARE + STORY),
        (("--drop", "boilerplate"), HEADLINE + STORY + PROMO),
        (("--drop", "promo", "--no-headline"), SHARE + STORY),
    ],
)
def test_story_is_printed(nutgraf: Nutgraf, page: Path, options: tuple[str, ...], expected: str) -> None:
    result = nutgraf("clean", page, *options)
    assert (result.code, result.out, result.err) == (0, expected, "")


def test_stories_are_parted_by_a_blank_line(nutgraf: Nutgraf, page: Path) -> None:
    result = nutgraf("clean", page, "-", page, stdin=b"Share")
    assert result.out == f"{HEADLINE}{STORY}\n{HEADLINE}{STORY}"
    assert result.err == "nutgraf: warning: -: probably a page without a story\n"
    assert result.code == 0


def test_jsonl_comes_out_as_jsonl(nutgraf: Nutgraf, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    record = {"id": 7, "text": PAGE, "site": "post.example", "tags": ["ä"]}
    path.write_text(json.dumps(record) + "\n" + json.dumps({"text": "Share"}) + "\n", encoding="utf-8")
    full, empty = (json.loads(line) for line in nutgraf("clean", path).out.splitlines())
    assert full == record | {"text": (HEADLINE + STORY).rstrip("\n")}
    assert empty == {"text": ""}


def test_out_dir_gets_a_file_for_each_input(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    records = tmp_path / "in.jsonl.gz"
    records.write_bytes(gzip.compress(b'{"text": "Share"}\n' * 100))
    out = tmp_path / "deep" / "out"
    result = nutgraf("clean", page, records, "-", "--out-dir", out, stdin=STORY.encode())
    assert (result.code, result.out) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == ["in.jsonl.gz", "page.txt", "stdin"]
    assert (out / "page.txt").read_text(encoding="utf-8") == HEADLINE + STORY
    assert (out / "stdin").read_text(encoding="utf-8") == STORY
    assert gzip.decompress((out / "in.jsonl.gz").read_bytes()) == b'{"text": ""}\n' * 100


def test_page_without_story_gets_an_empty_file(nutgraf: Nutgraf, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Share")
    nutgraf("clean", page, "--out-dir", tmp_path / "out")
    assert (tmp_path / "out" / "page.txt").read_bytes() == b""


def test_half_read_input_leaves_no_file(nutgraf: Nutgraf, tmp_path: Path) -> None:
    records = tmp_path / "in.jsonl.gz"
    whole = gzip.compress(b"".join(b'{"text": "%d"}\n' % (i * i) for i in range(5000)))
    records.write_bytes(whole[:-100])
    result = nutgraf("clean", records, "--out-dir", tmp_path / "out")
    assert result.code == 1
    assert result.err.splitlines()[-2].startswith(f"nutgraf: {records}: damaged gzip file")
    assert list((tmp_path / "out").iterdir()) == []


def test_inputs_of_one_name_are_wrong_usage(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "page.txt"
    other.parent.mkdir()
    other.write_text("x")
    result = nutgraf("clean", page, other, "--out-dir", tmp_path / "out")
    assert result.code == 2
    assert "two inputs would be written to" in result.err


def test_input_is_never_overwritten(nutgraf: Nutgraf, page: Path) -> None:
    result = nutgraf("clean", page, "--out-dir", page.parent)
    assert result.code == 2
    assert page.read_text(encoding="utf-8") == PAGE


def test_folder_that_cannot_be_made_is_named(nutgraf: Nutgraf, page: Path) -> None:
    result = nutgraf("clean", page, "--out-dir", page / "out")
    assert result.code in (1, 2)
    assert len(result.err.splitlines()) == 1 or "Usage" in result.err
    assert "page.txt" in result.err
