"""Copies of labelled pages with another layout.

A network that has seen stories in paragraphs alone takes one in a single line, or in boxes, for something else.

Blocks are moved in the tree that has been read already; nothing is parsed again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

import numpy as np

from nutgraf.html.blocks import Block, Tree
from nutgraf_training.html.pages import TrainingPage
from nutgraf_training.labelled import LabelledLine

#: Elements around a block that stay: <html> and <body>.
FEWEST_AROUND = 2
#: Blocks in a box, where no heading begins one.
MOST_BOXED = 3
#: Chance that a copy has no names of classes and ids, and that it declares nothing but its title.
NAMELESS, UNDECLARED = 0.5, 0.5
#: Elements whose names go with a block, as in `Block.attributes`.
LEVELS = 4


@dataclass(frozen=True, slots=True)
class _Item:
    """A block of a page with its label."""

    place: int
    block: Block
    line: LabelledLine
    by_hand: bool


@dataclass(frozen=True, slots=True)
class _Elements:
    """The elements of a page by number; some are added."""

    tags: list[str]
    names: list[str]

    def box(self) -> int:
        """Number of a new element."""
        self.tags.append("div")
        self.names.append("")
        return len(self.tags) - 1

    def moved(self, item: _Item, elements: tuple[int, ...]) -> _Item:
        """The block inside other elements."""
        near = (self.names[element] for element in elements[: -LEVELS - 1 : -1])
        block = item.block._replace(
            elements=elements,
            path="/".join(self.tags[element] for element in elements),
            attributes=" ".join(name for name in near if name),
        )
        return replace(item, block=block)


Change = Callable[[Sequence[_Item], _Elements, np.random.Generator], Iterable[_Item]]


def reshaped(page: TrainingPage, random: np.random.Generator) -> TrainingPage:
    """A copy with its blocks joined, between line breaks, or in boxes; perhaps without names and declarations."""
    tree = page.page.tree
    elements = _Elements(list(tree.tags), list(tree.names))
    change = CHANGES[random.integers(len(CHANGES))]
    runs = (change(run, elements, random) if len(run) > 1 else run for run in _runs(page))
    copy = _rebuilt(page, list(chain.from_iterable(runs)), elements)
    if random.random() < NAMELESS:
        copy = replace(copy, page=replace(copy.page, tree=_nameless(copy.page.tree)))
    if random.random() < UNDECLARED:
        declared = replace(copy.page.declared, story={}, metas={})
        copy = replace(copy, page=replace(copy.page, declared=declared))
    return copy


def _runs(page: TrainingPage) -> Iterator[list[_Item]]:
    """Blocks of one label that follow each other in one element; the headline by itself."""
    labelled = zip(page.page.tree.blocks, page.document.lines, page.by_hand.tolist(), strict=True)
    items = [_Item(place, *parts) for place, parts in enumerate(labelled)]

    def run_of(item: _Item) -> tuple[object, ...]:
        is_alone = item.place == page.document.headline or len(item.block.elements) <= FEWEST_AROUND
        return (item.place,) if is_alone else (item.block.elements[:-1], item.line.label, item.by_hand)

    for _, run in groupby(items, run_of):
        yield list(run)


def _joined(run: Sequence[_Item], elements: _Elements, _: np.random.Generator) -> Iterable[_Item]:
    """One line, the text of the element around."""
    first, blocks = elements.moved(run[0], run[0].block.elements[:-1]), [item.block for item in run]
    linked = [block.link_share * len(block.text) for block in blocks]
    text = " ".join(block.text for block in blocks)
    block = first.block._replace(
        text=text,
        heading=0,
        link_share=sum(linked) / sum(len(block.text) for block in blocks),
        links=sum(block.links for block in blocks),
        link=blocks[int(np.argmax(linked))].link,
    )
    return [replace(first, block=block, line=replace(first.line, text=text))]


def _unwrapped(run: Sequence[_Item], elements: _Elements, _: np.random.Generator) -> Iterable[_Item]:
    """Lines of the element around, as if there were line breaks between them."""
    return [elements.moved(item, item.block.elements[:-1]) for item in run]


def _boxed(run: Sequence[_Item], elements: _Elements, random: np.random.Generator) -> Iterable[_Item]:
    """Each few of them in an element of its own, as the entries of a live blog and sections are."""
    size = int(random.integers(1, MOST_BOXED + 1))
    has_headings = any(item.block.heading for item in run)
    for place, item in enumerate(run):
        if place == 0 or (item.block.heading if has_headings else place % size == 0):
            box = elements.box()
        inside = item.block.elements
        yield elements.moved(item, (*inside[:-1], box, inside[-1]))


CHANGES: tuple[Change, ...] = (_joined, _unwrapped, _boxed)


def _rebuilt(page: TrainingPage, items: Sequence[_Item], elements: _Elements) -> TrainingPage:
    tree = replace(page.page.tree, blocks=[item.block for item in items], tags=elements.tags, names=elements.names)
    headline = next((i for i, item in enumerate(items) if item.place == page.document.headline), None)
    document = replace(page.document, lines=tuple(item.line for item in items), headline=headline)
    return TrainingPage(replace(page.page, tree=tree), document, np.array([item.by_hand for item in items], bool))


def _nameless(tree: Tree) -> Tree:
    return replace(tree, blocks=[block._replace(attributes="") for block in tree.blocks], names=[""] * len(tree.names))
