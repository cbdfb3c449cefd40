from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small model with its part for pages, which no test may change."""
    from stranger import saved  # it trains the model

    return saved(tmp_path_factory.mktemp("models") / "good")


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    """A copy of a good model's folder, to be spoilt."""
    return Path(shutil.copytree(good, tmp_path / "copy"))
