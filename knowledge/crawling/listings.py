"""A page that lists bulletins -> the addresses of the bulletins, and the next page of the list.

Learnt from portals of provinces and of their departments: titles are long and repeat in one place
of the page's structure, menus have short words, paging has numbers or "Trang sau". Where a portal
is built otherwise, a pattern states which addresses are bulletins.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import chain, islice
from typing import Any

from knowledge.crawling.links import Index, Link, is_same_site, link_from, without_repeats
from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import Target
from knowledge.text.spelling import fold

_TITLE_CHARS = 25
_MAX_LINKS, _MAX_TITLE, _MAX_PIECES = 5000, 500, 50
_DEPTH = 40
_MENUS = ("nav", "footer", "aside", "form", "select")
_MENU_ROLES = ("navigation", "menu", "menubar", "banner", "contentinfo", "search")
_MENU_CLASS = (
    r"(?:main|top|side|sub)?[-_]?(?:nav|navbar|menu|footer|breadcrumbs?|sidebar|banner)(?:[-_]\w+)?"
)
_ARTICLES = ("article", "main", "section", "li")
_NEXT_WORDS = frozenset(
    ("trang sau", "trang tiep", "trang tiep theo", "trang ke", "trang ke tiep", "tiep", "tiep theo",
     "sau", "next", "next page", "older", "older posts", "cu hon", "tin cu hon")
)  # fmt: skip
_NEXT_SIGNS = (("›", ">", "→"), ("»", ">>"))  # the second may mean the last page
_NUMBER_IN_ADDRESS = (
    r"(?:page|trang|paged|p|pg|cur|currentpage|pageindex|pagenumber)[=/_-]?(\d{1,5})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A link of a page: `place` is where it stands in the structure of the page."""

    target: Target
    text: str
    place: tuple[str, ...]
    is_in_menu: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """An element around links: its tag and first class, and whether it is a menu."""

    name: str
    is_menu: bool


def read_listing(content: bytes, target: Target, pattern: str | None = None) -> Index:
    """The bulletins that a page lists, in its order, and the next page of the list.

    Only links to the same site count. `pattern` is a shell pattern (`*/tin-tuc/*.html`) for the
    addresses of bulletins; without it, titles are told from menus by their length and their place.

    Raises:
        UnreadableBulletin: the page cannot be read, or lists nothing.
    """
    anchors = list(_anchors(content, target))
    if pattern is not None:
        listed = [a for a in anchors if fnmatchcase(a.target.text, pattern)]
    else:
        listed = _titles(anchors)
    following = _next_of(anchors, target)
    bulletins = without_repeats(Link(a.target) for a in listed if a.target != following)
    if not bulletins and following is None:
        raise UnreadableBulletin(
            f"{target.text!r} lists no bulletins; name a pattern of their addresses (--match)"
        )
    return Index(bulletins, (following,) if following else ())


def _titles(anchors: list[_Anchor]) -> list[_Anchor]:
    """The links in those places of a page where most links are as long as titles."""
    lengths: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for anchor in anchors:
        if anchor.text and not anchor.is_in_menu:
            lengths[anchor.place].append(len(anchor.text))
    titled = {
        place
        for place, all_lengths in lengths.items()
        if 2 * sum(length >= _TITLE_CHARS for length in all_lengths) >= len(all_lengths)
    }
    return [a for a in anchors if not a.is_in_menu and a.text and a.place in titled]


def _next_of(anchors: list[_Anchor], target: Target) -> Target | None:
    """The next page of a list by the strongest sign of it, or None."""
    others = [a for a in anchors if a.target != target]
    stated = next((a.target for a in others if a.is_next), None)
    by_words = next((a.target for a in others if _sign(a.text) in _NEXT_WORDS), None)
    if stated or by_words:
        return stated or by_words
    number = re.findall(_NUMBER_IN_ADDRESS, target.path.lower())
    wanted = str(int(number[-1]) + 1 if number else 2)
    numbered = [a for a in others if a.text.isdecimal()]
    by_number = next((a.target for a in numbered if a.text == wanted), None)
    if by_number or not numbered:
        return by_number
    # Signs alone may turn pictures; beside numbers they turn pages.
    last = max(int(a.text) for a in numbered)
    signs = (a.target for row in _NEXT_SIGNS for a in others if a.text.strip() in row)
    return next(signs, None) if last >= int(wanted) else None


def _sign(text: str) -> str:
    return fold(text).strip(" »›>→.")


def _anchors(content: bytes, target: Target) -> list[_Anchor]:
    from lxml import etree, html

    try:
        content.decode("utf-8")
        parser = html.HTMLParser(encoding="utf-8")
    except UnicodeDecodeError:
        parser = html.HTMLParser()
    try:
        tree = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as exc:
        raise UnreadableBulletin(f"{target.text!r} is no page that can be read: {exc}") from exc
    base = next((str(b) for b in tree.xpath("//base/@href")[:1]), "")
    start = (link_from(target, base) if base else None) or target
    anchors = []
    parts: dict[Any, _Part] = {}
    for node in tree.xpath("//a[@href] | //link[@rel and @href]")[:_MAX_LINKS]:
        relations = str(node.get("rel", "")).lower().split()
        link = link_from(start, str(node.get("href")))
        if link is None or not is_same_site(link, target) or link == target:
            continue
        if node.tag == "link":
            if "next" in relations:
                anchors.append(_Anchor(link, "", (), True, True))
            continue
        place, is_in_menu = _place_of(node, parts)
        anchors.append(_Anchor(link, _words_of(node), place, is_in_menu, "next" in relations))
    return anchors


def _words_of(node: Any) -> str:
    """The words of a link; those in its `title` or its label where it has none."""
    pieces: list[str] = []
    length = 0
    for piece in node.itertext():  # links may be nested by the thousand
        pieces.append(piece[:_MAX_TITLE])
        length += len(pieces[-1])
        if length > _MAX_TITLE or len(pieces) > _MAX_PIECES:
            break
    words = " ".join("".join(pieces).split())
    label = str(node.get("aria-label") or node.get("title") or "")[:_MAX_TITLE]
    return words if len(words) > 1 or not label else " ".join(label.split())


def _place_of(node: Any, parts: dict[Any, _Part]) -> tuple[tuple[str, ...], bool]:
    """The names and classes of a link and the elements around it; whether they are a menu.

    `parts` has the elements that were looked at before.
    """
    place: list[str] = []
    is_in_menu = is_in_head = False
    for around in islice(chain((node,), node.iterancestors()), _DEPTH):
        if around.tag in ("body", "html"):
            break
        if around not in parts:
            parts[around] = _part_of(around)
        part = parts[around]
        if len(place) < 4:
            place.append(part.name)
        is_in_menu |= part.is_menu
        # The head of an article has its title; that of the page has menus.
        is_in_head = (is_in_head or around.tag == "header") and around.tag not in _ARTICLES
    return tuple(place), is_in_menu or is_in_head


def _part_of(node: Any) -> _Part:
    classes = str(node.get("class", ""))[:_MAX_TITLE].lower().split()
    names = (*classes, str(node.get("id", ""))[:_MAX_TITLE].lower())
    is_menu = (
        node.tag in _MENUS
        or str(node.get("role", "")).lower() in _MENU_ROLES
        or any(re.fullmatch(_MENU_CLASS, name) for name in names)
    )
    return _Part(".".join((str(node.tag), *classes[:1])), is_menu)
