"""Fits one yes-or-no answer over sparse rows: what the tables of n-grams and of mark-up tokens are made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

NEVER = -10.0  # log-odds of what training has never seen


@dataclass(frozen=True, slots=True)
class Descent:
    """How far the weights are pulled to zero, and how often all rows are seen."""

    alpha: float
    epochs: int


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Logistic regression: the log-odds of yes are `weights` (columns,) times a row, plus `bias`."""

    weights: NDArray[np.floating]
    bias: float


def fit_answer(
    matrix: csr_matrix,
    target: NDArray[np.bool_],
    how: Descent,
    seed: int,
    row_weights: NDArray[np.float32] | None = None,
) -> Answer:
    """Fit (rows, columns) to `target` (rows,); where all rows are of one kind, nothing but a bias."""
    if target.all() or not target.any():
        return Answer(np.zeros(matrix.shape[1]), NEVER if not target.any() else -NEVER)
    model = SGDClassifier(
        loss="log_loss", alpha=how.alpha, average=True, max_iter=how.epochs, tol=None, random_state=seed
    )
    model.fit(matrix, target, sample_weight=row_weights)
    return Answer(model.coef_[0], float(model.intercept_[0]))
