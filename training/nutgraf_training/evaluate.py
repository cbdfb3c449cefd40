"""How well a labeller does on labelled documents.

In two steps, so that reports can look at single documents and two labellers can be compared on the same resamples:
`outcomes` labels every document, `summarize` turns what came out into figures. Lines without a label do not count.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from nutgraf.choices import Favor
from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.labels import LABELS
from nutgraf_training.labelled import LabelledDocument, label_codes
from nutgraf_training.metrics import (
    ClassFigures,
    Interval,
    class_figures,
    confusion,
    ece,
    interval,
    macro_f1,
)


class LineLabeller(Protocol):
    """What is evaluated: anything that labels text which is split into lines already, one line per item."""

    def label_lines(self, lines: Sequence[str], *, favor: Favor = "balanced") -> Document:
        """Label every item, empty ones included."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One document and the answer to it: label codes (n,), probabilities (n, 3), the index of the headline or -1."""

    document: LabelledDocument
    labels: npt.NDArray[np.uint8]
    scores: npt.NDArray[np.float32]
    headline_index: int

    @property
    def true(self) -> npt.NDArray[np.int64]:
        """The document's own label codes (n,), -1 where unknown."""
        return label_codes(self.document.lines)

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """Confusion matrix (3, 3) of the lines whose label is known."""
        true = self.true
        return confusion(true[true >= 0], self.labels[true >= 0])

    @property
    def headline_right(self) -> bool | None:
        """Whether the headline was found, by its words, for a page may hold it twice; None where none is known."""
        if self.document.headline is None:
            return None
        if self.headline_index < 0:
            return False
        lines = self.document.lines
        return lines[self.headline_index].text.split() == lines[self.document.headline].text.split()


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One source (site), kind or language: documents, lines with a known label, the share labelled right, macro-F1."""

    name: str
    documents: int
    lines: int
    accuracy: float
    macro_f1: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of one labeller on one set of documents.

    Shares and F1 lie in 0 to 1. `macro_f1` is the mean over the labels that occur; `macro_f1_interval` its 95 %
    interval over resampled documents. `confusion` has true labels as rows and given ones as columns, in the order of
    `LABELS`. `ece` is the calibration error of the given labels' confidence, `classes[i].ece` that of one label's
    probability. `headline_accuracy` is the share of the `headlines` documents with a known headline that got it right.
    `sources` are in order of name.
    """

    documents: int
    lines: int
    accuracy: float
    macro_f1: float
    macro_f1_interval: Interval
    classes: tuple[ClassFigures, ...]
    confusion: tuple[tuple[int, ...], ...]
    ece: float
    headlines: int
    headline_accuracy: float | None
    sources: tuple[GroupFigures, ...]

    def to_json(self) -> str:
        """All figures as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def evaluate(
    labeller: LineLabeller, documents: Iterable[LabelledDocument], *, favor: Favor = "balanced", seed: int = 0
) -> Evaluation:
    """Label the documents and count; the same `seed` gives the same interval.

    Raises:
        InputError: no line of the documents has a label.
    """
    return summarize(list(outcomes(labeller, documents, favor=favor)), seed=seed)


def outcomes(
    labeller: LineLabeller, documents: Iterable[LabelledDocument], *, favor: Favor = "balanced"
) -> Iterator[Outcome]:
    """What the labeller makes of each document, in order, one at a time."""
    for document in documents:
        answer = labeller.label_lines([line.text for line in document.lines], favor=favor)
        yield Outcome(document, answer.labels, answer.scores, answer.headline_index)


def summarize(results: Sequence[Outcome], *, seed: int = 0) -> Evaluation:
    """Figures of what came out of all documents.

    Raises:
        InputError: no line of the documents has a label.
    """
    counts = np.array([result.counts for result in results]).reshape(-1, len(LABELS), len(LABELS))
    total = counts.sum(axis=0)
    if not total.sum():
        raise InputError(f"none of the {len(results)} documents has a labelled line, expected some to evaluate on")
    headlines = [right for result in results if (right := result.headline_right) is not None]
    known = [result.true >= 0 for result in results]
    true = np.concatenate([result.true[mask] for result, mask in zip(results, known, strict=True)])
    given = np.concatenate([result.labels[mask] for result, mask in zip(results, known, strict=True)])
    scores = np.concatenate([result.scores[mask] for result, mask in zip(results, known, strict=True)])
    return Evaluation(
        documents=len(results),
        lines=len(true),
        accuracy=_accuracy(total),
        macro_f1=float(macro_f1(total)),
        macro_f1_interval=interval(counts, macro_f1, seed=seed),
        classes=tuple(
            replace(figures, ece=ece(scores[:, code], true == code))
            for code, figures in enumerate(class_figures(total))
        ),
        confusion=tuple(tuple(row) for row in total.tolist()),
        ece=ece(scores[np.arange(len(given)), given], true == given),
        headlines=len(headlines),
        headline_accuracy=sum(headlines) / len(headlines) if headlines else None,
        sources=by_group(results, lambda document: document.source),
    )


def by_group(results: Sequence[Outcome], group: Callable[[LabelledDocument], str]) -> tuple[GroupFigures, ...]:
    """Figures of each group of documents (a site, a language), in order of name."""
    members: dict[str, list[Outcome]] = {}
    for result in results:
        members.setdefault(group(result.document), []).append(result)
    return tuple(_group(name, found) for name, found in sorted(members.items()))


def _group(name: str, results: Sequence[Outcome]) -> GroupFigures:
    total = np.sum([result.counts for result in results], axis=0)
    return GroupFigures(name, len(results), int(total.sum()), _accuracy(total), float(macro_f1(total)))


def _accuracy(total: npt.NDArray[np.int64]) -> float:
    return float(total.trace() / max(total.sum(), 1))
