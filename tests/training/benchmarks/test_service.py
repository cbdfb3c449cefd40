from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nutgraf_training.benchmarks import service
from nutgraf_training.benchmarks.service import Load, as_request, main, middle, row

SAMPLE = Path(__file__).parents[3] / "datasets" / "samples" / "sport.jsonl"


def load(rate: float, bulk: float = 1000) -> Load:
    return Load(10, 1, p50=1, p95=2, p99=3, documents_per_second=rate, label_many_per_second=bulk)


def test_a_request_says_how_long_it_is() -> None:
    head, _, body = as_request(80, ["Größe", "b"]).partition(b"\r\n\r\n")
    assert json.loads(body) == {"documents": [{"text": "Größe"}, {"text": "b"}]}
    assert f"Content-Length: {len(body)}".encode() in head
    assert json.loads(as_request(80, ["a"]).partition(b"\r\n\r\n")[2]) == {"text": "a"}


def test_the_middle_round_is_that_of_the_middle_share() -> None:
    slow_machine = load(300, bulk=400)
    assert middle([load(600), slow_machine, load(900)]) is slow_machine


def test_a_row_of_the_table() -> None:
    assert row(load(600)) == "| 10 | 1 | 1 | 2 | 3 | 600 | 1000 | 0.60 |"


def test_loads_are_measured_on_a_real_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "BULK", 20)
    done = CliRunner().invoke(main, [str(SAMPLE), "--seconds", "0.2", "--rounds", "1", "--json"])
    assert done.exit_code == 0, done.output
    measured = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["clients"], each["per_request"]) for each in measured] == [(1, 1), (10, 1), (100, 1), (2, 64)]
    for each in measured:
        assert 0 < each["p50"] <= each["p95"] <= each["p99"]
        assert each["share"] == pytest.approx(each["documents_per_second"] / each["label_many_per_second"])
