"""Addresses are loaded into the library, once or on a schedule."""

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge import web_loading
from knowledge.build import reading
from knowledge.cli.from_web import plan_with, run_with
from knowledge.crawling.crawl import Scope
from knowledge.crawling.visiting import Pace
from knowledge.errors import LibraryBusy
from knowledge.ingestion import from_web
from knowledge.ingestion.ingest import Ingester
from knowledge.ingestion.linking import link
from knowledge.ingestion.sources import Receipt
from knowledge.ingestion.write_lock import write_lock
from knowledge.settings import LibrarySettings
from knowledge.storage.visits import Visits
from knowledge.web_loading import Round, WebLoader, watch
from tests.fakes import HashEncoder
from tests.knowledge.crawling.conftest import Clock
from tests.knowledge.crawling.site import Reply, Site, running_site, sitemap

XML = "application/xml"


def run(ingester: Ingester, files: Sequence[Path]) -> Iterator[Receipt]:
    return ingester.run(files)


@pytest.fixture
def site() -> Iterator[Site]:
    """A sitemap with three bulletins, one of which is missing."""
    with running_site() as running:
        for n in (1, 2):
            running.page(f"/tin/{n}", n)
        running.replies["/s.xml"] = Reply(
            sitemap(running, "/tin/1", "/mat", "/tin/2"), XML, etag='"f"'
        )
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> LibrarySettings:
    return LibrarySettings(data=tmp_path / "data", fetch_allowed=("127.0.0.1",), fetch_delay_s=0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def loader(settings: LibrarySettings, clock: Clock) -> WebLoader:
    pace = Pace(0.0, clock.sleep, clock.seconds)
    return WebLoader(settings, Scope(), run, encoder=HashEncoder(), pace=pace, now=clock.now)


def test_a_sitemap_is_loaded_and_then_unchanged(
    site: Site, loader: WebLoader, settings: LibrarySettings, clock: Clock
) -> None:
    """The first round adds, the second transfers nothing, a change is an update."""
    first = loader.load(f"{site.address}/s.xml")
    assert first.counts == {"added": 2, "updated": 0, "unchanged": 0, "failed": 1}
    with reading(settings) as snapshot:
        assert sorted(b.title[-1] for b in snapshot.listed()) == ["1", "2"]
    clock.at += timedelta(hours=1)
    site.log.clear()
    second = loader.load(f"{site.address}/s.xml")
    assert second.counts == {"added": 0, "updated": 0, "unchanged": 2, "failed": 1}
    assert site.paths(200) == []
    assert second.view()["not_modified"] == 3
    site.page("/tin/2", 22)
    clock.at += timedelta(hours=1)
    third = loader.load(f"{site.address}/s.xml")
    assert third.counts == {"added": 0, "updated": 1, "unchanged": 1, "failed": 1}


def test_a_plan_stores_nothing_and_the_loading_after_it_fetches_nothing_again(
    site: Site, settings: LibrarySettings, clock: Clock
) -> None:
    """A dry run says what would be added; the pages that it fetched are loaded later."""
    pace = Pace(0.0, clock.sleep, clock.seconds)
    plan = plan_with(settings, None)
    dry = WebLoader(settings, Scope(), run, plan=plan, pace=pace, now=clock.now)
    assert dry.load(f"{site.address}/s.xml").counts["added"] == 2
    assert not (settings.data / "catalogue.sqlite").exists()
    clock.at += timedelta(hours=1)
    site.log.clear()
    loader = WebLoader(settings, Scope(), run, encoder=HashEncoder(), pace=pace, now=clock.now)
    assert loader.load(f"{site.address}/s.xml").counts["added"] == 2
    assert site.paths(200) == []


def test_a_failure_names_the_address(site: Site, loader: WebLoader) -> None:
    """Failed requests and unreadable pages are told by their address, not by a file."""
    site.replies["/trong"] = Reply("<html><body><p>Đang cập nhật</p></body></html>".encode())
    site.replies["/s.xml"] = Reply(sitemap(site, "/mat", "/trong"), XML)
    errors = [str(r.error) for r in loader.load(f"{site.address}/s.xml").receipts]
    assert [error.split("'")[1] for error in errors] == [
        f"{site.address}/mat",
        f"{site.address}/trong",
    ]


def test_what_was_fetched_and_not_stored_is_loaded_by_the_next_run(
    site: Site, settings: LibrarySettings, clock: Clock
) -> None:
    """After a crash between fetching and storing, the same command loses nothing."""

    def crash(_: Ingester, __: Sequence[Path]) -> Iterator[Receipt]:
        raise KeyboardInterrupt

    pace = Pace(0.0, clock.sleep, clock.seconds)
    broken = WebLoader(settings, Scope(), crash, encoder=HashEncoder(), pace=pace, now=clock.now)
    with pytest.raises(KeyboardInterrupt):
        broken.load(f"{site.address}/s.xml")
    clock.at += timedelta(minutes=1)
    site.log.clear()
    whole = WebLoader(settings, Scope(), run, encoder=HashEncoder(), pace=pace, now=clock.now)
    assert whole.load(f"{site.address}/s.xml").counts["added"] == 2
    assert site.paths() == ["/mat"]


def test_the_lock_is_free_while_a_site_is_waited_for(
    site: Site, settings: LibrarySettings, clock: Clock
) -> None:
    """Others can write while a crawl pauses between two requests."""
    free: list[bool] = []

    def look(seconds: float) -> None:
        try:
            with write_lock(settings.data):
                free.append(True)
        except LibraryBusy:
            free.append(False)
        clock.sleep(seconds)

    pace = Pace(1.0, look, clock.seconds)
    WebLoader(settings, Scope(), run, encoder=HashEncoder(), pace=pace, now=clock.now).load(
        f"{site.address}/s.xml"
    )
    assert free == [True] * 4


def test_the_watch_keeps_its_schedule(site: Site, loader: WebLoader, clock: Clock) -> None:
    """Each address is looked at when it is due, also after a restart of the program."""
    addresses = [f"{site.address}/s.xml", f"{site.address}/tin/1"]
    every = timedelta(hours=6)
    rounds = watch(loader, addresses, every, clock.sleep)
    starts = [next(rounds) for _ in range(4)]
    assert [r.crawl.start for r in starts if isinstance(r, Round)] == [*addresses, *addresses]
    assert clock.slept == [every.total_seconds()]
    clock.slept.clear()
    clock.at += timedelta(hours=2)
    next(watch(loader, addresses, every, clock.sleep))
    assert clock.slept == [timedelta(hours=4).total_seconds()]


def test_the_watch_outlasts_a_library_that_cannot_be_written(
    site: Site, settings: LibrarySettings, clock: Clock
) -> None:
    """A round that cannot be stored is told, and goes on after a minute."""
    tries: list[int] = []

    def busy(ingester: Ingester, files: Sequence[Path]) -> Iterator[Receipt]:
        tries.append(len(files))
        if len(tries) == 1:
            raise LibraryBusy("another bantin is writing")
        return ingester.run(files)

    pace = Pace(0.0, clock.sleep, clock.seconds)
    loader = WebLoader(settings, Scope(), busy, encoder=HashEncoder(), pace=pace, now=clock.now)
    rounds = watch(loader, [f"{site.address}/tin/1"], timedelta(hours=6), clock.sleep)
    first, second = next(rounds), next(rounds)
    assert isinstance(first, LibraryBusy)
    assert isinstance(second, Round)
    assert second.counts["added"] == 1
    assert clock.slept == [60.0, 1.0]


def fetched(settings: LibrarySettings) -> int:
    return sum(path.is_file() for path in (settings.data / "fetched").rglob("*"))


def test_a_fetched_version_goes_when_it_is_old_and_of_no_bulletin(
    site: Site, loader: WebLoader, settings: LibrarySettings, clock: Clock
) -> None:
    """Pages of bulletins and what is still asked for stay; so does what was just fetched."""
    site.replies["/trong"] = Reply("<html><body><p>Đang cập nhật</p></body></html>".encode())
    site.replies["/s.xml"] = Reply(sitemap(site, "/tin/1", "/tin/2", "/trong"), XML)
    loader.load(f"{site.address}/s.xml")
    count = fetched(settings)
    stray = settings.data / "fetched" / "ab" / "abc.part"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"cut off")
    site.replies["/s.xml"] = Reply(sitemap(site, "/tin/1"), XML)
    for path in (settings.data / "fetched").rglob("*/*"):
        os.utime(path, (clock.at.timestamp(),) * 2)
    clock.at += timedelta(days=settings.fetched_days - 1)
    loader.load(f"{site.address}/s.xml")
    assert fetched(settings) == count + 1
    clock.at += timedelta(days=2)
    loader.load(f"{site.address}/s.xml")
    assert fetched(settings) == count - 1  # without the empty page
    assert not stray.exists()
    with Visits(settings.data).open() as visits:
        assert visits.of(f"{site.address}/trong") is None
        assert visits.of(f"{site.address}/tin/2") is not None


