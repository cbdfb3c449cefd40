"""The options of a memory of sites."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import nutgraf as package
from command import Nutgraf
from fakes import FakeLabeller
from nutgraf.rules import Rules
from nutgraf.sitememory import SiteMemory

SHARE, NOTE = "Share", "Subscribers read the Saturday edition from Friday evening on."


class Remembering(FakeLabeller):
    """Says in a warning on how many pages of its site the first line of a text stands."""

    def __init__(self, memory: SiteMemory | None, rules: Rules | None) -> None:
        self.memory, self.rules = memory, rules

    def label_many(self, texts, *, favor="balanced", unit="line", site=None):  # type: ignore[no-untyped-def]
        for text, name in zip(texts, site, strict=True):
            line = text.split("\n")[0]
            pages = self.memory.occurrences([line], name)[0] if self.memory and name else 0
            yield self.label(f"{text}\n{name} {pages}", favor=favor, unit=unit)


@pytest.fixture
def remembering(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch) -> Nutgraf:
    def load(path: str | None = None, *, memory: SiteMemory | None = None, rules: Rules | None = None) -> Remembering:  # noqa: ARG001
        return Remembering(memory, rules)

    monkeypatch.setattr(package, "load", load)
    return nutgraf


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    addresses = ["https://www.post.example/1", "post.example", "https://other.example/2", None]
    records = [{"id": str(n), "url": url, "text": f"{SHARE}\nPage {n}"} for n, url in enumerate(addresses)]
    path = tmp_path / "pages.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def said(out: str) -> list[str]:
    """The last line of each document: the site and the pages on which its first line stands."""
    rows = [json.loads(row) for row in out.splitlines()]
    return [row["text"] for row in rows if row["number"] == 3]


def test_lines_are_counted_before_they_are_labelled(remembering: Nutgraf, pages: Path) -> None:
    result = remembering("score", pages, "--site-field", "url", "--format", "jsonl")
    assert (result.code, result.err) == (0, "")
    assert said(result.out) == ["https://www.post.example/1 2", "post.example 2", "https://other.example/2 1", "None 0"]


def test_without_the_option_nothing_is_counted(remembering: Nutgraf, pages: Path) -> None:
    assert said(remembering("score", pages, "--format", "jsonl").out) == ["None 0"] * 4


def test_counts_can_be_kept_and_used(remembering: Nutgraf, pages: Path, tmp_path: Path) -> None:
    kept = tmp_path / "memory"
    first = remembering("score", pages, "--site-field", "url", "--save-site-memory", kept, "--format", "jsonl")
    again = remembering("score", pages, "--site-field", "url", "--site-memory", kept, "--format", "jsonl")
    assert (again.out, again.code) == (first.out, 0)
    one = remembering(
        "score", "-", "--site-memory", kept, "--site", "post.example", "--format", "jsonl", stdin=b"Share\nB"
    )
    assert said(one.out) == ["post.example 2"]


def test_a_run_in_a_folder_counts_over_all_inputs(remembering: Nutgraf, pages: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    more = tmp_path / "more" / "more.jsonl"
    more.write_text(json.dumps({"url": "post.example", "text": f"{SHARE}\nPage 9"}) + "\n")
    out = tmp_path / "out"
    assert remembering("score", pages, more, "--site-field", "url", "--out-dir", out).code == 0
    assert said(next(out.rglob("more.jsonl")).read_text()) == ["post.example 3"]
    more.write_text(json.dumps({"url": "post.example", "text": "Other\nPage 9"}) + "\n")
    changed = remembering("score", pages, more, "--site-field", "url", "--out-dir", out)
    assert (changed.code, "site_memory" in changed.err) == (1, True), "other counts would give other labels"


def test_pages_are_counted_by_their_blocks(remembering: Nutgraf, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><p>{SHARE}</p><p>{NOTE}</p></body></html>")
    kept = tmp_path / "memory"
    assert remembering("clean", page, "--site-field", "url", "--save-site-memory", kept).code == 0
    assert SiteMemory.load(kept).pages == 0, "a page in a file of its own has no address"


def test_pages_are_counted_on_the_site_that_they_give_for_themselves(remembering: Nutgraf, tmp_path: Path) -> None:
    for number in range(2):
        head = f'<head><link rel="canonical" href="https://post.example/{number}"></head>'
        (tmp_path / f"{number}.html").write_text(f"<html>{head}<body><p>{SHARE}</p><p>Page {number}</p></body></html>")
    kept = tmp_path / "memory"
    assert remembering("clean", tmp_path, "--site-field", "url", "--save-site-memory", kept).code == 0
    assert SiteMemory.load(kept).occurrences([SHARE], "post.example") == [2]


def test_field_without_sites_is_told(remembering: Nutgraf, pages: Path) -> None:
    result = remembering("score", pages, "--site-field", "host")
    assert "no text has a site in the field 'host'" in result.err


def test_counts_are_not_written_over_an_input_or_the_model(nutgraf: Nutgraf, pages: Path) -> None:
    before = pages.read_bytes()
    config = pages.parent / "model" / "model.json"
    config.parent.mkdir()
    config.write_text("{}")
    named = (pages.parent / "*.jsonl", "--site-field", "url", "--model", config.parent)
    for out in (pages, config):
        assert nutgraf("score", *named, "--save-site-memory", out).code == 2
    assert (pages.read_bytes(), config.read_text()) == (before, "{}")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--site-memory", "x"], "needs --site-field or --site"),
        (["--save-site-memory", "x"], "keeps what --site-field counts"),
        (["--site-field", "url", "--site-memory", "x", "--save-site-memory", "y"], "keeps what --site-field counts"),
        (["--site-field", "url", "--site", "a", "--rules", "r"], "give one of them"),
        (["--site", "a"], "--site is for --rules or --site-memory"),
        (["--site-field", "url", "-"], "which standard input cannot be"),
        (["--engine", "ray"], "--engine ray needs --out-dir"),
        (["--out-dir", "out", "--address", "auto"], "give --engine ray, too"),
    ],
)
def test_options_that_do_not_go_together(
    nutgraf: Nutgraf, pages: Path, options: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pages.parent)
    result = nutgraf("score", pages, *options)
    assert result.code == 2
    assert message in " ".join(result.err.replace("│", " ").split())


def test_a_named_pipe_is_not_read_twice(nutgraf: Nutgraf, pages: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    for name in (pipe, Path(os.devnull)):
        result = nutgraf("score", pages, name, "--input-format", "jsonl", "--site-field", "url", "--format", "csv")
        assert (result.code, result.out) == (2, "")
        assert f"which {name} cannot be" in "".join(result.err.split("│")).replace("\n", " ")


def test_missing_memory_is_told_in_one_line(nutgraf: Nutgraf, pages: Path) -> None:
    result = nutgraf("score", pages, "--site-field", "url", "--site-memory", "nowhere")
    assert (result.code, result.err) == (1, "nutgraf: nowhere: No such file or directory\n")
