from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

import nutgraf as package
from command import Nutgraf
from nutgraf.cli import review as command
from nutgraf.labels import Label
from nutgraf.service.store import Store
from nutgraf.service.stored import Change
from nutgraf_training import dataset
from serving import PATIENCE, serving
from tiny import tiny_labeller


@pytest.fixture(autouse=True)
def real_model(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # noqa: ARG001 - patched before
    monkeypatch.setattr(package, "load", lambda *_, **__: tiny_labeller())
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have been served."""
    calls: list[Any] = []
    monkeypatch.setattr(command, "_serve", lambda *call: calls.append(call))
    return calls


def test_files_of_all_kinds_are_reviewed(nutgraf: Nutgraf, page: Path, served: list[Any]) -> None:
    labelled = {"id": "l", "source": "s.example", "lines": [{"text": "A line.", "label": "body"}]}
    Path("labelled.jsonl").write_text(json.dumps(labelled))
    Path("doccano.jsonl").write_text('{"id": 1, "text": "Share", "label": [[0, 5, "boilerplate"]]}')
    task = {"id": 1, "data": {"text": "A story."}, "annotations": []}
    Path("studio.json").write_text(json.dumps([task]))
    Path("page.html").write_text("<!doctype html><p>A paragraph.</p>")
    files = [page.name, "labelled.jsonl", "doccano.jsonl", "studio.json", "page.html"]
    result = nutgraf("review", *files, "--source", "mine.example")
    assert result.code == 0
    assert len(served) == 1
    waiting = {found.id: found for found in Store("nutgraf-review.sqlite").queue()}
    assert set(waiting) == {"page.txt", "l", "doccano.jsonl#1", "studio.json#1", "page.html"}
    assert waiting["page.txt"].source == "mine.example"
    assert waiting["l"].reviewed == waiting["doccano.jsonl#1"].reviewed == 1


def test_the_same_files_again_go_on_where_they_were(nutgraf: Nutgraf, page: Path, served: list[Any]) -> None:  # noqa: ARG001
    nutgraf("review", page)
    store = Store("nutgraf-review.sqlite")
    store.correct(1, [Change(0, Label.PROMO)], "Ana", "1")
    assert "0 documents added, 1 known already" in nutgraf("review", page).err
    assert store.queue()[0].reviewed == 1


def test_export_writes_what_was_reviewed_and_ends(nutgraf: Nutgraf, page: Path, served: list[Any]) -> None:
    nutgraf("review", page, "--database", "a.sqlite", "--export", "all.jsonl", "--everything")
    Store("a.sqlite").correct(1, [Change(0, Label.PROMO)], "Ana", "1")
    result = nutgraf("review", "--database", "a.sqlite", "--export", "out.jsonl")
    (document,) = dataset.read(Path("out.jsonl"))
    assert [line.label for line in document.lines] == [Label.PROMO, None, None, None]
    assert nutgraf("review", "--database", "a.sqlite", "--export", "all.jsonl", "--everything").code == 0
    (document,) = dataset.read(Path("all.jsonl"))
    assert None not in [line.label for line in document.lines]
    assert (result.code, served) == (0, [])


def test_export_of_nothing_keeps_what_was_there(nutgraf: Nutgraf, page: Path, served: list[Any]) -> None:  # noqa: ARG001
    Path("earlier.jsonl").write_text("kept")
    result = nutgraf("review", page, "--export", "earlier.jsonl")
    assert (result.code, Path("earlier.jsonl").read_text()) == (1, "kept")
    assert "nothing is reviewed" in result.err


def test_export_refuses_an_input_and_a_database_that_is_not_there(nutgraf: Nutgraf, page: Path) -> None:
    before = page.read_text()
    assert "is an input" in nutgraf("review", page, "--export", page).err
    assert page.read_text() == before
    assert "is an input" in nutgraf("review", "*.txt", "--export", page, "--everything").err
    Path("model").mkdir()
    Path("model/model.json").write_text("{}")
    assert "is an input" in nutgraf("review", page, "--model", "model", "--export", "model/model.json").err
    assert page.read_text() == before
    result = nutgraf("review", "--export", "out.jsonl", "--database", "typo.sqlite")
    assert (result.code, Path("typo.sqlite").exists(), Path("out.jsonl").exists()) == (2, False, False)


@pytest.mark.parametrize("named", [["pages"], ["pages/*.csv", "pages/deep/*"]])
def test_folders_and_globs_are_taken(nutgraf: Nutgraf, served: list[Any], named: list[str]) -> None:
    Path("pages/deep").mkdir(parents=True)
    Path("pages/a.csv").write_text("id,url,text\n2024/05/pool,https://a.example/x,Pool opens\n")
    own = '<link rel="canonical" href="https://b.example/y"><p>A paragraph.</p>'
    Path("pages/deep/b.html").write_text(own)
    assert nutgraf("review", *named).code == 0
    waiting = {found.id: found.source for found in Store("nutgraf-review.sqlite").queue()}
    assert waiting == {"2024/05/pool": "a.example", "b.html": "b.example"}
    assert len(served) == 1


def test_export_of_everything_where_there_is_nothing(nutgraf: Nutgraf) -> None:
    result = nutgraf("review", "none.txt", "--export", "out.jsonl", "--everything")
    assert (result.code, "holds no document" in result.err, "takes all" in result.err) == (1, True, False)


def test_failures_are_told_and_the_rest_is_done(nutgraf: Nutgraf, page: Path, served: list[Any]) -> None:
    Path("bad.jsonl").write_text("{")
    Path("empty.txt").write_text("\n")
    result = nutgraf("review", "none.txt", "bad.jsonl", "empty.txt", page)
    assert result.code == 1
    assert len(served) == 1
    for reason in ("none.txt: No such file", "bad.jsonl:1: not JSON", "empty.txt: no line of text"):
        assert reason in result.err


def test_nothing_to_review(nutgraf: Nutgraf, served: list[Any]) -> None:
    result = nutgraf("review", "none.txt")
    assert (result.code, served) == (1, [])
    assert "nothing to review" in result.err


def test_a_database_of_another_program(nutgraf: Nutgraf, page: Path) -> None:
    result = nutgraf("review", "--database", page)
    assert result.code == 1
    assert str(page) in result.err


def test_wrong_usage(nutgraf: Nutgraf, page: Path) -> None:
    assert nutgraf("review", page, "--everything").code == 2


def test_serve_with_a_database_keeps_what_the_page_sends(tmp_path: Path) -> None:
    database = tmp_path / "shared.sqlite"
    with serving("--database", str(database)) as served:
        sent = json.dumps({"text": "A line of a story.\nShare", "name": "a"}).encode()
        request = Request(f"{served.url}/review/documents", sent, {"Content-Type": "application/json"})
        with urlopen(request, timeout=PATIENCE) as answer:
            assert json.load(answer) == {"key": 1, "new": True}
    assert [waiting.id for waiting in Store(database).queue()] == ["a"]
