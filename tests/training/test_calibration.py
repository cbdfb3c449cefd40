"""Temperature and bias, on data of which they are known."""

import numpy as np
import pytest

from nutgraf.network import calibrated, softmax
from nutgraf_training.calibration import GRID, MOST_BIAS, fit_promo_bias, fit_temperature


def drawn(seed: int = 0, lines: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Honest odds, and labels drawn by them."""
    random = np.random.default_rng(seed)
    odds = random.normal(0, 2, (lines, 4)).astype(np.float32)
    sums = softmax(odds).cumsum(1)
    return odds, (random.random(lines)[:, None] > sums[:, :3]).sum(1)


@pytest.mark.parametrize("temperature", [0.6, 1.0, 1.5, 2.0])
def test_a_known_temperature_is_found(temperature: float):
    odds, labels = drawn()
    too_sure = softmax(odds * np.float32(temperature))
    found = fit_temperature(too_sure, labels, np.ones(len(labels), np.float32))
    assert found == pytest.approx(temperature, rel=0.06)
    assert isinstance(found, float)


def test_unlabelled_and_weightless_lines_do_not_count():
    odds, labels = drawn()
    too_sure, weights = softmax(odds * np.float32(1.5)), np.ones(len(labels), np.float32)
    wrong = np.where(np.arange(len(labels)) % 2, (labels + 1) % 4, labels)
    expected = fit_temperature(too_sure[::2], labels[::2], weights[::2])
    assert fit_temperature(too_sure, np.where(np.arange(len(labels)) % 2, -1, labels), weights) == expected
    weights[1::2] = 0
    assert fit_temperature(too_sure, wrong, weights) == expected
    assert fit_temperature(too_sure, wrong, np.ones_like(weights)) > expected


@pytest.mark.parametrize("bias", [0.0, -0.5, 1.2])
def test_a_known_bias_is_found(bias: float):
    random = np.random.default_rng(1)
    odds = random.normal(0, 2, (40_000, 3)).astype(np.float32)
    sums = softmax(odds).cumsum(1)
    labels = (random.random(len(odds))[:, None] > sums[:, :2]).sum(1)
    labels[::3] = -1  # unknown ones say nothing
    biased = softmax(odds - np.array([0, 0, bias], np.float32))
    found = fit_promo_bias(biased, labels)
    assert found == pytest.approx(bias, abs=0.06)
    classes = np.hstack([biased, np.zeros((len(odds), 1), np.float32)])
    np.testing.assert_allclose(calibrated(classes, 1.0, found)[:, :3], softmax(odds), atol=0.02)


def test_a_bias_is_bounded_where_promo_is_never_seen():
    scores = np.full((50, 3), 1 / 3, np.float32)
    assert fit_promo_bias(scores, np.ones(50, np.int64)) == pytest.approx(-MOST_BIAS, abs=0.01)


def test_the_grid_reaches_both_ways():
    assert GRID[0] < 1 < GRID[-1]
