"""Turns errors into problem+json responses (RFC 9457): what failed, on what, and what to do."""

import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.errors import (
    AssistantError,
    BadAccount,
    QuestionError,
    SignInRefused,
    SwitchedOff,
    UnknownAnswer,
)
from knowledge.errors import Busy, DiskFull, KnowledgeError, ReadOnly, UnknownBulletin

_LOG = logging.getLogger("bantin.serving")

_STATUS: dict[type[Exception], int] = {
    QuestionError: 422, UnknownAnswer: 404, UnknownBulletin: 404, SwitchedOff: 503,
    SignInRefused: 403, BadAccount: 422, Busy: 503, DiskFull: 507, ReadOnly: 507,
    AssistantError: 500, KnowledgeError: 500,
}  # fmt: skip
# Replacements for messages that are meant for the operator, since they name paths.
_PUBLIC_DETAIL: dict[int, str] = {
    500: "something is wrong here; it has been logged",
    503: "too many ask at once; try again in a few seconds",
    507: "nothing can be stored here now; it has been logged. Questions are answered all the same",
}
_OFF_S = 600
_TITLES = {
    400: "bad request", 401: "no valid key", 403: "not allowed", 404: "not found", 405: "method not allowed",
    408: "too slow", 413: "too large", 422: "cannot be taken", 429: "too many questions", 500: "internal error", 503: "not now",
    507: "nothing can be stored",
}  # fmt: skip
MEDIA_TYPE = "application/problem+json"


def problem(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """The body of an error response; `detail` is shown to users."""
    return {
        "type": "about:blank",
        "title": _TITLES.get(status, "error"),
        "status": status,
        "detail": detail,
        **more,
    }


async def respond(
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]], status: int, detail: str,
    headers: Sequence[tuple[bytes, bytes]] = (),
) -> None:  # fmt: skip
    """Sends a problem as the whole response of an ASGI application."""
    kind = (b"content-type", MEDIA_TYPE.encode())
    await send({"type": "http.response.start", "status": status, "headers": [kind, *headers]})
    await send({"type": "http.response.body", "body": json.dumps(problem(status, detail)).encode()})


def problem_of(exc: Exception) -> dict[str, Any]:
    """The body for one of our errors; messages with paths are logged and replaced."""
    status = next(code for kind, code in _STATUS.items() if isinstance(exc, kind))
    names_paths = isinstance(exc, KnowledgeError) and not isinstance(exc, UnknownBulletin)
    if status != 500 and not names_paths:
        return problem(status, str(exc))
    log = _LOG.warning if status == 503 else _LOG.error
    log("%s: %s", type(exc).__name__, exc, exc_info=exc if status == 500 else None)
    return problem(status, _PUBLIC_DETAIL[status])


async def refuse_busy(send: Callable[[MutableMapping[str, Any]], Awaitable[None]]) -> None:
    """Sends a 503 response with the number of seconds to wait."""
    wait = (b"retry-after", str(Busy.retry_after_s).encode())
    await respond(send, 503, _PUBLIC_DETAIL[503], [wait])


def add_problems(app: FastAPI) -> None:
    """Registers handlers that turn every error of the application's routes into a problem."""

    def known(_: Request, exc: Exception) -> JSONResponse:
        body = problem_of(exc)
        wait = exc.retry_after_s if isinstance(exc, Busy) else _OFF_S
        headers = {"retry-after": str(wait)} if body["status"] == 503 else None
        return JSONResponse(body, body["status"], headers, media_type=MEDIA_TYPE)

    def http(_: Request, exc: Exception) -> JSONResponse:
        assert isinstance(exc, HTTPException)  # registered for this class only
        body = problem(exc.status_code, str(exc.detail))
        return JSONResponse(body, exc.status_code, dict(exc.headers or {}), media_type=MEDIA_TYPE)

    def invalid(_: Request, exc: Exception) -> JSONResponse:
        assert isinstance(exc, RequestValidationError)  # registered for this class only
        errors = [
            {"where": ".".join(map(str, e["loc"])), "what": str(e["msg"])}
            for e in exc.errors()[:20]
        ]
        detail = "; ".join(f"{e['where']}: {e['what']}" for e in errors)
        return JSONResponse(problem(422, detail[:2000], errors=errors), 422, media_type=MEDIA_TYPE)

    for kind in _STATUS:
        app.add_exception_handler(kind, known)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
