"""Limits of size and rate for every request, and the security headers of every response."""

import ipaddress
import logging
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cachetools import LRUCache

from assistant.serving.problems import PUBLIC_DETAIL, respond
from knowledge.text.patterns import lazy_regex

# The rest of a body that is too long is not read, so the connection ends.
_CLOSING = (b"connection", b"close")
_LOG = logging.getLogger("bantin.serving")
_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

# Gradio's page needs inline scripts and styles; nothing may come from or go to another host.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'self'"
)
# Our own pages have their scripts and styles in files.
_STRICT = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors 'self'"
)
_PAGES = lazy_regex(r"/|/bulletins(/.*)?|/a/.*|/accessibility|/page/.*")
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_ASKS = lazy_regex(r"/api/v1/ask(/.*)?|/v1/chat/completions|/mcp/?|/gradio_api/call/(ask|switch)")
_READS = lazy_regex(
    r"/api/v1/(search|figures|bulletins|feedback)(/.*)?|/feedback|/gradio_api/call/stop|/a/.*|/v1/models|/|/bulletins(/.*)?"
)
_STAFF = "/staff/"
_WINDOW_S, _MOST_CLIENTS = 60.0, 20_000


@dataclass(frozen=True, slots=True)
class Rates:
    """How many requests a minute one client may send: questions, and reads that cost less."""

    questions: int
    reads: int


class Guard:
    """ASGI middleware with the limits and the headers; without `rates` there is no rate limit.

    `has_own_pages` is False for a service whose pages are Gradio's, which need inline scripts.
    """

    def __init__(
        self, app: _App, max_bytes: int, rates: Rates | None,
        framed_by: Sequence[str] = (), max_upload_bytes: int | None = None,
        has_own_pages: bool = True,
    ) -> None:  # fmt: skip
        self._app, self._max_bytes, self._has_own_pages = app, max_bytes, has_own_pages
        self._max_upload_bytes = max_upload_bytes or max_bytes
        self._rates = _Counters(rates) if rates else None
        self._policy, self._strict = (
            " ".join([policy, *framed_by]).encode() for policy in (_POLICY, _STRICT)
        )

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        # The staff pages show private data: no other site may put them in a frame.
        is_own = self._has_own_pages and _PAGES.fullmatch(path)
        ours = self._strict if is_own else self._policy
        policy = _POLICY.encode() if f"{path}/".startswith(_STAFF) else ours
        headers = [(b"content-security-policy", policy), *_HEADERS]
        if self._rates is not None:
            count = self._rates.taken(path, client_of(scope))
            headers += count.headers()
            if count.is_over:
                detail = f"too many {count.what}; wait {count.reset_s} seconds"
                await respond(send, 429, detail, headers, scope)
                return
        most = self._max_upload_bytes if path.startswith(_STAFF) else self._max_bytes
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > most:
            detail = f"a request has at most {most} bytes"
            await respond(send, 413, detail, [*headers, _CLOSING], scope)
            return
        await self._answered(scope, _Body(receive, most), _Reply(send, headers))

    async def _answered(self, scope: _Scope, body: "_Body", reply: "_Reply") -> None:
        """The application's response; 413 where the body was too long, 500 where it failed."""

        async def send(message: MutableMapping[str, Any]) -> None:
            if reply.is_begun or not body.is_over:
                await reply(message)

        status, detail, more = 500, PUBLIC_DETAIL[500], []
        try:
            await self._app(scope, body, send)
            if not body.is_over:
                return
        except Exception as exc:
            if reply.is_begun:
                raise
            if not body.is_over:
                _LOG.error("%s %s failed", scope["method"], scope["path"], exc_info=exc)
        if reply.is_begun:
            return
        if body.is_over:
            status, detail, more = 413, f"a request has at most {body.most} bytes", [_CLOSING]
        await respond(reply, status, detail, more, scope)


class _Body:
    """A body that ends in a disconnect once it exceeds `most` bytes: chunks declare no length."""

    def __init__(self, receive: _Receive, most: int) -> None:
        self._receive, self.most, self._left = receive, most, most

    async def __call__(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.is_over else message

    @property
    def is_over(self) -> bool:
        """Whether more than `most` bytes came."""
        return self._left < 0


class _Reply:
    """Sends a response with our headers."""

    def __init__(self, send: _Send, headers: Sequence[tuple[bytes, bytes]]) -> None:
        self._send, self._headers, self.is_begun = send, headers, False

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.is_begun = True
            message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
        await self._send(message)


@dataclass(frozen=True, slots=True)
class _Count:
    """One client's use of a limit: `left` requests remain until `reset_s` seconds from now."""

    what: str = ""
    limit: int = 0
    left: int = 0
    reset_s: int = 0
    is_over: bool = False

    def headers(self) -> list[tuple[bytes, bytes]]:
        if not self.limit:
            return []
        values = {"limit": self.limit, "remaining": self.left, "reset": self.reset_s}
        headers = [(f"ratelimit-{name}".encode(), str(n).encode()) for name, n in values.items()]
        if self.is_over:
            headers.append((b"retry-after", str(self.reset_s).encode()))
        return headers


class _Counters:
    """Request counters: a moving window of one minute per client and kind of request.

    Times are monotonic: a clock that is set back an hour would otherwise bar everyone for an hour.
    """

    def __init__(self, rates: Rates, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kinds = (
            (_ASKS, "questions", rates.questions), (_READS, "requests", rates.reads)
        )  # fmt: skip
        # Of each kind and client the times of the requests within a minute, oldest first. Who is
        # forgotten first has not asked for longest.
        self._times: LRUCache[tuple[str, str], deque[float]] = LRUCache(_MOST_CLIENTS)

    def taken(self, path: str, client: str) -> _Count:
        """Counts one request and returns the client's use; paths without a limit do not count."""
        for pattern, what, limit in self._kinds:
            if pattern.fullmatch(path):
                return self._hit(what, client, limit)
        return _Count()

    def _hit(self, what: str, client: str, limit: int) -> _Count:
        now = self._clock()
        times = self._times.get((what, client)) or deque()
        while times and times[0] <= now - _WINDOW_S:
            times.popleft()
        is_over = len(times) >= limit
        if not is_over:
            times.append(now)
        self._times[what, client] = times
        reset_s = max(1, math.ceil(times[0] + _WINDOW_S - now))
        return _Count(what, limit, limit - len(times), reset_s, is_over)


def is_own_site(origin: str | None, host: str | None) -> bool:
    """Whether a request comes from a page of this host, or from a program.

    Browsers send the origin of a request; programs send none, and they have no session cookie.
    """
    try:
        return origin is None or urlsplit(origin).netloc == host
    except ValueError:
        return False


def client_of(scope: _Scope) -> str:
    """The key under which a client is counted: its IPv4 address, or its /64 network of IPv6.

    An IPv6 customer usually gets a whole /64 network and could change the address at will.
    """
    host = str((scope.get("client") or ("?",))[0])
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    mapped = address.ipv4_mapped
    return str(mapped or ipaddress.ip_network((address, 64), strict=False))
