"""What is said out of fold comes from a network that saw nothing of the part."""

import numpy as np
import pytest

from nutgraf.network import CLASSES, softmax
from nutgraf_training.crossfit import CrossFit, Lines, cross_fit, fit_all
from nutgraf_training.secondstage import NetworkSettings
from nutgraf_training.targets import Targets

SETTINGS = NetworkSettings(hidden=(8,), epochs=20, batch=32, rate=1e-2, noise=0.1, seeds=(3, 4))


def lines() -> tuple[Lines, np.ndarray]:
    """Part 1 has the labels of the others the other way round; some lines have none."""
    random = np.random.default_rng(0)
    labels = random.integers(0, CLASSES, 600)
    parts = random.integers(0, 3, 600)
    matrix = (np.eye(CLASSES)[labels] + 0.2 * random.standard_normal((600, CLASSES))).astype(np.float32)
    labels = np.where(parts == 1, CLASSES - 1 - labels, labels)
    labels[::50] = -1
    return Lines(matrix, Targets.certain(labels, np.ones(600, np.float32))), parts


@pytest.fixture(scope="module")
def found() -> CrossFit:
    given, parts = lines()
    return cross_fit(given, parts, SETTINGS, 1, lambda _: None)


def test_each_part_is_answered_by_the_network_that_did_not_see_it(found: CrossFit):
    given, parts = lines()
    assert (len(found.networks), found.parts) == (3, (0, 1, 2))
    for part, network in zip(found.parts, found.networks, strict=True):
        inside = parts == part
        np.testing.assert_array_equal(found.out_of_fold[inside], softmax(network.odds(given.matrix[inside])))
    known = given.targets.known & (parts == 1)
    agree = (found.out_of_fold[known].argmax(1) == given.targets.labels[known]).mean()
    assert agree < 0.2, "part 1 cannot be known from the others, whose labels say the opposite"


def test_other_lines_of_the_same_sites_are_answered_by_the_same_networks(found: CrossFit):
    given, parts = lines()
    again = found.probabilities(given.matrix[::-1], parts[::-1])
    np.testing.assert_allclose(again, found.out_of_fold[::-1], atol=1e-6)


def test_networks_share_one_scale(found: CrossFit):
    assert all(network.standardises_like(found.networks[0]) for network in found.networks)


def test_jobs_and_order_change_nothing():
    given, _ = lines()
    one, two = (fit_all(given, SETTINGS, jobs, lambda _: None) for jobs in (1, 2))
    assert len(one) == len(SETTINGS.seeds)
    for a, b in zip(one, two, strict=True):
        for left, right in zip(a.weights, b.weights, strict=True):
            np.testing.assert_allclose(left, right, rtol=1e-3, atol=1e-4)
