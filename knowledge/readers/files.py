"""Files -> drafts of bulletins: the reader that claims a file's suffix reads it.

A draft has cleaned blocks in reading order; `knowledge.ingestion.bulletins` turns it into a
Bulletin.
"""

from collections.abc import Iterator
from pathlib import Path

from knowledge.errors import UnreadableBulletin
from knowledge.readers.base import Reader, Registry
from knowledge.readers.decoding import open_file
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.json_lines import JsonLinesReader
from knowledge.readers.markdown import MarkdownReader
from knowledge.readers.portal_text import PortalTextReader
from knowledge.readers.web_page import WebPageReader

READERS = Registry(PortalTextReader(), MarkdownReader(), JsonLinesReader(), WebPageReader())
SUFFIXES = READERS.suffixes


def read_drafts(path: Path) -> Iterator[BulletinDraft | UnreadableBulletin]:
    """The bulletins in the file at `path`, one by one; an unreadable row is yielded as its error.

    Raises:
        UnreadableBulletin: no reader claims the suffix, or the file is missing, not a plain file,
            too large, empty, binary or of another layout than its suffix says.
    """
    reader = READERS.for_suffix(path.suffix)
    if reader is None:
        raise UnreadableBulletin(
            f"{str(path)!r}: bantin reads {', '.join(SUFFIXES)}; save the page as text first"
        )
    return _read(reader, path)


def has_rows(path: Path) -> bool:
    """Whether the file at `path` is of a format that holds many bulletins."""
    reader = READERS.for_suffix(path.suffix)
    return reader is not None and reader.has_rows


def _read(reader: Reader, path: Path) -> Iterator[BulletinDraft | UnreadableBulletin]:
    where = repr(str(path))
    with open_file(path, reader.max_bytes) as file:
        try:
            yield from reader.read(file, where)
        except OSError as exc:
            raise UnreadableBulletin(f"{where} cannot be read: {exc.strerror}") from exc
