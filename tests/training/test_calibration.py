"""Temperature, on data whose temperature is known."""

import numpy as np
import pytest

from nutgraf.network import softmax
from nutgraf_training.calibration import GRID, fit_temperature


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


def test_the_grid_reaches_both_ways():
    assert GRID[0] < 1 < GRID[-1]
