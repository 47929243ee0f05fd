"""An address -> the reply of its server, within bounds; a page stored as a file.

Only public addresses and permitted ones are connected to (`knowledge.readers.connecting`). Time,
size, redirects and the size after decompression are bounded.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpcore

from knowledge.errors import Unreachable, UnreadableBulletin
from knowledge.readers.addresses import Permitted, Target, led_to, target_of
from knowledge.readers.connecting import CheckedBackend
from knowledge.readers.decoding import MAX_BYTES
from knowledge.readers.documents import MAX_DOCUMENT_BYTES
from knowledge.readers.fetched_files import keep_reply
from knowledge.readers.html_page import WebPageReader

_MAX_HOPS = 5
_TIMEOUT_S = 20.0  # of one step
DEADLINE_S = 60.0  # of everything, redirects included
AGENT = "bantin"
_SENT = (
    (b"user-agent", f"{AGENT}/0.1 (loads bulletins that its operator names)".encode()),
    (b"accept", b"text/html,application/xhtml+xml,*/*;q=0.8"), (b"accept-language", b"vi,en;q=0.5"),
    (b"accept-encoding", b"identity"),
)  # fmt: skip
_MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version of `address` that is stored here. Source: RFC 9110, 8.8."""

    address: str
    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The headers of a request for a newer version only."""
        given = ((b"if-none-match", self.etag), (b"if-modified-since", self.modified))
        return [(name, value.encode("latin-1")) for name, value in given if value]


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply of a server after all redirects, which led to `target`; header names are small."""

    target: Target
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def media_type(self) -> str:
        """The media type that the server states, in small letters, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def validators(self) -> Validators:
        """How the server names this version; empty where it names none."""
        etag, modified = self.headers.get("etag", ""), self.headers.get("last-modified", "")
        return Validators(self.target.text, *(v if len(v) < 300 else "" for v in (etag, modified)))


class Fetcher:
    """Fetches one address after another over kept connections; to be used as a context."""

    def __init__(self, permitted: Permitted, deadline_s: float = DEADLINE_S) -> None:
        self._backend, self._deadline_s = CheckedBackend(permitted), deadline_s
        self._pool = httpcore.ConnectionPool(
            network_backend=self._backend, max_connections=4, keepalive_expiry=30.0
        )

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def get(
        self, target: Target, known: Validators | None = None,
        before: Callable[[Target], None] | None = None, max_bytes: int | None = None,
        *, is_led_by_public: bool = False,
    ) -> Reply:  # fmt: skip
        """The reply at the end of all redirects; 304 where it is still the `known` version.

        `before` is called with each target ahead of its request: it may wait, or raise. Every
        status is a reply. The body has at most `max_bytes` bytes, by default those that are read of
        its kind of file. `is_led_by_public`: a public page leads to the target, so that it must be
        public too, whatever is permitted.

        Raises:
            Unreachable: the server cannot be reached, breaks off, or takes too long.
            UnreadableBulletin: the address is not permitted, or its reply breaks a bound.
        """
        first = target
        with self._backend.chain(is_led_by_public=is_led_by_public):
            for _ in range(_MAX_HOPS + 1):
                self._backend.follow(target.host, target.port)
                if before is not None:
                    before(target)
                if target is first:
                    self._backend.begin(self._deadline_s)
                reply = self._one(target, known, max_bytes)
                if reply.status not in _MOVED:
                    return reply
                self._backend.pass_through(target.host, target.port)
                target = led_to(target, reply.headers.get("location", ""))
        raise UnreadableBulletin(f"{first.text[:200]!r} leads on more than {_MAX_HOPS} times")

    def lies_inside(self, target: Target) -> bool:
        """Whether a target lies in a private network that is permitted."""
        return self._backend.lies_inside(target.host, target.port)

    def _one(self, target: Target, known: Validators | None, max_bytes: int | None) -> Reply:
        """The reply to one request; reading stops where the body is too long."""
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), _TIMEOUT_S)
        sent = [(b"host", target.text.split("/")[2].encode()), *_SENT]
        if known is not None and known.address == target.text:
            sent += known.headers
        url = httpcore.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port,
            target=target.path.encode(),
        )  # fmt: skip
        try:
            with self._pool.stream(
                "GET", url, headers=sent, extensions={"timeout": timeout}
            ) as got:
                headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in got.headers}
                reply = Reply(target, got.status, headers, b"")
                if got.status in (*_MOVED, 304):
                    return reply  # a body says nothing
                content = _body(got.iter_stream(), reply, max_bytes or _limit_of(reply))
                return Reply(target, got.status, headers, content)
        except UnreadableBulletin:
            raise
        except Exception as exc:
            if self._backend.is_over:
                raise Unreachable(f"{target.text!r} takes too long; try it again later") from exc
            raise Unreachable(
                f"{target.text!r} cannot be fetched: {type(exc).__name__}: {str(exc)[:200]}"
            ) from exc


def _limit_of(reply: Reply) -> int:
    """The bytes that are read of a body: those of a page, or of a document."""
    is_page = reply.media_type in WebPageReader.media_types or reply.status != 200
    return MAX_BYTES if is_page else MAX_DOCUMENT_BYTES


def _body(pieces: Iterable[bytes], reply: Reply, limit: int) -> bytes:
    """The body of a reply, decompressed.

    Raises:
        UnreadableBulletin: it has more than `limit` bytes, or a compression that is not read.
    """
    content = bytearray()
    for piece in _unpacked(pieces, reply):
        content += piece
        if len(content) > limit:
            raise UnreadableBulletin(f"{reply.target.text!r} is longer than {limit // 10**6} MB")
    return bytes(content)


def _unpacked(pieces: Iterable[bytes], reply: Reply) -> Iterator[bytes]:
    """The body in pieces, decompressed step by step where the server compressed it."""
    coding = reply.headers.get("content-encoding", "").strip().lower()
    if coding in ("", "identity"):
        yield from pieces
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise UnreadableBulletin(
            f"{reply.target.text!r} is packed as {coding[:50]!r}, which is not read"
        )
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)  # by its own header: gzip or zlib
    for piece in pieces:
        while piece and not unpacker.eof:
            yield unpacker.decompress(piece, 65_536)
            piece = unpacker.unconsumed_tail


def fetch_page(
    address: str, folder: Path, *, allow_private: bool, deadline_s: float = DEADLINE_S,
    allowed: Iterable[str] = (),
) -> Path:  # fmt: skip
    """Fetches the page at `address` into `folder`; the same address gives the same file.

    `allowed` are hosts and networks inside the office that are permitted even so.

    Raises:
        UnreadableBulletin: the page cannot be fetched, is of no format that is read, is too large or
            too slow, or lies in a private network.
    """
    target = target_of(address.strip())
    with Fetcher(Permitted.of(allowed, everywhere=allow_private), deadline_s) as fetcher:
        reply = fetcher.get(target)
    check_status(reply)
    return keep_reply(reply.target, reply.headers.get("content-type", ""), reply.content, folder)


def check_status(reply: Reply) -> None:
    """Raises UnreadableBulletin for every status but 200."""
    if reply.status != 200:
        raise UnreadableBulletin(
            f"{reply.target.text!r} answers {reply.status}; look whether it opens in a browser"
        )
