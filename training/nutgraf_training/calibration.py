"""Makes probabilities honest on lines of sites that were held out: how sure they are, and of which label too often.

Temperature scaling (Guo et al., 2017), and with a bias for each label (Alexandari et al., 2020): training shows more
headlines of other stories than pages hold.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from nutgraf.labels import BODY, PROMO
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


def fit_bias(probabilities: NDArray[np.float32], labels: NDArray[np.int64]) -> tuple[float, float, float]:
    """What to add to the labels' log-odds for the least log loss, boilerplate's being 0.

    `probabilities` is (L, 3), `labels` (L,) codes with -1 for unlabelled.
    """
    known = labels >= 0
    odds = np.log(probabilities[known].astype(np.float64) + 1e-7)
    rows, codes = np.arange(len(odds)), labels[known]

    def loss(bias: NDArray[np.float64]) -> float:
        moved = odds.copy()
        moved[:, [BODY, PROMO]] += bias
        moved -= np.logaddexp.reduce(moved, axis=1)[:, None]
        return float(-moved[rows, codes].mean())

    body, promo = minimize(loss, np.zeros(2), method="Nelder-Mead", bounds=[(-MOST_BIAS, MOST_BIAS)] * 2).x.round(3)
    return float(body), 0.0, float(promo)
