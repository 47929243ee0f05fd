"""A linear classifier over the words of a question.

Terms are words without accents, with their pairs and triples, hashed into buckets, so that one
table of weights works for Vietnamese with and without accents and for English.
"""

import itertools
import zlib
from dataclasses import dataclass
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt

from knowledge.text.spelling import fold, words

BUCKETS = 1 << 13
_MAX_WORDS = 80


def terms_of(question: str) -> list[int]:
    """The buckets of the words, pairs and triples of a question, in ascending order."""
    spoken = ["^", *words(fold(question))[:_MAX_WORDS], "$"]
    terms = set(spoken)
    terms |= {f"{a}_{b}" for a, b in itertools.pairwise(spoken)}
    terms |= {f"{a}_{b}_{c}" for a, b, c in zip(spoken, spoken[1:], spoken[2:], strict=False)}
    return sorted({zlib.crc32(term.encode()) % BUCKETS for term in terms})


@dataclass(frozen=True, slots=True)
class WordModel:
    """Weights of shape (BUCKETS, classes) and biases of shape (classes,)."""

    weights: npt.NDArray[np.float16]
    bias: npt.NDArray[np.float32]

    @classmethod
    def read(cls, path: Traversable) -> "WordModel":
        """The model stored in an `.npz` file with `weights` and `bias`."""
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return cls(stored["weights"], stored["bias"].astype(np.float32))

    def probabilities(self, question: str) -> npt.NDArray[np.float32]:
        """The probability of each class; shape (classes,), sums to 1."""
        scores = self.weights[terms_of(question)].sum(axis=0, dtype=np.float32) + self.bias
        powers = np.exp(scores - scores.max())
        probabilities: npt.NDArray[np.float32] = (powers / powers.sum()).astype(np.float32)
        return probabilities
