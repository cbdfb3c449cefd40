"""Runs that are killed, interrupted or out of room, and go on where they were."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fakes import PAGE

SUPPORT = Path(__file__).parents[2] / "support"
# With inputs one by one, as those of some size are.
FAKED = (
    "import fakes, nutgraf; nutgraf.load = fakes.load; from nutgraf.runs import plan; plan.SMALL = -1; "
    "from nutgraf.cli import main; main()"
)
ENVIRONMENT = os.environ | {"PYTHONPATH": str(SUPPORT)}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Five shards of several formats, with a record here and there that cannot be read."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for shard in range(3):
        texts = [f"{PAGE}{shard} {number}" for number in range(8)]
        lines = [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)]
        lines[shard] = "{"
        (folder / f"{shard}.jsonl").write_text("\n".join(lines))
    (folder / "3.csv").write_text('id,text\n1,"' + PAGE + '"\n2\n')
    (folder / "4.txt").write_text(PAGE)
    return folder


def visible(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("kills", "small"), [(24, -1), (8, 1 << 16)])
def test_killed_at_random_moments_it_ends_with_the_same_bytes(
    corpus: Path, tmp_path: Path, kills: int, small: int
) -> None:
    reference, folder = tmp_path / "reference", tmp_path / "out"
    command = [sys.executable, SUPPORT / "killed.py", str(kills), "6", str(small), corpus, reference, folder]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(kills), "0"], done.stderr
    assert visible(folder) == visible(reference)
    names = ["0.jsonl", "1.jsonl", "2.jsonl", "3.csv", "4.txt", "rejected.jsonl"]
    assert [name for name in visible(folder) if ".nutgraf" not in name] == names
    rejected = [json.loads(line) for line in (folder / "rejected.jsonl").read_text().splitlines()]
    assert [(Path(item["file"]).name, item["record"]) for item in rejected] == [
        ("0.jsonl", 1),
        ("1.jsonl", 2),
        ("2.jsonl", 3),
        ("3.csv", 2),
    ]


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", FAKED, *map(str, arguments)]
    return subprocess.Popen(command, env=ENVIRONMENT, start_new_session=True, stderr=subprocess.PIPE, text=True)


def wait_for(path: Path) -> None:
    until = time.monotonic() + 120
    while not path.exists():
        assert time.monotonic() < until, f"{path} never came"
        time.sleep(0.02)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_it_leaves_no_half_file_and_goes_on(corpus: Path, tmp_path: Path, jobs: int, how: int) -> None:
    slow = corpus / "5.jsonl"
    slow.write_text('{"text": "sleep"}\n')
    folder = tmp_path / "out"
    with start("clean", corpus, "--out-dir", folder, "--jobs", jobs) as process:
        wait_for(folder / "4.txt")
        os.killpg(process.pid, how) if how == signal.SIGINT else process.send_signal(how)
        assert process.stderr
        said = process.stderr.read().splitlines()
    assert not (folder / "5.jsonl").exists()
    if how != signal.SIGKILL:
        assert process.returncode == 128 + how
        assert said[-2] == "nutgraf: stopped; the same command goes on where it was"
        assert list((folder / ".nutgraf" / "parts").iterdir()) == []
    slow.write_text('{"text": "Share"}\n')
    with start("clean", corpus, "--out-dir", folder) as process:
        assert process.stderr
        said = process.stderr.read().splitlines()
    assert process.returncode == 1, "four records cannot be read"
    # A worker may have finished a shard that the main process had not noted yet.
    assert jobs > 1 or said[0] in ("nutgraf: 5 of 6 inputs were done before", "nutgraf: 4 of 6 inputs were done before")
    where = folder / "rejected.jsonl"
    assert said[-1] == f"nutgraf: 28 documents read: 24 written, 4 rejected (see {where})"
    assert (folder / "5.jsonl").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of the system")
def test_out_of_room_it_says_so_and_goes_on(corpus: Path, tmp_path: Path) -> None:
    (corpus / "6.jsonl").write_text(json.dumps({"text": PAGE}) + "\n" + json.dumps({"text": PAGE * 2000}))
    folder = tmp_path / "out"
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, -1)); "
    command = [sys.executable, "-c", limit + FAKED, "clean", str(corpus), "--out-dir", str(folder)]
    full = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
    assert full.returncode == 1
    assert full.stderr.splitlines()[-1].startswith(f"nutgraf: {folder / '6.jsonl'}: File too large; mend that")
    assert not (folder / "6.jsonl").exists()
    command[2] = FAKED
    again = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
    assert again.stderr.startswith("nutgraf: 5 of 6 inputs were done before\n")
    assert (folder / "6.jsonl").exists()
