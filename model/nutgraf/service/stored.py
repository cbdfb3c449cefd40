"""What the review database keeps, as values: documents, what the model says of them, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nutgraf.errors import InputError, NutgrafError
from nutgraf.labels import Label
from nutgraf.model import Thresholds

#: How a line's label came about: a reviewer set it, accepted the model's, took a step back, or it came with the data.
Kind = Literal["set", "accept", "undo", "import"]

#: A document is as uncertain as its most uncertain lines, so many of them.
UNCERTAIN_LINES = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A line of a document; `number` is its line of the input, `tag` its tag path where it came from HTML."""

    number: int
    text: str
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A document to be kept. `source` is the site, the unit of every split in training.

    `labels` are those that came with it, by index of the line; so did `headline`, the index of the story's own
    headline, and `kind`, how the document came about.

    Raises:
        InputError: if it has no name, no source or no lines, or `headline` is none of them.
    """

    id: str
    source: str
    lines: tuple[Text, ...]
    labels: Mapping[int, Label]
    language: str = ""
    headline: int | None = None
    kind: str = ""

    def __post_init__(self) -> None:
        for name in ("id", "source", "lines"):
            if not getattr(self, name):
                raise InputError(f"the document's `{name}` is empty, expected at least one of it")
        if self.headline is not None and not 0 <= self.headline < len(self.lines):
            raise InputError(f"`headline` is {self.headline}, expected the index of one of {len(self.lines)} lines")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model says of a document's n lines.

    `shares` are body's share of the best two scores as the decision sees it: the line is body if its share is at least
    the threshold. `thresholds` are those of the model that was asked, which differ between texts and pages. `fixed` are
    lines that no threshold moves: the headline, blank lines, those on which a rule spoke.
    """

    model: str  # digest
    labels: tuple[Label, ...]
    scores: tuple[tuple[float, float, float], ...]
    shares: tuple[float, ...]
    fixed: frozenset[int]
    headline: int | None
    has_story: bool
    thresholds: Thresholds

    def uncertainty(self, reviewed: frozenset[int]) -> float:
        """How much a review of the other lines would tell, 0 to 1: 1 - mean margin of the least certain ones.

        The margin between the best two labels is what to sample by after Scheffer et al. (2001).
        """
        margins = sorted(
            best - second
            for index, scores in enumerate(self.scores)
            if index not in reviewed and index not in self.fixed
            for best, second in [sorted(scores, reverse=True)[:2]]
        )[:UNCERTAIN_LINES]
        return 1 - sum(margins) / len(margins) if margins else 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """A line's new label, None to take it back. `seen` is the number of the correction that the reviewer saw there."""

    line: int
    label: Label | None
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """Who said what of a line, and when (UTC, ISO 8601). Numbers rise and are never used again."""

    number: int
    document: int
    line: int
    label: Label | None
    reviewer: str
    at: str
    kind: Kind
    step: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A document of the database as it stands: `corrections` are the last of each line that has one."""

    key: int
    page: Page
    judgement: Judgement
    corrections: Mapping[int, Correction]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document in the queue."""

    key: int
    id: str
    source: str
    lines: int
    reviewed: int
    uncertainty: float


class ConflictError(NutgrafError):
    """Someone else labelled the line meanwhile; `corrections` are those that were not seen. Nothing was written."""

    def __init__(self, corrections: list[Correction]) -> None:
        self.corrections = corrections
        who = ", ".join(sorted({correction.reviewer for correction in corrections}))
        lines = ", ".join(str(correction.line + 1) for correction in corrections)
        super().__init__(f"changed meanwhile by {who}: entries {lines}; look at them and label again")


class UnknownDocumentError(NutgrafError):
    """There is no document with this key."""
