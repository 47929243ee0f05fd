"""A stored logistic model -> odds and probabilities; `evals.training.linear` fits it."""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class FittedModel:
    """One weight for each feature, and the odds without any."""

    weights: tuple[float, ...]
    base: float

    def odds(self, features: Sequence[float]) -> float:
        """The logarithm of the odds."""
        return self.base + math.fsum(w * v for w, v in zip(self.weights, features, strict=True))

    def probability(self, features: Sequence[float]) -> float:
        """The probability, 0 to 1."""
        return 1 / (1 + math.exp(-self.odds(features)))


@cache
def fitted_model(package: str, file: str, names: tuple[str, ...]) -> FittedModel:
    """The model in a TOML file of a package, its weights in the order of `names`."""
    stored = tomllib.loads(files(package).joinpath(file).read_text("utf-8"))
    return FittedModel(tuple(stored["weights"][name] for name in names), stored["base"])
