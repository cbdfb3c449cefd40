"""What a page declares of itself: <title>, <meta>, <link>, JSON-LD.

Read from the tree that is parsed already. extruct and metadata_parser would parse every page a second time, with lxml
or BeautifulSoup, which takes longer than all of the labelling.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nutgraf.sites import host

#: JSON-LD types that are a page's own story. (https://schema.org/Article and what derives from it)
_STORY = re.compile(r"Article$|Posting$|^Report$|^Review$|^Recipe$|^Newspaper", re.IGNORECASE)
#: JSON-LD is often wrapped in comments or CDATA for browsers of old.
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_MARKUP = re.compile(r"<[^<>]*>")
#: Objects of a JSON-LD graph that are looked at: listings hold thousands.
_MOST_OBJECTS = 200


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything is as the page says it, "" or empty where it says nothing; pages lie.

    `metas` are <meta> by property or name, in lower case; the first of a name counts. `story` is the JSON-LD object of
    the page's story.
    """

    title: str
    canonical: str
    language: str
    metas: dict[str, str]
    story: dict[str, Any]

    def meta(self, *names: str) -> str:
        """Content of the first of these <meta> that says anything."""
        return next((self.metas[name] for name in names if self.metas.get(name)), "")

    @property
    def address(self) -> str:
        """Where the page says that it is: the first of its canonical address and og:url that names a host."""
        told = (self.canonical, self.meta("og:url"))
        whole = (f"https:{address}" if address.startswith("//") else address for address in told)
        return next((address for address in whole if host(address)), "")

    @property
    def titles(self) -> tuple[str, str, str]:
        """Headlines: for other sites, of the window, in JSON-LD."""
        return self.meta("og:title", "twitter:title"), self.title, text_of(self.story.get("headline"))

    @property
    def summary(self) -> str:
        """Description for search engines and other sites."""
        return self.meta("og:description", "description", "twitter:description")

    @property
    def author(self) -> str:
        """Names of the authors."""
        told = _names_of(self.story.get("author"))
        return told or self.meta("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator")

    @property
    def date(self) -> str:
        """When the story was published."""
        told = text_of(self.story.get("datePublished"))
        return told or self.meta(
            "article:published_time", "datepublished", "date", "parsely-pub-date", "dc.date", "pubdate"
        )

    @property
    def body(self) -> str:
        """The story's text in JSON-LD."""
        return _MARKUP.sub(" ", text_of(self.story.get("articleBody")))


#: What a page says that says nothing.
NOTHING = Declarations("", "", "", {}, {})


def read_declarations(nodes: Sequence[Any], language: str = "") -> Declarations:
    """Read the nodes that `Tree.declarations` holds; `language` is that of <html>."""
    title, canonical, metas, stories = "", "", dict[str, str](), list[dict[str, Any]]()
    for node in _flat(nodes):
        tag = node.tag
        if tag == "meta":
            _take_meta(node.attributes, metas)
        elif tag == "title":
            title = title or _folded(node.text())
        elif tag == "link":
            given = node.attributes
            if "canonical" in (given.get("rel") or "").lower().split():
                canonical = canonical or (given.get("href") or "").strip()
        elif tag == "script" and "ld+json" in (node.attributes.get("type") or "").lower():
            stories.extend(_stories(node.text()))
    return Declarations(title, canonical, language, metas, max(stories, key=len, default={}))


def _flat(nodes: Sequence[Any]) -> Iterator[Any]:
    for node in nodes:
        if node.tag != "head":
            yield node
            continue
        child = node.first_child
        while child is not None:
            yield child
            child = child.next


def _take_meta(given: dict[str, str | None], metas: dict[str, str]) -> None:
    name = given.get("property") or given.get("name") or given.get("itemprop") or given.get("http-equiv")
    content = given.get("content")
    if name and content:
        metas.setdefault(name.strip().lower(), _folded(content))


def _stories(source: str) -> Iterator[dict[str, Any]]:
    """Objects that are stories in a piece of JSON-LD; none in what cannot be read."""
    try:
        # Line breaks stand raw in the strings of many pages: strict=False takes them.
        found = json.loads(_WRAPPING.sub("", source), strict=False)
    except (ValueError, RecursionError):
        return
    waiting, seen = [found], 0
    while waiting and seen < _MOST_OBJECTS:
        value = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            if any(_STORY.search(kind) for kind in _kinds(value)):
                yield value
            waiting.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value)


def _kinds(value: dict[str, Any]) -> list[str]:
    kinds = value.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def text_of(value: object) -> str:
    """A JSON-LD value as text: a string, or a list's first."""
    if isinstance(value, list) and value:
        value = value[0]
    return _folded(value) if isinstance(value, str) else ""


def _names_of(value: object) -> str:
    found = value if isinstance(value, list) else [value]
    names = [text_of(item.get("name")) if isinstance(item, dict) else text_of(item) for item in found]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _folded(text: str) -> str:
    return " ".join(text.split())
