"""Passage vectors -> nearest passages, by Chroma: embedded by default, a server by URL.

Chroma is derived: the catalogue holds every vector too, so this index may be deleted at any
time. It is safe between threads and not between processes; `knowledge.library` therefore asks
it only while its revision is the catalogue's, and reopens it after another process wrote.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.errors import CorruptIndex

_COLLECTION = "passages"
# HNSW's defaults lost 1-5 live records of 2,000-4,000; these lost none.
_HNSW = {"space": "cosine", "ef_construction": 400, "ef_search": 400, "max_neighbors": 48}


class VectorIndex(Protocol):
    """Ids and unit vectors; cosine similarity, 1 is the same direction."""

    def put(self, ids: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        """Adds or replaces rows."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forgets ids; unknown ones are no error."""

    def ids(self) -> set[str]:
        """Every id in the index."""

    def nearest(self, vector: npt.NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """At most `k` ids with their similarity, best first."""


class ChromaIndex:
    """A `VectorIndex` in a Chroma collection."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self._folder, self._url = folder, url
        self._client: Any = None
        self._collection: Any = None
        self.reopen()

    def reopen(self) -> None:
        """Reads the index afresh; needed after another process wrote to it.

        Raises:
            CorruptIndex: the files or the server cannot be used.
        """
        import chromadb
        from chromadb.config import Settings

        try:
            if self._client is not None:
                self._client.close()
            options = Settings(anonymized_telemetry=False)
            if self._url:
                from urllib.parse import urlsplit

                parts = urlsplit(self._url)
                self._client = chromadb.HttpClient(
                    host=parts.hostname or "localhost",
                    port=parts.port or 8000,
                    ssl=parts.scheme == "https",
                    settings=options,
                )
            else:
                self._client = chromadb.PersistentClient(str(self._folder), settings=options)
            self._collection = self._client.get_or_create_collection(
                _COLLECTION, configuration={"hnsw": _HNSW}, embedding_function=None
            )
        except Exception as exc:
            where = self._url or str(self._folder)
            raise CorruptIndex(
                f"the vector index at {where!r} cannot be opened ({exc}); run `bantin rebuild`"
            ) from exc

    def put(self, ids: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        """See `VectorIndex`."""
        step = self._client.get_max_batch_size()
        for at in range(0, len(ids), step):
            self._collection.upsert(
                ids=list(ids[at : at + step]), embeddings=vectors[at : at + step]
            )

    def delete(self, ids: Sequence[str]) -> None:
        """See `VectorIndex`."""
        step = self._client.get_max_batch_size()
        for at in range(0, len(ids), step):
            self._collection.delete(ids=list(ids[at : at + step]))

    def ids(self) -> set[str]:
        """See `VectorIndex`."""
        return set(self._collection.get(include=[])["ids"])

    def nearest(self, vector: npt.NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """See `VectorIndex`."""
        try:
            found = self._collection.query(
                query_embeddings=[vector], n_results=k, include=["distances"]
            )
        except Exception as exc:
            raise CorruptIndex(f"the vector index fails ({exc}); run `bantin rebuild`") from exc
        return [
            (name, 1 - float(distance))
            for name, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def close(self) -> None:
        """Lets go of the files."""
        self._client.close()

    @staticmethod
    def clear(folder: Path) -> None:
        """Deletes the files of an embedded index, readable or not."""
        shutil.rmtree(folder, ignore_errors=True)


class ExactIndex:
    """A `VectorIndex` in memory, by comparing with every vector.

    What the library falls back on while Chroma is behind the catalogue: a few milliseconds for
    ten thousand passages, and never wrong.
    """

    def __init__(self, ids: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        self._ids = list(ids)
        self._vectors = vectors

    def nearest(self, vector: npt.NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """See `VectorIndex`."""
        if not self._ids:
            return []
        scores = self._vectors @ vector
        best = np.argsort(-scores, kind="stable")[:k]
        return [(self._ids[i], float(scores[i])) for i in best]
