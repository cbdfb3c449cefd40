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
    PLACE_BITS,
    NgramTable,
    line_grams,
    rows_of,
)
from nutgraf.tokens import tokenise
from nutgraf_training.labelled import HAND_LABELLED, LabelledDocument, label_codes
from nutgraf_training.linear import Descent, fit_answer

#: Norm of a line's n-gram vector; with these penalties the prototype's values.
NORM = 3.0
DESCENT = Descent(alpha=3e-6, epochs=4)
#: The packs of labels and heralds keep fine steps, those of the rest coarse ones: both pack small on disk.
FINE_PACKS, FINE_LIMIT, COARSE_LIMIT = 2, 255, 63
#: Lines after the headline, and after the story's end, that herald it.
REACH = 4
#: The same line with the same label is taken at most so often: menus stand on every page.
REPEATS = 3
#: What a hand-labelled line counts.
HAND_COUNTS = 3.0
#: On so many sites an n-gram must stand to be known: one of a hundred, at most ten. Rarer ones say little, and would
#: take the room of others.
ONE_SITE_OF, FEWEST_SITES = 100, 10


#: Of what a target may be: the answer is yes, no, or not known of this line.
YES, NO, UNKNOWN = 1, 0, -1
#: Targets of a document's lines from its mark-up: (lines, len(MARKUP)) of booleans, by the document's identifier.
Markup = Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class TrainingLines:
    """Lines with what the table is to answer of them, the number of their site and what they count."""

    texts: list[str]
    targets: NDArray[np.int8]  # (lines, len(ANSWERS)) YES, NO or UNKNOWN
    sites: NDArray[np.int64]
    weights: NDArray[np.float32]


def collect(documents: Iterable[LabelledDocument], sites: NDArray[np.int64], markup: Markup) -> TrainingLines:
    """Lines of which something is known, each (line, label) at most `REPEATS` times; `sites` is (D,)."""
    seen: Counter[tuple[str, Label | None]] = Counter()
    texts, kept, kept_sites, weights = [], [], [], []
    for document, site in zip(documents, sites, strict=True):
        targets = answer_targets(document, markup)
        known = (targets != UNKNOWN).any(1)
        for line, target, some in zip(document.lines, targets, known, strict=True):
            key = (line.text.casefold(), line.label)
            seen[key] += some
            if some and seen[key] <= REPEATS:
                texts.append(line.text)
                kept.append(target)
                kept_sites.append(site)
                weights.append(HAND_COUNTS if document.kind == HAND_LABELLED else 1.0)
    targets = np.array(kept, np.int8).reshape(-1, len(ANSWERS))
    return TrainingLines(texts, targets, np.array(kept_sites, np.int64), np.array(weights, np.float32))


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
    """(lines, 2^PLACE_BITS) counts of n-grams, each row scaled by NORM / sqrt(number of n-grams)."""
    parts = []
    for begin in range(0, len(texts), chunk):
        batch = batch_of_lines([texts[begin : begin + chunk]])
        lines, places = [], []
        for grams in line_grams(batch, tokenise(batch)):
            sizes = grams.ends - grams.starts
            lines.append(np.repeat(np.arange(len(batch)), sizes))
            places.append(grams.places[ranges(grams.starts, sizes)])
        line = np.concatenate(lines)
        values = (NORM / np.sqrt(np.bincount(line, minlength=len(batch))))[line]
        parts.append(csr_matrix((values, (line, np.concatenate(places))), shape=(len(batch), 1 << PLACE_BITS)))
    return vstack(parts, format="csr")


def site_counts(matrix: csr_matrix, sites: NDArray[np.int64]) -> NDArray[np.int32]:
    """(2^PLACE_BITS,) on how many sites each place's n-grams stand; `sites` (lines,) are their numbers."""
    counts = np.zeros(matrix.shape[1], np.int32)
    order = np.argsort(sites, kind="stable")
    for lines in np.split(order, np.flatnonzero(np.diff(sites[order])) + 1):
        counts[np.unique(matrix[lines].indices)] += 1
    return counts


def known_places(counts: NDArray[np.int32], sites: int) -> NDArray[np.bool_]:
    """(2^PLACE_BITS,) places of n-grams that stand on enough of so many sites."""
    return counts >= min(max(sites // ONE_SITE_OF, 1), FEWEST_SITES)


def only_known(matrix: csr_matrix, known: NDArray[np.bool_]) -> csr_matrix:
    """(lines, K) the columns of the K known places; what is left of a line has less than its norm, as at use."""
    kept = known[matrix.indices]
    starts = np.concatenate([[0], np.cumsum(kept)])[matrix.indptr]
    columns = (rows_of(known) - 1)[matrix.indices[kept]]
    return csr_matrix((matrix.data[kept], columns, starts), shape=(matrix.shape[0], np.count_nonzero(known)))


def fit_table(
    matrix: csr_matrix,
    targets: NDArray[np.int8],
    known: NDArray[np.bool_],
    seed: int,
    line_weights: NDArray[np.float32] | None = None,
) -> NgramTable:
    """Logistic regression of each answer over the lines that know it, its weights rounded to whole numbers.

    `matrix` (lines, 2^PLACE_BITS) as of `gram_matrix`; `known` (2^PLACE_BITS,) places alone get weights.
    """
    matrix = only_known(matrix, known)
    weights = np.zeros((targets.shape[1], matrix.shape[1]))
    bias = np.zeros(targets.shape[1], np.float32)
    for lines, members in _alike(targets != UNKNOWN):
        part = matrix if lines.all() else matrix[np.flatnonzero(lines)]
        counted = None if line_weights is None else line_weights[lines]
        for answer in members:
            found = fit_answer(part, targets[lines, answer] == YES, DESCENT, seed, counted)
            weights[answer], bias[answer] = found.weights, found.bias
    return _rounded(weights, bias, known)


def _rounded(weights: NDArray[np.float64], bias: NDArray[np.float32], known: NDArray[np.bool_]) -> NgramTable:
    packs = weights.reshape(PACKS, PER_PACK, -1)
    limits = np.where(np.arange(PACKS) < FINE_PACKS, FINE_LIMIT, COARSE_LIMIT)
    steps = np.maximum(np.abs(packs).max((1, 2), initial=0) / limits, 1e-9)
    whole = np.rint(packs / steps[:, None, None]).astype(np.int16)
    return NgramTable.of(known, whole.reshape(len(weights), -1).T, (NORM * steps).astype(np.float32), bias)


def _alike(known: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.bool_], list[int]]]:
    """Answers that the same lines know, together: cutting those lines out takes time."""
    groups: dict[bytes, list[int]] = defaultdict(list)
    for answer, column in enumerate(known.T):
        groups[column.tobytes()].append(answer)
    for members in groups.values():
        yield known[:, members[0]], members
