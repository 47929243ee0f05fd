"""Fitting the map of English questions' vectors."""

import numpy as np

from evals.training.english import examples_of, fit, recall


def _unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_hard_passages_are_the_nearest_that_do_not_answer() -> None:
    passages = np.eye(4, dtype=np.float32)
    questions = _unit(np.array([[4.0, 3, 2, 1]]))
    examples = examples_of(questions, [[0]], passages, hard=2)
    assert set(examples.hard[0]) == {1, 2}


def test_the_map_learns_a_turn_and_holds_for_unseen_questions() -> None:
    rng = np.random.default_rng(3)
    passages = _unit(rng.normal(size=(600, 16)))
    turn = np.linalg.qr(np.eye(16) + 0.2 * rng.normal(size=(16, 16)))[0]
    turn *= np.sign(np.diag(turn))
    questions = _unit(passages @ turn + 0.05 * rng.normal(size=passages.shape))
    right = [[i] for i in range(600)]
    examples = examples_of(questions[:500], right[:500], passages, hard=40)
    matrix, shift = fit(examples, passages, epochs=300)
    moved = _unit(questions + questions @ matrix.T + shift)
    before, after = (recall(q[500:], right[500:], passages) for q in (questions, moved))
    assert after > before + 0.1
