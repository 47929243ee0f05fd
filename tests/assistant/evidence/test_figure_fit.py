"""A figure with the indicator asked for that counts something narrower or else gives no answer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.evidence.figure_fit import NAMES, probability_of
from assistant.pipeline import Assistant
from assistant.steps import drop_unfitting, look_up
from tests.conftest import Bench

TITLE = "Kinh tế - xã hội huyện Bảo Lạc năm 2022"
# Sentence, a question that the figure answers, questions that it does not answer.
CASES = [
    (
        "Năm 2022, tỷ lệ hộ nghèo của huyện Bảo Lạc là 35,2%.",
        "Tỷ lệ hộ nghèo huyện Bảo Lạc năm 2022 là bao nhiêu?",
        ["Năm 2022 huyện Bảo Lạc làm lễ công bố tỷ lệ hộ nghèo khi nào, ở đâu?"],
    ),
    (
        "Năm 2022, huyện Bảo Lạc có 33 hộ nghèo buôn bán hàng rong ở chợ phiên được sắp xếp quầy cố định.",
        "Năm 2022 huyện Bảo Lạc có mấy hộ nghèo buôn bán hàng rong ở chợ phiên?",
        ["Tổng số hộ nghèo toàn huyện Bảo Lạc?", "How many poor households are there in Bảo Lạc?"],
    ),
    (
        "Năm 2022, huyện Bảo Lạc có 92% dân số tham gia bảo hiểm y tế.",
        "Năm 2022 bao nhiêu phần trăm dân số huyện Bảo Lạc tham gia bảo hiểm y tế?",
        [
            "Quỹ bảo hiểm y tế huyện Bảo Lạc bội chi bao nhiêu tiền vì thuốc ngoại nhập?",
            "Bao nhiêu người ở huyện Bảo Lạc bị thu hồi thẻ bảo hiểm y tế cấp trùng?",
        ],
    ),
]  # fmt: skip


def figures_of(bench: Bench, question: str) -> tuple[list[str], list[str]]:
    """The values that the table offers, and those kept."""
    assistant = Assistant(bench.library, home="Cao Bằng")
    with assistant.walking(question, (look_up,)) as walk:
        offered = walk.figures.figures if walk.figures else ()
        kept = drop_unfitting(walk).figures
        return [str(i.figure.value) for i in offered], [
            str(i.figure.value) for i in (kept.figures if kept else ())
        ]


@pytest.mark.parametrize(("sentence", "answered"), [(case[0], case[1]) for case in CASES])
def test_a_figure_of_what_is_asked_is_kept(
    bench: Bench, bulletin_file: Callable[..., Path], sentence: str, answered: str
) -> None:
    bench.load(bulletin_file(sentence, title=TITLE, place="huyện Bảo Lạc"))
    offered, kept = figures_of(bench, answered)
    assert offered
    assert kept == offered


@pytest.mark.parametrize(
    ("sentence", "question"), [(case[0], question) for case in CASES for question in case[2]]
)
def test_a_figure_of_something_else_is_dropped(
    bench: Bench, bulletin_file: Callable[..., Path], sentence: str, question: str
) -> None:
    bench.load(bulletin_file(sentence, title=TITLE, place="huyện Bảo Lạc"))
    assert figures_of(bench, question)[1] == []


def test_the_reason_is_noted(bench: Bench, bulletin_file: Callable[..., Path]) -> None:
    bench.load(bulletin_file(CASES[1][0], title=TITLE, place="huyện Bảo Lạc"))
    assistant = Assistant(bench.library, home="Cao Bằng")
    with assistant.walking(CASES[1][2][0], (look_up, drop_unfitting)) as walk:
        reasons = [reason for _, reason in walk.run.rejected]
    assert any(reason.startswith("probably about something else") for reason in reasons)


def test_a_word_of_the_question_that_the_passage_lacks_lowers_the_probability() -> None:
    plain = dict.fromkeys(NAMES, 0.0) | {"same_period": 1.0, "place_is_meant": 1.0}
    lacking = plain | {"missing_in_passage": 8.0, "missing_share": 1.0}
    probabilities = [probability_of(tuple(f[name] for name in NAMES)) for f in (plain, lacking)]
    assert 0 < probabilities[1] < probabilities[0] < 1
