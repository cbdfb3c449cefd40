"""Labelled documents: lines of text, each with its label where that is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nutgraf.errors import InputError
from nutgraf.labels import LABELS, Label

#: The kind of documents that were labelled by hand.
HAND_LABELLED = "hand"


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """One line of text; a label of None means unknown, and such a line counts in no figure.

    `shares` says how likely body, boilerplate and promo are, where a teacher was asked: training then learns that in
    place of the label. It is not kept in files.
    """

    text: str
    label: Label | None
    shares: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """What was kept of one page, line by line, in page order.

    `source` is the site and the unit of every split. `headline` is the index of the story's own headline line.
    `kind` says how the document came about: page, residue-..., glued, hand, sample.

    Raises:
        InputError: `id`, `source` or `lines` is empty, or `headline` is not the index of a body line.
    """

    id: str
    source: str
    lines: tuple[LabelledLine, ...]
    headline: int | None = None
    language: str = ""
    kind: str = ""

    def __post_init__(self) -> None:
        for key in ("id", "source", "lines"):
            if not getattr(self, key):
                raise InputError(f"the document's `{key}` is empty, expected at least one {_unit(key)}")
        if self.headline is None:
            return
        if not 0 <= self.headline < len(self.lines):
            raise InputError(
                f"`headline` is {self.headline}, expected the index of one of the {len(self.lines)} lines, from 0"
            )
        if self.lines[self.headline].label not in (Label.BODY, None):
            raise InputError(
                f"`headline` names line {self.headline}, which is labelled {self.lines[self.headline].label},"
                " expected a line labelled body"
            )


def label_codes(lines: Sequence[LabelledLine]) -> NDArray[np.int64]:
    """(n,) each line's label by its place in `LABELS`, -1 where unknown."""
    return np.array([LABELS.index(line.label) if line.label else -1 for line in lines], np.int64)


def has_body(lines: Iterable[LabelledLine]) -> bool:
    """Whether a line is labelled as one of a story."""
    return any(line.label is Label.BODY for line in lines)


def _unit(key: str) -> str:
    return "line" if key == "lines" else "character"


def without_blanks(documents: Iterable[LabelledDocument]) -> list[LabelledDocument]:
    """The documents without lines of white space alone, which labelling does not look at; none that has no other.

    What is to learn from a document must see of it what it will see when it labels it.
    """
    found = []
    for document in documents:
        kept = [place for place, line in enumerate(document.lines) if line.text and not line.text.isspace()]
        if len(kept) == len(document.lines):
            found.append(document)
        elif kept:
            headline = kept.index(document.headline) if document.headline in kept else None
            lines = tuple(document.lines[place] for place in kept)
            found.append(replace(document, lines=lines, headline=headline))
    return found
