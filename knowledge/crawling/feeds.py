"""A feed (RSS or Atom) -> the addresses of its entries.

Feedparser takes a time in proportion to the square of some crafted fields, so it runs in a separate
process with limits of time and memory (`knowledge.readers.bounded`).
"""

import io

from knowledge.crawling.links import Index, Link, link_from, without_repeats
from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import Target
from knowledge.readers.bounded import Part, parse_bounded

_MAX_BYTES = 5_000_000
_MAX_ENTRIES = 5000
_MAX_ADDRESS = 2000
# 5,000 entries take 2 s; 100,000 attributes in one tag would take 17.
_LIMIT_S = 5


def read_feed(content: bytes, target: Target) -> Index:
    """The entries of a feed in its order, and its next page. Source: RFC 4287, RFC 5005, RSS 2.0.

    Raises:
        UnreadableBulletin: it is too large, takes too long, or is damaged and holds no entry with
            an address.
    """
    where = f"the feed {target.text!r}"
    if len(content) > _MAX_BYTES:
        raise UnreadableBulletin(f"{where} has more than {_MAX_BYTES // 10**6} MB")
    parts = parse_bounded(__name__, content, where, _LIMIT_S)
    entries = [t for part in parts if part.kind == "entry" and (t := link_from(target, part.text))]
    further = [t for part in parts if part.kind == "next" and (t := link_from(target, part.text))]
    return Index(without_repeats(map(Link, entries)), tuple(further[:1]))


def parse(content: bytes) -> list[Part]:
    """The addresses of entries and of next pages; see `knowledge.readers.bounded`."""
    import feedparser

    # A stream: bytes themselves could be taken for an address or a file name.
    feed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    hrefs = [str(e.get("feedburner_origlink") or e.get("link") or "") for e in feed.entries]
    parts = [Part("entry", href) for href in hrefs[:_MAX_ENTRIES] if 0 < len(href) <= _MAX_ADDRESS]
    if not parts and feed.bozo:
        raise UnreadableBulletin(f"is damaged: {str(feed.get('bozo_exception'))[:200]}")
    following = [row for row in feed.feed.get("links", ()) if row.get("rel") == "next"]
    return parts + [Part("next", str(row.get("href", ""))[:_MAX_ADDRESS]) for row in following]
