"""What the README shows is run, and what the command line can do stands in the README."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nutgraf.cli import COMMANDS, group
from nutgraf_training import dataset
from serving import Served, serving

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SERVICE = "http://127.0.0.1:8000"
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.FAIL_FAST
# A model trained anew has other probabilities; its labels must be those in the README.
PROBABILITY = re.compile(r"\b(?:[01]\.\d+|\d(?:\.\d+)?e-\d+)\b")


class Checker(doctest.OutputChecker):
    """Compares outputs, any probability standing for any other."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        return super().check_output(PROBABILITY.sub("P", want), PROBABILITY.sub("P", got), optionflags)


def blocks(language: str) -> list[str]:
    found = [text for kind, text in BLOCKS if kind == language]
    assert found, f"no {language} in the README"
    return found


@pytest.fixture(autouse=True)
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder as the reader has it: `page.txt`, `rules.toml` and the samples."""
    (page,) = blocks("text")
    (rules,) = blocks("toml")
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    shutil.copytree(ROOT / "datasets" / "samples", tmp_path / "datasets" / "samples")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    """The service of the README, at another port: its own may be taken."""
    if not shutil.which("curl"):
        pytest.skip("the README's requests are made with curl, which is not installed")
    with serving() as served:
        yield served


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    assert {kind for kind, _ in BLOCKS} == {"text", "python", "console", "sh", "json", "toml"}


def test_python() -> None:
    parser = doctest.DocTestParser()
    examples = parser.get_doctest("\n".join(blocks("python")), {}, "README", "README.md", 0)
    assert len(examples.examples) > 10
    report: list[str] = []
    result = doctest.DocTestRunner(Checker(), optionflags=FLAGS).run(examples, out=report.append)
    assert result.failed == 0, "".join(report)


def test_console(service: Served) -> None:
    programs = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for block in blocks("console"):
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            command = command.replace(SERVICE, service.url)
            done = subprocess.run(["bash", "-c", command], env=programs, capture_output=True, encoding="utf-8")
            assert done.returncode == 0, done.stderr
            assert Checker().check_output(expected, done.stdout, FLAGS), f"$ {command}\n{done.stdout}"


def test_shell_commands_exist() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for command in "".join(blocks("sh")).splitlines():
        make = re.fullmatch(r"make (\w+)", command)
        assert make is None or make[1] in targets
        assert make or command.startswith("python -m pip install") or re.search("nutgraf (completion|serve)", command)


def test_labelled_document_is_one(tmp_path: Path) -> None:
    (example,) = blocks("json")
    assert example == json.dumps(json.loads(example)) + "\n"
    (tmp_path / "data.jsonl").write_text(example)
    assert len(list(dataset.read(tmp_path / "data.jsonl"))) == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_readme(name: str) -> None:
    command = group.get_command(None, name)  # type: ignore[arg-type]
    assert command
    assert f"`nutgraf {name}" in README or f"$ nutgraf {name}" in README or f"nutgraf {name} " in README
    for parameter in command.params:
        for option in (*parameter.opts, *parameter.secondary_opts):
            assert not option.startswith("--") or f"`{option}" in README, option


def test_links_lead_somewhere() -> None:
    prose = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)  # examples show links of their own
    for link in re.findall(r"\]\(([^)]+)\)", prose):
        assert (ROOT / link).exists(), link
