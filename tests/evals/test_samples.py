"""The suite over the samples holds its gates: they stand at today's level and only rise."""

from pathlib import Path

from assistant.pipeline import Assistant
from evals.loading import load_suite
from evals.running import check_gates, run_suite, score_run, write_run


def test_the_sample_suite_holds_its_gates(assistant: Assistant, tmp_path: Path) -> None:
    """At least 90 % right in both languages, accents or none, and no wrong figure at all."""
    outcomes = list(run_suite(load_suite("samples"), assistant))
    scores = score_run(outcomes, assistant)
    write_run(tmp_path, outcomes, scores)
    check_gates(
        scores,
        {"right": 0.97, "figure_exactness": 1.0, "citation_validity": 1.0, "citation_recall": 0.97,
         "refusal_recall": 1.0, "refusal_precision": 0.95},
        {"wrong_figure_rate": 0.0, "answered_unanswerable_rate": 0.0},
    )  # fmt: skip
    assert "went wrong" in (tmp_path / "report.md").read_text("utf-8")


def test_the_suite_of_operations_holds_its_gates(assistant: Assistant) -> None:
    """Comparisons, trends, rankings, sums, gaps to the plan: every operand right and cited."""
    cases = load_suite("operations")
    assert len(cases) >= 80
    outcomes = list(run_suite(cases, assistant))
    check_gates(
        score_run(outcomes, assistant),
        {
            "right": 0.97,
            "result_exactness": 0.97,
            "citation_validity": 1.0,
            "citation_recall": 0.97,
        },
        {"wrong_figure_rate": 0.0},
    )


def test_the_same_suite_twice_gives_the_same_scores(assistant: Assistant, tmp_path: Path) -> None:
    cases = load_suite("samples")[:12]
    for name in ("one", "two"):
        outcomes = list(run_suite(cases, assistant))
        write_run(tmp_path / name, outcomes, score_run(outcomes, assistant))
    assert (tmp_path / "one/scores.jsonl").read_bytes() == (
        tmp_path / "two/scores.jsonl"
    ).read_bytes()
