"""What all citizens' pages share: the agency, the language and its switch, the addresses of files."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

from markupsafe import Markup

from assistant.records import Language
from assistant.settings import ServingSettings
from knowledge.output.templates import renderer
from prompts.catalogue import tables

ASSETS = {
    "citizens.css": "text/css", "citizens.js": "text/javascript", "sources.js": "text/javascript",
    "actions.js": "text/javascript", "icon.svg": "image/svg+xml",
}  # fmt: skip
LOGOS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
At = Literal["home", "bulletins", "other"]
_render = renderer("assistant.pages")
WORDS = tables("page")


@dataclass(frozen=True, slots=True)
class Site:
    """One page: `query` keeps the language on links; `other_address` is this page in the other."""

    name: str
    agency: str | None
    contact: str | None
    has_logo: bool
    language: Language
    query: str
    at: At
    other: Language
    other_name: str
    other_address: str
    version: str


def site_of(
    settings: ServingSettings, language: Language, path: str, query: Mapping[str, str], at: At
) -> Site:
    """The shared parts of the page at `path` with these query parameters."""
    other: Language = "vi" if language == "en" else "en"
    switched = urlencode({**{k: v for k, v in query.items() if v}, "lang": other})
    return Site(
        name=WORDS[language]["title"], agency=settings.agency, contact=settings.agency_contact,
        has_logo=settings.agency_logo is not None, language=language,
        query="?lang=en" if language == "en" else "", at=at, other=other,
        # Without the first slashes `//elsewhere` would lead to another host.
        other_name=WORDS[other]["name"], other_address=f"/{quote(path.lstrip('/'))}?{switched}",
        version=version(),
    )  # fmt: skip


def page_html(name: str, site: Site, **values: Any) -> Markup:
    """A whole page by the template `name`."""
    return _render(name, **{"site": site, "words": WORDS[site.language], **values})


def missing_html(settings: ServingSettings, path: str, query: Mapping[str, str]) -> Markup:
    """The page for an address where there is nothing, in the language of its query."""
    language: Language = "en" if query.get("lang") == "en" else "vi"
    return page_html("missing", site_of(settings, language, path, query, "other"))


@cache
def asset(name: str) -> bytes:
    """A file of `ASSETS`."""
    return files("assistant.pages").joinpath(name).read_bytes()


@cache
def version() -> str:
    """Changes when a file of `ASSETS` does; browsers may keep a file with its version for ever."""
    return hashlib.sha256(b"".join(map(asset, ASSETS))).hexdigest()[:12]


def logo_of(settings: ServingSettings) -> tuple[bytes, str] | None:
    """The agency's logo and its media type; None without one, or where it cannot be read."""
    path = Path(settings.agency_logo) if settings.agency_logo else None
    if path is None or path.suffix.lower() not in LOGOS:
        return None
    try:
        return path.read_bytes(), LOGOS[path.suffix.lower()]
    except OSError:
        return None
