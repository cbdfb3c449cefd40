"""The commands, on the pages written for the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nutgraf.labels import Label
from nutgraf_training.corpora.commands import main
from nutgraf_training.dataset import read, write
from nutgraf_training.labelled import LabelledDocument, LabelledLine


@pytest.fixture
def command(corpora: Path) -> CliRunner:
    return CliRunner(env={"NUTGRAF_CORPORA": str(corpora)})


def invoke(command: CliRunner, *arguments: str | Path) -> Result:
    return command.invoke(main, [str(argument) for argument in arguments])


def test_build_writes_documents(command: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "pages.jsonl.gz"
    result = invoke(command, "build", "--only", "pages", "--out", out)
    assert result.exit_code == 0
    assert [document.id for document in read(out)] == ["harbour", "minato", "front", "shop"]


def test_build_writes_residue(command: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "residue.jsonl"
    assert invoke(command, "build", "--only", "pages", "--residue", "--out", out).exit_code == 0
    assert {"harbour-res", "harbour-tra", "harbour-rea"} <= {document.id for document in read(out)}


def test_judge_prints_a_matrix(command: CliRunner, tmp_path: Path) -> None:
    gold = tmp_path / "hand.jsonl"
    write(gold, [LabelledDocument("harbour-win", "s", (LabelledLine("By Ida Brook", Label.BODY),))])
    differences = tmp_path / "differences.tsv"
    result = invoke(command, "judge", "--only", "pages", "--gold", gold, "--differences", differences)
    assert result.exit_code == 0
    assert "1 lines of 1 documents, 0 not matched, 0.0% left open" in result.stdout
    assert differences.read_text() == "boilerplate\tbody\tharbour-win\tBy Ida Brook\n"


def test_report_prints_figures_and_writes_samples(command: CliRunner, tmp_path: Path) -> None:
    result = invoke(command, "report", "--only", "pages", "--html", tmp_path / "samples.html", "--size", "2")
    assert result.exit_code == 0
    assert "pages: 4 pages of 3 sites (en 3, ja 1)" in result.stdout
    assert (tmp_path / "samples.html").read_text(encoding="utf-8").count("<h2>") == 2


def test_from_html_writes_a_corpus(command: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.html").write_text("<p>One</p>")
    (tmp_path / "own" / "a.txt").write_text("One")
    assert invoke(command, "from-html", tmp_path / "own", "--out", tmp_path / "corpora" / "mine").exit_code == 0
    out = tmp_path / "mine.jsonl"
    assert invoke(command, "build", "--corpora", tmp_path / "corpora", "--only", "mine", "--out", out).exit_code == 0


def test_an_error_is_one_line(command: CliRunner, tmp_path: Path) -> None:
    result = invoke(command, "build", "--only", "none", "--out", tmp_path / "x.jsonl")
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "gold.jsonl" in result.output
