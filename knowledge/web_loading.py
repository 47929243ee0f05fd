"""Addresses and settings -> receipts: composes crawling with loading, once or on a schedule."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from knowledge.build import ingesting, linking
from knowledge.crawling.clearing import clear_fetched
from knowledge.crawling.crawl import Crawl, Failure, Scope
from knowledge.crawling.visiting import Pace, Visitor
from knowledge.embedding.encoder import Encoder, load_encoder
from knowledge.errors import LibraryBusy, StorageError
from knowledge.ingestion.corrections import Correction
from knowledge.ingestion.from_web import load_crawl
from knowledge.ingestion.ingest import Ingester
from knowledge.ingestion.linking import link
from knowledge.ingestion.sources import Receipt
from knowledge.readers.addresses import Permitted
from knowledge.readers.fetching import Fetcher
from knowledge.settings import LibrarySettings
from knowledge.storage.life import addresses
from knowledge.storage.visits import Visits, utc_now

T = TypeVar("T")
Run = Callable[[Ingester, Sequence[Path]], Iterable[Receipt]]
"""Loads fetched files by an ingester, and yields their receipts."""
Plan = Callable[[Sequence[Path]], Iterable[Receipt]]
"""Yields the receipts that loading fetched files would give."""
WebProgress = Callable[[int, int, str], None]
"""Is called with the bulletins that are done, those that are known, and an address."""
# Others hold the writer's lock for as long as they load.
_LOCK_S, _LOCK_PAUSE_S = 600.0, 2.0
_AFTER_ERROR_S = 60.0


@dataclass(frozen=True, slots=True)
class Round:
    """One crawl and what came of it."""

    crawl: Crawl
    receipts: tuple[Receipt, ...]
    left_out: tuple[Failure, ...]
    corrections: tuple[Correction, ...] = ()
    """The corrections that were linked, or could not be linked."""

    @property
    def counts(self) -> dict[str, int]:
        """How many bulletins have each status."""
        statuses = ["added", "updated", "unchanged", "failed", *(r.status for r in self.receipts)]
        return {s: sum(r.status == s for r in self.receipts) for s in dict.fromkeys(statuses)}

    def view(self) -> dict[str, Any]:
        """The crawl for JSON: its kind, its costs and what was left out."""
        return {
            "address": self.crawl.start, "kind": self.crawl.kind, "bulletins": self.crawl.bulletins,
            "reused": self.crawl.reused, **asdict(self.crawl.traffic),
            "left_out": [{"address": f.address, "reason": f.reason} for f in self.left_out],
        }  # fmt: skip


class WebLoader:
    """Loads from addresses into one library."""

    def __init__(
        self, settings: LibrarySettings, scope: Scope, run: Run,
        progress: WebProgress | None = None, *, plan: Plan | None = None,
        encoder: Encoder | None = None, pace: Pace | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:  # fmt: skip
        self._settings, self._scope, self._run = settings, scope, run
        self._progress, self._encoder, self._now = progress, encoder, now
        self._plan = plan
        self._pace = pace or Pace(settings.fetch_delay_s)

    def load(self, address: str, each: Callable[[Receipt], None] = lambda _: None) -> Round:
        """Crawls an address and loads what it gives; calls `each` with every receipt as it comes.

        Raises:
            StorageError: the data folder cannot be used; what was fetched stays.
        """
        settings = self._settings
        with (
            Visits(settings.data).open() as visits,
            Fetcher(Permitted.of(settings.fetch_allowed)) as fetcher,
        ):
            visitor = Visitor(
                fetcher, visits, settings.data, self._pace, settings.robots_exempt, self._now
            )
            crawl = Crawl(address, self._scope, visitor, visits, self._now)
            receipts: list[Receipt] = []
            left_out: list[Failure] = []
            for result in load_crawl(crawl, self._store, self._say(crawl)):
                if isinstance(result, Receipt):
                    receipts.append(result)
                    each(result)
                else:
                    left_out.append(result)
            corrections = self._end(visits)
        return Round(crawl, tuple(receipts), tuple(left_out), corrections)

    def due_in(self, address: str, every: timedelta) -> float:
        """The seconds until an address is to be crawled again; 0 where it never was as a whole."""
        with Visits(self._settings.data).open() as visits:
            ended_at = visits.ended_at(self._scope.name_of(address))
        if ended_at is None:
            return 0.0
        return max(0.0, (ended_at + every - self._now()).total_seconds())

    def _end(self, visits: Visits) -> tuple[Correction, ...]:
        """Links what was loaded, and deletes fetched versions that are old and of no bulletin.

        Both look at the whole library, so that they are done once a crawl. A plan does neither.
        """
        if self._plan is not None:
            return ()
        with _once_free(lambda: linking(self._settings)) as catalogue:
            corrections = link(catalogue)
            with catalogue.reading() as snapshot:
                needed = addresses(snapshot)
        age = timedelta(days=self._settings.fetched_days)
        clear_fetched(self._settings.data, visits, needed, self._now(), age)
        return tuple(corrections)

    def _say(self, crawl: Crawl) -> Callable[[str], None]:
        progress = self._progress
        if progress is None:
            return lambda address: None
        return lambda address: progress(crawl.done, max(crawl.bulletins, crawl.done, 1), address)

    def _store(self, files: Sequence[Path]) -> Iterator[Receipt]:
        if self._plan is not None:
            yield from self._plan(files)
            return
        if self._encoder is None:
            self._encoder = load_encoder(self._settings.model, self._settings.models)
        encoder = self._encoder
        with _once_free(lambda: ingesting(self._settings, encoder)) as ingester:
            yield from self._run(ingester, files)


@contextmanager
def _once_free(opened: Callable[[], AbstractContextManager[T]]) -> Iterator[T]:
    """What needs the writer's lock, as soon as no other process writes.

    Raises:
        LibraryBusy: others write for ten minutes.
    """
    until = time.monotonic() + _LOCK_S
    with ExitStack() as held:
        while True:
            try:
                writer = held.enter_context(opened())
                break
            except LibraryBusy:
                if time.monotonic() > until:
                    raise
            time.sleep(_LOCK_PAUSE_S)
        yield writer


def watch(
    loader: WebLoader, addresses: Sequence[str], every: timedelta,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Round | StorageError]:  # fmt: skip
    """Loads each address when it is due, forever; yields the finished rounds.

    A round that cannot be stored is yielded as its error, and goes on after a minute.
    """
    while True:
        for address in addresses:
            if loader.due_in(address, every) > 0:
                continue
            try:
                yield loader.load(address)
            except StorageError as exc:
                yield exc
                sleep(_AFTER_ERROR_S)
        sleep(max(1.0, min(loader.due_in(address, every) for address in addresses)))
