"""What extractors give for pages, kept on disk: their output changes with their version only, and takes minutes."""

import gzip
import hashlib
import json
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

from nutgraf.html.blocks import parse
from nutgraf.html.encoding import decode
from nutgraf_training.benchmarks.extractors import Extractor
from nutgraf_training.corpora.pages import Page


def extracted(extractor: Extractor, pages: Sequence[Page], cache: Path) -> list[str]:
    """The extractor's text of each page; "" where it found none or failed, which stderr tells.

    Raises NutgrafError where the extractor is not installed.
    """
    path = cache / f"extracted-{extractor.name.replace(' ', '-')}-{extractor.version}.json.gz"
    known: dict[str, str | None] = json.loads(gzip.decompress(path.read_bytes())) if path.exists() else {}
    keys = [_key(page) for page in pages]
    missing = {key: page for key, page in zip(keys, pages, strict=True) if key not in known}
    if missing:
        known |= {key: _extract(extractor, page) for key, page in missing.items()}
        cache.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(json.dumps(known, ensure_ascii=False).encode(), mtime=0))
    failed = [page.id for key, page in zip(keys, pages, strict=True) if known[key] is None]
    if failed:
        print(f"{extractor.name} failed on {len(failed)} pages, counted as empty: {', '.join(failed)}", file=sys.stderr)
    return [known[key] or "" for key in keys]


def _key(page: Page) -> str:
    """Names a page by its content: pages of two corpora may share an id, and a corpus may change."""
    return hashlib.sha256(page.file.read_bytes() + page.language.encode()).hexdigest()[:20]


def _extract(extractor: Extractor, page: Page) -> str | None:
    """The extractor's text, None where it failed."""
    html = decode(page.html())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the extractors' own dependencies
            return extractor.extract(html, page.language or declared_language(html))
    except Exception:  # other people's code on the open web's pages: any of its faults costs one page
        return None


def declared_language(html: str) -> str:
    """The language that a page says it is in, as "de"; "" where it says none."""
    root = parse(html).css_first("html[lang]")
    return "" if root is None else (root.attributes["lang"] or "").split("-")[0].strip().lower()
