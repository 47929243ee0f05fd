"""Plain text, or a page of the portal copied as text with its toolbar -> a draft."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.decoding import MAX_BYTES, decoded, read_whole
from knowledge.readers.drafts import (
    DATE_LINE,
    BulletinDraft,
    date_of,
    draft_of,
    is_toolbar,
    issuer_in,
    paragraphs,
    pop_author,
)
from knowledge.readers.page_words import OTHERS
from knowledge.readers.stamps import day_of, stamp_in
from knowledge.readers.wrapping import joined_lines
from knowledge.records import SectionKind
from knowledge.text.disguises import find_disguises
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import clean, plain

Block = tuple[SectionKind, str]
_BLOCK_NAME = lazy_regex(r"PublishingPortal - \w+")
# A longer first paragraph is no title; its beginning is used as one.
_MAX_TITLE_LINE, _TITLE_FROM_TEXT = 300, 120
# A longer line is a sentence; lines at the end that may be a stamp; lines and words of a menu.
_TITLE_LINES = 4
_LONG_LINE, _LAST, _MENU_LINES, _MENU_WORDS = 110, 4, 15, 4


class PortalTextReader:
    """Reads text in paragraphs, the first of which is the title.

    Source: the layout of the portal's export: block names, the date, the toolbar, the title,
    the lead, block names, the body, `./.` at its end and the author after it.
    """

    suffixes = (".txt",)
    media_types = ("text/plain",)
    max_bytes = MAX_BYTES
    has_rows = False

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft]:
        """See `Reader.read`."""
        text, warnings = decoded(read_whole(file, where), where)
        draft = _draft(clean(text), where)
        yield replace(draft, warnings=(*draft.warnings, *warnings, *find_disguises(text)))


def _draft(text: str, where: str) -> BulletinDraft:
    lines, published_on, warnings = _without_toolbar(text)
    blocks = paragraphs(joined_lines(lines))
    if not blocks:
        raise UnreadableBulletin(f"{where} holds no text beside the portal's toolbar")
    author = pop_author(blocks)
    blocks = _with_whole_title(blocks)
    first = blocks[0][1]
    if len(blocks) > 1 and len(first) < _MAX_TITLE_LINE:
        title, blocks = first, blocks[1:]
    elif len(first) > _TITLE_FROM_TEXT:
        title = first[:_TITLE_FROM_TEXT].rsplit(" ", 1)[0] + "…"
    else:
        title = first
    draft = draft_of({"title": title}, blocks, where)
    return replace(
        draft,
        published_on=published_on or draft.published_on,
        warnings=(*draft.warnings, *warnings),
        author=author,
        issuer=issuer_in(blocks) if _BLOCK_NAME.search(text) else draft.issuer,
    )


def _with_whole_title(blocks: list[Block]) -> list[Block]:
    """The blocks with a title in capitals that is broken into lines as one."""
    size = 0
    while size < min(_TITLE_LINES, len(blocks) - 1) and blocks[size][1].isupper():
        size += 1
    if size < 2:
        return blocks
    return [("paragraph", " ".join(text for _, text in blocks[:size])), *blocks[size:]]


def _without_toolbar(text: str) -> tuple[list[str], date | None, tuple[str, ...]]:
    """The lines, with those of the portal emptied; the day of publication; warnings for staff."""
    lines = text.split("\n")
    lines = ["" if _BLOCK_NAME.fullmatch(x.strip()) or is_toolbar(x) else x for x in lines]
    lines = _without_menu(_without_other_news(lines))
    head = [at for at, line in enumerate(lines) if line.strip()]
    first = next((n for n, at in enumerate(head) if n and _is_sentence(lines[at])), len(head))
    edges = [*head[:first], *head[first:][:-_LAST:-1]]
    at_edge = [(at, stamp) for at in edges if (stamp := stamp_in(lines[at])) is not None]
    if at_edge:
        # Of the stamps at the head and those at the end, one place has them.
        is_head = at_edge[0][0] in head[:first]
        some = [(at, stamp) for at, stamp in at_edge if (at in head[:first]) == is_head]
        for at, _ in some:
            lines[at] = ""
        return lines, day_of(stamp for _, stamp in some), ()
    alone = next((at for at in head if DATE_LINE.fullmatch(lines[at].strip())), None)
    if alone is None:
        return lines, None, ()
    stamp_line, lines[alone] = lines[alone], ""
    return lines, *date_of(stamp_line.strip())


def _is_sentence(line: str) -> bool:
    return len(line) > _LONG_LINE and stamp_in(line) is None


def _without_menu(lines: list[str]) -> list[str]:
    """The lines without the menu above the title of a page that was copied from a browser."""
    head = [at for at, line in enumerate(lines) if line.strip()][:_MENU_LINES]
    stamp = next((n for n, at in enumerate(head) if stamp_in(lines[at]) is not None), 0)
    above = head[: max(0, stamp - 1)]
    if (
        above
        and all(len(lines[at].split()) <= _MENU_WORDS for at in above)
        and len(lines[head[stamp - 1]].split()) > _MENU_WORDS
    ):
        return ["" if at in above else line for at, line in enumerate(lines)]
    return lines


def _without_other_news(lines: list[str]) -> list[str]:
    """The lines without a list of other news at their end."""
    for at, line in enumerate(lines):
        is_end = at and OTHERS.fullmatch(plain(line.strip())) is not None
        if is_end and not any(
            _is_sentence(below) and below.rstrip().endswith((".", "./.")) for below in lines[at:]
        ):
            return lines[:at]
    return lines
