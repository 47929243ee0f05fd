"""Passage vectors -> nearest passages, by Chroma: embedded by default, a server by URL.

Chroma is derived: the catalogue holds every vector too, so this index may be deleted at any time;
`knowledge.storage.index_guard` looks through its files before they are opened. It is safe between
threads and not between processes; `knowledge.search.dense` therefore asks it only while its
revision is the catalogue's, and reopens it after another process wrote. The collection is named
after the library, so that many libraries share a server. A rebuild starts a collection of another
name, so that no older vector is taken for a current one.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from knowledge.arrays import Floats, np
from knowledge.errors import CorruptIndex, DiskFull, ReadOnly, StorageError
from knowledge.private_files import make_folder, storage_error
from knowledge.settings import masked

DEFAULT_COLLECTION = "passages"
# HNSW's defaults lost 1-5 live records of 2,000-4,000; these lost none.
HNSW: dict[str, object] = {
    "space": "cosine",
    "ef_construction": 400,
    "ef_search": 400,
    "max_neighbors": 48,
}


class NearestSearch(Protocol):
    """A search for the nearest of stored unit vectors, by cosine."""

    def nearest(self, vector: Floats, k: int) -> list[tuple[str, float]]:
        """At most `k` ids with their cosine, best first; 1 is the same direction."""


class VectorIndex(NearestSearch, Protocol):
    """A collection of ids and unit vectors that can be changed."""

    def put(self, ids: Sequence[str], vectors: Floats) -> None:
        """Adds or replaces rows."""

    def delete(self, ids: Sequence[str]) -> None:
        """Deletes ids; unknown ones are ignored."""

    def ids(self) -> set[str]:
        """Every id in the index."""

    def count(self) -> int:
        """How many ids are in the index."""

    def close(self) -> None:
        """Releases the files or the connection; a second call does nothing."""


class ChromaIndex:
    """A `VectorIndex` in a Chroma collection."""

    def __init__(
        self, folder: Path, url: str | None = None, collection: str = DEFAULT_COLLECTION, *,
        token: str | None = None,
    ) -> None:  # fmt: skip
        """Opens the collection in a folder or on a server; creates it where it is missing.

        `token` is sent as a bearer token, for a proxy before the server.

        Raises:
            CorruptIndex: the files or the server cannot be used.
            StorageError: the disk is full, or the folder may not be written.
        """
        import chromadb
        from chromadb.config import Settings

        self._folder, self._url, self._name = folder, url, collection
        self._client: Any = None
        if not url:
            make_folder(folder)
        try:
            options = Settings(anonymized_telemetry=False)
            if self._url:
                from urllib.parse import urlsplit

                parts = urlsplit(self._url)
                self._client = chromadb.HttpClient(
                    host=parts.hostname or "localhost",
                    port=parts.port or (443 if parts.scheme == "https" else 8000),
                    ssl=parts.scheme == "https",
                    headers={"Authorization": f"Bearer {token}"} if token else None,
                    settings=options,
                )
            else:
                self._client = chromadb.PersistentClient(str(self._folder), settings=options)
            self._collection = self._client.get_or_create_collection(
                collection, configuration={"hnsw": HNSW}, embedding_function=None
            )
        except BaseException as exc:
            self.close()
            if not _is_failure(exc):
                raise
            raise self._error(exc, "cannot be opened") from exc

    def put(self, ids: Sequence[str], vectors: Floats) -> None:
        """See `VectorIndex`."""
        with self._translated():
            step = self._client.get_max_batch_size()
            for at in range(0, len(ids), step):
                self._collection.upsert(
                    ids=list(ids[at : at + step]), embeddings=vectors[at : at + step]
                )

    def delete(self, ids: Sequence[str]) -> None:
        """See `VectorIndex`."""
        with self._translated():
            step = self._client.get_max_batch_size()
            for at in range(0, len(ids), step):
                self._collection.delete(ids=list(ids[at : at + step]))

    def ids(self) -> set[str]:
        """See `VectorIndex`."""
        with self._translated():
            return set(self._collection.get(include=[])["ids"])

    def count(self) -> int:
        """See `VectorIndex`."""
        with self._translated():
            return int(self._collection.count())

    def nearest(self, vector: Floats, k: int) -> list[tuple[str, float]]:
        """See `NearestSearch`."""
        with self._translated():
            rows = self._collection.query(
                query_embeddings=[vector], n_results=k, include=["distances"]
            )
        return [
            (name, 1 - float(distance))
            for name, distance in zip(rows["ids"][0], rows["distances"][0], strict=True)
        ]

    def drop_older(self) -> None:
        """Deletes this library's collections of other names.

        In a folder these are all others; on a server those whose names begin with this library's
        id.
        """
        library = self._name.rpartition("-")[0]
        with self._translated():
            for other in self._client.list_collections():
                is_ours = not self._url or (library and other.name.startswith(f"{library}-"))
                if is_ours and other.name != self._name:
                    self._client.delete_collection(other.name)

    def close(self) -> None:
        """See `VectorIndex`."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):  # a client that failed may fail to close too
                client.close()
                server: Any = getattr(client, "_server", None)
                # Clients of one address share their connections, and the last leaves them open.
                if self._url and not server._running:
                    server._session.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except BaseException as exc:
            if not _is_failure(exc):
                raise
            raise self._error(exc, "fails") from exc

    def _error(self, exc: BaseException, what: str) -> StorageError:
        """The storage error for a failure of Chroma, which describes failures only by a text."""
        if not self._url:
            kind = "SQLITE_READONLY" if "readonly" in str(exc) else "SQLITE_IOERR"
            files = (self._folder, self._folder / "chroma.sqlite3")
            if any(path.exists() and not os.access(path, os.R_OK) for path in files):
                kind = "SQLITE_CANTOPEN"  # another user's: a rebuild could not write it either
            error = storage_error(kind, self._folder, str(exc))
            if isinstance(error, DiskFull | ReadOnly):
                return error
        where = masked(self._url) if self._url else str(self._folder)
        return CorruptIndex(f"the vector index at {where!r} {what} ({exc}); run `bantin rebuild`")

    @staticmethod
    def clear(folder: Path) -> None:
        """Deletes the files of an embedded index, readable or not."""
        shutil.rmtree(folder, ignore_errors=True)


def _is_failure(exc: BaseException) -> bool:
    """Whether Chroma failed; its panics in Rust are no `Exception`s."""
    return isinstance(exc, Exception) or type(exc).__name__ == "PanicException"


class ExactSearch:
    """A `NearestSearch` in memory that compares with every vector.

    Used while Chroma is behind the catalogue: exact, and a few milliseconds for ten thousand
    passages.
    """

    def __init__(self, ids: Sequence[str], vectors: Floats) -> None:
        self._ids = list(ids)
        self._vectors = vectors

    def nearest(self, vector: Floats, k: int) -> list[tuple[str, float]]:
        """See `NearestSearch`."""
        if not self._ids:
            return []
        scores = self._vectors @ vector
        best = np.argsort(-scores, kind="stable")[:k]
        return [(self._ids[i], float(scores[i])) for i in best]
