"""Tunes a model's networks on a few labelled lines, held to what they were.

Nothing of what the base was trained on is at hand, so three things keep it from forgetting:
- every weight is pulled to the base's (the prior of a Bayesian who believes the base; it weighs less with more lines);
- the base's answers are kept on stand-ins for lines from elsewhere: the same lines moved so that every column has the
  mean that it had in the base's training. What is told apart from them is what is special about these pages;
- of the way from the base to the tuned weights only a part is gone, which costs little of the gain and halves what is
  lost elsewhere (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from nutgraf.labels import BODY, BOILERPLATE, PROMO
from nutgraf.model import Settings
from nutgraf.network import CLASSES, CLIP, HEADLINE, Network

Matrix = NDArray[np.float64]

#: The classes that a line of each label may be: no one was asked whether a body line is the headline.
ALLOWED = np.zeros((3, CLASSES), np.bool_)
ALLOWED[[BODY, BODY, BOILERPLATE, PROMO], [BODY, HEADLINE, BOILERPLATE, PROMO]] = True
_TINY = 1e-12  # a probability of 0 has no logarithm


@dataclass(frozen=True, slots=True)
class Pull:
    """How strongly the networks are held; chosen on German pages with a base that had seen none, `share` on blogs, too.

    `weights` multiplies half the squared changes, beside the loss summed over lines; `elsewhere` is what a stand-in
    weighs beside a labelled line; `share` (0 to 1) is the part of the way that is gone; `steps` bounds the optimiser's.
    """

    weights: float = 100.0
    elsewhere: float = 16.0
    share: float = 0.4
    steps: int = 40


@dataclass(frozen=True, slots=True, eq=False)
class _Layers:
    """Weights and biases of a network in double precision, each layer's biases as the last row of its matrix."""

    matrices: tuple[Matrix, ...]

    @classmethod
    def of(cls, network: Network) -> "_Layers":
        pairs = zip(network.weights, network.biases, strict=True)
        return cls(tuple(np.vstack([weights, bias]).astype(np.float64) for weights, bias in pairs))

    @property
    def flat(self) -> Matrix:
        return np.concatenate([matrix.ravel() for matrix in self.matrices])

    def filled(self, flat: Matrix) -> "_Layers":
        """Layers of the same shapes with other values."""
        ends = np.cumsum([matrix.size for matrix in self.matrices])
        parts = zip(np.split(flat, ends[:-1]), self.matrices, strict=True)
        return _Layers(tuple(part.reshape(matrix.shape) for part, matrix in parts))

    def forward(self, standard: Matrix) -> list[Matrix]:
        """What goes into each layer, and last what comes out; `standard` is (L, F)."""
        values = [standard]
        for matrix in self.matrices[:-1]:
            values.append(np.maximum(values[-1] @ matrix[:-1] + matrix[-1], 0))
        last = self.matrices[-1]
        return [*values, values[-1] @ last[:-1] + last[-1]]

    def gradient(self, values: Sequence[Matrix], outer: Matrix) -> Matrix:
        """Flat gradient of a loss whose gradient in the outputs is `outer` (L, CLASSES); `values` as by `forward`."""
        found: list[Matrix] = []
        for place in reversed(range(len(self.matrices))):
            found.append(np.vstack([values[place].T @ outer, outer.sum(0)]))
            if place:
                outer = (outer @ self.matrices[place][:-1].T) * (values[place] > 0)
        return _Layers(tuple(reversed(found))).flat


def tuned(
    networks: Sequence[Network],
    features: NDArray[np.float32],
    labels: NDArray[np.int64],
    calibration: Settings | None = None,
    pull: Pull | None = None,
) -> tuple[Network, ...]:
    """The networks tuned on (L, F) features with (L,) label codes, none of them unknown.

    `calibration` is that with which their probabilities are used, if any.
    """
    used = calibration or Settings()
    # Threads on matrices as small as these wait for each other: beside other work, twenty times as long as they work.
    with threadpool_limits(1, "blas"):
        return tuple(_tuned(network, features, labels, used, pull or Pull()) for network in networks)


def _tuned(
    network: Network, features: NDArray[np.float32], labels: NDArray[np.int64], used: Settings, pull: Pull
) -> Network:
    base = _Layers.of(network)
    lines = np.clip((features - network.mean) * network.scale, -CLIP, CLIP).astype(np.float64)
    elsewhere = np.clip(lines - lines.mean(0), -CLIP, CLIP)
    inputs = np.concatenate([lines, elsewhere])
    temperature, bias = used.temperature, used.promo_bias * (np.arange(CLASSES) == PROMO)
    kept = _softmax(base.forward(elsewhere)[-1] / temperature + bias)
    # Weighted alike within each half: there are as many stand-ins as lines.
    weights = np.repeat([1.0, pull.elsewhere], len(lines))[:, None]
    start = base.flat

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        layers = base.filled(flat)
        values = layers.forward(inputs)
        given = _softmax(values[-1] / temperature + bias)
        allowed = given[: len(lines)] * ALLOWED[labels]
        right = allowed.sum(1, keepdims=True) + _TINY
        wanted = np.concatenate([allowed / right, kept])
        moved = flat - start
        fit = -np.log(right).sum() - pull.elsewhere * (kept * np.log(given[len(lines) :] + _TINY)).sum()
        slope = layers.gradient(values, weights * (given - wanted) / temperature)
        return fit + pull.weights * (moved @ moved) / 2, slope + pull.weights * moved

    end = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": pull.steps}).x
    matrices = base.filled(start + pull.share * (end - start)).matrices
    return replace(
        network,
        weights=tuple(matrix[:-1].astype(np.float32) for matrix in matrices),
        biases=tuple(matrix[-1].astype(np.float32) for matrix in matrices),
    )


def _softmax(odds: Matrix) -> Matrix:
    """In double precision, for the optimiser; `nutgraf.network.softmax` is for labelling."""
    raised = np.exp(odds - odds.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True), np.float64)
