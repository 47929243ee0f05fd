"""Follow-ups: another kind of the same indicator, what is not known, a rise or a fall."""

import pytest

from assistant.pipeline import Assistant
from assistant.question.understanding import understand
from assistant.records import Turn

REHABILITATION = "Năm 2018 Hải Dương cai nghiện bắt buộc bao nhiêu người?"
ABROAD = "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"


@pytest.mark.parametrize(
    ("earlier", "question", "indicator"),
    [
        (REHABILITATION, "Còn tự nguyện?", "voluntary_rehabilitation"),
        (REHABILITATION, "con tu nguyen thi sao", "voluntary_rehabilitation"),
        (REHABILITATION, "Thế còn tại cộng đồng?", "community_rehabilitation"),
        ("Cai nghiện tự nguyện ở Hải Dương 2018?", "còn bắt buộc?", "compulsory_rehabilitation"),
        (ABROAD, "Còn năm 2021?", "labour_abroad"),
        (ABROAD, "Thế còn Vĩnh Long?", "labour_abroad"),
        (ABROAD, "And nationwide?", "labour_abroad"),
        (ABROAD, "Còn toàn quốc thì sao?", "labour_abroad"),
        (ABROAD, "con ca nuoc", "labour_abroad"),
        (ABROAD, "What about Quảng Nam province?", "labour_abroad"),
    ],
)
def test_another_kind_replaces_the_indicator(earlier: str, question: str, indicator: str) -> None:
    asked = understand(question, [Turn(earlier)])
    assert asked.indicators[0].id == indicator
    assert asked.qualifiers == ()


def test_the_other_kind_has_its_own_figure(assistant: Assistant) -> None:
    answer = assistant.answer("Còn tự nguyện?", history=[Turn(REHABILITATION)])
    assert [str(f.value) for f in answer.figures] == ["650"]


@pytest.mark.parametrize("question", ["Còn kỹ sư thì sao?", "thế còn cầu thủ?"])
def test_what_is_not_known_must_stand_with_the_figure(assistant: Assistant, question: str) -> None:
    """The figure of everybody does not answer for a group that its sentence does not name."""
    answer = assistant.answer(question, history=[Turn(ABROAD)])
    assert (answer.figures, answer.short) == ((), None)


@pytest.mark.parametrize(
    "question",
    ["Số lượng này đang tăng hay giảm?", "so nay tang hay giam", "Is it rising or falling?"],
)
def test_a_rise_or_fall_is_a_trend_of_what_was_asked(question: str) -> None:
    earlier = Turn("Số người đi làm việc ở nước ngoài của Bắc Kạn là bao nhiêu?")
    asked = understand(question, [earlier])
    assert (asked.operation, asked.places) == ("trend", ("Bắc Kạn",))
    assert asked.indicators[0].id == "labour_abroad"


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("Bắc Kạn đạt kế hoạch cai nghiện không?", "gap"),
        ("bac kan 2022 co hoan thanh ke hoach xkld khong", "gap"),
        ("Tỉnh đã vượt chỉ tiêu đào tạo nghề chưa?", "gap"),
        ("Did Bắc Kạn meet its plan for workers abroad in 2022?", "gap"),
        ("Kế hoạch cai nghiện của Bắc Kạn là bao nhiêu?", "look"),
        ("Điện Biên có bao nhiêu hộ nghèo năm 2022?", "look"),
        ("Tỷ lệ hộ nghèo của Điện Biên?", "look"),
        ("Diễn biến tỷ lệ hộ nghèo của Bắc Kạn?", "trend"),
    ],
)
def test_a_question_tells_its_operation(question: str, operation: str) -> None:
    """A name of a province that folds to other words is only a name."""
    assert understand(question).operation == operation


def test_a_plan_that_was_exceeded_is_answered_by_both_numbers(assistant: Assistant) -> None:
    answer = assistant.answer("Bắc Kạn năm 2022 đạt kế hoạch cai nghiện không?")
    assert answer.short == "vượt kế hoạch 18 học viên"
    assert "thực hiện 98, kế hoạch 80" in answer.text
