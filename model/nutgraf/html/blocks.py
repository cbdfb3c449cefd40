"""A page's text as blocks in reading order: what a browser would put on lines of its own.

One walk over the tree; the parser is selectolax's Lexbor, the fastest that was tried.
"""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from nutgraf.errors import NutgrafError
from nutgraf.html.encoding import decode

#: Elements that start and end a line. `button` because scrapers leave each on its own line.
_BLOCK = frozenset(
    """
    address article aside blockquote body br button caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav
    ol p pre search section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - sixty quoted words are harder to read
)
#: Elements whose text no reader sees, or sees as the value of a control, or as the reading of a character (rp, rt).
_SKIPPED = frozenset(
    """
    -comment applet area audio base canvas datalist embed frame head iframe img input link meta meter noembed
    noframes noscript object option optgroup progress rp rt script select source style svg template textarea title
    track video
    """.split()  # noqa: SIM905 - sixty quoted words are harder to read
)
_DECLARING = frozenset(("head", "script", "meta"))
#: Attributes in which pages tell machines and screen readers what an element is.
_TELLING = frozenset(
    ("role", "itemprop", "property", "aria-label", "data-component", "data-testid", "data-module", "data-type")
)
#: Not "backface-visibility: hidden".
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: A hidden element with this many characters in paragraphs is one that a script shows: a streamed page, a soft paywall.
_PROSE = 1000
#: Elements around a block that are told, from the outermost on; browsers nest no deeper, and this bounds the cost.
DEEPEST = 512
#: Hidden elements inside one another that are shown for their prose: each asks for all that is in it.
_MOST_SHOWN = 16
#: Ancestors whose class and id go with a block, counting its own element.
_ATTRIBUTE_LEVELS = 4
#: Characters of a tag's name, and of an element's class and id, that are told: each block repeats its ancestors'.
_LONGEST_TAG, _LONGEST_TOKENS = 64, 1000


class Block(NamedTuple):
    """A line of a page with its layout.

    `path` is the tag path of the innermost element that the block starts and ends in, as "html/body/article/p": that
    of the paragraph, also where all of it is bold or a link. `elements` numbers the elements of that path (same length;
    equal numbers are the same element of the page). `attributes` are class and id tokens of that element and its
    nearest ancestors, nearest first. `link_share` (0 to 1) is the share of non-blank characters inside links, `links`
    their number, `link` the target of the one that holds most of them ("" for none); `heading` is 1 to 6 inside a
    heading, else 0.
    """

    text: str
    path: str
    attributes: str
    link_share: float
    links: int
    link: str
    heading: int
    elements: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The blocks of a page and the elements that they stand in, by the numbers of `Block.elements` (0 is unused)."""

    blocks: list[Block]
    tags: list[str]
    names: list[str]  # class, id and role of each element, and what it calls itself for machines
    declarations: list[Any]  # nodes of <head>, and of <script> and <meta> outside it


def blocks(html: str | bytes) -> list[Block]:
    """Split a page into its visible blocks, in reading order.

    White space is folded to single spaces; bytes are decoded as browsers do.
    Raises NutgrafError where selectolax is not installed.
    """
    return tree(parse(html)).blocks


def tree(parsed: Any) -> Tree:
    """Read a parsed page."""
    walk = Walk()
    if parsed.root is not None:
        walk.read(parsed.root)
    return Tree(walk.found, walk.element_tags, walk.element_names, walk.declarations)


def parse(html: str | bytes) -> Any:
    """Parse a page with Lexbor; Raises NutgrafError where selectolax is not installed."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise NutgrafError("reading HTML needs selectolax: pip install 'nutgraf[html]'") from error
    return LexborHTMLParser(decode(html) if isinstance(html, bytes) else html)


class Walk:
    """State of one walk: the open elements, and the text of the block that is being read."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.element_tags = [""]
        self.element_names = [""]
        self.declarations: list[Any] = []
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.numbers: list[int] = []
        self.text: list[str] = []
        self.preformatted = 0  # open <pre>
        self.shown: list[int] = []  # open hidden elements that hold prose, by their number
        self.same: dict[str, str] = {}  # blocks of one parent share one string for it
        self.depth = 0  # elements that have been open since the block's first text
        self.link = ""  # target of the open link; links do not nest
        self.in_link = False
        self.linked: dict[str, int] = {}

    def read(self, root: Any) -> None:
        """Walk without recursion: pages nest thousands deep."""
        opened: list[Any] = []
        node = root
        while node is not None:
            tag = node.tag
            if tag == "-text":
                self.add(node.text_content or "")
            else:
                child = self.enter(node, tag)
                if child is not None:
                    opened.append(node)
                    node = child
                    continue
            following = node.next
            while following is None and opened:
                node = opened.pop()
                self.leave()
                following = node.next
            node = following
        self.flush()

    def enter(self, node: Any, tag: str) -> Any:
        """Take in an element; return its first child if the walk is to go into it."""
        if tag in _SKIPPED:
            if tag in _DECLARING:
                self.declarations.append(node)
            return None
        child = node.first_child
        if child is None:
            if self.text and tag in _BLOCK:
                self.flush()
            return None
        given = node.attributes
        if given and _is_hidden(given):
            if len(self.shown) >= _MOST_SHOWN or not _holds_prose(node):
                return None
            self.shown.append(len(self.element_tags))
        if tag in _BLOCK:
            if self.text:
                self.flush()
            self.preformatted += tag == "pre"
        elif tag == "a":
            self.in_link, self.link = True, (given.get("href") or "").strip()
        self.open(tag, given)
        return child

    def open(self, tag: str, given: dict[str, str | None]) -> None:
        """Note an element that the walk goes into."""
        tag = tag[:_LONGEST_TAG]
        tokens = _tokens(given) if given else ""
        self.numbers.append(len(self.element_tags))
        self.tags.append(tag)
        self.element_tags.append(tag)
        self.attributes.append(tokens)
        self.element_names.append(_names(tokens, given) if given else "")

    def leave(self) -> None:
        """Close the innermost open element."""
        tag = self.tags[-1]
        if tag in _BLOCK:
            if self.text:
                self.flush()
            self.preformatted -= tag == "pre"
        elif tag == "a":
            self.in_link, self.link = False, ""
        self.tags.pop()
        self.attributes.pop()
        number = self.numbers.pop()
        if self.shown and self.shown[-1] == number:
            self.shown.pop()
        if self.depth > len(self.tags):
            self.depth = len(self.tags)

    def add(self, text: str) -> None:
        """Add a text node to the block; line breaks count in <pre> only."""
        if self.preformatted and "\n" in text:
            for line in text.split("\n"):
                self.flush()
                self.add_inline(line)
            return
        self.add_inline(text)

    def add_inline(self, text: str) -> None:
        """Add text without breaks of its own."""
        if text.isspace() or not text:
            if self.text and text:
                self.text.append(" ")
            return
        if not self.text:
            self.depth = len(self.tags)
        self.text.append(text)
        if self.in_link:
            self.linked[self.link] = self.linked.get(self.link, 0) + _visible(text)

    def flush(self) -> None:
        """End the block."""
        if not self.text:
            return
        text = " ".join("".join(self.text).split())
        depth = min(self.depth, DEEPEST)
        tags = self.tags[:depth]
        near = [tokens for tokens in self.attributes[:depth][: -_ATTRIBUTE_LEVELS - 1 : -1] if tokens]
        link = max(self.linked, key=self.linked.__getitem__) if self.linked else ""
        self.found.append(
            Block(
                text=text,
                path=self.shared("/".join(tags)),
                attributes=self.shared(" ".join(near)),
                link_share=sum(self.linked.values()) / (len(text) - text.count(" ")) if self.linked else 0.0,
                links=len(self.linked),
                link=link,
                heading=next((_HEADINGS[tag] for tag in reversed(tags) if tag in _HEADINGS), 0),
                elements=tuple(self.numbers[:depth]),
            )
        )
        self.text, self.linked = [], {}

    def shared(self, text: str) -> str:
        """The same string for equal ones."""
        return self.same.setdefault(text, text)


def _visible(text: str) -> int:
    """Count characters that are not white space."""
    return sum(map(len, text.split()))


def _tokens(given: dict[str, str | None]) -> str:
    """Class and id of an element, folded to single spaces."""
    if "class" not in given and "id" not in given:
        return ""
    return " ".join(f"{given.get('class') or ''} {given.get('id') or ''}".split())[:_LONGEST_TOKENS]


def _names(tokens: str, given: dict[str, str | None]) -> str:
    """Class and id, and what else an element says of its part in the page."""
    if _TELLING.isdisjoint(given):
        return tokens
    return " ".join((tokens, *(f"{key}={given[key]}" for key in sorted(_TELLING) if key in given)))


def _is_hidden(given: dict[str, str | None]) -> bool:
    """Tell whether an element is hidden by its own attributes (style sheets are not read)."""
    if "hidden" in given:
        return True
    style = given.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


def _holds_prose(node: Any) -> bool:
    """Tell whether an element holds too much text to be really meant to stay hidden."""
    return node.tag == "body" or sum(len(paragraph.text()) for paragraph in node.css("p")) >= _PROSE
