from __future__ import annotations

import re
from pathlib import Path

import pytest

from command import Nutgraf
from fakes import PAGE

LINES = [line for line in PAGE.split("\n") if line]
# Commands to a terminal, markup of rich, markup of HTML, an override of direction; each a line the fake takes for body.
HOSTILE = (
    "\x1b[2J\x1b]0;title\x07 first of several lines of text, bell \x07, and \x9b31m\n"
    "[bold red]second[/bold red] [link=file:///etc] line of text that is long\n"
    "<script>alert(1)</script><img src=x onerror=alert(2)> \"quoted\" 'too' & more\n"
    "</p></article><style>*{display:none}</style> fourth line of the text\n"
    "\u202efifth line, which would show from right to left\n"
)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def test_every_line_is_shown_with_its_mark(nutgraf: Nutgraf, page: Path) -> None:
    result = nutgraf("view", page)
    title, summary, legend, _, *lines = (line.rstrip() for line in result.out.splitlines())
    assert title == str(page)
    assert summary == "2 body, 1 boilerplate, 1 promo; 80% of the text is body"
    assert legend == "# headline   · boilerplate   → promo"
    assert lines == [f"#   {LINES[0]}", f"·   {LINES[1]}", "", f"    {LINES[2]}", f"→   {LINES[3]}"]
    assert (result.code, result.err) == (0, "")


def test_lines_joined_to_a_paragraph_leave_no_gap(nutgraf: Nutgraf) -> None:
    text = b"word " * 15 + b"\nmoreover it ends here\nShare"
    shown = nutgraf("view", "-", "--unit", "paragraph", stdin=text).out.splitlines()[4:]
    assert all(line.strip() for line in shown)


def test_scores_are_shown_on_demand(nutgraf: Nutgraf, page: Path) -> None:
    assert "0.75" not in nutgraf("view", page).out
    rows = nutgraf("view", page, "--scores").out.splitlines()[4:]
    assert rows[0].split() == ["body", "boilerplate", "promo"]
    assert rows[2].split() == ["0.12", "0.75", "0.12", "·", "Share"]


def test_uncertain_lines_are_marked(nutgraf: Nutgraf, page: Path) -> None:
    out = nutgraf("view", page, "--min-confidence", "0.8").out
    assert "? uncertain (below 0.8)" in out
    assert "·?  Share" in out
    assert "?  Share" not in nutgraf("view", page, "--min-confidence", "0.7").out


def test_colours(nutgraf: Nutgraf, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    out = nutgraf("view", page, "--color", "always").out
    assert "\x1b[2mShare" in out
    assert f"\x1b[35m{LINES[3]}" in out
    assert "\x1b" not in nutgraf("view", page, "--color", "never").out


def test_text_does_not_command_the_terminal(nutgraf: Nutgraf, tmp_path: Path) -> None:
    records = tmp_path / "in.jsonl"
    records.write_text('{"id": "\\u001b[31mred", "text": "Share"}\n')
    out = nutgraf("view", "-", records, stdin=HOSTILE.encode()).out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)
    assert "[bold red]second[/bold red] [link=file:///etc] line" in out


def test_markup_in_text_stays_text(nutgraf: Nutgraf, tmp_path: Path) -> None:
    target = tmp_path / "x.html"
    nutgraf("view", "-", "--html", target, stdin=HOSTILE.encode())
    page = target.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt; &quot;quoted&quot;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("<style>") == page.count("</article>") == 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", page)


def test_html_file_asks_nothing_of_others(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.html"
    result = nutgraf("view", page, "--html", target, "--min-confidence", "0.8")
    assert (result.code, result.out, result.err) == (0, "", "")
    text = target.read_text(encoding="utf-8")
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text
    assert not re.search(r"https?:|src=|@import|url\(", text)
    assert "prefers-color-scheme:dark" in text
    assert re.findall(r'<div class="line ([a-z ]+)"', text) == [
        "body headline uncertain",
        "boilerplate uncertain",
        "body uncertain gap",
        "promo uncertain",
    ]
    assert "body 0.12, boilerplate 0.75, promo 0.12" in text
    assert list(tmp_path.glob(".*")) == []


def test_a_page_is_not_replaced_by_an_empty_one(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    nutgraf("view", page, "--html", out)
    before = out.read_bytes()
    assert nutgraf("view", tmp_path / "typo.txt", "--html", out).code == 1
    assert out.read_bytes() == before


def test_html_is_not_written_over_the_rules(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nlabel = "promo"\nphrases = ["share"]\n')
    before = rules.read_text()
    assert "is an input" in nutgraf("view", page, "--rules", rules, "--html", rules).err
    assert rules.read_text() == before


def test_html_begins_with_scores_when_asked(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.html"
    for options, checked in (((), False), (("--scores",), True)):
        nutgraf("view", page, "--html", target, *options)
        assert ('id="scores" checked' in target.read_text(encoding="utf-8")) is checked


def test_several_documents_stand_one_after_the_other(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.html"
    result = nutgraf("view", page, "none.txt", "-", "--html", target, stdin=b"Share")
    assert (result.code, result.err) == (1, "nutgraf: none.txt: No such file or directory\n")
    assert target.read_text(encoding="utf-8").count("<article>") == 2
    assert nutgraf("view", page, "-", stdin=b"Share").out.count("# headline") == 2


def test_a_failed_run_leaves_the_old_file(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.html"
    target.write_text("old")
    assert nutgraf("view", page, "--html", target, "--model", "missing").code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.txt", "x.html"]
    assert target.read_text() == "old"


def test_input_is_never_overwritten(nutgraf: Nutgraf, page: Path) -> None:
    assert nutgraf("view", page, "--html", page).code == 2
    assert page.read_text(encoding="utf-8") == PAGE


def test_inputs_of_a_glob_and_the_model_are_never_overwritten(nutgraf: Nutgraf, page: Path, tmp_path: Path) -> None:
    assert nutgraf("view", tmp_path / "*.txt", "--html", page).code == 2
    assert page.read_text(encoding="utf-8") == PAGE
    config = tmp_path / "model" / "model.json"
    config.parent.mkdir()
    config.write_text("{}")
    assert nutgraf("view", page, "--model", config.parent, "--html", config).code == 2
    assert config.read_text() == "{}"


def test_empty_text_is_no_error(nutgraf: Nutgraf, tmp_path: Path) -> None:
    result = nutgraf("view", "-", stdin=b"\n")
    assert (result.code, result.err) == (0, "")
    assert "no story; 0 body" in result.out
    assert nutgraf("view", "-", "--html", tmp_path / "x.html", stdin=b"").code == 0
