"""From lines to the columns that the network sees. The same code serves training and labelling."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch
from nutgraf.context import context_columns
from nutgraf.ngrams import NgramTable
from nutgraf.region import region_columns
from nutgraf.relatedness import Relatedness, find_occurrences
from nutgraf.sequence import Sequence
from nutgraf.shape import Columns, Shape, describe
from nutgraf.tokens import Tokens, tokenise


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


def prepare(batch: Batch, commonness: NDArray[np.uint8]) -> Prepared:
    """Look at a batch; `commonness` as in `shape.describe`."""
    tokens = tokenise(batch)
    shape = describe(batch, tokens, commonness)
    sequence = Sequence(batch.bounds)
    occurrences = find_occurrences(tokens, sequence.document, shape.common)
    return Prepared(batch, tokens, shape, sequence, Relatedness(tokens, occurrences, shape.capital))


def line_probabilities(prepared: Prepared, table: NgramTable) -> NDArray[np.float32]:
    """(L, 3) probabilities of the labels from each line alone, rounded so that later decisions are stable."""
    odds = table.evidence(prepared.batch, prepared.tokens)
    single = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return (single / single.sum(1, keepdims=True)).astype(np.float32)


def feature_columns(prepared: Prepared, probabilities: NDArray[np.float32]) -> Columns:
    """Every column of the network's input, by name, in a fixed order."""
    region = region_columns(probabilities, prepared.shape, prepared.sequence, prepared.relatedness)
    return {**prepared.columns, **region}


def feature_matrix(columns: Columns) -> NDArray[np.float32]:
    """(L, F) matrix of the columns in their order."""
    return np.ascontiguousarray(np.stack(list(columns.values())).T, np.float32)
