"""The command, with a labeller whose answers are known."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import nutgraf
from fakes import FakeLabeller
from nutgraf.labels import Label
from nutgraf_training.benchmarks.perturbations import KINDS
from nutgraf_training.benchmarks.perturbed import BEGIN, END, main, perturbed_rows
from nutgraf_training.dataset import write
from nutgraf_training.labelled import LabelledDocument, LabelledLine

#: The fake calls a line that ends in " -" promo, one of at least 30 characters body, and the rest boilerplate.
DOCUMENTS = [
    LabelledDocument(
        str(number),
        "s.example",
        (
            LabelledLine("Council votes to close harbour pool", Label.BODY),
            LabelledLine("Share", Label.BOILERPLATE),
            LabelledLine("Lido to open on Sundays -", Label.PROMO),
        ),
    )
    for number in range(3)
]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(nutgraf, "load", lambda _path: FakeLabeller())
    write(tmp_path / "data.jsonl", DOCUMENTS)
    return tmp_path / "data.jsonl"


def test_figures_and_differences() -> None:
    rows = {(row.name, row.figure): row for row in perturbed_rows(FakeLabeller(), DOCUMENTS)}
    assert rows["unchanged", "macro-F1"].value == 1
    assert rows["all capitals", "change"].value == 0
    # Every line is taken for promo: precision 1/3, recall 1, and nothing of the other two.
    assert rows["trailing ` -`", "macro-F1"].value == pytest.approx(0.5 / 3)
    assert rows["trailing ` -`", "change"].value == pytest.approx(0.5 / 3 - 1)
    assert len(rows) == 2 * len(KINDS)
    assert all(row.interval is not None and row.documents == 3 for row in rows.values())


def test_the_table_goes_into_the_card(data: Path) -> None:
    card = data.parent / "README.md"
    card.write_text(f"# Card\n{BEGIN}\nold\n{END}\nrest\n")
    done = CliRunner().invoke(main, [str(data), "--card", str(card)])
    assert done.exit_code == 0, done.output
    text = card.read_text()
    assert text.startswith("# Card\n")
    assert text.endswith("rest\n")
    assert "old" not in text
    assert "3 documents of `data.jsonl`" in text
    assert all(f"| {kind.name} |" in text for kind in KINDS)
    assert "| trailing ` -` | 0.167 [0.167, 0.167] | -0.833 [-0.833, -0.833] |" in done.stdout


def test_json_is_one_figure_per_line(data: Path) -> None:
    done = CliRunner().invoke(main, [str(data), "--json"])
    assert {json.loads(line)["figure"] for line in done.stdout.splitlines()} == {"macro-F1", "change"}


def test_a_card_without_marks_is_one_line(data: Path) -> None:
    card = data.parent / "README.md"
    card.write_text("# Card\n")
    failed = CliRunner().invoke(main, [str(data), "--card", str(card)])
    assert failed.exit_code == 1
    assert "bench-robustness: begin" in failed.output
    assert "Traceback" not in failed.output
