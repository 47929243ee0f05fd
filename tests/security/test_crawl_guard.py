"""No address in a feed, a sitemap, a listing or a redirect leads a crawl into the office's network."""

import socket
from collections.abc import Iterator
from typing import Any

import httpcore
import pytest

from knowledge.crawling.crawl import Failure, Scope
from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import Permitted, target_of
from knowledge.readers.fetching import Fetcher
from tests.knowledge.crawling.conftest import Clock, Crawler
from tests.security.test_addresses import ADDRESSES, NAMES, NUMBERS_4, NUMBERS_6, Net

PUBLIC = "93.184.215.14"
# No web address at all, or one of a public host with a forbidden port, as a link.
INSIDE = ("127.0.0.0/8", "10.0.0.0/8", "intern.example", "localhost")
LINKS = [a for a in ADDRESSES if "\n" not in a and not a.startswith("http:1")]


def http_reply(body: str, kind: str = "text/html", head: str = "200 OK", more: str = "") -> bytes:
    content = body.encode()
    return (
        f"HTTP/1.1 {head}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n{more}"
        "Connection: close\r\n\r\n"
    ).encode("latin-1", "replace") + content


class Spy(Net):
    """A fake resolver and network; `connected` has the addresses that sockets were told to reach."""

    def __init__(self) -> None:
        super().__init__()
        self.connected: list[Any] = []

    def connect(self, _: socket.socket, at: Any) -> None:
        self.connected.append(at)
        raise ConnectionRefusedError("the spy lets nobody out")


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> Spy:
    """Real connections up to the sockets of this process, which are watched and reach nobody."""
    spy = Spy()
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, *_, **__: spy.getaddrinfo(host, port)
    )
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, lambda s, at: spy.connect(s, at))
    return spy


@pytest.fixture
def spy(sockets: Spy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Spy]:
    """A fake network with replies; no socket is used beside it."""
    monkeypatch.setattr(
        httpcore.SyncBackend, "connect_tcp", lambda _, *a, **k: sockets.connect_tcp(*a, **k)
    )
    yield sockets
    assert sockets.connected == []


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Crawler:
    """A crawler that remembers nothing, since nothing hostile is ever stored."""
    return Crawler(tmp_path_factory.mktemp("data"), Clock())


@pytest.mark.parametrize("address", ADDRESSES, ids=range(len(ADDRESSES)))
def test_no_hostile_start_is_connected_to(sockets: Spy, outside: Crawler, address: str) -> None:
    """Neither the address nor its `robots.txt` is asked for: no socket is connected."""
    (failure,) = outside(address, allowed=())
    assert isinstance(failure, Failure)
    # The name that resolves elsewhere later is public at first.
    assert sockets.connected == ([(PUBLIC, 80)] if "rebind" in address else [])


def escaped(link: str) -> str:
    return link.replace("&", "&amp;").replace("<", "&lt;")


def as_feed(*links: str) -> bytes:
    items = "".join(f"<item><link>{escaped(link)}</link></item>" for link in links)
    return http_reply(f'<rss version="2.0"><channel>{items}</channel></rss>')


def as_sitemap(*links: str) -> bytes:
    rows = "".join(f"<sitemap><loc>{escaped(link)}</loc></sitemap>" for link in links)
    return http_reply(f"<sitemapindex>{rows}</sitemapindex>")


def as_listing(*links: str) -> bytes:
    title = "Kết quả giải quyết việc làm năm 2022 của tỉnh"
    return http_reply("".join(f"<p><a href='{link}'>{title}</a></p>" for link in links))


@pytest.mark.parametrize("way", [as_feed, as_sitemap, as_listing])
def test_no_page_of_the_internet_leads_inside(spy: Spy, outside: Crawler, way: Any) -> None:
    """Hostile links are not followed, even where the office permits private networks."""
    spy.answers = {PUBLIC: way(*LINKS)}
    outside("http://open.example/tin", Scope(is_listing=way is as_listing), allowed=INSIDE)
    assert len(LINKS) > 100
    assert set(spy.dialled) == {PUBLIC}


@pytest.mark.parametrize("link", LINKS, ids=range(len(LINKS)))
def test_no_redirect_of_the_internet_leads_inside(spy: Spy, link: str) -> None:
    """A hostile redirect is not followed, even where the office permits private networks."""
    spy.answers = {PUBLIC: http_reply("", head="302 Found", more=f"Location: {link}\r\n")}
    with Fetcher(Permitted.of(INSIDE)) as fetcher, pytest.raises(UnreadableBulletin):
        fetcher.get(target_of("http://open.example/tin"))
    assert set(spy.dialled) == {PUBLIC}


