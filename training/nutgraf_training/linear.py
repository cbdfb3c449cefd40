"""Fits one yes-or-no answer over sparse rows: what the tables of n-grams and of mark-up tokens are made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import SGDClassifier

NEVER = -10.0  # log-odds of what training has never seen
#: An answer that is less likely than this is not taught beside the other.
LEAST_SHARE = 0.05


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
    target: NDArray[np.bool_] | NDArray[np.float32],
    how: Descent,
    seed: int,
    row_weights: NDArray[np.float32] | None = None,
) -> Answer:
    """Fit (rows, columns) to `target` (rows,), the answer of each row or how likely yes is.

    Where all rows are of one kind there is nothing but a bias.
    """
    likely = np.asarray(target, np.float32)
    yes = likely >= 0.5
    unsure = np.minimum(likely, 1 - likely) >= LEAST_SHARE
    if unsure.any():  # these rows stand once for each answer
        weights = np.ones(len(yes), np.float32) if row_weights is None else row_weights
        sure = np.maximum(likely, 1 - likely)
        matrix = vstack([matrix, matrix[np.flatnonzero(unsure)]], format="csr")
        row_weights = np.concatenate([weights * sure, (weights * (1 - sure))[unsure]])
        yes = np.concatenate([yes, ~yes[unsure]])
    if yes.all() or not yes.any():
        return Answer(np.zeros(matrix.shape[1]), NEVER if not yes.any() else -NEVER)
    model = SGDClassifier(
        loss="log_loss", alpha=how.alpha, average=True, max_iter=how.epochs, tol=None, random_state=seed
    )
    model.fit(matrix, yes, sample_weight=row_weights)
    return Answer(model.coef_[0], float(model.intercept_[0]))
