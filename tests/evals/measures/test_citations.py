"""Citations quote the bulletin, and markers without a citation count against an answer."""

from dataclasses import replace

from evals.measures.registry import MEASURES
from evals.records import Case, CitedText
from tests.fakes import outcome_of, scripted_answer

CITED = scripted_answer()["citations"][0]


def test_a_quote_that_is_the_text_is_valid() -> None:
    assert MEASURES["citation_validity"].of(outcome_of(Case("a", "?", refusal=True))) == 1


def test_a_quote_that_is_not_the_text_is_invalid() -> None:
    outcome = replace(
        outcome_of(Case("a", "?")), cited=(CitedText(1, "", "Năm 2022, tỉnh có 758", ""),)
    )
    assert MEASURES["citation_validity"].of(outcome) == 0
    assert MEASURES["citation_validity"].of(replace(outcome, cited=())) == 0


def test_a_marker_out_of_range_is_invalid_and_imprecise() -> None:
    outcome = outcome_of(Case("a", "?", bulletins=("a",)), text="Có 753 người [1][4].")
    assert MEASURES["citation_validity"].of(outcome) == 0.5
    assert MEASURES["citation_precision"].of(outcome) == 0.5


def test_brackets_in_a_quotation_are_not_markers() -> None:
    quote = "theo Quyết định [12] của tỉnh"
    outcome = outcome_of(
        Case("a", "?"), text=f"“{quote}” [1]", citations=[{**CITED, "quote": quote}]
    )
    outcome = replace(outcome, cited=(CitedText(1, "", quote, ""),))
    assert MEASURES["citation_validity"].of(outcome) == 1


def test_precision_and_recall_look_at_bulletins_or_passages() -> None:
    two = [CITED, {**CITED, "marker": 2, "bulletin_id": "b", "passage_id": "b@1#0"}]

    def precision_and_recall(case: Case) -> tuple[object, object]:
        outcome = outcome_of(case, citations=two, text="753 [1][2]")
        return tuple(MEASURES[f"citation_{m}"].of(outcome) for m in ("precision", "recall"))  # type: ignore[return-value]  # both are defined here

    assert precision_and_recall(Case("a", "?", bulletins=("a",))) == (0.5, 1)
    assert precision_and_recall(Case("a", "?", bulletins=("c",))) == (0, 0)
    assert precision_and_recall(Case("a", "?", bulletins=("a", "c"))) == (0.5, 1)
    assert precision_and_recall(Case("a", "?", passages=("a@1#1", "c@1#0"))) == (0.5, 0.5)
    assert precision_and_recall(Case("a", "?", answers=("753",))) == (None, None)
