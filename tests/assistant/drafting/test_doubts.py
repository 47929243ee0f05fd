"""What a statement must hold to be told: a reason has a cause, and the judge is certain of advice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.drafting.doubts import BAR_CERTAIN, doubt
from assistant.judging.judge import Judged
from assistant.pipeline import Assistant
from assistant.question.understanding import understand
from assistant.statement import Statement
from tests.conftest import Bench

WHY = "Vì sao số phiên giao dịch việc làm của huyện giảm?"
FALL = "Số phiên giao dịch việc làm của huyện giảm một nửa."


@pytest.fixture
def stated(bench: Bench, bulletin_file: Callable[..., Path]) -> Callable[..., Statement]:
    """The statement of the sentence of a body that begins with certain words."""

    def make(body: str, beginning: str) -> Statement:
        bench.load(bulletin_file(body))
        with Assistant(bench.library).walking(WHY) as walk:
            return next(
                s for s in walk.statements if s.bulletin.text[s.sentence[0] :].startswith(beginning)
            )

    return make


@pytest.mark.parametrize(
    ("body", "beginning"),
    [
        (f"Huyện có 12 xã. {FALL}", "Số phiên"),
        ("Số phiên giao dịch việc làm của huyện giảm trong năm.", "Số phiên"),
        (f"Dịch bệnh do vi rút đã qua. {FALL}", "Số phiên"),
    ],
    ids=["nothing", "no cause", "cause of something else before it"],
)
def test_a_sentence_without_a_cause_gives_no_reason(
    stated: Callable[..., Statement], body: str, beginning: str
) -> None:
    """It repeats what the question says; only a certain judge overrules it."""
    statement = stated(body, beginning)
    assert doubt(understand(WHY), Judged(statement, BAR_CERTAIN - 0.01)) == "no cause"
    assert doubt(understand(WHY), Judged(statement, BAR_CERTAIN)) is None


@pytest.mark.parametrize(
    ("body", "beginning"),
    [
        ("Do dịch bệnh, số phiên giao dịch việc làm của huyện giảm một nửa.", "Do dịch"),
        ("Số phiên giao dịch việc làm giảm vì thiếu kinh phí.", "Số phiên"),
        ("Nguyên nhân là thiếu kinh phí tổ chức phiên giao dịch.", "Nguyên nhân"),
        (f"{FALL} Có ba nguyên nhân. Kinh phí tổ chức phiên còn thiếu.", "Kinh phí"),
    ],
)
def test_a_cause_may_be_told(stated: Callable[..., Statement], body: str, beginning: str) -> None:
    """The word of cause stands in the sentence, or the sentence before announces causes."""
    assert doubt(understand(WHY), Judged(stated(body, beginning), 0.5)) is None


def test_a_question_for_a_fact_needs_no_cause(stated: Callable[..., Statement]) -> None:
    asked = understand("Số phiên giao dịch việc làm của huyện thay đổi ra sao?")
    assert doubt(asked, Judged(stated(FALL, "Số phiên"), 0.5)) is None


@pytest.mark.parametrize(
    "question",
    [
        "Đăng ký phiên giao dịch việc làm thế nào?",
        "Phiên giao dịch việc làm là gì?",
        "Có nên đến phiên giao dịch việc làm không?",
        "Tôi có được hỗ trợ đi phiên giao dịch việc làm không?",
        "How do I register for the job fair?",
    ],
)
def test_what_bulletins_seldom_say_needs_a_certain_judge(
    stated: Callable[..., Statement], question: str
) -> None:
    """A bulletin that does say where to file is quoted."""
    statement = stated(FALL, "Số phiên")
    assert doubt(understand(question), Judged(statement, BAR_CERTAIN - 0.01)) is not None
    assert doubt(understand(question), Judged(statement, BAR_CERTAIN)) is None
