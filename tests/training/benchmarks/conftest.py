from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from stories import STORY, html_page


@pytest.fixture
def add_page(tmp_path: Path) -> Callable[..., None]:
    """Adds a page with the story to one of the corpora in `tmp_path`."""

    def add(corpus: str, name: str, site: str, language: str = "en", **more: object) -> None:
        folder = tmp_path / corpus
        (folder / "html").mkdir(parents=True, exist_ok=True)
        (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(html_page(language).encode()))
        entry = {"id": name, "site": site, "lang": language, "paragraphs": STORY, **more}
        with (folder / "gold.jsonl").open("a", encoding="utf-8") as gold:
            gold.write(json.dumps(entry) + "\n")

    return add
