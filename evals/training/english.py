"""Fits the map of English questions' vectors and writes `knowledge/embedding/weights/english.npz`.

    python -m evals.training.english --loaded DATA [--out FILE]

DATA is a library that holds the texts of `questions/train.jsonl`. The map is affine: it takes the
vector of an English question nearer to the passage that answers it. Loss: softmax over the batch's
right passages and, for each question, some of the passages that the plain vectors like best and
that do not answer (InfoNCE, van den Oord et al., 2018), with weight decay towards the identity. It
is trained with Adam on every question of the train part, which takes a few minutes on one core.
Printed is the recall of dense search on the work part before and after; nothing is chosen by it.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

import knowledge.embedding
from assistant.settings import Settings
from evals.training.questions import answered_rows
from knowledge.build import open_library

Matrix = npt.NDArray[np.float32]
_HARD = 40
_HARD_TAKEN = 8
_BATCH = 256
_EPOCHS = 12
_RATE = 1e-3
_TEMPERATURE = 0.02
_DECAY = 0.02
_DROPPED = 0.1
_SEED = 20261126


@dataclass(slots=True)
class Examples:
    """Question vectors (n, 384), and the rows of right passages and hard negatives (n, 40)."""

    questions: Matrix
    right: list[list[int]]
    hard: npt.NDArray[np.int64]


def examples_of(
    questions: Matrix, right: list[list[int]], passages: Matrix, hard: int = _HARD
) -> Examples:
    """The questions with their hard negatives: the nearest passages that do not answer."""
    hardest = np.zeros((len(questions), hard), np.int64)
    for i, question in enumerate(questions):
        similar = passages @ question
        similar[right[i]] = -np.inf
        hardest[i] = np.argpartition(-similar, hard - 1)[:hard]
    return Examples(questions, right, hardest)


def fit(examples: Examples, passages: Matrix, epochs: int = _EPOCHS) -> tuple[Matrix, Matrix]:
    """The matrix (384, 384) that is added to the identity, and the shift (384,)."""
    rng = np.random.default_rng(_SEED)
    size = passages.shape[1]
    weights = [np.zeros((size, size), np.float32), np.zeros(size, np.float32)]
    moments = [(np.zeros_like(w), np.zeros_like(w)) for w in weights]
    batch = min(_BATCH, len(examples.questions))
    steps = epochs * (len(examples.questions) // batch)
    step = 0
    for _ in range(epochs):
        order = rng.permutation(len(examples.questions))
        for at in range(0, len(order) - batch + 1, batch):
            gradients = _gradients(examples, passages, order[at : at + batch], weights, rng)
            step += 1
            _adam(weights, gradients, moments, step, _RATE * (1 - step / (steps + 1)))
    return weights[0], weights[1]


def _gradients(
    examples: Examples, passages: Matrix, rows: npt.NDArray[np.int64],
    weights: Sequence[Matrix], rng: np.random.Generator,
) -> list[Matrix]:  # fmt: skip
    """The gradients of a batch's mean loss for the matrix and the shift."""
    taken = rng.permutation(examples.hard.shape[1])[:_HARD_TAKEN]
    right = np.array([examples.right[i][0] for i in rows])
    candidates = np.unique(np.concatenate([right, examples.hard[rows][:, taken].ravel()]))
    vectors = passages[candidates]
    kept = rng.random((len(rows), passages.shape[1])) >= _DROPPED
    x = np.asarray(examples.questions[rows] * kept / (1 - _DROPPED), np.float32)
    mapped = x + x @ weights[0].T + weights[1]
    lengths = np.linalg.norm(mapped, axis=1, keepdims=True)
    unit = mapped / lengths
    scores = unit @ vectors.T / _TEMPERATURE
    columns = np.searchsorted(candidates, right)
    for line, i in enumerate(rows):
        # Another passage that contains the answer counts neither as right nor as wrong.
        also = np.flatnonzero(np.isin(candidates, examples.right[i][1:]))
        scores[line, also] = -np.inf
    chances = np.exp(scores - scores.max(1, keepdims=True))
    chances /= chances.sum(1, keepdims=True)
    chances[np.arange(len(rows)), columns] -= 1
    by_unit = chances @ vectors / (_TEMPERATURE * len(rows))
    by_mapped = (by_unit - unit * (unit * by_unit).sum(1, keepdims=True)) / lengths
    return [by_mapped.T @ x + 2 * _DECAY * weights[0], by_mapped.sum(0)]


def _adam(
    weights: Sequence[Matrix], gradients: Sequence[Matrix],
    moments: Sequence[tuple[Matrix, Matrix]], step: int, rate: float,
) -> None:  # fmt: skip
    """One step of Adam (Kingma & Ba, 2015) with its usual constants, in place."""
    for weight, gradient, (mean, square) in zip(weights, gradients, moments, strict=True):
        mean += 0.1 * (gradient - mean)
        square += 0.001 * (gradient**2 - square)
        corrected = np.sqrt(square / (1 - 0.999**step)) + 1e-8
        weight -= rate * (mean / (1 - 0.9**step)) / corrected


def recall(questions: Matrix, right: list[list[int]], passages: Matrix, depth: int = 4) -> float:
    """The share of questions with a right passage among the `depth` nearest."""
    recalled = 0
    for question, places in zip(questions, right, strict=True):
        similar = passages @ question
        recalled += int((similar > similar[places].max()).sum()) < depth
    return recalled / len(questions)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits and writes the map; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--loaded", type=Path, required=True)
    default = Path(knowledge.embedding.__file__).parent / "weights" / "english.npz"
    parser.add_argument("--out", type=Path, default=default)
    chosen = parser.parse_args(arguments)
    library = open_library(Settings(data=chosen.loaded))
    with library.reading() as snapshot:
        ids, stored = snapshot.vectors()
    passages = np.asarray(stored, np.float32)
    place = {name: i for i, name in enumerate(ids)}
    encode = library.encoder.encode_query

    def vectors_of(part: str) -> tuple[Matrix, list[list[int]]]:
        items = [(row, held) for row, held in answered_rows(library, part) if held]
        vectors = np.stack([encode(row["en"]) for row, _ in items])
        return vectors, [[place[name] for name in held] for _, held in items]

    questions, right = vectors_of("train")
    matrix, shift = fit(examples_of(questions, right, passages), passages)
    matrix, shift = matrix.astype(np.float16), shift.astype(np.float16)
    np.savez_compressed(chosen.out, matrix=matrix, shift=shift)
    questions, right = vectors_of("work")
    moved = questions + questions @ matrix.astype(np.float32).T + shift.astype(np.float32)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    sys.stdout.write(
        f"dense recall at 4 over the work part: {recall(questions, right, passages):.3f} -> "
        f"{recall(moved, right, passages):.3f}\n"
    )


if __name__ == "__main__":
    main()
