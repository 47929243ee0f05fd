"""How far a source is trusted: said by staff as it is loaded, and never by its own text.

A bulletin may call itself a correction, claim an issuer or carry any day. Whose word it is follows
from who loads it and from where: what staff say (`--trust`, the desk), else what was said of the
same source before, else the site that a page was fetched from, else that the operator's own files
are the operator's word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.readers.addresses import host_of
from knowledge.readers.web_page import address_of
from knowledge.records import Trust
from knowledge.settings import Settings

RANK: Mapping[Trust, int] = {"official": 2, "press": 1, "unknown": 0}
LEVELS: tuple[Trust, ...] = ("official", "press", "unknown")


@dataclass(frozen=True, slots=True)
class Trusting:
    """The trust of what is loaded: `said` by staff; of what is new `by_path`, else `default`."""

    said: Trust | None = None
    default: Trust = "official"
    by_path: Mapping[Path, Trust] = field(default_factory=dict)

    def of(self, path: Path, remembered: Trust | None) -> Trust:
        """The trust of a bulletin in the file at `path`; `remembered` is what its source has."""
        return self.said or remembered or self.by_path.get(path, self.default)


def trust_of_page(path: Path, settings: Settings) -> Trust:
    """The trust of a page by the site that it came from; of one just fetched and of no other.

    The site is written at the head of the file by whoever fetches it: anybody can write the same
    into a file of their own.
    """
    host = host_of(address_of(path) or "") or ""
    if _is_within(host, settings.official_hosts):
        return "official"
    return "press" if _is_within(host, settings.press_hosts) else "unknown"


def _is_within(host: str, sites: tuple[str, ...]) -> bool:
    return any(host == site or host.endswith(f".{site}") for site in sites)
