"""The network's fit, on points whose classes are known."""

import numpy as np

from nutgraf.network import CLASSES
from nutgraf_training.secondstage import NetworkSettings, fit_networks

SETTINGS = NetworkSettings(hidden=(8,), epochs=40, batch=32, rate=1e-2, noise=0.1, seeds=(0, 1))


def points(count: int = 600) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    labels = random.integers(0, CLASSES, count)
    features = 100 + 5 * (np.eye(CLASSES)[labels] + 0.2 * random.standard_normal((count, CLASSES)))
    return features.astype(np.float32), labels, np.ones(count, np.float32)


def test_learns_and_is_the_same_for_a_seed():
    features, labels, weights = points()
    said: list[str] = []
    one, two = fit_networks(features, labels, weights, SETTINGS, said.append)
    assert (one.odds(features).argmax(1) == labels).mean() > 0.95
    assert len(said) == 2 * SETTINGS.epochs
    again, _ = fit_networks(features, labels, weights, SETTINGS)
    assert all(np.array_equal(a, b) for a, b in zip(one.weights, again.weights, strict=True))
    assert not np.array_equal(one.weights[0], two.weights[0])
    assert [len(bias) for bias in one.biases] == [8, CLASSES]
    assert {array.dtype for array in (*one.weights, *one.biases, one.mean, one.scale)} == {np.dtype(np.float32)}


def test_columns_are_standardised_by_weight():
    features = np.array([[0, 7], [2, 7], [50, 7]], np.float32)
    weights = np.array([1, 1, 0], np.float32)
    settings = NetworkSettings(hidden=(2,), epochs=1, seeds=(0,))
    (network,) = fit_networks(features, np.array([0, 1, 2]), weights, settings)
    np.testing.assert_allclose(network.mean, [1, 7])
    np.testing.assert_allclose(network.scale, [1, 1000], rtol=1e-5)  # a constant column is not blown up for ever


def test_lines_without_weight_teach_nothing():
    features, labels, weights = points()
    wrong = (labels + 1) % CLASSES
    both = np.concatenate([features, features])
    (network, _) = fit_networks(both, np.concatenate([labels, wrong]), np.append(weights, 0 * weights), SETTINGS)
    assert (network.odds(features).argmax(1) == labels).mean() > 0.95
