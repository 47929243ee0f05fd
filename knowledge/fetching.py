"""An address -> a page kept as a file, so that what is loaded can be looked at and loaded again.

Whoever can make a server fetch can make it look around inside its own network: for others than the
operator only public addresses are asked, each connection being checked as it is made (a name that
is checked first may lead elsewhere a moment later).
"""

import ipaddress
import os
import socket
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore

from knowledge.bulletins import id_from_name
from knowledge.errors import UnreadableBulletin
from knowledge.files import make_folder
from knowledge.ingest import Receipt
from knowledge.readers import MAX_BYTES

_MAX_HOPS = 5
_TIMEOUT_S = 20.0
_AGENT = b"bantin/0.1 (loads bulletins that its operator names)"
_READ = ("text/html", "application/xhtml+xml")


def is_address(text: str) -> bool:
    """Whether an argument names a page of the web rather than a file."""
    return text.lower().startswith(("http://", "https://"))


def fetch_page(address: str, folder: Path, *, allow_private: bool) -> Path:
    """Fetches the page at `address` into `folder`; the same address gives the same file.

    Raises:
        UnreadableBulletin: it cannot be had, is no web page, is too big, or lies in a network that
            may not be asked.
    """
    first = address = address.strip()
    with httpcore.ConnectionPool(network_backend=_Checked(allow_private)) as pool:
        for _ in range(_MAX_HOPS):
            status, headers, content = _get(pool, address)
            if status not in (301, 302, 303, 307, 308):
                break
            address = urljoin(address, headers.get("location", ""))
        else:
            raise UnreadableBulletin(f"{first!r} leads on more than {_MAX_HOPS} times")
    if status != 200:
        raise UnreadableBulletin(
            f"{address!r} answers {status}; look whether it opens in a browser"
        )
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _READ:
        raise UnreadableBulletin(f"{address!r} is {kind or 'of no kind'}, not a web page")
    make_folder(folder)
    parts = urlsplit(address)
    path = folder / f"{id_from_name(f'{parts.hostname} {parts.path} {parts.query}')}.html"
    part = path.with_name(path.name + ".part")
    mark = f"<!-- saved from url=({len(address):04d}){address} -->\n"
    part.write_bytes(_with_charset(content, headers.get("content-type", ""), mark))
    os.replace(part, path)
    return path


def _with_charset(content: bytes, kind: str, mark: str) -> bytes:
    """The page with where it came from on top; as UTF-8 where its server named another charset."""
    charset = kind.lower().partition("charset=")[2].strip(" \"'") or "utf-8"
    try:
        content = content.decode(charset).encode("utf-8")
    except (UnicodeDecodeError, LookupError):
        return mark.encode("ascii", "replace") + content
    return mark.encode("ascii", "replace") + content


def _get(pool: httpcore.ConnectionPool, address: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one request; the body is let go of where it is too long."""
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise UnreadableBulletin(f"{address[:200]!r} is no address like https://sld.gov.vn/tin")
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), _TIMEOUT_S)
    sent = {b"user-agent": _AGENT, b"accept": b"text/html", b"accept-encoding": b"identity"}
    try:
        with pool.stream(
            "GET", address, headers=list(sent.items()), extensions={"timeout": timeout}
        ) as reply:
            headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in reply.headers}
            content = b""
            for piece in reply.iter_stream():
                content += piece
                if len(content) > MAX_BYTES:
                    raise UnreadableBulletin(f"{address!r} is longer than {MAX_BYTES // 10**6} MB")
            return reply.status, headers, content
    except UnreadableBulletin:
        raise
    except Exception as exc:
        raise UnreadableBulletin(
            f"{address[:200]!r} cannot be fetched: {type(exc).__name__}: {exc}"
        ) from exc


class _Checked(httpcore.NetworkBackend):
    """Connects to addresses that it has looked at itself."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private, self._real = allow_private, httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None,
        local_address: str | None = None, socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self._allow_private:
            for numbers in found:
                if not ipaddress.ip_address(numbers.partition("%")[0]).is_global:
                    raise UnreadableBulletin(
                        f"{host!r} lies in a private network; the operator may load from it"
                        " (`bantin ingest ADDRESS`, or fetch_private=on for the desk)"
                    )
        for numbers in found[:-1]:
            try:
                return self._real.connect_tcp(numbers, port, timeout, local_address, socket_options)
            except httpcore.ConnectError:
                continue  # of several addresses some may be out of reach
        return self._real.connect_tcp(found[-1], port, timeout, local_address, socket_options)


def fetch_pages(
    arguments: Sequence[str], folder: Path, *, allow_private: bool
) -> Iterator[Path | Receipt]:
    """Files and folders as they are, addresses as the files fetched from them, or why not."""
    for argument in arguments:
        try:
            fetched = is_address(argument)
            yield (
                fetch_page(argument, folder, allow_private=allow_private)
                if fetched
                else Path(argument)
            )
        except UnreadableBulletin as exc:
            yield Receipt(argument, "failed", error=str(exc))
