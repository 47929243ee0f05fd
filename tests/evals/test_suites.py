"""The bundled suites meet their gates over the samples; gates are only ever raised."""

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.cases.loading import bundled_suites, load_suite
from evals.runs.gates import failed_gates
from evals.runs.targets import LocalTarget
from evals.workbench import estimates_of, run_suite
from tests.evals.test_table_questions import GATES as TABLE_GATES

ALWAYS = {"wrong_figure_rate": 0.0, "failure_rate": 0.0}
GATES = {
    "samples": {"right": 1.0, "figure_exactness": 1.0, "citation_recall": 1.0,
                "refusal_recall": 1.0, "refusal_precision": 1.0, "recall@10": 0.97},
    "operations": {"right": 1.0, "result_exactness": 1.0, "citation_recall": 1.0},
    # Until the reader refused them, irrelevant words from the right bulletin counted as right here.
    "facts": {"right": 0.73, "citation_recall": 0.79, "recall@10": 1.0},
    "spellings": {"right": 0.98, "citation_recall": 0.98, "recall@10": 1.0},
    "english": {"right": 0.93, "citation_recall": 0.96, "recall@10": 1.0},
    "follow_ups": {"right": 1.0, "citation_recall": 1.0, "refusal_recall": 1.0},
    "unanswerable": {"right": 1.0, "refusal_recall": 1.0, "refusal_precision": 1.0},
    "contradictions": {"right": 1.0, "citation_recall": 1.0, "refusal_recall": 1.0},
    "hostile": {"right": 0.90, "refusal_recall": 0.88},
    "dialogues": {"right": 1.0, "citation_recall": 1.0, "refusal_recall": 1.0},
    "unclear": {"right": 1.0},
    "talk": {"right": 1.0, "refusal_recall": 1.0},
}  # fmt: skip


# Their bulletins are not the samples; `test_table_questions` holds their gates.
TABLES = set(TABLE_GATES)


def test_every_bundled_suite_has_gates() -> None:
    assert set(GATES) | TABLES == set(bundled_suites())


@pytest.mark.parametrize("name", GATES)
def test_a_suite_holds_its_gates(
    assistant: Assistant, sample_settings: Settings, name: str
) -> None:
    run = run_suite(load_suite(name), LocalTarget(assistant, sample_settings), workers=2)
    scores = estimates_of(run)
    validity = {"citation_validity": 1.0} if "citation_validity" in scores else {}
    assert failed_gates(scores, {**validity, **GATES[name]}, ALWAYS) == []
