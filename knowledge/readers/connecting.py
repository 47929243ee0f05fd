"""Connections for the fetcher: only to addresses that are checked, and only until a deadline.

A server that fetches for others can be misused to reach its own network (SSRF). A host name is
resolved once for each connection; the addresses that it resolves to are checked, and one of them
is connected to. So a name that resolves to another address later (DNS rebinding) leads nowhere.
"""

import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore

from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import Permitted, is_public

# Ports of web servers; other ports have protocols that an HTTP request could misuse.
_PUBLIC_PORTS = (80, 443, 8000, 8080, 8443)
_NO_WAY_IN = "a page of the internet cannot lead there"


class CheckedBackend(httpcore.NetworkBackend):
    """A network backend that connects to public addresses, and to those that are permitted.

    If the first connection leads to the public internet, all later ones must, too, and so must all
    that follow a redirect or a link of a public site: a page out there does not decide what is
    requested inside the office.
    """

    def __init__(self, permitted: Permitted) -> None:
        self._permitted, self._real = permitted, httpcore.SyncBackend()
        self._may_go_inside: bool | None = None
        # Whether the hosts that were connected to lie inside the office, by name and port.
        self._inside: dict[tuple[str, int], bool] = {}
        self._is_led_by_public = False
        self._deadline = 0.0

    def begin(self, deadline_s: float) -> None:
        """Starts the time of one fetch: every step ends within `deadline_s` seconds from now."""
        self._deadline = time.monotonic() + deadline_s

    @contextmanager
    def chain(self, *, is_led_by_public: bool) -> Iterator[None]:
        """Begins a chain of redirects; inside another one it is led by what that one is led by."""
        outer = self._is_led_by_public
        self._is_led_by_public = outer or is_led_by_public
        try:
            yield
        finally:
            self._is_led_by_public = outer

    def follow(self, host: str, port: int) -> None:
        """Checks a host that may be connected to already.

        Raises:
            UnreadableBulletin: it lies inside, and a public site leads there.
        """
        if self._is_led_by_public and self._inside.get((host, port)):
            raise UnreadableBulletin(f"{host[:200]!r} lies in a private network; {_NO_WAY_IN}")

    def pass_through(self, host: str, port: int) -> None:
        """Notes that the chain goes on from a host: from a public one it leads outside only."""
        self._is_led_by_public |= self._inside.get((host, port)) is False

    def lies_inside(self, host: str, port: int) -> bool:
        """Whether a host lies in a private network that is permitted."""
        if self._may_go_inside is False or not self._permitted:
            return False
        if (host, port) not in self._inside:
            try:
                self._note(host, port, _addresses_of(host, port))
            except OSError:
                return False
        return self._inside[host, port]

    def _note(self, host: str, port: int, addresses: list[str]) -> None:
        is_public_host = all(map(is_public, addresses)) and port in _PUBLIC_PORTS
        self._inside[host, port] = not is_public_host and all(
            self._permitted.covers(host, numbers) for numbers in addresses
        )

    @property
    def is_over(self) -> bool:
        """Whether the deadline of the fetch has passed."""
        return time.monotonic() >= self._deadline

    def left(self, timeout: float | None) -> float:
        """The seconds that one step may take.

        Raises:
            ReadTimeout: none are left.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the page is over")
        return min(left, timeout or left)

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None,
        local_address: str | None = None, socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        addresses = _addresses_of(host, port)
        self._check(host, port, addresses)
        *others, last = addresses
        for numbers in others:
            try:
                return self._connect(numbers, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # some of several addresses may be unreachable
        return self._connect(last, port, timeout, local_address, socket_options)

    def _check(self, host: str, port: int, addresses: list[str]) -> None:
        """Raises UnreadableBulletin where one of the addresses may not be connected to."""
        self._note(host, port, addresses)
        if all(map(is_public, addresses)) and port in _PUBLIC_PORTS:
            if self._may_go_inside is None:
                self._may_go_inside = False
            return
        is_led_by_public = self._may_go_inside is False or self._is_led_by_public
        if not is_led_by_public and self._inside[host, port]:
            self._may_go_inside = True
            return
        shown = repr(host[:200])
        if not all(map(is_public, addresses)):
            advice = (
                _NO_WAY_IN
                if is_led_by_public
                else f"an administrator permits it by BANTIN_FETCH_ALLOWED={host[:100]}"
            )
            raise UnreadableBulletin(f"{shown} lies in a private network; {advice}")
        raise UnreadableBulletin(
            f"{shown} is asked at port {port}; pages are loaded from the ports "
            f"{', '.join(map(str, _PUBLIC_PORTS))}"
        )

    def _connect(
        self, numbers: str, port: int, timeout: float | None, local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        stream = self._real.connect_tcp(
            numbers, port, self.left(timeout), local_address, socket_options
        )
        return _Timed(stream, self)


def _addresses_of(host: str, port: int) -> list[str]:
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class _Timed(httpcore.NetworkStream):
    """A connection whose every read and write ends by the deadline, however slow the server is."""

    def __init__(self, stream: httpcore.NetworkStream, backend: CheckedBackend) -> None:
        self._stream, self._backend = stream, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._backend.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._backend.left(timeout))
        return _Timed(inner, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
