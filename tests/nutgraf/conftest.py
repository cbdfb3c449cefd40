from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Has a folder refuse to be listed, also by those whom permissions do not bind."""
    scandir = os.scandir

    def close(folder: Path) -> None:
        def refusing(path: str | Path) -> Any:
            if Path(path) == folder:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refusing)

    return close
