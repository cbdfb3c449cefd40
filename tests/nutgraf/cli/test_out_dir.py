"""Runs over shards: counts that add up, the same bytes however many processes, and what must not be mixed."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from command import Nutgraf
from fakes import PAGE
from nutgraf.cli.outputs import Outputs
from nutgraf.labeller import DEFAULT

BROKEN = "{\n"


@pytest.fixture(autouse=True)
def no_bundles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each input by itself, as those of some size are."""
    monkeypatch.setattr("nutgraf.runs.plan.SMALL", -1)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "deep").mkdir(parents=True)
    for name, count in {"a.jsonl": 150, "deep/b.jsonl": 3, "c.jsonl": 0}.items():
        texts = [PAGE if number % 3 else "Share" for number in range(count)]
        lines = [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)]
        (folder / name).write_text("".join(line + "\n" for line in lines) + BROKEN)
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return {name: data for name, data in named.items() if not name.startswith(".nutgraf")}


def test_counts_add_up(nutgraf: Nutgraf, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = nutgraf("clean", corpus, "--out-dir", out, "--only-stories")
    where = out / "rejected.jsonl"
    account = f"156 documents read: 102 written, 51 left out for want of a story, 3 rejected (see {where})"
    assert (result.code, result.err.splitlines()[-1]) == (1, f"nutgraf: {account}")
    assert sum(data.count(b"\n") for name, data in outputs(out).items() if name != "rejected.jsonl") == 102
    rejected = [json.loads(line) for line in outputs(out)["rejected.jsonl"].splitlines()]
    assert [item["record"] for item in rejected] == [151, 1, 4]
    assert rejected[0]["file"] == str(corpus / "a.jsonl")
    assert rejected[0]["reason"].startswith("not JSON: Expecting property name")
    again = nutgraf("clean", corpus, "--out-dir", out, "--only-stories")
    assert again.err.splitlines() == ["nutgraf: 3 of 3 inputs were done before", f"nutgraf: {account}"]
    assert again.code == 1


@pytest.mark.parametrize("command", ["score", "clean"])
def test_any_number_of_processes_gives_the_same_bytes(
    nutgraf: Nutgraf, corpus: Path, tmp_path: Path, command: str
) -> None:
    # With two a shard each, with four the parts of each shard in turn.
    found = []
    for jobs in (1, 2, 4):
        out = tmp_path / f"out{jobs}"
        assert nutgraf(command, corpus, "--out-dir", out, "--jobs", jobs).code == 1
        found.append(outputs(out))
    assert found[0] == found[1] == found[2]
    assert sorted(found[0])[-1] == "rejected.jsonl"
    assert len(found[0]) == 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_small_inputs_together_give_the_same_bytes(
    nutgraf: Nutgraf, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    for number in range(150):
        (corpus / f"{number}.txt").write_text(PAGE if number % 2 else "Share")
    (corpus / "5.txt").write_bytes(b"\0")
    alone, together = tmp_path / "alone", tmp_path / "together"
    nutgraf("clean", corpus, "--out-dir", alone)
    monkeypatch.setattr("nutgraf.runs.plan.SMALL", 1 << 16)
    result = nutgraf("clean", corpus, "--out-dir", together, "--jobs", jobs)
    assert outputs(together) == outputs(alone)
    assert len(outputs(together)) == 153
    (together / "90.txt").unlink()
    again = nutgraf("clean", corpus, "--out-dir", together)
    assert again.err.splitlines()[-2] == result.err.splitlines()[-2]
    assert outputs(together) == outputs(alone)


def test_changed_and_new_inputs_are_done_and_the_others_kept(nutgraf: Nutgraf, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    nutgraf("clean", corpus, "--out-dir", out)
    before = (out / "a.jsonl").stat().st_mtime_ns
    (corpus / "deep/b.jsonl").write_text('{"text": "Share"}\n')
    (corpus / "new.txt").write_text(PAGE)
    result = nutgraf("clean", corpus, "--out-dir", out)
    assert result.err.startswith("nutgraf: 2 of 4 inputs were done before\n")
    assert (out / "a.jsonl").stat().st_mtime_ns == before
    assert outputs(out)["deep/b.jsonl"].count(b"\n") == 1
    assert outputs(out)["rejected.jsonl"].count(b"\n") == 2
    assert "new.txt" in outputs(out)


def test_output_that_was_deleted_is_written_again(nutgraf: Nutgraf, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    nutgraf("clean", corpus, "--out-dir", out)
    first = outputs(out)
    (out / "a.jsonl").unlink()
    nutgraf("clean", corpus, "--out-dir", out)
    assert outputs(out) == first


@pytest.mark.parametrize("others", [0, 2])
def test_input_that_can_no_longer_be_read_has_no_output(nutgraf: Nutgraf, tmp_path: Path, others: int) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    whole = gzip.compress(b'{"text": "Share"}\n{\n')
    for name in ("a", *"bc"[:others]):
        (folder / f"{name}.jsonl.gz").write_bytes(whole)
    nutgraf("clean", folder, "--out-dir", out)
    (folder / "a.jsonl.gz").write_bytes(whole[:-9])
    assert "0 written, 1 rejected" in nutgraf("clean", folder / "a.jsonl.gz", "--out-dir", out).err or others
    nutgraf("clean", folder, "--out-dir", out)
    assert "a.jsonl.gz" not in outputs(out)
    rejected = map(json.loads, outputs(out)["rejected.jsonl"].splitlines())
    assert [entry["record"] for entry in rejected if "a.jsonl" in entry["file"]] == [None]


def test_input_that_failed_is_tried_again(nutgraf: Nutgraf, tmp_path: Path) -> None:
    records, out = tmp_path / "in.jsonl.gz", tmp_path / "out"
    whole = gzip.compress(b'{"text": "Share"}\n' * 99)
    records.write_bytes(whole[:-9])
    first = nutgraf("clean", records, "--out-dir", out)
    assert first.err.splitlines()[-1].startswith("nutgraf: 1 document read: 0 written, 1 rejected")
    assert json.loads(outputs(out)["rejected.jsonl"])["record"] is None
    records.write_bytes(whole)
    assert nutgraf("clean", records, "--out-dir", out).code == 0
    assert list(outputs(out)) == ["in.jsonl.gz"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--favor", "recall"), "favor was 'balanced', is 'recall'"),
        (("--format", "csv"), "format was None, is 'csv'"),
        (("--annotate",), "annotate was False, is True"),
        (("--only-stories",), "only_stories was False, is True"),
    ],
)
def test_runs_called_in_another_way_are_not_mixed(
    nutgraf: Nutgraf, corpus: Path, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    out = tmp_path / "out"
    nutgraf("clean", corpus, "--out-dir", out)
    before = outputs(out)
    result = nutgraf("clean", corpus, "--out-dir", out, *options)
    assert result.code == 1
    assert f"called in another way: {told}; choose another --out-dir" in result.err
    assert outputs(out) == before
    assert nutgraf("score", corpus, "--out-dir", out).code == 1
    assert outputs(out) == before


def test_another_model_for_pages_is_another_run(nutgraf: Nutgraf, corpus: Path, tmp_path: Path) -> None:
    out, model = tmp_path / "out", tmp_path / "model"
    shutil.copytree(DEFAULT, model)
    nutgraf("clean", corpus, "--out-dir", out, "--model", model)
    config = model / "html" / "model.json"
    config.write_bytes(config.read_bytes() + b" ")
    result = nutgraf("clean", corpus, "--out-dir", out, "--model", model)
    assert (result.code, "in another way: model_for_pages was" in result.err) == (1, True)


@pytest.mark.parametrize("damage", ["x", "[1]", "3", "null"])
def test_a_damaged_note_of_the_run_is_one_line(nutgraf: Nutgraf, corpus: Path, tmp_path: Path, damage: str) -> None:
    out = tmp_path / "out"
    nutgraf("clean", corpus, "--out-dir", out)
    (out / ".nutgraf" / "run.json").write_text(damage)
    result = nutgraf("clean", corpus, "--out-dir", out)
    assert (result.code, result.err.count("\n"), "run.json: not a run's" in result.err) == (1, 1, True)


def test_outputs_inside_the_folder_of_inputs_are_no_inputs(nutgraf: Nutgraf, corpus: Path) -> None:
    out = corpus / "out"
    nutgraf("clean", corpus, "--out-dir", out)
    first = outputs(out)
    again = nutgraf("clean", corpus, "--out-dir", out)
    assert f"{len(first)} files in {out} are left out" in again.err
    assert outputs(out) == first
    assert "is an input" in nutgraf("clean", corpus, "--out-dir", corpus).err
    named = nutgraf("clean", *sorted(out.glob("*.jsonl")), "--out-dir", corpus.parent / "again")
    assert "are left out" not in named.err


def test_strict_stops_and_the_next_run_goes_on(nutgraf: Nutgraf, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (corpus / "a.jsonl").write_text('{"text": "Share"}\n')
    result = nutgraf("clean", corpus, "--out-dir", out, "--strict")
    assert result.code == 1
    assert result.err.splitlines()[-1].startswith(f"nutgraf: {corpus / 'c.jsonl'}: record 1: not JSON")
    assert result.err.endswith("(stopped for --strict)\n")
    assert list(outputs(out)) == ["a.jsonl"]
    assert nutgraf("clean", corpus, "--out-dir", out).err.startswith("nutgraf: 1 of 3 inputs were done before\n")
    assert nutgraf("score", corpus / "c.jsonl", "--strict").err.endswith("(stopped for --strict)\n")


def test_two_runs_at_once_are_refused(nutgraf: Nutgraf, corpus: Path, tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    out = tmp_path / "out"
    nutgraf("clean", corpus, "--out-dir", out)
    with (out / ".nutgraf" / "journal.jsonl").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "another run is writing there" in nutgraf("clean", corpus, "--out-dir", out).err


@pytest.mark.parametrize("damage", ["x\n", '{"output": "a.jsonl"}\n', "[]\n"])
def test_damaged_journal_is_one_line(nutgraf: Nutgraf, corpus: Path, tmp_path: Path, damage: str) -> None:
    out = tmp_path / "out"
    nutgraf("clean", corpus, "--out-dir", out)
    (out / ".nutgraf" / "journal.jsonl").write_text(damage)
    result = nutgraf("clean", corpus, "--out-dir", out)
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "not a journal" in result.err


def test_formats_and_compression_of_outputs(nutgraf: Nutgraf, corpus: Path, tmp_path: Path) -> None:
    (corpus / "page.html.gz").write_bytes(gzip.compress(b"<p>Share</p>"))
    found = {}
    for options in ((), ("--format", "parquet"), ("--format", "csv", "--compression", "zstd")):
        out = tmp_path / "-".join(("out", *options))
        nutgraf("score", corpus, "--out-dir", out, *options)
        found[options] = list(outputs(out))
    assert list(found.values()) == [
        ["a.jsonl", "c.jsonl", "deep/b.jsonl", "page.html.jsonl.gz", "rejected.jsonl"],
        ["a.jsonl.parquet", "c.jsonl.parquet", "deep/b.jsonl.parquet", "page.html.parquet", "rejected.jsonl"],
        ["a.jsonl.csv.zst", "c.jsonl.csv.zst", "deep/b.jsonl.csv.zst", "page.html.csv.zst", "rejected.jsonl"],
    ]
    table = pq.read_table(tmp_path / "out---format-parquet" / "deep" / "b.jsonl.parquet")
    assert table.column("label").to_pylist()[:3] == ["boilerplate", "body", "boilerplate"]


@pytest.mark.parametrize(
    "options",
    [("--compression", "gzip"), ("--format", "parquet"), ("--out-dir", "o", "--format", "table"), ("--format", "text")],
)
def test_outputs_that_cannot_be_are_wrong_usage(nutgraf: Nutgraf, corpus: Path, options: tuple[str, ...]) -> None:
    assert nutgraf("score", corpus, *options).code == 2


def test_input_called_as_the_list_of_rejected_is_refused(nutgraf: Nutgraf, tmp_path: Path) -> None:
    (tmp_path / "rejected.jsonl").write_text("{}")
    assert nutgraf("clean", tmp_path / "rejected.jsonl", "--out-dir", tmp_path / "out").code == 2


def test_tables_of_other_columns_do_not_share_standard_output(nutgraf: Nutgraf, tmp_path: Path) -> None:
    for name, header in {"a": "id", "b": "id", "c": "url"}.items():
        (tmp_path / f"{name}.csv").write_text(f"{header},text\n{name},Share\n")
    result = nutgraf("clean", *(tmp_path / f"{name}.csv" for name in "abc"))
    assert [row["id"] for row in csv.DictReader(result.out.splitlines())] == ["a", "b"]
    assert result.code == 1
    assert "c.csv: its columns are not those of the inputs before it; use --out-dir" in result.err


@pytest.mark.parametrize("address", ["s3://bucket/out", "memory://out"])
def test_an_address_is_no_folder_to_write_to(
    nutgraf: Nutgraf, corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = nutgraf("clean", corpus, "--out-dir", address)
    assert result.code == 2
    assert f"--out-dir {address}: expected a folder of this machine" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_a_drive_is_no_address() -> None:
    assert Outputs(Path("C:/out"), None, None).folder == Path("C:/out")
