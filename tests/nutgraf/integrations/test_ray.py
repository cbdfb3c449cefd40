"""A real Ray with two workers, one of which is killed in mid-run while a task of the other raises: nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

ray = pytest.importorskip("ray")

import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

import fakes  # noqa: E402
from dying import KILLS, RAISES, Dying  # noqa: E402
from fakes import PAGE, FakeLabeller  # noqa: E402
from nutgraf.cli import run as command_line  # noqa: E402
from nutgraf.errors import InputError, NutgrafError  # noqa: E402
from nutgraf.integrations.arrow import TableLabeller  # noqa: E402
from nutgraf.integrations.ray import clean, outcomes, score  # noqa: E402
from nutgraf.rows import LineRows, StoryRows  # noqa: E402
from nutgraf.runs import run  # noqa: E402
from nutgraf.runs.desk import Counts, Policy  # noqa: E402
from nutgraf.runs.gauge import Gauge  # noqa: E402
from nutgraf.runs.plan import plan  # noqa: E402
from nutgraf.runs.shards import Work  # noqa: E402
from nutgraf.sources.inputs import find  # noqa: E402

# Whatever they warn of in their own code is theirs.
pytestmark = pytest.mark.filterwarnings("ignore")

SHARDS, DOCUMENTS = 6, 40


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    """Room for two workers and for reading."""
    paths = {"PYTHONPATH": str(Path(fakes.__file__).parent)}
    here = {"num_cpus": 3, "include_dashboard": False, "object_store_memory": 100 << 20, "log_to_driver": False}
    ray.init(**here, runtime_env={"env_vars": paths})
    yield
    ray.shutdown()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Parquet files; a text in the third and one in the fourth bring misfortune."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for shard in range(SHARDS):
        texts = [f"{PAGE}{shard}.{number}\n" for number in range(DOCUMENTS)]
        texts[20] += {2: KILLS, 3: RAISES}.get(shard, "")
        table = pa.table({"id": [f"{shard}-{n:02}" for n in range(DOCUMENTS)], "size": range(DOCUMENTS), "text": texts})
        pq.write_table(table, folder / f"{shard}.parquet")
    return folder


def failures(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*ed"))


def ordered(table: pa.Table) -> list[dict[str, object]]:
    return sorted(table.to_pylist(), key=lambda row: (row["id"], row.get("number")))


@pytest.mark.parametrize("way", ["score", "clean"])
def test_dataset_equals_one_process(way: str, pages: Path, tmp_path: Path) -> None:
    dataset, load = ray.data.read_parquet(str(pages), override_num_blocks=SHARDS), Dying(tmp_path)
    labelled = score(dataset, load=load, workers=2) if way == "score" else clean(dataset, load=load, workers=2)
    rendering = LineRows() if way == "score" else StoryRows()
    expected = TableLabeller(FakeLabeller, rendering)(pq.read_table(pages))
    assert ordered(pa.concat_tables(ray.get(labelled.to_arrow_refs()))) == ordered(expected)
    assert failures(tmp_path) == ["killed", "raised"]


def test_workers_leave_room_for_reading() -> None:
    with pytest.raises(InputError, match=r"3 workers take all CPUs of the cluster \(3\), and reading needs one"):
        score(ray.data.from_items([{"id": "a", "text": "b"}]), workers=3)


def run_to(folder: Path, pages: Path, work: Work, do: run.Do) -> Counts:
    folder.mkdir()
    with run.opened(plan(find([str(pages)]), folder, "parquet"), work, folder, {}) as begun:
        assert len(list(begun.outcomes(do))) == SHARDS
        return begun.finish()


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def test_run_on_ray_equals_one_process(pages: Path, tmp_path: Path) -> None:
    policy = Policy(LineRows())
    gauge = Gauge()
    here = run_to(tmp_path / "here", pages, Work(fakes.load, policy), partial(run.on_cores, gauge=Gauge()))
    there = run_to(tmp_path / "there", pages, Work(Dying(tmp_path), policy), partial(outcomes, gauge=gauge, workers=2))
    assert gauge.documents == SHARDS * DOCUMENTS
    assert here == there == Counts(written=SHARDS * DOCUMENTS)
    assert written(tmp_path / "here") == written(tmp_path / "there")
    assert len(written(tmp_path / "there")) == SHARDS
    assert failures(tmp_path) == ["killed", "raised"]


def test_what_fails_for_good_is_told(pages: Path, tmp_path: Path) -> None:
    load = partial(fakes.load, "missing")
    with pytest.raises(NutgrafError, match="no model there"):
        run_to(tmp_path / "out", pages, Work(load, Policy(LineRows())), partial(outcomes, workers=1))


def test_cluster_that_is_not_there_is_told_at_once() -> None:
    code = (
        "from nutgraf.integrations.ray import outcomes\n"
        "import nutgraf\n"
        "try: next(outcomes([None], None, None, address='127.0.0.1:1'))\n"
        "except nutgraf.NutgrafError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert done.stdout.startswith("Ray: no cluster at 127.0.0.1:1: Connection refused"), done.stderr


def test_command_gives_the_bytes_of_one_machine(pages: Path, tmp_path: Path) -> None:
    for name, options in (("here", []), ("there", ["--engine", "ray", "--jobs", "2"])):
        arguments = ["clean", str(pages), "--out-dir", str(tmp_path / name), "--site-field", "id", *options]
        assert command_line(arguments) == 0
    assert written(tmp_path / "here") == written(tmp_path / "there")
