"""Requests get an id, and an event without users' words."""

from collections.abc import Mapping
from typing import Any

import pytest

from assistant.events import request_id, watched_by
from assistant.operations.requests import RequestEvents, kind_of
from tests.in_thread import awaited


def handled(path: str, **headers: str) -> tuple[dict[bytes, bytes], str, Mapping[str, Any]]:
    """The headers of the response, the id inside, the event of one request."""
    seen: list[str] = []
    events: list[Mapping[str, Any]] = []
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(request_id.get())
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"q=xkld",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
        "client": ("203.0.113.9", 5),
    }  # fmt: skip
    with watched_by(lambda _, fields: events.append(fields)):
        awaited(RequestEvents(app)(scope, None, send))  # type: ignore[arg-type]  # the application receives nothing
    return dict(sent[0]["headers"]), seen[0], events[0]


def test_the_id_of_a_proxy_is_kept() -> None:
    """In the context of the request and in the response."""
    headers, inside, _ = handled("/", x_request_id="proxy-0001")
    assert (headers[b"x-request-id"], inside) == (b"proxy-0001", "proxy-0001")


@pytest.mark.parametrize("sent", ["", "short", "a b c d e f g h", "x" * 65, "a\nb\nc\nd\ne"])
def test_an_id_that_is_not_plain_is_replaced(sent: str) -> None:
    """It would otherwise be written into the log as it is."""
    headers, inside, _ = handled("/", x_request_id=sent)
    assert headers[b"x-request-id"].decode() == inside
    assert len(inside) == 32


def test_the_event_has_no_query() -> None:
    """The words of a search are the user's."""
    *_, event = handled("/api/v1/search")
    assert {k: v for k, v in event.items() if k != "seconds"} == {
        "kind": "api", "method": "GET", "path": "/api/v1/search", "status": 404,
        "client": "203.0.113.9",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "page"), ("/bulletins/x", "page"), ("/a/1", "page"), ("/api/v1/ask", "ask"),
        ("/api/v1/ask/stream", "ask"), ("/v1/chat/completions", "ask"), ("/api/v1/health", "health"),
        ("/api/v1/health/live", "health"), ("/api/v1/figures", "api"), ("/mcp", "mcp"),
        ("/staff/sign-in", "sign-in"), ("/staff/", "staff"), ("/wp-login.php", "other"),
    ],
)  # fmt: skip
def test_a_path_is_of_one_of_few_kinds(path: str, kind: str) -> None:
    """Labels of metrics must stay few, whatever addresses are tried."""
    assert kind_of(path) == kind
