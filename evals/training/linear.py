"""Texts and their classes -> a linear model over words."""

from collections.abc import Sequence

import numpy as np

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
