from __future__ import annotations

import gzip
from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "cases" / "pages"


@pytest.fixture(scope="session")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one corpus, `pages`, made of the pages written for the tests."""
    folder = tmp_path_factory.mktemp("corpora")
    (folder / "pages" / "html").mkdir(parents=True)
    for page in (CASES / "html").glob("*.html"):
        (folder / "pages" / "html" / f"{page.name}.gz").write_bytes(gzip.compress(page.read_bytes()))
    (folder / "pages" / "gold.jsonl").write_bytes((CASES / "gold.jsonl").read_bytes())
    return folder
