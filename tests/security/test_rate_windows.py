"""The limits of rate count by a monotonic clock, a minute at a time."""

import time

import pytest

from assistant.serving.limits_and_headers import Rates, _Counters

_PATH = "/api/v1/ask"


class Clock:
    """A clock that advances by hand."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_the_window_moves() -> None:
    """A request counts for a minute, and a refused one does not count."""
    clock = Clock()
    counters = _Counters(Rates(2, 100), clock)
    uses = []
    for at_s in (0, 30, 31, 59.5, 60.5, 61, 90.5):
        clock.now_s = 1000 + at_s
        use = counters.taken(_PATH, "a")
        uses.append((use.is_over, use.left, use.reset_s))
    assert uses == [
        (False, 1, 60), (False, 0, 30), (True, 0, 29), (True, 0, 1), (False, 0, 30), (True, 0, 29),
        (False, 0, 30),
    ]  # fmt: skip


def test_clients_and_kinds_are_counted_apart() -> None:
    """Questions of one client take nothing from another, nor from its reads."""
    counters = _Counters(Rates(1, 1), Clock())
    asked = [
        ("a", _PATH),
        ("b", _PATH),
        ("a", "/api/v1/search"),
        ("a", _PATH),
        ("a", "/api/v1/health"),
    ]
    assert [counters.taken(path, client).is_over for client, path in asked] == [
        False, False, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("jump_s", [-86_400, -3600, 3600, 86_400], ids=lambda s: f"{s:+d} s")
def test_a_clock_that_jumps_bars_nobody_and_frees_nobody(
    monkeypatch: pytest.MonkeyPatch, jump_s: int
) -> None:
    """The clock of the day plays no part."""
    counters = _Counters(Rates(2, 2))
    wall = time.time
    uses = [counters.taken(_PATH, "a")]
    monkeypatch.setattr(time, "time", lambda: wall() + jump_s)
    uses += [counters.taken(_PATH, "a") for _ in range(2)]
    assert [(use.is_over, use.left) for use in uses] == [(False, 1), (False, 0), (True, 0)]
    assert 55 < uses[-1].reset_s <= 60


def test_so_many_clients_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses without end take no memory without end."""
    monkeypatch.setattr("assistant.serving.limits_and_headers._MOST_CLIENTS", 50)
    counters = _Counters(Rates(1, 1), Clock())
    for number in range(200):
        counters.taken(_PATH, f"client {number}")
    assert len(counters._times) == 50
    assert counters.taken(_PATH, "client 199").is_over
