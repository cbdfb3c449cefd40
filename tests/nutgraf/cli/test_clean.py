from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from command import Nutgraf
from fakes import PAGE

HEADLINE, SHARE, STORY, PROMO = (line + "\n" for line in PAGE.split("\n") if line)


def outputs(folder: Path) -> list[str]:
    """Files of a folder but for those that a run keeps for itself."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in files if path.parts[0] != ".nutgraf")


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
    about = {"has_story": True, "body_share": 0.801325, "dropped": {"boilerplate": 1, "promo": 1}}
    assert full == record | {"text": (HEADLINE + STORY).rstrip("\n"), "nutgraf": about}
    assert empty == {
        "text": "",
        "nutgraf": about | {"has_story": False, "body_share": 0, "dropped": {"boilerplate": 1, "promo": 0}},
    }


def test_a_folder_of_records_comes_out_as_records(nutgraf: Nutgraf, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": PAGE}) + "\n", encoding="utf-8")
    (record,) = map(json.loads, nutgraf("clean", tmp_path).out.splitlines())
    assert record["text"] == (HEADLINE + STORY).rstrip("\n")
    (annotated,) = map(json.loads, nutgraf("clean", tmp_path, "--annotate").out.splitlines())
    assert annotated["text"] == PAGE


def test_a_folder_of_texts_and_records_comes_out_as_records(nutgraf: Nutgraf, page: Path) -> None:
    (page.parent / "in.jsonl").write_text('{"text": "Share"}\n', encoding="utf-8")
    assert len([json.loads(line) for line in nutgraf("clean", page.parent).out.splitlines()]) == 2


def test_out_dir_gets_a_file_for_each_input(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    records = tmp_path / "in.jsonl.gz"
    records.write_bytes(gzip.compress(b'{"text": "Share"}\n' * 100))
    out = tmp_path / "deep" / "out"
    result = nutgraf("clean", page, records, "-", "--out-dir", out, stdin=STORY.encode())
    assert (result.code, result.out) == (0, "")
    assert outputs(out) == ["in.jsonl.gz", "page.txt", "stdin.txt"]
    assert (out / "page.txt").read_text(encoding="utf-8") == HEADLINE + STORY
    assert (out / "stdin.txt").read_text(encoding="utf-8") == STORY
    written = gzip.decompress((out / "in.jsonl.gz").read_bytes()).splitlines()
    assert [json.loads(line)["text"] for line in written] == [""] * 100


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
    assert outputs(tmp_path / "out") == ["rejected.jsonl"]


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


def test_uncertain_lines_are_kept_and_reported(nutgraf: Nutgraf, page: Path) -> None:
    result = nutgraf("clean", page, "--min-confidence", "0.8")
    assert result.out == HEADLINE + SHARE + STORY + PROMO
    assert result.err == f"nutgraf: warning: {page}: uncertain and kept: lines 1, 2, 4, 5\n"
    assert nutgraf("clean", page, "--min-confidence", "0.7").out == HEADLINE + STORY
    assert nutgraf("clean", page, "--min-confidence", "0.7").err == ""


def test_headline_goes_when_asked_however_uncertain(nutgraf: Nutgraf, page: Path) -> None:
    result = nutgraf("clean", page, "--min-confidence", "0.8", "--no-headline")
    assert result.out == SHARE + STORY + PROMO
    assert "lines 2, 4, 5\n" in result.err


def test_a_long_list_of_uncertain_lines_is_cut(nutgraf: Nutgraf) -> None:
    result = nutgraf("clean", "-", "--min-confidence", "0.8", stdin=b"Share\n" * 12)
    assert "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more\n" in result.err


def test_jsonl_names_the_uncertain_lines(nutgraf: Nutgraf, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"text": PAGE}) + "\n")
    found = [
        json.loads(nutgraf("clean", path, "--min-confidence", least).out)["nutgraf"]["uncertain"]
        for least in ("0.5", "0.8")
    ]
    assert found == [[], [1, 2, 4, 5]]


def test_only_stories_leaves_out_and_counts(nutgraf: Nutgraf, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": i, "text": text}) + "\n" for i, text in enumerate(["Share", PAGE, ""])))
    result = nutgraf("clean", path, "--only-stories")
    assert [json.loads(line)["id"] for line in result.out.splitlines()] == [1]
    assert (result.code, result.err) == (0, "nutgraf: 2 of 3 documents left out: no story\n")


def test_only_stories_writes_no_file_without_one(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("Share")
    nutgraf("clean", empty, page, "--only-stories", "--out-dir", tmp_path / "out")
    assert outputs(tmp_path / "out") == ["page.txt"]
