"""Label the blocks of a page from its gold text and its layout; what is uncertain stays unlabelled."""

from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.html.blocks import Block
from nutgraf.labels import Label
from nutgraf_training.corpora.align import Alignment, align
from nutgraf_training.corpora.cues import PRICE
from nutgraf_training.corpora.headline import Headline, find_headline
from nutgraf_training.corpora.pages import Page
from nutgraf_training.corpora.promos import label_furniture
from nutgraf_training.corpora.story import Surroundings, label_aligned

#: A page without a story and with this many prices is a product list.
_SHOP_PRICES = 8


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
    labels = label_furniture(blocks, frozenset(aligned), page.url)
    if not aligned:
        if _is_shop(blocks):
            labels = [Label.BOILERPLATE] * len(labels)
        return Silver(tuple(labels), None, alignment.coverage)
    headline = find_headline(blocks, page.title, page_title, aligned[0])
    _label_story(blocks, labels, alignment, headline)
    return Silver(tuple(labels), headline.index if headline.index >= 0 else None, alignment.coverage)


def _label_story(blocks: Sequence[Block], labels: list[Label | None], alignment: Alignment, headline: Headline) -> None:
    """Label the story's blocks and what stands around them, in place."""
    aligned = [i for i, is_aligned in enumerate(alignment.aligned) if is_aligned]
    around = Surroundings(blocks, aligned, headline.index)
    for i, block in enumerate(blocks):
        if i == headline.index:
            labels[i] = Label.BODY
        elif i in headline.repeats:
            labels[i] = Label.BOILERPLATE
        elif alignment.aligned[i]:
            labels[i] = label_aligned(block)
        else:
            labels[i] = around.label(i, labels[i])
            if alignment.repeated[i] and labels[i] is Label.BOILERPLATE and not _is_caption(block):
                labels[i] = None


def _is_shop(blocks: Sequence[Block]) -> bool:
    """Tell a product list from a section front: its links lead to goods, which are no stories."""
    return sum(bool(PRICE.search(block.text)) for block in blocks) >= _SHOP_PRICES


def _is_caption(block: Block) -> bool:
    return not {"figure", "figcaption", "caption"}.isdisjoint(block.path.split("/"))
