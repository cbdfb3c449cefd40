"""What a report looks at: a model's answers, its figures, and how they change with the choice of error to avoid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nutgraf.choices import FAVORS, Favor
from nutgraf.labeller import Labeller
from nutgraf.labels import BODY, LABELS
from nutgraf_training.evaluate import Evaluation, LineLabeller, Outcome, outcomes, summarize
from nutgraf_training.labelled import LabelledDocument
from nutgraf_training.metrics import class_figures


@dataclass(frozen=True, slots=True)
class Choice:
    """What one choice of `favor` gives: precision and recall of body, and the model's threshold, None if unknown."""

    favor: Favor
    precision: float
    recall: float
    threshold: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """One model on one set of documents; `choices` are empty where only two models are compared."""

    name: str
    results: tuple[Outcome, ...]
    evaluation: Evaluation
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class KnownLines:
    """Columns of the lines whose true label is known: codes (n,), given codes (n,), probabilities (n, 3)."""

    true: npt.NDArray[np.int64]
    given: npt.NDArray[np.uint8]
    scores: npt.NDArray[np.float32]

    @property
    def body_shares(self) -> npt.NDArray[np.float32]:
        """Body's share (n,) of the two best scores that matter: what the thresholds of a model are compared with."""
        other = np.delete(self.scores, BODY, axis=1).max(axis=1)
        body = self.scores[:, BODY]
        return body / np.maximum(body + other, np.finfo(np.float32).tiny)


def find(name: str, labeller: LineLabeller, documents: Sequence[LabelledDocument], *, choices: bool) -> Findings:
    """Label the documents and measure; with `choices`, once more for each choice of `favor`.

    Raises:
        InputError: no line of the documents has a label.
    """
    results = tuple(outcomes(labeller, documents))
    evaluation = summarize(results)
    found = tuple(_choice(labeller, documents, favor) for favor in FAVORS) if choices else ()
    return Findings(name, results, evaluation, found)


def _choice(labeller: LineLabeller, documents: Sequence[LabelledDocument], favor: Favor) -> Choice:
    total = np.sum([result.counts for result in outcomes(labeller, documents, favor=favor)], axis=0)
    body = class_figures(total)[BODY]
    thresholds = labeller.model.settings.thresholds if isinstance(labeller, Labeller) else None
    threshold = None if thresholds is None else float(getattr(thresholds, favor))
    return Choice(favor, body.precision, body.recall, threshold)


def known_lines(results: Sequence[Outcome]) -> KnownLines:
    """The lines with a known label of all documents, one after the other."""
    true = np.concatenate([result.true for result in results])
    known = true >= 0
    given = np.concatenate([result.labels for result in results])[known]
    scores = np.concatenate([result.scores for result in results]).reshape(-1, len(LABELS))[known]
    return KnownLines(true[known], given, scores)
