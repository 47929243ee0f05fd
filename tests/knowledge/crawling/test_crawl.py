"""A crawl gives exactly what an address leads to, and asks a second time for changes only."""

import pytest

from knowledge.crawling.crawl import Failure, Page, Scope
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from tests.knowledge.crawling.conftest import Crawler
from tests.knowledge.crawling.site import Reply, Site, feed, listing, packed, sitemap

XML, RSS = "application/xml", "application/rss+xml"


@pytest.fixture
def portal(site: Site) -> Site:
    """Four bulletins that a feed, a sitemap, an index of sitemaps and a listing lead to."""
    for n in range(1, 5):
        site.page(f"/tin/{n}.html", n)
    add = site.replies
    tins = [f"/tin/{n}.html" for n in range(1, 5)]
    add["/rss"] = Reply(feed(site, *tins[:2], further="/rss?trang=2"), RSS, etag='"f"')
    add["/rss?trang=2"] = Reply(feed(site, *tins[2:]), RSS, etag='"f2"')
    add["/sitemap.xml"] = Reply(sitemap(site, *tins), XML, etag='"s"')
    add["/so-do.xml"] = Reply(
        sitemap(site, "/a.xml", "/b.xml.gz", "/so-do.xml", tag="sitemap"), XML, etag='"i"'
    )
    add["/a.xml"] = Reply(sitemap(site, *tins[:2]), XML, etag='"a"')
    add["/b.xml.gz"] = Reply(packed(sitemap(site, *tins[2:])), "application/x-gzip", etag='"b"')
    add["/tin"] = Reply(listing(*tins[:2], further="/tin?trang=2"), etag='"l"')
    add["/tin?trang=2"] = Reply(listing(*tins[2:], further="/tin?trang=1"), etag='"l2"')
    add["/tin?trang=1"] = add["/tin"]
    return site


STARTS = {
    "feed with a next page": ("/rss", False),
    "sitemap": ("/sitemap.xml", False),
    "index of sitemaps, one packed": ("/so-do.xml", False),
    "listing with paging in a circle": ("/tin", True),
}


@pytest.mark.parametrize(("path", "is_listing"), STARTS.values(), ids=list(STARTS))
def test_all_bulletins_are_fetched_once_and_then_no_body(
    portal: Site, crawler: Crawler, path: str, is_listing: bool
) -> None:
    """The first crawl gives every bulletin once; the second gives the same without a body."""
    scope = Scope(is_listing)
    first = crawler(portal.address + path, scope)
    assert sorted(r.address[-11:] for r in first if isinstance(r, Page)) == [
        f"/tin/{n}.html" for n in range(1, 5)
    ]
    assert len(first) == 4
    assert len(set(portal.paths(200))) == len(portal.paths(200))
    portal.log.clear()
    assert crawler(portal.address + path, scope) == first
    assert portal.paths(200) == []
    assert crawler.last is not None
    assert crawler.last.traffic.received_bytes == len(b"khong co")  # of robots.txt


def test_a_fetched_page_is_read_with_its_address(portal: Site, crawler: Crawler) -> None:
    """The file of a page is a bulletin with its title, its text and its address."""
    (page,) = crawler(f"{portal.address}/tin/1.html")
    assert isinstance(page, Page)
    (draft,) = read_drafts(page.path)
    assert isinstance(draft, BulletinDraft)
    assert draft.url == f"{portal.address}/tin/1.html"
    assert draft.title == "Kết quả đưa người lao động đi làm việc số 1"
    assert "có 1 người" in draft.blocks[0][1]


def test_a_changed_page_is_the_only_body(portal: Site, crawler: Crawler) -> None:
    """Of a feed with one changed entry only that entry is transferred."""
    crawler(f"{portal.address}/rss")
    portal.page("/tin/3.html", 33)
    portal.log.clear()
    results = crawler(f"{portal.address}/rss")
    assert portal.paths(200) == ["/tin/3.html"]
    texts = [r.path.read_text("utf-8") for r in results if isinstance(r, Page)]
    assert [("có 33 người" in text) for text in texts] == [False, False, True, False]


def test_an_interrupted_crawl_goes_on(portal: Site, crawler: Crawler) -> None:
    """After an interruption nothing that was fetched is requested again, and nothing is missing."""
    assert len(crawler(f"{portal.address}/sitemap.xml", most_results=2)) == 2
    portal.log.clear()
    assert len(crawler(f"{portal.address}/sitemap.xml")) == 4
    assert portal.paths() == ["/tin/3.html", "/tin/4.html"]


def test_a_page_whose_stored_content_is_gone_is_fetched_again(
    portal: Site, crawler: Crawler
) -> None:
    """A stored content that was deleted or cut off is no reason to accept "not modified"."""
    crawler(f"{portal.address}/rss")
    for path in crawler.data.glob("fetched/*/*"):
        path.write_bytes(path.read_bytes()[:20])
    portal.log.clear()
    assert len(crawler.pages(f"{portal.address}/rss")) == 4
    assert len(portal.paths(200)) == 6


