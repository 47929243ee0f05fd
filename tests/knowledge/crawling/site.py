"""A small web site for tests: pages, indexes, faults and hostile replies, with a log of requests."""

import gzip
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

HTML = "text/html; charset=utf-8"
TEXT = (
    "Năm 2022, tỉnh Bắc Kạn có {n} người đi làm việc ở nước ngoài theo hợp đồng, đạt 151% kế hoạch. "
    "Sở Lao động, Thương binh và Xã hội tỉnh tiếp tục phối hợp với các doanh nghiệp để tuyển chọn "
    "lao động trong các huyện và thành phố của tỉnh trong thời gian tới."
)


def article(n: int, title: str = "Kết quả đưa người lao động đi làm việc số {n}") -> str:
    """A page with one bulletin, between menus as on a portal."""
    shown = title.format(n=n)
    return (
        f"<!doctype html><html><head><title>{shown}</title></head><body><nav><a href='/'>Trang chủ</a>"
        f"</nav><article><h1>{shown}</h1><p>07/12/2022</p><p>{TEXT.format(n=n)}</p>"
        f"<p>{TEXT.format(n=n + 1000)}</p></article></body></html>"
    )


@dataclass
class Reply:
    """What the site answers at one path; `etag` makes it answer 304 to who has that version."""

    body: bytes = b""
    kind: str = HTML
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    modified: str = ""
    pause_s: float = 0.0


@dataclass
class Site:
    """A running site: its replies by path, the requests that it answered as (path, status)."""

    address: str
    replies: dict[str, Reply] = field(default_factory=dict)
    log: list[tuple[str, int]] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def page(self, path: str, n: int, *, etag: bool = True, **more: Any) -> None:
        """Adds a bulletin at a path."""
        body = article(n).encode()
        self.replies[path] = Reply(body, etag=f'"{n}"' if etag else "", **more)

    def paths(self, status: int | None = None) -> list[str]:
        """The requested paths in their order, without `robots.txt`."""
        return [p for p, s in self.log if p != "/robots.txt" and status in (None, s)]


@contextmanager
def running_site() -> Iterator[Site]:
    """A site on a free port of this machine; its thread ends after the block."""
    site = Site("")

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            reply = site.replies.get(self.path, Reply(b"khong co", status=404))
            site.begun.append(self.path)
            if reply.pause_s:
                time.sleep(reply.pause_s)
            site.agents.add(self.headers.get("user-agent", ""))
            is_known = (reply.etag and self.headers.get("if-none-match") == reply.etag) or (
                reply.modified and self.headers.get("if-modified-since") == reply.modified
            )
            status, body = (304, b"") if is_known else (reply.status, reply.body)
            site.log.append((self.path, status))
            self.send_response(status)
            self.send_header("content-type", reply.kind)
            self.send_header("content-length", str(len(body)))
            for name, value in (("etag", reply.etag), ("last-modified", reply.modified)):
                if value:
                    self.send_header(name, value)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            with suppress(OSError):  # who asked may be gone after a pause
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Prints nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def feed(site: Site, *paths: str, further: str = "") -> bytes:
    """An RSS feed with an entry for each path."""
    items = "".join(
        f"<item><title>Tin {p}</title><link>{site.address}{p}</link></item>" for p in paths
    )
    following = f'<atom:link rel="next" href="{site.address}{further}"/>' if further else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel><title>Tin</title>{following}{items}</channel></rss>"
    ).encode()


def sitemap(site: Site, *paths: str, tag: str = "url", changed: str = "") -> bytes:
    """A sitemap (`tag` url) or an index of sitemaps (`tag` sitemap)."""
    root = {"url": "urlset", "sitemap": "sitemapindex"}[tag]
    last = f"<lastmod>{changed}</lastmod>" if changed else ""
    rows = "".join(f"<{tag}><loc>{site.address}{p}</loc>{last}</{tag}>" for p in paths)
    return f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{root}>'.encode()


def listing(*paths: str, further: str = "", number: int = 0) -> bytes:
    """A page of a portal that lists bulletins: a menu, titles, teasers, paging, a footer."""
    menu = "<nav><ul><li><a href='/gioi-thieu'>Giới thiệu</a></li><li><a href='/lien-he'>Liên hệ</a></li></ul></nav>"
    rows = "".join(
        f"<div class='item'><a href='{p}'><img alt='' src='x.jpg'></a><h3><a href='{p}'>Tin của Sở về việc làm ngoài nước {p}</a></h3>"
        f"<p>Tóm tắt…</p><a class='more' href='{p}'>Xem thêm</a></div>"
        for p in paths
    )
    paging = f"<div class='paging'><a href='{further}'>Trang sau »</a></div>" if further else ""
    foot = "<footer><a href='/ban-quyen'>Bản quyền thuộc về Sở Lao động, Thương binh và Xã hội</a></footer>"
    return f"<!doctype html><html><body>{menu}<main>{rows}{paging}</main>{foot}<p>{number}</p></body></html>".encode()


def packed(body: bytes) -> bytes:
    """The body as gzip."""
    return gzip.compress(body)
