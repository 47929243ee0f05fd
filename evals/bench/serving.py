"""Runs a real server over a data folder, for benchmarks and tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STARTED_S, _STOPPED_S = 300, 20


@contextmanager
def served(data: Path, **settings: str) -> Iterator[str]:
    """The address of `bantin serve` in a child process, with settings like `RATE_LIMIT="off"`.

    Raises:
        RuntimeError: the server ended, or did not answer within five minutes.
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
        _wait(server, f"{address}/api/v1/health")
        yield address
    finally:
        server.terminate()
        server.wait(_STOPPED_S)


def _wait(server: subprocess.Popen[bytes], health: str) -> None:
    until = time.monotonic() + _STARTED_S
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {server.returncode}")
        try:
            urllib.request.urlopen(health, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer within {_STARTED_S} seconds")
