"""An address -> a page stored as a file, so that it can be inspected and loaded again.

A server that fetches for others can be misused to reach its own network (SSRF). Except for the
operator, only public addresses are permitted. Each is checked when the connection is made, because
a host name may resolve to another address later.
"""

import codecs
import hashlib
import os
import socket
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpcore

from knowledge.errors import UnreadableBulletin
from knowledge.private_files import make_folder
from knowledge.readers.addresses import Target, is_public, led_to, target_of
from knowledge.readers.decoding import MAX_BYTES
from knowledge.readers.drafts import id_from_name
from knowledge.readers.web_page import WebPageReader, address_of

_MAX_HOPS = 5
_TIMEOUT_S = 20.0  # of one step
_DEADLINE_S = 60.0  # of everything, redirects included
# Charsets of pages by their Python names. Others (punycode) take quadratic time.
_CHARSETS = ("utf-8", "utf-16", "ascii", "iso8859", "cp125", "cp874", "koi8", "gb", "big5", "euc",
             "shift_jis")  # fmt: skip
_AGENT = b"bantin/0.1 (loads bulletins that its operator names)"
# Ports of web servers; other ports have protocols that an HTTP request could misuse.
_PUBLIC_PORTS = (80, 443, 8000, 8080, 8443)


def is_address(text: str) -> bool:
    """Whether an argument names a page of the web rather than a file."""
    return text.lower().startswith(("http://", "https://"))


def fetch_page(
    address: str, folder: Path, *, allow_private: bool, deadline_s: float = _DEADLINE_S
) -> Path:
    """Fetches the page at `address` into `folder`; the same address gives the same file.

    Raises:
        UnreadableBulletin: the page cannot be fetched, is no web page, is too large or too slow,
            or lies in a private network.
    """
    target = target_of(address.strip())
    backend = _Checked(allow_private, time.monotonic() + deadline_s)
    with httpcore.ConnectionPool(network_backend=backend) as pool:
        for _ in range(_MAX_HOPS):
            status, headers, content = _get(pool, target, backend)
            if status not in (301, 302, 303, 307, 308):
                break
            target = led_to(target, headers.get("location", ""))
        else:
            raise UnreadableBulletin(f"{address[:200]!r} leads on more than {_MAX_HOPS} times")
    if status != 200:
        raise UnreadableBulletin(
            f"{target.text!r} answers {status}; look whether it opens in a browser"
        )
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in WebPageReader.media_types:
        raise UnreadableBulletin(f"{target.text!r} is {kind[:100] or 'of no kind'}, not a web page")
    make_folder(folder)
    path = _file_of(target, folder)
    part = path.with_name(path.name + ".part")
    mark = f"<!-- saved from url=({len(target.text):04d}){target.text} -->\n"
    part.write_bytes(_with_charset(content, headers.get("content-type", ""), mark))
    os.replace(part, path)
    return path


def _file_of(target: Target, folder: Path) -> Path:
    """The file of a page: its shortened address, and a digest because many shorten alike."""
    parts = urlsplit(target.text)
    slug = id_from_name(f"{parts.hostname} {parts.path} {parts.query}")
    earlier = folder / f"{slug}.html"
    # Names had no digest before; a page that is stored under such a name keeps its file.
    if earlier.is_file() and address_of(earlier) == target.text:
        return earlier
    # http and https give the same page.
    key = f"{target.host}:{target.port if target.port not in (80, 443) else ''}{target.path}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    return folder / f"{slug[:51].strip('-')}-{digest}.html"


def _with_charset(content: bytes, kind: str, mark: str) -> bytes:
    """The page with `mark` at its top, recoded to UTF-8 where its server names another charset."""
    charset = kind.lower().partition("charset=")[2].partition(";")[0].strip(" \"'") or "utf-8"
    try:
        if not codecs.lookup(charset).name.startswith(_CHARSETS):
            raise LookupError(charset)
        content = content.decode(charset).encode("utf-8")
    except (ValueError, LookupError):  # UnicodeError too, and a name that holds NUL
        return mark.encode("ascii", "replace") + content
    return mark.encode("ascii", "replace") + content


