"""Build the wheel, install it into an environment of its own, and use it away from the checkout as a user would."""

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


def installed(folder: Path) -> Path:
    """Build and install; returns the folder of the new environment's programs."""
    output(sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", folder / "dist", ROOT, cwd=folder)
    (wheel,) = (folder / "dist").glob("nutgraf-*.whl")
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    output(programs / "python", *PIP, "install", wheel, cwd=folder)
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


def main() -> None:
    """Do it all in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = folder / "work"
        work.mkdir()
        programs = installed(folder)
        place = output(programs / "python", "-c", "import nutgraf; print(nutgraf.__file__)", cwd=work)
        assert place.startswith(str(folder)), place
        use(programs / "nutgraf", work)
    print("The wheel works away from the checkout.")


if __name__ == "__main__":
    main()
