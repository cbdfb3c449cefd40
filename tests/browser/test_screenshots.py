"""The pictures in the README: `NUTGRAF_SCREENSHOTS=docs pytest tests/browser/test_screenshots.py` takes them anew."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from nutgraf.labeller import DEFAULT
from nutgraf_training.dataset import read_many
from reviewed import Desk, Service

ROOT = Path(__file__).parents[2]
#: What a picture may weigh, in bytes.
MOST_BYTES = 200_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_picture_of_the_page(desk: Callable[..., Desk], tmp_path: Path, scheme: str) -> None:
    folder = Path(os.environ.get("NUTGRAF_SCREENSHOTS", tmp_path))
    page = tmp_path / "ferry.txt"
    page.write_text((DEFAULT.parent / "sample.txt").read_text(encoding="utf-8"), encoding="utf-8")
    others = tmp_path / "others.jsonl"
    others.write_text("".join(islice(_unlabelled(), 7)), encoding="utf-8")
    service = Service.review(tmp_path / "review.sqlite", page, others)
    ana = desk(service.url, scheme=scheme)
    ana.page.locator("#queue button", has_text="ferry.txt").click()
    ana.page.locator("#title", has_text="ferry.txt").wait_for()
    ana.go(23)
    ana.press("b")
    ana.wait_for(23, "B", by="Ana")
    ana.press("j", "j", "j", "j", "j")
    ana.page.locator("#why li").first.wait_for()
    picture = Image.open(io.BytesIO(ana.page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(256).save(folder / f"review-{scheme}.png", optimize=True)
    service.stop()
    assert (folder / f"review-{scheme}.png").stat().st_size < MOST_BYTES
    assert f"docs/review-{scheme}.png" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / "docs" / f"review-{scheme}.png").stat().st_size < MOST_BYTES


def _unlabelled() -> Iterator[str]:
    """Other sample documents in English, as if nobody had labelled them yet."""
    for document in read_many(sorted((ROOT / "datasets" / "samples").glob("*.jsonl"))):
        if document.language == "en":
            lines = [{"text": line.text} for line in document.lines]
            yield json.dumps({"id": document.id, "source": document.source, "lines": lines}) + "\n"
