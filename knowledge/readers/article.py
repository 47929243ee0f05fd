"""A tree of HTML -> the article of the page: its title, its blocks, its day, and lines left beside it.

Portals have no common names of classes, so that the article is found by what a reader sees: a title,
behind it sentences up to the first box of other news, comments or the foot of the page. The title is
the line that the page's head repeats, or the most title-like line with sentences behind it; sentences
in links, under linked headings and in boxes whose names tell (menu, related, comment) are of others.

`None` where no title with sentences behind it is found: `knowledge.readers.html_page` then asks
Trafilatura.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.readers.article_titles import head_titles, title_at
from knowledge.readers.page_blocks import PageBlock, page_blocks
from knowledge.readers.page_metadata import day_in
from knowledge.readers.page_words import BESIDE, END, OTHERS
from knowledge.readers.stamps import Stamp, day_of, stamp_in
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, plain

_MIN_KEPT, _NEAR = 25, 6
# A larger element has so many times, and so many characters, more.
_TIMES, _MUCH = 2, 300
# Sentences of an element with the beginning of other news, and links for a sentence in a list of them.
_FEW, _LIST_LINKS = 2, 0.8
_AUTHOR = lazy_regex(
    r"(?:tác giả|bài và ảnh|bài, ảnh|tin, ảnh|tin và ảnh|người viết|thực hiện)\s*[:：]\s*(.{2,60})"
)

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
    """The article of a page; None where no title with sentences behind it is found.

    Raises:
        UnreadableBulletin: the page has too many blocks.
    """
    blocks = page_blocks(tree)
    at = title_at(blocks, head_titles(tree))
    if at is None:
        return None
    return _article(blocks, at)


def _article(blocks: Sequence[PageBlock], at: int) -> Article | None:
    title, behind = blocks[at], blocks[at + 1 :]
    others = other_news(blocks, at)
    base = _base(title, [b for b in _before_end(behind) if b not in others])
    if base is None:
        return None
    made = Article(title.text, base)
    stamps: list[Stamp] = []
    kept: list[PageBlock] = made.blocks
    has_prose = False
    end = len(blocks)
    for number, block in enumerate(behind, at + 1):
        text = plain(block.text)
        is_inside = base in block.above
        stamp = None if has_prose else stamp_in(block.text)
        if stamp is not None:
            stamps.append(stamp)
        elif block.is_junk or (BESIDE.fullmatch(text) and not block.is_prose):
            _note_author(made, block)
        elif has_prose and (not is_inside or END.fullmatch(text)):
            end = number
            break
        elif not is_inside or block.is_link or block in others or OTHERS.fullmatch(text):
            continue
        elif not _note_author(made, block) and block.text != title.text:
            kept.append(block)
            has_prose = has_prose or block.is_prose
    made.blocks = _without_edges(kept)
    if not made.blocks:
        return None
    _take_author(made)
    below = _below(blocks, end, made.blocks)
    made.day = day_of(stamps or below or _above(blocks, at)) or _day_in_element(made)
    return made


def _day_in_element(made: Article) -> date | None:
    """The day of a `time` element above the text, which may show "3 ngày trước"."""
    first = next(block.node for block in made.blocks if block.is_prose)
    for node in made.base.iter():
        if node is first:
            break
        if node.tag == "time" and (day := day_in(node.get("datetime") or "")) is not None:
            return day
    return None


def other_news(blocks: Sequence[PageBlock], at: int) -> set[PageBlock]:
    """The blocks behind the title that are beginnings of other news.

    Such a block stands behind the link to its news, in an element that holds neither the title nor
    text of the article, and where links are about as many as sentences.
    """
    prose: Counter[Any] = Counter()
    links: Counter[Any] = Counter()
    for block in blocks:
        for node in (*block.above, block.node):
            prose[node] += block.is_prose
            links[node] += block.is_news_link
    around_text = {*blocks[at].above, blocks[at].node}
    others: set[PageBlock] = set()
    link: PageBlock | None = None
    for block in blocks[at + 1 :]:
        if block.is_news_link:
            link = block
        elif block.is_prose:
            around = _around_both(link, block) if link is not None else None
            is_list = around is not None and (
                prose[around] <= _FEW or links[around] >= prose[around] * _LIST_LINKS
            )
            if is_list and around not in around_text:
                others.add(block)
            else:
                around_text.update(block.above)
                link = None
        elif link is not None and (link.is_heading or block.is_heading):
            around = _around_both(link, block)
            if around is not None and around not in around_text and not block.is_heading:
                others.add(block)
    return others


def _around_both(one: PageBlock, other: PageBlock) -> Any | None:
    """The smallest element around two blocks."""
    ours = {*one.above, one.node}
    return next((node for node in (other.node, *reversed(other.above)) if node in ours), None)


def _base(title: PageBlock, sentences: Sequence[PageBlock]) -> Any | None:
    """The element around the title and the text behind it.

    It is the smallest one that holds a sentence, or a larger one with several times as much: then the
    first sentences are a lead.
    """
    sizes = [
        (n, sum(len(b.text) for b in sentences if n in b.above))
        for n in (title.node, *reversed(title.above))
    ]
    base: Any | None = None
    size = 0
    for node, inside in sizes:
        if (base is None and inside) or inside > max(_TIMES * size, size + _MUCH):
            base, size = node, inside
    return base


def _before_end(behind: Sequence[PageBlock]) -> list[PageBlock]:
    """The sentences before the comments and the foot of the page."""
    kept: list[PageBlock] = []
    for block in behind:
        if kept and END.fullmatch(plain(block.text)):
            break
        if block.is_prose and not block.is_junk:
            kept.append(block)
    return kept


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
