"""A Markdown file -> a draft: its front matter, headings, captions and paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.decoding import MAX_BYTES, decoded, read_whole
from knowledge.readers.drafts import CAPTION, BulletinDraft, draft_of
from knowledge.readers.front_matter import split_front_matter
from knowledge.records import SectionKind
from knowledge.text.disguises import find_disguises
from knowledge.text.spelling import clean

_IMAGE = re.compile(r"^!\[(?P<caption>[^\]]*)\]\([^)]*\)$")


class MarkdownReader:
    """Reads Markdown with its front matter, if it has one."""

    suffixes = (".md", ".markdown")
    media_types = ("text/markdown",)
    max_bytes = MAX_BYTES
    has_rows = False

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft]:
        """See `Reader.read`."""
        text, repairs = decoded(read_whole(file, where), where)
        draft = _draft(text, where)
        yield replace(draft, warnings=(*draft.warnings, *repairs, *find_disguises(text)))


def _draft(text: str, where: str) -> BulletinDraft:
    header, text = split_front_matter(text, where)
    blocks: list[tuple[SectionKind, str]] = []
    for paragraph in re.split(r"\n\s*\n", clean(text)):
        line = " ".join(paragraph.split())
        image = _IMAGE.match(line)
        if line.startswith("# ") and "title" not in header:
            header["title"] = line[2:].strip()
        elif line.startswith("#"):
            blocks.append(("heading", line.lstrip("#").strip()))
        elif image:
            blocks.append(("caption", image["caption"].strip()))
        elif line:
            blocks.append(("caption" if CAPTION.search(line) else "paragraph", line))
    if "title" not in header and (not blocks or len(blocks) < 2):
        raise UnreadableBulletin(f"{where} has no title and no text")
    return draft_of(header, blocks, where, is_strict=True)
