"""Limits on requests in progress; a request beyond them is refused with 503 immediately.

Requests wait for a free worker thread. Without a limit, a flood of requests would make every
client wait without end. Questions are refused earlier, by the time that they would wait.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request

from assistant.serving.problems import refuse_busy
from assistant.turns import Turns
from knowledge.text.patterns import lazy_regex

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

# Requests to the library or the back office. Gradio limits its events itself, and an open page
# keeps its connection.
_COUNTED = ("/api/v1/", "/v1/", "/mcp", "/a/", "/feedback", "/staff/")
_T = TypeVar("_T")
_QUESTIONS = lazy_regex(r"/api/v1/ask(/stream)?|/v1/chat/completions")
_PAGE = lazy_regex(r"/gradio_api/call/(ask|switch)/?")
_FREE = ("/api/v1/health", "/api/v1/docs", "/api/v1/openapi.json")
MOST = 256
_waiting = CapacityLimiter(MOST)


class ConcurrencyLimit:
    """ASGI middleware that admits at most `most` requests at a time, running or waiting.

    With `turns`, a question is refused if those before it would let it wait too long. Questions of
    the page are a call and a stream of events, and wait in Gradio's queue in between: `on_page`
    returns their number.
    """

    def __init__(
        self, app: _App, most: int = MOST, turns: Turns | None = None,
        on_page: Callable[[], int] = lambda: 0,
    ) -> None:  # fmt: skip
        self._app, self._most, self._turns, self._on_page = app, most, turns, on_page
        self._inside = self._asking = 0

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        path = str(scope.get("path", ""))
        is_post = scope.get("method") == "POST"
        if is_post and _PAGE.fullmatch(path):
            wait_s = self._refusal_s()
            if wait_s is None:
                await self._app(scope, receive, send)
            else:
                await refuse_busy(send, scope, wait_s)
            return
        is_question = is_post and _QUESTIONS.fullmatch(path) is not None
        if not path.startswith(_COUNTED) or path.startswith(_FREE):
            await self._app(scope, receive, send)
        elif self._inside >= self._most:
            await refuse_busy(send, scope)
        elif is_question and (wait_s := self._refusal_s()) is not None:
            await refuse_busy(send, scope, wait_s)
        else:
            # A single event loop runs this code, so the check and the increment are atomic.
            self._inside += 1
            self._asking += is_question
            try:
                await self._app(scope, receive, send)
            finally:
                self._inside -= 1
                self._asking -= is_question

    def _refusal_s(self) -> int | None:
        ahead = self._asking + self._on_page()
        return self._turns.refusal_s(ahead) if self._turns is not None else None


async def when_free(request: Request, limiter: CapacityLimiter, work: Callable[[], _T]) -> _T:
    """The result of `work`, which runs in a thread when the limiter has room, in order of arrival.

    Raises:
        HTTPException: 499, nothing was done: the client left while it waited.
    """
    async with limiter:
        if await request.is_disconnected():
            raise HTTPException(499, "the client has left")
        return await to_thread.run_sync(work, limiter=_waiting)


async def in_threads(items: Iterator[_T]) -> AsyncIterator[_T]:
    """Yields each item as it arrives; the waiting uses threads that nothing else needs."""
    over = object()
    while (item := await to_thread.run_sync(next, items, over, limiter=_waiting)) is not over:
        yield item  # type: ignore[misc]  # never `over`, which ends the loop
