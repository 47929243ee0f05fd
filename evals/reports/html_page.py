"""A run or a comparison as one self-contained HTML page: no network, no other file.

Questions, answers and bulletins are untrusted: the templates escape all of them, and the page's
Content-Security-Policy allows one script only, by its digest.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from evals.cases.slicing import sliced, slices_of
from evals.measures.explaining import EXPLANATIONS
from evals.measures.registry import MEASURES
from evals.records import Case, Estimate, Outcome, Run
from evals.reports.plots import latency_plot, risk_coverage_plot, slices_plot
from evals.reports.values import value_text
from evals.runs.comparing import Comparison
from evals.runs.gates import Verdict
from evals.runs.scoring import rights, worst_first
from knowledge.output.templates import renderer

_render = renderer("evals.reports")
_MOST_FAILING = 25
_TILES = ("right", "wrong_figure_rate", "refusal_recall", "citation_validity", "recall@10",
          "latency_p50")  # fmt: skip


def report_page(
    run: Run, measures: Mapping[str, Estimate], slices: Mapping[str, Mapping[str, Estimate]],
    verdicts: Sequence[Verdict] = (), day: date | None = None,
) -> str:  # fmt: skip
    """The HTML report of a run: its verdict, what went wrong, the measures, every case."""
    right = rights(run.scores)
    by_slice = {
        name: estimates["right"] for name, estimates in slices.items() if "right" in estimates
    }
    weights = {o.case.id: o.case.weight for o in run.outcomes}
    plots = [
        ("Right, by slice", slices_plot(by_slice, measures["right"].value) if by_slice else None),
        ("Risk and coverage", risk_coverage_plot(run.scores, weights)),
        ("Time", latency_plot(run.outcomes) if run.outcomes else None),
    ]
    ordered = worst_first(run.outcomes, run.scores)
    failing = [
        (number, _case_view(outcome, right))
        for number, outcome in enumerate(ordered) if right.get(outcome.case.id) is False
    ]  # fmt: skip
    return _rendered(
        "report", name=_suites_of(run), run=run.name, total=len(run.outcomes), verdicts=verdicts,
        is_passed=all(v.is_passed for v in verdicts), day=f"{day:%Y-%m-%d}" if day else "",
        failing=failing[:_MOST_FAILING], measures=_rows(measures),
        tiles=[row for row in _rows(measures) if row["name"] in _TILES],
        plots=[(title, svg) for title, svg in plots if svg],
        wrong=sum(not ok for ok in right.values()),
        cases=[_case_view(o, right) for o in ordered],
        slices=list(sliced(o.case for o in run.outcomes)), settings=_flat(run.settings),
    )  # fmt: skip


def _suites_of(run: Run) -> str:
    """The names of the suites of a run, or the name of the run."""
    suites = run.settings.get("suites") or ()
    return ", ".join(Path(str(suite)).stem for suite in suites) or run.name


def comparison_page(comparison: Comparison) -> str:
    """The HTML comparison of two runs: measures, settings that differ, cases side by side."""
    groups = [
        ("Got worse", "wrong", comparison.worse),
        ("Got better", "right", comparison.better),
        ("Reworded, verdict unchanged", "", comparison.reworded),
    ]
    rows = [
        {"name": c.measure, "meaning": MEASURES[c.measure].meaning,
         "a": _number(c.a, c.measure), "b": _number(c.b, c.measure),
         "difference": _number(c.difference.value, c.measure, signed=True),
         "interval": _interval(c.difference, c.measure), "n": c.difference.n,
         "p": "" if c.adjusted is None else f"{c.adjusted:.3f}", "verdict": c.verdict}
        for c in comparison.changes
    ]  # fmt: skip
    return _rendered(
        "comparison", a=comparison.a, b=comparison.b, measures=rows,
        settings=comparison.settings, only_a=comparison.only_a, only_b=comparison.only_b,
        groups=[(title, kind, [(_case_view(x, {}), _case_view(y, {})) for x, y in pairs])
                for title, kind, pairs in groups],
    )  # fmt: skip


def _rendered(template: str, **values: Any) -> str:
    script = _file("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _render(template, style=_file("report.css"), script=script, digest=digest, **values)


@cache
def _file(name: str) -> str:
    return files("evals.reports").joinpath("templates", name).read_text("utf-8")


def _rows(measures: Mapping[str, Estimate]) -> list[dict[str, Any]]:
    return [
        {"name": name, "meaning": EXPLANATIONS[name], "better": MEASURES[name].better,
         "value": _number(e.value, name), "interval": _interval(e, name), "n": e.n,
         "share": None if MEASURES[name].unit else round(100 * e.value, 1)}
        for name, e in measures.items()
    ]  # fmt: skip


def _number(value: float, measure: str, signed: bool = False) -> str:
    return value_text(value, measure, "+" if signed else "")


def _interval(estimate: Estimate, measure: str) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{value_text(estimate.low, measure)} … {value_text(estimate.high, measure)}"


def _case_view(outcome: Outcome, right: Mapping[str, bool]) -> dict[str, Any]:
    case, answer = outcome.case, outcome.answer
    verdict = {True: "right", False: "wrong", None: "not judged"}[right.get(case.id)]
    quotes = {c["marker"]: c for c in answer["citations"]}
    understood = (answer.get("trace") or {}).get("understood") or {}
    return {
        "id": case.id, "question": case.question, "history": case.history, "verdict": verdict,
        "slices": slices_of(case), "expected": expected_lines(case), "status": answer["status"],
        "short": answer["short"], "text": answer["text"], "error": answer.get("error"),
        "confidence": answer["confidence"], "ms": round(outcome.seconds * 1000),
        "understood": json.dumps(understood, ensure_ascii=False) if understood else "",
        "cited": [
            {"marker": t.marker, "before": t.before, "text": t.text, "after": t.after,
             "title": quotes[t.marker]["title"], "bulletin": quotes[t.marker]["bulletin_id"],
             "published": quotes[t.marker].get("published_on"),
             "is_valid": quotes[t.marker]["quote"] == t.text,
             "quote": quotes[t.marker]["quote"]}
            for t in outcome.cited if t.marker in quotes
        ],
    }  # fmt: skip


def expected_lines(case: Case) -> list[str]:
    """The expectations of a case, one readable line each."""
    lines = []
    for figure in case.figures:
        more = {"place": figure.place, "period": figure.period, "plan": figure.plan,
                "percent": figure.percent, "role": figure.role}  # fmt: skip
        details = ", ".join(f"{key} {value}" for key, value in more.items() if value is not None)
        lines.append(f"{figure.value} {figure.unit}" + f" ({details})" * bool(details))
    if case.computed:
        lines.append(f"computed: {case.computed.value} {case.computed.unit}")
    lines += [f"text: {answer}" for answer in case.answers]
    if case.contains:
        lines.append(f"cited words: {case.contains}")
    lines += [f"{check.kind.replace('_', ' ')}: {check.text}" for check in case.checks]
    if case.status:
        lines.append(f"status: {case.status}")
    if case.refusal:
        lines.append("no answer: a refusal is right")
    if case.bulletins:
        lines.append(f"from: {', '.join(case.bulletins)}")
    return lines


def _flat(settings: Mapping[str, Any], at: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in settings.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{at}{key}.")
        else:
            rows.append((f"{at}{key}", str(value)))
    return rows
