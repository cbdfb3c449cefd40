"""Fits networks over columns: of shape, context and first-stage evidence, and of the second look."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier

from nutgraf.network import CLASSES, CLIP, Network

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """Size and schedule of the network."""

    hidden: tuple[int, ...] = (128, 48)
    epochs: int = 8
    batch: int = 1024
    rate: float = 3e-3  # of Adam, falling along a cosine
    penalty: float = 0.1  # of the squared weights, once per batch, as scikit-learn's `alpha`
    noise: float = 0.3  # standard deviation of what is added to the standardised columns, fresh in each epoch
    seeds: tuple[int, ...] = (0, 1, 2)  # one network each; their probabilities are averaged


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """What standardises F columns: their mean, and a factor, 1 / standard deviation."""

    mean: Matrix
    scale: Matrix


def scaling_of(features: Matrix, weights: Matrix) -> Scaling:
    """Scaling of (L, F) features by which they have mean 0 and deviation 1; `weights` (L,) as in `fit_networks`."""
    mean = np.average(features, 0, weights).astype(np.float32)
    deviation = np.sqrt(np.average((features - mean) ** 2, 0, weights))
    return Scaling(mean, (1 / np.maximum(deviation, 1e-3)).astype(np.float32))


def fit_networks(
    features: Matrix,
    labels: NDArray[np.int64],
    weights: Matrix,
    settings: NetworkSettings,
    progress: Callable[[str], None] = lambda _: None,
    scaling: Scaling | None = None,
) -> list[Network]:
    """One network per seed; `features` is (L, F), `labels` (L,) classes, `weights` (L,) how far each line counts.

    Networks with one scaling can share the work of standardising; by default it is that of these features.
    """
    scaling = scaling or scaling_of(features, weights)
    standard = (features - scaling.mean) * scaling.scale
    np.clip(standard, -CLIP, CLIP, out=standard)
    networks = []
    for seed in settings.seeds:
        model = _fit_one(standard, labels, weights, settings, seed, progress)
        layers = tuple(layer.astype(np.float32) for layer in model.coefs_)
        biases = tuple(bias.astype(np.float32) for bias in model.intercepts_)
        networks.append(Network(scaling.mean, scaling.scale, layers, biases))
    return networks


def _fit_one(
    standard: Matrix,
    labels: NDArray[np.int64],
    weights: Matrix,
    settings: NetworkSettings,
    seed: int,
    progress: Callable[[str], None],
) -> MLPClassifier:
    random = np.random.default_rng(seed)
    model = MLPClassifier(
        settings.hidden, alpha=settings.penalty, batch_size=settings.batch, learning_rate_init=settings.rate,
        random_state=seed,
    )  # fmt: skip
    classes = np.arange(CLASSES)
    for epoch in range(settings.epochs):
        order = random.permutation(len(labels))
        for number, part in enumerate(np.array_split(order, max(1, len(order) // (settings.batch * 64)))):
            share = (epoch + number / max(1, len(order) // (settings.batch * 64))) / settings.epochs
            if hasattr(model, "_optimizer"):
                model._optimizer.learning_rate_init = settings.rate * (0.5 + 0.5 * np.cos(np.pi * share))
            noisy = standard[part] + settings.noise * random.standard_normal((len(part), standard.shape[1]), np.float32)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model.partial_fit(noisy, labels[part], classes=classes, sample_weight=weights[part])
        progress(f"network {seed}: epoch {epoch + 1} of {settings.epochs}, loss {model.loss_:.4f}")
    return model
