"""What kind of thing a question asks for: a number, a day, a person, a cause …

A linear model over the words of the question without accents, their pairs and triples, trained on
the questions of `evals/training/questions` (`python -m evals.training.judge kinds`), so that one
table serves Vietnamese with accents, without them, and English.
"""

import itertools
import zlib
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from knowledge.text.spelling import fold, words

KINDS = ("number", "date", "person", "place", "reason", "list", "how", "what")
BUCKETS = 1 << 13
_MAX_WORDS = 80


def kind_terms(question: str) -> list[int]:
    """The buckets of the words, pairs and triples of a question; ascending."""
    spoken = ["^", *words(fold(question))[:_MAX_WORDS], "$"]
    terms = set(spoken)
    terms |= {f"{a}_{b}" for a, b in itertools.pairwise(spoken)}
    terms |= {f"{a}_{b}_{c}" for a, b, c in zip(spoken, spoken[1:], spoken[2:], strict=False)}
    return sorted({zlib.crc32(term.encode()) % BUCKETS for term in terms})


def kind_probabilities(question: str) -> npt.NDArray[np.float32]:
    """The probability of each of KINDS; shape (8,), sums to 1."""
    weights, bias = _model()
    scores = weights[kind_terms(question)].sum(axis=0, dtype=np.float32) + bias
    powers = np.exp(scores - scores.max())
    probabilities: npt.NDArray[np.float32] = (powers / powers.sum()).astype(np.float32)
    return probabilities


@cache
def _model() -> tuple[npt.NDArray[np.float16], npt.NDArray[np.float32]]:
    """Weights of shape (BUCKETS, 8) and biases."""
    path = files("assistant.judging").joinpath("weights", "kinds.npz")
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return stored["weights"], stored["bias"].astype(np.float32)
