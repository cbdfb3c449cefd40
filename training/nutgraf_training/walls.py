"""Pages that hold no story at all: an error, a request for consent, a log-in; made of this project's sentences.

Corpora of pages with gold text have none of them, and a scraper brings many.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from nutgraf.labels import Label
from nutgraf_training.labelled import LabelledDocument, LabelledLine

KIND = "wall"
#: Share of walls that stand in the furniture of a page, and lines that are taken of it above and below.
FURNISHED, MOST_AROUND = 0.6, 16
#: Sentences may be one line together, as a page's paragraph is.
JOINED = 0.4


@dataclass(frozen=True, slots=True)
class Wall:
    """Texts of one kind of page in one language, each a line."""

    headings: tuple[str, ...]
    sentences: tuple[str, ...]
    buttons: tuple[str, ...]


@cache
def wall_texts() -> Mapping[str, tuple[Wall, ...]]:
    """The kinds of pages, by language."""
    with Path(__file__).with_name("walls.toml").open("rb") as stream:
        data = tomllib.load(stream)
    return {
        language: tuple(Wall(**{name: tuple(texts) for name, texts in kind.items()}) for kind in kinds)
        for language, kinds in data.items()
    }


def walls(documents: Sequence[LabelledDocument], seed: int, share: float) -> Iterator[LabelledDocument]:
    """For a share of the documents a page of the same site without a story, in its language where that has texts."""
    random, known = np.random.default_rng((seed, len(documents))), wall_texts()
    for document in documents:
        if random.random() < share:
            texts = known.get(document.language, known["en"])
            lines = _lines(texts[int(random.integers(len(texts)))], random)
            if random.random() < FURNISHED:
                lines = [*_furniture(document, random), *lines, *_furniture(document, random)]
            labelled = tuple(LabelledLine(text, Label.BOILERPLATE) for text in lines)
            yield replace(document, id=f"{document.id}-wall", lines=labelled, headline=None, kind=KIND)


def _lines(wall: Wall, random: np.random.Generator) -> list[str]:
    """A heading, some of the sentences, some of the buttons."""
    sentences = _some(wall.sentences, random)
    if random.random() < JOINED:
        sentences = [" ".join(sentences)]
    heading = _some(wall.headings, random)[:1]
    return [*heading, *sentences, *_some(wall.buttons, random)]


def _some(texts: Sequence[str], random: np.random.Generator) -> list[str]:
    """At least one of the texts, in a new order."""
    count = int(random.integers(1, len(texts) + 1))
    return [texts[int(place)] for place in random.permutation(len(texts))[:count]]


def _furniture(document: LabelledDocument, random: np.random.Generator) -> list[str]:
    """A stretch of the page's furniture; of a page without any, nothing."""
    rest = [line.text for line in document.lines if line.label is Label.BOILERPLATE]
    size = int(random.integers(0, MOST_AROUND))
    begin = int(random.integers(0, max(1, len(rest) - size)))
    return rest[begin : begin + size]
