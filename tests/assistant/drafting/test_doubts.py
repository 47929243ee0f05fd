"""What a statement must hold to be told: a reason has a cause, and the judge is certain of advice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.drafting.doubts import doubt
from assistant.drafting.thresholds import BAR_CERTAIN, BAR_SURE
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
    asked = understand("Số phiên giao dịch việc làm thay đổi ra sao?")
    assert doubt(asked, Judged(stated(FALL, "Số phiên"), 0.5)) is None


@pytest.mark.parametrize(
    "question",
    [
        "Phiên giao dịch việc làm là gì?",
        "Có nên đến phiên giao dịch việc làm không?",
        "Tôi có được hỗ trợ đi phiên giao dịch việc làm không?",
    ],
)
def test_what_bulletins_seldom_say_needs_a_certain_judge(
    stated: Callable[..., Statement], question: str
) -> None:
    """A bulletin that does say where to file is quoted."""
    statement = stated(FALL, "Số phiên")
    assert doubt(understand(question), Judged(statement, BAR_CERTAIN - 0.01)) is not None
    assert doubt(understand(question), Judged(statement, BAR_CERTAIN)) is None


@pytest.mark.parametrize(
    "question",
    ["Đăng ký phiên giao dịch việc làm thế nào?", "How do I register for the job fair?"],
)
def test_instructions_name_a_step_of_the_procedure(
    stated: Callable[..., Statement], question: str
) -> None:
    """Without one even a certain judge overrules nothing."""
    other = stated(FALL, "Số phiên")
    step = stated("Người lao động đăng ký phiên tại xã.", "Người lao động")
    assert doubt(understand(question), Judged(other, 0.99)) == "no step of a procedure"
    assert doubt(understand(question), Judged(step, BAR_CERTAIN)) is None
    assert doubt(understand(question), Judged(step, BAR_CERTAIN - 0.01)) is not None


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Số phiên giao dịch việc làm năm 2015 thay đổi ra sao?", "no such time"),
        ("Số phiên giao dịch việc làm của Cà Mau thay đổi ra sao?", "no such place"),
        ("Số phiên giao dịch việc làm năm 2022 của Bắc Kạn thay đổi ra sao?", None),
        ("Số phiên giao dịch việc làm của cả nước thay đổi ra sao?", None),
    ],
)
def test_an_unsure_statement_is_of_the_time_and_place_asked_for(
    bench: Bench, bulletin_file: Callable[..., Path], question: str, reason: str | None
) -> None:
    bench.load(bulletin_file(FALL, date="2022-12-07", place="Bắc Kạn"))
    with Assistant(bench.library).walking(question) as walk:
        statement = next(s for s in walk.statements if s.quote.startswith("Số phiên"))
    given = doubt(walk.question, Judged(statement, BAR_SURE - 0.01))
    assert given is None if reason is None else reason in str(given)
    assert doubt(walk.question, Judged(statement, BAR_SURE)) is None
