"""Bulletins that disagree: both are shown, with dates, and the one that holds is said first."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.records import Answer
from tests.conftest import Bench

Writer = Callable[..., Path]
QUESTION = "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"
BODY = "Năm 2022, đi làm việc ở nước ngoài được {} người."


@pytest.fixture
def ask(bench: Bench, bulletin_file: Writer) -> Callable[..., Answer]:
    """Loads (body, name, header) bulletins and asks the question."""

    def run(*bulletins: tuple[str, dict[str, str]], question: str = QUESTION) -> Answer:
        for number, (body, header) in enumerate(bulletins):
            bench.load(bulletin_file(body, f"b{number}.md", **({"issuer": "Sở LĐTBXH"} | header)))
        return Assistant(bench.library, home="Bắc Kạn").answer(question)

    return run


def test_the_later_bulletin_replaces_the_earlier(ask: Callable[..., Answer]) -> None:
    answer = ask(
        (BODY.format("753/500"), {"date": "2022-12-07"}),
        (BODY.format("760"), {"date": "2023-01-15"}),
    )
    assert answer.short == "760 người"
    assert "Bản tin khác (07/12/2022) ghi 753 người" in answer.text
    assert len(answer.citations) >= 2


def test_a_final_result_is_said_before_a_preliminary_one(ask: Callable[..., Answer]) -> None:
    """Even where the preliminary one was published later."""
    answer = ask(
        (BODY.format("760"), {"date": "2022-12-07"}),
        (BODY.format("ước 753"), {"date": "2022-12-20"}),
    )
    assert answer.short == "760 người"
    assert "Số sơ bộ trong bản tin ngày 20/12/2022 là ước 753 người" in answer.text


def test_an_official_bulletin_is_said_before_a_newspaper(ask: Callable[..., Answer]) -> None:
    news = {"date": "2023-03-01", "issuer": "''"}
    answer = ask((BODY.format("753"), {"date": "2022-12-07"}), (BODY.format("700"), news))
    assert answer.short == "753 người"


CORRECTIONS = [
    "Bản tin ngày 07/12/2022 về số người đi làm việc ở nước ngoài năm 2022 đã đăng là 753 người, nay sửa lại là 735 người.",
    "Số người đi làm việc ở nước ngoài năm 2022 đúng là 735 người, không phải 753 người.",
    "Năm 2022, số người đi làm việc ở nước ngoài là 735 người thay vì 753 người.",
    "Số người đi làm việc ở nước ngoài năm 2022 đã ghi nhầm là 753 người, số đúng là 735 người.",
]


@pytest.mark.parametrize("text", CORRECTIONS, ids=range(len(CORRECTIONS)))
def test_a_correction_stands_over_what_it_corrects(ask: Callable[..., Answer], text: str) -> None:
    answer = ask(
        (BODY.format("753/500"), {"date": "2022-12-07"}),
        (text, {"date": "2022-12-09", "title": "Đính chính bản tin ngày 07/12/2022"}),
    )
    assert answer.short == "735 người"
    assert "Bản tin ngày 07/12/2022 ghi 753 người, đã được đính chính [2]." in answer.text
    (first, *_) = answer.citations
    assert first.title == "Đính chính bản tin ngày 07/12/2022"


def test_what_a_correction_takes_back_answers_nothing(ask: Callable[..., Answer]) -> None:
    """Alone in the library, it still gives the right number only."""
    answer = ask((CORRECTIONS[0], {"date": "2022-12-09", "title": "Đính chính"}))
    assert answer.short == "735 người"
    assert [f.value for f in answer.figures] == ["735"]


def test_bulletins_that_agree_are_said_once_in_the_fullest_words(
    ask: Callable[..., Answer],
) -> None:
    answer = ask(
        (BODY.format("753/500"), {"date": "2022-12-07"}),
        (BODY.format("753"), {"date": "2023-01-15"}),
    )
    assert [(f.value, f.plan) for f in answer.figures] == [("753", "500")]
