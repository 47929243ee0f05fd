"""The web application of pages, API, tools and middleware, and the server that runs it."""

import contextlib
import ctypes
import logging
import os
import socket
import sys
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from assistant.backoffice.backoffice import BackOffice, open_back_office
from assistant.errors import AddressInUse
from assistant.pipeline import Assistant
from assistant.service import Service
from assistant.settings import Settings

_LOG = logging.getLogger("bantin.serving")
_DAY_S = 24 * 3600
# The interpreter's switch interval. Its default of 5 ms delays the thread that accepts requests
# while others compute: with 128 questions at once the slowest /health took 1.0 s, with 1 ms 0.5 s;
# answers took the same time.
_TURN_S = 0.001
_M_ARENA_MAX = -8  # of glibc's malloc.h
# Connections: each needs a file descriptor, and a browser opens up to six.
# How long the first answer of a started server may wait for the home page's questions.
_WARM_S = 10.0
_MAX_CONNECTIONS, _MAX_PER_CLIENT = 2000, 200
# Longer than clients keep an idle connection (aiohttp 15 s, our Caddy 10 s): a request that is sent
# while the server closes the connection gets no answer.
KEPT_ALIVE_S = 20


def build_server(
    assistant: Assistant, settings: Settings, back_office: BackOffice | None = None
) -> Any:
    """The ASGI application: the page at /, the desk at /staff, the API under /api/v1 and /v1."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    from fastapi import FastAPI
    from fastapi_offline import FastAPIOffline

    from assistant.desk.routes import build_desk
    from assistant.operations.requests import RequestEvents
    from assistant.pages.citizens import build_events
    from assistant.serving.api import build_router
    from assistant.serving.completions import build_completions
    from assistant.serving.concurrency_limit import ConcurrencyLimit
    from assistant.serving.gradio_gate import PAGE, in_queue, mount_page
    from assistant.serving.limits_and_headers import Guard, Rates
    from assistant.serving.plain_pages import build_plain_pages
    from assistant.serving.problems import add_problems
    from assistant.serving.sign_in import StaffGate, build_sign_in
    from assistant.serving.single_sign_on import add_single_sign_on
    from assistant.serving.tools import build_tools, tools_routes

    service = Service(assistant, back_office or open_back_office(settings), settings)
    tools = build_tools(service)
    routes = tools_routes(tools, service)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    app = FastAPIOffline(
        title="bantin", version="1", docs_url="/api/v1/docs", openapi_url="/api/v1/openapi.json",
        redoc_url=None, static_url="/api/v1/docs-files", swagger_ui_oauth2_redirect_url="/api/v1/oauth2",
        lifespan=living,
        description="Checked, cited answers over provincial bulletins.",
    )  # fmt: skip
    add_problems(app, settings)
    app.include_router(build_router(service))
    app.include_router(build_completions(service))
    pages = build_plain_pages(service)
    app.include_router(pages)
    app.include_router(build_sign_in(service))
    app.include_router(build_desk(service))
    add_single_sign_on(app, service)
    app.router.routes.extend(routes)
    app.add_middleware(StaffGate, accounts=service.back_office.accounts)
    events = build_events(service)
    app.add_middleware(
        ConcurrencyLimit, turns=service.turns,
        # The page's events go on after the answer, while other questions are tested.
        on_page=lambda: max(0, in_queue(events) - service.offering),
    )  # fmt: skip
    app.add_middleware(
        Guard, max_bytes=settings.max_body_bytes, max_upload_bytes=settings.max_upload_bytes,
        rates=Rates(settings.requests_per_minute, settings.reads_per_minute)
        if settings.rate_limit else None,
        framed_by=settings.embed_origins,
    )  # fmt: skip
    app.add_middleware(RequestEvents)

    app = mount_page(app, events, "/", PAGE)
    app.state.service = service
    app.state.home = pages.home  # type: ignore[attr-defined]  # set by `build_plain_pages`
    return app


def run_server(settings: Settings, host: str, port: int) -> None:
    """Runs the server until it is stopped; models are loaded before the first request."""
    _check_free(host, port)
    with contextlib.ExitStack() as watching:
        _watch(settings, watching)
        _run(settings, host, port, watching)


def _watch(settings: Settings, watching: contextlib.ExitStack) -> None:
    """Begins the log, and the traces where they are set."""
    from assistant.operations.logs import logging_to

    watching.enter_context(logging_to(settings))
    if settings.trace_url is not None:
        from assistant.operations.tracing import traces_to

        watching.enter_context(traces_to(settings.trace_url))


def _run(settings: Settings, host: str, port: int, watching: contextlib.ExitStack) -> None:
    import uvicorn

    from assistant.build import build_assistant, warm_up
    from assistant.serving.connection_limits import bounded_protocol
    from knowledge.build import upgrade
    from knowledge.output.charts import Chart, Point, draw

    sys.setswitchinterval(_TURN_S)
    _share_arenas()
    if upgrade(settings):
        _LOG.info("the library of an older bantin was brought up to date")
    assistant = build_assistant(settings)
    warm_up(assistant)
    back_office = open_back_office(settings)
    counts = assistant.library.counts()
    # Loads matplotlib in the background before the first chart needs it, since that takes a second.
    threading.Thread(target=draw, args=(Chart("bars", "", "", (Point("", "1"),)),)).start()
    threading.Thread(
        target=_purge_daily, args=(back_office, settings.log_days), daemon=True
    ).start()
    app = build_server(assistant, settings, back_office)
    if settings.metrics_address is not None:
        from assistant.operations.metrics import metrics_at

        watching.enter_context(metrics_at(settings.metrics_address, app.state.service))
    # Tries the questions of the home page before the first visitor waits for them. In a very large
    # library that takes long, and the server must not be unreachable meanwhile.
    warming = threading.Thread(target=app.state.home.warm_up, daemon=True)
    warming.start()
    warming.join(_WARM_S)
    # The shutdown does not wait for open pages, each of which holds a connection.
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", log_config=None, timeout_graceful_shutdown=3,
        timeout_keep_alive=KEPT_ALIVE_S,
        http=bounded_protocol(
            per_client=_MAX_PER_CLIENT if settings.rate_limit else None,
            proxies=settings.trusted_proxies,
        ), limit_concurrency=_MAX_CONNECTIONS,
        # The client is the peer; a header names another one only behind a trusted proxy.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
    )  # fmt: skip

    class Announced(uvicorn.Server):
        """A server that says its address once it listens there."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                sys.stderr.write(_greeting(counts, host, port))

    Announced(config).run()
    assistant.library.close()
    back_office.store.close()


