"""Compares two runs: differences of measures, their significance, and the cases that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.measures.base import ANSWERED
from evals.measures.registry import MEASURES
from evals.measures.statistics import holm, mcnemar, paired
from evals.records import Case, Estimate, Outcome, Run, Score
from evals.runs.scoring import cluster_of, rights


@dataclass(frozen=True, slots=True)
class Change:
    """One measure in both runs over the cases that have it in both.

    `difference` is b minus a. `p` is of the paired bootstrap, or of McNemar's test for measures of
    0 and 1; `adjusted` is p after Holm over all measures. Both are None for timings and where
    there is one cluster only.
    """

    measure: str
    a: float
    b: float
    difference: Estimate
    p: float | None
    adjusted: float | None

    @property
    def verdict(self) -> str:
        """`better`, `worse` or `no difference shown`, at 5 % after Holm."""
        if self.adjusted is None or self.adjusted > 0.05 or not self.difference.value:
            return "no difference shown"
        is_up = self.difference.value > 0
        return "better" if is_up == (MEASURES[self.measure].better == "higher") else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Runs `a` and `b` over the cases that both have; `only_a` and `only_b` list the others.

    `better`, `worse` and `reworded` are pairs (outcome in a, outcome in b); reworded answers have
    another text and the same verdict.
    """

    a: str
    b: str
    changes: tuple[Change, ...]
    better: tuple[tuple[Outcome, Outcome], ...]
    worse: tuple[tuple[Outcome, Outcome], ...]
    reworded: tuple[tuple[Outcome, Outcome], ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    settings: tuple[tuple[str, str, str], ...]


def compare(a: Run, b: Run) -> Comparison:
    """The comparison of run b with run a."""
    first = {o.case.id: o for o in a.outcomes}
    second = {o.case.id: o for o in b.outcomes}
    shared = {name: o.case for name, o in second.items() if name in first}
    was, now = rights(a.scores), rights(b.scores)
    pairs = [(first[name], second[name]) for name in shared]

    def moved(up: bool) -> tuple[tuple[Outcome, Outcome], ...]:
        return tuple(
            (x, y) for x, y in pairs
            if was.get(y.case.id) is (not up) and now.get(y.case.id) is up
        )  # fmt: skip

    return Comparison(
        a.name, b.name, _changes(a.scores, b.scores, shared),
        moved(True), moved(False),
        tuple((x, y) for x, y in pairs if was.get(y.case.id) == now.get(y.case.id)
              and _shown(x) != _shown(y)),
        tuple(sorted(first.keys() - second.keys())), tuple(sorted(second.keys() - first.keys())),
        tuple(_differing(a.settings, b.settings)),
    )  # fmt: skip


def _changes(
    a: Sequence[Score], b: Sequence[Score], cases: Mapping[str, Case]
) -> tuple[Change, ...]:
    tables = []
    for scores in (a, b):
        table: dict[str, dict[str, Score]] = {}
        for score in scores:
            if score.case_id in cases:
                table.setdefault(score.measure, {})[score.case_id] = score
        tables.append(table)
    rows: list[tuple[str, float, float, Estimate, float | None]] = []
    for name, measure in MEASURES.items():
        first, second = (table.get(name, {}) for table in tables)
        ids = [i for i in cases if i in first and i in second]
        if not ids:
            continue
        values_by_run = [[s[i].value for i in ids] for s in (first, second)]
        places = [[s[i].at or 0.0 for i in ids] for s in (first, second)]
        weights = [cases[i].weight for i in ids]
        difference, p = paired(
            (values_by_run[0], places[0]), (values_by_run[1], places[1]), weights,
            [cluster_of(cases[i]) for i in ids], measure.over,
        )  # fmt: skip
        if (
            p is not None
            and set(values_by_run[0]) | set(values_by_run[1]) <= {0.0, 1.0}
            and not any(places[0])
        ):
            p = mcnemar(*values_by_run)
        ends = [float(measure.over(np.array(v), np.array(t), np.array([weights]))[0])
                for v, t in zip(values_by_run, places, strict=True)]  # fmt: skip
        rows.append((name, ends[0], ends[1], difference, None if measure.is_timing else p))
    tested = [row[4] for row in rows if row[4] is not None]
    adjusted = iter(holm(tested))
    return tuple(Change(*row, None if row[4] is None else next(adjusted)) for row in rows)


def _shown(outcome: Outcome) -> object:
    """The status and text that a person sees."""
    answer = outcome.answer
    status = "answered" if answer["status"] in ANSWERED else answer["status"]
    return status, answer["text"]


def _differing(
    a: Mapping[str, object], b: Mapping[str, object], at: str = ""
) -> list[tuple[str, str, str]]:
    """(key, value in a, value in b) of the settings that differ; nested keys with points."""
    differences: list[tuple[str, str, str]] = []
    for key in sorted(a.keys() | b.keys()):
        x, y = a.get(key), b.get(key)
        if isinstance(x, Mapping) and isinstance(y, Mapping):
            differences += _differing(x, y, f"{at}{key}.")
        elif x != y:
            differences.append((f"{at}{key}", str(x), str(y)))
    return differences
