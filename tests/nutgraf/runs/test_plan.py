from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from nutgraf.runs.plan import PlanError, plan
from nutgraf.sinks import Compression
from nutgraf.sources.inputs import Source


def outputs(*places: str, output_format: str | None = None, compression: Compression | None = None) -> list[str]:
    sources = [Source(f"/in/{place}", place) for place in places]
    return [shard.output for shard in plan(sources, Path("/out"), output_format, compression)]


@pytest.mark.parametrize(
    ("place", "output_format", "compression", "expected"),
    [
        ("a/b.jsonl.gz", None, None, "a/b.jsonl.gz"),
        ("b.NDJSON", None, None, "b.NDJSON"),
        ("b.jsonl.gz", None, "none", "b.jsonl"),
        ("b.csv.zst", None, "gzip", "b.csv.gz"),
        ("page", None, None, "page"),
        ("page.html", None, None, "page.html.txt"),
        ("b.parquet", None, "gzip", "b.parquet"),
        ("b.csv.gz", "parquet", None, "b.csv.parquet"),
        ("c.warc.wet.gz", None, None, "c.warc.wet.jsonl.gz"),
        ("b.parquet", "jsonl", None, "b.parquet.jsonl"),
    ],
)
def test_names_of_outputs(
    place: str, output_format: str | None, compression: Compression | None, expected: str
) -> None:
    assert outputs(place, output_format=output_format, compression=compression) == [expected]


def test_inputs_of_one_name_and_different_formats_do_not_meet() -> None:
    assert len(set(outputs("a.txt", "a.html", "a.html.gz", "a.jsonl", "a.csv", output_format="jsonl"))) == 5


def test_outputs_that_meet_are_refused() -> None:
    with pytest.raises(PlanError, match="two inputs would be written to"):
        outputs("a.csv", "a.csv.gz", compression="none")


def test_small_inputs_side_by_side_are_bundled() -> None:
    sizes = [1, 1, 1 << 20, 0, None, *[1] * 70, *[60_000] * 5]
    shards = plan([Source(f"/in/{n}", f"{n}.txt", size) for n, size in enumerate(sizes)], Path("/out"))
    bundles = [shard.bundle for shard in shards]
    assert [len(list(group)) for key, group in groupby(bundles) if key is not None] == [2, 1, 64, 10, 1]
    assert [size for size, bundle in zip(sizes, bundles, strict=True) if bundle is None] == [1 << 20, None]


def test_standard_input_has_a_name_that_tells() -> None:
    (shard,) = plan([Source("-", "stdin")], Path("out"), input_format="jsonl")
    assert shard.output == "stdin.jsonl"


def test_files_that_no_run_has_written_stay(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("of someone else")
    sources = [Source("/in/a.txt", "a.txt")]
    with pytest.raises(PlanError, match=r"a\.txt is there, and no run has written it"):
        plan(sources, tmp_path)
    (tmp_path / ".nutgraf").mkdir()
    journal = tmp_path / ".nutgraf" / "journal.jsonl"
    journal.write_text('{"output": "b.txt", "input": "/in/b.txt"}\n')
    with pytest.raises(PlanError, match=r"a\.txt is there, and no run has written it"):
        plan(sources, tmp_path)
    journal.write_text('{"output": "a.txt", "input": "/in/a.txt"}\n')
    assert plan(sources, tmp_path)


def test_list_of_rejected_that_no_run_has_written_stays(tmp_path: Path) -> None:
    (tmp_path / "rejected.jsonl").write_text("of someone else")
    with pytest.raises(PlanError, match=r"rejected\.jsonl is there, and no run has written it"):
        plan([Source("/in/a.txt", "a.txt")], tmp_path)
