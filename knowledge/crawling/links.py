"""Links of a page that lists others: which bulletins it leads to, and where the list goes on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import Target, led_to, target_of
from knowledge.text.patterns import lazy_regex

# Counters of visits, which make many addresses of one page. Source: Google Analytics, Meta, Zalo.
_TRACKING = lazy_regex(r"(?:utm_\w+|fbclid|gclid|zarsrc|mc_[ce]id)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a bulletin; `changed_at` is when its site says that it was last changed."""

    target: Target
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """What a feed, a sitemap or a listing leads to: bulletins, and further such pages."""

    bulletins: tuple[Link, ...]
    further: tuple[Target, ...] = ()


def link_from(base: Target, href: str) -> Target | None:
    """The target of a link on the page at `base`, without trackers; None where it leads nowhere."""
    try:
        return plain_target(led_to(base, href))
    except UnreadableBulletin:  # `javascript:`, `mailto:`, or nonsense
        return None


def plain_target(target: Target) -> Target:
    """The target without the parameters that only count visits."""
    query = urlsplit(target.text).query
    if not _TRACKING.search(query):
        return target
    kept = [(k, v) for k, v in parse_qsl(query, True) if not _TRACKING.fullmatch(k)]
    bare = target.text.partition("?")[0]
    return target_of(f"{bare}?{urlencode(kept)}" if kept else bare)


def is_same_site(one: Target, other: Target) -> bool:
    """Whether two targets are on one site; `www.` and http or https make no difference."""
    ports = {80, 443}
    same_port = one.port == other.port or {one.port, other.port} <= ports
    return same_port and one.host.removeprefix("www.") == other.host.removeprefix("www.")


def without_repeats(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links in their order, each target once."""
    return tuple({link.target.text: link for link in reversed(list(links))}.values())[::-1]


def moment_of(text: str) -> datetime | None:
    """The moment in a W3C date and time (`2022-12-07T08:30:00+07:00`), or None.

    A day alone is its end: the page may have changed in its last hour.
    """
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) == 10:
        moment = moment.replace(hour=23, minute=59, second=59)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
