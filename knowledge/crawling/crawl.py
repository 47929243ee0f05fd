"""An address -> the pages and documents that it leads to: itself, or those of a feed, a sitemap or
a listing, one after another.

The kind is told by the content; only that a page is a listing must be stated. What was fetched
stays stored, so that an interrupted crawl goes on where it stopped.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from knowledge.crawling.feeds import read_feed
from knowledge.crawling.links import Index, Link, plain_target
from knowledge.crawling.listings import read_listing
from knowledge.crawling.sitemaps import read_sitemap, unpacked_sitemap
from knowledge.crawling.visiting import Copy, Refused, Traffic, Visitor
from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import target_of
from knowledge.readers.fetched_files import with_charset
from knowledge.storage.visits import Visits, utc_now

Kind = Literal["page", "feed", "sitemap", "listing"]
_ROOTS: dict[str, Kind] = {
    "urlset": "sitemap", "sitemapindex": "sitemap", "rss": "feed", "feed": "feed", "rdf": "feed",
}  # fmt: skip
_FIRST_TAG = rb"<(?:[a-zA-Z]+:)?([a-zA-Z]+)[\s>/]"
_HEAD_BYTES = 5000
# Pages of a list and sitemaps of an index, so that an endless calendar ends.
_MOST_INDEXES = 1000
_MOST_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """A page or document that was fetched, or is stored and still the same."""

    address: str
    path: Path


@dataclass(frozen=True, slots=True)
class Failure:
    """An address that gave nothing; `is_by_choice` where a rule or a bound leaves it out."""

    address: str
    reason: str
    is_by_choice: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What belongs to a crawl.

    `is_listing` says that the address is a page that lists bulletins. `pattern` is a shell pattern
    for the addresses of bulletins. `most` is the number of bulletins. With `only_new`, addresses
    that were fetched before are not asked again, and a list ends at a page without a new one.
    """

    is_listing: bool = False
    pattern: str | None = None
    most: int = 1000
    only_new: bool = False

    def name_of(self, start: str) -> str:
        """The name of a crawl: one of the same name goes on after an interruption."""
        return " ".join(
            (start.strip(), *["listing"] * self.is_listing, self.pattern or "")
        ).rstrip()


@dataclass(frozen=True, slots=True)
class _Step:
    """An address to fetch: the start, a bulletin, or a further page of an index.

    `is_led_by_public`: a page of the internet leads there.
    """

    link: Link
    role: Literal["start", "bulletin", "index"]
    is_led_by_public: bool = False


