"""How roughly the operands of a calculation are told, and so its result."""

from decimal import Decimal

from assistant.records import FigureEvidence, Series
from knowledge.numbers.precision import rounding_step
from knowledge.vocabulary.units import kind_of


def step_of(item: FigureEvidence) -> Decimal:
    """The step in which the bulletin tells the number that answers: 100 for `23,5 nghìn`."""
    figure = item.figure
    part = next((p for p in figure.parts if p.value == item.answer[0]), None)
    if part is None:
        return rounding_step(figure.quote)
    return rounding_step(figure.quote[part.start - figure.start : part.end - figure.start])


def is_rounded(series: Series) -> bool:
    """Whether counts or sums are told more roughly in some operands than a result would be.

    Sums told in one step (12,5 and 10,2 tỷ) are exact enough for one another, and a plan is exact.
    """
    steps = {step_of(item) for item in series.operands if item.role != "plan"} or {Decimal(1)}
    kind = kind_of(series.operands[0].answer[1])
    if kind == "money":
        return len(steps) > 1 and max(steps) > 1
    return kind != "share" and max(steps) > 1
