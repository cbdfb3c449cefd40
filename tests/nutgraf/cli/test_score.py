from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from command import Nutgraf
from fakes import PAGE

COLUMNS = ["id", "number", "start", "end", "label", "body", "boilerplate", "promo", "headline", "note", "text"]
LINES = [line for line in PAGE.split("\n") if line]
LABELS = ["body", "boilerplate", "body", "promo"]


def test_tsv_is_the_default_in_a_pipe(nutgraf: Nutgraf, page: Path) -> None:
    result = nutgraf("score", page)
    header, *rows = (line.split("\t") for line in result.out.splitlines())
    assert header == COLUMNS
    assert rows[0] == [str(page), "1", "0", "35", "body", "0.75", "0.125", "0.125", "1", "", LINES[0]]
    assert [row[4] for row in rows] == LABELS
    assert [row[1] for row in rows] == ["1", "2", "4", "5"]
    assert (result.code, result.err) == (0, "")


def test_jsonl_has_the_same_columns(nutgraf: Nutgraf, page: Path) -> None:
    rows = [json.loads(line) for line in nutgraf("score", page, "--format", "jsonl").out.splitlines()]
    assert all(list(row) == [*COLUMNS[:-1], "body_share", "text"] for row in rows)
    assert [row["text"] for row in rows] == LINES
    assert [row["headline"] for row in rows] == [True, False, False, False]
    assert all(PAGE[row["start"] : row["end"]] == row["text"] for row in rows)
    assert all(row["body"] + row["boilerplate"] + row["promo"] == pytest.approx(1) for row in rows)


def test_csv_has_the_same_columns(nutgraf: Nutgraf) -> None:
    text = 'He said, "no",\tand went\\home before anyone could ask why'
    rows = list(csv.DictReader(io.StringIO(nutgraf("score", "-", "--format", "csv", stdin=text.encode()).out)))
    assert list(rows[0]) == COLUMNS
    assert [row["text"] for row in rows] == [text]


def test_tsv_escapes_what_would_break_a_row(nutgraf: Nutgraf) -> None:
    wrapped = "a\tb\\ " + "word " * 15 + "\r\nmoreover it ends"
    rows = nutgraf("score", "-", "--unit", "paragraph", stdin=wrapped.encode()).out.splitlines()
    assert len(rows) == 2
    escaped = rows[1].split("\t")[-1]
    assert escaped.startswith(r"a\tb\\ word")
    assert r"word \r\nmoreover" in escaped


