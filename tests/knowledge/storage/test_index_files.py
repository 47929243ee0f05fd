"""A damaged file of the vector index is noticed before Chroma opens it."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import CorruptIndex
from knowledge.storage import index_files
from knowledge.storage.vector_index import ChromaIndex


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an index with segment files, as a new process finds it."""
    rows = np.random.default_rng(1).normal(size=(1200, 16)).astype(np.float32)
    with closing(ChromaIndex(tmp_path)) as index:
        index.put([f"p{n}" for n in range(len(rows))], rows)
    monkeypatch.setattr(index_files, "_right", {})
    return tmp_path


def graph_of(folder: Path) -> Path:
    (path,) = folder.rglob("data_level0.bin")
    return path


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.embedded
@pytest.mark.parametrize("has_old_time", [False, True])
@pytest.mark.parametrize(
    "harm", [flip, lambda path: os.truncate(path, 100), Path.unlink], ids=["flip", "cut", "delete"]
)
def test_a_damaged_segment_is_reported_before_it_is_opened(
    written: Path, harm: Callable[[Path], None], has_old_time: bool
) -> None:
    """Chroma would end the process. A disk that forgets bits does not change the file's time."""
    path = graph_of(written)
    state = path.stat()
    harm(path)
    if has_old_time and path.exists():
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    with pytest.raises(CorruptIndex, match=r"data_level0\.bin.*bantin rebuild"):
        ChromaIndex(written)


@pytest.mark.embedded
def test_reading_leaves_an_index_as_it_was_written(written: Path) -> None:
    for _ in range(2):
        with closing(ChromaIndex(written)) as index:
            assert index.nearest(np.ones(16, np.float32), 3)
        index_files._right.clear()
        assert index_files.damage(written) is None


@pytest.mark.embedded
def test_an_index_that_is_written_again_is_as_it_was_written_then(written: Path) -> None:
    rows = np.random.default_rng(2).normal(size=(1200, 16)).astype(np.float32)
    with closing(ChromaIndex(written)) as index:
        index.put([f"q{n}" for n in range(len(rows))], rows)
        index.delete([f"p{n}" for n in range(600)])
    index_files._right.clear()
    with closing(ChromaIndex(written)) as index:
        assert index.count() == 1800


@pytest.mark.embedded
def test_an_index_whose_writer_was_killed_is_opened(written: Path) -> None:
    """There is no list of its files then; the next loading brings it up to date."""
    index = ChromaIndex(written)
    index.put(["new"], np.ones((1, 16), np.float32))
    flip(graph_of(written))  # as a writer that has begun to write
    assert index_files.damage(written) is None
    index.close()
