"""Sends damaged and hostile HTTP requests to a real server: none crashes it or takes over 2 s.

    python -m evals.bench.fuzz_requests --out DIR [--count 20000] [--first 0] [--only NUMBER]

A server over the sample bulletins, with an administrator, runs in a process of its own and gets one
request at a time over a new connection: parameters of every route (also of the desk, signed in)
filled with nasty values, JSON-RPC for the tools, events of the page and of Gradio, chat requests,
and what is no HTTP (`messages`). Without a rate limit; nothing else is switched off. Reported are
status codes, replies of 500 and above (503 says why), tracebacks in replies or in the log, requests
without an end within 20 s, and the slowest by the server's own clock: from the end of the request's
headers to the last byte of the reply, without waiting for the client. The time of the processor is
given too, since a busy machine stretches the other. `--only` shows one request and its reply. Exit
1 if a request did what none may do.
"""

import argparse
import json
import logging
import multiprocessing
import os
import re
import socket
import sys
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from evals.bench.fuzz_requests.messages import Known, Message, Target, message_of
from evals.bench.fuzz_requests.routes import routes_of
from knowledge.storage.places import CATALOGUE_FILE

_SAMPLES = Path(__file__).parents[3] / "knowledge" / "samples"
_PASSWORD = "mật khẩu của máy thử"
_LIMIT_S, _PATIENCE_S, _MOST_REPLY = 2.0, 20.0, 3_000_000
_TRACE = re.compile(rb"Traceback \(most recent|File \"/|site-packages|sqlalchemy\.|sqlite3\.")
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


def _serve(data: Path, reports: "Connection[Any, Any]") -> None:
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


class Fuzzer:
    """A running server and the client that sends it requests."""

    def __init__(self, data: Path) -> None:
        self._reports, there = multiprocessing.Pipe()
        spawning = multiprocessing.get_context("spawn")
        self._server = spawning.Process(target=_serve, args=(data, there), daemon=True)
        self._server.start()
        there.close()
        _, self.port, targets, ids, cookie = self._reports.recv()
        self.known = Known(targets, ids, cookie)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.1)

    def send(self, message: Message) -> tuple[bytes, list[Any], bool]:
        """The reply, what the server reported, and whether the connection ended in time."""
        reply, ended = b"", True
        with socket.create_connection(("127.0.0.1", self.port), _PATIENCE_S) as connection:
            until = time.monotonic() + _PATIENCE_S
            try:
                connection.sendall(message.sent)
                # An incomplete request would wait for its end until the server cuts it off.
                if message.kind == "broken":
                    connection.shutdown(socket.SHUT_WR)
                while len(reply) < _MOST_REPLY and (piece := connection.recv(65536)):
                    reply += piece
                    if time.monotonic() > until:
                        ended = False
                        break
            except TimeoutError:
                ended = False
            except OSError:
                pass  # the server closes the connection of what is no request
        reports = []
        while self._reports.poll(0.002 if not reply else 0):
            reports.append(self._reports.recv())
        return reply, reports, ended

    @property
    def is_alive(self) -> bool:
        """Whether the server runs."""
        return self._server.is_alive()

    def close(self) -> None:
        """Ends the server."""
        self._server.kill()
        self._server.join()


def _fuzz(fuzzer: Fuzzer, numbers: range, out: Path) -> int:
    """Sends the requests, prints the counts; returns how many did what none may do."""
    statuses: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    slowest: list[tuple[float, float, int, str]] = []
    current = Message(0, "", b"")
    with (out / "wrong.jsonl").open("a", encoding="utf-8") as file:

        def note(what: str, detail: str, message: Message) -> None:
            wrong[what] += 1
            row = {
                "what": what,
                "number": message.number,
                "kind": message.kind,
                "detail": detail[:2000],
            }
            file.write(
                json.dumps(row | {"sent": repr(message.sent[:400])}, ensure_ascii=False) + "\n"
            )
            file.flush()

        for number in numbers:
            current = message_of(number, fuzzer.known)
            kinds[current.kind] += 1
            reply, reports, ended = fuzzer.send(current)
            status = reply[9:12].decode("latin-1") if reply.startswith(b"HTTP/") else "none"
            statuses[status] += 1
            if status >= "500" and status != "none":
                note(f"status {status}", reply[:500].decode("latin-1"), current)
            if _TRACE.search(reply):
                note("traceback in a reply", reply[:500].decode("latin-1"), current)
            if not ended:
                note("without an end", "", current)
            for report in reports:
                if report[0] == "done":
                    slowest = sorted([*slowest, (report[3], report[4], number, report[1])])[-10:]
                    if report[3] > _LIMIT_S:
                        # On a busy machine the clock runs on while the server does not.
                        what = "slow" if report[4] > _LIMIT_S else "slow by the clock only"
                        detail = f"{report[3]:.2f} s, {report[4]:.2f} s of the processor"
                        note(what, f"{detail}, load {os.getloadavg()[0]:.0f}: {report[1]}", current)
                else:
                    note(report[0], str(report[1:]), current)
            if not fuzzer.is_alive:
                note("the server ended", "", current)
                break
            if (number + 1) % 1000 == 0:
                _say(f"{number + 1}: {dict(wrong)}")
    _say(f"kinds {dict(kinds)}\nstatuses {dict(sorted(statuses.items()))}\nwrong {dict(wrong)}")
    for seconds, cpu_s, number, path in reversed(slowest):
        _say(f"{seconds:.2f} s ({cpu_s:.2f} s of the processor): {number} {path[:80]!r}")
    return wrong.total() - wrong["slow by the clock only"]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """Sends the requests; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.fuzz_requests", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int)
    options = parser.parse_args(arguments)
    data = options.out / "data"
    options.out.mkdir(parents=True, exist_ok=True)
    if not (data / CATALOGUE_FILE).exists():
        from knowledge.build import ingesting

        with ingesting(Settings(data=data)) as ingester:
            for _ in ingester.run([_SAMPLES]):
                pass
    fuzzer = Fuzzer(data)
    try:
        if options.only is not None:
            message = message_of(options.only, fuzzer.known)
            reply, reports, _ = fuzzer.send(message)
            _say(f"{message.kind}: {message.sent[:3000]!r}\n{reply[:3000]!r}\n{reports}")
        elif _fuzz(fuzzer, range(options.first, options.first + options.count), options.out):
            raise SystemExit(1)
    finally:
        fuzzer.close()


if __name__ == "__main__":
    main()
