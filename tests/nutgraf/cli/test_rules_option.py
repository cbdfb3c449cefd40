"""`--rules` and `--site` of the commands that label."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import nutgraf as package
from command import Nutgraf
from fakes import PAGE
from nutgraf import artifact
from nutgraf.labeller import Labeller
from nutgraf.rules import Rules
from tiny import tiny_labeller

RULES = """
[[rule]]
name = "share bar"
label = "promo"
phrases = ["share"]
verdict = true

[[rule]]
label = "boilerplate"
phrases = ["the council voted"]
verdict = true
sites = ["post.example"]
"""


@pytest.fixture
def ruled(tmp_path: Path, nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch) -> Nutgraf:
    """The command line with a real model, in a folder with `rules.toml` and `page.txt`."""

    def load(path: str | None = None, *, rules: Rules | None = None) -> Labeller:
        assert path is None
        return tiny_labeller().with_rules(rules or Rules())

    monkeypatch.setattr(package, "load", load)
    monkeypatch.chdir(tmp_path)
    Path("rules.toml").write_text(RULES, encoding="utf-8")
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    return nutgraf


def rows(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


PAGES = '<link rel="canonical" href="https://post.example/1"><p>The council voted.</p>'


@pytest.mark.parametrize("site", ["post.example", "https://sub.post.example/a", "post.example:8080", "Post.Example"])
def test_a_site_may_be_an_address(ruled: Nutgraf, site: str) -> None:
    lines = rows(ruled("score", "page.txt", "--format", "csv", "--rules", "rules.toml", "--site", site).out)
    assert [line["note"] for line in lines].count("'the council voted': boilerplate") == 1


def test_rules_of_a_site_speak_on_pages_that_say_they_are_of_it(ruled: Nutgraf) -> None:
    Path("own.html").write_text(PAGES)
    Path("other.html").write_text(PAGES.replace("post.example", "other.example"))
    lines = rows(ruled("score", "own.html", "other.html", "--format", "csv", "--rules", "rules.toml").out)
    assert [bool(line["note"]) for line in lines] == [True, False]


def test_rules_speak(ruled: Nutgraf) -> None:
    lines = rows(ruled("score", "page.txt", "--format", "csv", "--rules", "rules.toml").out)
    assert [line["note"] for line in lines] == ["", "share bar: promo", "", ""]
    assert lines[1]["label"] == "promo"
    plain = rows(ruled("score", "page.txt", "--format", "csv").out)
    assert [line["promo"] for line in lines] == [line["promo"] for line in plain]


def test_rules_of_a_site_speak_on_it(ruled: Nutgraf) -> None:
    options = ("page.txt", "--format", "csv", "--rules", "rules.toml")
    assert [line["note"] for line in rows(ruled("score", *options).out)][2] == ""
    noted = rows(ruled("score", *options, "--site", "www.post.example").out)[2]
    assert (noted["label"], noted["note"]) == ("boilerplate", "'the council voted': boilerplate")


def test_clean_has_them_too(ruled: Nutgraf) -> None:
    Path("body.toml").write_text("[[rule]]\nlabel = 'body'\nphrases = ['share']\nverdict = true", encoding="utf-8")
    assert "Share\n" in ruled("clean", "page.txt", "--rules", "body.toml").out


def test_processes_have_the_rules_too(tmp_path: Path) -> None:
    artifact.save(tiny_labeller().model, tmp_path / "model")
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-c", "from nutgraf.cli import main; main()", "score", "page.txt", "--model", "model"]
    options = ["--rules", "rules.toml", "--site", "post.example", "--format", "csv", "--jobs", "2"]
    done = subprocess.run(
        command + options, cwd=tmp_path, env=os.environ, capture_output=True, encoding="utf-8", check=True
    )
    notes = [line["note"] for line in rows(done.stdout)]
    assert notes == ["", "share bar: promo", "'the council voted': boilerplate", ""]


def test_faulty_rules_are_one_line(ruled: Nutgraf) -> None:
    Path("bad.toml").write_text("[[rule]]\nlabel = 'promo'\npatterns = ['(']")
    result = ruled("score", "page.txt", "--rules", "bad.toml")
    assert result.code == 1
    assert result.err.startswith("nutgraf: bad.toml, rule 1: '(' is no regular expression")
    assert result.err.count("\n") == 1
    assert ruled("clean", "page.txt", "--rules", "none.toml").err == "nutgraf: none.toml: No such file or directory\n"


def test_site_without_rules_is_wrong_usage(ruled: Nutgraf) -> None:
    result = ruled("score", "page.txt", "--site", "post.example")
    assert result.code == 2
    assert "--site is for --rules" in result.err
