"""How far a source is trusted: stated by staff at loading, never by the text itself.

A bulletin may call itself a correction, claim an issuer or carry any day. The trust is what staff
state (`--trust`, the desk); else what was stated for the same source before; else it follows from
the site that a page was fetched from; else, for the operator's files, it is official.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.records import Trust
from knowledge.settings import LibrarySettings

RANK: Mapping[Trust, int] = {"official": 2, "press": 1, "unknown": 0}
LEVELS: tuple[Trust, ...] = ("official", "press", "unknown")


@dataclass(frozen=True, slots=True)
class Trusting:
    """The trust of bulletins to load: `stated` by staff; for new sources `by_path` or `default`."""

    stated: Trust | None = None
    default: Trust = "official"
    by_path: Mapping[Path, Trust] = field(default_factory=dict)

    def of(self, path: Path, remembered: Trust | None) -> Trust:
        """The trust of a bulletin in the file at `path`; `remembered` is the stored one."""
        return self.stated or remembered or self.by_path.get(path, self.default)


def trust_of_page(path: Path, settings: LibrarySettings) -> Trust:
    """The trust of a page that bantin just fetched, by its site; not for any other file.

    The site is read from the head of the file, where anybody can write it.
    """
    from knowledge.readers.addresses import host_of
    from knowledge.readers.html_page import address_of

    host = host_of(address_of(path) or "") or ""
    if _is_within(host, settings.official_hosts):
        return "official"
    return "press" if _is_within(host, settings.press_hosts) else "unknown"


def _is_within(host: str, sites: tuple[str, ...]) -> bool:
    return any(host == site or host.endswith(f".{site}") for site in sites)
