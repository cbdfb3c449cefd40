"""What training is told of each line: its class where that is known, else how likely each class is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf.labels import BODY, LABELS
from nutgraf.network import CLASSES, HEADLINE
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.pages import own_headline

#: A class that is less likely than this is not taught: it would add a row to say next to nothing.
LEAST_SHARE = 0.05
#: The more lines a document has, the less each counts: a shop's list of a thousand says little more than its first
#: hundred. A line counts for (USUAL_LINES / lines) to the power of this, and in the shortest as in one of FEWEST_LINES.
SIZE_POWER = 0.3
USUAL_LINES, FEWEST_LINES = 130, 5


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """What L lines are to be taught as, and how far each counts."""

    shares: NDArray[np.float32]  # (L, CLASSES) how likely each class is; all 0 where nothing is known
    weights: NDArray[np.float32]  # (L,)

    @classmethod
    def certain(cls, labels: NDArray[np.int64], weights: NDArray[np.float32]) -> "Targets":
        """Of (L,) classes that are known for sure, -1 where unknown."""
        shares = np.zeros((len(labels), CLASSES), np.float32)
        shares[labels >= 0, labels[labels >= 0]] = 1
        return cls(shares, weights)

    @property
    def known(self) -> NDArray[np.bool_]:
        """(L,) of which lines something is known."""
        return np.asarray(self.shares.any(1))

    @property
    def labels(self) -> NDArray[np.int64]:
        """(L,) the likeliest class, -1 where nothing is known."""
        return np.where(self.known, self.shares.argmax(1), -1)

    def rows(self, wanted: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Lines among the `wanted` (L,), a class of each and what it counts: a line once for each class it may be."""
        lines, classes = np.nonzero((self.shares >= LEAST_SHARE) & wanted[:, None])
        return lines, classes, self.weights[lines] * self.shares[lines, classes]


def line_targets(documents: Sequence[LabelledDocument], weights: Mapping[str, float]) -> Targets:
    """Targets of all lines of the documents; `weights` says how far a line counts, by its document's kind.

    It counts less in a document of many lines.
    """
    sizes = [len(document.lines) for document in documents]
    shares = np.array([_shares(line) for document in documents for line in document.lines], np.float32)
    shares = shares.reshape(-1, CLASSES)
    begin = 0
    for document, size in zip(documents, sizes, strict=True):
        _name_headline(shares[begin : begin + size], own_headline(document))
        begin += size
    kinds = np.array([_kind_weight(document.kind, weights) for document in documents])
    lines = np.bincount(np.repeat(np.arange(len(sizes)), sizes), shares.any(1), minlength=len(sizes))
    each = kinds * (USUAL_LINES / np.maximum(lines, FEWEST_LINES)) ** SIZE_POWER
    return Targets(shares, np.repeat(each, sizes).astype(np.float32))


def _shares(line: LabelledLine) -> tuple[float, ...]:
    """(CLASSES,) shares of a line that is no headline."""
    if line.shares is not None:
        return (*line.shares, 0.0)
    return tuple(float(label is line.label) for label in (*LABELS, HEADLINE))


def _name_headline(shares: NDArray[np.float32], headline: int | None) -> None:
    """What speaks for body speaks for the headline, in the line that would be the headline."""
    if headline is not None:
        shares[headline, HEADLINE] = shares[headline, BODY] or 1
        shares[headline, BODY] = 0


def _kind_weight(kind: str, weights: Mapping[str, float]) -> float:
    return weights.get(kind, weights.get(kind.split("-")[0], 1.0))
