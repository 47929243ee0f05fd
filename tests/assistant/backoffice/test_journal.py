"""What is asked is kept masked, found again by filters, and counted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.backoffice.journal import Journal
from assistant.backoffice.schema import feedback
from assistant.backoffice.store import Store
from assistant.backoffice.switches import Switches
from assistant.errors import SwitchedOff, UnknownAnswer
from tests.fakes import Clock

ABROAD = "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?"
Ask = Callable[..., str]


def test_an_answer_is_found_as_it_was_given(journal: Journal, ask: Ask) -> None:
    stored = journal.answer(ask(ABROAD))
    assert (stored["short"], stored["citations"][0]["marker"]) == ("753 người", 1)
    assert stored["asked_at"] == "2026-11-24T08:00:00Z"


def test_an_answer_is_for_others_only_once_it_is_shared(journal: Journal, ask: Ask) -> None:
    answer_id = ask(ABROAD)
    with pytest.raises(UnknownAnswer):
        journal.answer(answer_id, shared_only=True)
    journal.share(answer_id)
    assert journal.answer(answer_id, shared_only=True)["short"] == "753 người"


def test_no_personal_number_reaches_the_file(journal: Journal, ask: Ask, tmp_path: Path) -> None:
    ask("Tôi là 006095001234, gọi 0912345678: năm 2022 có bao nhiêu người đi xuất khẩu lao động?")
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"006095001234" not in kept
    assert b"0912345678" not in kept
    assert "đã ẩn" in journal.entries()[0].question


def test_entries_are_found_by_every_filter(journal: Journal, ask: Ask, now: Clock) -> None:
    first = ask(ABROAD)
    now.at += timedelta(days=1)
    second, third = (
        ask("How many workers went abroad in 2022?"),
        ask("Năm 2035 có bao nhiêu hộ nghèo?"),
    )
    journal.rate(first, True)
    journal.rate(second, False, "wrong figure")
    assert [e.answer_id for e in journal.entries(language="en")] == [second]
    assert [e.answer_id for e in journal.entries("refused")] == [third]
    assert [e.answer_id for e in journal.entries(day=datetime(2026, 11, 24).date())] == [first]
    assert [e.answer_id for e in journal.entries(liked=False)] == [second]
    assert [e.answer_id for e in journal.entries(words_in="hộ nghèo")] == [third]
    assert journal.entries(words_in="%") == []
    assert journal.entries(liked=False)[0].reason == "wrong figure"
    assert len(journal.entries()) == 3


def test_a_second_word_replaces_the_first(journal: Journal, ask: Ask) -> None:
    answer_id = ask(ABROAD)
    journal.rate(answer_id, True)
    journal.rate(answer_id, False, "not what I asked")
    (entry,) = journal.entries()
    assert (entry.is_helpful, entry.reason) == (False, "not what I asked")
    with pytest.raises(UnknownAnswer):
        journal.rate("nothing", True)


def test_days_are_counted(journal: Journal, ask: Ask, now: Clock) -> None:
    ask(ABROAD)
    now.at += timedelta(days=2)
    journal.rate(ask(ABROAD), True)
    ask("Năm 2035 có bao nhiêu hộ nghèo?")
    stored = [(d.day.day, d.asked, d.answered, d.liked, d.disliked) for d in journal.days()]
    assert stored == [(24, 1, 1, 0, 0), (26, 2, 1, 1, 0)]


def test_a_day_is_one_of_vietnam(journal: Journal, ask: Ask, now: Clock) -> None:
    """17:30 UTC is half past midnight of the next day in Vietnam."""
    now.at = datetime(2026, 11, 24, 17, 30)
    ask(ABROAD)
    assert [d.day.isoformat() for d in journal.days()] == ["2026-11-25"]
    assert journal.count(day=datetime(2026, 11, 25).date()) == 1
    assert journal.count(day=datetime(2026, 11, 24).date()) == 0


def test_the_log_is_read_by_pages_in_any_order(journal: Journal, ask: Ask, now: Clock) -> None:
    for question in ("Năm 2035 có bao nhiêu hộ nghèo?", ABROAD, "xin chào"):
        ask(question)
        now.at += timedelta(minutes=1)
    assert journal.count() == 3
    assert [e.question for e in journal.entries(limit=1, offset=1)] == [ABROAD]
    ascending = journal.entries(order="question", is_ascending=True)
    assert [e.question[:8] for e in ascending] == ["Năm 2022", "Năm 2035", "xin chào"]


def test_a_switch_tells_its_reason_and_leaves_a_trail(store: Store) -> None:
    switches = Switches(store)
    switches.check("page")
    switches.turn("page", False, "đang bảo trì", "lan")
    with pytest.raises(SwitchedOff, match="đang bảo trì"):
        switches.check("page")
    switches.check("api")
    switches.turn("page", True, "", "lan")
    switches.check("page")
    assert [(r.who, r.action, r.subject) for r in store.trail()] == [
        ("lan", "turned on", "page"),
        ("lan", "turned off", "page"),
    ]


def test_two_offices_over_one_folder_see_each_other(tmp_path: Path) -> None:
    """Two processes: what one turns, the other knows at once."""
    one, other = Switches(Store(tmp_path)), Switches(Store(tmp_path))
    one.turn("api", False, "x", "lan")
    assert other.all()["api"] == (False, "x")


@pytest.mark.parametrize("sign", ["\0", "\ud800"], ids=["NUL", "half a pair"])
def test_what_no_database_stores_is_replaced(
    sign: str, store: Store, journal: Journal, ask: Ask
) -> None:
    """A form or a program can send it; it comes back as U+FFFD from a file and from a server."""
    journal.rate(ask(ABROAD), False, f"sai{sign}số")
    with store.writing() as connection:
        store.note(connection, f"l{sign}an", "turned off", "page", f"bảo{sign}trì")
    with store.reading() as connection:
        reasons = [row.reason for row in connection.execute(sa.select(feedback.c.reason))]
    assert reasons == ["sai\ufffdsố"]
    assert [(row.who, row.detail) for row in store.trail()] == [("l\ufffdan", "bảo\ufffdtrì")]
