"""Columns of many documents, worked out in parallel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from nutgraf.batch import batch_of_lines
from nutgraf.features import feature_columns, feature_matrix, line_evidence, prepare
from nutgraf.looks import look_columns
from nutgraf.ngrams import NgramTable
from nutgraf_training.labelled import LabelledDocument

LINES_PER_BATCH = 4000


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The network's input for the lines of D documents."""

    matrix: NDArray[np.float32]  # (L, F)
    names: tuple[str, ...]  # F
    offsets: NDArray[np.int64]  # (D + 1,) first line of each document, and L


def batches(documents: Sequence[LabelledDocument], lines: int = LINES_PER_BATCH) -> list[slice]:
    """Consecutive documents, of about so many lines together."""
    parts: list[slice] = []
    begin, size = 0, 0
    for place, document in enumerate(documents):
        size += len(document.lines)
        if size >= lines:
            parts.append(slice(begin, place + 1))
            begin, size = place + 1, 0
    if begin < len(documents):
        parts.append(slice(begin, len(documents)))
    return parts


def texts(documents: Sequence[LabelledDocument]) -> list[list[str]]:
    """The lines of each document."""
    return [[line.text for line in document.lines] for document in documents]


def by_fold(groups: NDArray[np.int64], folds: int, documents: Sequence[LabelledDocument]) -> list[list[int]]:
    """Indices of documents that one table serves, in batches; the fold of a batch is that of its first document."""
    parts: list[list[int]] = []
    for fold in range(folds):
        members = np.flatnonzero(groups % folds == fold).tolist()
        parts.extend(members[part] for part in batches([documents[i] for i in members]))
    return parts


def featurise(
    documents: Sequence[LabelledDocument],
    common_words: NDArray[np.bool_],
    tables: Sequence[NgramTable],
    groups: NDArray[np.int64],
    folds: int,
    jobs: int = 1,
) -> Features:
    """Columns of every line; table number `group % folds` gives each document's first-stage evidence."""
    offsets = np.cumsum([0, *(len(document.lines) for document in documents)])
    parts = by_fold(groups, folds, documents)
    work = (
        delayed(_matrix)([documents[i] for i in part], common_words, tables[groups[part[0]] % folds]) for part in parts
    )
    matrix: NDArray[np.float32] | None = None
    names: tuple[str, ...] = ()
    for part, result in zip(parts, Parallel(jobs, return_as="generator")(work), strict=True):
        if matrix is None:
            names = result.names
            matrix = np.empty((offsets[-1], len(names)), np.float32)
        for place, document in enumerate(part):
            begin, end = result.offsets[place : place + 2]
            matrix[offsets[document] : offsets[document + 1]] = result.matrix[begin:end]
    if matrix is None:
        matrix = np.empty((0, 0), np.float32)
    return Features(matrix, names, offsets)


def _matrix(documents: Sequence[LabelledDocument], common_words: NDArray[np.bool_], table: NgramTable) -> Features:
    batch = batch_of_lines(texts(documents))
    prepared = prepare(batch, common_words)
    columns = feature_columns(prepared, line_evidence(prepared, table))
    return Features(feature_matrix(columns), tuple(columns), batch.bounds)


def look_matrix(
    documents: Sequence[LabelledDocument],
    common_words: NDArray[np.bool_],
    classes: NDArray[np.float32],
    offsets: NDArray[np.int64],
    jobs: int = 1,
) -> NDArray[np.float32]:
    """(L, K) columns of the second look of every line; `classes` (L, 4) are the first look's probabilities."""
    work = (
        delayed(_looks)(documents[part], common_words, classes[offsets[part.start] : offsets[part.stop]])
        for part in batches(documents)
    )
    return np.concatenate(list(Parallel(jobs, return_as="generator")(work)))


def _looks(
    documents: Sequence[LabelledDocument], common_words: NDArray[np.bool_], classes: NDArray[np.float32]
) -> NDArray[np.float32]:
    return feature_matrix(look_columns(prepare(batch_of_lines(texts(documents)), common_words), classes))
