"""From lines to the columns that the network sees. The same code serves training and labelling."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch
from nutgraf.context import context_columns
from nutgraf.labels import LABELS
from nutgraf.ngrams import ANSWERS, HERALDS, NgramTable
from nutgraf.region import region_columns
from nutgraf.relatedness import Relatedness, find_occurrences
from nutgraf.sequence import Sequence, shifted_names
from nutgraf.shape import Columns, Shape, describe
from nutgraf.tokens import Tokens, tokenise

MOST_ODDS = 30.0
MOST_ANSWER = 6.0
HERALD_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
HERALD_NAMES = tuple(
    column
    for name in HERALDS
    for column in (*shifted_names([name], (0, *HERALD_NEIGHBOURS)), f"{name}_above", f"{name}_below")
)


@dataclass(frozen=True, eq=False)
class Prepared:
    """A batch with all that is known of its lines before the n-grams are asked."""

    batch: Batch
    tokens: Tokens
    shape: Shape
    sequence: Sequence
    relatedness: Relatedness

    @cached_property
    def columns(self) -> Columns:
        """Columns of shape and context."""
        return {
            **self.shape.columns,
            **context_columns(self.batch, self.tokens, self.shape, self.sequence, self.relatedness),
        }


def prepare(batch: Batch, common_words: NDArray[np.bool_]) -> Prepared:
    """Look at a batch; `common_words` as in `shape.describe`."""
    tokens = tokenise(batch)
    shape = describe(batch, tokens, common_words)
    sequence = Sequence(batch.bounds)
    occurrences = find_occurrences(tokens, sequence.document, shape.common)
    return Prepared(batch, tokens, shape, sequence, Relatedness(tokens, occurrences, shape.capital))


def line_evidence(prepared: Prepared, table: NgramTable) -> NDArray[np.float32]:
    """(L, len(ANSWERS)) what the n-grams of each line alone say; see `NgramTable.evidence`."""
    return table.evidence(prepared.batch, prepared.tokens)


def feature_columns(prepared: Prepared, evidence: NDArray[np.float32]) -> Columns:
    """Every column of the network's input, by name, in a fixed order."""
    labels = len(LABELS)
    single = 1 / (1 + np.exp(-np.clip(evidence[:, :labels], -MOST_ODDS, MOST_ODDS)))
    probabilities = (single / single.sum(1, keepdims=True)).astype(np.float32)
    region = region_columns(probabilities, prepared.shape, prepared.sequence, prepared.relatedness)
    heralds = labels + len(HERALDS)
    return {
        **prepared.columns,
        **region,
        **herald_columns(evidence[:, labels:heralds], prepared.sequence),
        **answer_columns(evidence[:, heralds:]),
    }


def herald_columns(evidence: NDArray[np.float32], sequence: Sequence) -> Columns:
    """What each line and its neighbours announce; `evidence` is (L, 3)."""
    odds = np.clip(evidence.T, -MOST_ANSWER, MOST_ANSWER)
    shifted = sequence.shifts(odds, HERALD_NEIGHBOURS, -MOST_ANSWER)
    above, below = sequence.closeness_up(odds > 0), sequence.closeness_down(odds > 0)
    found = np.concatenate([odds[:, None], shifted, above[:, None], below[:, None]], axis=1)
    return dict(zip(HERALD_NAMES, found.reshape(len(HERALD_NAMES), sequence.size), strict=True))


def answer_columns(evidence: NDArray[np.float32]) -> Columns:
    """What else the n-grams say of each line: its mark-up and the labels beside it; `evidence` is (L, the rest)."""
    odds = np.clip(evidence, -MOST_ANSWER, MOST_ANSWER)
    return dict(zip(ANSWERS[len(LABELS) + len(HERALDS) :], odds.T, strict=True))


def feature_matrix(columns: Columns) -> NDArray[np.float32]:
    """(L, F) matrix of the columns in their order, a line's features side by side."""
    return np.ascontiguousarray(as_features(columns))


def as_features(columns: Columns) -> NDArray[np.float32]:
    """(L, F) matrix of the columns in their order, each column in one piece: quicker to make, and for the networks."""
    values = list(columns.values())
    return np.concatenate(values, dtype=np.float32).reshape(len(values), -1).T
