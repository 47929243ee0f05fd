"""Texts -> unit vectors from their words, without a model: for benchmarks of storage.

A forked process can use it at once, and the same text always has the same vector.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from knowledge.arrays import Floats
from knowledge.text.spelling import fold, words

_SIZE = 384  # of the default model


class WordVectors:
    """An `Encoder`: every word adds a direction of its own."""

    name, size = "words", _SIZE
    digest = hashlib.sha256(b"words").hexdigest()

    def encode_query(self, text: str) -> Floats:
        """See `Encoder`."""
        total = sum((_direction(w) for w in words(fold(text))), np.full(_SIZE, 1e-6, np.float32))
        return np.asarray(total / np.linalg.norm(total), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Floats:
        """See `Encoder`."""
        rows = [self.encode_query(text) for text in texts]
        return np.asarray(rows, np.float32).reshape(len(rows), _SIZE)


@lru_cache(100_000)
def _direction(word: str) -> Floats:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "little")
    return np.random.default_rng(seed).normal(size=_SIZE).astype(np.float32)
