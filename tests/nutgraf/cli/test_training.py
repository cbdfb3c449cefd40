"""`train` and `evaluate` as commands; the training itself has tests of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from command import Nutgraf
from fakes import PAGE
from nutgraf_training import adapt as adapting
from nutgraf_training import train as training


@pytest.fixture
def data(tmp_path: Path) -> Path:
    labels = ["body", "boilerplate", "body", "promo"]
    texts = [line for line in PAGE.split("\n") if line]
    lines = [{"text": text, "label": label} for text, label in zip(texts, labels, strict=True)]
    path = tmp_path / "data.jsonl"
    path.write_text(json.dumps({"id": "1", "source": "post.example", "lines": lines}) + "\n")
    return path


def test_evaluate_prints_figures(nutgraf: Nutgraf, data: Path) -> None:
    result = nutgraf("evaluate", "default", data)
    assert result.code == 0
    assert "macro-F1 1.000" in result.out
    assert json.loads(nutgraf("evaluate", "default", data, "--json").out)["macro_f1"] == 1


def test_evaluate_names_broken_data_by_file_and_line(nutgraf: Nutgraf, data: Path) -> None:
    data.write_text(data.read_text() + "{\n")
    result = nutgraf("evaluate", "default", data)
    assert result.code == 1
    assert result.err.startswith(f"nutgraf: {data}, line 2: ")
    assert result.err.count("\n") == 1


def test_evaluate_takes_a_model_folder(nutgraf: Nutgraf, data: Path) -> None:
    result = nutgraf("evaluate", "missing", data)
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "missing: no model there" in result.err


def test_evaluate_writes_a_report(nutgraf: Nutgraf, data: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    result = nutgraf("evaluate", "default", data, "--html", report)
    assert (result.code, result.err) == (0, "")
    assert result.out == nutgraf("evaluate", "default", data).out
    assert report.read_text(encoding="utf-8").count("<svg") == 4


def test_evaluate_compares_two_models(nutgraf: Nutgraf, data: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    report = tmp_path / "report.html"
    result = nutgraf("evaluate", "default", tmp_path / "other", data, "--html", report)
    assert result.code == 0
    assert result.out.startswith(f"A default\nB {tmp_path / 'other'}\n")
    assert "no clear difference: macro-F1 of B minus A +0.000" in result.out
    assert "both label every line alike" in result.out
    assert "nutgraf comparison" in report.read_text(encoding="utf-8")
    record = json.loads(nutgraf("evaluate", "default", "default", data, "--json").out)
    assert (record["difference"], record["changes"]) == (0, [])


@pytest.mark.parametrize("models", [["default"], ["default", "default"], ["default"] * 3])
def test_evaluate_wants_one_or_two_models_and_data(nutgraf: Nutgraf, data: Path, models: list[str]) -> None:
    assert nutgraf("evaluate", *models).code == 2
    assert nutgraf("evaluate", *models, data).code == (2 if len(models) > 2 else 0)


def test_evaluate_never_writes_over_its_data(nutgraf: Nutgraf, data: Path) -> None:
    before = data.read_text()
    assert nutgraf("evaluate", "default", data, "--html", data).code == 2
    assert nutgraf("evaluate", "default", data, "--html", data.parent / "none" / "report.html").code == 2
    assert data.read_text() == before


def test_evaluate_never_writes_over_a_model(nutgraf: Nutgraf, data: Path, tmp_path: Path) -> None:
    config = tmp_path / "model" / "model.json"
    config.parent.mkdir()
    config.write_text("{}")
    for models in ([config.parent], ["default", config.parent]):
        assert nutgraf("evaluate", *models, data, "--html", config).code == 2
    assert config.read_text() == "{}"


def test_report_without_matplotlib_is_one_line(
    nutgraf: Nutgraf, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    result = nutgraf("evaluate", "default", data, "--html", tmp_path / "report.html")
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
    assert "python -m pip install 'nutgraf[report]'" in result.err
    assert nutgraf("evaluate", "default", data).code == 0


def test_train_passes_its_options_on(nutgraf: Nutgraf, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Any, ...]] = []

    def record(paths: object, out: object, *, seed: int, held_out: float, echo: Any) -> None:
        calls.append((paths, out, seed, held_out))
        echo("trained")

    monkeypatch.setattr(training, "train_model", record)
    result = nutgraf("train", data, data, "--out", data.parent / "model", "--seed", 7, "--held-out-share", "0.5")
    assert (result.code, result.out, result.err) == (0, "trained\n", "")
    assert calls == [((data, data), data.parent / "model", 7, 0.5)]


@pytest.mark.parametrize(
    "options",
    [
        ("--seed", "-1"),
        ("--seed", "99999999999"),
        ("--seed", "-1", "--base", "default"),
        ("--held-out-share", "nan"),
    ],
)
def test_numbers_that_training_cannot_take_are_wrong_usage(
    nutgraf: Nutgraf, data: Path, options: tuple[str, ...]
) -> None:
    assert nutgraf("train", data, "--out", data.parent / "model", *options).code == 2


def test_train_on_too_little_is_one_line(nutgraf: Nutgraf, data: Path) -> None:
    result = nutgraf("train", data, "--out", data.parent / "model")
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert not (data.parent / "model").exists()


def test_train_with_a_base_adapts_it(nutgraf: Nutgraf, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Any, ...]] = []

    def record(paths: object, base: str, out: object, *, seed: int, echo: Any) -> None:
        calls.append((paths, base, out, seed))
        echo("adapted")

    monkeypatch.setattr(adapting, "adapt_model", record)
    result = nutgraf("train", data, "--base", "default", "--out", data.parent / "model", "--seed", 7)
    assert (result.code, result.out, result.err) == (0, "adapted\n", "")
    assert calls == [((data,), "default", data.parent / "model", 7)]
    both = nutgraf("train", data, "--base", "default", "--out", data.parent / "model", "--held-out-share", "0.5")
    assert both.code == 2
    assert "--held-out-share" in both.err


def test_too_little_to_adapt_is_one_line(nutgraf: Nutgraf, data: Path) -> None:
    result = nutgraf("train", data, "--base", "default", "--out", data.parent / "model")
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert not (data.parent / "model").exists()
