"""Old questions are purged for good, or so that a purge can be undone for a day."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from assistant.backoffice.journal import Journal
from assistant.backoffice.purging import Purging
from assistant.backoffice.store import Store
from assistant.errors import UnknownPurge
from tests.fakes import Clock

ON_BOTH = True  # SQLite and PostgreSQL

ABROAD = "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?"
Ask = Callable[..., str]


@pytest.fixture
def purging(store: Store) -> Purging:
    return Purging(store)


def test_the_old_are_purged_and_the_shared_stay(
    journal: Journal, purging: Purging, ask: Ask, now: Clock, store: Store
) -> None:
    old, shared = ask(ABROAD), ask(ABROAD)
    journal.rate(old, True)
    journal.share(shared)
    now.at += timedelta(days=91)
    new = ask(ABROAD)
    assert purging.purge(timedelta(days=90), "lan") == 1
    assert {e.answer_id for e in journal.entries()} == {shared, new}
    assert (store.trail()[0].who, store.trail()[0].action) == ("lan", "purge")


def test_a_purge_is_undone_with_its_ratings(
    journal: Journal, purging: Purging, ask: Ask, now: Clock
) -> None:
    old = ask(ABROAD)
    journal.rate(old, False, "wrong figure")
    now.at += timedelta(days=91)
    count, number = purging.put_aside(timedelta(days=90), "lan")
    assert (count, journal.entries(), purging.undoable()) == (1, [], {number})
    assert purging.bring_back(number, "lan") == 1
    (entry,) = journal.entries()
    assert (entry.answer_id, entry.reason) == (old, "wrong figure")
    assert purging.undoable() == set()


def test_a_purge_is_final_after_a_day(purging: Purging, ask: Ask, now: Clock) -> None:
    ask(ABROAD)
    now.at += timedelta(days=91)
    _, number = purging.put_aside(timedelta(days=90), "lan")
    now.at += timedelta(days=1, minutes=1)
    assert purging.undoable() == set()
    purging.purge(timedelta(days=365), "retention")
    with pytest.raises(UnknownPurge):
        purging.bring_back(number, "lan")
