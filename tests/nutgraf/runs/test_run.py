from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from fakes import PAGE, load
from nutgraf.rows import LineRows
from nutgraf.runs import run
from nutgraf.runs.desk import Policy
from nutgraf.runs.gauge import Gauge
from nutgraf.runs.plan import PlanError, plan
from nutgraf.runs.shards import Shard, Work
from nutgraf.sources.inputs import find


def shards_of(page: Path, out: Path) -> list[Shard]:
    page.parent.mkdir(exist_ok=True)
    page.write_text(PAGE)
    return plan(find([str(page)]), out)


def do(shards: list[Shard], out: Path) -> None:
    with run.opened(shards, Work(load, Policy(LineRows())), out, {}) as begun:
        list(begun.outcomes(partial(run.on_cores, gauge=Gauge())))
        begun.finish()


def test_output_that_another_run_made_after_this_one_was_planned_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first, second = (shards_of(tmp_path / name / "a.txt", out) for name in ("one", "two"))
    do(first, out)
    made = (out / "a.txt").read_bytes()
    with pytest.raises(PlanError, match=r"a\.txt holds what came of .*one.*, not of .*two"):
        do(second, out)
    assert (out / "a.txt").read_bytes() == made
    do(first, out)
