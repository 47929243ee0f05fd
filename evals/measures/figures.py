"""Measures of figures: shown against expected ones, by value, unit and the case's other fields."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from evals.measures.base import Measure, Value, is_answer
from evals.measures.table_cells import is_cell_shown
from evals.records import Case, ExpectedFigure, Outcome
from knowledge.numbers.quantities import find_quantities
from knowledge.vocabulary.places import same_place

_CHECKED = ("place", "period", "plan", "percent", "role")


def fits(expected: ExpectedFigure, figure: Mapping[str, Any]) -> bool:
    """Whether a shown figure is the expected one."""
    if (figure["value"], figure["unit"]) != (expected.value, expected.unit):
        return False
    if expected.place and figure.get("place") and same_place(expected.place, figure["place"]):
        figure = {**figure, "place": expected.place}  # `huyện Chợ Mới, Bắc Kạn` is `huyện Chợ Mới`
    return all(getattr(expected, key) in (None, figure.get(key)) for key in _CHECKED)


def is_expected(case: Case, figure: Mapping[str, Any]) -> bool:
    """Whether a right answer may show this figure."""
    return figure["value"] in case.also or any(fits(expected, figure) for expected in case.figures)


def is_exact(case: Case, figures: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every expected figure is shown and no other."""
    complete = all(any(fits(expected, f) for f in figures) for expected in case.figures)
    return complete and all(is_expected(case, f) for f in figures)


def is_computed(outcome: Outcome) -> bool:
    """Whether the computed number is right and each of its operands is a cited figure."""
    expected, result = outcome.case.computed, outcome.answer.get("computed")
    if expected is None or result is None:
        return False
    if (result["value"], result["unit"]) != (expected.value, expected.unit):
        return False
    markers = {c["marker"] for c in outcome.answer["citations"]}
    operands = [outcome.answer["figures"][i] for i in result["operands"]]
    return bool(operands) and all(f["marker"] in markers for f in operands)


def _wrong(outcome: Outcome) -> Value:
    case, figures = outcome.case, outcome.answer["figures"]
    if case.answers and not case.figures:
        if is_cell_shown(outcome):
            return 0.0
        numbers = {q.value for answer in case.answers for q in find_quantities(answer)}
        if not numbers:
            return None
        shown = [Decimal(f["value"]) for f in figures] or _bare_numbers(outcome)
        return float(bool(shown) and shown[0] not in numbers)
    if not (case.figures or case.contains or case.refusal or case.status):
        return None
    if figures or not (case.figures or case.refusal):
        return float(not all(is_expected(case, f) or _is_bare(case, f) for f in figures))
    return float(any(number not in _numbers_of(case) for number in _bare_numbers(outcome)))


def _is_bare(case: Case, figure: Mapping[str, Any]) -> bool:
    """Whether a figure has an expected value and no unit, as its table has none: not wrong."""
    return not figure["unit"] and any(e.value == figure["value"] for e in case.figures)


def _bare_numbers(outcome: Outcome) -> list[Decimal]:
    """The numbers of a bare answer (`short`) that is quoted and explained by no figure."""
    if not is_answer(outcome):
        return []
    return [q.value for q in find_quantities(outcome.answer.get("short") or "")]


def _numbers_of(case: Case) -> set[Decimal]:
    """Every number that a right answer to the case may give."""
    numbers = set(map(Decimal, case.also))
    for figure in case.figures:
        numbers |= {
            Decimal(n) for n in (figure.value, figure.plan, figure.percent) if n is not None
        }
    return numbers


def _precision(outcome: Outcome) -> Value:
    case, figures = outcome.case, outcome.answer["figures"]
    if not case.figures or not figures:
        return None
    return sum(is_expected(case, f) for f in figures) / len(figures)


def _recall(outcome: Outcome) -> Value:
    case, figures = outcome.case, outcome.answer["figures"]
    if not case.figures:
        return None
    return sum(any(fits(expected, f) for f in figures) for expected in case.figures) / len(
        case.figures
    )


MEASURES = (
    Measure("figure_exactness", "every expected figure is shown, right in every field that the "
            "case gives, and no other",
            lambda o: None if not o.case.figures else
            float(is_answer(o) and is_exact(o.case, o.answer["figures"]))),
    Measure("figure_precision", "share of the shown figures that are expected", _precision),
    Measure("figure_recall", "share of the expected figures that are shown", _recall),
    Measure("wrong_figure_rate", "a figure, or a number of the bare answer, is shown that is not "
            "expected; where only a text is expected, the first is none of its numbers", _wrong,
            better="lower"),
    Measure("result_exactness", "the number computed from the figures is right, each one cited",
            lambda o: None if o.case.computed is None else
            float(is_answer(o) and is_computed(o))),
)  # fmt: skip
