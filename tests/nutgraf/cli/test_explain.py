from __future__ import annotations

import json
from pathlib import Path

import pytest

import nutgraf as package
from command import Nutgraf
from tiny import tiny_labeller

TEXT = "Council votes to close harbour pool\nShare\n\nThe council voted on Tuesday to close the pool, it said.\n"


@pytest.fixture(autouse=True)
def real_model(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - which has patched it already
    monkeypatch.setattr(package, "load", lambda *_, **__: tiny_labeller())


def test_each_line_has_its_reasons_below_it(nutgraf: Nutgraf) -> None:
    result = nutgraf("explain", "-", stdin=TEXT.encode())
    rows = result.out.splitlines()
    assert [row.split("\t")[0] for row in rows] == ["1", "", "2", "", "4", ""]
    assert [row.split("\t")[2] for row in rows[::2]] == [line for line in TEXT.split("\n") if line]
    assert all(reasons.strip() for reasons in rows[1::2])
    assert (result.code, result.err) == (0, "")


def test_documents_are_told_apart(nutgraf: Nutgraf, tmp_path: Path) -> None:
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text(TEXT)
    rows = nutgraf("explain", *paths).out.splitlines()
    assert [rows[0], rows[7]] == [str(path) for path in paths]


def test_one_line(nutgraf: Nutgraf) -> None:
    result = nutgraf("explain", "-", "--line", "4", stdin=TEXT.encode())
    assert result.out.startswith("4\t")
    assert len(result.out.splitlines()) == 2


def test_a_line_that_is_not_there(nutgraf: Nutgraf) -> None:
    result = nutgraf("explain", "-", "--line", "3", stdin=TEXT.encode())
    assert (result.code, result.out) == (1, "")
    assert "no line 3 with text; it has 3 such lines" in result.err


def test_json_lines(nutgraf: Nutgraf, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT)
    rows = [json.loads(row) for row in nutgraf("explain", page, "--format", "jsonl").out.splitlines()]
    assert [row["number"] for row in rows] == [1, 2, 4]
    for row in rows:
        assert row["label"] in ("body", "boilerplate", "promo")
        weights = [reason["weight"] for reason in row["reasons"]]
        assert weights == sorted(weights, reverse=True)


def test_text_does_not_command_the_terminal(nutgraf: Nutgraf) -> None:
    out = nutgraf("explain", "-", stdin=b"\x1b[2J first \x07 of many words here\n").out
    assert "\x1b" not in out
    assert "\x07" not in out
