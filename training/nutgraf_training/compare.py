"""Two models on the same documents: how much better one is, how sure that is, and where they differ."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from nutgraf_training.evaluate import Evaluation, Outcome, summarize
from nutgraf_training.metrics import FloatArray, Interval, bootstrap, macro_f1, percentiles


@dataclass(frozen=True, slots=True)
class Change:
    """A document on which two models differ.

    `place` is its index among the documents. `changed` counts the lines with another label, of `lines`; `right_first`
    and `right_second` those that each model got right, among lines whose label is known.
    """

    place: int
    id: str
    source: str
    lines: int
    changed: int
    right_first: int
    right_second: int

    @property
    def gain(self) -> int:
        """How many lines more the second model got right."""
        return self.right_second - self.right_first


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two evaluations and the difference of macro-F1, second minus first.

    `interval` is the difference's 95 % interval and `better` the share of resamples in which the second model is ahead
    (ties count half). `changes` are the documents labelled differently, most changed lines first.
    """

    first: Evaluation
    second: Evaluation
    difference: float
    interval: Interval
    better: float
    changes: tuple[Change, ...]

    def to_json(self) -> str:
        """All figures as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def compare(first: Sequence[Outcome], second: Sequence[Outcome], *, seed: int = 0) -> Comparison:
    """Compare what two models made of the same documents.

    A paired bootstrap: both models are measured on the same resamples of documents, so that what is hard for both does
    not widen the interval of their difference. Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap";
    Berg-Kirkpatrick et al. 2012, "An Empirical Investigation of Statistical Significance in NLP".

    Raises:
        InputError: no line of the documents has a label.
        ValueError: the documents are not the same.
    """
    if [result.document for result in first] != [result.document for result in second]:
        raise ValueError("two models can only be compared on the same documents in the same order")
    before, after = summarize(first, seed=seed), summarize(second, seed=seed)
    pairs = np.array([(one.counts, other.counts) for one, other in zip(first, second, strict=True)])
    differences = bootstrap(pairs, _difference, seed=seed)
    changes = [_change(place, *pair) for place, pair in enumerate(zip(first, second, strict=True))]
    return Comparison(
        first=before,
        second=after,
        difference=after.macro_f1 - before.macro_f1,
        interval=percentiles(differences),
        better=float(np.mean(differences > 0) + np.mean(differences == 0) / 2),
        changes=tuple(sorted((change for change in changes if change.changed), key=_rank)),
    )


def _difference(totals: FloatArray) -> FloatArray:
    return macro_f1(totals[:, 1]) - macro_f1(totals[:, 0])


def _rank(change: Change) -> tuple[int, int]:
    return -change.changed, -abs(change.gain)


def _change(place: int, first: Outcome, second: Outcome) -> Change:
    true = first.true
    return Change(
        place=place,
        id=first.document.id,
        source=first.document.source,
        lines=len(true),
        changed=int((first.labels != second.labels).sum()),
        right_first=int((first.labels == true).sum()),
        right_second=int((second.labels == true).sum()),
    )
