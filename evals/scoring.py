"""Outcomes -> scores, by rules alone. Values first, averages second.

figure_exactness     1 where every expected figure is there, right in all that is given of it,
                     and no other figure is shown
wrong_figure_rate    1 where a figure is shown that is not expected (of answerable and
                     unanswerable cases alike)
result_exactness     1 where the number computed from the figures is right and each is cited
citation_validity    share of citations whose quote is the bulletin's text at its offsets
citation_recall      1 where an expected bulletin is cited
refusal_recall       of the cases to refuse, 1 where no answer was given
refusal_precision    of the refusals, 1 where a refusal was right
answered_unanswerable_rate  of the cases to refuse, 1 where an answer was given
right                1 where the case went as expected: exact figures, expected words, a refusal
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from evals.records import Case, ExpectedFigure, ExpectedResult, Outcome, Score

TextOf = Callable[[str, int], str]
_ANSWERED = ("answered", "answered_partly")


def score_outcome(outcome: Outcome, text_of: TextOf) -> tuple[Score, ...]:
    """Every score that applies to one outcome; `text_of(id, revision)` gives a bulletin's text."""
    case, answer = outcome.case, outcome.answer
    is_answer = answer["status"] in _ANSWERED
    values: dict[str, float] = {"right": float(is_right(case, answer))}
    figures = _list(answer, "figures")
    if case.figures:
        values["figure_exactness"] = float(is_answer and _is_exact(case, figures))
    values["wrong_figure_rate"] = float(any(not _is_expected(case, f) for f in figures))
    if case.computed is not None:
        values["result_exactness"] = float(is_answer and _is_computed(case.computed, answer))
    if case.refusal:
        values["refusal_recall"] = float(not is_answer)
        values["answered_unanswerable_rate"] = float(is_answer)
    if not is_answer:
        values["refusal_precision"] = float(case.refusal)
    citations = _list(answer, "citations")
    if citations:
        valid = [
            text_of(c["bulletin_id"], c["revision"])[c["start"] : c["end"]] == c["quote"]
            for c in citations
        ]
        values["citation_validity"] = sum(valid) / len(valid)
    if case.bulletins:
        cited = {c["bulletin_id"] for c in citations}
        values["citation_recall"] = float(bool(cited & set(case.bulletins)))
    return tuple(Score(case.id, name, value) for name, value in values.items())


def is_right(case: Case, answer: Mapping[str, Any]) -> bool:
    """Whether the case went as expected."""
    is_answer = answer["status"] in _ANSWERED
    if case.refusal:
        return not is_answer
    if not is_answer:
        return False
    if case.contains is not None:
        return any(case.contains in c["quote"] for c in _list(answer, "citations"))
    is_exact = _is_exact(case, _list(answer, "figures"))
    return is_exact and (case.computed is None or _is_computed(case.computed, answer))


def _is_computed(wanted: ExpectedResult, answer: Mapping[str, Any]) -> bool:
    """Whether the result is right and each of its operands is a figure with a citation."""
    result, figures = answer["computed"], _list(answer, "figures")
    if result is None or (result["value"], result["unit"]) != (wanted.value, wanted.unit):
        return False
    markers = {c["marker"] for c in _list(answer, "citations")}
    operands = [figures[i] for i in result["operands"]]
    return bool(operands) and all(f["marker"] in markers for f in operands)


def means(scores: Iterable[Score]) -> dict[str, tuple[float, int]]:
    """The mean of every measure with the number of cases that it applies to."""
    values: dict[str, list[float]] = {}
    for score in scores:
        values.setdefault(score.measure, []).append(score.value)
    return {name: (sum(v) / len(v), len(v)) for name, v in sorted(values.items())}


def _list(answer: Mapping[str, Any], key: str) -> Sequence[dict[str, Any]]:
    found = answer[key]
    assert isinstance(found, list | tuple)
    return found


def _is_exact(case: Case, figures: Sequence[Mapping[str, Any]]) -> bool:
    complete = all(any(_fits(wanted, f) for f in figures) for wanted in case.figures)
    return complete and all(_is_expected(case, f) for f in figures)


def _is_expected(case: Case, figure: Mapping[str, Any]) -> bool:
    return figure["value"] in case.also or any(_fits(wanted, figure) for wanted in case.figures)


def _fits(wanted: ExpectedFigure, figure: Mapping[str, Any]) -> bool:
    if (figure["value"], figure["unit"]) != (wanted.value, wanted.unit):
        return False
    checked = ("place", "period", "plan", "percent")
    return all(getattr(wanted, k) in (None, figure[k]) for k in checked)
