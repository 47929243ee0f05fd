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
from knowledge.readers.wrapping import joined_lines
from knowledge.text.disguises import find_disguises
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import clean

_BLOCK_NAME = lazy_regex(r"PublishingPortal - \w+")
# A longer first paragraph is no title; its beginning is used as one.
_MAX_TITLE_LINE, _TITLE_FROM_TEXT = 300, 120


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
        published_on=published_on,
        warnings=(*draft.warnings, *warnings),
        author=author,
        issuer=issuer_in(blocks) if _BLOCK_NAME.search(text) else None,
    )


def _without_toolbar(text: str) -> tuple[list[str], date | None, tuple[str, ...]]:
    """The lines, with those of the portal emptied; the date of the first line that is one; warnings."""
    lines: list[str] = []
    stamp = None
    for line in text.split("\n"):
        bare = line.strip()
        is_portal = _BLOCK_NAME.fullmatch(bare) is not None or is_toolbar(line)
        is_date = not is_portal and stamp is None and DATE_LINE.fullmatch(bare) is not None
        if is_date:
            stamp = bare
        lines.append("" if is_portal or is_date else line)
    return lines, *date_of(stamp)
