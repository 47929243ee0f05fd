"""The title of an article among the blocks of its page.

Each block gets points for what makes a title; the best one wins if it has sentences behind it.
"""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from knowledge.readers.page_blocks import PageBlock
from knowledge.readers.stamps import stamp_in
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import clean, plain

_SEPARATORS = re.compile(r"\s+(?:[-–—|»·]|::|>>)\s+")
_SITE = lazy_regex(
    r"(?:cổng|trang|website|chuyên trang)\s+(?:thông tin|tin)|sở [a-zđ]|ủy ban nhân dân|ubnd|hđnd|báo \w+(?: \w+)? điện tử|trang chủ$|bộ (?:lao động|nội vụ)|tin tức"
)
_NAMED = lazy_regex(
    r"(?<![a-z])(?:title|tieu-?de|tieude|headline|header-title|heading|tua|ten-?tin|subject)|title(?![a-z])|tieude"
)
_MAX, _MIN, _SOON, _LOOKED_AT, _INSIDE = 300, 8, 8, 4000, 8


def head_titles(tree: Any) -> list[str]:
    """The titles that the head of a page states."""
    stated = [
        node.get("content") or ""
        for node in tree.iter("meta")
        if (node.get("property") or node.get("name") or "").lower()
        in ("og:title", "twitter:title", "title", "dc.title")
    ]
    stated += ["".join(node.itertext()) for node in tree.iter("title")][:1]
    return [words for text in stated if (words := " ".join(clean(text).split()))]


def title_at(blocks: Sequence[PageBlock], stated: Sequence[str]) -> int | None:
    """The number of the block that is the title; None where no line is one."""
    whole = [plain(text) for text in stated]
    pieces = {plain(piece) for text in stated for piece in _SEPARATORS.split(text)}
    best, most = None, 2.5
    for at, block in enumerate(blocks[:_LOOKED_AT]):
        if not _MIN <= len(block.text) <= _MAX or (block.is_prose and not block.is_heading):
            continue
        points = _points(blocks, at, whole, pieces)
        if points > most:
            best, most = at, points
    return best


def _points(blocks: Sequence[PageBlock], at: int, whole: Sequence[str], pieces: set[str]) -> float:
    block, text = blocks[at], plain(blocks[at].text)
    points = _shape(block)
    if text in whole:
        points += 5
    elif (text in pieces and len(text) > 12) or any(
        len(text) > 20 and (w.startswith(text) or w.endswith(text)) for w in whole
    ):
        points += 4
    if stamp_in(block.text) is not None or not any(c.isalpha() for c in text):
        return 0.0
    if _SITE.match(text) or len(text.split()) < 4:
        points -= 4
    if block.linked > 0.5:
        points -= 2.5
    if block.is_junk or block.tag == "li":
        points -= 4
    behind = blocks[at + 1 : at + 1 + _SOON]
    points += 2 if any(stamp_in(b.text) for b in behind[:3]) else 0
    for number, b in enumerate(behind):
        if b.is_prose and not b.is_junk:
            return points + 1.5 - number / 10
        if b.is_link and b.is_heading:
            break
    return points - 1


def _shape(block: PageBlock) -> float:
    """Points for the element of a block: its heading, its name, its weight."""
    tags = {node.tag for node in (*block.above[-2:], block.node)}
    level = next((tag for tag in ("h1", "h2", "h3", "h4") if tag in tags), "")
    points = {"h1": 3.0, "h2": 2.0, "h3": 1.5, "h4": 1.0}.get(level, 0.0)
    names = " ".join(
        f"{node.get('class') or ''} {node.get('id') or ''}"
        for node in (block.node, *islice(block.node.iterdescendants(), _INSIDE))
        if isinstance(node.tag, str)
    ).lower()
    if _NAMED.search(names):
        points += 2
    return points + (1 if block.is_bold and not level else 0)
