from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf_training.corpora import residue
from nutgraf_training.corpora.run import run


def test_pages_come_in_order_with_their_residue(corpora: Path) -> None:
    outcomes = list(run(corpora, ["pages"], ["resiliparse"]))
    assert [outcome.labelled.page.id for outcome in outcomes] == ["harbour", "minato", "front", "shop"]
    assert [document.id for document in outcomes[0].residue] == ["harbour-res"]


def test_only_the_pages_asked_for(corpora: Path) -> None:
    assert [outcome.labelled.page.id for outcome in run(corpora, ["pages"], only=frozenset(["front"]))] == ["front"]


def test_an_extractor_that_fails_costs_one_document(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(html: str) -> str:
        raise RuntimeError(f"{len(html) > 0} trouble")

    broken = residue.Extractor("resiliparse", "res", fail)
    monkeypatch.setitem(residue.EXTRACTORS, "resiliparse", broken)  # type: ignore[arg-type]
    outcome = next(run(corpora, ["pages"], ["resiliparse", "trafilatura"]))
    assert outcome.failures == ("resiliparse: RuntimeError: True trouble",)
    assert len(outcome.residue) == 1
