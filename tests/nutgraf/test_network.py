"""The forward pass, against plain numpy."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.network import BLOCK, CLIP, LEAST_PARAMETER, Network, calibrated, softmax


def network(columns: int, widths: list[int], seed: int = 0) -> Network:
    random = np.random.default_rng(seed)
    sizes = [columns, *widths]
    return Network(
        random.standard_normal(columns).astype(np.float32),
        random.uniform(0.5, 2, columns).astype(np.float32),
        tuple(random.standard_normal((a, b)).astype(np.float32) for a, b in zip(sizes, widths, strict=False)),
        tuple(random.standard_normal(b).astype(np.float32) for b in widths),
    )


def rows(count: int, columns: int) -> np.ndarray:
    return (3 * np.random.default_rng(1).standard_normal((count, columns))).astype(np.float32)


@pytest.mark.parametrize("widths", [[2], [5, 3], [7, 6, 4]])
@pytest.mark.parametrize("count", [0, 1, BLOCK, 2 * BLOCK + 3])
def test_odds_are_those_of_plain_numpy(widths: list[int], count: int):
    net, features = network(9, widths), rows(count, 9)
    values = np.clip((features.astype(float) - net.mean) * net.scale, -CLIP, CLIP)
    for weights, bias in list(zip(net.weights, net.biases, strict=True))[:-1]:
        values = np.maximum(values @ weights.astype(float) + bias, 0)
    expected = values @ net.weights[-1].astype(float) + net.biases[-1]
    odds = net.odds(features)
    assert odds.dtype == np.float32
    np.testing.assert_allclose(odds, expected, rtol=1e-4, atol=1e-4)


def test_by_hand():
    net = Network(
        np.array([1, 0], np.float32),
        np.array([2, 1], np.float32),
        (np.array([[1, -1], [0, 1]], np.float32), np.array([[1], [10]], np.float32)),
        (np.array([0, 0.5], np.float32), np.array([100], np.float32)),
    )
    # (2, 1) -> (2, 1) -> rectified (2, -0.5) -> 102; (-9, 0) is cut to (-4, 0) -> rectified (-4, 4.5) -> 145
    assert net.odds(np.array([[2, 1], [-9, 0]], np.float32)).tolist() == [[102], [145]]


@given(st.integers(1, 2 * BLOCK), st.integers(0, 2 * BLOCK - 1))
def test_a_line_does_not_depend_on_how_many_there_are(count: int, place: int):
    net, features = network(33, [48, 4]), rows(2 * BLOCK, 33)
    assert np.array_equal(net.odds(features)[:count], net.odds(features[:count]))
    assert np.array_equal(net.odds(features)[place], net.odds(features[place : place + 1])[0])


def test_what_is_left_of_decayed_parameters_is_nothing():
    net = network(9, [5, 3])
    decayed = [(values * np.float32(1e-38)).astype(np.float32) for values in (net.weights[0], net.biases[0])]
    weights, biases = (decayed[0], *net.weights[1:]), (decayed[1], *net.biases[1:])
    quick = replace(net, weights=weights, biases=biases)
    assert not quick.weights[0].any()
    assert not quick.biases[0].any()
    assert np.array_equal(quick.weights[1], net.weights[1])
    assert np.array_equal(quick.biases[1], net.biases[1])


def test_parameters_that_count_stay():
    net = replace(network(2, [1]), weights=(np.array([[2 * LEAST_PARAMETER], [-2 * LEAST_PARAMETER]], np.float32),))
    assert net.weights[0].all()


@pytest.mark.parametrize("part", ["mean", "scale", "weights", "biases"])
@pytest.mark.parametrize("value", [1e30, -1e30, np.inf, np.nan])
def test_parameters_that_could_overflow_are_refused(part: str, value: float):
    net = network(9, [5, 3])
    whole = getattr(net, part)
    given = whole[0] if isinstance(whole, tuple) else whole
    changed = given.copy()
    changed.ravel()[-1] = value
    with pytest.raises(ValueError, match="expected at most"):
        replace(net, **{part: (changed, *whole[1:]) if isinstance(whole, tuple) else changed})


def test_layers_that_together_could_overflow_are_refused():
    with pytest.raises(ValueError, match="a layer of the network reaches"):
        replace(network(9, [5, 3]), weights=(np.full((9, 5), 1e6, np.float32), np.full((5, 3), 1e6, np.float32)))


def test_softmax():
    np.testing.assert_allclose(softmax(np.log(np.array([[1, 3], [2, 2]], np.float32))), [[0.25, 0.75], [0.5, 0.5]])
    huge = softmax(np.array([[1e4, -1e4, 1e4]], np.float32))
    assert huge.tolist() == [[0.5, 0, 0.5]]


def test_temperature_makes_less_sure():
    odds = np.array([[0, np.log(16)]], np.float32)
    np.testing.assert_allclose(softmax(odds, 2), [[1 / 5, 4 / 5]], rtol=1e-6)
    np.testing.assert_allclose(softmax(odds, 0.5), [[1 / 257, 256 / 257]], rtol=1e-5)
    assert odds.tolist() == [[0, np.float32(np.log(16))]]  # the given array stays


def test_calibration_moves_promo_after_the_temperature():
    classes = np.array([[0.2, 0.5, 0.2, 0.1]], np.float32)
    odds = np.sqrt(classes) * [1, 1, 3, 1]
    np.testing.assert_allclose(calibrated(classes, 2.0, np.log(3)), odds / odds.sum(), rtol=1e-5)
    np.testing.assert_allclose(calibrated(classes, 1.0, 0.0), classes, rtol=1e-5)
