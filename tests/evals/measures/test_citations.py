"""Citations quote the bulletin, and markers without a citation count against an answer."""

from dataclasses import replace

import pytest

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


ROW = "Huyện Hạ Hòa: Việc làm (người) 1.450; Hộ nghèo – năm 2022: 120."
CELLS = [
    ("120", ("Hạ Hòa", "Hộ nghèo năm 2022", "120"), 1.0),
    ("1.450", ("Hạ Hòa", "Hộ nghèo năm 2022", "120"), 0.0),
    ("120", ("Thanh Ba", "Hộ nghèo năm 2022", "120"), 0.0),
    ("120", ("Hạ Hòa", "Việc làm", "120"), 0.0),
]


@pytest.mark.parametrize(
    ("shown", "cell", "score"), CELLS, ids=["the cell", "another cell", "row", "column"]
)
def test_a_cell_is_cited_with_its_row_and_column(
    shown: str, cell: tuple[str, str, str], score: float
) -> None:
    """The shown figure is the cell, and its citation names the row and the column."""
    start = 100 + ROW.index(shown)
    figure = {"value": "0", "unit": "", "marker": 1, "start": start, "end": start + len(shown)}
    citation = {**CITED, "quote": ROW, "start": 100, "end": 100 + len(ROW)}
    outcome = outcome_of(Case("a", "?", cell=cell), figures=[figure], citations=[citation])
    assert MEASURES["cell_citation"].of(outcome) == score


def test_a_cell_is_right_however_its_unit_is_told() -> None:
    """`145` under "triệu USD" is told as a figure of 145,000,000."""
    start = ROW.index("120")
    figure = {"value": "120000000", "unit": "USD", "marker": 1, "start": start, "end": start + 3}
    citation = {**CITED, "quote": ROW, "start": 0, "end": len(ROW)}
    cell = ("Hạ Hòa", "Hộ nghèo năm 2022", "120")
    for row, is_it in ((cell, 1.0), (("Thanh Ba", *cell[1:]), 0.0)):
        case = Case("a", "?", answers=("120",), cell=row)
        outcome = outcome_of(case, text="120 triệu [1]", figures=[figure], citations=[citation])
        outcome = replace(outcome, answer={**outcome.answer, "text": "không nói số ấy [1]"})
        assert MEASURES["right"].of(outcome) == is_it
        assert MEASURES["wrong_figure_rate"].of(outcome) == 1 - is_it
