"""A site's `robots.txt` -> what may be fetched there, and how often. Source: RFC 9309."""

import math
from typing import TYPE_CHECKING

from knowledge.readers.fetching import AGENT

if TYPE_CHECKING:
    from protego import Protego

MAX_BYTES = 500_000  # source: RFC 9309, 2.5
_MAX_DELAY_S = 60.0


class Rules:
    """The rules of one site; `parsed` is None where everything or nothing may be fetched."""

    def __init__(self, parsed: "Protego | None", may_fetch_all: bool = True) -> None:
        self._parsed, self._may_fetch_all = parsed, may_fetch_all

    def may_fetch(self, address: str) -> bool:
        """Whether the site lets this program fetch an address."""
        if self._parsed is None:
            return self._may_fetch_all
        return bool(self._parsed.can_fetch(address, AGENT))

    @property
    def delay_s(self) -> float:
        """The seconds between two requests that the site asks for; 0 where it asks for none.

        A site may ask for 60 at most, so that it cannot stop a crawl by a large number.
        """
        if self._parsed is None:
            return 0.0
        delay = self._parsed.crawl_delay(AGENT) or 0.0
        rate = self._parsed.request_rate(AGENT)
        if rate is not None and rate.requests:
            delay = max(delay, rate.seconds / rate.requests)
        return min(delay, _MAX_DELAY_S) if math.isfinite(delay) and delay > 0 else 0.0


ALL, NOTHING = Rules(None), Rules(None, may_fetch_all=False)


def rules_from(status: int, content: bytes) -> Rules:
    """The rules by a server's reply to the request for its `robots.txt`.

    Where there is none, everything may be fetched; where the server fails, nothing for now.
    """
    if status == 429 or status >= 500:
        return NOTHING
    if status != 200:
        return ALL
    from protego import Protego

    return Rules(Protego.parse(content[:MAX_BYTES].decode("utf-8-sig", "replace")))
