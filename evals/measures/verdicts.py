"""Measures of the verdict: right or wrong, answered, refused or failed."""

from evals.measures import figures, texts
from evals.measures.base import Measure, Value, is_answer
from evals.measures.table_cells import is_cell_shown
from evals.records import Outcome


def is_right(outcome: Outcome) -> bool:
    """Whether the answer meets every expectation of the case."""
    case, answer = outcome.case, outcome.answer
    if case.refusal and is_answer(outcome):
        return False
    if case.status is not None and answer["status"] != case.status:
        return False
    # A refusal can meet checks, but no other expectation.
    if (case.figures or case.answers or case.contains) and not is_answer(outcome):
        return False
    if case.figures and not figures.is_exact(case, answer["figures"]):
        return False
    if case.computed is not None and not figures.is_computed(outcome):
        return False
    if case.contains and not any(case.contains in c["quote"] for c in answer["citations"]):
        return False
    # The cell `145` under "triệu USD" is told as 145 million USD.
    is_said = any(texts.says(answer, a) for a in case.answers) or is_cell_shown(outcome)
    if case.answers and not is_said:
        return False
    return all(texts.holds(check, answer) for check in case.checks)


def _refusal_precision(outcome: Outcome) -> Value:
    case = outcome.case
    if is_answer(outcome) or not case.has_verdict:
        return None
    return float(not case.wants_answer)


MEASURES = (
    Measure("right", "the answer meets every expectation of the case",
            lambda o: float(is_right(o)) if o.case.has_verdict else None),
    Measure("refusal_precision", "of the questions that were not answered, those that should not "
            "have been", _refusal_precision),
    Measure("refusal_recall", "of the questions that no bulletin answers, those that were not "
            "answered", lambda o: float(not is_answer(o)) if o.case.refusal else None),
    Measure("answered_unanswerable_rate", "of the questions that no bulletin answers, those that "
            "were answered", lambda o: float(is_answer(o)) if o.case.refusal else None,
            better="lower"),
    Measure("failure_rate", "the target failed: an error instead of an answer or a refusal",
            lambda o: float(str(o.answer["status"]).startswith("error")), better="lower"),
)  # fmt: skip
