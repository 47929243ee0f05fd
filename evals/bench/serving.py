"""Runs a real server over a data folder, for benchmarks and tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_STARTED_S, _STOPPED_S = 300.0, 20


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that runs in a child process."""

    address: str
    pid: int


@contextmanager
def served(data: Path, **settings: str) -> Iterator[str]:
    """The address of a server; see `serving`."""
    with serving(data, _STARTED_S, **settings) as server:
        yield server.address


@contextmanager
def serving(data: Path, started_s: float = _STARTED_S, **settings: str) -> Iterator[Serving]:
    """`bantin serve` in a child process, with settings like `RATE_LIMIT="off"`.

    Raises:
        RuntimeError: the server ended, or did not answer within `started_s`.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {"DATA": str(data), **settings}
    environment = os.environ | {f"BANTIN_{name}": value for name, value in variables.items()}
    server = subprocess.Popen(
        [sys.executable, "-m", "knowledge.cli", "serve", "--port", str(port)],
        env=environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(server, f"{address}/api/v1/health/live", started_s)
        yield Serving(address, server.pid)
    finally:
        server.terminate()
        server.wait(_STOPPED_S)


def _wait(server: subprocess.Popen[bytes], health: str, started_s: float) -> None:
    until = time.monotonic() + started_s
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {server.returncode}")
        try:
            urllib.request.urlopen(health, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer within {started_s:g} seconds")