def test_table_names_the_document_and_shows_every_line(
    nutgraf: Nutgraf, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    heading, *rows = nutgraf("score", page, "--format", "table").out.splitlines()
    assert heading == f"{page} (2 body, 1 boilerplate, 1 promo; 80% of the text is body)"
    assert [row.split(maxsplit=3) for row in map(str.rstrip, rows)] == [
        [number, label, "0.75", line] for number, label, line in zip("1245", LABELS, LINES, strict=True)
    ]


def test_table_is_coloured_when_asked(nutgraf: Nutgraf, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    always = nutgraf("score", page, "--format", "table", "--color", "always").out
    assert "\x1b[35mpromo" in always
    assert "\x1b[32mbody" in always
    assert "\x1b[2mboilerplate" in always


def test_no_color_is_obeyed(nutgraf: Nutgraf, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b" in nutgraf("score", page, "--format", "table").out
    assert "\x1b" not in nutgraf("score", page, "--format", "table", "--color", "never").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in nutgraf("score", page, "--format", "table").out


def test_table_does_not_let_text_command_the_terminal(nutgraf: Nutgraf) -> None:
    out = nutgraf(
        "score", "-", "--format", "table", stdin=b"Breaking \x1b[2J\x07 news [bold]of[/bold] today, as heard"
    ).out
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[bold]of[/bold]" in out


def test_several_inputs_keep_their_order(nutgraf: Nutgraf, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(f'{{"id": "d{i}", "text": "line {i}"}}\n' for i in range(200)))
    rows = nutgraf("score", path, "-", stdin=b"last").out.splitlines()[1:]
    assert [row.split("\t")[0] for row in rows] == [*(f"d{i}" for i in range(200)), "-"]


def test_several_processes_give_the_same_bytes(nutgraf: Nutgraf, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    broken = "{\n"
    path.write_text("".join(broken if i == 70 else f'{{"text": "line {i}"}}\n' for i in range(200)))
    one, two = nutgraf("score", path), nutgraf("score", path, "--jobs", 2)
    assert one == two
    assert one.code == 1
    assert one.out.count("\n") == 200


def test_favor_reaches_the_labeller(nutgraf: Nutgraf) -> None:
    labels = [
        nutgraf("score", "-", "--favor", favor, stdin=b"Nobody was asked.").out.splitlines()[1].split("\t")[4]
        for favor in ("balanced", "recall")
    ]
    assert labels == ["boilerplate", "body"]


def test_field_names_and_format_can_be_chosen(nutgraf: Nutgraf) -> None:
    data = b'{"url": "u", "content": "one line"}\n'
    options = ["--input-format", "jsonl", "--text-field", "content", "--id-field", "url"]
    assert nutgraf("score", "-", *options, stdin=data).out.splitlines()[1].startswith("u\t1\t0\t8\t")


def test_empty_text_has_no_lines_and_is_no_error(nutgraf: Nutgraf) -> None:
    result = nutgraf("score", "-", stdin=b" \n\t\n")
    assert (result.code, result.out.splitlines(), result.err) == (0, ["\t".join(COLUMNS)], "")


def test_lone_surrogates_survive_as_escapes(nutgraf: Nutgraf, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "broken \\ud83d emoji"}\n')
    (row,) = nutgraf("score", path, "--format", "jsonl").out.splitlines()
    assert json.loads(row)["text"] == "broken \ud83d emoji"


def test_share_of_body_is_in_the_jsonl(nutgraf: Nutgraf, page: Path) -> None:
    rows = [
        json.loads(line) for line in nutgraf("score", page, "-", "--format", "jsonl", stdin=b"Share").out.splitlines()
    ]
    body, rest = (sum(len(LINES[i]) for i in chosen) for chosen in ((0, 2), (1, 3)))
    assert [row["body_share"] for row in rows] == [pytest.approx(body / (body + rest), abs=1e-6)] * 4 + [0]


@pytest.mark.parametrize(("least", "marked"), [("0.75", 0), ("0.76", 1), ("0", 0), ("1", 1)])
def test_uncertain_lines_are_marked_and_none_is_dropped(nutgraf: Nutgraf, page: Path, least: str, marked: int) -> None:
    header, *rows = (line.split("\t") for line in nutgraf("score", page, "--min-confidence", least).out.splitlines())
    assert header == [*COLUMNS[:-1], "uncertain", "text"]
    assert [row[-2:] for row in rows] == [[str(marked), line] for line in LINES]
    for name in ("jsonl", "csv"):
        out = nutgraf("score", page, "--min-confidence", least, "--format", name).out
        found = [json.loads(line) for line in out.splitlines()] if name == "jsonl" else csv.DictReader(io.StringIO(out))
        assert [int(row["uncertain"]) for row in found] == [marked] * 4
    table = nutgraf("score", page, "--min-confidence", least, "--format", "table").out
    assert table.count("uncertain 0.75") == 4 * marked


def test_jsonl_tells_uncertain_as_true_or_false(nutgraf: Nutgraf) -> None:
    out = nutgraf("score", "-", "--min-confidence", "0.9", "--format", "jsonl", stdin=b"Share").out
    assert json.loads(out)["uncertain"] is True


@pytest.mark.parametrize("value", ["-0.1", "1.1", "most", "nan"])
def test_min_confidence_is_a_probability(nutgraf: Nutgraf, page: Path, value: str) -> None:
    assert nutgraf("score", page, "--min-confidence", value).code == 2


def test_only_stories_leaves_out_and_counts(nutgraf: Nutgraf, page: Path) -> None:
    result = nutgraf("score", "-", page, "none.txt", "--only-stories", stdin=b"Share")
    assert [row.split("\t")[0] for row in result.out.splitlines()[1:]] == [str(page)] * 4
    assert result.err.splitlines()[-1] == "nutgraf: 1 of 2 documents left out: no story"
    assert result.code == 1, "the missing file is still a failure"
