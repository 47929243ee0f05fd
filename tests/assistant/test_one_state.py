"""One answer reads one state of the library, over one connection."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.errors import AssistantError
from assistant.pipeline import Assistant
from assistant.records import Answer, Turn
from knowledge.errors import Corrupt, KnowledgeError
from tests.conftest import Bench, beside

Write = Callable[..., Path]
# A question that is refused is searched for and read twice.
_MOST_STATEMENTS = 40


@pytest.fixture
def counted() -> Iterator[dict[str, int]]:
    """Connections taken and statements run since the test began."""
    counts = {"connections": 0, "statements": 0}

    def taken(*_: Any) -> None:
        counts["connections"] += 1

    def ran(*_: Any) -> None:
        counts["statements"] += 1

    sa.event.listen(sa.pool.Pool, "checkout", taken)
    sa.event.listen(sa.engine.Engine, "before_cursor_execute", ran)
    yield counts
    sa.event.remove(sa.pool.Pool, "checkout", taken)
    sa.event.remove(sa.engine.Engine, "before_cursor_execute", ran)


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("Năm 2022 có bao nhiêu người đi xkld?", ()),
        ("Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?", ()),
        ("Tỷ lệ hộ nghèo của Thái Nguyên thay đổi thế nào từ năm 2020 đến năm 2021?", ()),
        ("ai ho tro nguoi lao dong khi mat viec", ()),
        ("ai nói vậy?", (Turn("Năm 2022 có bao nhiêu người đi xkld?"),)),
    ],
)
def test_an_answer_takes_one_connection(
    assistant: Assistant, counted: dict[str, int], question: str, history: tuple[Turn, ...]
) -> None:
    """And no more statements than what it looks at."""
    assistant.answer(question, history=history)
    assert counted["connections"] == 1
    assert counted["statements"] <= _MOST_STATEMENTS


def test_a_bulletin_that_changes_meanwhile_does_not_change_the_answer(
    bench: Bench, bulletin_file: Write
) -> None:
    """Figure, citation and what the citation is checked against are of one revision."""
    body = "Năm 2022, đi làm việc ở nước ngoài được {}/500 người, đạt {}% kế hoạch."
    bench.load(bulletin_file(body.format(753, 151)))
    answers: list[Answer] = []

    def change(answer: Answer) -> None:
        answers.append(answer)
        beside(bench.load, bulletin_file(body.format(600, 120)))

    asked = "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?"
    assistant = Assistant(bench.library)
    answer = assistant.answer(asked, tell=change)
    assert [a.short for a in answers] == ["753 người"]
    assert (answer.short, answer.figures[0].value) == ("753 người", "753")
    assert {c.revision for c in answer.citations} == {1}
    assert assistant.answer(asked).short == "600 người"


def test_a_damaged_library_is_told_and_not_apologised_for(
    bench: Bench, bulletin_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator learns what to do; an answer that says `try again later` would mislead."""
    bench.load(bulletin_file("Năm 2022 có 9 hộ nghèo."))
    with bench.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql("DROP TABLE figures")
    with pytest.raises(Corrupt, match="restore it from a backup") as caught:
        Assistant(bench.library).answer("Năm 2022 có bao nhiêu hộ nghèo?")
    assert isinstance(caught.value, KnowledgeError)
    assert not isinstance(caught.value, AssistantError)
