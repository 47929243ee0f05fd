"""What a page states of itself in its head and in attributes: its day, author, site and address."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from knowledge.readers.drafts import is_plausible
from knowledge.readers.stamps import stamp_in

# Days are those of Vietnam, whatever zone a system writes them in.
_ZONE = timezone(timedelta(hours=7))
# Names that state the day of publication, surest first. Sources: Open Graph, schema.org, Dublin Core.
_DAYS = ("article:published_time", "datepublished", "og:published_time", "pubdate", "publishdate", "publish-date",
         "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "article.published", "date")  # fmt: skip
_ARTICLES = ("Article", "NewsArticle", "BlogPosting", "Report", "ReportageNewsArticle")
_MAX_JSON, _MAX_SCRIPTS, _MAX_DEPTH = 200_000, 20, 6


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The metadata of a page; each is None where the page does not state it."""

    day: date | None
    author: str | None
    site: str | None
    url: str | None


def metadata_of(tree: Any) -> PageMetadata:
    """The metadata of a page."""
    stated: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        stated.setdefault(name.lower(), " ".join((node.get("content") or "").split()))
    canonical = next((n.get("href") for n in tree.iter("link") if n.get("rel") == "canonical"), None)  # fmt: skip
    return PageMetadata(
        _day_stated(tree, stated),
        stated.get("author") or None,
        stated.get("og:site_name") or None,
        canonical or stated.get("og:url") or None,
    )


def _day_stated(tree: Any, stated: dict[str, str]) -> date | None:
    for value in _linked_data(tree):
        if (day := day_in(value)) is not None:
            return day
    for name in _DAYS:
        if name in stated and (day := day_in(stated[name])) is not None:
            return day
    for node in tree.iter():
        if isinstance(node.tag, str) and (node.get("itemprop") or "").lower() == "datepublished":
            value = node.get("content") or node.get("datetime") or "".join(node.itertext())
            if (day := day_in(value)) is not None:
                return day
    return None


def day_in(value: str) -> date | None:
    """The day that a value of an attribute states, in Vietnam; None where it states none."""
    value = value.strip()
    try:
        made = datetime.fromisoformat(value)
    except ValueError:
        stamp = stamp_in(value)
        return stamp.day if stamp else None
    day = made.astimezone(_ZONE).date() if made.tzinfo else made.date()
    return day if is_plausible(day) else None


def _linked_data(tree: Any) -> Iterator[str]:
    """The days of publication of the articles in JSON-LD."""
    scripts = [n for n in tree.iter("script") if n.get("type") == "application/ld+json"]
    for node in scripts[:_MAX_SCRIPTS]:
        text = node.text or ""
        if len(text) > _MAX_JSON:
            continue
        try:
            yield from _published(json.loads(text), 0)
        except (ValueError, RecursionError):
            continue


def _published(value: Any, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _published(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(kind in _ARTICLES for kind in kinds) and isinstance(value.get("datePublished"), str):
            yield value["datePublished"]
        yield from _published(value.get("@graph"), depth + 1)
