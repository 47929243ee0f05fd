"""Looks through an embedded vector index before Chroma opens it, which would trust its files.

A damaged file of the graph ends the process in native code, where no error can be caught, or loses
passages without a word. So each opening sums up the files (a third of a millisecond a megabyte) and
compares with the sum of the state that was last looked through; after a change everything is read
and compared with the vectors of the catalogue, and the new sum is noted. Chroma may write at any
time: a sum that differs is no fault, what is found then is.
"""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from knowledge.arrays import Floats, np
from knowledge.errors import CorruptIndex
from knowledge.private_files import system_error
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_graph import (
    HEADER,
    LENGTHS,
    LEVEL_0,
    LINKS,
    DamagedFiles,
    Graph,
    read_graph,
)
from knowledge.storage.index_labels import LABELS, Labels, read_labels
from knowledge.storage.index_tables import Collection, read_collection

CHECKED = "bantin-checked"
_FILES = (HEADER, LEVEL_0, LENGTHS, LINKS, LABELS)
_BLOCK = 1 << 20
# Chroma's vectors are of length 1 again, in 32 bits.
_SAME = 1e-5


class DamagedIndex(CorruptIndex):
    """The files of the vector index are damaged; it can be filled from the catalogue's vectors."""


class _OtherVector(DamagedFiles):
    """The index and the catalogue differ, and either may be wrong."""


def check_index(folder: Path, name: str, catalogue: Catalogue, settings: dict[str, object]) -> None:
    """Checks that the collection `name` in `folder` may be opened and searched.

    `settings` are those of its graph. Where the catalogue says that the index is up to date, it
    must hold every passage. A new folder is well for a library without passages.

    Raises:
        DamagedIndex: its files are damaged, or passages are missing.
        CorruptIndex: a vector is not that of the catalogue.
        Corrupt: a vector of the catalogue is damaged.
        StorageError: they cannot be read now.
    """
    try:
        before = _sum(folder, name)
        if before is not None and before == _noted(folder):
            return
        _look_through(folder, name, catalogue, settings)
        if before is not None and before == _sum(folder, name):
            _note(folder, before)
    except DamagedFiles as exc:
        kind = CorruptIndex if isinstance(exc, _OtherVector) else DamagedIndex
        raise kind(
            f"the vector index at {str(folder)!r} is damaged ({exc}); run `bantin rebuild`"
        ) from exc
    except FileNotFoundError as exc:
        raise DamagedIndex(
            f"the vector index at {str(folder)!r} is damaged ({Path(exc.filename).name} is "
            "missing); run `bantin rebuild`"
        ) from exc
    except OSError as exc:
        raise system_error(exc, folder) from exc


def _sum(folder: Path, name: str) -> bytes | None:
    """The sum of all that Chroma reads for a search; None where there is nothing or nothing fits.

    Chroma writes to the file of its tables at each opening, so their rows are summed up.
    """
    collection = None
    with contextlib.suppress(DamagedFiles):  # named when it is looked through
        collection = read_collection(folder, name)
    if collection is None:
        return None
    digest = hashlib.sha256(
        repr((collection.row, collection.segments, collection.reached)).encode()
    )
    for *row, vector in collection.queue:
        digest.update(repr(row).encode())
        digest.update(vector if isinstance(vector, bytes) else repr(vector).encode())
    try:
        graph = folder / collection.graph
    except DamagedFiles:
        return None
    for file in _FILES:
        digest.update(f"{file} {_sum_of_file(graph / file)}".encode())
    return digest.digest()


def _sum_of_file(path: Path) -> str:
    """Its size and a digest of the sums of its blocks: as fast as reading, and no bit is lost."""
    block = bytearray(_BLOCK)
    sums: list[int] = []
    size = 0
    try:
        with path.open("rb", buffering=0) as file:
            while read := file.readinto(block):
                size += read
                block[read:] = bytes(_BLOCK - read)
                sums.append(int(np.frombuffer(block, np.uint64).sum(dtype=np.uint64)))
    except FileNotFoundError:
        return "missing"
    return f"{size} {sums}"