def test_a_crawl_is_linked_once_as_a_whole(
    site: Site, settings: LibrarySettings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction in its first group is linked to what comes in the last one, and told once."""
    monkeypatch.setattr(from_web, "_GROUP", 1)
    page = "<html><h1>{0}</h1><p>{1} Sở Lao động cho biết thêm nhiều kết quả khác.</p></html>"
    title = "Kết quả giải quyết việc làm năm 2022 của tỉnh"
    texts = {
        "/dc": ("Đính chính", f"Trong bài “{title}”, 752 người đọc là 753 người."),
        "/a": (title, "Năm 2022, có 752 người đi làm việc ở nước ngoài."),
    }
    for path, (head, text) in texts.items():
        site.replies[path] = Reply(page.format(head, f"{text} " * 3).encode())
    site.replies["/s.xml"] = Reply(sitemap(site, "/dc", "/a"), XML)
    links: list[int] = []
    monkeypatch.setattr(web_loading, "link", lambda c: links.append(1) or link(c))
    pace = Pace(0.0, clock.sleep, clock.seconds)
    loader = WebLoader(
        settings, Scope(), run_with(settings, None), encoder=HashEncoder(), pace=pace, now=clock.now
    )
    result = loader.load(f"{site.address}/s.xml")
    assert len(links) == 1
    assert [c.corrects is None for c in result.corrections] == [False]
