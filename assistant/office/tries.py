"""How often somebody may try to sign in, and how many passwords are verified at once.

A try counts before its password is verified, so that tries sent side by side count too.
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
            counters = [
                (self._recent((name, client), now), PER_NAME_AND_CLIENT),
                (self._recent(("", client), now), PER_CLIENT),
                (self._recent((name, ""), now), PER_NAME),
            ]
            if any(len(times) >= limit for times, limit in counters):
                raise TooManyTries("too many tries; wait a quarter of an hour")
            for times, _ in counters:
                times.append(now)
            while len(self._times) > _MAX_KEYS:
                self._times.popitem(last=False)

    def forgive(self, name: str, client: str) -> None:
        """Forgets the tries of somebody who then gave the right password."""
        with self._lock:
            self._times.pop((name, client), None)

    def _recent(self, key: tuple[str, str], now: datetime) -> deque[datetime]:
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and times[0] <= now - PAUSE:
            times.popleft()
        return times


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
