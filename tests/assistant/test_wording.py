"""Figures are said in both languages, with nothing added and nothing rounded."""

from datetime import date

import pytest

from assistant.wording import date_text, period_phrase, places_text, years_text
from knowledge.periods import find_periods


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("năm 2022", "Năm 2022", "In 2022"),
        ("nam 2022", "Năm 2022", "In 2022"),
        ("6 tháng đầu năm 2023", "6 tháng đầu năm 2023", "In the first 6 months of 2023"),
        ("tính đến ngày 31/5", "Tính đến ngày 31/5 (2022)", "By 31 May 2022"),
        ("quý III/2023", "Quý III/2023", "In quarter 3 of 2023"),
        ("giai đoạn 2021-2025", "Giai đoạn 2021-2025", "In 2021-2025"),
        ("tháng 11/2022", "Tháng 11/2022", "In November 2022"),
    ],
)
def test_a_period_is_said_in_both_languages(text: str, vi: str, en: str) -> None:
    (mention,) = find_periods(text, date(2022, 12, 7))
    assert (period_phrase(mention.period, "vi"), period_phrase(mention.period, "en")) == (vi, en)


def test_dates_follow_the_language() -> None:
    assert date_text(date(2022, 12, 7), "vi") == "07/12/2022"
    assert date_text(date(2022, 12, 7), "en") == "7 December 2022"
    assert date_text(None, "vi") == ""


def test_long_lists_are_cut_and_say_so() -> None:
    assert places_text(["Bắc Kạn", "Cà Mau", "cả nước"], "en", 2) == "Bắc Kạn, Cà Mau and 1 more"
    assert years_text([2018, 2019, 2020, 2021, 2022], "vi") == "năm 2018-2022"
    assert years_text([2019, 2022], "en") == "2019, 2022"
