"""What labelling needs, and what it must not need: scikit-learn alone takes seconds to import."""

import subprocess
import sys

import pytest

HEAVY = {"sklearn", "pandas", "joblib", "scipy", "nutgraf_training", "selectolax"}


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import nutgraf", HEAVY | {"numpy", "click", "rich"}),
        ("import nutgraf; nutgraf.load().label('Share\\nThe council voted on Tuesday.')", HEAVY | {"click", "rich"}),
    ],
)
def test_modules_that_are_not_imported(code: str, absent: set[str]) -> None:
    script = f"{code}\nimport sys; print(sorted({absent!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
