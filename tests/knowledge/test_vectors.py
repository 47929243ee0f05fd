"""Chroma and its stand-ins keep the same contract."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import CorruptIndex
from knowledge.vectors import ChromaIndex, ExactIndex, VectorIndex
from tests.fakes import HashEncoder, MemoryIndex

TEXTS = [f"bản tin số {i}" for i in range(40)]


@pytest.fixture(params=["memory", "chroma"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> VectorIndex:
    return MemoryIndex() if request.param == "memory" else ChromaIndex(tmp_path / "chroma")


def test_what_is_put_is_found_replaced_and_deleted(index: VectorIndex) -> None:
    encoder = HashEncoder()
    rows = encoder.encode_passages(TEXTS)
    index.put(TEXTS, rows)
    assert index.ids() == set(TEXTS)
    name, score = index.nearest(rows[7], 1)[0]
    assert name == TEXTS[7]
    assert score == pytest.approx(1, abs=1e-5)
    index.put([TEXTS[7]], rows[8:9])
    index.delete([TEXTS[8], "unknown"])
    assert index.nearest(rows[8], 1)[0][0] == TEXTS[7]


def test_nearest_agrees_with_comparing_every_vector(index: VectorIndex) -> None:
    rows = np.random.default_rng(0).normal(size=(300, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    names = [str(i) for i in range(len(rows))]
    index.put(names, rows)
    exact = ExactIndex(names, rows)
    for query in rows[:50]:
        assert [n for n, _ in index.nearest(query, 10)] == [n for n, _ in exact.nearest(query, 10)]


def test_chroma_survives_being_closed_and_reopened(tmp_path: Path) -> None:
    rows = HashEncoder().encode_passages(TEXTS)
    first = ChromaIndex(tmp_path)
    first.put(TEXTS, rows)
    first.close()
    second = ChromaIndex(tmp_path)
    assert second.nearest(rows[3], 1)[0][0] == TEXTS[3]
    second.reopen()
    assert second.ids() == set(TEXTS)


def test_a_broken_chroma_folder_is_told_with_the_repair(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(CorruptIndex, match="bantin rebuild"):
        ChromaIndex(tmp_path)


def test_an_empty_exact_index_finds_nothing() -> None:
    find: Callable[..., object] = ExactIndex([], np.zeros((0, 0), np.float32)).nearest
    assert find(np.ones(3, np.float32), 5) == []
