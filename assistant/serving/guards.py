"""What stands before every request: size, rate, and the headers that keep a page to itself."""

import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

# Gradio's page needs inline scripts and styles; nothing may come from or go to another host.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'self'; base-uri 'self'; "
    "form-action 'self'; object-src 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
_CLOSED = ("/gradio_api/upload", "/upload", "/gradio_api/file=", "/gradio_api/proxy=")
_ASKING = ("/api/v1/ask", "/gradio_api/queue/join", "/gradio_api/call", "/gradio_api/run")
_MAX_CLIENTS = 10_000


class Guard:
    """ASGI middleware; see the module. `per_minute` None lifts the rate limit."""

    def __init__(self, app: _App, max_bytes: int, per_minute: int | None,
                 clock: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        self._app, self._max_bytes, self._per_minute, self._clock = (
            app,
            max_bytes,
            per_minute,
            clock,
        )
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        if path.startswith(_CLOSED):
            await _refuse(send, 403, "uploads are closed")
            return
        if path.startswith(_ASKING) and not self._may_ask(scope):
            await _refuse(send, 429, "too many questions; wait a minute", retry=60)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._max_bytes:
            await _refuse(send, 413, f"a request has at most {self._max_bytes} bytes")
            return
        await self._app(scope, self._capped(receive), _with_headers(send))

    def _may_ask(self, scope: _Scope) -> bool:
        if self._per_minute is None:
            return True
        client = (scope.get("client") or ("?",))[0]
        now = self._clock()
        times = self._seen.setdefault(client, deque())
        self._seen.move_to_end(client)
        if len(self._seen) > _MAX_CLIENTS:
            self._seen.popitem(last=False)
        while times and times[0] <= now - 60:
            times.popleft()
        if len(times) >= self._per_minute:
            return False
        times.append(now)
        return True

    def _capped(self, receive: _Receive) -> _Receive:
        """`receive` that ends a body sent in chunks once it is too long."""
        left = self._max_bytes

        async def capped() -> MutableMapping[str, Any]:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                return {"type": "http.disconnect"}
            return message

        return capped


def _with_headers(send: _Send) -> _Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
        await send(message)

    return sending


async def _refuse(send: _Send, status: int, detail: str, retry: int | None = None) -> None:
    import json

    headers = [(b"content-type", b"application/json"), *_HEADERS]
    if retry:
        headers.append((b"retry-after", str(retry).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"detail": detail}).encode()})