def _share_arenas() -> None:
    """Limits the heaps of glibc to two; it would keep up to eight a core, each with its leftovers.

    Other C libraries have no such call.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)
    except (AttributeError, OSError, TypeError):
        _LOG.debug("the C library has no mallopt")


def _greeting(counts: Mapping[str, int], host: str, port: int) -> str:
    """The line that `bantin serve` prints, with addresses that a browser on this machine opens."""
    name = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)
    base = f"http://{f'[{name}]' if ':' in name else name}:{port}"
    return (
        f"bantin: {counts['bulletins']} bulletins, {counts['figures']} figures; "
        f"page {base}/  staff {base}/staff/  API {base}/api/v1/docs\n"
    )


def _check_free(host: str, port: int) -> None:
    """Raises AddressInUse before the models are loaded, where another program has the address."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as exc:
        raise AddressInUse(
            f"cannot listen on {host}:{port} ({exc.strerror or exc}); name another --port or --host"
        ) from exc


def run_tools(settings: Settings) -> None:
    """Runs the MCP tools on standard input and output until the input ends."""
    from assistant.build import build_assistant
    from assistant.serving.tools import build_tools
    from knowledge.arrays import import_numpy

    import_numpy()  # the first two calls, each in its thread, may come at once
    build_tools(Service(build_assistant(settings), open_back_office(settings), settings)).run(
        "stdio"
    )


def _purge_daily(back_office: BackOffice, days: int) -> None:
    wait = threading.Event()
    while True:
        try:
            back_office.purging.purge(timedelta(days=days), "retention")
        except Exception:  # noqa: BLE001 - logged, and tried again tomorrow
            _LOG.exception("the question log could not be purged")
        wait.wait(_DAY_S)
