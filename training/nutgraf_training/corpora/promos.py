"""Which blocks outside the story point to other stories: links, their lists and their cards.

The thresholds are read off hand-labelled lines, cross-tabulated by the properties that are used here.
"""

from collections.abc import Sequence

from nutgraf.html.blocks import Block
from nutgraf.labels import Label
from nutgraf_training.corpora.cues import ACTION, BYLINE, DATE, LABEL, META, POINTER
from nutgraf_training.corpora.links import leads_to_story, names_its_text, same_page
from nutgraf_training.corpora.tokens import words

#: Link share from which on a block is a link and little else (a date, a section).
_WHOLE = 0.5
_CLEAR = 0.8
#: Words from which on a link to a story-like address is a headline, by itself; fewer inside a heading.
_HEADLINE = 6
_HEADLINE_IN_HEADING = 4
#: A list of links is of one kind: from this many like ones on, and this share of headlines, the short ones are too.
_LIST = 3
_LIST_SHARE = 0.6
#: A card holds a headline, a teaser, a date, a byline, a section; more blocks are a list or the page.
_CARD_BLOCKS = 8
_TEASER = 8
_LONG_TEASER = 16


def label_furniture(blocks: Sequence[Block], story: frozenset[int], url: str) -> list[Label | None]:
    """Label all blocks as if they were not of the story: promo, boilerplate, or None where that is a coin's toss.

    `story` holds the indices of the story's blocks, which no list or card is taken to hold.
    """
    labels = [label_link(block, url) for block in blocks]
    _label_lists(blocks, labels, story, url)
    _label_cards(blocks, labels, story)
    return labels


def label_link(block: Block, url: str) -> Label | None:
    """Label a block by its own link."""
    if points(block):
        return Label.PROMO
    length = words(block.text)
    if block.link_share < _WHOLE or length < 2 or _is_service(block) or same_page(block.link, url):
        return Label.BOILERPLATE
    if block.links > 1:
        return None if length >= 10 and leads_to_story(block.link, url) else Label.BOILERPLATE
    if leads_to_story(block.link, url):
        return _label_story_link(block, length)
    if block.heading and length >= _HEADLINE:
        return Label.PROMO
    if length >= 5 and names_its_text(block.link, block.text):
        return None
    return None if length >= 10 and block.link_share >= _CLEAR else Label.BOILERPLATE


def _label_story_link(block: Block, length: float) -> Label | None:
    if length >= (_HEADLINE_IN_HEADING if block.heading else _HEADLINE):
        return Label.PROMO
    if block.heading:
        return None
    return None if length >= 4 and block.link_share >= _CLEAR else Label.BOILERPLATE


def points(block: Block) -> bool:
    """Tell whether a block is a label and the headline that it points to, as "Read more: ..."."""
    return bool(POINTER.match(block.text)) and block.link_share >= 0.4 and words(block.text) > _HEADLINE_IN_HEADING


def _is_service(block: Block) -> bool:
    text = block.text
    return bool(ACTION.match(text) or LABEL.match(text) or DATE.match(text)) or _is_byline(text)


def _is_byline(text: str) -> bool:
    return bool(BYLINE.match(text)) and words(text) <= 9 and (text[:3] in ("By ", "BY ") or words(text) <= 6)


def _label_lists(blocks: Sequence[Block], labels: list[Label | None], story: frozenset[int], url: str) -> None:
    """Label undecided links like those of the same place in the layout (same path, class and id)."""
    lists: dict[tuple[str, str], list[int]] = {}
    for i, block in enumerate(blocks):
        if i not in story and block.link_share >= _WHOLE and not _is_service(block) and words(block.text) >= 2:
            lists.setdefault((block.path, block.attributes), []).append(i)
    for members in lists.values():
        if len(members) < _LIST:
            continue
        share = sum(labels[i] is Label.PROMO for i in members) / len(members)
        for i in members:
            if share >= _LIST_SHARE and _could_be_story(blocks[i], url):
                labels[i] = Label.PROMO
            elif labels[i] is None and share < 0.2:
                labels[i] = Label.BOILERPLATE


def _could_be_story(block: Block, url: str) -> bool:
    if same_page(block.link, url):
        return False
    return leads_to_story(block.link, url) or names_its_text(block.link, block.text)


def _label_cards(blocks: Sequence[Block], labels: list[Label | None], story: frozenset[int]) -> None:
    """Label the teaser in the card of a promo headline promo."""
    holders: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        for element in block.elements:
            holders.setdefault(element, []).append(i)
    for i in range(len(blocks)):
        if labels[i] is Label.PROMO and i not in story:
            for j in _card(blocks, labels, holders, story, i):
                if labels[j] is not Label.PROMO and _is_teaser(blocks[j].text):
                    labels[j] = Label.PROMO


def _is_teaser(text: str) -> bool:
    """Tell a teaser from a card's date, byline and comment count."""
    length = words(text)
    if length < _TEASER or ACTION.match(text) or BYLINE.match(text):
        return False
    return length >= _LONG_TEASER or not META.search(text)


def _card(
    blocks: Sequence[Block], labels: list[Label | None], holders: dict[int, list[int]], story: frozenset[int], i: int
) -> list[int]:
    """Blocks of the largest element around block i, short of <body>, without another headline or any of the story."""
    card: list[int] = []
    for element in reversed(blocks[i].elements[2:]):
        members = holders[element]
        links = {blocks[j].link for j in members if labels[j] is Label.PROMO and blocks[j].link}
        if len(members) > _CARD_BLOCKS or len(links) > 1 or not story.isdisjoint(members):
            break
        card = members
    return card
