"""The lines of the comparison: each measure with its value for every system."""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from evals.bench.peers import scoring
from evals.bench.peers.data import Question
from evals.bench.peers.protocol import Row
from evals.bench.peers.systems import OURS
from evals.records import Case

Better = Literal["higher", "lower"]
Replies = Mapping[str, Sequence[Mapping[str, Any]]]
_FORMS = ("vi", "no accents", "en")
_FORM_NAMES = {"vi": "Vietnamese", "no accents": "without accents", "en": "English"}
_Z_95 = 1.96
# Times and sizes of one run differ by this share without a cause.
_NOISE = 0.05


@dataclass(frozen=True, slots=True)
class Line:
    """One measure: values by system (None: does not apply), decimals, and how many it is over."""

    group: str
    title: str
    better: Better
    values: Mapping[str, float | None]
    decimals: int = 2
    n: int | None = None

    @property
    def known(self) -> dict[str, float]:
        """The values that exist."""
        return {n: v for n, v in self.values.items() if v is not None and not math.isnan(v)}

    @property
    def verdict(self) -> str:
        """`ahead`, `level` or `behind`: bantin beside the best peer; empty without both.

        Level is a difference that chance explains: of shares the 95 % interval of the difference of
        two proportions over `n` (which is wide, since it forgets that both saw the same cases), of
        times and sizes 5 %.
        """
        peers = [value for name, value in self.known.items() if name != OURS]
        ours = self.known.get(OURS)
        if ours is None or not peers:
            return ""
        sign = 1 if self.better == "higher" else -1
        best = max(peers, key=lambda value: sign * value)
        if abs(ours - best) <= self._chance(ours, best):
            return "level"
        return "ahead" if sign * ours > sign * best else "behind"

    def _chance(self, a: float, b: float) -> float:
        if self.n is not None and min(a, b) >= 0 and max(a, b) <= 1:
            return _Z_95 * math.sqrt((a * (1 - a) + b * (1 - b)) / self.n)
        return _NOISE * max(abs(a), abs(b))


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
            values = {name: scores[name][measure] for name in names}
            title = f"{_FORM_NAMES[form]}: {measure}"
            lines.append(Line("retrieval over the news", title, "higher", values, 3, len(asked)))
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
        Line(group, title, better, {n: held[n][title] for n in names}, decimals, len(figures))
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
        values: dict[str, float | None] = {
            name: scoring.refused_at_best_bar(
                *(
                    [scoring.top_score(r) for r in searched[name]
                     if r["group"] == kind and r["id"] in part]
                    for part in (positives[kind], ids)
                )
            )
            for name in names if name != OURS
        }  # fmt: skip
        own = [r for r in answered if r["group"] == kind and r["id"] in ids]
        if own:
            values[OURS] = sum(map(scoring.is_refusal, own)) / len(own)
        lines.append(Line(group, title, "higher", values, 3, len(ids)))
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
    lines = []

    def add(title: str, better: Better, values: Any, n: int) -> None:
        decimals = 0 if "ms" in title else 3
        lines.append(Line("answers of each system's own chain", title, better, values, decimals, n))

    def part(name: str, kind: str, keep: Callable[[int], bool]) -> list[Mapping[str, Any]]:
        return [r for r in answers[name] if r["group"] == kind and keep(r["id"])]

    names = list(answers)
    total = min(len(replies) for replies in answers.values())
    for at, title in enumerate(("answer, ms, p50", "answer, ms, p95")):
        times = {n: scoring.percentiles([r["seconds"] for r in answers[n]])[at] for n in names}
        add(title, "lower", times, total)
    with_figures = {n: part(n, "suites", lambda i: bool(cases[i].figures)) for n in names}
    scores = {n: scoring.figures_shown(with_figures[n], cases) for n in names}
    count = len(with_figures[names[0]])
    add("figure exact, no other number", "higher", {n: scores[n]["exact"] for n in names}, count)
    add("a wrong figure shown", "lower", {n: scores[n]["wrong figure"] for n in names}, count)
    refusals = {n: part(n, "suites", lambda i: cases[i].refusal) for n in names}
    add("unanswerable refused", "higher",
        {n: _share(map(scoring.is_refusal, refusals[n])) for n in names},
        len(refusals[names[0]]))  # fmt: skip
    news = {n: part(n, "news", lambda i: True) for n in names}
    says = {
        n: _share(
            not scoring.is_refusal(r)
            and scoring.holds(str(r.get("text", "")), questions[r["id"]].answer or "")
            for r in news[n]
        )
        for n in names
    }
    add("news: the answer said", "higher", says, len(news[names[0]]))
    failed = {n: _share("error" in r for r in answers[n]) for n in names}
    add("failed (error, time-out)", "lower", failed, total)
    return lines


def _share(values: Any) -> float | None:
    flags = list(values)
    return sum(flags) / len(flags) if flags else None
