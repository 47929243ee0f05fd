"""Units of windows as the tensors of a batch."""

import numpy as np
import pytest

from evals.training.packed import Window
from evals.training.tensors import batches_on, tensors_of

pytest.importorskip("torch")


def _window(first: int, size: int = 6) -> Window:
    return Window(np.arange(1, size + 1), 3, first, first, "train0:asked:vi", 1)


def test_an_answer_may_stand_in_the_text_or_be_none() -> None:
    """Allowed are `<s>` and the tokens of the text, not the question, the end or the padding."""
    batch = tensors_of([[_window(4), _window(0, 8)]], 0)
    assert batch["ids"].tolist() == [[1, 2, 3, 4, 5, 6, 0, 0], [1, 2, 3, 4, 5, 6, 7, 8]]
    assert batch["allowed"].int().tolist() == [[1, 0, 0, 1, 1, 0, 0, 0], [1, 0, 0, 1, 1, 1, 1, 0]]
    assert batch["first"].tolist() == [4, 0]


def test_windows_compete_in_units_with_an_answer_and_a_rival() -> None:
    batch = tensors_of([[_window(4)], [_window(0), _window(0)], [_window(0), _window(4)]], 0)
    assert batch["compared"].tolist() == [2]
    assert batch["unit"].tolist() == [0, 1, 1, 2, 2]
    assert batch["place"].tolist() == [0, 0, 1, 0, 1]
    assert tuple(batch["sizes"].shape) == (3, 2)


@pytest.mark.parametrize("workers", [0, 1])
def test_batches_come_in_order(workers: int) -> None:
    batches = [[[_window(3, size)]] for size in (6, 7, 8)]
    lengths = [batch["ids"].shape[1] for batch in batches_on("cpu", batches, 0, workers)]
    assert lengths == [6, 7, 8]
