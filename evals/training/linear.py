"""Texts and their classes -> a linear model over words; rows and the right ones -> a choice."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.word_model import BUCKETS, WordModel, terms_of


def fitted(
    texts: Sequence[str], classes: Sequence[int], strength: float,
    weights: Sequence[float] | None = None,
) -> WordModel:  # fmt: skip
    """The logistic regression of `classes` (0 to n - 1, all of them present) on the words.

    `strength` is the inverse of the L2 penalty (scikit-learn's C), `weights` are those of the
    texts, 1 each by default.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    terms = [terms_of(text) for text in texts]
    ends = np.cumsum([0, *map(len, terms)])
    flat = [term for row in terms for term in row]
    matrix = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(terms), BUCKETS))
    model = LogisticRegression(C=strength, max_iter=500)
    model.fit(matrix, classes, sample_weight=weights)
    weights_by_row = model.coef_.T.astype("<f2").tobytes()
    return WordModel(weights_by_row, tuple(map(float, model.intercept_)))


def choice(
    parts: Sequence[tuple[npt.NDArray[Any], npt.NDArray[Any]]], penalty: float
) -> tuple[npt.NDArray[Any], float]:
    """The weights and the base under which the right rows are likeliest.

    Each part has the rows of one question, `(n, size)`, and which of them are right; where none is,
    the choice of no row. `penalty` is that of the squared weights. Source: McFadden, 1974.
    """
    from scipy.optimize import minimize

    size = parts[0][0].shape[1]

    def loss(packed: npt.NDArray[Any]) -> tuple[float, npt.NDArray[Any]]:
        weights, base = packed[:size], packed[size]
        total, gradient = penalty * float(weights @ weights), np.zeros(size + 1)
        gradient[:size] = 2 * penalty * weights
        for rows, right in parts:
            odds = np.append(rows @ weights + base, 0.0)
            chances = np.exp(odds - odds.max())
            chances /= chances.sum()
            wanted = np.append(right, not right.any())
            held = float(chances[wanted].sum())
            total -= float(np.log(held + 1e-12))
            pull = chances.copy()
            pull[wanted] -= chances[wanted] / (held + 1e-12)
            gradient[:size] += rows.T @ pull[:-1]
            gradient[size] += pull[:-1].sum()
        return total, gradient

    solved = minimize(loss, np.zeros(size + 1), jac=True, method="L-BFGS-B").x
    return solved[:size], float(solved[size])
