"""What fuzzing found stays mended, and the targets work: each case goes before the target its name begins with."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
import targets

HERE = Path(__file__).parent
FOUND = sorted((HERE / "found").glob("*-*"))
#: Begins of what each target takes, so that none is without a case.
SEEDS = {
    "text": [b"", "Pool to close\r\n\r\u2028Share - \ud83d".encode("utf-8", "surrogatepass"), b"\xff\xfe\x00a\n"],
    "html": [b"", b"<p>Pool to close", b"\xff\xfe<\x00p\x00", b"<table><td>1<table><td>2</p>"],
    "layout": [b"", b"<svg><p>a</svg><li>b", b"<title>t</title><p>\xff"],
    "jsonl": [b"", b'{"text": "a"}\n[1]\n{"text": 1}', b"\xff\xfe{\x00}\x00", b'{"text": "\\ud800"}'],
    "model": [bytes([which, 200, 0, 0, 0]) + b"\x00\xff{" for which in range(12)],
}


@pytest.mark.parametrize(("name", "number"), [(name, i) for name, cases in SEEDS.items() for i in range(len(cases))])
def test_targets_take_anything(name: str, number: int) -> None:
    targets.TARGETS[name](SEEDS[name][number])


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    targets.TARGETS[path.name.split("-")[0]](path.read_bytes())


def test_a_target_tells_of_a_broken_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "blocks", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        targets.layout(b"<p>a")


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed: pip install atheris")
def test_a_short_run_of_the_fuzzer() -> None:
    command = [sys.executable, str(HERE / "fuzz.py"), "jsonl", "--seconds", "3"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "number_of_executed_units" in done.stderr
