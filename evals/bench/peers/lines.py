"""The lines of the comparison: each measure with its value for every system."""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from evals.bench.peers import scoring
from evals.bench.peers.data import Question
from evals.bench.peers.protocol import Row
from evals.bench.peers.systems import OURS
from evals.measures.base import mean
from evals.measures.statistics import mcnemar, paired
from evals.records import Case

Better = Literal["higher", "lower"]
Replies = Mapping[str, Sequence[Mapping[str, Any]]]
_FORMS = ("vi", "no accents", "en")
_FORM_NAMES = {"vi": "Vietnamese", "no accents": "without accents", "en": "English"}
# Times and sizes of one run differ by this share without a cause.
_NOISE, _ALPHA = 0.05, 0.05
CHAINS = "answers of each system's own chain"
_ByCase = Mapping[str, Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Line:
    """One measure: values by system (None: does not apply), decimals, and how many it is over.

    `by_case` are the values of each system case by case, where they are means over cases.
    """

    group: str
    title: str
    better: Better
    values: Mapping[str, float | None]
    decimals: int = 2
    n: int | None = None
    by_case: _ByCase = field(default_factory=dict)

    @classmethod
    def over_cases(
        cls, group: str, title: str, better: Better, by_case: _ByCase, decimals: int = 3
    ) -> "Line":
        """The line of means over cases; a system without cases has no value."""
        values = {n: statistics.fmean(v.values()) if v else None for n, v in by_case.items()}
        count = max((len(v) for v in by_case.values()), default=0)
        return cls(group, title, better, values, decimals, count, by_case)

    @property
    def known(self) -> dict[str, float]:
        """The values that exist."""
        return {n: v for n, v in self.values.items() if v is not None and not math.isnan(v)}

    @property
    def best_peer(self) -> str | None:
        """The peer with the best value."""
        sign = 1 if self.better == "higher" else -1
        peers = [name for name in self.known if name != OURS]
        return max(peers, key=lambda name: sign * self.known[name], default=None)

    @property
    def is_lower(self) -> bool:
        """Whether bantin's number is worse than that of the best peer, whatever the reason."""
        if OURS not in self.known or self.best_peer is None:
            return False
        sign = 1 if self.better == "higher" else -1
        return sign * self.known[OURS] < sign * self.known[self.best_peer]

    @property
    def verdict(self) -> str:
        """`ahead`, `level` or `behind`: bantin beside the best peer; empty without both.

        Level is a difference that chance explains at 5 %: of shares by McNemar's exact test over
        the same cases, of other means over cases by a paired bootstrap; of times and sizes 5 %.
        """
        if OURS not in self.known or self.best_peer is None:
            return ""
        ours, best = self.known[OURS], self.known[self.best_peer]
        if ours == best or self._is_chance(self.best_peer):
            return "level"
        return "behind" if self.is_lower else "ahead"

    def _is_chance(self, peer: str) -> bool:
        if not (self.by_case.get(OURS) and self.by_case.get(peer)):
            ours, best = self.known[OURS], self.known[peer]
            return abs(ours - best) <= _NOISE * max(abs(ours), abs(best))
        common = sorted(self.by_case[OURS].keys() & self.by_case[peer].keys())
        a, b = ([self.by_case[name][case] for case in common] for name in (OURS, peer))
        if {*a, *b} <= {0.0, 1.0}:
            return mcnemar(a, b) >= _ALPHA
        ones = [1.0] * len(common)
        _, p = paired((a, ones), (b, ones), ones, common, mean)
        return p is None or p >= _ALPHA


def cost_lines(
    names: Sequence[str], loading: Mapping[str, Mapping[str, float]],
    cold: Mapping[str, Sequence[float]], memory: Mapping[str, float], searched: Replies,
) -> list[Line]:  # fmt: skip
    """Rate, processor, memory, disk, start and search."""

    def line(title: str, better: Better, of: Callable[[str], float | None], decimals: int) -> Line:
        return Line("cost", title, better, {name: of(name) for name in names}, decimals)

    def ms(name: str, at: int) -> float:
        return scoring.percentiles([r["seconds"] for r in searched[name]])[at]

    def cpu_ms(name: str) -> float:
        return statistics.fmean(float(r["cpu_s"]) for r in searched[name]) * 1000

    of = loading
    return [
        line("loading, bulletins a second", "higher",
             lambda n: of[n]["bulletins"] / of[n]["seconds"], 2),
        line("loading, seconds of the processor a bulletin", "lower",
             lambda n: of[n]["cpu_s"] / of[n]["bulletins"], 2),
        line("peak memory of loading, MiB", "lower", lambda n: of[n]["peak_mib"], 0),
        line("memory after all searches, MiB", "lower", lambda n: memory[n], 0),
        line("disk, MiB (without the model)", "lower", lambda n: of[n]["disk_mib"], 1),
        line("cold start to the first hits, s (median)", "lower",
             lambda n: sorted(cold[n])[len(cold[n]) // 2] if cold[n] else None, 1),
        line("search, ms, p50", "lower", lambda n: ms(n, 0), 0),
        line("search, ms, p95", "lower", lambda n: ms(n, 1), 0),
        line("search, ms of the processor, mean", "lower", cpu_ms, 0),
    ]  # fmt: skip


def retrieval_lines(
    names: Sequence[str], searched: Replies, questions: Sequence[Question]
) -> list[Line]:
    """Recall, MRR and the answer in the passages, for each form of the questions."""
    lines = []
    for form in _FORMS:
        asked = {n for n, q in enumerate(questions) if q.form == form and q.answer}
        if not asked:
            continue
        scores = {
            name: scoring.retrieval(
                [r for r in searched[name] if r["group"] == "news" and r["id"] in asked], questions
            )
            for name in names
        }
        for measure in scores[names[0]]:
            title = f"{_FORM_NAMES[form]}: {measure}"
            by_case = {name: scores[name].get(measure, {}) for name in names}
            lines.append(Line.over_cases("retrieval over the news", title, "higher", by_case))
    return lines


def suite_lines(
    names: Sequence[str], searched: Replies, answered: Sequence[Mapping[str, Any]],
    cases: Sequence[Case], questions: Sequence[Question], rows: Mapping[str, Row],
) -> list[Line]:  # fmt: skip
    """Figures in the first passages; refusals at the best bar; exactness of quotes."""
    measured: tuple[tuple[str, Better, int], ...] = (
        ("figure in the first", "higher", 3),
        ("figure in the first 4", "higher", 3),
        ("other numbers beside it", "lower", 1),
    )
    figures = {n for n, case in enumerate(cases) if case.figures and not case.computed}
    group = "without a generator"
    of_suites = {
        name: [r for r in searched[name] if r["group"] == "suites" and r["id"] in figures]
        for name in names
    }
    held = {name: scoring.figures_in_passages(of_suites[name], cases) for name in names}
    lines = [
        Line.over_cases(group, title, better, {n: held[n].get(title, {}) for n in names}, decimals)
        for title, better, decimals in measured
    ]
    refusals = {n for n, case in enumerate(cases) if case.refusal}
    misses = {n for n, q in enumerate(questions) if not q.answer}
    positives = {
        "suites": {n for n, case in enumerate(cases) if not case.refusal},
        "news": {n for n, q in enumerate(questions) if q.answer},
    }
    for kind, ids, title in (
        ("suites", refusals, "refused of the unanswerable"),
        ("news", misses, "refused of the near misses"),
    ):
        if not ids:
            continue
        by_case: dict[str, dict[int, float]] = {}
        own = [r for r in answered if r["group"] == kind and r["id"] in ids]
        if own:
            by_case[OURS] = {r["id"]: float(scoring.is_refusal(r)) for r in own}
        for name in names:
            if name != OURS:
                top = {r["id"]: scoring.top_score(r) for r in searched[name] if r["group"] == kind}
                answerable = [score for number, score in top.items() if number in positives[kind]]
                unanswerable = {number: top[number] for number in ids if number in top}
                by_case[name] = scoring.refused_at_best_bar(answerable, unanswerable)
        lines.append(Line.over_cases(group, title, "higher", by_case))
    quotes: dict[str, float | None] = {
        name: scoring.exact_quotes((h for r in searched[name] for h in r.get("hits", [])[:4]), rows)
        for name in names if name != OURS
    }  # fmt: skip
    if answered:
        cited = (c for r in answered for c in r.get("citations", []))
        quotes[OURS] = scoring.exact_quotes(cited, rows)
    return [*lines, Line(group, "quotes that are the bulletin's text", "higher", quotes, 3)]


def answer_lines(
    answers: Replies, cases: Sequence[Case], questions: Sequence[Question]
) -> list[Line]:
    """The sample that every system answers itself; bantin with its default, which has no model."""
    names = list(answers)

    def part(name: str, kind: str, keep: Callable[[int], bool]) -> list[Mapping[str, Any]]:
        return [r for r in answers[name] if r["group"] == kind and keep(r["id"])]

    def share(title: str, better: Better, by_case: _ByCase) -> Line:
        return Line.over_cases(CHAINS, title, better, by_case)

    times = {n: scoring.percentiles([r["seconds"] for r in answers[n]]) for n in names}
    figures = {
        n: scoring.figures_shown(part(n, "suites", lambda i: bool(cases[i].figures)), cases)
        for n in names
    }
    refused = {
        n: {
            r["id"]: float(scoring.is_refusal(r))
            for r in part(n, "suites", lambda i: cases[i].refusal)
        }
        for n in names
    }
    said = {
        n: {
            r["id"]: float(
                not scoring.is_refusal(r)
                and scoring.holds(str(r.get("text", "")), questions[r["id"]].answer or "")
            )
            for r in part(n, "news", lambda _: True)
        }
        for n in names
    }
    failed = {n: {at: float("error" in r) for at, r in enumerate(answers[n])} for n in names}
    return [
        Line(CHAINS, "answer, ms, p50", "lower", {n: times[n][0] for n in names}, 0),
        Line(CHAINS, "answer, ms, p95", "lower", {n: times[n][1] for n in names}, 0),
        share("figure exact, no other number", "higher", {n: figures[n]["exact"] for n in names}),
        share("a wrong figure shown", "lower", {n: figures[n]["wrong figure"] for n in names}),
        share("unanswerable refused", "higher", refused),
        share("news: the answer said", "higher", said),
        share("failed (error, time-out)", "lower", failed),
    ]
