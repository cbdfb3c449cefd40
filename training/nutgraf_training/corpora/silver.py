"""Label the blocks of a page from its gold text and its layout; what is uncertain stays unlabelled."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.html.blocks import Block
from nutgraf.labels import Label
from nutgraf_training.corpora.align import Alignment, align
from nutgraf_training.corpora.headline import Headline, find_headline
from nutgraf_training.corpora.links import leads_to_story, same_page
from nutgraf_training.corpora.pages import Page
from nutgraf_training.corpora.tokens import words

#: Words of a headline: fewer is a section or a tag, more is a paragraph inside a link.
_HEADLINE_WORDS = (4, 40)
#: Calls to action and services that stand as links of a headline's length.
_ACTION = re.compile(
    r"^(subscribe|sign (up|in)|log ?in|register|download|contact us|click here|learn more about our|privacy|cookie|terms (of|and)|"
    r"share (this|on)|follow (us|me)|support (us|our)|donate|get the app|view all|see all|show all|more from|all posts|"
    r"copyright|do not sell|advertise|abonn|jetzt (abonn|anmeld|regist)|newsletter|zur startseite|datenschutz|s'abonner|suscr)",
    re.IGNORECASE,
)
#: Labels before the headline of another story, in mid-story too.
_POINTER = re.compile(
    r"^\W*(read (more|also|next)|also read|more:|related( stor(y|ies)| articles?)?|see also|watch( now)?|listen|don'?t miss|"
    r"recommended|must read|lesen sie auch|lies auch|mehr dazu|mehr zum thema|auch interessant|lire aussi|à lire|leia (também|mais)|"
    r"lea también|lee también|leggi anche|lees ook|læs også|les også|läs också|lue myös|czytaj (też|także)|zobacz też|"
    r"baca juga|читайте также|читайте також|ayrıca oku|関連記事)\b\s*[:：|»>–—-]",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(^|/)(figcaption|figure|caption)(/|$)")
_FURNITURE = re.compile(r"(^|/)(nav|footer|button|form)(/|$)")
#: A card holds a headline, a teaser, a date, a byline, a section; more blocks are a list or the page.
_CARD_BLOCKS = 7
_SENTENCE = re.compile(r"[.!?…。！？\"”»“]\W*$")


@dataclass(frozen=True, slots=True)
class Silver:
    """Labels of a page's blocks (None: unknown), the headline's index or None, and how much of the gold was found."""

    labels: tuple[Label | None, ...]
    headline: int | None
    coverage: float


def label_blocks(page: Page, blocks: Sequence[Block], page_title: str = "") -> Silver:
    """Label every block of a page.

    Aligned with the gold is body, and so is the headline, once. Of the rest whole links of headline length to
    story-like addresses are promo, with the teasers that share their card; the other blocks are boilerplate.
    """
    alignment = align([block.text for block in blocks], page.paragraphs)
    aligned = [i for i, is_aligned in enumerate(alignment.aligned) if is_aligned]
    headline = Headline(-1, frozenset())
    if aligned:
        headline = find_headline(blocks, page.title, page_title, aligned[0])
    labels = [_alone(page, block) for block in blocks]
    _label_cards(blocks, labels, frozenset(aligned))
    for i in aligned:
        labels[i] = Label.PROMO if _points(blocks[i]) else Label.BODY
    for i in headline.repeats:
        labels[i] = Label.BOILERPLATE
    if headline.index >= 0:
        labels[headline.index] = Label.BODY
    if aligned:
        _leave_open(blocks, labels, alignment, headline)
    return Silver(tuple(labels), headline.index if headline.index >= 0 else None, alignment.coverage)


def _alone(page: Page, block: Block) -> Label | None:
    """Label a block that is not of the story, by itself."""
    if _points(block):
        return Label.PROMO
    if block.link_share < 0.8 or same_page(block.link, page.url) or not leads_to_story(block.link, page.url):
        return Label.BOILERPLATE
    length = words(block.text)
    if _ACTION.match(block.text) or length < _HEADLINE_WORDS[0]:
        return Label.BOILERPLATE
    return Label.PROMO


def _points(block: Block) -> bool:
    """Tell whether a block is a label and the headline that it points to."""
    return bool(_POINTER.match(block.text)) and block.link_share >= 0.5 and words(block.text) >= _HEADLINE_WORDS[0] + 1


def _label_cards(blocks: Sequence[Block], labels: list[Label | None], aligned: frozenset[int]) -> None:
    """Give the teaser in the card of a promo headline the same label."""
    sizes: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        for element in block.elements:
            sizes.setdefault(element, []).append(i)
    for i, block in enumerate(blocks):
        if labels[i] is not Label.PROMO or i in aligned:
            continue
        card: list[int] = []
        for element in reversed(block.elements):
            members = sizes[element]
            links = {blocks[j].link for j in members if labels[j] is Label.PROMO}
            if len(members) > _CARD_BLOCKS or len(links) > 1 or not aligned.isdisjoint(members):
                break
            card = members
        for j in card:
            if labels[j] is Label.BOILERPLATE and blocks[j].link_share < 0.5 and words(blocks[j].text) >= 9:
                labels[j] = Label.PROMO


def _leave_open(blocks: Sequence[Block], labels: list[Label | None], alignment: Alignment, headline: Headline) -> None:
    """Unlabel what may be the story's: prose among aligned blocks that the gold lacks, and second standings of it."""
    aligned = [i for i, is_aligned in enumerate(alignment.aligned) if is_aligned]
    parents = {blocks[i].elements[:-1] for i in aligned}
    for i, block in enumerate(blocks):
        if alignment.aligned[i] or i == headline.index or i in headline.repeats or labels[i] is Label.PROMO:
            continue
        if _CAPTION.search(block.path) or _FURNITURE.search(block.path):
            continue
        inside = aligned[0] < i < aligned[-1] and block.elements[:-1] in parents
        prose = words(block.text) >= 10 and bool(_SENTENCE.search(block.text))
        if alignment.repeated[i] or (inside and prose):
            labels[i] = None
