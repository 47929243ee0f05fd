"""Replies have the grammar of their language."""

from datetime import date

import pytest

from assistant.question.purposes import purpose_of
from assistant.question.understanding import understand
from assistant.records import CoverageView
from assistant.wording.grammar import grammar_of
from assistant.wording.phrases import years_text
from assistant.wording.replies import (
    coverage_text,
    evidence_refusal,
    example_questions,
    figure_refusal,
    say,
)
from knowledge.vocabulary.periods import find_periods


@pytest.mark.parametrize(
    ("count", "en"),
    [(1, "Other bulletins give 1 more value."), (2, "Other bulletins give 2 more values.")],
)
def test_english_has_a_singular(count: int, en: str) -> None:
    """One value is no `values`; Vietnamese has one form for both."""
    assert say("more_rivals", "en", count=count) == en
    assert (
        say("more_rivals", "vi", count=count) == f"Còn {count} con số khác trong các bản tin khác."
    )


def test_one_bulletin_is_no_bulletins() -> None:
    """A new installation with one bulletin introduces itself in proper English."""
    covered = say("covered_all", "en", count=1, years="2022", places="Bắc Kạn")
    assert covered == "The 1 bulletin loaded has figures for 2022, about: Bắc Kạn."
    assert "the 1 bulletin that is loaded and say only what it says" in say(
        "help", "en", count=1, example="?"
    )


PLACES = ("Bắc Kạn", "Cà Mau", "Hà Giang", "Lâm Đồng", "Sơn La", "Thái Nguyên", "Vĩnh Long")


@pytest.mark.parametrize(
    ("question", "covered"),
    [
        ("Tỷ lệ hộ nghèo năm 2010 là bao nhiêu?",
         "Có số liệu 7 năm trong khoảng 2012-2022 (Bắc Kạn, Cà Mau, Hà Giang, Lâm Đồng, Sơn La và 2 nơi khác)."),
        ("What was the poverty rate in 2010?",
         "There are figures for 7 years between 2012 and 2022 (Bắc Kạn, Cà Mau, Hà Giang, Lâm Đồng, Sơn La and 2 more)."),
        ("Dân số năm 2010 là bao nhiêu?",
         "Các bản tin hiện có gồm 30 bản, số liệu 7 năm trong khoảng 2012-2022, về: Bắc Kạn, Cà Mau, Hà Giang, Lâm Đồng, Sơn La và 2 nơi khác."),
    ],
)  # fmt: skip
def test_coverage_is_short(question: str, covered: str) -> None:
    """At most five places and a range of years; the others are counted."""
    asked = understand(question)
    indicator = asked.indicators[0].id if asked.indicators else None
    years = (2012, 2013, 2015, 2017, 2019, 2021, 2022)
    assert coverage_text(asked, CoverageView(indicator, years, PLACES, 30)) == covered


@pytest.mark.parametrize(
    ("years", "vi"),
    [
        ((2019,), "năm 2019"),
        ((2015, 2019, 2021, 2022), "năm 2015, 2019, 2021, 2022"),
        ((2018, 2019, 2020, 2021, 2022), "năm 2018-2022"),
        ((2015, 2019, 2020, 2021, 2022), "năm 2019-2022 và 1 năm khác"),
        ((1913, 1990, *range(2009, 2024), 2030, 2099), "năm 2009-2023 và 4 năm khác"),
        ((2012, 2013, 2015, 2017, 2019), "5 năm trong khoảng 2012-2019"),
        ((2012, 2013, 2014, 2015, 2019, 2020, 2021, 2022), "năm 2019-2022 và 4 năm khác"),
    ],
)
def test_a_range_of_years_with_gaps_is_told_as_one(years: tuple[int, ...], vi: str) -> None:
    """`2015-2022` alone would claim the years between; one old year must not stretch the range."""
    assert years_text(years, "vi") == vi


def test_one_other_year_is_told_in_the_singular() -> None:
    assert years_text((2015, 2019, 2020, 2021, 2022), "en") == "2019-2022 and 1 other year"


