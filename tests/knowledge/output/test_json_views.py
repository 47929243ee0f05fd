"""Plain values for programs and spreadsheets."""

from decimal import Decimal

import pytest

from knowledge.output.json_views import figures_csv, number, safe_cell


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Decimal("100.40"), "100.4"), (Decimal(753), "753"), (Decimal("1E+3"), "1000"), (None, None)],
)
def test_numbers_have_a_point_and_no_idle_zeros(
    value: Decimal | None, expected: str | None
) -> None:
    assert number(value) == expected


@pytest.mark.parametrize("cell", ['=HYPERLINK("x")', "+1+1", "@SUM(A1)", "-cmd|' /C calc'!A0"])
def test_a_spreadsheet_runs_nothing_from_a_bulletin(cell: str) -> None:
    view = dict.fromkeys(("place", "period", "name", "value", "unit", "plan", "total", "percent", "share", "change",
                          "role", "high", "hedge", "preliminary", "bulletin_id", "revision", "quote",
                          "value_source", "role_source", "period_source", "place_source"), "-2.55") | {"name": cell}  # fmt: skip
    line = figures_csv([view]).splitlines()[1]
    assert "'" + cell[0] in line
    assert ",-2.55," in line


@pytest.mark.parametrize(
    "cell",
    ["=1", "+1+1", "-2+3", "--5", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1+1", "－1+1", "＠x"],
)
def test_a_cell_that_begins_a_formula_is_quoted(cell: str) -> None:
    """A cell that begins a formula gets a quote, also with full-width signs."""
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-2.55", "-3", "753", "a=b", "Năm 2022", "", -5, None])
def test_a_number_and_other_words_stay_as_they_are(cell: object) -> None:
    """Negative numbers and other texts get no quote."""
    assert safe_cell(cell) == cell
