"""What stands before every request: size, rate, and the headers that keep a page to itself."""

import json
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from assistant.serving.problems import MEDIA_TYPE, problem

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
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_CLOSED = (
    "/gradio_api/upload", "/upload", "/gradio_api/file=", "/gradio_api/proxy=",
    "/staff/gradio_api/file=", "/staff/gradio_api/proxy=",
)  # fmt: skip
_ASKING = (
    "/api/v1/ask", "/v1/chat/completions", "/mcp", "/gradio_api/queue/join", "/gradio_api/call",
    "/gradio_api/run",
)  # fmt: skip
_STAFF = "/staff/"
_WINDOW_S = 60
_MAX_CLIENTS = 10_000


class Guard:
    """ASGI middleware; see the module. `per_minute` None lifts the rate limit."""

    def __init__(
        self, app: _App, max_bytes: int, per_minute: int | None,
        clock: Callable[[], float] = time.monotonic, framed_by: Sequence[str] = (),
        max_upload_bytes: int | None = None,
    ) -> None:  # fmt: skip
        self._app, self._max_bytes, self._per_minute = app, max_bytes, per_minute
        self._clock, self._max_upload_bytes = clock, max_upload_bytes or max_bytes
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._policy = " ".join([_POLICY, *framed_by]).encode()

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        # The desk holds what no other site should show in a frame.
        policy = _POLICY.encode() if path.startswith(_STAFF) else self._policy
        headers = [(b"content-security-policy", policy), *_HEADERS]
        if path.startswith(_CLOSED):
            await _refuse(send, headers, 403, "uploads are closed")
            return
        if path.startswith(_ASKING) and self._per_minute is not None:
            left, reset = self._taken(scope, self._per_minute)
            headers += [
                (b"ratelimit-limit", str(self._per_minute).encode()),
                (b"ratelimit-remaining", str(max(left, 0)).encode()),
                (b"ratelimit-reset", str(reset).encode()),
            ]
            if left < 0:
                headers.append((b"retry-after", str(reset).encode()))
                await _refuse(send, headers, 429, f"too many questions; wait {reset} seconds")
                return
        most = self._max_upload_bytes if path.startswith(_STAFF) else self._max_bytes
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > most:
            await _refuse(send, headers, 413, f"a request has at most {most} bytes")
            return
        await self._app(scope, self._capped(receive, most), _with_headers(send, headers))

    def _taken(self, scope: _Scope, per_minute: int) -> tuple[int, int]:
        """How many questions are left after this one (-1: none was), and seconds to the next."""
        client = (scope.get("client") or ("?",))[0]
        now = self._clock()
        times = self._seen.setdefault(client, deque())
        self._seen.move_to_end(client)
        if len(self._seen) > _MAX_CLIENTS:
            self._seen.popitem(last=False)
        while times and times[0] <= now - _WINDOW_S:
            times.popleft()
        if len(times) >= per_minute:
            return -1, max(1, round(times[0] + _WINDOW_S - now))
        times.append(now)
        return per_minute - len(times), max(1, round(times[0] + _WINDOW_S - now))

    def _capped(self, receive: _Receive, most: int) -> _Receive:
        """`receive` that ends a body sent in chunks once it is too long."""
        left = most

        async def capped() -> MutableMapping[str, Any]:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                return {"type": "http.disconnect"}
            return message

        return capped


def _with_headers(send: _Send, headers: Sequence[tuple[bytes, bytes]]) -> _Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *headers]}
        await send(message)

    return sending


async def _refuse(
    send: _Send, headers: Sequence[tuple[bytes, bytes]], status: int, detail: str
) -> None:
    body = json.dumps(problem(status, detail)).encode()
    kind = (b"content-type", MEDIA_TYPE.encode())
    await send({"type": "http.response.start", "status": status, "headers": [kind, *headers]})
    await send({"type": "http.response.body", "body": body})
