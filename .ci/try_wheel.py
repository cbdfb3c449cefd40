"""Install the package into an environment of its own, and use it away from the checkout as a user would.

`try_wheel.py` builds the wheel for that; `try_wheel.py FOLDER` takes the wheel in a folder, and then its sdist as well.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")
LABELS = {"body", "boilerplate", "promo"}


def output(*command: str | Path, cwd: Path) -> str:
    """What a command printed; stops with its error if it failed."""
    # Nothing of the checkout may be found by way of the environment.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NUTGRAF"))}
    done = subprocess.run(command, cwd=cwd, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"exit code {done.returncode}: {' '.join(map(str, command))}")
    return done.stdout


def built(folder: Path) -> list[Path]:
    """Build the wheel."""
    output(sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", folder / "dist", ROOT, cwd=folder)
    return sorted((folder / "dist").glob("nutgraf-*.whl"))


def found(folder: Path) -> list[Path]:
    """The wheel and the sdist in a folder; stops if there is not one of each."""
    archives = sorted(folder.resolve().glob("nutgraf-*.whl")) + sorted(folder.resolve().glob("nutgraf-*.tar.gz"))
    if [archive.suffix for archive in archives] != [".whl", ".gz"]:
        sys.exit(f"{folder}: expected one wheel and one sdist, found {[archive.name for archive in archives]}")
    return archives


def installed(archive: Path, folder: Path) -> Path:
    """Install into a new environment; returns the folder of its programs."""
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    output(programs / "python", *PIP, "install", archive, cwd=folder)
    return programs


def use(nutgraf: Path, work: Path) -> None:
    """Train on the samples, then score and clean a page with the new model and with the one in the package."""
    page = work / "page.txt"
    shutil.copy(ROOT / "model" / "nutgraf" / "data" / "sample.txt", page)
    lines = page.read_text(encoding="utf-8").splitlines()
    samples = [shutil.copy(path, work) for path in sorted((ROOT / "datasets" / "samples").glob("*.jsonl"))]

    trained = output(nutgraf, "train", *samples, "--out", "own", cwd=work)
    assert "macro-F1" in trained, trained
    for model in ((), ("--model", "own")):
        rows = [
            json.loads(row)
            for row in output(nutgraf, "score", page, "--format", "jsonl", *model, cwd=work).splitlines()
        ]
        assert [row["text"] for row in rows] == lines
        assert {row["label"] for row in rows} <= LABELS
        story = output(nutgraf, "clean", page, *model, cwd=work).splitlines()
        assert story == [row["text"] for row in rows if row["label"] == "body"]
        assert story, "no line was taken for story"
        assert "figures" in json.loads(output(nutgraf, "info", "--json", *model, cwd=work))
    evaluated = json.loads(output(nutgraf, "evaluate", "own", *samples, "--json", cwd=work))
    assert evaluated["macro_f1"] > 0.5, evaluated["macro_f1"]


def attempt(archive: Path) -> None:
    """Install and use in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = folder / "work"
        work.mkdir()
        programs = installed(archive, folder)
        place = output(programs / "python", "-c", "import nutgraf; print(nutgraf.__file__)", cwd=work)
        assert place.startswith(str(folder)), place
        use(programs / "nutgraf", work)
    print(f"{archive.name} works away from the checkout.")


def main() -> None:
    """Try what was built before, or build it."""
    with tempfile.TemporaryDirectory() as name:
        for archive in found(Path(sys.argv[1])) if len(sys.argv) > 1 else built(Path(name)):
            attempt(archive)


if __name__ == "__main__":
    main()
