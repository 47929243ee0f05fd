"""Turns errors into responses: what failed, on what, and what to do.

Programs get problem+json (RFC 9457), clients of OpenAI's protocol its form of errors below /v1, and
a person who opens a wrong address in a browser gets a page.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from assistant.errors import (
    AssistantError,
    BadAccount,
    QuestionError,
    SignInRefused,
    SwitchedOff,
    UnknownAnswer,
)
from assistant.pages.site import missing_html
from assistant.settings import ServingSettings
from knowledge.errors import (
    Busy,
    DiskFull,
    KnowledgeError,
    ReadOnly,
    UnknownBulletin,
    WithdrawnBulletin,
)
from knowledge.output.templates import renderer
from prompts.catalogue import tables

_render = renderer("assistant.serving")
_LOG = logging.getLogger("bantin.serving")

_STATUS: dict[type[Exception], int] = {
    QuestionError: 422, UnknownAnswer: 404, WithdrawnBulletin: 410, UnknownBulletin: 404,
    SwitchedOff: 503,
    SignInRefused: 403, BadAccount: 422, Busy: 503, DiskFull: 507, ReadOnly: 507,
    AssistantError: 500, KnowledgeError: 500,
}  # fmt: skip
# Replacements for messages that are meant for the operator, since they name paths.
PUBLIC_DETAIL: dict[int, str] = {
    500: "something is wrong here; it has been logged",
    503: "too many ask at once; try again in a few seconds",
    507: "nothing can be stored here now; it has been logged. Questions are answered all the same",
}
_OFF_S = 600
_WORDS = tables("problems")
# What people are told; every other status is about a request that cannot be taken.
_WRONG = ("wrong", "wrong_why")
_BARRED, _BUSY, _FAILED = ("barred", "barred_why"), ("busy", "busy_why"), ("failed", "failed_why")
_MISSING = ("missing", "missing_why")
_TOLD = {
    401: _BARRED,
    403: _BARRED,
    404: _MISSING,
    429: _BUSY,
    503: _BUSY,
    500: _FAILED,
    507: _FAILED,
}
_TITLES = {
    400: "bad request", 401: "no valid key", 403: "not allowed", 404: "not found", 405: "method not allowed",
    408: "too slow", 410: "withdrawn", 413: "too large", 422: "cannot be taken", 429: "too many questions", 500: "internal error", 503: "not now",
    507: "nothing can be stored",
}  # fmt: skip
_DESK = "/staff/"
# The paths of OpenAI's interface that name a model; the one thing that they can lack.
_OF_MODELS = ("/v1/models/", "/v1/chat/completions")
MEDIA_TYPE = "application/problem+json"
# Status -> type and code of OpenAI's errors.
_OPENAI = {
    400: ("invalid_request_error", None), 401: ("invalid_request_error", "invalid_api_key"),
    403: ("permission_error", None), 404: ("invalid_request_error", "unknown_url"),
    413: ("invalid_request_error", None), 422: ("invalid_request_error", None),
    429: ("requests", "rate_limit_exceeded"),
}  # fmt: skip


def problem(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """The body of an error response; `detail` is shown to users."""
    return {
        "type": "about:blank",
        "title": _TITLES.get(status, "error"),
        "status": status,
        "detail": detail,
        **more,
    }


def openai_error(body: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """A problem in the form of OpenAI's errors, with the types and codes that its clients know."""
    status = body["status"]
    kind, code = _OPENAI.get(status, ("server_error", None))
    if status == 404 and path.startswith(_OF_MODELS):
        code = "model_not_found"
    error = {"message": body["detail"], "type": kind, "param": None, "code": code}
    return {"error": error}


