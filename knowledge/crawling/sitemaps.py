"""A sitemap, or an index of sitemaps -> addresses. Source: the protocol of sitemaps.org, 0.9."""

import io
import zlib
from typing import Any

from knowledge.crawling.links import (
    Index,
    Link,
    is_same_site,
    link_from,
    moment_of,
    without_repeats,
)
from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import Target

GZIP = b"\x1f\x8b"
_MAX_BYTES = 50_000_000
_MAX_ADDRESSES = 50_000


def unpacked_sitemap(content: bytes, target: Target) -> bytes:
    """The content of `sitemap.xml.gz`; other content as it is.

    Raises:
        UnreadableBulletin: it is damaged, or has more than 50 MB, the bound of the protocol.
    """
    if not content.startswith(GZIP):
        return content
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(content, _MAX_BYTES)
    except zlib.error as exc:
        raise UnreadableBulletin(f"{target.text!r} is damaged: {exc}") from exc
    if unpacker.unconsumed_tail:
        raise UnreadableBulletin(f"{target.text!r} unpacks to more than {_MAX_BYTES // 10**6} MB")
    return unpacked


def read_sitemap(content: bytes, target: Target) -> Index:
    """The pages of a sitemap on its own site, and the sitemaps of an index.

    Raises:
        UnreadableBulletin: it is damaged before its first address.
    """
    from lxml import etree

    pages: list[Link] = []
    further: list[Target] = []
    count = 0
    try:
        # No entity is resolved and nothing is loaded; elements are dropped once they are read.
        for _, node in etree.iterparse(
            io.BytesIO(content), resolve_entities=False, load_dtd=False, no_network=True,
            remove_comments=True, huge_tree=False,
        ):  # fmt: skip
            kind = _name(node)
            if kind not in ("url", "sitemap"):
                continue
            values = {_name(child): (child.text or "").strip() for child in node}
            address = link_from(target, values["loc"]) if values.get("loc") else None
            node.clear()
            count += 1
            if count > _MAX_ADDRESSES:
                break
            if address is None or not is_same_site(address, target):
                continue  # source: sitemaps.org, a sitemap speaks for its own site
            if kind == "url":
                pages.append(Link(address, moment_of(values.get("lastmod", ""))))
            else:
                further.append(address)
    except etree.XMLSyntaxError as exc:
        if not pages and not further:
            raise UnreadableBulletin(f"the sitemap {target.text!r} is damaged: {exc}") from exc
    return Index(without_repeats(pages), tuple(dict.fromkeys(further)))


def _name(node: Any) -> str:
    """The name of an element without its namespace; empty for a processing instruction."""
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""
