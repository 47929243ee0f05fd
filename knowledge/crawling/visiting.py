"""An address -> its current content, politely: rules of the site, pauses, newer versions only.

One request at a time. A site's `robots.txt` is asked first, a pause lies between two requests to a
host, a version that is stored already is asked for by its ETag or its day, and a site that does not
answer is left alone.
"""

import hashlib
import time
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from knowledge.crawling import robots
from knowledge.crawling.clearing import FETCHED
from knowledge.errors import Unreachable, UnreadableBulletin
from knowledge.private_files import make_folder
from knowledge.readers.addresses import Target, target_of
from knowledge.readers.fetched_files import keep_reply, write_whole
from knowledge.readers.fetching import Fetcher, Reply, Validators, check_status
from knowledge.storage.visits import Visit, Visits, utc_now

_TRY_AGAIN = (429, 500, 502, 503, 504)
_TRIES = 2
_MAX_WAIT_S = 60.0
# A site that fails this often in a row is not asked any more in this run.
_MOST_FAILURES = 5


class Refused(UnreadableBulletin):
    """A site's `robots.txt` does not let this program fetch an address."""


@dataclass(slots=True)
class Pace:
    """Keeps two requests to one host apart; `sleep` and `clock` count seconds."""

    delay_s: float
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str, asked_s: float = 0.0) -> None:
        """Waits until the host may be asked; `asked_s` is the pause that it wishes for."""
        earliest = self._last.get(host, float("-inf")) + max(self.delay_s, asked_s)
        pause = earliest - self.clock()
        if pause > 0:
            self.sleep(pause)
        self._last[host] = self.clock()


@dataclass(slots=True)
class Traffic:
    """What one crawl cost: answered requests, bodies with their bytes, replies "not modified"."""

    requests: int = 0
    bodies: int = 0
    received_bytes: int = 0
    not_modified: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """The current content of an address, as its server sent it."""

    target: Target
    content_type: str
    content: bytes
    path: Path
    """The compressed content."""


