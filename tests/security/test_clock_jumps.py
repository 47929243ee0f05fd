"""A clock that jumps, ahead or back, neither bars people nor keeps sessions open."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.backoffice.accounts import SESSION_HOURS, Accounts
from assistant.backoffice.sign_in_attempts import PER_NAME_AND_CLIENT, SignInAttempts
from assistant.backoffice.store import Store
from assistant.errors import SignInRefused, TooManyTries
from assistant.pipeline import Assistant
from assistant.remembered import Remembered, state_of
from tests.fakes import Clock

PASSWORD = "một mật khẩu dài"
_NOON = datetime(2026, 11, 27, 12)
_JUMPS = [timedelta(days=-365), timedelta(hours=-1), timedelta(hours=1), timedelta(days=365)]


class Steady:
    """A monotonic clock that tests advance."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def now() -> Clock:
    return Clock(_NOON)


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def accounts(tmp_path: Path, now: Clock, steady: Steady) -> Accounts:
    made = Accounts(Store(tmp_path, now), SignInAttempts(steady))
    made.add("lan", PASSWORD, "staff", "test")
    return made


@pytest.mark.parametrize("jump", _JUMPS, ids=str)
def test_tries_to_sign_in_are_barred_for_a_quarter_of_an_hour(
    accounts: Accounts, now: Clock, steady: Steady, jump: timedelta
) -> None:
    """Neither for a year after the clock was set back, nor not at all after it was set ahead."""
    for _ in range(PER_NAME_AND_CLIENT):
        with pytest.raises(SignInRefused, match="wrong"):
            accounts.sign_in("lan", "sai mật khẩu", "1.2.3.4")
    now.at += jump
    with pytest.raises(TooManyTries):
        accounts.sign_in("lan", PASSWORD, "1.2.3.4")
    steady.now_s += 16 * 60
    assert accounts.sign_in("lan", PASSWORD, "1.2.3.4")


def test_a_session_of_a_clock_that_was_ahead_ends_when_it_is_set_right(
    accounts: Accounts, now: Clock
) -> None:
    """It would last until the day that the clock showed."""
    now.at += timedelta(days=365)
    token = accounts.sign_in("lan", PASSWORD)
    assert accounts.who(token) is not None
    now.at = _NOON
    assert accounts.who(token) is None
    now.at += timedelta(days=365, hours=1)
    assert accounts.who(token) is not None
    now.at = _NOON
    accounts.sign_in("lan", PASSWORD)  # removes what no clock that is right can have begun
    now.at += timedelta(days=365, hours=1)
    assert accounts.who(token) is None


@pytest.mark.parametrize("skew_s", [-90, -1, 1, 90])
def test_a_session_lasts_where_clocks_differ_a_little(
    accounts: Accounts, now: Clock, skew_s: int
) -> None:
    """Another web process, or the same one after its clock was corrected."""
    token = accounts.sign_in("lan", PASSWORD)
    now.at += timedelta(seconds=skew_s)
    assert accounts.who(token) is not None


def test_a_session_ends_when_the_clock_jumps_ahead(accounts: Accounts, now: Clock) -> None:
    token = accounts.sign_in("lan", PASSWORD)
    now.at += timedelta(hours=SESSION_HOURS + 1)
    assert accounts.who(token) is None
    assert accounts.sign_in("lan", PASSWORD)


def test_the_last_use_is_right_again_after_the_clock_is(accounts: Accounts, now: Clock) -> None:
    """A use that was noted for a day to come would otherwise stand until that day."""
    now.at += timedelta(days=365)
    accounts.who(accounts.sign_in("lan", PASSWORD))
    now.at = _NOON
    accounts.who(accounts.sign_in("lan", PASSWORD))
    (account,) = accounts.all()
    assert account.used_at == _NOON


def test_an_answer_of_another_day_is_not_given_again(assistant: Assistant) -> None:
    """What is remembered holds for the day that the clock shows, whichever way it went there."""
    kept: Remembered[str] = Remembered(10)
    given = []
    for days in (0, 1, 0, -400):
        day = (_NOON + timedelta(days=days)).date()
        given.append(
            kept.get(state_of(assistant.library, day), lambda day=day: str(day), lambda _: True)
        )
    assert given == ["2026-11-27", "2026-11-28", "2026-11-27", "2025-10-23"]
