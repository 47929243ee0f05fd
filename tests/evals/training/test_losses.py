"""The loss of the reader: spans in a window, and the choice among the windows of a question."""

from typing import Any

import numpy as np
import pytest

from evals.training.losses import loss_of
from evals.training.packed import Window
from evals.training.tensors import tensors_of

torch = pytest.importorskip("torch")
TOKENS = 6


def _window(first: int) -> Window:
    return Window(np.arange(TOKENS), 2, first, first, "train0:asked:vi", 1)


def _scores(*tops: tuple[int, float]) -> Any:
    """For each window the token with a high score, and that score."""
    scores = torch.zeros(len(tops), TOKENS, 3)
    for row, (token, height) in enumerate(tops):
        scores[row, token, :2] = height
    return scores


def _loss(scores: Any, units: list[list[Window]]) -> Any:
    return loss_of(scores, tensors_of(units, 0))


def test_a_right_span_costs_less_than_a_wrong_one() -> None:
    units = [[_window(3)]]
    assert _loss(_scores((3, 5.0)), units) < _loss(_scores((4, 5.0)), units)


def test_a_surer_span_in_a_window_without_the_answer_costs() -> None:
    """Alone both windows are read alike; among the windows of one question the answer must win."""
    answering, other = _window(3), _window(0)
    scores = _scores((3, 5.0), (4, 8.0))
    apart = _loss(scores, [[answering], [other]])
    together = _loss(scores, [[answering, other]])
    assert together > apart + 0.5


def test_a_question_without_an_answer_is_compared_with_nothing() -> None:
    scores = _scores((3, 1.0), (4, 2.0))
    windows = [_window(0), _window(0)]
    together = _loss(scores, [windows])
    assert together == _loss(scores, [[windows[0]], [windows[1]]])
