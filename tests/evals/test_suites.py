"""The bundled suites hold their gates over the samples: at today's level, and they only rise."""

import pytest

from assistant.pipeline import Assistant
from evals.gates import check_gates
from evals.loading import load_suite
from evals.targets import LocalTarget
from evals.workbench import estimates_of, run_suite
from knowledge.settings import Settings

ALWAYS = {"wrong_figure_rate": 0.0, "failure_rate": 0.0}
GATES = {
    "samples": {"right": 0.97, "figure_exactness": 1.0, "citation_recall": 0.97,
                "refusal_recall": 1.0, "refusal_precision": 0.95, "recall@10": 0.97},
    "operations": {"right": 0.97, "result_exactness": 0.97, "citation_recall": 0.97},
}  # fmt: skip


@pytest.mark.parametrize("name", GATES)
def test_a_suite_holds_its_gates(
    assistant: Assistant, sample_settings: Settings, name: str
) -> None:
    run = run_suite(load_suite(name), LocalTarget(assistant, sample_settings), workers=2)
    check_gates(estimates_of(run), {"citation_validity": 1.0, **GATES[name]}, ALWAYS)
