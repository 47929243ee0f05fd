"""A run or a comparison as tables: Markdown, JSON, CSV, JUnit XML."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evals.cases.slicing import sliced
from evals.measures.registry import MEASURES
from evals.records import Estimate, Outcome, Run
from evals.reports.values import shown, value_text
from evals.runs.comparing import Comparison
from evals.runs.gates import Verdict
from evals.runs.run_folder import ANSWERS, write_scores
from evals.runs.scoring import estimates, rights, worst_first
from knowledge.output.json_views import safe_cell

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LISTED = 25
_LEAST_SLICE = 5


def write_reports(folder: Path, run: Run, verdicts: Sequence[Verdict] = ()) -> None:
    """Writes scores.jsonl and every form of the report into the run's folder."""
    from evals.reports.html_page import report_page

    measures = estimates(run.scores, {o.case.id: o.case for o in run.outcomes})
    slices = slice_estimates(run)
    (folder / "report.md").write_text(run_markdown(run, measures, slices), "utf-8")
    (folder / "report.json").write_text(line_json(run_view(run, measures, slices)), "utf-8")
    (folder / "report.csv").write_text(cases_csv(run), "utf-8", newline="")
    (folder / "junit.xml").write_text(junit(run), "utf-8")
    page = report_page(run, measures, slices, verdicts, _day_of(folder))
    (folder / "report.html").write_text(page, "utf-8")
    write_scores(folder, run.scores)


def _day_of(folder: Path) -> date | None:
    """The day on which the last answer of a run was saved."""
    path = folder / ANSWERS
    return datetime.fromtimestamp(path.stat().st_mtime).date() if path.is_file() else None


def slice_estimates(run: Run) -> dict[str, dict[str, Estimate]]:
    """Slice -> measure -> estimate, for the measures that reports show by slice.

    Slices of fewer than five cases are left out: one case would be 20 points or more.
    """
    names = ("right", "wrong_figure_rate", "latency_p50")
    cases = sliced(o.case for o in run.outcomes)
    return {
        name: {
            measure: value
            for measure, value in estimates(run.scores, {c.id: c for c in slice_cases}).items()
            if measure in names
        }
        for name, slice_cases in cases.items()
        if len(slice_cases) >= _LEAST_SLICE
    }


def run_view(
    run: Run, measures: Mapping[str, Estimate], slices: Mapping[str, Mapping[str, Estimate]]
) -> dict[str, Any]:
    """The report as plain values."""
    right = rights(run.scores)
    return {
        "run": run.name,
        "cases": len(run.outcomes),
        "wrong": [o.case.id for o in worst_first(run.outcomes, run.scores)
                  if right.get(o.case.id) is False],
        "measures": {name: _estimate_view(e) for name, e in measures.items()},
        "slices": {name: {m: _estimate_view(e) for m, e in estimates.items()}
                   for name, estimates in slices.items()},
        "settings": dict(run.settings),
    }  # fmt: skip


def _estimate_view(estimate: Estimate) -> dict[str, Any]:
    def rounded(value: float | None) -> float | None:
        return None if value is None or value != value else round(value, 6)

    interval = [rounded(estimate.low), rounded(estimate.high)]
    value = rounded(estimate.value)
    return {"mean": value, "n": estimate.n, "interval": None if None in interval else interval}


def run_markdown(
    run: Run, measures: Mapping[str, Estimate], slices: Mapping[str, Mapping[str, Estimate]]
) -> str:
    """Measures with intervals, slices, and the cases that went wrong, worst first."""
    lines = ["| measure | value [95 % interval] | n | better |", "|---|---|---:|---|"]
    lines += [f"| {name} | {shown(e, name)} | {e.n} | {MEASURES[name].better} |"
              for name, e in measures.items()]  # fmt: skip
    lines += ["", "| slice | right | n |", "|---|---|---:|"]
    lines += [f"| {_cell(name)} | {shown(estimates['right'], 'right')} | {estimates['right'].n} |"
              for name, estimates in slices.items() if "right" in estimates]  # fmt: skip
    right = rights(run.scores)
    wrong = [o for o in worst_first(run.outcomes, run.scores) if right.get(o.case.id) is False]
    lines += ["", f"{len(wrong)} of {len(run.outcomes)} cases went wrong.", ""]
    lines += [f"- {line}" for line in map(case_line, wrong[:_LISTED])]
    if len(wrong) > _LISTED:
        lines.append(f"- and {len(wrong) - _LISTED} more: see report.html")
    return "\n".join(lines) + "\n"


def case_line(outcome: Outcome) -> str:
    """A case and its answer on one line, with Markdown's special characters escaped."""
    answer = outcome.answer
    shown_text = str(answer.get("error") or answer["text"]).replace("\n", " / ")
    question, text = _cell(outcome.case.question[:200]), _cell(shown_text[:300])
    return f"`{_cell(outcome.case.id)}` {question} → {answer['status']}: {text}"


