"""Limits of connections: slow requests and excess connections of one client are closed.

uvicorn has no time limit for the headers and the body of a request, so a few thousand clients that
send one byte a minute would occupy every connection. A page's heartbeat is a response without end,
so a single client could occupy them all too. Nothing here speaks through websockets: uvicorn would
hand such a connection to another protocol, which neither limits nor counts it.
"""

import ipaddress
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.serving.limits_and_headers import client_of

# The headers of a request must be complete this long after its first byte (or the connection).
HEADERS_S = 15.0
# A body may take this long, plus the time that its bytes take at this rate.
BODY_S, BODY_BYTES_PER_S = 30.0, 2048
_CHECKED_EVERY_S = 1.0
_NO_WEBSOCKET = (
    b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nx-content-type-options: nosniff\r\n"
    b"connection: close\r\n\r\n"
)
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def bounded_protocol(
    headers_s: float = HEADERS_S, body_s: float = BODY_S, per_client: int | None = None,
    proxies: Iterable[str] = (),
) -> type[Any]:  # fmt: skip
    """uvicorn's HTTP protocol class (httptools or h11, whichever is installed) with limits.

    One client may have `per_client` connections at once; `proxies`, addresses or networks of both
    IP versions, are exempt.
    """
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    base: Any = AutoHTTPProtocol
    held: Counter[str] = Counter()
    networks = [ipaddress.ip_network(proxy) for proxy in proxies]
    every_s = min(_CHECKED_EVERY_S, headers_s / 4, body_s / 4)

    class BoundedProtocol(base):  # type: ignore[misc]  # a class chosen when it runs
        """Closes connections with a request that stays incomplete, and those over `per_client`."""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._begun_at: float | None = self.loop.time()
            self._received, self._completed = 0, None
            self._check = self.loop.call_later(every_s, self._close_if_slow)
            self._holder = client_of({"client": self.client})
            held[self._holder] += 1
            is_many = per_client is not None and held[self._holder] > per_client
            if is_many and not _is_in(networks, self.client):
                transport.abort()

        def connection_lost(self, exc: Exception | None) -> None:
            self._check.cancel()
            held[self._holder] -= 1
            if not held[self._holder]:
                del held[self._holder]
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self._begun_at is None and self._awaits_headers():
                self._begun_at, self._received = self.loop.time(), 0
            self._received += len(data)
            super().data_received(data)
            is_new = self.cycle is not None and self.cycle is not self._completed
            if is_new and not self.cycle.more_body:
                # The request is complete: the time until the response is not the client's.
                self._begun_at, self._completed = None, self.cycle

        def handle_websocket_upgrade(self, *_: object) -> None:
            self.transport.write(_NO_WEBSOCKET)
            self.transport.close()

        def _awaits_headers(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _close_if_slow(self) -> None:
            if self._begun_at is not None:
                age_s = self.loop.time() - self._begun_at
                fair_s = body_s + self._received / BODY_BYTES_PER_S
                if age_s > (headers_s if self._awaits_headers() else fair_s):
                    self.transport.abort()
                    return
            self._check = self.loop.call_later(every_s, self._close_if_slow)

    return BoundedProtocol


def _is_in(networks: Sequence[_Network], peer: tuple[str, int] | None) -> bool:
    """Whether the address of a peer is in one of the networks; none is for a socket without one."""
    try:
        address = ipaddress.ip_address(peer[0] if peer else "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)  # 10.0.0.5 on a socket of both versions
    return any(a in network for network in networks for a in (address, mapped) if a is not None)
