"""A user's own pages and texts to the corpus layout."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from nutgraf.errors import InputError
from nutgraf.html.encoding import decode
from nutgraf_training.corpora.build import own_address

_LANGUAGE = re.compile(r"""<html[^>]{0,400}?\blang\s*=\s*["']?([a-zA-Z]{2,3})\b""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """A page and the text of its story (`text` None: the page has no story)."""

    id: str
    html: Path
    text: Path | None


def pairs(folder: Path, storyless: bool = False) -> list[Pair]:
    """Find a.html (or .htm) with a.txt, in subfolders too.

    `storyless` takes pages without a text as pages without a story. Raises InputError where a text is missing.
    """
    pages = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".html", ".htm"))
    if not pages:
        raise InputError(f"{folder}: no .html files, expected pages with a .txt file of the same name beside each")
    found = [_pair(folder, page, storyless) for page in pages]
    ids = [pair.id for pair in found]
    for pair in found:
        if ids.count(pair.id) > 1:
            raise InputError(f"{pair.html}: two pages would get the id {pair.id}; rename one")
    return found


def _pair(folder: Path, page: Path, storyless: bool) -> Pair:
    text = page.with_suffix(".txt")
    name = re.sub(r"[^\w.-]+", "-", str(page.relative_to(folder).with_suffix("")))
    if text.is_file():
        return Pair(name, page, text)
    if storyless:
        return Pair(name, page, None)
    raise InputError(f"{page}: its story's text {text.name} is missing (--storyless if the page has no story)")


def convert(folder: Path, out: Path, site: str = "", storyless: bool = False) -> int:
    """Write a corpus folder from a user's pages; returns how many.

    A text's lines are its story's paragraphs. `site` is the unit of every split; without it the host that the page
    names as its own, or the page's folder.
    """
    found = pairs(folder, storyless)
    (out / "html").mkdir(parents=True, exist_ok=True)
    with (out / "gold.jsonl").open("w", encoding="utf-8") as gold:
        for entry in _entries(found, out, site):
            gold.write(json.dumps(entry, ensure_ascii=False) + "\n")
    return len(found)


def _entries(found: list[Pair], out: Path, site: str) -> Iterator[dict[str, object]]:
    for pair in found:
        data = pair.html.read_bytes()
        page = decode(data)
        url = own_address(page)
        language = _LANGUAGE.search(page)
        (out / "html" / f"{pair.id}.html.gz").write_bytes(gzip.compress(data, mtime=0))
        yield {
            "id": pair.id,
            "site": site or _host(url) or pair.html.parent.name or "unknown",
            "lang": language[1].lower() if language else "",
            "url": url,
            "title": "",
            "paragraphs": [] if pair.text is None else _paragraphs(pair.text),
        }


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def _paragraphs(text: Path) -> list[str]:
    lines = [line.strip() for line in decode(text.read_bytes()).splitlines()]
    return [line for line in lines if line]
