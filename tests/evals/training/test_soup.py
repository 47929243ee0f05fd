"""The mean of trainings, and an adapter file among them."""

from pathlib import Path

import numpy as np
import pytest

from evals.training.soup import adapted, kept_of, mean_of

torch = pytest.importorskip("torch")


def test_the_mean_weighs_each_training() -> None:
    states = [{"l0.q": torch.ones(2, 2)}, {"l0.q": torch.full((2, 2), 4.0)}]
    assert mean_of(states, [2, 1])["l0.q"].tolist() == [[2, 2], [2, 2]]


def test_an_adapter_changes_the_matrices_that_it_has_factors_for(tmp_path: Path) -> None:
    base = {"l0.q": torch.ones(2, 2), "weight": torch.zeros(3, 2)}
    factors = {"l0.q.a": np.ones((1, 2)), "l0.q.b": np.full((2, 1), 2.0), "weight": np.ones((3, 2))}
    np.savez(tmp_path / "a.npz", **factors)
    state = adapted(base, tmp_path / "a.npz")
    assert state["l0.q"].tolist() == [[3, 3], [3, 3]]
    assert state["weight"].tolist() == [[1, 1]] * 3


def test_mixtures_are_compared_by_what_they_keep() -> None:
    assert kept_of({"work:vi kept": 0.5, "work:en kept": 0.7, "work:vi f1": 0.0}) == 0.6
