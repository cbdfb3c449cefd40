"""A page, read once: its blocks and elements, and what it declares."""

from dataclasses import dataclass, replace

from nutgraf.html.blocks import Tree, parse, tree
from nutgraf.html.declarations import Declarations, read_declarations


@dataclass(frozen=True, slots=True, eq=False)
class HtmlPage:
    """What labelling knows of a page."""

    tree: Tree
    declared: Declarations


def read_page(html: str | bytes) -> HtmlPage:
    """Parse a page and read it; raises NutgrafError where selectolax is not installed."""
    parsed = parse(html)
    root = parsed.root
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    found = tree(parsed)
    declared = read_declarations(found.declarations, language.strip())
    # Each of these nodes keeps the whole parsed page.
    return HtmlPage(replace(found, declarations=[]), declared)
