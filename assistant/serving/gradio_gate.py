"""A filter in front of Gradio: an allow-list of routes, and event bodies that cannot name a file.

Gradio serves more than our pages use: files, proxies, recordings, an API. A request that the pages
never send gets 404 before it reaches Gradio. Gradio copies the file that a dict of a body names
(`{"path": …, "meta": {"_type": "gradio.FileData"}}`) to a place where anyone can fetch it.
Therefore the body of an event is rebuilt from flat values, and no page accepts files.
"""

import json
import os
import re
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from cachetools import LRUCache
from fastapi import FastAPI
from starlette._utils import get_route_path
from starlette.datastructures import Headers
from starlette.routing import Mount

from assistant.serving.limits_and_headers import is_own_site
from assistant.serving.problems import respond
from knowledge.text.patterns import lazy_regex

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

_JOIN = "/gradio_api/queue/join"
# The calls of the citizens' page, each with the number of its values.
_CALLS = {"/gradio_api/call/ask": 6, "/gradio_api/call/switch": 3, "/gradio_api/call/stop": 1}
_STREAM = lazy_regex(r"/gradio_api/call/(?:ask|switch)/([0-9a-f]{32})")
_READS = (
    "/", "/assets/.+", "/static/.+", "/theme.css", "/favicon.ico", "/gradio_api/queue/data",
    "/gradio_api/heartbeat/[A-Za-z0-9]{1,64}",
)  # fmt: skip
_MAX_VALUES, _MAX_ITEMS = 32, 200
# Events of which Gradio keeps something: more than can wait, since some are never fetched.
_KEPT = 500
_LOOKS_EVERY_S = 0.004
_EVENT_ID = re.compile(rb'"event_id"\s*:\s*"([0-9a-f]{32})"')
_RESULT = lazy_regex(r"/gradio_api/call/[a-z]+/([0-9a-f]{32})")
# Events that were begun and whose result is still to be fetched.
_MAX_BEGUN = 10_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The routes that one page uses, as patterns of whole paths."""

    reads: re.Pattern[str]
    writes: re.Pattern[str]

    def lets_through(self, method: str, path: str) -> bool:
        """Whether the page sends requests of this method to this path."""
        if method in ("GET", "HEAD"):
            return self.reads.fullmatch(path) is not None
        return method == "POST" and self.writes.fullmatch(path) is not None


# The citizens' page is our own; it uses three events by Gradio's documented protocol.
PAGE = Rules(
    lazy_regex(r"/gradio_api/call/(ask|switch)/[0-9a-f]{32}"), lazy_regex("|".join(_CALLS))
)
# The evaluators' desk is drawn by Gradio.
DESK = Rules(lazy_regex("|".join(_READS)), lazy_regex(_JOIN))


class GradioGate:
    """ASGI middleware between a mount and its Gradio app."""

    def __init__(
        self, app: _App, rules: Rules, functions: frozenset[int],
        forget: Callable[[str], None] = lambda _: None,
    ) -> None:  # fmt: skip
        """`functions` are the events of the page; `forget` drops what is kept of an event's id."""
        self._app, self._rules, self._functions = app, rules, functions
        self._forget = forget
        self._begun: LRUCache[str, bool] = LRUCache(_MAX_BEGUN)

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        path = get_route_path(scope) or "/"
        if not self._rules.lets_through(scope["method"], path):
            await respond(send, 404, f"there is nothing at {path}", scope=scope)
        elif scope["method"] == "POST" and not _is_own(Headers(scope=scope)):
            await respond(send, 403, "this was sent from another site", scope=scope)
        elif (result := _RESULT.fullmatch(path)) and result[1] not in self._begun:
            # Gradio would begin a reply and then fail, with a traceback in the log for each.
            await respond(send, 404, "there is no such event", scope=scope)
        elif path == _JOIN:
            await self._forward(scope, receive, send, self._event)
        elif scope["method"] == "POST" and path in _CALLS:
            await self._forward(scope, receive, send, partial(_call, count=_CALLS[path]))
        elif scope["method"] == "GET" and (stream := _STREAM.fullmatch(path)):
            try:
                await self._app(scope, receive, send)
            finally:
                self._forget(stream[1])
                self._begun.pop(stream[1], None)
        else:
            await self._app(scope, receive, send)

    async def _forward(
        self, scope: _Scope, receive: _Receive, send: _Send,
        rebuilt: Callable[[bytes], dict[str, Any]],
    ) -> None:  # fmt: skip
        """Passes the body on as `rebuilt` makes it."""
        body = await _body(receive)
        if body is None:
            return  # the client has disconnected
        try:
            event = rebuilt(body)
        except ValueError as exc:
            await respond(send, 422, f"this event cannot be taken: {exc}", scope=scope)
            return
        clean = json.dumps(event).encode()
        replay: list[_Message] = [{"type": "http.request", "body": clean, "more_body": False}]

        async def replayed() -> _Message:
            return replay.pop() if replay else await receive()

        await self._app(_resized(scope, len(clean)), replayed, self._noting(send))

    def _noting(self, send: _Send) -> _Send:
        """`send` that keeps the id of the event that a reply names."""

        async def noting(message: _Message) -> None:
            if message["type"] == "http.response.body":
                event = _EVENT_ID.search(message.get("body", b""))
                if event is not None:
                    self._begun[event[1].decode()] = True
            await send(message)

        return noting

    def _event(self, body: bytes) -> dict[str, Any]:
        """The event, rebuilt from the fields and values that our pages send.

        Raises:
            ValueError: a field is malformed, or a value is of a kind that our pages do not send.
        """
        sent = _object(body)
        values, function = sent.get("data"), sent.get("fn_index")
        session, trigger = sent.get("session_hash"), sent.get("trigger_id")
        if type(function) is not int or function not in self._functions:
            raise ValueError("fn_index names no event of this page")
        if not isinstance(session, str) or not re.fullmatch(r"[A-Za-z0-9]{1,64}", session):
            raise ValueError("session_hash is no session")
        if trigger is not None and type(trigger) is not int:
            raise ValueError("trigger_id is no number")
        if not isinstance(values, list) or len(values) > _MAX_VALUES:
            raise ValueError(f"data is no list of at most {_MAX_VALUES} values")
        if not all(map(_is_fit, values)):
            raise ValueError("data holds a value that this page does not send")
        return {
            "data": values, "fn_index": function, "session_hash": session, "trigger_id": trigger,
            "event_data": None,
        }  # fmt: skip


