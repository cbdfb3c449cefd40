"""The small network that turns a line's columns into probabilities: the forward pass in numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf.labels import BODY, PROMO

Matrix = NDArray[np.float32]

#: What the network tells apart: the three labels, and the story's own headline as a class of its own, for it looks
#: like a promo, stands where furniture stands, and is body.
HEADLINE = 3
CLASSES = 4
#: Standardised columns are cut here, so that no odd page drives the network out of what it was trained on.
CLIP = 4.0
#: Lines go through the matrix products in blocks of this many, filled up with zeros: then a line's result does not
#: depend on how many others are in the batch (BLAS picks its kernel by the matrix' shape). Larger blocks are faster by
#: a tenth in bulk, and cost a document of 30 lines the time of the whole block.
BLOCK = 64
#: What no parameter and no output of a trained network comes near: beyond it, single precision could overflow into
#: infinities, and those into probabilities that are no numbers.
LARGEST_PARAMETER = 1e6
LARGEST_ODDS = 1e12
#: Parameters nearer to 0 than this become 0. A penalty lets weights of idle units decay to numbers below what single
#: precision holds in full (1e-38), with which a processor takes a hundred times as long.
LEAST_PARAMETER = 1e-20


@dataclass(frozen=True, slots=True, eq=False)
class Standard:
    """Standardised columns of some lines."""

    values: Matrix  # (F, lines and zeros up to a whole number of blocks)
    lines: int


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Dense layers with rectifiers between them and a softmax at the end, after standardising F columns.

    Weights and biases below LEAST_PARAMETER become 0.

    Raises:
        ValueError: if some input could drive it beyond LARGEST_ODDS.
    """

    mean: Matrix  # (F,)
    scale: Matrix  # (F,) factor, 1 / standard deviation
    weights: tuple[Matrix, ...]  # (F, h1), (h1, h2), …, (h, outputs)
    biases: tuple[Matrix, ...]  # (h1,), (h2,), …, (outputs,)

    def __post_init__(self) -> None:
        check_parameters(mean=self.mean, scale=self.scale)
        object.__setattr__(self, "weights", tuple(map(without_traces, self.weights)))
        object.__setattr__(self, "biases", tuple(map(without_traces, self.biases)))
        reach = CLIP
        for weights, bias in zip(self.weights, self.biases, strict=True):
            reach = float((np.abs(weights).sum(0, dtype=np.float64) * reach + np.abs(bias)).max())
            if not reach <= LARGEST_ODDS:
                raise ValueError(f"a layer of the network reaches {reach:.3g}, expected at most {LARGEST_ODDS:.0e}")

    @property
    def widths(self) -> list[int]:
        """Outputs of each layer."""
        return [len(bias) for bias in self.biases]

    def odds(self, features: Matrix) -> Matrix:
        """(L, outputs) unnormalised log-probabilities of (L, F) features.

        Features that are the transpose of F contiguous columns go fastest.
        """
        return self.odds_of_standard(self.standardise(features))

    def standardise(self, features: Matrix) -> Standard:
        """What the first layer sees of (L, F) features."""
        lines = len(features)
        # Columns stay columns: to turn the matrix around costs half as much as a layer, and BLAS takes it either way.
        values = np.zeros((features.shape[1], -(-lines // BLOCK) * BLOCK), np.float32)
        seen = values[:, :lines]
        np.subtract(features.T, self.mean[:, None], out=seen)
        seen *= self.scale[:, None]
        np.maximum(seen, -CLIP, out=seen)
        np.minimum(seen, CLIP, out=seen)
        return Standard(values, lines)

    def standardises_like(self, other: Network) -> bool:
        """Whether `standardise` gives the same for both."""
        return self is other or (np.array_equal(self.mean, other.mean) and np.array_equal(self.scale, other.scale))

    def odds_of_standard(self, standard: Standard) -> Matrix:
        """(L, outputs) unnormalised log-probabilities; networks that standardise alike may share the work."""
        result = np.empty((standard.values.shape[1], self.biases[-1].size), np.float32)
        for begin in range(0, len(result), BLOCK):
            result[begin : begin + BLOCK] = self._forward(standard.values[:, begin : begin + BLOCK].T)
        return result[: standard.lines]

    def _forward(self, values: Matrix) -> Matrix:
        last = len(self.weights) - 1
        for layer, (weights, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = values @ weights
            values += bias
            if layer < last:
                np.maximum(values, 0, out=values)
        return values


def without_traces(values: Matrix) -> Matrix:
    """The same parameters, 0 where they are below LEAST_PARAMETER."""
    return np.where(np.abs(values) < LEAST_PARAMETER, np.float32(0), values)


def check_parameters(**parameters: NDArray[np.float32] | float) -> None:
    """Raise ValueError where one of these is beyond what a trained model can hold."""
    for name, values in parameters.items():
        largest = float(np.abs(values).max())
        if not largest <= LARGEST_PARAMETER:
            raise ValueError(f"{name} holds {largest:.3g}, expected at most {LARGEST_PARAMETER:.0e}")


def softmax(odds: Matrix, temperature: float = 1.0) -> Matrix:
    """Probabilities along the last axis; a temperature above 1 makes them less sure."""
    scaled = odds / np.float32(temperature)
    scaled -= scaled.max(1, keepdims=True)
    np.exp(scaled, out=scaled)
    scaled /= scaled.sum(1, keepdims=True)
    return scaled


def mean_probabilities(networks: tuple[Network, ...], features: Matrix) -> NDArray[np.float32]:
    """(L, 4) probabilities of (L, F) features: the mean over the networks."""
    first = networks[0]
    standard = first.standardise(features)
    mean = np.zeros((len(features), CLASSES), np.float32)
    for network in networks:
        if not network.standardises_like(first):
            standard = network.standardise(features)
        mean += softmax(network.odds_of_standard(standard))
    return mean / np.float32(len(networks))


def calibrated(classes: Matrix, temperature: float, promo_bias: float) -> NDArray[np.float32]:
    """(L, 4) probabilities made honest: log-odds by a temperature, promo's moved by a bias.

    Bias-corrected temperature scaling (Alexandari et al., 2020), for the one label that needs it.
    """
    odds = np.log(classes + np.float32(1e-7))
    odds[:, PROMO] += np.float32(promo_bias * temperature)
    return softmax(odds, temperature)


def label_scores(classes: NDArray[np.float32]) -> NDArray[np.float32]:
    """(L, 3) probabilities of the labels from (L, 4) of the network's classes: the headline is body."""
    scores = classes[:, :HEADLINE].copy()
    scores[:, BODY] += classes[:, HEADLINE]
    return scores
