"""Questions that the page offers are short, natural, and understood by the assistant."""

import pytest

from assistant.pipeline import Assistant
from assistant.records import Language
from assistant.wording.asking import figure_question, trend_question
from knowledge.vocabulary.indicators import vocabulary


@pytest.mark.parametrize(
    ("indicator", "vi", "en"),
    [
        ("labour_abroad", "Năm 2022, Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?",
         "How many people went to work abroad in Bắc Kạn in 2022?"),
        ("poverty_rate", "Tỷ lệ hộ nghèo của Bắc Kạn năm 2022 là bao nhiêu?",
         "What was the poverty rate in Bắc Kạn in 2022?"),
        ("new_jobs", "Năm 2022, Bắc Kạn giải quyết việc làm mới cho bao nhiêu người?",
         "How many people were given new (additional) jobs in Bắc Kạn in 2022?"),
        ("poor_households", "Năm 2022, Bắc Kạn có bao nhiêu hộ nghèo?",
         "How many households were in poverty in Bắc Kạn in 2022?"),
        ("gratitude_fund", "Quỹ Đền ơn đáp nghĩa của Bắc Kạn năm 2022 thu được bao nhiêu?",
         "How much did the Gratitude Fund raise in Bắc Kạn in 2022?"),
        ("child_health_insurance",
         "Năm 2022, Bắc Kạn có bao nhiêu % trẻ em dưới 6 tuổi được cấp bảo hiểm y tế miễn phí?",
         "What percentage of children under 6 were given free health insurance in Bắc Kạn in 2022?"),
    ],
)  # fmt: skip
def test_a_question_for_a_figure_is_natural(indicator: str, vi: str, en: str) -> None:
    """It uses the words of the vocabulary around the number."""
    asked = vocabulary()[indicator]
    assert figure_question(asked, "Bắc Kạn", 2022, "vi") == vi
    assert figure_question(asked, "Bắc Kạn", 2022, "en") == en


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("indicator", vocabulary())
def test_every_indicator_has_a_question(indicator: str, language: Language) -> None:
    question = figure_question(vocabulary()[indicator], "Bắc Kạn", 2022, language)
    assert question.endswith("?")
    assert "{" not in question
    assert question[0].isupper()


def test_a_question_for_the_country_names_it(assistant: Assistant) -> None:
    asked = vocabulary()["labour_abroad"]
    question = figure_question(asked, "cả nước", 2022, "vi")
    assert question == "Năm 2022, cả nước có bao nhiêu người đi làm việc ở nước ngoài?"
    assert assistant.answer(question).figures[0].place == "cả nước"


def test_a_question_for_a_trend_names_both_years() -> None:
    assert (
        trend_question(vocabulary()["poverty_rate"], "Bắc Kạn", (2019, 2022), "vi")
        == "Từ năm 2019 đến năm 2022, tỷ lệ hộ nghèo của Bắc Kạn thay đổi thế nào?"
    )
