"""Fits the linear model over n-grams of single lines."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from nutgraf.batch import batch_of_lines, ranges
from nutgraf.labels import BODY, BOILERPLATE, LABELS, PROMO, Label
from nutgraf.ngrams import (
    ANSWERS,
    BESIDE,
    HERALDS,
    PACKS,
    PER_PACK,
    TABLE_BITS,
    NgramTable,
    line_grams,
    pack,
)
from nutgraf.tokens import tokenise
from nutgraf_training.dataset import LabelledDocument, label_codes
from nutgraf_training.linear import Descent, fit_answer

#: Norm of a line's n-gram vector; with these penalties the prototype's values.
NORM = 3.0
DESCENT = Descent(alpha=3e-6, epochs=4)
#: The packs of labels and heralds keep fine steps, those of the rest coarse ones: both pack small on disk.
FINE_PACKS, FINE_LIMIT, COARSE_LIMIT = 2, 255, 63
#: Lines after the headline, and after the story's end, that herald it.
REACH = 4
#: The same line with the same label counts at most so often: menus stand on every page.
REPEATS = 3


#: Of what a target may be: the answer is yes, no, or not known of this line.
YES, NO, UNKNOWN = 1, 0, -1
#: Targets of a document's lines from its mark-up: (lines, len(MARKUP)) of booleans, by the document's identifier.
Markup = Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class TrainingLines:
    """Lines with what the table is to answer of them, and the fold of their site."""

    texts: list[str]
    targets: NDArray[np.int8]  # (lines, len(ANSWERS)) YES, NO or UNKNOWN
    folds: NDArray[np.int64]


def collect(documents: Iterable[LabelledDocument], folds: NDArray[np.int64], markup: Markup) -> TrainingLines:
    """Lines of which something is known, each (line, label) at most `REPEATS` times; `folds` is (D,)."""
    seen: Counter[tuple[str, Label | None]] = Counter()
    texts, kept, kept_folds = [], [], []
    for document, fold in zip(documents, folds, strict=True):
        targets = answer_targets(document, markup)
        known = (targets != UNKNOWN).any(1)
        for line, target, some in zip(document.lines, targets, known, strict=True):
            key = (line.text.casefold(), line.label)
            seen[key] += some
            if some and seen[key] <= REPEATS:
                texts.append(line.text)
                kept.append(target)
                kept_folds.append(fold)
    return TrainingLines(texts, np.array(kept, np.int8).reshape(-1, len(ANSWERS)), np.array(kept_folds, np.int64))


def answer_targets(document: LabelledDocument, markup: Markup) -> NDArray[np.int8]:
    """(lines, len(ANSWERS)) what the table is to answer of each line of a document."""
    codes = label_codes(document.lines)
    targets = np.full((len(codes), len(ANSWERS)), UNKNOWN, np.int8)
    labelled = codes != UNKNOWN
    own = codes[:, None] == np.arange(len(LABELS))
    targets[labelled, : len(LABELS)] = own[labelled]
    heralds = len(LABELS) + len(HERALDS)
    targets[labelled, len(LABELS) : heralds] = herald_targets(document)[labelled]
    beside = heralds + len(BESIDE)
    targets[labelled, heralds:beside] = beside_targets(codes)[labelled]
    # Copies of a page carry its identifier, but not its lines.
    if document.kind == "page" and len(markup.get(document.id, ())) == len(codes):
        targets[:, beside:] = markup[document.id]
    return targets


def beside_targets(codes: NDArray[np.int64]) -> NDArray[np.int8]:
    """(lines, len(BESIDE)) whether the lines below and above are body, promo; beyond the ends is boilerplate."""
    padded = np.concatenate([[BOILERPLATE], codes, [BOILERPLATE]])
    pairs = [(other, label) for other in (padded[2:], padded[:-2]) for label in (BODY, PROMO)]
    return np.stack([np.where(other == UNKNOWN, UNKNOWN, other == label) for other, label in pairs], 1).astype(np.int8)


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


def fit_table(matrix: csr_matrix, targets: NDArray[np.int8], seed: int) -> NgramTable:
    """Logistic regression of each answer over the lines that know it, its weights rounded to whole numbers."""
    weights = np.zeros((targets.shape[1], matrix.shape[1]))
    bias = np.zeros(targets.shape[1], np.float32)
    for known, members in _alike(targets != UNKNOWN):
        part = matrix if known.all() else matrix[np.flatnonzero(known)]
        for answer in members:
            found = fit_answer(part, targets[known, answer] == YES, DESCENT, seed)
            weights[answer], bias[answer] = found.weights, found.bias
    packs = weights.reshape(PACKS, PER_PACK, -1)
    limits = np.where(np.arange(PACKS) < FINE_PACKS, FINE_LIMIT, COARSE_LIMIT)
    steps = np.maximum(np.abs(packs).max((1, 2)) / limits, 1e-9)
    whole = np.rint(packs / steps[:, None, None]).astype(np.int16)
    return NgramTable(pack(whole.reshape(len(weights), -1).T), (NORM * steps).astype(np.float32), bias)


def _alike(known: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.bool_], list[int]]]:
    """Answers that the same lines know, together: cutting those lines out takes time."""
    groups: dict[bytes, list[int]] = defaultdict(list)
    for answer, column in enumerate(known.T):
        groups[column.tobytes()].append(answer)
    for members in groups.values():
        yield known[:, members[0]], members
