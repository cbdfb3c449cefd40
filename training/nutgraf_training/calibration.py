"""Makes probabilities honest: temperature scaling (Guo et al., 2017) on lines of sites that were held out."""

import numpy as np
from numpy.typing import NDArray

from nutgraf.network import softmax

#: Temperatures that are tried; the loss is smooth and has one minimum.
GRID = np.geomspace(0.5, 2.5, 60)


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
