"""What stands in and around the story without being in its gold text: gold leaves out lists, subheads and notes."""

from collections.abc import Sequence

from nutgraf.html.blocks import Block
from nutgraf.labels import Label
from nutgraf_training.corpora.cues import BYLINE, DATE, LABEL, NOTE, PLUG, SENDS
from nutgraf_training.corpora.promos import points
from nutgraf_training.corpora.tokens import words

_CAPTION = frozenset(("figure", "figcaption", "caption"))
_FURNITURE = frozenset(("nav", "footer", "button", "form", "aside"))
#: Words of prose; blocks from here on are sentences more often than labels.
_PROSE = 10
_SHORT = 4
#: Notes and credits stand at most this many blocks after the story.
_NEAR = 12


class Surroundings:
    """Where the story's blocks stand in the page's tree."""

    def __init__(self, blocks: Sequence[Block], aligned: Sequence[int], headline: int) -> None:
        self.blocks = blocks
        self.first, self.last = aligned[0], aligned[-1]
        self.headline = headline
        # Parents of the story's blocks that hold more than one of them: a lone stray match is no container.
        parents = [blocks[i].elements[:-1] for i in aligned]
        self.parents = {parent for parent in parents if parents.count(parent) > 1 or len(parents) < 4}

    def label(self, i: int, label: Label | None) -> Label | None:
        """Label an unaligned block, given its label as furniture."""
        block = self.blocks[i]
        if label is Label.PROMO or _is_furniture(block):
            return label
        if NOTE.match(block.text) and self.first <= i <= self.last + _NEAR:
            return Label.BODY
        if LABEL.match(block.text) or DATE.match(block.text) or PLUG.search(block.text):
            return Label.BOILERPLATE
        if self.first < i < self.last:
            return self._inside(block, label)
        if i == self.headline - 1 and not block.link_share and self._is_kicker(block):
            return None
        if self.headline >= 0 and self.headline < i < self.first:
            return None if words(block.text) >= _PROSE and block.link_share < 0.5 else label
        return self._after(block, label, i <= self.last + _NEAR) if i > self.last else label

    def _is_kicker(self, block: Block) -> bool:
        """Whether a block stands in the headline's own container: a kicker (body) or a section name (boilerplate)."""
        return self.blocks[self.headline].elements[:-1] == block.elements[: len(block.elements) - 1]

    def _is_sibling(self, block: Block) -> bool:
        return block.elements[:-1] in self.parents

    def _is_within(self, block: Block) -> bool:
        """Whether the block stands deeper inside an element that holds paragraphs of the story."""
        return any(block.elements[:depth] in self.parents for depth in range(2, len(block.elements)))

    def _inside(self, block: Block, label: Label | None) -> Label | None:
        length = words(block.text)
        if block.link_share >= 0.5:
            return label
        if self._is_sibling(block):
            if block.heading:
                return Label.BODY
            return None if length >= _SHORT else label
        if not self._is_within(block):
            return None if _in(block, "td", "th", "blockquote") else label
        if _in(block, "li", "td", "th", "blockquote", "dd", "dt"):
            return Label.BODY if length >= _SHORT and _in(block, "li") else None
        return None if length >= (_SHORT if block.heading or block.path.endswith("/p") else _PROSE) else label

    def _after(self, block: Block, label: Label | None, is_near: bool) -> Label | None:
        """Prose in the story's containers, or near its end: gold texts stop early."""
        belongs = self._is_sibling(block) or (is_near and self._is_within(block))
        if not belongs or block.link_share >= 0.5:
            return label
        return None if words(block.text) >= (_SHORT if is_near else _PROSE) else label


def label_aligned(block: Block) -> Label | None:
    """Label a block of the gold text: body, but for the furniture that gold texts let through."""
    length = words(block.text)
    if points(block) or (block.link_share >= 0.95 and length >= _PROSE and block.links == 1):
        return Label.PROMO
    if block.link_share >= 0.5 and length >= _SHORT:
        if SENDS.match(block.text):
            return Label.PROMO
        return None if block.link_share >= 0.95 else Label.BODY
    if block.links and SENDS.match(block.text):
        return None
    if LABEL.match(block.text) or DATE.match(block.text):
        return Label.BOILERPLATE
    if (BYLINE.match(block.text) and length <= 8) or PLUG.search(block.text):
        return None
    return Label.BODY


def _in(block: Block, *tags: str) -> bool:
    """Tell whether one of these tags is among the innermost four."""
    return not set(tags).isdisjoint(block.path.split("/")[-4:])


def _is_furniture(block: Block) -> bool:
    tags = set(block.path.split("/"))
    return not (tags.isdisjoint(_CAPTION) and tags.isdisjoint(_FURNITURE))
