"""Which questions may begin now, which wait, and which are refused because the wait is too long.

All channels share one `Turns`: the page, the API, the chat protocol and the tools. A question that
is refused at once, with the time after which to ask again, costs almost nothing; one that waits
for a minute costs a connection and is of no use to anyone.
"""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from knowledge.errors import Busy

# No one waits longer for the begin of an answer; a page without an answer seems broken by then.
_LONGEST_WAIT_S = 8.0
# So many are let in whatever the wait: the first estimates, after a start, are rough.
_LEAST, _MOST = 16, 200
_PATIENCE_S = 30.0
_SOONEST_S, _LATEST_S = 5, 60
_LOOKS_EVERY_S = 0.02
# An estimate counts about the last twenty questions.
_DECAY, _FIRST_S = 0.95, 0.2


class Turns:
    """Limits the questions in progress to `most`; others wait for `patience_s` seconds.

    `running` and `waiting` are how many there are now. What is done besides (the questions that an
    answer offers are tested) uses slots that no question needs.
    """

    def __init__(
        self, most: int, patience_s: float = _PATIENCE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.most, self._patience_s, self._clock = most, patience_s, clock
        self._free = threading.BoundedSemaphore(most)
        self._spare, self._lock = threading.Lock(), threading.Lock()
        self.running = self.waiting = 0
        self._seconds, self._questions = _FIRST_S, 1.0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Waits for a free slot, and holds it for the length of the block.

        Raises:
            Busy: no slot became free in time.
        """
        self._count(waiting=1)
        is_free = self._free.acquire(timeout=self._patience_s)
        self._count(waiting=-1, running=int(is_free))
        if not is_free:
            raise Busy(f"no question could begin for {self._patience_s:g} seconds")
        began = self._clock()
        try:
            yield
        finally:
            self._count(running=-1)
            self._free.release()
            self._learn(self._clock() - began)

    @contextmanager
    def spare(self, until_s: float) -> Iterator[bool]:
        """Whether a slot is free that no question needs, held for the length of the block.

        Questions need them if any waits, or if a quarter of the slots are taken: they share the
        processor. One block at a time has a spare one. It waits for that until the clock shows
        `until_s`.
        """
        is_free = self._is_spare()
        while not is_free and self._clock() < until_s:
            time.sleep(_LOOKS_EVERY_S)
            is_free = self._is_spare()
        if not is_free:
            yield False
            return
        try:
            yield True
        finally:
            self._free.release()
            self._spare.release()

    def _is_spare(self) -> bool:
        is_busy = self.waiting > 0 or self.running * 4 >= self.most
        if is_busy or not self._spare.acquire(blocking=False):
            return False
        if self._free.acquire(blocking=False):
            return True
        self._spare.release()
        return False

    def wait_s(self, ahead: int) -> float:
        """The expected seconds until a question begins that has `ahead` others before it.

        `ahead` counts those that are in progress too; while a place is free, nobody waits.
        """
        waiting = max(0, ahead - self.most + 1)
        with self._lock:
            return waiting * self._seconds / self._questions / self.most

    def refusal_s(self, ahead: int) -> int | None:
        """The seconds after which to ask again, where `ahead` questions are too many; else None."""
        wait_s = self.wait_s(ahead)
        if ahead < _LEAST or (wait_s <= _LONGEST_WAIT_S and ahead < max(_MOST, 2 * self.most)):
            return None
        return min(max(math.ceil(wait_s), _SOONEST_S), _LATEST_S)

    def _count(self, waiting: int = 0, running: int = 0) -> None:
        with self._lock:
            self.waiting, self.running = self.waiting + waiting, self.running + running

    def _learn(self, seconds: float) -> None:
        with self._lock:
            self._seconds = self._seconds * _DECAY + seconds
            self._questions = self._questions * _DECAY + 1
