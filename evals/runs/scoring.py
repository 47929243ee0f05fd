"""Outcomes -> scores -> estimates with intervals, for all cases and for slices of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from evals.measures.registry import MEASURES
from evals.measures.statistics import estimate
from evals.records import Case, Estimate, Outcome, Score


def score_outcome(outcome: Outcome) -> tuple[Score, ...]:
    """Every score that applies to one outcome, timings too."""
    found = []
    for name, measure in MEASURES.items():
        value = measure.of(outcome)
        if isinstance(value, tuple):
            found.append(Score(outcome.case.id, name, *value))
        elif value is not None:
            found.append(Score(outcome.case.id, name, value))
    return tuple(found)


def score_all(outcomes: Iterable[Outcome]) -> tuple[Score, ...]:
    """The scores of all outcomes, in their order."""
    return tuple(score for outcome in outcomes for score in score_outcome(outcome))


def cluster_of(case: Case) -> str:
    """The bulletin that a case is about, or the case itself where it names none."""
    named = [*case.bulletins, *case.passages, *(name for name, grade in case.relevance if grade)]
    return named[0].split("@")[0] if named else f"case {case.id}"


def estimates(scores: Iterable[Score], cases: Mapping[str, Case]) -> dict[str, Estimate]:
    """Every measure over the given cases, in the order of the registry."""
    by_measure: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        if score.case_id in cases:
            by_measure[score.measure].append(score)
    found = {}
    for name, measure in MEASURES.items():
        rows = by_measure.get(name)
        if rows:
            own = [cases[row.case_id] for row in rows]
            found[name] = estimate(
                [row.value for row in rows], [row.at or 0.0 for row in rows],
                [case.weight for case in own], [cluster_of(case) for case in own], measure.over,
            )  # fmt: skip
    return found


def rights(scores: Iterable[Score]) -> dict[str, bool]:
    """Case id -> whether it went as expected; cases without a verdict are left out."""
    return {s.case_id: bool(s.value) for s in scores if s.measure == "right"}


def worst_first(outcomes: Sequence[Outcome], scores: Iterable[Score]) -> list[Outcome]:
    """Failures, wrong figures, answers that should not be, other wrong ones, then the right."""
    by_case: dict[str, dict[str, float]] = defaultdict(dict)
    for score in scores:
        by_case[score.case_id][score.measure] = score.value

    def badness(outcome: Outcome) -> tuple[float, ...]:
        own = by_case[outcome.case.id]
        return (
            -own.get("failure_rate", 0), own.get("right", 1), -own.get("wrong_figure_rate", 0),
            -own.get("answered_unanswerable_rate", 0), -outcome.case.weight,
        )  # fmt: skip

    return sorted(outcomes, key=badness)