def _noted(folder: Path) -> bytes | None:
    try:
        return bytes.fromhex((folder / CHECKED).read_text("ascii"))
    except (OSError, ValueError):
        return None


def _note(folder: Path, total: bytes) -> None:
    """Notes a sum; where nothing may be written, the next opening looks through the files again."""
    part = folder / f".{CHECKED}.{os.getpid()}.{secrets.token_hex(4)}"
    with contextlib.suppress(OSError):
        try:
            part.write_text(total.hex(), "ascii")
            part.replace(folder / CHECKED)
        finally:
            part.unlink(missing_ok=True)


def _look_through(
    folder: Path, name: str, catalogue: Catalogue, settings: dict[str, object]
) -> None:
    revision = catalogue.newest_revision()
    is_current = catalogue.newest("vectors") == catalogue.newest("revision")
    collection = read_collection(folder, name, whole=True)
    held: set[str] = set()
    if collection is not None and collection.dimension is not None:
        held = _held(folder, collection, catalogue, settings)
    if not is_current or catalogue.newest_revision() != revision:
        return  # a writer brings it up to date
    due = set(catalogue.passage_ids_now())
    if missing := due - held:
        raise DamagedFiles(f"{len(missing)} of {len(due)} passages are missing")


def _held(
    folder: Path, collection: Collection, catalogue: Catalogue, settings: dict[str, object]
) -> set[str]:
    """The ids of the passages that a search finds; their vectors are those of the catalogue."""
    stored = collection.settings()
    if any(stored[key] != value for key, value in settings.items() if key in stored):
        raise DamagedFiles("the settings of the graph are not those of bantin")
    waiting = list(collection.waiting())
    labels = read_labels(folder / collection.graph)
    if labels.of_id:  # otherwise Chroma begins a new graph
        _check_graph(read_graph(folder / collection.graph), labels, collection, catalogue)
    held = set(labels.of_id)
    for passage_id, vector in waiting:
        held.discard(passage_id) if vector is None else held.add(passage_id)
    added = [(passage_id, vector) for passage_id, vector in waiting if vector is not None]
    if added:
        _compare([n for n, _ in added], np.stack([v for _, v in added]), catalogue)
    return held


def _check_graph(
    graph: Graph, labels: Labels, collection: Collection, catalogue: Catalogue
) -> None:
    if graph.dimension != collection.dimension:
        raise DamagedFiles(f"{HEADER}: vectors of {graph.dimension} numbers")
    id_of = {label: name for name, label in labels.of_id.items()}
    found = dict(zip(graph.labels.tolist(), graph.are_deleted.tolist(), strict=True))
    lost = [name for label, name in id_of.items() if found.get(label, True)]
    if lost:
        raise DamagedFiles(f"{LEVEL_0} lacks {len(lost)} passages, the first is {lost[0]}")
    # A writer that was killed may have stored elements whose labels it could not store any more:
    # Chroma gives them the same labels again.
    if any(
        label not in id_of and not is_deleted and label <= labels.given
        for label, is_deleted in found.items()
    ):
        raise DamagedFiles(f"{LEVEL_0}: a label belongs to no passage")
    for start, vectors in graph.vectors():
        names = [id_of.get(int(label), "") for label in graph.labels[start : start + len(vectors)]]
        _compare(names, vectors, catalogue)


def _compare(names: Iterable[str], vectors: Floats, catalogue: Catalogue) -> None:
    """Vectors of passages that the catalogue does not hold any more are not compared."""
    names = list(names)
    known, due = catalogue.vectors_now([name for name in names if name])
    place = {name: n for n, name in enumerate(known)}
    chosen = [n for n, name in enumerate(names) if name in place]
    if not chosen:
        return
    if due.shape[1] != vectors.shape[1]:
        raise DamagedFiles(f"vectors of {vectors.shape[1]} numbers instead of {due.shape[1]}")
    due = due[[place[names[n]] for n in chosen]]
    due = due / np.linalg.norm(due, axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        is_same = (np.abs(vectors[chosen] - due) <= _SAME).all(axis=1)  # false for NaN
    if not is_same.all():
        wrong = names[chosen[int(np.argmin(is_same))]]
        raise _OtherVector(f"the vector of {wrong} is not that of the catalogue")
