"""Where a page's mark-up puts each of its blocks: targets for what a line's text tells of its mark-up."""

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from nutgraf.html.blocks import Block
from nutgraf.ngrams import MARKUP

#: Class and id names, as outlets all over the world give them, of what the elements hold.
NAMES = {
    "like_caption": r"caption|credit|photo-?info",
    "like_comment": r"comment|reply|disqus",
    "like_author": r"author|byline|bio\b|contributor",
    "like_date": r"date|time|publish",
    "like_related": r"related|recommend|popular|trending|most-?read|teaser|card|more-(from|stories|news)|latest|promo",
    "like_social": r"share|social|newsletter|subscri|sign-?up|follow",
    "like_tags": r"\btags?\b|tag-|categor|topic|breadcrumb|kicker",
    "like_ad": r"\bads?\b|advert|sponsor|affiliate",
}
#: Tags on the path to the block that say the same.
TAGS = {
    "like_caption": {"figcaption"},
    "like_date": {"time"},
    "like_furniture": {"nav", "footer", "aside", "header"},
    "like_article": {"article", "main"},
    "like_item": {"li"},
}
LINK_SHARE = 0.8
_NAMES = {answer: re.compile(pattern, re.IGNORECASE) for answer, pattern in NAMES.items()}


def markup_targets(blocks: Iterable[Block]) -> NDArray[np.bool_]:
    """(blocks, len(MARKUP)) which of `nutgraf.ngrams.MARKUP` each block stands in."""
    found = [_targets(block) for block in blocks]
    return np.array(found, bool).reshape(len(found), len(MARKUP))


def _targets(block: Block) -> list[bool]:
    path = block.path.split("/")
    named = {answer for answer, pattern in _NAMES.items() if pattern.search(block.attributes)}
    tagged = {answer for answer, tags in TAGS.items() if not tags.isdisjoint(path)}
    own = {
        "like_heading": block.heading > 0,
        "like_link": block.link_share > LINK_SHARE,
        "like_paragraph": path[-1] == "p",
    }
    return [answer in named or answer in tagged or own.get(answer, False) for answer in MARKUP]
