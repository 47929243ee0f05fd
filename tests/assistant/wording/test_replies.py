"""Replies have the grammar of their language."""

from datetime import date

import pytest

from assistant.wording.grammar import grammar_of
from assistant.wording.replies import say
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