def _get(
    pool: httpcore.ConnectionPool, target: Target, backend: "_Checked"
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one request; reading stops where the body is too long."""
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), _TIMEOUT_S)
    host = target.text.split("/")[2]
    sent = [(b"host", host.encode()), (b"user-agent", _AGENT), (b"accept", b"text/html"),
            (b"accept-encoding", b"identity")]  # fmt: skip
    url = httpcore.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port,
        target=target.path.encode(),
    )  # fmt: skip
    try:
        with pool.stream("GET", url, headers=sent, extensions={"timeout": timeout}) as reply:
            headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in reply.headers}
            content = b""
            for piece in _unpacked(reply.iter_stream(), headers, target):
                content += piece
                if len(content) > MAX_BYTES:
                    raise UnreadableBulletin(
                        f"{target.text!r} is longer than {MAX_BYTES // 10**6} MB"
                    )
            return reply.status, headers, content
    except UnreadableBulletin:
        raise
    except Exception as exc:
        if backend.is_over:
            raise UnreadableBulletin(f"{target.text!r} takes too long; try it again later") from exc
        raise UnreadableBulletin(
            f"{target.text!r} cannot be fetched: {type(exc).__name__}: {str(exc)[:200]}"
        ) from exc


def _unpacked(pieces: Iterable[bytes], headers: dict[str, str], target: Target) -> Iterator[bytes]:
    """The body in pieces, decompressed step by step where the server compressed it."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding in ("", "identity"):
        yield from pieces
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise UnreadableBulletin(f"{target.text!r} is packed as {coding[:50]!r}, which is not read")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)  # by its own header: gzip or zlib
    for piece in pieces:
        while piece and not unpacker.eof:
            yield unpacker.decompress(piece, 65_536)
            piece = unpacker.unconsumed_tail


class _Checked(httpcore.NetworkBackend):
    """A network backend that connects only to addresses it has checked, until its deadline."""

    def __init__(self, allow_private: bool, deadline: float) -> None:
        self._allow_private, self._real = allow_private, httpcore.SyncBackend()
        self._deadline = deadline

    @property
    def is_over(self) -> bool:
        """Whether the deadline of the fetch has passed."""
        return time.monotonic() >= self._deadline

    def left(self, timeout: float | None) -> float:
        """The seconds that one step may take.

        Raises:
            ReadTimeout: none are left.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the page is over")
        return min(left, timeout or left)

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None,
        local_address: str | None = None, socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        addresses = [
            str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ]
        if not self._allow_private:
            for numbers in addresses:
                if not is_public(numbers):
                    raise UnreadableBulletin(
                        f"{host[:200]!r} lies in a private network; the operator may load from it"
                        " (`bantin ingest ADDRESS`, or fetch_private=on for the desk)"
                    )
            if port not in _PUBLIC_PORTS:
                raise UnreadableBulletin(
                    f"{host[:200]!r} is asked at port {port}; pages are loaded from the ports "
                    f"{', '.join(map(str, _PUBLIC_PORTS))}"
                )
        *others, last = addresses
        for numbers in others:
            try:
                return self._connect(numbers, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # some of several addresses may be unreachable
        return self._connect(last, port, timeout, local_address, socket_options)

    def _connect(
        self, numbers: str, port: int, timeout: float | None, local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        stream = self._real.connect_tcp(
            numbers, port, self.left(timeout), local_address, socket_options
        )
        return _Timed(stream, self)


class _Timed(httpcore.NetworkStream):
    """A connection whose every read and write ends by the deadline, however slow the server is."""

    def __init__(self, stream: httpcore.NetworkStream, backend: _Checked) -> None:
        self._stream, self._backend = stream, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._backend.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._backend.left(timeout))
        return _Timed(inner, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