def mount_page(app: FastAPI, page: Any, path: str, rules: Rules, **look: Any) -> FastAPI:
    """The application with a Gradio page mounted at `path` behind a `GradioGate`."""
    import gradio

    _bound(page)
    os.environ.setdefault("GRADIO_RUN_HISTORY", "False")  # a copy of every question and answer
    app = gradio.mount_gradio_app(app, page, path=path, **look)
    # Gradio checks paths of files only in apps whose `has_launched` is set.
    page.has_launched = True
    mount = app.router.routes[-1]
    assert isinstance(mount, Mount)  # added by the call above
    mount.app = GradioGate(mount.app, rules, frozenset(page.fns), partial(_forget, page))
    return app


def in_queue(page: Any) -> int:
    """How many events of a page wait or run."""
    return len(page._queue.event_ids_to_events)


def _bound(page: Any) -> None:
    """Bounds what Gradio keeps of events, and spares it statistics that nobody reads.

    After each event Gradio makes a table of the last 10,000 for its page of statistics, which is
    closed here. It keeps state of 10,000 sessions, and each question
    is one; of events it keeps the ids for good.
    """
    from gradio.utils import LRUCache

    queue = page._queue
    queue.ANALYTICS_MAX_EVENTS, queue.ANAYLTICS_CACHE_FREQUENCY = 1, sys.maxsize
    queue.pending_messages_per_session = LRUCache(_KEPT)
    queue.pending_event_ids_session = LRUCache(_KEPT)
    page.state_session_capacity = _KEPT
    # It looks for events a thousand times a second, which takes 4 to 8 % of a core of an idle
    # server, and for progress, which no page here shows, a hundred times.
    queue.sleep_when_free, queue.progress_update_sleep_when_free = _LOOKS_EVERY_S, 1.0


def _forget(page: Any, event_id: str) -> None:
    """Drops what Gradio keeps of an event whose stream has ended."""
    page._queue.pending_messages_per_session.pop(event_id, None)
    page._queue.pending_event_ids_session.pop(event_id, None)
    page.state_holder.session_data.pop(event_id, None)
    page.state_holder.time_last_used.pop(event_id, None)


def _is_own(headers: Headers) -> bool:
    return is_own_site(headers.get("origin"), headers.get("host"))


def _call(body: bytes, count: int) -> dict[str, Any]:
    """The values of a call of the citizens' page, without anything else.

    Raises:
        ValueError: there are not `count` of them, or one is of a kind that the page does not send.
    """
    values = _object(body).get("data")
    if not isinstance(values, list) or len(values) != count:
        raise ValueError(f"data is no list of {count} values")
    if not all(map(_is_flat, values)):
        raise ValueError("data holds a value that this page does not send")
    return {"data": values}


def _object(body: bytes) -> dict[str, Any]:
    """The JSON object of a body.

    Raises:
        ValueError: it is none.
    """
    try:
        sent = json.loads(body)
    except RecursionError as exc:
        raise ValueError("it is nested too deeply") from exc
    if not isinstance(sent, dict):
        raise ValueError("it is no JSON object")
    return sent


def _is_flat(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _is_fit(value: Any) -> bool:
    """Whether a value is flat, or a list of at most 200 flat values."""
    if not isinstance(value, list):
        return _is_flat(value)
    return len(value) <= _MAX_ITEMS and all(map(_is_flat, value))


async def _body(receive: _Receive) -> bytes | None:
    """The whole body, None if the client disconnected; `Guard` limits its length."""
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _resized(scope: _Scope, length: int) -> _Scope:
    headers = [(k, v) for k, v in scope["headers"] if k not in (b"content-length", b"content-type")]
    headers += [(b"content-length", str(length).encode()), (b"content-type", b"application/json")]
    return {**scope, "headers": headers}
