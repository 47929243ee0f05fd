"""A client that sends a request byte by byte is disconnected."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from assistant.serving.connection_limits import bounded_protocol
from tests.in_thread import in_thread

_PROTOCOLS = {"httptools": HttpToolsProtocol, "h11": H11Protocol}


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    """Reads the whole body, waits where the path says so, and answers 200; no websockets."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
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
    with in_thread(server):
        yield server.servers[0].sockets[0].getsockname()[1]


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
    """The time of the server does not count against the client."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"POST /long HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nab")
        assert b"200 OK" in client.recv(1000)
        client.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nab")
        assert b"200 OK" in client.recv(1000)


def test_a_slow_and_steady_body_is_taken(port: int) -> None:
    """A slow upload with a steady rate may take longer than the limit."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 60000\r\n\r\n")
        for _ in range(30):
            time.sleep(0.05)
            client.sendall(b"x" * 2000)
        assert b"200 OK" in client.recv(1000)


def test_many_quick_requests_on_one_connection_are_served(port: int) -> None:
    """A long connection with many complete requests stays open."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        for _ in range(14):
            client.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nab")
            assert b"200 OK" in client.recv(1000)
            time.sleep(0.15)


def test_a_reply_that_is_taken_slowly_is_sent_to_its_end(port: int) -> None:
    """A client that reads slowly gets the whole reply."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        size = 3_000_000
        head = f"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {size}\r\n\r\n".encode()
        sender = threading.Thread(target=client.sendall, args=(head + b"x" * size,))
        sender.start()
        received = 0
        until = time.monotonic() + 8
        while received < size and time.monotonic() < until:
            received += len(client.recv(100_000))
            time.sleep(0.06)
        sender.join(5)
        assert received >= size


def _upgrade(port: int) -> bytes:
    """The reply to a request for a websocket."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(
            b"GET /ws HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
            b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        reply = b""
        while part := client.recv(1000):
            reply += part
        return reply


@pytest.mark.parametrize("http", ["httptools", "h11"])
def test_websockets_that_were_asked_for_hold_no_connection(
    monkeypatch: pytest.MonkeyPatch, http: str
) -> None:
    """They are refused and no longer counted, so their client is still served."""
    monkeypatch.setattr("uvicorn.protocols.http.auto.AutoHTTPProtocol", _PROTOCOLS[http])
    config = uvicorn.Config(
        _echo, port=0, log_level="error", lifespan="off", http=bounded_protocol(per_client=3)
    )
    server = uvicorn.Server(config)
    with in_thread(server):
        port = server.servers[0].sockets[0].getsockname()[1]
        assert {_upgrade(port)[:12] for _ in range(5)} == {b"HTTP/1.1 403"}
        with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            client.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            assert b"200 OK" in client.recv(1000)


class _Loop:
    def time(self) -> float:
        return 0.0

    def call_later(self, *_: object) -> Any:
        return threading.Timer(0, lambda: None)


class _Transport:
    def __init__(self, host: str) -> None:
        self.host, self.is_aborted = host, False

    def get_extra_info(self, name: str) -> Any:
        return {"peername": (self.host, 1), "sockname": ("127.0.0.1", 2)}.get(name)

    def abort(self) -> None:
        self.is_aborted = True


def _connect(made: type[Any], host: str) -> bool:
    """Whether a connection from `host` is closed at once."""
    config = uvicorn.Config(_echo, lifespan="off")
    config.load()
    protocol = made(config, uvicorn.server.ServerState(), {}, _Loop())
    transport = _Transport(host)
    protocol.connection_made(transport)
    return transport.is_aborted


def test_one_client_holds_so_many_connections_and_others_are_served() -> None:
    """Surplus connections of one client are closed; those of a trusted proxy are not counted."""
    made = bounded_protocol(per_client=3, proxies=("10.0.0.9",))
    cut = [_connect(made, host) for host in ("1.2.3.4",) * 4 + ("5.6.7.8",)]
    assert cut == [False, False, False, True, False]
    assert not any(_connect(made, "10.0.0.9") for _ in range(5))


@pytest.mark.parametrize(
    ("proxy", "host"),
    [
        ("10.0.0.0/8", "10.0.0.5"),
        ("10.0.0.0/8", "::ffff:10.0.0.5"),
        ("2001:db8::7", "2001:db8::7"),
        ("2001:db8::/32", "2001:db8:1::7"),
    ],
)
def test_a_trusted_proxy_in_a_network_is_not_counted(proxy: str, host: str) -> None:
    """Proxies may be networks, of both versions of the address."""
    made = bounded_protocol(per_client=1, proxies=(proxy,))
    assert [_connect(made, host) for _ in range(3)] == [False, False, False]


@pytest.mark.parametrize("host", ["11.0.0.5", "2001:db9::1", "testclient"])
def test_a_client_outside_of_the_trusted_networks_is_counted(host: str) -> None:
    """Only the networks of proxies are exempt."""
    made = bounded_protocol(per_client=1, proxies=("10.0.0.0/8", "2001:db8::/32"))
    assert [_connect(made, host) for _ in range(2)] == [False, True]
