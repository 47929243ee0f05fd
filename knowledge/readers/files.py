"""Files -> drafts of bulletins: the reader of a file's content reads it, else that of its suffix.

A draft has cleaned blocks in reading order; `knowledge.ingestion.bulletins` turns it into a
Bulletin.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from knowledge.errors import UnreadableBulletin
from knowledge.readers.archive import ArchiveReader
from knowledge.readers.base import Reader, Registry
from knowledge.readers.decoding import open_file
from knowledge.readers.delimited import DelimitedReader
from knowledge.readers.documents import MAX_DOCUMENT_BYTES, DocumentReader
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.file_types import CONTAINERS, HEAD_BYTES, advice_on, suffix_by_content
from knowledge.readers.html_page import WebPageReader, address_of
from knowledge.readers.json_lines import JsonLinesReader
from knowledge.readers.markdown import MarkdownReader
from knowledge.readers.old_word import OldWordReader
from knowledge.readers.portal_text import PortalTextReader

_PACKAGE = "knowledge.readers."
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
# Formats that staff have and that are refused with the command that converts them.
CONVERTED = (".ppt", ".pptx")


def _find_reader(name: str, content: bytes, where: str) -> Reader | None:
    """The reader of a file in an archive; None for a file that is no bulletin.

    Raises:
        UnreadableBulletin: it is a format that must be converted, or an archive.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES and suffix not in CONVERTED:
        return None
    reader = _reader_for(suffix, content[:HEAD_BYTES], content, where)
    if isinstance(reader, ArchiveReader):
        raise UnreadableBulletin(f"{where} is an archive in an archive; unpack it first")
    return reader


READERS = Registry(
    PortalTextReader(),
    MarkdownReader(),
    JsonLinesReader(),
    WebPageReader(),
    DocumentReader((".pdf",), ("application/pdf",), f"{_PACKAGE}pdf"),
    DocumentReader(
        (".docx",), (f"{_OFFICE}wordprocessingml.document",), f"{_PACKAGE}word_document"
    ),
    DocumentReader((".odt",), (f"{_OPEN}text",), f"{_PACKAGE}open_document"),
    DocumentReader((".rtf",), ("application/rtf", "text/rtf"), f"{_PACKAGE}rich_text"),
    DocumentReader(
        (".xlsx", ".xls", ".ods"),
        (f"{_OFFICE}spreadsheetml.sheet", "application/vnd.ms-excel", f"{_OPEN}spreadsheet"),
        f"{_PACKAGE}spreadsheet",
    ),
    OldWordReader(),
    DelimitedReader(),
    ArchiveReader(_find_reader),
)
SUFFIXES = READERS.suffixes


def read_drafts(path: Path) -> Iterator[BulletinDraft | UnreadableBulletin]:
    """The bulletins in the file at `path`, one by one; an unreadable row is yielded as its error.

    The first bytes of the file decide where they contradict its suffix.

    Raises:
        UnreadableBulletin: no reader claims the suffix, or the file is missing, not a plain file,
            too large, empty, binary or damaged.
    """
    suffix = path.suffix.lower()
    if READERS.for_suffix(suffix) is None and suffix not in CONVERTED:
        raise UnreadableBulletin(
            f"{str(path)!r}: bantin reads {', '.join(SUFFIXES)}; save the page as text first"
        )
    return _read(path)


def has_rows(path: Path) -> bool:
    """Whether the file at `path` is of a format that holds many bulletins."""
    reader = READERS.for_suffix(path.suffix)
    return reader is not None and reader.has_rows


def _read(path: Path) -> Iterator[BulletinDraft | UnreadableBulletin]:
    where = repr(str(path))
    claimed = READERS.for_suffix(path.suffix)
    with open_file(path, claimed.max_bytes if claimed else MAX_DOCUMENT_BYTES) as file:
        try:
            head = file.read(HEAD_BYTES)
            file.seek(0)
            # Only containers are looked into.
            content = file.read(MAX_DOCUMENT_BYTES) if head.startswith(CONTAINERS) else head
            file.seek(0)
            reader = _reader_for(path.suffix.lower(), head, content, where)
            for draft in reader.read(file, where):
                if isinstance(draft, BulletinDraft) and draft.url is None:
                    draft = replace(draft, url=address_of(path))
                yield draft
        except OSError as exc:
            raise UnreadableBulletin(f"{where} cannot be read: {exc.strerror}") from exc


def _reader_for(suffix: str, head: bytes, content: bytes, where: str) -> Reader:
    """The reader of a file by its content, else by its suffix."""
    by_content = suffix_by_content(head, content, suffix)
    claimed = READERS.for_suffix(suffix)
    if by_content is None or (claimed is not None and by_content in claimed.suffixes):
        if claimed is None:
            raise UnreadableBulletin(f"{where} {advice_on(suffix)}")
        return claimed
    reader = READERS.for_suffix(by_content)
    if reader is None:
        raise UnreadableBulletin(f"{where} {advice_on(by_content)}")
    if suffix in (".md", ".markdown") and by_content == ".html" and claimed is not None:
        return claimed  # a page as the body of a Markdown file
    if reader.has_rows or (claimed is not None and claimed.has_rows):
        raise UnreadableBulletin(
            f"{where} is a {by_content[1:].upper()} file; rename it to {by_content}"
        )
    return reader
