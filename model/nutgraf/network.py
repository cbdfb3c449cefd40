"""The small network that turns a line's columns into probabilities: the forward pass in numpy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

#: What the network tells apart: the three labels, and the story's own headline as a class of its own, for it looks
#: like a promo, stands where furniture stands, and is body.
HEADLINE = 3
CLASSES = 4
#: Standardised columns are cut here, so that no odd page drives the network out of what it was trained on.
CLIP = 4.0
#: Lines go through the matrix products in blocks of this many rows, filled up with zeros: then a line's result
#: does not depend on how many others are in the batch (BLAS picks its kernel by the matrix' shape).
BLOCK = 256


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Dense layers with rectifiers between them and a softmax at the end, after standardising F columns."""

    mean: Matrix  # (F,)
    scale: Matrix  # (F,) factor, 1 / standard deviation
    weights: tuple[Matrix, ...]  # (F, h1), (h1, h2), …, (h, outputs)
    biases: tuple[Matrix, ...]  # (h1,), (h2,), …, (outputs,)

    def odds(self, features: Matrix) -> Matrix:
        """(L, outputs) unnormalised log-probabilities of (L, F) features."""
        lines = len(features)
        result = np.empty((lines, self.biases[-1].size), np.float32)
        block = np.zeros((BLOCK, features.shape[1]), np.float32)
        for begin in range(0, lines, BLOCK):
            part = features[begin : begin + BLOCK]
            block[: len(part)] = (part - self.mean) * self.scale
            block[len(part) :] = 0
            result[begin : begin + BLOCK] = self._forward(np.clip(block, -CLIP, CLIP))[: len(part)]
        return result

    def _forward(self, values: Matrix) -> Matrix:
        last = len(self.weights) - 1
        for layer, (weights, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = values @ weights + bias
            if layer < last:
                np.maximum(values, 0, out=values)
        return values


def softmax(odds: Matrix, temperature: float = 1.0) -> Matrix:
    """Probabilities along the last axis; a temperature above 1 makes them less sure."""
    scaled = odds / np.float32(temperature)
    scaled -= scaled.max(1, keepdims=True)
    np.exp(scaled, out=scaled)
    return scaled / scaled.sum(1, keepdims=True)
