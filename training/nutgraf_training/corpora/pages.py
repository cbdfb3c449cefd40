"""Read a folder of pages with gold text.

Layout: `html/<id>.html.gz`, the page as fetched, and `gold.jsonl`, one object per page with `id`, `site`, `paragraphs`
(the story in order; empty for a page without one) and where known `lang`, `title`, `url`.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nutgraf.errors import InputError


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page and the text of its story; `site` is the unit of every split."""

    id: str
    corpus: str
    site: str
    language: str
    title: str
    url: str
    paragraphs: tuple[str, ...]
    file: Path

    def html(self) -> bytes:
        """Read the page as fetched."""
        return gzip.decompress(self.file.read_bytes())


def read_corpus(folder: Path) -> Iterator[Page]:
    """Read the pages of one corpus folder in the order of its gold.jsonl; Raises InputError."""
    gold = folder / "gold.jsonl"
    if not gold.is_file():
        raise InputError(f"{folder} is no corpus folder: it has no gold.jsonl (see `from-html` for pages of your own)")
    with gold.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _page(line, folder, f"{gold}, line {number}")


def _page(line: str, folder: Path, place: str) -> Page:
    try:
        entry: dict[str, Any] = json.loads(line)
        page = Page(
            id=entry["id"],
            corpus=folder.name,
            site=entry["site"],
            language=(entry.get("lang") or "").split("-")[0].lower(),
            title=entry.get("title") or "",
            url=entry.get("url") or "",
            paragraphs=tuple(entry["paragraphs"]),
            file=folder / "html" / f"{entry['id']}.html.gz",
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{place}: expected an object with id, site and paragraphs ({error!r})") from error
    if not page.file.is_file():
        raise InputError(f"{place}: the page {page.file} is missing")
    return page
