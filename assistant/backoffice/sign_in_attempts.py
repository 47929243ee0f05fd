"""Limits of sign-in: tries by name and client, and passwords verified at once.

A try counts before its password is verified, so that tries sent side by side count too. The library
`limits`, which counts requests, cannot do this: a hit cannot be taken back, its keys have no bound,
and its clock is the system's.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from assistant.errors import SignInBusy, TooManyTries

# One name from one address; one address with any names; one name from anywhere (a botnet's share).
PER_NAME_AND_CLIENT, PER_CLIENT, PER_NAME = 5, 30, 100
PAUSE = timedelta(minutes=15)
_MAX_KEYS = 20_000
# argon2id takes 64 MiB and a good tenth of a second for each.
_AT_ONCE, _WAITING, _WAIT_S = 2, 6, 3.0


class Tries:
    """Counts tries to sign in; safe to use from many threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._times: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, name: str, client: str) -> None:
        """Counts one try.

        Raises:
            TooManyTries: there were too many in the last quarter of an hour.
        """
        now = self._clock()
        with self._lock:
            if any(self._recent(key, now) >= limit for key, limit in _keys(name, client)):
                # Refused tries are not kept: a flood of them must not crowd out those that count.
                raise TooManyTries("too many tries; wait a quarter of an hour")
            for key, _ in _keys(name, client):
                self._times.setdefault(key, deque()).append(now)
                self._times.move_to_end(key)
            while len(self._times) > _MAX_KEYS:
                self._times.popitem(last=False)

    def take_back(self, name: str, client: str) -> None:
        """Uncounts the last try: its password was right, or was not verified."""
        with self._lock:
            for key, _ in _keys(name, client):
                if times := self._times.get(key):
                    times.pop()

    def forgive(self, name: str, client: str) -> None:
        """Forgets the tries of a name from this client after a right password."""
        self.take_back(name, client)
        with self._lock:
            self._times.pop((name, client), None)

    def _recent(self, key: tuple[str, str], now: datetime) -> int:
        """How many tries of the last quarter of an hour are kept under a key."""
        times = self._times.get(key, deque())
        while times and times[0] <= now - PAUSE:
            times.popleft()
        return len(times)


def _keys(name: str, client: str) -> tuple[tuple[tuple[str, str], int], ...]:
    """What a try is counted under, each with its limit."""
    return (
        ((name, client), PER_NAME_AND_CLIENT), (("", client), PER_CLIENT), ((name, ""), PER_NAME)
    )  # fmt: skip


class Verifying:
    """Lets a few password verifications run at once, and a few more wait."""

    def __init__(self) -> None:
        self._running = threading.BoundedSemaphore(_AT_ONCE)
        self._places = threading.BoundedSemaphore(_AT_ONCE + _WAITING)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for a turn.

        Raises:
            SignInBusy: too many wait already, or the wait was too long.
        """
        if not self._places.acquire(blocking=False):
            raise SignInBusy("too many people sign in at once; try again in a few seconds")
        try:
            if not self._running.acquire(timeout=_WAIT_S):
                raise SignInBusy("too many people sign in at once; try again in a few seconds")
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._places.release()