def test_a_name_that_resolves_elsewhere_later_is_refused(spy: Spy, outside: Crawler) -> None:
    """A name is resolved for each connection, checked, and connected to by the checked number."""
    spy.answers = {PUBLIC: http_reply("<html>x</html>")}
    (failure,) = outside("http://rebind.example/tin", allowed=())
    assert isinstance(failure, Failure)
    assert "lies in a private network" in failure.reason
    assert spy.dialled == [PUBLIC]  # for robots.txt; the page would have been at 127.0.0.1
    assert spy.looked_up == ["rebind.example", "rebind.example"]


@pytest.mark.parametrize("numbers", [*NUMBERS_4, *NUMBERS_6])
def test_a_permitted_name_leads_nowhere_but_into_private_networks(numbers: str) -> None:
    """A permitted name may be private; services that tell secrets stay refused."""
    secrets = (
        "169.254.",
        "168.63.",
        "100.100.100.",
        "fe80",
        "fd00:ec2",
        "::ffff:a9fe",
        "::ffff:100.100",
    )
    permitted = Permitted.of(["portal.noibo"])
    bare = numbers.partition("%")[0]
    assert permitted.covers("Portal.noibo.", bare) is not bare.startswith(secrets)
    assert not permitted.covers("other.noibo", bare)


@pytest.mark.parametrize(
    ("allowed", "host", "numbers", "covered"),
    [
        ("10.20.0.0/16", "x", "10.20.3.4", True),
        ("10.20.0.0/16", "x", "::ffff:10.20.3.4", True),
        ("10.20.0.0/16", "x", "64:ff9b::10.20.3.4", True),
        ("10.20.0.0/16", "x", "10.21.3.4", False),
        ("169.254.169.254", "x", "169.254.169.254", True),
        ("fd00:20::/32", "x", "fd00:20::1", True),
        ("[fd00:20::1]", "x", "fd00:20::1", True),
        ("portal", "portal", "192.168.1.1", True),
        ("portal", "portal.evil.example", "192.168.1.1", False),
        ("portal", "portal", "no number", False),
    ],
)
def test_what_is_permitted_is_exact(allowed: str, host: str, numbers: str, covered: bool) -> None:
    """A network covers its addresses in every notation, a name itself only."""
    assert Permitted.of([allowed]).covers(host, numbers) is covered


def test_what_starts_inside_may_lead_to_what_is_permitted(spy: Spy, outside: Crawler) -> None:
    """A permitted portal may link to another permitted host, on any port, and to no other one."""
    spy.answers = {
        "10.1.2.3": as_feed("http://10.9.9.9:9000/a"),
        "10.9.9.9": http_reply("<html><p>x</p></html>"),
        "192.168.0.9": http_reply("<html><p>x</p></html>"),
    }
    results = outside("http://intern.example:9000/rss", allowed=("10.0.0.0/8",))
    assert [type(r).__name__ for r in results] == ["Page"]
    spy.answers["10.1.2.3"] = as_feed("http://192.168.0.9/a")
    (failure,) = outside("http://intern.example:9000/rss", allowed=("10.0.0.0/8",))
    assert isinstance(failure, Failure)
    assert "private network" in failure.reason
    assert "192.168.0.9" not in spy.dialled
    assert NAMES["intern.example"] == ["10.1.2.3"]


def led(to: str) -> bytes:
    return http_reply("", head="302 Found", more=f"Location: {to}\r\n")


@pytest.mark.parametrize(
    ("inside", "public"),
    [
        pytest.param(
            as_feed("http://open.example/a"), led("http://intern.example:9000/geheim"), id="back"
        ),
        pytest.param(
            as_feed("http://open.example/a"), led("http://10.9.9.9:9000/geheim"), id="elsewhere"
        ),
        pytest.param(
            led("http://open.example/rss"), as_feed("http://10.9.9.9:9000/geheim"), id="by a feed"
        ),
    ],
)
def test_no_public_page_that_the_office_links_leads_back_inside(
    spy: Spy, outside: Crawler, inside: bytes, public: bytes
) -> None:
    """A crawl that began inside keeps its permission for its own links only."""
    secret = http_reply("<html><p>x</p></html>")
    spy.answers = {"10.1.2.3": inside, PUBLIC: public, "10.9.9.9": secret}
    (failure,) = outside("http://intern.example:9000/rss", allowed=("10.0.0.0/8",))
    assert isinstance(failure, Failure)
    assert "a page of the internet cannot lead there" in failure.reason
    assert "10.9.9.9" not in spy.dialled
    assert spy.dialled[-1] == PUBLIC
