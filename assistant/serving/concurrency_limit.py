"""A limit on requests in progress; a request beyond it is refused with 503 immediately.

Requests wait for a free worker thread. Without a limit, a flood of requests would make every
client wait without end.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread

from assistant.serving.problems import refuse_busy

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

# Requests to the library or the back office. Gradio limits its events itself, and an open page
# keeps its connection.
_COUNTED = ("/api/v1/", "/v1/", "/mcp", "/a/", "/feedback", "/staff/")
_T = TypeVar("_T")
_FREE = ("/api/v1/health", "/api/v1/docs", "/api/v1/openapi.json")
MOST = 256
_waiting = CapacityLimiter(MOST)


class ConcurrencyLimit:
    """ASGI middleware that admits at most `most` requests at a time, running or waiting."""

    def __init__(self, app: _App, most: int = MOST) -> None:
        self._app, self._most, self._inside = app, most, 0

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        path = str(scope.get("path", ""))
        if not path.startswith(_COUNTED) or path.startswith(_FREE):
            await self._app(scope, receive, send)
        elif self._inside >= self._most:
            await refuse_busy(send, scope)
        else:
            # A single event loop runs this code, so the check and the increment are atomic.
            self._inside += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._inside -= 1


async def in_threads(items: Iterator[_T]) -> AsyncIterator[_T]:
    """Yields each item as it arrives; the waiting uses threads that nothing else needs."""
    over = object()
    while (item := await to_thread.run_sync(next, items, over, limiter=_waiting)) is not over:
        yield item  # type: ignore[misc]  # never `over`, which ends the loop