def test_the_day_of_a_sitemap_saves_the_request(site: Site, crawler: Crawler) -> None:
    """A page that its sitemap calls older than the last visit is not requested."""
    site.page("/cu", 1)
    site.page("/moi", 2)
    old, new = (
        sitemap(site, "/cu", changed="2020-01-01"),
        sitemap(site, "/moi", changed="2030-01-01"),
    )
    site.replies["/cu.xml"], site.replies["/moi.xml"] = Reply(old, XML), Reply(new, XML)
    site.replies["/s.xml"] = Reply(sitemap(site, "/cu.xml", "/moi.xml", tag="sitemap"), XML)
    assert crawler.pages(f"{site.address}/s.xml") == ["cu", "moi"]
    site.log.clear()
    assert crawler.pages(f"{site.address}/s.xml") == ["cu", "moi"]
    assert "/cu" not in site.paths()
    assert "/moi" in site.paths(304)


def test_only_new_pages_are_requested_where_that_is_asked(portal: Site, crawler: Crawler) -> None:
    """With `only_new` a list ends at its first page without a new address."""
    scope = Scope(is_listing=True, only_new=True)
    assert len(crawler.pages(f"{portal.address}/tin", scope)) == 4
    portal.page("/tin/5.html", 5)
    portal.replies["/tin"] = Reply(listing("/tin/1.html", "/tin/2.html", further="/tin?trang=2"))
    portal.log.clear()
    assert crawler.pages(f"{portal.address}/tin", scope) == ["tin/1.html", "tin/2.html"]
    assert portal.paths() == ["/tin"]


def test_a_pattern_and_a_number_bound_a_crawl(portal: Site, crawler: Crawler) -> None:
    """`pattern` picks addresses; beyond `most` the rest is left out with a word."""
    start = f"{portal.address}/sitemap.xml"
    assert crawler.pages(start, Scope(pattern="*/tin/[23].html")) == ["tin/2.html", "tin/3.html"]
    results = crawler(start, Scope(most=3))
    assert [type(r) for r in results] == [Page, Page, Page, Failure]
    assert isinstance(results[3], Failure)
    assert results[3].is_by_choice
    assert "1 more were left out: at most 3" in results[3].reason


def test_faults_of_a_site_are_told_and_stop_nothing(site: Site, crawler: Crawler) -> None:
    """Each faulty address has its reason, and the good ones are fetched."""
    site.page("/tot", 1)
    site.page("/dich", 2)
    faults = {
        "/mat": (Reply(b"x", status=404), "answers 404"),
        "/loi": (Reply(b"x", status=500), "answers 500"),
        "/vong": (Reply(status=302, headers={"location": "/vong"}), "leads on more than 5 times"),
        "/ra": (Reply(status=302, headers={"location": "file:///etc/passwd"}), "is no address"),
        "/anh": (Reply(b"\x89PNG\r\n\x1a\n", "image/png"), "is image/png, not a web page"),
        "/to": (Reply(b"<html>" + b"x" * 5_000_001), "longer than 5 MB"),
        "/bom": (
            Reply(packed(b"<html>" + b"0" * 50_000_000), headers={"content-encoding": "gzip"}),
            "longer than 5 MB",
        ),
        "/br": (Reply(b"\x0b", headers={"content-encoding": "br"}), "packed as 'br'"),
        "/rong": (Reply(b" "), "is empty"),
        "/rss-khac": (Reply(feed(site), RSS), "rss+xml, not a web page"),
    }  # fmt: skip
    site.replies |= {path: reply for path, (reply, _) in faults.items()}
    site.replies["/chuyen"] = Reply(status=301, headers={"location": "/dich"})
    site.replies["/rss"] = Reply(feed(site, "/tot", *faults, "/chuyen", "/dich"), RSS)
    results = crawler(f"{site.address}/rss")
    pages = [r.address for r in results if isinstance(r, Page)]
    assert pages == [f"{site.address}/tot", f"{site.address}/dich"]
    reasons = {r.address: r.reason for r in results if isinstance(r, Failure)}
    assert reasons.keys() == {site.address + path for path in faults}
    for path, (_, reason) in faults.items():
        assert reason in reasons[site.address + path]


def test_a_slow_page_is_cut_off(site: Site, crawler: Crawler) -> None:
    """A page that takes longer than the deadline is told as such."""
    site.page("/cham", 1, pause_s=1.0)
    (failure,) = crawler(f"{site.address}/cham", deadline_s=0.3)
    assert isinstance(failure, Failure)
    assert "takes too long" in failure.reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<rss><channel><item><link>", "is damaged"),
        (b"<urlset><url><loc>", "is damaged"),
        (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset>&x;', "is damaged"),
    ],
    ids=["feed", "sitemap", "entity"],
)  # fmt: skip
def test_a_damaged_index_is_told(site: Site, crawler: Crawler, body: bytes, reason: str) -> None:
    """A feed or sitemap without one readable address is a failure of its own."""
    site.replies["/x"] = Reply(body, XML)
    assert reason in crawler.reasons(f"{site.address}/x")["x"]


def test_trackers_do_not_make_two_pages_of_one(site: Site, crawler: Crawler) -> None:
    """Parameters that count visits are left out of addresses."""
    site.page("/tin?id=7", 7)
    site.replies["/rss"] = Reply(feed(site, "/tin?id=7&amp;utm_source=rss#x", "/tin?id=7"), RSS)
    assert crawler.pages(f"{site.address}/rss") == ["tin?id=7"]
