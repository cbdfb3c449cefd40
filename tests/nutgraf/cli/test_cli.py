"""Exit codes, error lines, and what a terminal user meets."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command import Nutgraf
from fakes import PAGE
from nutgraf.cli import COMMANDS

SUPPORT = Path(__file__).parents[2] / "support"
# The command line of a process of its own, with the fake model.
FAKED = "import fakes, nutgraf; nutgraf.load = fakes.load; from nutgraf.cli import main; main()"


def start(code: str, *arguments: object, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(SUPPORT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, start_new_session=True, stdout=stdout, stderr=subprocess.PIPE)


def test_help_names_every_command(nutgraf: Nutgraf) -> None:
    result = nutgraf("--help")
    assert result.code == 0
    assert all(f"  {name} " in result.out for name in COMMANDS)
    assert [nutgraf(name, "--help").code for name in COMMANDS] == [0] * len(COMMANDS)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-"])
@pytest.mark.parametrize("arguments", ["clean -", "score - --format tsv", "--version"])
def test_a_closed_stream_is_no_traceback(arguments: str, closed: str) -> None:
    command = ["sh", "-c", f'"$0" -c "$1" {arguments} {closed}', sys.executable, FAKED]
    environment = os.environ | {"PYTHONPATH": str(SUPPORT)}
    done = subprocess.run(command, input=PAGE, capture_output=True, text=True, env=environment)
    assert "Traceback" not in done.stderr
    unused = closed == "2>&-" or (closed == "<&-" and arguments == "--version")
    assert done.returncode == (0 if unused else 1)
    if "2" not in closed and not unused:
        assert done.stderr.endswith("Bad file descriptor\n")


def test_nothing_is_written_before_the_model_is_there(nutgraf: Nutgraf, page: Path) -> None:
    result = nutgraf("score", page, "--format", "tsv", "--model", "missing")
    assert (result.code, result.out) == (1, "")


def test_version(nutgraf: Nutgraf) -> None:
    result = nutgraf("--version")
    assert result.code == 0
    assert result.out.startswith("nutgraf 0.")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from nutgraf.cli import run; run(['--help']);"
        "[run([name, '--help']) for name in ('score', 'clean', 'view', 'evaluate')];"
        "heavy = {'numpy', 'rich', 'sklearn', 'pandas', 'scipy', 'joblib', 'chardetng_py'};"
        "print('heavy:', heavy & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy: set()"


@pytest.mark.parametrize(
    "arguments",
    [("score",), ("clean", "-", "--drop", "body"), ("score", "-", "--jobs", "0"), ("polish",), ("train", "x.jsonl")],
)
def test_wrong_usage_is_2(nutgraf: Nutgraf, arguments: tuple[str, ...]) -> None:
    result = nutgraf(*arguments)
    assert result.code == 2
    assert "Error:" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("command", ["score", "clean"])
def test_failed_inputs_are_told_and_the_others_done(nutgraf: Nutgraf, page: Path, command: str) -> None:
    binary = page.with_name("picture.png")
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    records = page.with_name("in.jsonl")
    records.write_bytes(b'{"text": "Share"}\n{"text": 5}\n')
    result = nutgraf(command, "none.txt", binary, page, records)
    assert result.code == 1
    errors = [line for line in result.err.splitlines() if "warning" not in line]
    assert errors == [
        "nutgraf: none.txt: No such file or directory",
        f"nutgraf: {binary}: a binary file (zero byte at offset 8), expected text",
        f"nutgraf: {records}: record 2: the field 'text' holds a number, expected text",
    ]
    assert "harbour pool" in result.out


def test_missing_model_is_one_line(nutgraf: Nutgraf, page: Path) -> None:
    for arguments in (["score", page], ["clean", page, "--jobs", 2], ["info"]):
        result = nutgraf(*arguments, "--model", "missing")
        assert (result.code, result.out.splitlines()[1:]) == (1, [])
        assert result.err == "nutgraf: missing: no model there; expected a folder with model.json\n"


def test_worker_that_dies_is_one_line(nutgraf: Nutgraf, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "die"}\n' + '{"text": "one line"}\n' * 1000)
    result = nutgraf("score", path, "--jobs", 2)
    assert result.code == 1
    assert result.err == "nutgraf: a worker process died, perhaps for want of memory; try fewer --jobs\n"


def test_name_with_line_ends_stays_one_line(nutgraf: Nutgraf) -> None:
    assert nutgraf("score", "none\n\x1b[31m.txt").err.count("\n") == 1


def test_warnings_are_shown_up_to_a_limit(nutgraf: Nutgraf, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "warn"}\n' * 30)
    result = nutgraf("score", path)
    lines = result.err.splitlines()
    assert lines[0] == f"nutgraf: warning: {path}:1: language not known"
    assert lines[20:] == ["nutgraf: 10 more warnings"]
    assert result.code == 0


def test_detected_coding_is_warned_of(nutgraf: Nutgraf, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("Die Straße bleibe geschlossen, sagte der Bürgermeister später.".encode("cp1252"))
    assert nutgraf("score", path).err.startswith(f"nutgraf: warning: {path}: not UTF-8; read as cp1252")


def test_info_prints_facts(nutgraf: Nutgraf) -> None:
    assert "made by: hand\nfigures:\n  f1: 0.5, 0.25\n" in nutgraf("info").out
    assert json.loads(nutgraf("info", "--json").out)["figures"] == {"f1": [0.5, 0.25]}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(nutgraf: Nutgraf, shell: str) -> None:
    result = nutgraf("completion", shell)
    assert result.code == 0
    assert "_NUTGRAF_COMPLETE" in result.out


def test_completion_completes_commands() -> None:
    environment = os.environ | {"_NUTGRAF_COMPLETE": "bash_complete", "COMP_WORDS": "nutgraf sc", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", FAKED.split("; ", 2)[2]], env=environment, capture_output=True, text=True
    )
    assert done.stdout == "plain,score\n"


@pytest.mark.parametrize("command", ["score", "view"])
def test_closed_pipe_is_silent(tmp_path: Path, command: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "one line"}\n' * 20_000)
    with start(FAKED, command, path) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupt_ends_without_traceback(tmp_path: Path, jobs: int) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "sleep"}\n')
    with start(FAKED, "score", path, "--jobs", jobs) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr.read().strip() == b""
    assert process.returncode == 130


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_one_line(page: Path) -> None:
    with Path("/dev/full").open("wb") as full, start(FAKED, "score", page, stdout=full.fileno()) as process:
        assert process.stderr
        assert process.stderr.read() == b"nutgraf: output: No space left on device\n"
    assert process.returncode == 1
