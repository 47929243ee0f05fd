"""A linear classifier over the words of a question.

Terms are words without accents, with their pairs and triples, hashed into buckets, so that one
table of weights works for Vietnamese with and without accents and for English. A question looks up
some dozens of rows; the standard library does that faster than importing numpy would.
"""

import itertools
import math
import struct
import zlib
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from knowledge.text.spelling import fold, words

BUCKETS = 1 << 13
_MAX_WORDS = 80


def terms_of(question: str) -> list[int]:
    """The buckets of the words, pairs and triples of a question, in ascending order."""
    question_words = ["^", *words(fold(question))[:_MAX_WORDS], "$"]
    terms = set(question_words)
    terms |= {f"{a}_{b}" for a, b in itertools.pairwise(question_words)}
    terms |= {
        f"{a}_{b}_{c}"
        for a, b, c in zip(question_words, question_words[1:], question_words[2:], strict=False)
    }
    return sorted({zlib.crc32(term.encode()) % BUCKETS for term in terms})


@dataclass(frozen=True, slots=True)
class WordModel:
    """Weights of shape (BUCKETS, classes), float16 by rows, and a bias for each class."""

    weights: bytes
    bias: tuple[float, ...]

    @classmethod
    def read(cls, path: Traversable) -> "WordModel":
        """The model stored in a file: the weights, then the biases as float32, little-endian."""
        data = path.read_bytes()
        classes = len(data) // (2 * BUCKETS + 4)
        table = 2 * BUCKETS * classes
        return cls(data[:table], struct.unpack(f"<{classes}f", data[table:]))

    def stored(self) -> bytes:
        """The content of the file that `read` reads."""
        return self.weights + struct.pack(f"<{len(self.bias)}f", *self.bias)

    def probabilities(self, question: str) -> tuple[float, ...]:
        """The probability of each class; they sum to 1."""
        row = struct.Struct(f"<{len(self.bias)}e")
        rows = [row.unpack_from(self.weights, row.size * term) for term in terms_of(question)]
        scores = [math.fsum(column) for column in zip(self.bias, *rows, strict=True)]
        powers = [math.exp(score - max(scores)) for score in scores]
        return tuple(power / sum(powers) for power in powers)
