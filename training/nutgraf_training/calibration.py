"""Makes probabilities honest on lines of sites that were held out.

Temperature scaling (Guo et al., 2017), with a bias for promo (Alexandari et al., 2020, have one for each label):
training shows more headlines of other stories than pages hold.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from nutgraf.labels import PROMO
from nutgraf.network import softmax

#: Temperatures that are tried; the loss is smooth and has one minimum.
GRID = np.geomspace(0.5, 2.5, 60)
#: A bias beyond this would be of lines that are too few to tell.
MOST_BIAS = 2.0


def fit_temperature(
    probabilities: NDArray[np.float32], labels: NDArray[np.int64], weights: NDArray[np.float32]
) -> float:
    """Temperature of least log loss; `probabilities` is (L, k), `labels` (L,) classes with -1 for unlabelled."""
    known = labels >= 0
    odds = np.log(probabilities[known] + np.float32(1e-7))
    rows, codes = np.arange(int(known.sum())), labels[known]

    def loss(temperature: float) -> float:
        right = softmax(odds, temperature)[rows, codes]
        return float(-np.average(np.log(right + 1e-9), weights=weights[known]))

    return float(min(GRID, key=loss))


def fit_promo_bias(probabilities: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """What to add to promo's log-odds for the least log loss.

    `probabilities` is (L, 3), `labels` (L,) codes with -1 for unlabelled.
    """
    known = labels >= 0
    odds = np.log(probabilities[known].astype(np.float64) + 1e-7)
    rows, codes = np.arange(len(odds)), labels[known]

    def loss(bias: float) -> float:
        moved = odds.copy()
        moved[:, PROMO] += bias
        return float(np.mean(np.logaddexp.reduce(moved, axis=1) - moved[rows, codes]))

    return round(float(minimize_scalar(loss, bounds=(-MOST_BIAS, MOST_BIAS), method="bounded").x), 3)