def _encoded(scope: MutableMapping[str, Any], body: Mapping[str, Any]) -> tuple[int, bytes, bytes]:
    """Status, media type and body of a problem in the form that the client of a request reads.

    People get a page; for an address where there is nothing it is the citizens', and at the desk one
    that leads back there.
    """
    status, path = int(body["status"]), str(scope.get("path", ""))
    if path.startswith("/v1/"):
        # OpenAI answers 400 to what cannot be taken, and its clients raise another error on 422.
        status = 400 if status == 422 else status
        return status, b"application/json", json.dumps(openai_error(body, path)).encode()
    accepted = dict(scope.get("headers", ())).get(b"accept", b"")
    is_person = b"text/html" in accepted and not path.startswith(("/api/", "/mcp"))
    settings = getattr(getattr(scope.get("app"), "state", None), "settings", None)
    query = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1")))
    at_desk = path.startswith(_DESK)
    if is_person and status == 404 and settings is not None and not at_desk:
        html = missing_html(settings, path, query)
        return status, b"text/html; charset=utf-8", str(html).encode()
    if is_person:
        # Both languages, that of the page first: a form or an address does not always name one.
        languages = ("en", "vi") if query.get("lang") == "en" else ("vi", "en")
        html = _render(
            "problem", language=languages[0], words={name: _WORDS[name] for name in languages},
            told=_TOLD.get(status, _WRONG), at_desk=at_desk, detail="" if _TOLD.get(status) is _BUSY else body["detail"],
        )  # fmt: skip
        return status, b"text/html; charset=utf-8", str(html).encode()
    return status, MEDIA_TYPE.encode(), json.dumps(body).encode()


async def respond(
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]], status: int, detail: str,
    headers: Sequence[tuple[bytes, bytes]] = (), scope: MutableMapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Sends a problem as the whole response of an ASGI application to the request of `scope`."""
    code, kind, body = _encoded(scope or {}, problem(status, detail))
    lines = [(b"content-type", kind), *headers]
    await send({"type": "http.response.start", "status": code, "headers": lines})
    await send({"type": "http.response.body", "body": body})


def problem_of(exc: Exception) -> dict[str, Any]:
    """The body for one of our errors; messages with paths are logged and replaced."""
    status = next(code for kind, code in _STATUS.items() if isinstance(exc, kind))
    names_paths = isinstance(exc, KnowledgeError) and not isinstance(exc, UnknownBulletin)
    if status != 500 and not names_paths:
        return problem(status, str(exc))
    log = _LOG.warning if status == 503 else _LOG.error
    log("%s: %s", type(exc).__name__, exc, exc_info=exc if status == 500 else None)
    return problem(status, PUBLIC_DETAIL[status])


async def refuse_busy(
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    scope: MutableMapping[str, Any] | None = None,
    wait_s: int = Busy.retry_after_s,
) -> None:
    """Sends a 503 response with the number of seconds to wait."""
    wait = (b"retry-after", str(wait_s).encode())
    await respond(send, 503, PUBLIC_DETAIL[503], [wait], scope)


def add_problems(app: FastAPI, settings: ServingSettings) -> None:
    """Registers handlers that turn every error of the application's routes into a problem."""
    app.state.settings = settings

    def reply(
        request: Request, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> Response:
        status, kind, content = _encoded(request.scope, body)
        return Response(content, status, headers, media_type=kind.decode())

    def known(request: Request, exc: Exception) -> Response:
        body = problem_of(exc)
        wait = exc.retry_after_s if isinstance(exc, Busy) else _OFF_S
        headers = {"retry-after": str(wait)} if body["status"] == 503 else None
        return reply(request, body, headers)

    def http(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, HTTPException)  # registered for this class only
        return reply(request, problem(exc.status_code, str(exc.detail)), dict(exc.headers or {}))

    def invalid(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, RequestValidationError)  # registered for this class only
        errors = [
            {"where": ".".join(map(str, e["loc"])), "what": str(e["msg"])}
            for e in exc.errors()[:20]
        ]
        detail = "; ".join(f"{e['where']}: {e['what']}" for e in errors)
        return reply(request, problem(422, detail[:2000], errors=errors))

    for kind in _STATUS:
        app.add_exception_handler(kind, known)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
