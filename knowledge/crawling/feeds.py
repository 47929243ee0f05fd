"""A feed (RSS or Atom) -> the addresses of its entries."""

import io

from knowledge.crawling.links import Index, Link, link_from, without_repeats
from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import Target

# A damaged feed of this size is parsed in about 12 s.
_MAX_BYTES = 2_000_000
_MAX_ENTRIES = 5000


def read_feed(content: bytes, target: Target) -> Index:
    """The entries of a feed in its order, and its next page. Source: RFC 4287, RFC 5005, RSS 2.0.

    Raises:
        UnreadableBulletin: it is too large, or holds no entry with an address and is damaged.
    """
    import feedparser

    if len(content) > _MAX_BYTES:
        raise UnreadableBulletin(f"the feed {target.text!r} has more than {_MAX_BYTES // 10**6} MB")
    if content.count(b"<item") + content.count(b"<entry") > _MAX_ENTRIES:
        raise UnreadableBulletin(f"the feed {target.text!r} has more than {_MAX_ENTRIES} entries")
    # A stream: bytes themselves could be taken for an address or a file name.
    feed = feedparser.parse(
        io.BytesIO(content), response_headers={"content-location": target.text},
        sanitize_html=False, resolve_relative_uris=False,
    )  # fmt: skip
    hrefs = [
        str(entry.get("feedburner_origlink") or entry.get("link") or "")
        for entry in feed.entries
    ]
    targets = [link_from(target, href) for href in hrefs if href]
    if not any(targets) and feed.bozo:
        reason = str(feed.get("bozo_exception"))[:200]
        raise UnreadableBulletin(f"the feed {target.text!r} is damaged: {reason}")
    following = [
        str(row.get("href", "")) for row in feed.feed.get("links", ()) if row.get("rel") == "next"
    ]
    further = [t for href in following[:1] if (t := link_from(target, href))]
    return Index(without_repeats(Link(t) for t in targets if t), tuple(further))
