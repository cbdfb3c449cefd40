"""Fits the linear model over n-grams of single lines, and the table of common words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import SGDClassifier

from nutgraf.batch import batch_of_lines, ranges
from nutgraf.labels import LABELS
from nutgraf.ngrams import TABLE_BITS, WEIGHT_LIMIT, NgramTable, line_grams, pack
from nutgraf.tokens import tokenise
from nutgraf_training.dataset import LabelledDocument

#: Norm of a line's n-gram vector; with these penalties the prototype's values.
NORM = 3.0
ALPHA = 3e-6
EPOCHS = 6
#: The same line with the same label counts at most so often: menus stand on every page.
REPEATS = 3
COMMON_BUCKETS = 1 << 16
#: Documents of a language that its shares are smoothed with, so that rare languages do not call names common.
SMOOTHING = 8


@dataclass(frozen=True, slots=True)
class TrainingLines:
    """Lines with their label codes and the fold of their site."""

    texts: list[str]
    labels: NDArray[np.int64]
    folds: NDArray[np.int64]


def common_words(documents: Iterable[LabelledDocument]) -> NDArray[np.uint8]:
    """(2^16,) share of documents that hold a word, in the language where it is highest, in steps of 1 / 255."""
    held: dict[str, NDArray[np.int64]] = defaultdict(lambda: np.zeros(COMMON_BUCKETS, np.int64))
    totals: Counter[str] = Counter()
    for document in documents:
        tokens = tokenise(batch_of_lines([[line.text for line in document.lines]]))
        held[document.language][np.unique(tokens.hashes >> np.uint64(48)).astype(np.int64)] += 1
        totals[document.language] += 1
    shares = np.zeros(COMMON_BUCKETS)
    for language, counts in held.items():
        np.maximum(shares, counts / (totals[language] + SMOOTHING), out=shares)
    return np.rint(shares * 255).astype(np.uint8)


def collect(documents: Iterable[LabelledDocument], folds: NDArray[np.int64]) -> TrainingLines:
    """Labelled lines, each (line, label) at most `REPEATS` times; `folds` is (D,)."""
    seen: Counter[tuple[str, str]] = Counter()
    texts, labels, kept_folds = [], [], []
    for document, fold in zip(documents, folds, strict=True):
        for line in document.lines:
            if line.label is None:
                continue
            key = (line.text.casefold(), line.label)
            seen[key] += 1
            if seen[key] <= REPEATS:
                texts.append(line.text)
                labels.append(LABELS.index(line.label))
                kept_folds.append(fold)
    return TrainingLines(texts, np.array(labels), np.array(kept_folds))


def gram_matrix(texts: Sequence[str], chunk: int = 20_000) -> csr_matrix:
    """(lines, 2^TABLE_BITS) counts of n-grams, each row scaled by NORM / sqrt(number of n-grams)."""
    parts = []
    for begin in range(0, len(texts), chunk):
        batch = batch_of_lines([texts[begin : begin + chunk]])
        lines, rows = [], []
        for grams in line_grams(batch, tokenise(batch)):
            sizes = grams.ends - grams.starts
            lines.append(np.repeat(np.arange(len(batch)), sizes))
            rows.append(grams.rows[ranges(grams.starts, sizes)])
        line = np.concatenate(lines)
        values = (NORM / np.sqrt(np.bincount(line, minlength=len(batch))))[line]
        parts.append(csr_matrix((values, (line, np.concatenate(rows))), shape=(len(batch), 1 << TABLE_BITS)))
    return vstack(parts, format="csr")


def fit_table(matrix: csr_matrix, labels: NDArray[np.int64], seed: int) -> NgramTable:
    """Logistic regression of each label against the rest, its weights rounded to whole numbers."""
    model = SGDClassifier(loss="log_loss", alpha=ALPHA, average=True, max_iter=EPOCHS, tol=None, random_state=seed)
    model.fit(matrix, labels)
    weights = np.zeros((len(LABELS), matrix.shape[1]))
    bias = np.full(len(LABELS), -10.0)
    present = list(model.classes_)
    if len(present) == 2:
        weights[present[1]], bias[present[1]] = model.coef_[0], model.intercept_[0]
        weights[present[0]], bias[present[0]] = -model.coef_[0], -model.intercept_[0]
    else:
        weights[present], bias[present] = model.coef_, model.intercept_
    step = max(np.abs(weights).max() / (WEIGHT_LIMIT - 1), 1e-9)
    packed = pack(np.rint(weights / step).astype(np.int16).T)
    return NgramTable(packed, NORM * step, bias.astype(np.float32))