def test_places_that_were_all_asked_for_are_named_still() -> None:
    """No empty brackets where two places were asked for and both are covered."""
    asked = understand("Tỷ lệ hộ nghèo của Bắc Kạn và Cà Mau năm 2010?")
    covered = coverage_text(asked, CoverageView("poverty_rate", (2022,), PLACES[:2], 3))
    assert covered == "Có số liệu năm 2022 (Bắc Kạn, Cà Mau)."


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("Kế hoạch đào tạo nghề của Bắc Kạn năm 2010?",
         "Tôi chưa tìm thấy kế hoạch của “tuyển mới và đào tạo nghề” năm 2010 của Bắc Kạn trong các bản tin đã nạp."),
        ("Tỷ lệ hộ nghèo của Cà Mau năm 2010?",
         "Tôi chưa tìm thấy số liệu “tỷ lệ hộ nghèo đa chiều” năm 2010 của Cà Mau trong các bản tin đã nạp."),
        ("What was the poverty rate of Cà Mau in 2010?",
         "I did not find a figure for “poverty rate” in 2010 for Cà Mau in the loaded bulletins."),
    ],
)  # fmt: skip
def test_a_figure_that_was_not_found_is_not_denied(question: str, beginning: str) -> None:
    """What no figure shows may stand in a text all the same."""
    asked = understand(question)
    reply = figure_refusal(asked, CoverageView(asked.indicators[0].id, (2022,), PLACES, 30))
    assert reply.startswith(beginning)


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?", "Tôi chưa tìm thấy hướng dẫn"),
        ("Hộ cận nghèo là gì?", "Tôi chưa tìm thấy lời giải thích"),
        ("Có nên đi xuất khẩu lao động không?", "Tôi chưa tìm thấy nhận định"),
        ("Gia đình tôi có thuộc hộ nghèo không?", "Tôi không biết trường hợp riêng của bạn"),
        ("How do I apply for a loan?", "I did not find instructions"),
        ("What does near-poor mean?", "I did not find an explanation"),
        ("Should I go to work in Japan?", "I did not find an assessment"),
        ("Am I entitled to support?", "I do not know your own case"),
    ],
)
def test_what_bulletins_seldom_say_is_refused_kindly(question: str, beginning: str) -> None:
    """With an example of what is answered here, and what is covered."""
    asked = understand(question)
    coverage = CoverageView(None, (2022,), PLACES, 30)
    reply = evidence_refusal(asked, coverage, purpose_of(question))
    assert reply.startswith(beginning)
    assert example_questions(asked.language)[0] in reply
    assert coverage_text(asked, coverage) in reply


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("năm 2022", "năm 2022", "2022"),
        ("quý III/2023", "quý III/2023", "quarter 3 of 2023"),
        ("tháng 11/2022", "tháng 11/2022", "November 2022"),
        ("tính đến ngày 31/5", "tính đến ngày 31/5 (2022)", "by 31 May 2022"),
        ("6 tháng đầu năm 2023", "6 tháng đầu năm 2023", "the first 6 months of 2023"),
    ],
)
def test_a_period_within_a_sentence_keeps_its_capitals(text: str, vi: str, en: str) -> None:
    """Only the first letter changes: months and Roman numerals stay large."""
    (mention,) = find_periods(text, date(2022, 12, 7))
    assert grammar_of("vi").period_within(mention.period) == vi
    assert grammar_of("en").period_within(mention.period) == en


@pytest.mark.parametrize(
    ("places", "covered"),
    [
        ((), "Các bản tin hiện có gồm 3 bản, số liệu năm 2022."),
        (("huyện Ba Bể",), "Các bản tin hiện có gồm 3 bản, số liệu năm 2022, về: huyện Ba Bể."),
    ],
)
def test_coverage_never_ends_in_an_open_list(places: tuple[str, ...], covered: str) -> None:
    """Where no province is covered the smaller places are named, else none is announced."""
    asked = understand("Tình hình ra sao?")
    assert coverage_text(asked, CoverageView(None, (2022,), places, 3)) == covered


def test_coverage_of_an_indicator_has_no_empty_brackets() -> None:
    asked = understand("Tỷ lệ hộ nghèo là bao nhiêu?")
    covered = coverage_text(asked, CoverageView("poverty_rate", (2022,), (), 3))
    assert covered == "Có số liệu năm 2022."
