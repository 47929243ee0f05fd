"""A bare "poorest" asks for the highest poverty rate."""

import pytest

from assistant.question.ellipses import spelled_out
from assistant.question.understanding import understand


@pytest.mark.parametrize(
    ("question", "operation", "over"),
    [
        ("Huyện nghèo nhất tỉnh Bắc Kạn là huyện nào?", "highest", "district"),
        ("Huyện nào nghèo nhất Bắc Kạn 2019?", "highest", "district"),
        ("huyen ngheo nhat bac kan 2019", "highest", "district"),
        ("Tỉnh nào nghèo nhất năm 2022?", "highest", "province"),
        ("tinh ngheo nhat nam 2022 la tinh nao", "highest", "province"),
        ("Xã nghèo nhất là xã nào?", "highest", "district"),
        ("Huyện nào ít nghèo nhất?", "lowest", "district"),
        ("huyen nao it ngheo nhat", "lowest", "district"),
        ("Which is the poorest district of Bắc Kạn in 2019?", "highest", "district"),
        ("What was the least poor province in 2022?", "lowest", "province"),
    ],
)
def test_the_poorest_has_the_highest_poverty_rate(question: str, operation: str, over: str) -> None:
    asked = understand(question)
    assert [i.id for i in asked.indicators][:1] == ["poverty_rate"]
    assert (asked.operation, asked.over) == (operation, over)


@pytest.mark.parametrize(
    "question",
    ["Có bao nhiêu hộ nghèo nhất tỉnh?", "Tỷ lệ hộ nghèo năm 2022?", "Huyện nghèo là gì?"],
)
def test_other_uses_of_poor_stay(question: str) -> None:
    assert spelled_out(question) == question
