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
import multiprocessing
import os
import re
import socket
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from evals.bench.fuzz_requests.messages import Known, Message, message_of
from evals.bench.fuzz_requests.server import serve
from knowledge.storage.places import CATALOGUE_FILE

_SAMPLES = Path(__file__).parents[3] / "knowledge" / "samples"
_LIMIT_S, _PATIENCE_S, _MOST_REPLY = 2.0, 20.0, 3_000_000
_TRACE = re.compile(rb"Traceback \(most recent|File \"/|site-packages|sqlalchemy\.|sqlite3\.")


class Fuzzer:
    """A running server and the client that sends it requests."""

    def __init__(self, data: Path) -> None:
        self._reports, there = multiprocessing.Pipe()
        spawning = multiprocessing.get_context("spawn")
        self._server = spawning.Process(target=serve, args=(data, there), daemon=True)
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
