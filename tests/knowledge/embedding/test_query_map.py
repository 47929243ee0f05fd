"""The map of English questions' vectors."""

import numpy as np
import pytest

from knowledge.embedding.query_map import mapped_english
from knowledge.settings import DEFAULT_MODEL


def _vector(size: int) -> np.ndarray:
    vector = np.random.default_rng(1).normal(size=size).astype(np.float32)
    return vector / np.linalg.norm(vector)


def test_a_vector_is_moved_and_of_unit_length() -> None:
    vector = _vector(384)
    mapped = mapped_english(vector, DEFAULT_MODEL)
    assert mapped.dtype == np.float32
    assert np.linalg.norm(mapped) == pytest.approx(1, abs=1e-5)
    assert 0.3 < float(mapped @ vector) < 0.999


def test_vectors_of_another_model_are_left_as_they_are() -> None:
    vector = _vector(8)
    assert mapped_english(vector, "another-model") is vector
