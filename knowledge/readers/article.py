"""A tree of HTML -> the article of the page: its title, its blocks, its day, and lines left beside it.

Portals have no common names of classes, so that the article is found by what a reader sees: a title,
behind it sentences up to the first box of other news, comments or the foot of the page. The title is
the line that the page's head repeats, or the most title-like line with sentences behind it; sentences
in links, under linked headings and in boxes whose names tell (menu, related, comment) are of others.

`None` where no title with sentences behind it is found: `knowledge.readers.web_page` then asks
Trafilatura.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.readers.article_titles import head_titles, title_at
from knowledge.readers.page_blocks import PageBlock, page_blocks
from knowledge.readers.page_words import BESIDE, END, OTHERS
from knowledge.readers.stamps import Stamp, day_of, stamp_in
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, plain

_MIN_KEPT, _NEAR = 25, 6
_AUTHOR = lazy_regex(r"(?:tác giả|bài và ảnh|bài, ảnh|tin, ảnh|tin và ảnh|người viết|thực hiện)\s*[:：]\s*(.{2,60})")

_NAME = lazy_regex(rf"(?:[{CAPITAL}][^\W\d_]+\s){{1,4}}[{CAPITAL}][^\W\d_]+")


@dataclass(slots=True)
class Article:
    """An article; `day` is the printed one, None where none is printed; `base` is the element around it."""

    title: str
    base: Any
    blocks: list[PageBlock] = field(default_factory=list)
    day: date | None = None
    author: str | None = None


def article_of(tree: Any) -> Article | None:
    """The article of a page; None where no title with sentences behind it is found."""
    blocks = page_blocks(tree)
    at = title_at(blocks, head_titles(tree))
    if at is None:
        return None
    return _article(blocks, at)


def _article(blocks: Sequence[PageBlock], at: int) -> Article | None:
    title = blocks[at]
    base = _base(blocks, at)
    if base is None:
        return None
    made = Article(title.text, base)
    stamps: list[Stamp] = []
    kept: list[PageBlock] = made.blocks
    link: PageBlock | None = None
    end = len(blocks)
    for number, block in enumerate(blocks[at + 1 :], at + 1):
        text = plain(block.text)
        is_inside = base in block.above
        has_prose = any(b.is_prose for b in kept)
        stamp = stamp_in(block.text) if not has_prose else None
        if stamp is not None:
            stamps.append(stamp)
        elif block.is_junk or BESIDE.fullmatch(text) and not block.is_prose:
            _note_author(made, block)
        elif END.fullmatch(text) or (OTHERS.fullmatch(text) and not is_inside):
            if has_prose:
                end = number
                break
        elif block.is_link or OTHERS.fullmatch(text):
            if has_prose and not is_inside:
                end = number
                break
            link = block
        elif link is not None and not _goes_on(kept, link, block):
            continue  # the beginning of other news
        elif _note_author(made, block) or block.text == title.text:
            continue
        elif is_inside or block.is_prose:
            kept.append(block)
            link = None
    made.blocks = _without_edges(kept)
    if not made.blocks:
        return None
    _take_author(made)
    below = _below(blocks, end, made.blocks)
    stamps = stamps or below
    made.day = day_of(_above(blocks, at)) if not stamps else day_of(stamps)
    return made


def _base(blocks: Sequence[PageBlock], at: int) -> Any | None:
    """The smallest element around the title that holds a sentence behind it."""
    for node in reversed(blocks[at].above):
        if any(b.is_prose and not b.is_junk and node in b.above for b in blocks[at + 1 :]):
            return node
    return None


def _goes_on(kept: Sequence[PageBlock], link: PageBlock, block: PageBlock) -> bool:
    """Whether the text goes on in a block behind the links of other news: beside the text before."""
    before = next((b for b in reversed(kept) if b.is_prose), None)
    if before is None or not block.is_prose:
        return before is None and not link.is_heading
    return before.above[-1] is block.above[-1] or before.node.getparent() is block.node.getparent()


def _without_edges(kept: list[PageBlock]) -> list[PageBlock]:
    """The blocks without short lines before the first sentence that do not stand beside it."""
    first = next((n for n, b in enumerate(kept) if b.is_prose), None)
    if first is None:
        return []
    parent = kept[first].node.getparent()
    head = [b for b in kept[:first] if len(b.text) >= _MIN_KEPT or b.node.getparent() is parent]
    return [*head, *kept[first:]]


def _above(blocks: Sequence[PageBlock], at: int) -> Iterator[Stamp]:
    """Stamps directly above the title, the nearest first."""
    for block in reversed(blocks[max(0, at - 3) : at]):
        if block.is_prose or block.is_junk:
            return
        stamp = stamp_in(block.text)
        if stamp is not None:
            yield stamp


def _take_author(made: Article) -> None:
    """Takes the name of a person that stands alone below the text."""
    last = made.blocks[-1]
    if len(made.blocks) > 1 and made.author is None and _NAME.fullmatch(last.text):
        made.author = made.blocks.pop().text


def _below(blocks: Sequence[PageBlock], end: int, kept: list[PageBlock]) -> list[Stamp]:
    """Stamps behind the text and before the first other news; takes those that were kept as text."""
    stamps = []
    while kept and not kept[-1].is_prose and (stamp := stamp_in(kept[-1].text)) is not None:
        kept.pop()
        stamps.append(stamp)
    start = blocks.index(kept[-1]) + 1
    for block in blocks[start : min(start + _NEAR, len(blocks))]:
        if block.is_link or block.is_prose or OTHERS.fullmatch(plain(block.text)):
            break
        stamp = stamp_in(block.text)
        if stamp is not None and not block.is_junk:
            stamps.append(stamp)
    return stamps


def _note_author(made: Article, block: PageBlock) -> bool:
    match = _AUTHOR.fullmatch(plain(block.text))
    if match and made.author is None and not block.is_link:
        made.author = block.text[match.start(1) : match.end(1)].strip()
    return match is not None
