"""Question -> probabilities of the kind of answer: a number, a day, a person, a cause …

A linear model over words, trained on the questions of `evals/training/questions`
(`python -m evals.training.judge kinds`).
"""

from functools import cache
from importlib.resources import files

from assistant.word_model import WordModel

KINDS = ("number", "date", "person", "place", "reason", "list", "how", "what")


def kind_probabilities(question: str) -> tuple[float, ...]:
    """The probability of each of KINDS; they sum to 1."""
    return _model().probabilities(question)


@cache
def _model() -> WordModel:
    return WordModel.read(files("assistant.judging").joinpath("weights", "kinds.f16"))
