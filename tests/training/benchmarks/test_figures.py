"""Rows with intervals: what a hand can compute."""

import numpy as np
import pytest

from nutgraf_training.benchmarks.figures import chance_row, ece_row, label_f1, mean_of_sums, mean_row, sums_row
from nutgraf_training.metrics import confusion, ece


def test_mean():
    row = mean_row("b", "n", "f", [0.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    assert row.value == pytest.approx(5 / 6)
    assert row.documents == 6
    assert row.interval is not None
    assert 0.3 < row.interval.low < row.value < row.interval.high == 1


def test_no_interval_of_few_documents():
    assert mean_row("b", "n", "f", [0.5, 1.0]).interval is None


def test_a_mean_over_nothing_is_not_a_number():
    assert np.isnan(mean_of_sums([0.0, 0.0]))


def test_resamples_without_a_value_do_not_count():
    # One document of two has the label at all: a quarter of the resamples lacks it.
    counts = np.array([confusion([2, 2], [2, 0]), confusion([0], [0])])
    row = sums_row("b", "n", "f", counts, label_f1(2))
    assert row.value == pytest.approx(2 / 3)
    assert row.interval is not None
    assert row.interval.low == row.interval.high == pytest.approx(2 / 3)


def test_calibration_error_of_all_lines():
    confidences = [np.array([0.9, 0.8], np.float32), np.array([0.6], np.float32)]
    correct = [np.array([True, False]), np.array([True])]
    row = ece_row("b", "n", "f", confidences, correct)
    assert row.value == pytest.approx(ece(np.concatenate(confidences), np.concatenate(correct)))
    assert row.interval is not None
    assert row.interval.low <= row.value <= row.interval.high


def test_calibration_error_by_chance():
    sure = np.full(300, 0.9, np.float32)
    row = chance_row("b", "n", "f", [sure[:100], sure[100:]])
    # Of 20 lines of .9 in a bin, the share that is right is off by a deviation of .067, and by .8 of that in the mean.
    assert row.value == pytest.approx(0.8 * np.sqrt(0.9 * 0.1 / 20), abs=0.01)
    assert row.interval is not None
    assert row.interval.low < row.value < row.interval.high
    assert row.documents == 2
    more = chance_row("b", "n", "f", [np.full(100 * 300, 0.9, np.float32)])
    assert more.value == pytest.approx(row.value / 10, rel=0.1)
    assert chance_row("b", "n", "f", [np.ones(9, np.float32)]).value == 0