class Visitor:
    """Fetches addresses for one crawl; `data` is the data folder, `exempt` hosts have no rules."""

    def __init__(
        self, fetcher: Fetcher, visits: Visits, data: Path, pace: Pace,
        exempt: tuple[str, ...] = (), now: Callable[[], datetime] = utc_now,
    ) -> None:  # fmt: skip
        self._fetcher, self._visits, self._data, self._pace = fetcher, visits, data, pace
        self._exempt, self._now = exempt, now
        self._rules: dict[str, robots.Rules] = {}
        self._failures: Counter[str] = Counter()
        self.traffic = Traffic()

    def stored(self, target: Target, since: datetime) -> Copy | None:
        """The stored content of an address, if it was fetched at `since` or later; no request."""
        visit = self._visits.of(target.text)
        if visit is None or visit.visited_at < since:
            return None
        return self._copy_of(visit)

    def lies_inside(self, copy: Copy) -> bool:
        """Whether a content comes from a private network that is permitted."""
        return self._fetcher.lies_inside(copy.target)

    def fetch(self, target: Target, *, is_led_by_public: bool = False) -> Copy:
        """The current content of an address, stored in a file.

        `is_led_by_public`: it is a link of a public page, so that it must be public too.

        Raises:
            Refused: the site's rules exclude it.
            Unreachable: the site does not answer.
            UnreadableBulletin: the address is not permitted, or its reply cannot be used.
        """
        host = target.host
        if self._failures[host] >= _MOST_FAILURES:
            raise Unreachable(f"{host!r} does not answer; the rest is left for the next run")
        for left in range(_TRIES - 1, -1, -1):
            try:
                reply, copy = self._current(target, self._ready, is_led_by_public)
            except Unreachable:
                self._failures[host] += 1
                raise
            if copy is not None or reply.status not in _TRY_AGAIN:
                break
            if left:
                self._pace.sleep(_wait_s(reply, self._pace.delay_s, self._now()))
        self._failures[host] = self._failures[host] + 1 if reply.status in _TRY_AGAIN else 0
        if copy is None:
            check_status(reply)
            raise UnreadableBulletin(f"{target.text!r} answers {reply.status} without a body")
        return copy

    def as_page(self, copy: Copy) -> Path:
        """The file of a page or document, in the folder of fetched pages, with its address.

        Raises:
            UnreadableBulletin: it is of no format that is read.
        """
        return keep_reply(copy.target, copy.content_type, copy.content, self._data / "uploads")

    def _current(
        self, target: Target, before: Callable[[Target], None], is_led_by_public: bool = False
    ) -> tuple[Reply, Copy | None]:
        """The reply to one request, and the content: received, or stored and still the same."""
        visit = self._visits.of(target.text)
        known = self._copy_of(visit) if visit else None
        asked = Validators(visit.led_to, visit.etag, visit.modified) if visit and known else None
        reply = self._fetcher.get(target, asked, before, is_led_by_public=is_led_by_public)
        self.traffic.requests += 1
        self.traffic.bodies += reply.status == 200
        self.traffic.received_bytes += len(reply.content)
        self.traffic.not_modified += reply.status == 304
        if reply.status == 304 and asked and known:
            self._note(target, asked, known)
            return reply, known
        if reply.status != 200:
            return reply, None
        copy = self._kept(reply)
        self._note(target, reply.validators, copy)
        return reply, copy

    def _ready(self, target: Target) -> None:
        """Waits until a target may be requested.

        Raises:
            Refused: the rules of its site exclude it.
        """
        rules = self._rules_of(target)
        if not rules.may_fetch(target.text):
            raise Refused(f"{target.text!r}: the site's robots.txt excludes it for bantin")
        self._pace.wait(target.host, rules.delay_s)

    def _rules_of(self, target: Target) -> robots.Rules:
        """The rules of a site, fetched once in a crawl."""
        if any(target.host == e or target.host.endswith(f".{e}") for e in self._exempt):
            return robots.ALL
        place = Target(target.scheme, target.host, target.port, "/robots.txt")
        if place.text not in self._rules:
            try:
                reply, copy = self._current(place, lambda hop: self._pace.wait(hop.host))
            except Unreachable as exc:
                raise Unreachable(f"{exc} (robots.txt is asked for first)") from exc
            content = copy.content if copy else b""
            self._rules[place.text] = robots.rules_from(200 if copy else reply.status, content)
        return self._rules[place.text]

    def _kept(self, reply: Reply) -> Copy:
        """The content of a reply, stored compressed."""
        name = hashlib.sha256(reply.target.text.encode()).hexdigest()[:32]
        path = self._data / FETCHED / name[:2] / name
        make_folder(path.parent)
        write_whole(path, zlib.compress(reply.content))
        kind = reply.headers.get("content-type", "")[:200]
        return Copy(reply.target, kind, reply.content, path)

    def _note(self, target: Target, version: Validators, copy: Copy) -> None:
        file = str(copy.path.relative_to(self._data))
        digest = hashlib.sha256(copy.content).hexdigest()
        self._visits.note(Visit(
            target.text, version.address, version.etag, version.modified, copy.content_type, file,
            digest, self._now(),
        ))  # fmt: skip

    def _copy_of(self, visit: Visit) -> Copy | None:
        """The stored content of a visit; None where its file is gone, changed or cut off."""
        path = self._data / visit.file
        try:
            content = zlib.decompress(path.read_bytes())
        except (OSError, zlib.error):
            return None
        if hashlib.sha256(content).hexdigest() != visit.digest:
            return None
        return Copy(target_of(visit.led_to), visit.content_type, content, path)


def _wait_s(reply: Reply, delay_s: float, now: datetime) -> float:
    """The seconds until a busy server may be asked again: what it states, at most 60."""
    stated = reply.headers.get("retry-after", "").strip()
    if stated.isdecimal():
        return min(float(stated[:9]), _MAX_WAIT_S)
    try:
        moment = parsedate_to_datetime(stated).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return 2 * delay_s
    return min(max((moment - now).total_seconds(), 0.0), _MAX_WAIT_S)
