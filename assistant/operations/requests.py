"""ASGI middleware: an id for each request, its event for log and metrics, its span.

The id is that of the header `X-Request-ID` where a proxy or client sends a plain one, and new
otherwise; the response has it too. The query, which has users' words, is never part of an event.
"""

import time
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from assistant.events import request_id, span, tell
from knowledge.text.patterns import lazy_regex

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

_PLAIN = lazy_regex(r"[A-Za-z0-9._-]{8,64}")
# The first that fits; ids of bulletins and answers are no part of it, so that labels stay few.
_KINDS = (
    ("ask", lazy_regex(r"/api/v1/ask(/.*)?|/v1/chat/completions|/gradio_api/call/.*")),
    ("health", lazy_regex(r"/api/v1/health(/.*)?")),
    ("api", lazy_regex(r"/api/v1/.*|/v1/.*")),
    ("mcp", lazy_regex(r"/mcp/?")),
    ("sign-in", lazy_regex(r"/staff/sign-in(/.*)?")),
    ("staff", lazy_regex(r"/staff(/.*)?")),
    ("page", lazy_regex(r"/|/(bulletins|a|page|accessibility|feedback)(/.*)?")),
)


class RequestEvents:
    """Gives each HTTP request an id, and tells its kind, status and seconds when it has ended."""

    def __init__(self, app: _App) -> None:
        self._app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        rid = sent if _PLAIN.fullmatch(sent) else uuid.uuid4().hex
        token, began, status = request_id.set(rid), time.perf_counter(), 0
        kind = kind_of(str(scope["path"]))

        async def sending(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                headers = [*message.get("headers", ()), (b"x-request-id", rid.encode())]
                message = {**message, "headers": headers}
            await send(message)

        try:
            with span(f"{scope['method']} {kind}"):
                await self._app(scope, receive, sending)
        finally:
            tell(
                "request", kind=kind, method=scope["method"], path=str(scope["path"])[:200],
                status=status or 500, seconds=round(time.perf_counter() - began, 4),
                client=str((scope.get("client") or ("-",))[0]),
            )  # fmt: skip
            request_id.reset(token)


def kind_of(path: str) -> str:
    """What a path is for: one of few words."""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(path)), "other")
