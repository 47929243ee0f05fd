"""A run on a terminal: aligned, with units, each gate on a line of its own."""

from dataclasses import replace
from datetime import date

import pytest

from evals.records import Case, Estimate, ExpectedFigure, Run
from evals.reports.formats import slice_estimates
from evals.reports.html_page import report_page
from evals.reports.terminal import print_comparison, print_run
from evals.reports.values import shown, value_text
from evals.runs.comparing import compare
from evals.runs.gates import verdicts
from evals.runs.scoring import score_all
from evals.workbench import estimates_of
from tests.fakes import outcome_of

WANTED = ExpectedFigure("753", "người")


def run_of(wrong: int, right: int) -> Run:
    outcomes = tuple(
        outcome_of(Case(f"[{n}]", f"Câu {n}?", figures=(WANTED,), tags=("rare",) if n < 4 else ()),
                   **({"status": "no_evidence", "figures": [], "text": "[không] có"} if n < wrong else {}))
        for n in range(wrong + right)
    )  # fmt: skip
    return Run("monday", outcomes, score_all(outcomes), {"suites": ["x/office.jsonl"]})


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [(0.5, "right", "0.500"), (126.4, "latency_p50", "126 ms"), (1312, "latency_p95", "1.3 s"),
     (0.001, "cost_usd", "0.001 USD")],
)  # fmt: skip
def test_a_value_has_its_unit(value: float, measure: str, text: str) -> None:
    assert value_text(value, measure) == text


def test_an_interval_has_units_too() -> None:
    assert shown(Estimate(900, 5, 80, 1500), "latency_p50") == "900 ms [80 ms, 1.5 s]"


def test_columns_are_aligned_and_brackets_are_as_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = run_of(1, 5)
    print_run(
        run,
        estimates_of(run),
        slice_estimates(run),
        verdicts(run, estimates_of(run), {"right": 0.9}, {}),
    )
    out = capsys.readouterr().out
    head, right = (
        next(line for line in out.splitlines() if line.startswith(w)) for w in ("measure", "right")
    )
    assert right.index("0.833") == head.index("value")
    assert "  [0]  Câu 0?\n" in out
    assert "no_evidence: [không] có" in out
    assert "FAIL  right 0.8333, at least 0.9\n" in out


def test_each_gate_has_its_verdict() -> None:
    run = run_of(1, 5)
    lines = [
        v.line
        for v in verdicts(
            run, estimates_of(run), {"right": 0.5, "exact_match": 1}, {"wrong_figure_rate": 0}
        )
    ]
    assert lines == [
        "PASS  right 0.8333, at least 0.5",
        "FAIL  exact_match was measured by no case, at least 1",
        "PASS  wrong_figure_rate 0, at most 0",
    ]


def test_without_gates_there_is_no_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong answer is shown as one; a report has neither PASS nor FAIL."""
    run = run_of(1, 5)
    measures, judged = estimates_of(run), verdicts(run, {}, {}, {})
    assert judged == []
    print_run(run, measures, {}, judged)
    out = capsys.readouterr().out
    assert "1 of 6 cases went wrong.\n" in out
    assert "No gates were set" in out
    assert "<title>office · 6 questions</title>" in report_page(run, measures, {}, judged)


def test_a_comparison_is_an_aligned_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Both runs stand under their names, and a case that got worse is shown."""
    print_comparison(compare(run_of(0, 6), replace(run_of(1, 5), name="tuesday")))
    lines = capsys.readouterr().out.splitlines()
    head, right = (next(line for line in lines if line.startswith(w)) for w in ("measure", "right"))
    assert right.index("0.833") + len("0.833") == head.index("tuesday") + len("tuesday")
    assert lines[lines.index("1 got worse") + 1] == "  [0]  Câu 0?"


def test_small_slices_are_left_out() -> None:
    """A slice of four cases is no evidence."""
    assert "tag: rare" not in slice_estimates(run_of(1, 9))


def test_the_report_has_suite_verdict_and_failures_first() -> None:
    run = run_of(1, 5)
    judged = verdicts(run, estimates_of(run), {"right": 0.9}, {})
    page = report_page(run, estimates_of(run), slice_estimates(run), judged, date(2026, 11, 26))
    assert "<title>office · 2026-11-26 · FAIL</title>" in page
    assert "FAIL  right 0.8333, at least 0.9" in page
    assert page.index("What went wrong") < page.index("<h2>Measures") < page.index("Every case")
    assert '<a href="#case-0">Câu 0?</a>' in page
    assert "the share that bantin got right" in page
