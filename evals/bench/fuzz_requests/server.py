"""The server that gets the requests, in a process of its own: it reports each and what it logs."""

import logging
import socket
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from evals.bench.fuzz_requests.messages import Target
from evals.bench.fuzz_requests.routes import routes_of

_PASSWORD = "mật khẩu của máy thử"
# Not sent to: they end the session that the other requests use, or verify a password each.
_LEFT_OUT = ("/staff/sign-out", "/staff/sign-in", "/staff/password")


class _Timed:
    """ASGI middleware that reports each request: path, status, seconds, those of the processor."""

    def __init__(self, app: Any, reports: "Connection[Any, Any]") -> None:
        self._app, self._reports = app, reports

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        waited, status = 0.0, 0
        began, cpu = time.perf_counter(), time.process_time()

        async def receiving() -> Any:
            nonlocal waited
            asked = time.perf_counter()
            message = await receive()
            waited += time.perf_counter() - asked
            return message

        async def sending(message: Any) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receiving, sending)
        except Exception as exc:
            self._reports.send(("raised", scope["path"], repr(exc)))
            raise
        finally:
            seconds = time.perf_counter() - began - waited
            self._reports.send(("done", scope["path"], status, seconds, time.process_time() - cpu))


class _ToPipe(logging.Handler):
    """Reports log records that carry a traceback or are errors."""

    def __init__(self, reports: "Connection[Any, Any]") -> None:
        super().__init__()
        self._reports = reports

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or record.levelno >= logging.ERROR:
            self._reports.send(("log", record.name, self.format(record)[-1500:]))


def serve(data: Path, reports: "Connection[Any, Any]") -> None:
    """Runs the server; reports its port, its routes and an administrator's cookie first."""
    import uvicorn

    from assistant.backoffice.backoffice import open_back_office
    from assistant.build import build_assistant, warm_up
    from assistant.serving.connection_limits import bounded_protocol
    from assistant.web import build_server

    settings = Settings(data=data, rate_limit=False)
    logging.getLogger().addHandler(_ToPipe(reports))
    assistant, back_office = build_assistant(settings), open_back_office(settings)
    warm_up(assistant)
    if not any(row.name == "fuzz" for row in back_office.accounts.all()):
        back_office.accounts.add("fuzz", _PASSWORD, "admin", "fuzz")
    cookie = f"bantin_session={back_office.accounts.sign_in('fuzz', _PASSWORD, '127.0.0.1')}"
    app = build_server(assistant, settings, back_office)
    app.state.home.warm_up()
    answer = assistant.answer("Năm 2022 Bắc Kạn có bao nhiêu người đi xkld?")
    back_office.journal.write(answer, "page")
    back_office.journal.share(answer.answer_id)
    ids = [*(b.bulletin_id for b in assistant.library.listed(100, 0)), answer.answer_id, "1"]
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        reports.send(("ready", listening.getsockname()[1], _targets(app), ids, cookie))
        config = uvicorn.Config(
            _Timed(app, reports),
            log_level="warning",
            http=bounded_protocol(),
            limit_concurrency=2000,
        )
        uvicorn.Server(config).run([listening])


def _targets(app: Any) -> list[Target]:
    """Every route of ours with its methods and the names of its parameters."""
    targets = []
    for route in routes_of(app.router.routes):
        dependant = getattr(route, "dependant", None)
        if dependant is None or route.path in _LEFT_OUT:
            continue
        names = [p.alias for p in (*dependant.query_params, *dependant.body_params)]
        for parameter in dependant.body_params:
            names += list(getattr(parameter.field_info.annotation, "model_fields", {}))
        extra = ("q", "page", "year", "lang", "sort", "from", "to", "undo", "next")
        targets += [
            Target(method, route.path, tuple(dict.fromkeys((*names, *extra))))
            for method in sorted(route.methods)
        ]
    return sorted(targets, key=lambda t: (t.path, t.method))
