"""Scores outcomes and estimates measures with intervals, over all cases or a slice of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from evals.measures.registry import MEASURES
from evals.measures.statistics import estimate
from evals.records import Case, Estimate, Outcome, Score


def score_outcome(outcome: Outcome) -> tuple[Score, ...]:
    """The scores of one outcome, timings included; measures that do not apply give none."""
    scores = []
    for name, measure in MEASURES.items():
        value = measure.of(outcome)
        if isinstance(value, tuple):
            scores.append(Score(outcome.case.id, name, *value))
        elif value is not None:
            scores.append(Score(outcome.case.id, name, value))
    return tuple(scores)


def score_all(outcomes: Iterable[Outcome]) -> tuple[Score, ...]:
    """The scores of all outcomes, in their order."""
    return tuple(score for outcome in outcomes for score in score_outcome(outcome))


def cluster_of(case: Case) -> str:
    """The first bulletin that a case names, or the case itself where it names none."""
    ids = [*case.bulletins, *case.passages, *(name for name, grade in case.relevance if grade)]
    return ids[0].split("@")[0] if ids else f"case {case.id}"


def estimates(scores: Iterable[Score], cases: Mapping[str, Case]) -> dict[str, Estimate]:
    """Measure -> its estimate over the given cases, in the order of the registry."""
    by_measure: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        if score.case_id in cases:
            by_measure[score.measure].append(score)
    results = {}
    for name, measure in MEASURES.items():
        rows = by_measure.get(name)
        if rows:
            row_cases = [cases[row.case_id] for row in rows]
            results[name] = estimate(
                [row.value for row in rows], [row.at or 0.0 for row in rows],
                [case.weight for case in row_cases], [cluster_of(case) for case in row_cases],
                measure.over,
            )  # fmt: skip
    return results


def rights(scores: Iterable[Score]) -> dict[str, bool]:
    """Case id -> whether the answer is right; cases without a verdict are left out."""
    return {s.case_id: bool(s.value) for s in scores if s.measure == "right"}


def worst_first(outcomes: Sequence[Outcome], scores: Iterable[Score]) -> list[Outcome]:
    """The outcomes sorted: failures, wrong answers (wrong figures before others), right ones."""
    by_case: dict[str, dict[str, float]] = defaultdict(dict)
    for score in scores:
        by_case[score.case_id][score.measure] = score.value

    def badness(outcome: Outcome) -> tuple[float, ...]:
        values = by_case[outcome.case.id]
        return (
            -values.get("failure_rate", 0), values.get("right", 1),
            -values.get("wrong_figure_rate", 0), -values.get("answered_unanswerable_rate", 0),
            -outcome.case.weight,
        )  # fmt: skip

    return sorted(outcomes, key=badness)