class Crawl:
    """One crawl from one address; `bulletins` of them are known by now, `done` are finished."""

    def __init__(
        self, start: str, scope: Scope, visitor: Visitor, visits: Visits,
        now: Callable[[], datetime] = utc_now,
    ) -> None:  # fmt: skip
        self.start, self._scope, self._visitor, self._visits = start.strip(), scope, visitor, visits
        self._now = now
        self.kind: Kind = "page"
        self.bulletins = self.done = self.reused = 0
        self._indexes = 0
        self._left_out = 0
        self._seen: set[str] = set()
        self._files: set[Path] = set()
        self._steps: deque[_Step] = deque()
        self._begun = self._now()

    @property
    def traffic(self) -> Traffic:
        """What the crawl has cost so far."""
        return self._visitor.traffic

    def run(self) -> Iterator[Page | Failure]:
        """Fetches one address after another; a failed one does not stop the others."""
        self._begun = self._visits.begin(self._scope.name_of(self.start), self._begun)
        try:
            target = target_of(self.start)
        except UnreadableBulletin as exc:
            yield Failure(self.start, str(exc))
            return
        self._seen.add(target.text)
        self._steps.append(_Step(Link(target), "start"))
        while self._steps:
            step = self._steps.popleft()
            try:
                result = self._take(step)
            except Refused as exc:
                result = Failure(step.link.target.text, str(exc), step.role != "start")
            except UnreadableBulletin as exc:
                result = Failure(step.link.target.text, str(exc))
            self.done += step.role == "bulletin"
            if result is not None:
                yield result
        if self._left_out:
            reason = (
                f"{self._left_out} more were left out: at most {self._scope.most} (--max-pages)"
            )
            yield Failure(self.start, reason, True)

    def end(self) -> None:
        """Ends the crawl, once its pages are in safety: the next one asks for everything again."""
        if self._visitor.traffic.received_bytes > _MOST_BYTES:
            return  # the next one goes on
        self._visits.end(self._scope.name_of(self.start), self._now())

    def _take(self, step: _Step) -> Page | Failure | None:
        """Fetches one address: its page, or None for an index, whose links are noted."""
        if self._visitor.traffic.received_bytes > _MOST_BYTES:
            reason = (
                f"the crawl has received {_MOST_BYTES // 10**9} GB; it goes on when it is run again"
            )
            return Failure(step.link.target.text, reason)
        copy = self._copy(step)
        kind = _kind_of(copy)
        if kind == "page" and step.role != "bulletin" and self._scope.is_listing:
            kind = "listing"
        if step.role == "start":
            self.kind = kind
        if kind != "page" and step.role != "bulletin":
            self._note(self._index(kind, copy), not self._visitor.lies_inside(copy))
            return None
        if step.role == "index":
            raise UnreadableBulletin(f"{copy.target.text!r} is no {self.kind}")
        path = self._visitor.as_page(copy)
        if path in self._files:
            return None  # another address led to the same page
        self._files.add(path)
        return Page(copy.target.text, path)

    def _copy(self, step: _Step) -> Copy:
        """The content of an address; without a request where this crawl or its site allows that."""
        since = self._begun
        if step.role == "bulletin":
            changed_at = step.link.changed_at
            if self._scope.only_new:
                since = datetime.min
            elif changed_at is not None:
                since = min(since, changed_at.astimezone(UTC).replace(tzinfo=None))
        stored = self._visitor.stored(step.link.target, since)
        if stored is not None:
            self.reused += 1
            return stored
        return self._visitor.fetch(step.link.target, is_led_by_public=step.is_led_by_public)

    def _index(self, kind: Kind, copy: Copy) -> Index:
        if kind == "feed":
            index = read_feed(copy.content, copy.target)
        elif kind == "sitemap":
            index = read_sitemap(unpacked_sitemap(copy.content, copy.target), copy.target)
        else:
            content = with_charset(copy.content, copy.content_type)
            return read_listing(content, copy.target, self._scope.pattern)
        if self._scope.pattern is not None:
            pattern = self._scope.pattern
            kept = tuple(b for b in index.bulletins if fnmatchcase(b.target.text, pattern))
            index = replace(index, bulletins=kept)
        return index

    def _note(self, index: Index, is_public: bool) -> None:
        """Adds the links of an index to the steps, each address once, within the bounds."""
        is_new = False
        for link in index.bulletins:
            link = replace(link, target=plain_target(link.target))
            if link.target.text in self._seen:
                continue
            self._seen.add(link.target.text)
            visit = self._visits.of(link.target.text)
            # What an interrupted crawl fetched is new to the one that goes on.
            is_new |= visit is None or visit.visited_at >= self._begun
            if self.bulletins >= self._scope.most:
                self._left_out += 1
                continue
            self.bulletins += 1
            self._steps.append(_Step(link, "bulletin", is_public))
        if self.bulletins >= self._scope.most or (
            self._scope.only_new and not is_new and index.bulletins
        ):
            return
        for target in index.further:
            if target.text not in self._seen and self._indexes < _MOST_INDEXES:
                self._seen.add(target.text)
                self._indexes += 1
                self._steps.append(_Step(Link(target), "index", is_public))


def _kind_of(copy: Copy) -> Kind:
    """The kind of a content by the first element of its XML; a page where it is none."""
    content = copy.content
    if content.startswith(b"\x1f\x8b") and ".gz" in copy.target.path:
        content = unpacked_sitemap(content, copy.target)
    head = re.sub(rb"\x00", b"", content[:_HEAD_BYTES])
    head = re.sub(rb"<!--.*?-->", b"", head, flags=re.DOTALL)
    first = re.search(_FIRST_TAG, head)
    return _ROOTS.get(first[1].decode("ascii").lower(), "page") if first else "page"
