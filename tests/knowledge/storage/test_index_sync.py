"""The vector index gets the catalogue's changes, and is compared as a whole where necessary."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from knowledge.ingestion.ingest import remove
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import sync_index
from tests.conftest import Bench
from tests.fakes import MemoryIndex

ON_BOTH = True  # SQLite and PostgreSQL

Write = Callable[..., Path]
BODY = "Năm 2022, đi làm việc ở nước ngoài được {}/500 người."


class RecordingIndex(MemoryIndex):
    """An index that records what is written, and the calls of `ids` (a comparison as a whole)."""

    def __init__(self) -> None:
        super().__init__()
        self.put_ids: list[str] = []
        self.deleted_ids: list[str] = []
        self.comparisons = 0

    def put(self, ids: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        super().put(ids, vectors)
        self.put_ids += ids

    def delete(self, ids: Sequence[str]) -> None:
        super().delete(ids)
        self.deleted_ids += ids

    def ids(self) -> set[str]:
        self.comparisons += 1
        return super().ids()


@pytest.fixture
def loaded(bench: Bench, bulletin_file: Write) -> Bench:
    """A library of two indexed bulletins, whose later writes are recorded."""
    bench.load(bulletin_file(BODY.format(1), "a.md"), bulletin_file(BODY.format(2), "b.md"))
    index = RecordingIndex()
    index.rows = dict(bench.index.rows)
    bench.index = index
    return bench


def recorded(bench: Bench) -> RecordingIndex:
    assert isinstance(bench.index, RecordingIndex)
    return bench.index


def test_a_new_bulletin_alone_is_written(loaded: Bench, bulletin_file: Write) -> None:
    """Only the vectors of a new bulletin are written."""
    loaded.load(bulletin_file(BODY.format(3), "c.md"))
    index = recorded(loaded)
    assert (index.put_ids, index.deleted_ids, index.comparisons) == (["c@1#0"], [], 0)


def test_a_new_revision_replaces_the_old_one(loaded: Bench, bulletin_file: Write) -> None:
    loaded.load(bulletin_file(BODY.format(9), "a.md"))
    index = recorded(loaded)
    assert (index.put_ids, index.deleted_ids, index.comparisons) == (["a@2#0"], ["a@1#0"], 0)


def test_a_removed_bulletin_is_deleted(loaded: Bench) -> None:
    remove(loaded.catalogue, loaded.index, "a")
    index = recorded(loaded)
    assert (index.put_ids, index.deleted_ids, index.comparisons) == ([], ["a@1#0"], 0)


def test_nothing_new_writes_nothing(loaded: Bench, bulletin_file: Write) -> None:
    marks = loaded.catalogue.newest("revision"), loaded.catalogue.newest("vectors")
    loaded.load(bulletin_file(BODY.format(1), "a.md"))
    index = recorded(loaded)
    assert (index.put_ids, index.deleted_ids, index.comparisons) == ([], [], 0)
    assert (loaded.catalogue.newest("revision"), loaded.catalogue.newest("vectors")) == marks


def test_a_lost_index_is_filled_from_the_catalogue(loaded: Bench) -> None:
    """A deleted index is noticed by its number of passages and filled again."""
    recorded(loaded).rows.clear()
    assert sync_index(loaded.catalogue, loaded.index) == 2
    assert recorded(loaded).rows.keys() == {"a@1#0", "b@1#0"}


def test_a_crash_between_two_writes_loses_no_change(loaded: Bench, bulletin_file: Write) -> None:
    """After a crash between deleting and writing, the next call writes the new revision."""

    class Dying(RecordingIndex):
        def put(self, ids: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
            raise KeyboardInterrupt

    index = recorded(loaded)
    loaded.index = Dying()
    loaded.index.rows = index.rows
    with pytest.raises(KeyboardInterrupt):
        loaded.load(bulletin_file(BODY.format(9), "a.md"))
    assert index.rows.keys() == {"b@1#0"}
    assert sync_index(loaded.catalogue, index) == 2
    assert (index.rows.keys(), index.comparisons) == ({"a@2#0", "b@1#0"}, 0)
    assert loaded.catalogue.newest("vectors") == loaded.catalogue.newest("revision")


@pytest.mark.parametrize(("mark", "comparisons"), [("2", 0), ("1", 1)], ids=["level", "behind"])
def test_a_layout_without_notes_is_compared_only_where_it_is_behind(
    loaded: Bench, mark: str, comparisons: int
) -> None:
    if not loaded.catalogue.path.exists():
        pytest.skip("only files have older layouts")
    with loaded.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql("DROP TABLE unindexed")
        transaction.set_state(schema="4", vectors=mark)
    loaded.catalogue.close()
    with closing(Catalogue(loaded.catalogue.path)) as catalogue:
        sync_index(catalogue, loaded.index)
        assert catalogue.newest("vectors") == catalogue.newest("revision")
    assert recorded(loaded).comparisons == comparisons
