"""A stored logistic model gives odds and probabilities."""

import pytest

from knowledge.fitted import FittedModel


def test_a_probability_grows_with_the_odds() -> None:
    """Odds of 0 are a half."""
    model = FittedModel((2.0, -1.0), 0.5)
    assert model.odds((1.0, 2.5)) == 0.0
    assert model.probability((1.0, 2.5)) == 0.5
    assert model.probability((2.0, 2.5)) > 0.8


def test_another_number_of_features_is_an_error() -> None:
    """A model of two weights has no odds for one feature."""
    with pytest.raises(ValueError, match="shorter"):
        FittedModel((2.0, -1.0), 0.5).odds((1.0,))
