"""A crawl is polite: it obeys robots.txt, pauses, waits for busy servers and leaves dead ones alone."""

import pytest

from knowledge.crawling.crawl import Failure, Page
from knowledge.crawling.robots import rules_from
from knowledge.crawling.visiting import Pace, _wait_s
from knowledge.readers.addresses import target_of
from knowledge.readers.fetching import Reply as Answer
from tests.knowledge.crawling.conftest import NOON, Clock, Crawler
from tests.knowledge.crawling.site import Reply, Site, sitemap

XML = "application/xml"
RULES = b"""
User-agent: *
Disallow: /

User-agent: bantin
Disallow: /rieng
Allow: /rieng/cong-khai
Disallow: /*.pdf$
Crawl-delay: 4
"""


def test_what_robots_txt_excludes_is_never_requested(site: Site, crawler: Crawler) -> None:
    """Excluded addresses are left out of a sitemap; an excluded start is a failure."""
    site.replies["/robots.txt"] = Reply(RULES, "text/plain")
    for n, path in enumerate(("/tin", "/rieng/a", "/rieng/cong-khai", "/x.pdf")):
        site.page(path, n)
    site.replies["/chuyen"] = Reply(status=302, headers={"location": "/rieng/b"})
    paths = ("/tin", "/rieng/a", "/rieng/cong-khai", "/x.pdf", "/chuyen")
    site.replies["/s.xml"] = Reply(sitemap(site, *paths), XML)
    results = crawler(f"{site.address}/s.xml")
    assert [r.address.split("/", 3)[3] for r in results if isinstance(r, Page)] == [
        "tin", "rieng/cong-khai",
    ]  # fmt: skip
    failures = [r for r in results if isinstance(r, Failure)]
    assert [f.is_by_choice for f in failures] == [True, True, True]
    assert all("robots.txt excludes it" in f.reason for f in failures)
    assert site.paths() == ["/s.xml", "/tin", "/rieng/cong-khai", "/chuyen"]
    (failure,) = crawler(f"{site.address}/rieng/a")
    assert isinstance(failure, Failure)
    assert not failure.is_by_choice


def test_an_exempt_site_is_not_asked_for_its_rules(site: Site, crawler: Crawler) -> None:
    """Where an administrator exempts a site, its `robots.txt` is not requested."""
    site.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /", "text/plain")
    site.page("/tin", 1)
    assert crawler.reasons(f"{site.address}/tin").keys() == {"tin"}
    site.log.clear()
    crawler.exempt = ("127.0.0.1",)
    assert crawler.pages(f"{site.address}/tin") == ["tin"]
    assert site.log == [("/tin", 200)]


def test_requests_to_a_host_are_apart(site: Site, crawler: Crawler, clock: Clock) -> None:
    """The pause is the setting's, or the longer one that robots.txt asks for."""
    crawler.delay_s = 1.5
    site.page("/a", 1)
    site.page("/b", 2)
    site.replies["/s.xml"] = Reply(sitemap(site, "/a", "/b"), XML)
    crawler(f"{site.address}/s.xml")
    assert clock.slept == [1.5, 1.5, 1.5]
    clock.slept.clear()
    site.replies["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 4", "text/plain")
    crawler(f"{site.address}/s.xml")
    assert clock.slept == [4.0, 4.0, 4.0]


def test_hosts_do_not_wait_for_each_other(clock: Clock) -> None:
    """A pause counts for its host only."""
    pace = Pace(2.0, clock.sleep, clock.seconds)
    for host in ("a", "b", "a"):
        pace.wait(host)
    assert clock.slept == [2.0]


@pytest.mark.parametrize(
    ("status", "may_fetch"),
    [(200, False), (301, True), (403, True), (404, True), (429, False), (500, False), (503, False)],
)
def test_a_failing_robots_txt_excludes_everything_for_now(status: int, may_fetch: bool) -> None:
    """Without rules everything is permitted; while the server fails, nothing is (RFC 9309)."""
    rules = rules_from(status, b"User-agent: *\nDisallow: /")
    assert rules.may_fetch("https://sld.example/tin") is may_fetch


@pytest.mark.parametrize(
    ("text", "delay_s"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nRequest-rate: 1/10", 10.0),
        ("User-agent: *\nCrawl-delay: 1e308", 60.0),
        ("User-agent: *\nCrawl-delay: nan", 0.0),
        ("User-agent: *\nCrawl-delay: -5", 0.0),
        ("User-agent: other\nCrawl-delay: 9", 0.0),
        ("<html>not found</html>", 0.0),
    ],
)
def test_the_pause_that_a_site_asks_for_is_bounded(text: str, delay_s: float) -> None:
    """A site can ask for a minute between requests and not for more."""
    assert rules_from(200, text.encode()).delay_s == delay_s


def test_a_busy_server_is_asked_again_after_the_time_it_states(
    site: Site, crawler: Crawler, clock: Clock
) -> None:
    """A reply 503 with Retry-After is waited for once, then it is a failure."""
    site.replies["/tin"] = Reply(b"x", status=503, headers={"retry-after": "7"})
    (failure,) = crawler(f"{site.address}/tin")
    assert isinstance(failure, Failure)
    assert "answers 503" in failure.reason
    assert clock.slept == [7.0]
    assert site.paths() == ["/tin", "/tin"]


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("7", 7.0), ("999999999999", 60.0), ("", 3.0), ("soon", 3.0),
        ("Thu, 26 Nov 2026 12:00:30 GMT", 30.0), ("Thu, 26 Nov 2026 11:00:00 GMT", 0.0),
    ],
)  # fmt: skip
def test_the_wait_for_a_busy_server_is_bounded(stated: str, seconds: float) -> None:
    """Retry-After is seconds or a day, and at most a minute is waited."""
    reply = Answer(target_of("https://sld.example"), 503, {"retry-after": stated}, b"")
    assert _wait_s(reply, 1.5, NOON) == seconds


def test_a_site_that_keeps_failing_is_left_alone(site: Site, crawler: Crawler) -> None:
    """After five failures in a row a site gets no more requests in this run."""
    paths = [f"/tin/{n}" for n in range(9)]
    for path in paths:
        site.replies[path] = Reply(b"x", status=500)
    site.replies["/s.xml"] = Reply(sitemap(site, *paths), XML)
    results = crawler(f"{site.address}/s.xml")
    assert [("left for the next run" in r.reason) for r in results if isinstance(r, Failure)] == [
        *[False] * 5, *[True] * 4,
    ]  # fmt: skip
    assert len(site.paths(500)) == 10


def test_the_program_names_itself(site: Site, crawler: Crawler) -> None:
    """Every request states who asks."""
    site.page("/tin", 1)
    crawler(f"{site.address}/tin")
    assert {agent.split("/")[0] for agent in site.agents} == {"bantin"}


def test_rules_are_asked_for_once_in_a_crawl(site: Site, crawler: Crawler) -> None:
    """`robots.txt` is requested once in a crawl, and unchanged ones without a body."""
    site.replies["/robots.txt"] = Reply(b"User-agent: *\nAllow: /", "text/plain", etag='"r"')
    site.page("/tin", 1)
    site.replies["/s.xml"] = Reply(sitemap(site, "/tin"), XML)
    crawler(f"{site.address}/s.xml")
    crawler(f"{site.address}/s.xml")
    assert [s for p, s in site.log if p == "/robots.txt"] == [200, 304]
