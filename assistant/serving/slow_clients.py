"""Connections that send a request too slowly are closed.

uvicorn waits without end for the headers and the body of a request, so that a few thousand clients
which send a byte a minute would hold every connection.
"""

from typing import Any

# A request's headers must be here within this time of its first byte (or of the connection).
HEADERS_S = 15.0
# A body may take this long, and longer while it comes at this rate.
BODY_S, BODY_BYTES_PER_S = 30.0, 2048
_CHECKED_EVERY_S = 1.0


def bounded_protocol(headers_s: float = HEADERS_S, body_s: float = BODY_S) -> type[Any]:
    """uvicorn's HTTP protocol (httptools or h11, whichever is installed) with time limits."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    base: Any = AutoHTTPProtocol
    every_s = min(_CHECKED_EVERY_S, headers_s / 4, body_s / 4)

    class BoundedProtocol(base):  # type: ignore[misc]  # a class chosen when it runs
        """Closes a connection whose request stays incomplete for too long."""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._begun_at: float | None = self.loop.time()
            self._received = 0
            self._check = self.loop.call_later(every_s, self._close_if_slow)

        def connection_lost(self, exc: Exception | None) -> None:
            self._check.cancel()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self._begun_at is None and self._awaits_headers():
                self._begun_at, self._received = self.loop.time(), 0
            self._received += len(data)
            super().data_received(data)

        def _awaits_headers(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _close_if_slow(self) -> None:
            if self._begun_at is not None:
                age_s = self.loop.time() - self._begun_at
                if self._awaits_headers():
                    is_slow = age_s > headers_s
                elif self.cycle.more_body:
                    is_slow = age_s > body_s + self._received / BODY_BYTES_PER_S
                else:  # the request is complete; what follows is our own time
                    is_slow, self._begun_at = False, None
                if is_slow:
                    self.transport.abort()
                    return
            self._check = self.loop.call_later(every_s, self._close_if_slow)

    return BoundedProtocol
