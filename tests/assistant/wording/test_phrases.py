"""Figures are said in both languages, with nothing added and nothing rounded."""

from datetime import date

import pytest

from assistant.wording.phrases import date_text, period_phrase, places_text, years_text
from knowledge.vocabulary.periods import find_periods


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


@pytest.mark.parametrize(
    ("text", "en"),
    [
        ("6 tháng cuối năm 2023", "In the last 6 months of 2023"),
        ("tháng 3, 4/2020", "From 1 March 2020 to 30 April 2020"),
        ("từ tháng 10/2014 đến tháng 6/2015", "From 1 October 2014 to 30 June 2015"),
        ("từ ngày 15/01/2010 đến ngày 15/02/2010", "From 15 January 2010 to 15 February 2010"),
        ("từ ngày 15/01/2010 đến ngày 31/12/2010", "From 15 January 2010 to 31 December 2010"),
    ],
)
def test_months_within_a_year_and_across_years_are_read_back_as_said(text: str, en: str) -> None:
    (mention,) = find_periods(text)
    assert period_phrase(mention.period, "en") == en
    (again,) = find_periods(en)
    assert (again.period.start, again.period.end) == (mention.period.start, mention.period.end)


def test_dates_follow_the_language() -> None:
    assert date_text(date(2022, 12, 7), "vi") == "07/12/2022"
    assert date_text(date(2022, 12, 7), "en") == "7 December 2022"
    assert date_text(None, "vi") == ""


def test_long_lists_are_cut_and_say_so() -> None:
    assert places_text(["Bắc Kạn", "Cà Mau", "cả nước"], "en", 2) == "Bắc Kạn, Cà Mau and 1 more"
    assert years_text([2018, 2019, 2020, 2021, 2022], "vi") == "năm 2018-2022"
    assert years_text([2019, 2022], "en") == "2019, 2022"
