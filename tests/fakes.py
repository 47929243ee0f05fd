"""Small stand-ins behind our own protocols, for tests in which meaning does not matter."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.text import fold, words


class HashEncoder:
    """A deterministic encoder: every word adds its own direction, so shared words are near."""

    def __init__(self, name: str = "hash", size: int = 64) -> None:
        self.name, self.size = name, size
        self.digest = hashlib.sha256(name.encode()).hexdigest()

    def _direction(self, word: str) -> npt.NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "little")
        return np.random.default_rng(seed).normal(size=self.size).astype(np.float32)

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        total = np.sum(
            [self._direction(w) for w in words(fold(text))] or [np.ones(self.size)], axis=0
        )
        return np.asarray(total / np.linalg.norm(total), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = [self.encode_query(text) for text in texts]
        return np.asarray(rows, np.float32).reshape(len(rows), self.size)


class MemoryIndex:
    """A `VectorIndex` in a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[str, npt.NDArray[np.float32]] = {}

    def put(self, ids: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        self.rows.update(zip(ids, vectors, strict=True))

    def delete(self, ids: Sequence[str]) -> None:
        for name in ids:
            self.rows.pop(name, None)

    def ids(self) -> set[str]:
        return set(self.rows)

    def nearest(self, vector: npt.NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        scored = [(name, float(row @ vector)) for name, row in self.rows.items()]
        return sorted(scored, key=lambda item: -item[1])[:k]
