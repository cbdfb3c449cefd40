"""Fits the linear model over n-grams of single lines, and the table of common words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import SGDClassifier

from nutgraf.batch import batch_of_lines, ranges
from nutgraf.labels import LABELS, Label
from nutgraf.ngrams import HERALDS, TABLE_BITS, WEIGHT_LIMIT, NgramTable, line_grams, pack
from nutgraf.tokens import tokenise
from nutgraf_training.dataset import LabelledDocument

#: Norm of a line's n-gram vector; with these penalties the prototype's values.
NORM = 3.0
ALPHA = 3e-6
EPOCHS = 4
NEVER = -10.0  # log-odds of what training has never seen
#: Lines after the headline, and after the story's end, that herald it.
REACH = 4
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
    heralds: NDArray[np.bool_]  # (lines, 3) see nutgraf.ngrams.HERALDS


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
    texts, labels, kept_folds, kept_heralds = [], [], [], []
    for document, fold in zip(documents, folds, strict=True):
        heralds = herald_targets(document)
        for number, line in enumerate(document.lines):
            if line.label is None:
                continue
            key = (line.text.casefold(), line.label)
            seen[key] += 1
            if seen[key] <= REPEATS:
                texts.append(line.text)
                labels.append(LABELS.index(line.label))
                kept_folds.append(fold)
                kept_heralds.append(heralds[number])
    return TrainingLines(texts, np.array(labels), np.array(kept_folds), np.array(kept_heralds))


def herald_targets(document: LabelledDocument) -> NDArray[np.bool_]:
    """(lines, 3) what each line stands next to: furniture after the headline, before a promo, after the story."""
    targets = np.zeros((len(document.lines), len(HERALDS)), bool)
    labels = [line.label for line in document.lines]
    last_body = max((i for i, label in enumerate(labels) if label is Label.BODY), default=-1)
    for number, label in enumerate(labels):
        if label is not Label.BOILERPLATE:
            continue
        targets[number, 0] = document.headline is not None and 0 < number - document.headline <= REACH
        targets[number, 1] = labels[number + 1 : number + 2] == [Label.PROMO] and labels[number - 1 : number] != [
            Label.PROMO
        ]
        targets[number, 2] = 0 <= last_body < number <= last_body + REACH
    return targets


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


def fit_table(matrix: csr_matrix, labels: NDArray[np.int64], heralds: NDArray[np.bool_], seed: int) -> NgramTable:
    """Logistic regression of each label and each herald against the rest, its weights rounded to whole numbers."""
    targets = [*(labels == code for code in range(len(LABELS))), *heralds.T]
    answers = [_fit_one(matrix, target, seed) for target in targets]
    weights = np.stack([weights for weights, _ in answers])
    steps = np.maximum(np.abs(weights).reshape(2, -1).max(1) / (WEIGHT_LIMIT - 1), 1e-9)
    whole = np.rint(weights.reshape(2, len(LABELS), -1) / steps[:, None, None]).astype(np.int16)
    packed = np.stack([pack(part.T) for part in whole], axis=1)
    bias = np.array([bias for _, bias in answers], np.float32)
    return NgramTable(packed, (NORM * steps).astype(np.float32), bias)


def _fit_one(matrix: csr_matrix, target: NDArray[np.bool_], seed: int) -> tuple[NDArray[np.float64], float]:
    """Weights and bias; where all lines are of one kind, nothing but a bias."""
    if target.all() or not target.any():
        return np.zeros(matrix.shape[1]), NEVER if not target.any() else -NEVER
    model = SGDClassifier(loss="log_loss", alpha=ALPHA, average=True, max_iter=EPOCHS, tol=None, random_state=seed)
    model.fit(matrix, target)
    return model.coef_[0], float(model.intercept_[0])
