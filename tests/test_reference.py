"""The reference of the Python interface can be made from the docstrings, and says what each public name is for."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import nutgraf

SCRIPT = Path(__file__).parents[1] / "docs" / "make_reference.py"


def test_reference_is_made_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("pdoc", reason="pdoc is not installed: pip install 'nutgraf[test]'")
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    page = (tmp_path / "nutgraf.html").read_text(encoding="utf-8")
    for name in nutgraf.__all__:
        assert f'id="{name}"' in page
    assert 'id="Labeller.label_html"' in page
    assert (tmp_path / "nutgraf_training.html").is_file()


@pytest.mark.parametrize("name", nutgraf.__all__)
def test_every_public_name_says_what_it_is_for(name: str) -> None:
    assert (inspect.getdoc(getattr(nutgraf, name)) or "").strip()
