"""A site and crawls of it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from knowledge.crawling.crawl import Crawl, Failure, Page, Scope
from knowledge.crawling.visiting import Pace, Visitor
from knowledge.readers.addresses import Permitted
from knowledge.readers.fetching import Fetcher
from knowledge.storage.visits import Visits
from tests.knowledge.crawling.site import Site, running_site

NOON = datetime(2026, 11, 26, 12)


class Clock:
    """Time that a test sets; sleeping lets it pass."""

    def __init__(self) -> None:
        self.at, self.slept = NOON, []  # type: tuple[datetime, list[float]]

    def now(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return (self.at - NOON).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


Crawled = Callable[..., list[Page | Failure]]


class Crawler:
    """Crawls into one data folder; every crawl begins an hour after the last one."""

    def __init__(self, data: Path, clock: Clock) -> None:
        self.data, self.clock, self.delay_s = data, clock, 0.0
        self.exempt: tuple[str, ...] = ()
        self.last: Crawl | None = None

    def __call__(
        self, start: str, scope: Scope | None = None, *, most_results: int | None = None,
        allowed: tuple[str, ...] = ("127.0.0.1",), deadline_s: float = 60.0,
    ) -> list[Page | Failure]:  # fmt: skip
        """The results; with `most_results` the crawl is interrupted after so many."""
        self.clock.at += timedelta(hours=1)
        pace = Pace(self.delay_s, self.clock.sleep, self.clock.seconds)
        with (
            Visits(self.data).open() as visits,
            Fetcher(Permitted.of(allowed), deadline_s) as fetcher,
        ):
            visitor = Visitor(fetcher, visits, self.data, pace, self.exempt, now=self.clock.now)
            self.last = Crawl(start, scope or Scope(), visitor, visits, self.clock.now)
            results = []
            for result in self.last.run():
                results.append(result)
                if len(results) == most_results:
                    return results
            self.last.end()
            return results

    def pages(self, start: str, scope: Scope | None = None) -> list[str]:
        """The paths of the pages of a whole crawl, in their order."""
        results = self(start, scope)
        return [p.address.split("/", 3)[3] for p in results if isinstance(p, Page)]

    def reasons(self, start: str, scope: Scope | None = None) -> dict[str, str]:
        """The reasons of what gave no page, by path."""
        results = self(start, scope)
        return {f.address.split("/", 3)[3]: f.reason for f in results if isinstance(f, Failure)}


@pytest.fixture
def crawler(tmp_path: Path, clock: Clock) -> Crawler:
    return Crawler(tmp_path / "data", clock)
