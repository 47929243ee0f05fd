"""Limits of sign-in: attempts by name and client, and password verifications at a time.

An attempt counts before its password is verified, so that parallel attempts count too. Times are
monotonic: a clock that is set back would otherwise bar people until it has caught up. The library
`limits`, which counts requests, cannot be used here: a hit cannot be undone, the number of keys is
unlimited, and the clock cannot be replaced.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.errors import SignInBusy, TooManyTries

# Limits for one name from one address, for one address with any name, and for one name from any
# address (a botnet).
PER_NAME_AND_CLIENT, PER_CLIENT, PER_NAME = 5, 30, 100
PAUSE_S = 900.0
_MAX_KEYS = 20_000
# Each verification by argon2id takes 64 MiB and over 0.1 s.
_AT_ONCE, _WAITING, _WAIT_S = 2, 6, 3.0


class SignInAttempts:
    """Counts attempts to sign in; safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, name: str, client: str) -> None:
        """Counts one attempt.

        Raises:
            TooManyTries: there were too many attempts in the last 15 minutes.
        """
        now = self._clock()
        with self._lock:
            if any(self._recent(key, now) >= limit for key, limit in _keys(name, client)):
                # Refused attempts are not stored: a flood of them must not evict counted ones.
                raise TooManyTries("too many tries; wait a quarter of an hour")
            for key, _ in _keys(name, client):
                self._times.setdefault(key, deque()).append(now)
                self._times.move_to_end(key)
            while len(self._times) > _MAX_KEYS:
                self._times.popitem(last=False)

    def take_back(self, name: str, client: str) -> None:
        """Removes the last attempt: its password was right, or was not verified."""
        with self._lock:
            for key, _ in _keys(name, client):
                if times := self._times.get(key):
                    times.pop()

    def forgive(self, name: str, client: str) -> None:
        """Removes all attempts of a name from this client, after a right password."""
        self.take_back(name, client)
        with self._lock:
            self._times.pop((name, client), None)

    def _recent(self, key: tuple[str, str], now: float) -> int:
        """The number of attempts under a key in the last 15 minutes."""
        times = self._times.get(key, deque())
        while times and times[0] <= now - PAUSE_S:
            times.popleft()
        return len(times)


def _keys(name: str, client: str) -> tuple[tuple[tuple[str, str], int], ...]:
    """The keys under which an attempt counts, each with its limit."""
    return (
        ((name, client), PER_NAME_AND_CLIENT), (("", client), PER_CLIENT), ((name, ""), PER_NAME)
    )  # fmt: skip


class Verifying:
    """Limits the password verifications that run, and that wait, at a time."""

    def __init__(self) -> None:
        self._running = threading.BoundedSemaphore(_AT_ONCE)
        self._places = threading.BoundedSemaphore(_AT_ONCE + _WAITING)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for a free slot, and holds it for the length of the block.

        Raises:
            SignInBusy: too many are waiting already, or the wait was too long.
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