def _cell(text: str) -> str:
    """The text for a Markdown table or list: one line, special characters escaped."""
    return re.sub(r"([\\`*_|<>\[\]])", r"\\\1", " ".join(text.split()))


def cases_csv(run: Run) -> str:
    """Every case with its answer and its scores, for a spreadsheet."""
    measures = [m for m in MEASURES if any(s.measure == m for s in run.scores)]
    by_case: dict[str, dict[str, float]] = {}
    for score in run.scores:
        by_case.setdefault(score.case_id, {})[score.measure] = score.value
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "question", "status", "short", "text", "cited", *measures])
    for outcome in run.outcomes:
        answer, values = outcome.answer, by_case.get(outcome.case.id, {})
        cited = " ".join(dict.fromkeys(c["bulletin_id"] for c in answer["citations"]))
        texts = [outcome.case.id, outcome.case.question, answer["status"], answer["short"] or "",
                 answer["text"], cited]  # fmt: skip
        writer.writerow([*map(safe_cell, texts), *(values.get(m, "") for m in measures)])
    return out.getvalue()


def junit(run: Run) -> str:
    """JUnit XML: one test a case; a wrong answer is a failure, a failed target an error."""
    right = rights(run.scores)
    judged = [o for o in run.outcomes if o.case.id in right]
    failed = [o for o in judged if not right[o.case.id]]
    errors = [o for o in failed if _is_error(o)]
    suite = ElementTree.Element(
        "testsuite", name=_xml(run.name), tests=str(len(judged)),
        failures=str(len(failed) - len(errors)), errors=str(len(errors)),
    )  # fmt: skip
    for outcome in judged:
        case = ElementTree.SubElement(
            suite, "testcase", name=_xml(outcome.case.id), classname="bantin",
            time=f"{outcome.seconds:.3f}",
        )  # fmt: skip
        if not right[outcome.case.id]:
            shown_text = str(outcome.answer.get("error") or outcome.answer["text"])
            kind = "error" if _is_error(outcome) else "failure"
            note = ElementTree.SubElement(case, kind, message=_xml(str(outcome.answer["status"])))
            note.text = _xml(f"{outcome.case.question}\n{shown_text}")
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _is_error(outcome: Outcome) -> bool:
    return str(outcome.answer["status"]).startswith("error")


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def comparison_markdown(comparison: Comparison) -> str:
    """Measures with their differences, differing settings, and the cases that changed."""
    a, b = _cell(comparison.a), _cell(comparison.b)
    lines = [
        f"| measure | {a} | {b} | difference [95 %] | p (Holm) | |",
        "|---|---:|---:|---|---:|---|",
    ]
    for change in comparison.changes:
        p = "" if change.adjusted is None else f"{change.adjusted:.3f}"
        verdict = "" if change.verdict == "no difference shown" else change.verdict
        lines.append(
            f"| {change.measure} | {value_text(change.a, change.measure)} | "
            f"{value_text(change.b, change.measure)} | "
            f"{shown(change.difference, change.measure)} | {p} | {verdict} |"
        )
    if comparison.settings:
        lines += ["", f"| setting | {a} | {b} |", "|---|---|---|"]
        lines += [f"| {_cell(k)} | {_cell(x)} | {_cell(y)} |" for k, x, y in comparison.settings]
    for title, pairs in (("Got worse", comparison.worse), ("Got better", comparison.better)):
        lines += ["", f"{title}: {len(pairs)}", ""]
        lines += [f"- {case_line(after)} (was {_cell(str(before.answer['text'])[:150])})"
                  for before, after in pairs[:_LISTED]]  # fmt: skip
    lines += ["", f"Reworded, verdict unchanged: {len(comparison.reworded)}"]
    for name, ids in ((comparison.a, comparison.only_a), (comparison.b, comparison.only_b)):
        if ids:
            lines.append(f"Only in {_cell(name)}: {len(ids)} cases")
    return "\n".join(lines) + "\n"


def comparison_view(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values."""

    def ids(pairs: Sequence[tuple[Outcome, Outcome]]) -> list[str]:
        return [after.case.id for _, after in pairs]

    return {
        "a": comparison.a,
        "b": comparison.b,
        "measures": {
            c.measure: {"a": c.a, "b": c.b, "difference": _estimate_view(c.difference),
                        "p": c.p, "p_holm": c.adjusted, "verdict": c.verdict}
            for c in comparison.changes
        },
        "better": ids(comparison.better),
        "worse": ids(comparison.worse),
        "reworded": ids(comparison.reworded),
        "only_a": list(comparison.only_a),
        "only_b": list(comparison.only_b),
        "settings": [list(row) for row in comparison.settings],
    }  # fmt: skip


def line_json(value: Any) -> str:
    """Indented JSON with a line break at its end; letters are not escaped."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
