"""The units and batches of an epoch."""

import random

import numpy as np

from evals.training.batches import batches_of, epoch_of
from evals.training.packed import Window


def _window(name: str, first: int, group: int, size: int = 8) -> Window:
    return Window(np.arange(size), 3, first, first, name, group)


def test_a_unit_has_the_answer_and_a_few_windows_without_it() -> None:
    """Other sets keep every window, each alone."""
    windows = [_window("train0:asked:vi", 4, 1)] + [_window("train0:asked:vi", 0, 1)] * 7
    windows += [_window("tables1:near:vi", 0, 2)] * 6 + [_window("terms:x", 0, -1)] * 5
    epoch = epoch_of(windows, random.Random(1))
    assert sorted(len(unit) for unit in epoch) == [1] * 5 + [4, 5]
    answering = next(unit for unit in epoch if unit[0].group == 1)
    assert [w.first for w in answering] == [4, 0, 0, 0, 0]


def test_the_same_group_in_two_forms_is_two_questions() -> None:
    windows = [_window("train0:asked:vi", 4, 1), _window("train0:asked:en", 4, 1)]
    assert len(epoch_of(windows, random.Random(1))) == 2


def test_batches_hold_no_more_tokens_than_allowed() -> None:
    units = [[_window("x", 0, n, 8 + n % 5)] * (1 + n % 3) for n in range(100)]
    batches = batches_of(units, 96, random.Random(1))
    assert sorted(id(u) for b in batches for u in b) == sorted(map(id, units))
    for batch in batches:
        windows = [w for unit in batch for w in unit]
        assert len(windows) * max(len(w.ids) for w in windows) <= 96
