"""One yes-or-no answer over sparse rows."""

import numpy as np
from scipy.sparse import csr_matrix

from nutgraf_training.linear import NEVER, Descent, fit_answer

ROWS = csr_matrix(np.array([[1, 0, 2], [0, 1, 0], [1, 1, 0], [0, 0, 3]] * 5, np.float32))
YES = np.array([True, False, False, True] * 5)
HOW = Descent(alpha=1e-4, epochs=5)


def test_rows_of_one_kind_give_nothing_but_a_bias():
    for target, bias in ((np.zeros(20, bool), NEVER), (np.ones(20, bool), -NEVER)):
        found = fit_answer(ROWS, target, HOW, 0)
        assert found.bias == bias
        assert not found.weights.any()


def test_the_answer_is_learned_and_the_seed_decides_it():
    found = fit_answer(ROWS, YES, HOW, 0)
    assert ((ROWS @ found.weights + found.bias > 0) == YES).all()
    again = fit_answer(ROWS, YES, HOW, 0)
    assert np.array_equal(found.weights, again.weights)
    assert found.bias == again.bias


def test_rows_without_weight_say_nothing():
    wrong = YES.copy()
    wrong[10:] = ~wrong[10:]
    weights = np.repeat([1, 0], 10).astype(np.float32)
    found = fit_answer(ROWS, wrong, HOW, 0, weights)
    assert ((ROWS @ found.weights + found.bias > 0) == YES).all()
