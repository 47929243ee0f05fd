"""Catalogue -> vector index: brings the index to the state of the catalogue.

The catalogue notes which passages changed since the revision that the index has reached; only
those are written. The index is compared as a whole where that is not enough: its content is not
known, or it holds another number of passages than the catalogue.
"""

from collections.abc import Sequence
from pathlib import Path

from knowledge.errors import CorruptIndex
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_guard import check_index
from knowledge.storage.snapshot import Snapshot
from knowledge.storage.vector_index import DEFAULT_COLLECTION, HNSW, ChromaIndex, VectorIndex

_BATCH = 2000


def open_index(catalogue: Catalogue, url: str | None, token: str | None = None) -> ChromaIndex:
    """The vector index of a catalogue as it is now: beside it, or on a server.

    Raises:
        DamagedIndex: its files are damaged; see `knowledge.storage.index_guard`.
        CorruptIndex: it cannot be opened, or is that of another copy of this library.
        StorageError: the disk is full, or the folder may not be written.
    """
    if url and catalogue.is_copy():
        raise CorruptIndex(
            f"{catalogue.named!r} is a copy of another library, whose vectors at {url!r} it does "
            "not use; `bantin rebuild` or the next loading gives it its own"
        )
    if not url:
        check_embedded(catalogue)
    return ChromaIndex(_folder_of(catalogue), url, _name_of(catalogue), token=token)


def check_embedded(catalogue: Catalogue) -> None:
    """Checks the vector index beside a catalogue; see `knowledge.storage.index_guard`."""
    check_index(_folder_of(catalogue), _name_of(catalogue), catalogue, HNSW)


def _folder_of(catalogue: Catalogue) -> Path:
    return catalogue.path.parent / "chroma"


def _name_of(catalogue: Catalogue) -> str:
    return catalogue.newest("collection") or DEFAULT_COLLECTION


def sync_index(catalogue: Catalogue, index: VectorIndex) -> int:
    """Brings the vector index to the catalogue's revision; returns how many rows changed.

    After a crash the next call does the rest. Call it under the writer's lock.
    """
    with catalogue.reading() as snapshot:
        revision, is_marked = snapshot.revision, snapshot.indexed == snapshot.revision
        changed = 0
        if snapshot.indexed >= 0:
            changed += _write(snapshot, index, snapshot.unindexed())
        if snapshot.indexed < 0 or index.count() != snapshot.passage_count():
            changed += _compare(snapshot, index)
    if changed or not is_marked:
        with catalogue.writing() as transaction:
            transaction.mark_indexed(revision)
    return changed


def _write(snapshot: Snapshot, index: VectorIndex, passage_ids: Sequence[str]) -> int:
    """Puts the vectors of these passages into the index; deletes those not searchable any more."""
    for at in range(0, len(passage_ids), _BATCH):
        batch = passage_ids[at : at + _BATCH]
        names, vectors = snapshot.vectors_of(batch)
        if dropped := sorted(set(batch) - set(names)):
            index.delete(dropped)
        if names:
            index.put(names, vectors)
    return len(passage_ids)


def _compare(snapshot: Snapshot, index: VectorIndex) -> int:
    """Puts the passages that the index lacks and deletes those that the catalogue lacks."""
    present, wanted = index.ids(), snapshot.passage_ids()
    missing = [name for name in wanted if name not in present]
    return _write(snapshot, index, [*sorted(present - set(wanted)), *missing])
