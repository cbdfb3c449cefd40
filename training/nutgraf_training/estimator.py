"""A scikit-learn estimator around training and labelling, for grid searches and cross-validation over documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from nutgraf import artifact
from nutgraf.choices import FAVORS, Favor, check_choice
from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.labeller import Labeller
from nutgraf.labels import LABELS, Label
from nutgraf_training.fit import FitSettings, fit
from nutgraf_training.labelled import LabelledDocument, LabelledLine, label_codes
from nutgraf_training.metrics import confusion, macro_f1
from nutgraf_training.secondstage import NetworkSettings

#: What a document may be: lines of text, or a labelled document, which brings its labels and its site along.
Lines = Sequence[str] | LabelledDocument
#: The labels of a document's lines; None where one is not known.
Labels = Sequence[Label | str | None]


# scikit-learn's stubs are not read: its classes are Any. No ClassifierMixin: `y` has lists of different lengths, which
# classifiers are not given.
class LineLabeller(BaseEstimator):  # type: ignore[misc]
    """Fits and labels documents given as lists of lines; `y` has a list of labels for each.

    The defaults are those of `nutgraf train`. `hidden` are the sizes of the network's layers, `epochs`, `batch`,
    `rate`, `penalty` and `noise` its schedule; `folds` those of the first stage, by site; `jobs` the processes that
    work out columns; `favor` as in `Labeller.label`.

    After `fit`: `model_`, the model; `classes_`, the labels in the order of the columns of `predict_proba`.
    """

    def __init__(
        self,
        *,
        hidden: tuple[int, ...] = NetworkSettings().hidden,
        epochs: int = NetworkSettings().epochs,
        batch: int = NetworkSettings().batch,
        rate: float = NetworkSettings().rate,
        penalty: float = NetworkSettings().penalty,
        noise: float = NetworkSettings().noise,
        folds: int = FitSettings().folds,
        favor: Favor = "balanced",
        seed: int = 0,
        jobs: int = 1,
    ) -> None:
        self.hidden = hidden
        self.epochs = epochs
        self.batch = batch
        self.rate = rate
        self.penalty = penalty
        self.noise = noise
        self.folds = folds
        self.favor = favor
        self.seed = seed
        self.jobs = jobs

    def fit(
        self,
        X: Sequence[Lines],
        y: Sequence[Labels] | None = None,
        groups: Sequence[Any] | None = None,
        *,
        progress: Callable[[str], None] = lambda _: None,
    ) -> Self:
        """Fit on D documents; `y` may be left out where they are labelled documents.

        `groups` names the site of each: stages are told out of fold by it. Without, a labelled document's own source
        is its site, and any other document is a site of its own.

        Raises:
            InputError: if documents, labels and groups do not fit together, or are too few.
        """
        check_choice("favor", self.favor, FAVORS)
        network = NetworkSettings(tuple(self.hidden), self.epochs, self.batch, self.rate, self.penalty, self.noise)
        how = FitSettings(seed=self.seed, jobs=self.jobs, folds=self.folds, network=network)
        self.model_ = fit(_labelled(X, y, groups), how, progress)
        self.classes_ = np.array(LABELS, dtype=object)
        return self

    def predict(self, X: Sequence[Lines]) -> NDArray[np.object_]:
        """The labels of each document's lines, empty ones included: (D,) arrays (lines,) of `Label`."""
        return _one_each([self.classes_[document.labels] for document in self._documents(X)])

    def predict_proba(self, X: Sequence[Lines]) -> NDArray[np.object_]:
        """Probabilities of the labels: (D,) arrays (lines, 3), columns in the order of `classes_`."""
        return _one_each([document.scores for document in self._documents(X)])

    def score(self, X: Sequence[Lines], y: Sequence[Labels] | None = None, sample_weight: object = None) -> float:
        """Macro-F1 over all lines with a known label, 0 to 1.

        Raises:
            InputError: as `fit` does, and for weights, which are not supported.
        """
        if sample_weight is not None:
            raise InputError("score takes no sample_weight: every line counts once")
        documents = _labelled(X, y, None)
        if not documents:
            raise InputError("no documents, expected at least one")
        known = label_codes([line for document in documents for line in document.lines])
        given = np.concatenate([document.labels for document in self._documents(X)])
        return float(macro_f1(confusion(known[known >= 0], given[known >= 0])))

    def to_labeller(self) -> Labeller:
        """A labeller with the fitted model."""
        check_is_fitted(self)
        return Labeller(self.model_)

    def save(self, folder: str | Path) -> None:
        """Write the fitted model into a folder, for `nutgraf.load`."""
        check_is_fitted(self)
        artifact.save(self.model_, Path(folder))

    def _documents(self, X: Sequence[Lines]) -> list[Document]:
        labeller = self.to_labeller()
        return [labeller.label_lines(_texts(number, lines), favor=self.favor) for number, lines in enumerate(X)]


def _one_each(answers: Sequence[NDArray[Any]]) -> NDArray[np.object_]:
    """(D,) the answers, also where all have one shape: numpy would make one array of them."""
    each = np.empty(len(answers), object)
    for place, answer in enumerate(answers):
        each[place] = answer
    return each


def _texts(number: int, lines: Lines) -> list[str]:
    if isinstance(lines, LabelledDocument):
        return [line.text for line in lines.lines]
    if isinstance(lines, str | bytes) or not all(isinstance(line, str) for line in lines):
        raise InputError(f"document {number} is no list of lines, expected a list of str for each document")
    return list(lines)


def _labelled(X: Sequence[Lines], y: Sequence[Labels] | None, groups: Sequence[Any] | None) -> list[LabelledDocument]:
    for name, given in (("y", y), ("groups", groups)):
        if given is not None and len(given) != len(X):
            raise InputError(f"{name} has {len(given)} entries for {len(X)} documents, expected one for each")
    # By place, as X: a Series that was split or shuffled would answer by its index.
    y, groups = y if y is None else list(y), groups if groups is None else list(groups)
    documents = []
    for number, lines in enumerate(X):
        own = lines if isinstance(lines, LabelledDocument) else None
        if own is None and y is None:
            raise InputError(f"document {number} has no labels: give y, or labelled documents")
        labels = [line.label for line in own.lines] if own and y is None else _labels(number, y)
        source = str(groups[number]) if groups is not None else own.source if own else f"document {number}"
        documents.append(_document(number, _texts(number, lines), labels, source, own))
    return documents


def _labels(number: int, y: Sequence[Labels] | None) -> list[Label | None]:
    labels = [] if y is None else y[number]
    try:
        return [None if label is None else Label(label) for label in labels]
    except (TypeError, ValueError) as error:
        raise InputError(f"y[{number}]: {error}, expected one of {', '.join(LABELS)}, or None") from error


def _document(
    number: int, texts: list[str], labels: list[Label | None], source: str, own: LabelledDocument | None
) -> LabelledDocument:
    if len(texts) != len(labels):
        raise InputError(f"document {number} has {len(texts)} lines, y[{number}] {len(labels)} labels")
    lines = tuple(map(LabelledLine, texts, labels))
    try:
        # Which line is the headline is known of labelled documents alone; a search may hand over parts of the list,
        # so that identifiers are given anew.
        headline = own.headline if own else None
        return LabelledDocument(
            str(number), source, lines, headline, own.language if own else "", own.kind if own else ""
        )
    except InputError as error:
        raise InputError(f"document {number}: {error}") from error
