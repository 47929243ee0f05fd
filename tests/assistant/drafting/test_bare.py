"""The bare answer of a statement: whole numbers with their units, of the time asked for."""

import pytest

from assistant.drafting.bare import bare_answer, of_asked_time
from assistant.question.understanding import understand
from assistant.statement import Match, Statement
from knowledge.records import Bulletin, Hit, Passage

UNKNOWN = Match(None, agrees=False, anywhere=False)


def statement_of(text: str, words: str) -> Statement:
    bulletin = Bulletin("a", "Tin", None, None, None, None, "a.md", None, text, ())
    passage = Passage("a@1#1", "a", 1, "paragraph", 0, len(text), text, "", (), ())
    at = text.index(words)
    return Statement(
        Hit(passage, "", 1.0, 1.0, 1.0), bulletin, (at, at + len(words)), (0, len(text)),
        (0, len(text)), 0, 0, 5.0, None, 2.0, UNKNOWN, UNKNOWN,
    )  # fmt: skip


def answer_to(question: str, text: str, words: str) -> str | None:
    asked = understand(question, ())
    pointed = of_asked_time(asked, statement_of(text, words))
    return bare_answer(asked, pointed) if pointed is not None else None


def test_of_several_numbers_the_first_that_is_pointed_at_answers() -> None:
    text = "Trung tâm có 14 phòng học, 3 xưởng thực hành."
    question = "Trung tâm có bao nhiêu phòng học?"
    assert answer_to(question, text, "14 phòng học, 3 xưởng") == "14 phòng học"


@pytest.mark.parametrize(
    "words", ["23,5 nghìn lao động, trong đó 2,2 nghìn người", "47.500 người; 23,5 nghìn lao động"]
)
def test_several_numbers_of_one_unit_give_no_bare_answer(words: str) -> None:
    text = f"Năm 2021, tỉnh giúp {words} có việc làm."
    assert answer_to("Tỉnh giúp bao nhiêu lao động có việc làm?", text, words) is None


LIST = "Số lao động mới: năm 2013 là 2.224 người; 2014 là 2.221 người; năm 2015 là 1.896 người."
GROWTH = "Năm 2011 tỉnh đóng góp 27% ngân sách, năm 2014 tăng lên 30%."
AFTER = "Tỉnh có 2,5 vạn thẻ năm 2010 và 3 vạn thẻ năm 2012."


@pytest.mark.parametrize(
    ("question", "text", "words", "answer"),
    [
        ("Năm 2014 có bao nhiêu lao động mới?", LIST, "1.896 người", "2.221 người"),
        ("Năm 2014 có bao nhiêu lao động mới?", LIST, "2.221 người", "2.221 người"),
        ("Năm 2013 có bao nhiêu lao động mới?", LIST, "2.221 người", "2.224 người"),
        ("How many new workers in 2015?", LIST, "2.224 người", "1.896 người"),
        ("Năm 2014 tỉnh đóng góp bao nhiêu phần trăm ngân sách?", GROWTH, "27%", "30%"),
        ("Năm 2011 tỉnh đóng góp bao nhiêu phần trăm ngân sách?", GROWTH, "27%", "27%"),
        ("Tỉnh đóng góp bao nhiêu phần trăm ngân sách?", GROWTH, "27%", "27%"),
        ("Năm 2012 tỉnh đóng góp bao nhiêu phần trăm ngân sách?", GROWTH, "27%", None),
    ],
)
def test_the_number_of_the_time_asked_for_answers(
    question: str, text: str, words: str, answer: str | None
) -> None:
    assert answer_to(question, text, words) == answer
