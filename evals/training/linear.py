"""Fits linear models: classes of texts by their words, rows by their features, a choice among rows.

Models of features are stored as TOML; `knowledge.fitted` reads them.
"""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.word_model import BUCKETS, WordModel, terms_of

Rows = npt.NDArray[Any]


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


def choice(parts: Sequence[tuple[Rows, Rows, bool, float]], penalty: float) -> tuple[Rows, float]:
    """The weights and the base under which the right rows are likeliest.

    Each part has the rows of one question, `(n, size)` with n > 0, which of them are right, whether
    the choice of no row is, as it is where no row is right, and the weight of the question.
    `penalty` is that of the squared weights. Source: McFadden, 1974.
    """
    from scipy.optimize import minimize

    size = parts[0][0].shape[1]
    rows = np.concatenate([part[0] for part in parts])
    right = np.concatenate([part[1] for part in parts])
    number = np.array([len(part[0]) for part in parts])
    starts = np.cumsum(number) - number
    of_part = np.repeat(np.arange(len(parts)), number)
    is_none = np.array([part[2] or not part[1].any() for part in parts])
    shares = np.array([part[3] for part in parts])

    def loss(packed: Rows) -> tuple[float, Rows]:
        weights, base = packed[:size], packed[size]
        odds = (rows @ weights.astype(rows.dtype)).astype(float) + base
        most = np.maximum(np.maximum.reduceat(odds, starts), 0.0)
        chances, none = np.exp(odds - most[of_part]), np.exp(-most)
        whole = np.add.reduceat(chances, starts) + none
        chances, none = chances / whole[of_part], none / whole
        held = np.add.reduceat(chances * right, starts) + none * is_none + 1e-12
        total = penalty * float(weights @ weights) - float((shares * np.log(held)).sum())
        pull = chances * (shares[of_part] - right * (shares / held)[of_part])
        gradient = np.empty(size + 1)
        gradient[:size] = 2 * penalty * weights + rows.T @ pull.astype(rows.dtype)
        gradient[size] = pull.sum()
        return total, gradient

    solved = minimize(loss, np.zeros(size + 1), jac=True, method="L-BFGS-B").x
    return solved[:size], float(solved[size])


def logistic(
    rows: Rows, right: Rows, strength: float, shares: Rows | None = None
) -> tuple[Rows, float]:
    """The weights and the base of a logistic regression, fitted on standardised features.

    `strength` is the inverse of the L2 penalty (scikit-learn's C), `shares` are the weights of the
    rows, 1 each by default.
    """
    from sklearn.linear_model import LogisticRegression

    scaled = Standardised(rows)
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(scaled.rows(rows), right, sample_weight=shares)
    return scaled.weights(model.coef_[0], float(model.intercept_[0]))


class Standardised:
    """Features with a mean of 0 and a deviation of 1, and weights of them as of the given ones."""

    def __init__(self, rows: Rows) -> None:
        self._mean, self._scale = rows.mean(0), rows.std(0) + 1e-9

    def rows(self, rows: Rows) -> Rows:
        """Rows in the new scale."""
        scaled: Rows = (rows - self._mean) / self._scale
        return scaled

    def weights(self, weights: Rows, base: float) -> tuple[Rows, float]:
        """The weights and the base for rows in the scale of the given ones."""
        own = weights / self._scale
        return own, float(base - (self._mean * own).sum())


def folds_of(groups: Sequence[str], folds: int, seed: int | None = None) -> Rows:
    """The fold of each row; those of one group are in the same. `seed` shuffles the groups."""
    names = sorted(set(groups))
    if seed is not None:
        np.random.default_rng(seed).shuffle(names)
    at = {name: number % folds for number, name in enumerate(names)}
    return np.array([at[group] for group in groups])


def held_out(rows: Rows, right: Rows, fold: Rows, strength: float, shares: Rows) -> Rows:
    """The probability of each row by the regression of the other folds."""
    chances = np.zeros(len(rows))
    for number in range(int(fold.max()) + 1):
        out = fold == number
        weights, base = logistic(rows[~out], right[~out], strength, shares[~out])
        chances[out] = 1 / (1 + np.exp(-(rows[out] @ weights + base)))
    return chances


def store(
    path: Path, module: str, day: str, names: Sequence[str], weights: Rows, base: float
) -> None:
    """Writes a model as `knowledge.fitted` reads it."""
    lines = [f"{name} = {weight:.5f}" for name, weight in zip(names, weights, strict=True)]
    path.write_text(
        f"# Fitted by `python -m {module}` on {day}; do not edit.\n"
        f"base = {base:.5f}\n\n[weights]\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


def collecting_and_fitting(
    description: str,
) -> tuple[ArgumentParser, ArgumentParser, ArgumentParser]:
    """A command line with `collect` and `fit`: the parser, and those of the two commands."""
    parser = ArgumentParser(description=description, formatter_class=RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    collecting = commands.add_parser("collect")
    collecting.add_argument("--out", type=Path, required=True)
    fitting = commands.add_parser("fit")
    fitting.add_argument("collected", type=Path)
    add_date(fitting)
    return parser, collecting, fitting


def add_date(parser: ArgumentParser) -> None:
    """`--date`: the day that the stored model names."""
    parser.add_argument("--date", default=date.today().isoformat())
