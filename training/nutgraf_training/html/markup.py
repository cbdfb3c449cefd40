"""Fits the linear model over hashed tags, classes and ids."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from nutgraf.html.layout import make_layout
from nutgraf.html.markup import ANSWERS, TABLE_BITS, MarkupTable, markup_grams, pair_rows
from nutgraf.html.page import HtmlPage
from nutgraf_training.linear import Descent, fit_answer

DESCENT = Descent(alpha=1e-5, epochs=3)
NORM = 3.0
LIMIT = 1 << 14
PAGES_PER_PART = 32


def token_matrix(pages: Sequence[HtmlPage]) -> csr_matrix:
    """(L, 2^TABLE_BITS) counts of tokens around each block, each row scaled by NORM / sqrt(number of tokens)."""
    parts = []
    for begin in range(0, len(pages), PAGES_PER_PART):
        layout = make_layout([page.tree for page in pages[begin : begin + PAGES_PER_PART]])
        rows, blocks = pair_rows(markup_grams(layout))
        counts = np.bincount(blocks, minlength=len(layout.blocks))
        values = (NORM / np.sqrt(np.maximum(counts, 1)))[blocks].astype(np.float32)
        part = csr_matrix((values, (blocks, rows)), shape=(len(layout.blocks), 1 << TABLE_BITS))
        part.sum_duplicates()
        parts.append(part)
    return vstack(parts, format="csr")


def fit_markup(matrix: csr_matrix, targets: NDArray[np.bool_], weights: NDArray[np.float32], seed: int) -> MarkupTable:
    """Logistic regression of each answer against the rest; `targets` is (L, ANSWERS), `weights` (L,)."""
    columns, bias = np.zeros((1 << TABLE_BITS, ANSWERS)), np.zeros(ANSWERS, np.float32)
    for answer in range(ANSWERS):
        found = fit_answer(matrix, targets[:, answer], DESCENT, seed, weights)
        columns[:, answer], bias[answer] = found.weights, found.bias
    step = max(np.abs(columns).max() / LIMIT, 1e-9)
    return MarkupTable(np.rint(columns / step).astype(np.int16), NORM * step, bias)
