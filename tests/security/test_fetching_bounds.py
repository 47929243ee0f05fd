"""A page's server can neither fill the memory nor delay the fetcher without limit."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from knowledge.crawling import feeds
from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import target_of
from knowledge.readers.fetched_files import with_charset
from knowledge.readers.fetching import fetch_page
from knowledge.readers.files import read_drafts

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
PAGE = "<html><body><article><p>{}</p></article></body></html>".format(
    "Năm 2022, có 753 người đi làm việc ở nước ngoài. " * 20
).encode()


@contextmanager
def server(pieces: Iterator[bytes] | list[bytes], pause_s: float = 0.0) -> Iterator[str]:
    """The address of a server that sends the pieces, with a pause before each."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                with client, suppress(OSError):
                    client.recv(65_536)
                    for piece in pieces:
                        time.sleep(pause_s)
                        client.sendall(piece)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/tin"
    finally:
        listener.close()


def packed(body: bytes, coding: str) -> list[bytes]:
    return [
        HEAD + f"Content-Encoding: {coding}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    ]


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress)],
    ids=["gzip", "deflate"],
)
def test_a_packed_page_is_unpacked(tmp_path: Path, coding: str, pack: object) -> None:
    """A page that its server compressed is decompressed."""
    body = gzip.compress(PAGE) if coding == "gzip" else zlib.compress(PAGE)
    with server(packed(body, coding)) as address:
        path = fetch_page(address, tmp_path, allow_private=True)
    assert path.read_bytes().endswith(PAGE)


def test_a_compression_bomb_is_stopped_at_the_size_limit(tmp_path: Path) -> None:
    """Decompressing 200 MB from 200 KB stops at the size limit."""
    with (
        server(packed(gzip.compress(b"a" * 200_000_000), "gzip")) as address,
        pytest.raises(UnreadableBulletin, match="longer than 5 MB"),
    ):
        fetch_page(address, tmp_path, allow_private=True)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_compression_is_an_error(tmp_path: Path) -> None:
    """A page with an unknown compression raises an error and is not stored."""
    with (
        server(packed(b"\x0b\x02\x80", "br")) as address,
        pytest.raises(UnreadableBulletin, match="packed as 'br'"),
    ):
        fetch_page(address, tmp_path, allow_private=True)


@pytest.mark.parametrize("name", ["page.html", "page.htm"])
def test_a_compressed_file_is_no_page(tmp_path: Path, name: str) -> None:
    """A compressed file is refused without decompressing it."""
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"<p>" + b"a" * 50_000_000))
    with pytest.raises(UnreadableBulletin, match="is compressed"):
        list(read_drafts(path))


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_dripping_server_is_cut_off_at_the_deadline(tmp_path: Path, part: str) -> None:
    """A server that sends single bytes is cut off at the deadline."""
    drops = [b"X"] * 100
    pieces = [HEAD, *drops] if part == "head" else [HEAD + b"Content-Length: 9999\r\n\r\n", *drops]
    begun = time.monotonic()
    with (
        server(pieces, 0.1) as address,
        pytest.raises(UnreadableBulletin, match="takes too long"),
    ):
        fetch_page(address, tmp_path, allow_private=True, deadline_s=0.6)
    assert time.monotonic() - begun < 5


def test_redirects_share_one_deadline(tmp_path: Path) -> None:
    """A chain of slow redirects has the deadline of one page."""
    reply = (
        b"HTTP/1.1 302 Found\r\nLocation: /tin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    with (
        server([reply], 0.3) as address,
        pytest.raises(UnreadableBulletin, match="takes too long"),
    ):
        fetch_page(address, tmp_path, allow_private=True, deadline_s=0.7)


def test_a_charset_that_does_not_exist_is_no_error(tmp_path: Path) -> None:
    """An unknown charset, also with NUL bytes, is no error."""
    head = HEAD.replace(b"utf-8", b"x\\x00y") + f"Content-Length: {len(PAGE)}\r\n\r\n".encode()
    with server([head + PAGE]) as address:
        assert fetch_page(address, tmp_path, allow_private=True).read_bytes().endswith(PAGE)


def test_a_charset_that_takes_the_square_of_the_time_is_not_decoded() -> None:
    """A charset with quadratic decoding time is not decoded."""
    content = b"b" * 20_000 + b"-" + b"a" * 20_000
    for charset in ("punycode", "idna", "unicode_escape"):
        kept = with_charset(content, f"text/html; charset={charset}", "")
        assert kept == content
    assert with_charset("thuế".encode("cp1258", "ignore"), "text/html; charset=cp1258", "")
    assert with_charset("é".encode("cp1258"), "text/html; charset=cp1258", "") == "é".encode()


def test_a_feed_that_takes_quadratic_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tag with 50,000 attributes takes a process of its own no longer than its limit."""
    monkeypatch.setattr(feeds, "_LIMIT_S", 1)
    tag = b"<item " + b" ".join(b"a%d='x'" % n for n in range(50_000)) + b"/>"
    with pytest.raises(UnreadableBulletin, match="takes more than 1 s"):
        feeds.read_feed(b"<rss><channel>" + tag, target_of("http://a.vn/rss"))
