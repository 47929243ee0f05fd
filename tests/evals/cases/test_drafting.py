"""Drafted cases: figures of the table, and unanswerable neighbours."""

from collections import Counter

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.cases.drafting import draft_cases
from evals.cases.loading import case_from_row, row_from_case
from evals.runs.targets import LocalTarget
from evals.workbench import estimates_of, run_suite


def test_drafts_are_valid_cases_with_unique_ids(assistant: Assistant) -> None:
    cases = draft_cases(assistant.library.figures())
    assert len({c.id for c in cases}) == len(cases) == len({c.question for c in cases})
    assert all(case_from_row(row_from_case(case), "here") == case for case in cases)
    kinds = Counter(c.tags[1] if c.tags[1] == "figure" else c.tags[2] for c in cases)
    assert set(kinds) == {"figure", "year", "place", "role"}


def test_the_same_library_gives_the_same_drafts(assistant: Assistant) -> None:
    figures = assistant.library.figures()
    assert draft_cases(figures) == draft_cases(figures)
    assert draft_cases([]) == []


@pytest.mark.integration
def test_our_own_answers_to_the_drafts_are_nearly_all_right(
    assistant: Assistant, sample_settings: Settings
) -> None:
    """The assistant's answers to every second drafted case agree with it, except a few."""
    cases = draft_cases(assistant.library.figures())[::2]
    measures = estimates_of(run_suite(cases, LocalTarget(assistant, sample_settings)))
    assert measures["right"].value >= 0.9
    assert measures["answered_unanswerable_rate"].value <= 0.02
