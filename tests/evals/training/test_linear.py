"""A choice among rows, fitted."""

import numpy as np

from evals.training.linear import choice


def test_the_right_rows_become_the_likeliest() -> None:
    """The first feature tells the right row; where no row has it, none of them is right."""
    one = np.array([[1.0, 0.0], [0.0, 1.0]])
    none = np.array([[0.0, 1.0], [0.0, 0.0], [0.0, 1.0]])
    parts = [
        (one, np.array([True, False]), False, 1.0),
        (none, np.array([False, False, False]), True, 1.0),
    ] * 20
    weights, base = choice(parts, 0.1)
    assert one[0] @ weights + base > 1
    assert max(none @ weights + base) < -1


def test_a_question_of_less_weight_moves_less() -> None:
    """Two questions disagree; the heavier one decides."""
    rows = np.array([[1.0], [0.0]])
    first, second = np.array([True, False]), np.array([False, True])
    weights, _ = choice([(rows, first, False, 1.0), (rows, second, False, 0.1)], 0.01)
    assert weights[0] > 0
