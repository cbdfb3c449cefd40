"""Tuning a network on a few lines: what it learns, what it keeps."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

import small
from nutgraf.labels import BODY, PROMO
from nutgraf.model import Model
from nutgraf.network import HEADLINE
from nutgraf_training.tuning import Pull, _Layers, tuned


def tune(model: Model, features: NDArray[np.float32], labels: NDArray[np.int64], pull: Pull | None = None) -> Model:
    """The model with the networks that decide tuned."""
    return replace(model, networks=tuned(model.networks, features, labels, model.settings, pull))


def lines(model: Model, count: int) -> NDArray[np.float32]:
    """Lines whose columns are spread as in the model's training."""
    network, random = model.networks[0], np.random.default_rng(count)
    return (network.mean + random.standard_normal((count, len(network.mean))) / network.scale).astype(np.float32)


def moved(model: Model, other: Model) -> float:
    pairs = zip(model.networks, other.networks, strict=True)
    return sum(float(((w - u) ** 2).sum()) for a, b in pairs for w, u in zip(a.weights, b.weights, strict=True))


def test_lines_become_likelier_what_they_are_labelled():
    model, features = small.model(), lines(small.model(), 40)
    labels = np.full(40, PROMO)
    before, after = (each.probabilities(features)[:, PROMO].mean() for each in (model, tune(model, features, labels)))
    assert after > before + 0.05


def test_body_may_be_the_headline():
    model, features = small.model(), lines(small.model(), 40)
    after = tune(model, features, np.full(40, BODY), Pull(elsewhere=0)).probabilities(features)
    before = model.probabilities(features)
    assert (after[:, BODY] + after[:, HEADLINE]).mean() > (before[:, BODY] + before[:, HEADLINE]).mean()


def test_a_stronger_pull_moves_less():
    model, features = small.model(), lines(small.model(), 30)
    labels = np.random.default_rng(1).integers(0, 3, 30)
    ways = [moved(model, tune(model, features, labels, Pull(weights=weights))) for weights in (10, 1000, 1e7)]
    assert ways[0] > ways[1] > ways[2]
    assert ways[2] < 1e-6


def test_a_share_of_the_way_is_gone():
    model, features = small.model(), lines(small.model(), 30)
    labels = np.random.default_rng(1).integers(0, 3, 30)
    whole, half = (moved(model, tune(model, features, labels, replace(Pull(), share=share))) for share in (1, 0.5))
    assert np.isclose(half, whole / 4, rtol=1e-3)
    assert moved(model, tune(model, features, labels, replace(Pull(), share=0))) == 0


def test_stand_ins_keep_the_base_s_answers_elsewhere():
    model = small.model()
    apart = lines(model, 60)
    special = apart + (2 / model.networks[0].scale).astype(np.float32)  # every column far from the training's mean
    labels = np.full(60, PROMO)

    def change(elsewhere: float) -> float:
        after = tune(model, special, labels, Pull(weights=1, elsewhere=elsewhere, share=1))
        return float(np.abs(after.probabilities(apart) - model.probabilities(apart)).mean())

    assert change(16) < change(0) / 2


def test_the_same_lines_give_the_same_weights():
    model, features = small.model(), lines(small.model(), 20)
    labels = np.random.default_rng(1).integers(0, 3, 20)
    assert moved(tune(model, features, labels), tune(model, features, labels)) == 0


def test_the_gradient_is_that_of_the_outputs():
    layers = _Layers.of(small.model().networks[0])
    random = np.random.default_rng(0)
    inputs = random.standard_normal((7, len(layers.matrices[0]) - 1))
    outer = random.standard_normal((7, layers.matrices[-1].shape[1]))
    slope = layers.gradient(layers.forward(inputs), outer)
    flat, step = layers.flat, 1e-6
    for place in random.integers(0, len(flat), 20):
        nudge = np.zeros_like(flat)
        nudge[place] = step
        up, down = (layers.filled(flat + sign * nudge).forward(inputs)[-1] for sign in (1, -1))
        assert np.isclose((outer * (up - down)).sum() / (2 * step), slope[place], atol=1e-5)
