"""A client that sends a request byte by byte is let go of."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from assistant.serving.slow_clients import bounded_protocol


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    """Reads the whole body, waits where it is told to, and answers 200."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    if scope["path"] == "/long":
        await asyncio.sleep(1.5)
    length = str(len(body)).encode()
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]}
    )
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    config = uvicorn.Config(
        _echo, port=0, log_level="error", lifespan="off", http=bounded_protocol(0.5, 0.8)
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


def _lives(port: int, first: bytes, dribble: bytes, for_s: float) -> bool:
    """Whether the connection is still open after sending `dribble` again and again."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(first)
        until = time.monotonic() + for_s
        try:
            while time.monotonic() < until:
                time.sleep(0.05)
                client.sendall(dribble)
            client.settimeout(0.3)
            return client.recv(1) != b""
        except TimeoutError:
            return True
        except OSError:
            return False


@pytest.mark.parametrize(
    ("first", "dribble"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(b"GET / HTTP/1.1\r\nhost: x\r\n", b"x", id="headers"),
        pytest.param(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 90000\r\n\r\n", b"x", id="body"),
        pytest.param(b"GET / HTTP/1.1\r\nhost: x\r\n\r\nGET /", b"x", id="second request"),
    ],
)  # fmt: skip
def test_a_request_that_never_ends_is_cut_off(port: int, first: bytes, dribble: bytes) -> None:
    assert not _lives(port, first, dribble, 3.0)


def test_a_request_that_takes_us_long_is_answered(port: int) -> None:
    """What the server itself needs is no fault of the client."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"POST /long HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nab")
        assert b"200 OK" in client.recv(1000)
        client.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nab")
        assert b"200 OK" in client.recv(1000)


def test_a_slow_and_steady_body_is_taken(port: int) -> None:
    """An upload over a poor line takes longer than the limit, at a fair rate."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 60000\r\n\r\n")
        for _ in range(30):
            time.sleep(0.05)
            client.sendall(b"x" * 2000)
        assert b"200 OK" in client.recv(1000)
