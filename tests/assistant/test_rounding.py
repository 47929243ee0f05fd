"""Results of rounded numbers, of mixed units and of changed standards are told as such or refused."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.evidence.series import compute
from assistant.records import FigureEvidence, Series
from assistant.rounding import is_rounded
from assistant.wording.computed import computed_text
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft


def operand(text: str, year: int, name: str = "tin") -> FigureEvidence:
    draft = BulletinDraft(
        None, "Tin", date(year + 1, 1, 5), None, None, "Sơn La", None,
        (("paragraph", f"Năm {year}, {text}."),),
    )  # fmt: skip
    bulletin = bulletin_from_draft(draft, name, f"{name}.md")
    (figure,) = extract_figures(bulletin, 1, split_passages(bulletin, 1))
    return FigureEvidence(figure, None, "achieved")


def of_two_years(first: str, last: str, years: tuple[int, int] = (2018, 2019)) -> Series:
    items = (operand(first, years[0], "a"), operand(last, years[1], "b"))
    return Series("difference", "year", items)


JOBS = "giải quyết việc làm cho {} lao động"


@pytest.mark.parametrize(
    ("first", "last", "is_about"),
    [
        ("23,5 nghìn", "25.436", True), ("23.436", "25,5 nghìn", True), ("23 nghìn", "25 nghìn", True),
        ("2,1 vạn", "25.436", True), ("12 nghìn 500", "15.436", True), ("1,2 triệu", "1.436.000", True),
        ("23.436", "25.400", False), ("23.000", "25.000", False), ("1 200", "1 500", False),
        ("hơn 23.000", "25.000", True),
    ],
)  # fmt: skip
def test_a_result_of_rounded_counts_is_about(first: str, last: str, *, is_about: bool) -> None:
    series = of_two_years(JOBS.format(first), JOBS.format(last))
    result = compute(series)
    assert result is not None
    assert ("khoảng" in computed_text(series, result, "vi")) is is_about
    assert ("about" in computed_text(series, result, "en")) is is_about


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("23,5 nghìn", "23.436"), ("23.436", "23,5 nghìn"), ("1,2 triệu", "1.250.000"),
        ("2 vạn", "20.400"), ("23 nghìn", "23.900"), ("12 nghìn 500", "12.530"),
    ],
)  # fmt: skip
def test_a_difference_within_the_rounding_is_none(first: str, last: str) -> None:
    assert compute(of_two_years(JOBS.format(first), JOBS.format(last))) is None


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("12,5 tỷ đồng", "10,2 tỷ đồng", False), ("12,5 tỷ đồng", "10 tỷ 215 triệu đồng", True),
        ("2 tỷ đồng", "1.250.300.000 đồng", True),
    ],
)  # fmt: skip
def test_sums_of_one_step_are_exact_for_one_another(
    first: str, last: str, *, expected: bool
) -> None:
    text = "Quỹ Đền ơn đáp nghĩa thu được {}"
    assert is_rounded(of_two_years(text.format(first), text.format(last))) is expected


@pytest.mark.parametrize(
    ("years", "is_warned"),
    [((2021, 2022), True), ((2015, 2016), True), ((2019, 2023), True), ((2016, 2021), False),
     ((2022, 2024), False), ((2017, 2018), False)],
)  # fmt: skip
def test_rates_of_two_standards_are_compared_with_a_warning(
    years: tuple[int, int], *, is_warned: bool
) -> None:
    series = of_two_years("tỷ lệ hộ nghèo là 5,2%", "tỷ lệ hộ nghèo là 4,1%", years)
    result = compute(series)
    assert result is not None
    assert ("chuẩn nghèo đã thay đổi" in computed_text(series, result, "vi")) is is_warned
    assert ("poverty standard changed" in computed_text(series, result, "en")) is is_warned


def test_other_indicators_and_one_bulletin_have_no_such_warning() -> None:
    jobs = of_two_years(JOBS.format("2.000"), JOBS.format("3.000"), (2021, 2022))
    rates = ("tỷ lệ hộ nghèo là 5,2%", "tỷ lệ hộ nghèo là 4,1%")
    of_one = Series(
        "difference", "year", (operand(rates[0], 2021, "a"), operand(rates[1], 2022, "a"))
    )
    for series in (jobs, of_one):
        result = compute(series)
        assert result is not None
        assert "chuẩn" not in computed_text(series, result, "vi")


def test_a_plan_is_exact() -> None:
    """2,08 tỷ of a plan of 2,5 tỷ are 420 triệu less, and not about as many."""
    done = operand("Quỹ Đền ơn đáp nghĩa thu được 2,08 tỷ đồng", 2020)
    plan = operand("kế hoạch Quỹ Đền ơn đáp nghĩa là 2,5 tỷ đồng", 2020)
    assert not is_rounded(Series("gap", None, (done, replace(plan, role="plan"))))
