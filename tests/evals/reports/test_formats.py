"""Reports in every form; text of answers is never markup."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.records import Case, ExpectedFigure, Run
from evals.reports.formats import (
    cases_csv,
    comparison_markdown,
    junit,
    run_markdown,
    slice_estimates,
    write_reports,
)
from evals.reports.html_page import comparison_page, report_page
from evals.runs.comparing import compare
from evals.runs.scoring import score_all
from evals.workbench import estimates_of
from tests.fakes import outcome_of, scripted_answer

WANTED = ExpectedFigure("753", "người")
EVIL = '<script>alert(1)</script><img src=x onerror="x()">|`*_[a](javascript:x)\x00\x1b[31m=1+1'


def evil_run(name: str = "run") -> Run:
    """A run with hostile text in every field that a report shows."""
    cited = {**scripted_answer()["citations"][0], "title": EVIL, "bulletin_id": EVIL}
    case = Case(f"id {EVIL}", EVIL, history=(EVIL,), figures=(WANTED,), tags=(EVIL,))
    other = Case("fine", "Năm 2022?", answers=(EVIL,), bulletins=(EVIL,))
    outcomes = (
        outcome_of(case, text=EVIL, short=EVIL, citations=[cited], trace={"understood": {"q": EVIL}}),
        outcome_of(other, status="no_evidence", text=EVIL),
    )  # fmt: skip
    return Run(name, outcomes, score_all(outcomes), {"model": EVIL})


def test_the_page_escapes_all_untrusted_text() -> None:
    run = evil_run()
    page = report_page(run, estimates_of(run), slice_estimates(run))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)" in page
    other = comparison_page(compare(run, evil_run("b" + EVIL)))
    assert "<script>alert" not in other
    assert "<img" not in other


@pytest.mark.parametrize("sign", ["http://", "https://", "src=", "@import", "url("])
def test_the_page_needs_no_network(sign: str) -> None:
    outcomes = (outcome_of(Case("a", "Năm 2022?", figures=(WANTED,))),)
    run = Run("run", outcomes, score_all(outcomes))
    page = report_page(run, estimates_of(run), slice_estimates(run))
    # The namespaces of SVG are not fetched.
    assert sign not in page.replace("http://www.w3.org/", "").replace("url(#", "")


def test_the_page_shows_a_citation_in_its_context() -> None:
    outcomes = (outcome_of(Case("a", "Năm 2022?", figures=(WANTED,))),)
    run = Run("run", outcomes, score_all(outcomes))
    page = report_page(run, estimates_of(run), slice_estimates(run))
    assert "<mark>Năm 2022, tỉnh có 753/500 người" in page
    assert "753 người" in page


def test_markdown_in_an_answer_is_escaped() -> None:
    run, other = evil_run(), evil_run("b" + EVIL)
    text = run_markdown(run, estimates_of(run), slice_estimates(run))
    assert "<script>" not in text.replace("\\<", "")
    assert r"\[a\](javascript:x)" in text
    assert "\\`" in comparison_markdown(compare(run, other))


def test_csv_cells_are_not_formulas() -> None:
    outcomes = (outcome_of(Case("=1+1", "@x", refusal=True), text="-2+3", status="no_evidence"),)
    rows = list(csv.DictReader(io.StringIO(cases_csv(Run("r", outcomes, score_all(outcomes))))))
    assert (rows[0]["id"], rows[0]["question"], rows[0]["text"]) == ("'=1+1", "'@x", "'-2+3")
    assert rows[0]["right"] == "1.0"


def test_junit_counts_failures_and_errors_apart() -> None:
    case = Case("a", EVIL, figures=(WANTED,))
    outcomes = (
        outcome_of(case),
        outcome_of(Case("b", "?", refusal=True)),
        outcome_of(Case("c", "?", figures=(WANTED,)), status="error_internal", error=EVIL),
        outcome_of(Case("d", "?", bulletins=("a",))),
    )
    suite = ElementTree.fromstring(junit(Run("run", outcomes, score_all(outcomes))))
    assert [suite.get(k) for k in ("tests", "failures", "errors")] == ["3", "1", "1"]
    assert [len(test) for test in suite] == [0, 1, 1]


def test_an_empty_slice_or_measure_breaks_no_report(tmp_path: Path) -> None:
    """A suite without verdicts gives every form of report."""
    outcomes = (outcome_of(Case("a", "?", bulletins=("a",)), hits=(("a@1#0", "a"),)),)
    write_reports(tmp_path, Run("run", outcomes, score_all(outcomes)))
    assert "0 of 1 cases went wrong" in (tmp_path / "report.md").read_text("utf-8")
