"""Files -> drafts of bulletins: portal exports, web pages, plain text, Markdown, JSON lines.

Knows the layouts and nothing of ids, figures or the catalogue. A draft holds cleaned blocks in
reading order; `knowledge.ingestion.bulletins` makes the Bulletin of it.
"""

import io
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.drafts import (
    CAPTION,
    DATE_LINE,
    BulletinDraft,
    date_of,
    draft_of,
    is_toolbar,
    issuer_in,
    paragraphs,
)
from knowledge.readers.front_matter import split_front_matter
from knowledge.readers.web_page import WEB_SUFFIXES, page_draft
from knowledge.records import SectionKind
from knowledge.text.disguises import find_disguises
from knowledge.text.spelling import clean

SUFFIXES = (".txt", ".md", ".markdown", ".jsonl", *WEB_SUFFIXES)
MAX_BYTES = 5_000_000
MAX_LINES_BYTES = 200_000_000
# A character of a row may be written in six bytes: \\u1ec7.
_MAX_LINE_BYTES = 6 * MAX_BYTES
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

_PORTAL = re.compile(r"PublishingPortal - \w+")
_IMAGE = re.compile(r"^!\[(?P<caption>[^\]]*)\]\([^)]*\)$")


def read_drafts(path: Path) -> Iterator[BulletinDraft | UnreadableBulletin]:
    """The bulletins in the file at `path`; a broken row of a `.jsonl` comes as its error.

    Raises:
        UnreadableBulletin: the file is missing, no file, empty, too big, binary or of no known
            layout.
    """
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise UnreadableBulletin(
            f"{str(path)!r}: bantin reads {', '.join(SUFFIXES)}; save the page as text first"
        )
    if kind in WEB_SUFFIXES:
        return iter([page_draft(_read_bytes(path), repr(str(path)))])
    if kind == ".jsonl":
        return _rows(path)
    return iter([_draft_from_text(_read_text(path), path)])


def _open(path: Path, limit: int) -> io.BufferedReader:
    """The file, opened for reading: a pipe or a device is refused instead of waited for."""
    where = repr(str(path))
    try:
        file = open(  # noqa: SIM115 - whoever asked closes it
            path, "rb", opener=lambda p, flags: os.open(p, flags | os.O_NONBLOCK)
        )
    except (OSError, ValueError) as exc:  # a name that holds NUL is a ValueError
        reason = exc.strerror if isinstance(exc, OSError) else str(exc)
        raise UnreadableBulletin(f"{where} cannot be read: {reason}") from exc
    about = os.fstat(file.fileno())
    if not stat.S_ISREG(about.st_mode):
        file.close()
        raise UnreadableBulletin(f"{where} is no file but a pipe or a device; give a plain file")
    if about.st_size > limit:
        file.close()
        raise UnreadableBulletin(
            f"{where} is {about.st_size / 1e6:.0f} MB; a bulletin has at most "
            f"{limit // 10**6} MB: split it"
        )
    return file


def _read_bytes(path: Path) -> bytes:
    with _open(path, MAX_BYTES) as file:
        try:
            data = file.read(MAX_BYTES + 1)
        except OSError as exc:
            raise UnreadableBulletin(f"{str(path)!r} cannot be read: {exc.strerror}") from exc
    if len(data) > MAX_BYTES:
        raise UnreadableBulletin(f"{str(path)!r} grows while it is read; load it when it is whole")
    return data


def _read_text(path: Path) -> str:
    return _decoded(_read_bytes(path), repr(str(path)))


def _decoded(data: bytes, where: str) -> str:
    encoding = "utf-16" if data[:2] in _UTF_16 else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise UnreadableBulletin(
            f"{where} is binary or not UTF-8 (byte {exc.start}); save it as UTF-8 text"
        ) from exc
    if "\x00" in text:
        raise UnreadableBulletin(f"{where} is binary: it holds NUL bytes")
    if not clean(text).strip():
        raise UnreadableBulletin(f"{where} is empty")
    return text


def _draft_from_text(text: str, path: Path) -> BulletinDraft:
    is_markdown = path.suffix.lower() in (".md", ".markdown")
    draft = _markdown(text, path) if is_markdown else _page(clean(text), path)
    return replace(draft, warnings=(*draft.warnings, *find_disguises(text)))


def _rows(path: Path) -> Iterator[BulletinDraft | UnreadableBulletin]:
    """The rows of a `.jsonl`, one in memory at a time; one that cannot be read comes as its error."""
    file: BinaryIO
    with _open(path, MAX_LINES_BYTES) as file:
        if file.peek(2)[:2] in _UTF_16:
            if os.fstat(file.fileno()).st_size > 4 * MAX_BYTES:
                raise UnreadableBulletin(f"{str(path)!r} is UTF-16; save it as UTF-8 or split it")
            text = _decoded(file.read(), repr(str(path)))
            file = io.BytesIO(text.encode("utf-8", "surrogatepass"))
        seen: dict[str, int] = {}
        number = 0
        for number, line in enumerate(_lines(file), 1):
            where = f"{str(path)!r} line {number}"
            try:
                draft = _row(line, where)
            except UnreadableBulletin as exc:
                yield exc
                continue
            if draft is not None:
                yield _with_own_key(draft, seen, number)
        if not number:
            raise UnreadableBulletin(f"{str(path)!r} is empty")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only so much that this can be told."""
    while line := file.readline(_MAX_LINE_BYTES + 1):
        yield line
        while len(line) > _MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(_MAX_LINE_BYTES + 1)


def _row(line: bytes, where: str) -> BulletinDraft | None:
    if len(line) > _MAX_LINE_BYTES:
        raise UnreadableBulletin(f"{where} is longer than {_MAX_LINE_BYTES // 10**6} MB")
    try:
        text = line.decode("utf-8-sig")
        if not text.strip():
            return None
        row = json.loads(text)
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise ValueError("a row needs a string 'text'")
        return _draft_from_row(row, where)
    except UnicodeDecodeError as exc:
        raise UnreadableBulletin(f"{where} is not UTF-8 (byte {exc.start})") from exc
    except (ValueError, RecursionError) as exc:
        raise UnreadableBulletin(f"{where}: {exc}") from exc


def _with_own_key(draft: BulletinDraft, seen: dict[str, int], number: int) -> BulletinDraft:
    """The draft; a second row of one id gets a key of its own, so that neither replaces the other."""
    if draft.key is None:
        return draft
    times = seen[draft.key] = seen.get(draft.key, 0) + 1
    if times == 1:
        return draft
    warning = f"line {number}: the id {draft.key!r} stands in the file already; both are kept"
    return replace(draft, key=f"{draft.key}~{times}", warnings=(*draft.warnings, warning))


def _draft_from_row(row: dict[str, Any], where: str) -> BulletinDraft:
    body = clean(row["text"])
    if not body.strip():
        raise UnreadableBulletin(f"{where}: the text is empty")
    if len(row["text"]) > MAX_BYTES:
        raise UnreadableBulletin(f"{where}: the text is longer than {MAX_BYTES} characters")
    # A lone half of a surrogate pair can be neither stored nor printed.
    header = {k: str(v).encode("utf-8", "ignore").decode() for k, v in row.items()
              if v is not None and not isinstance(v, list | dict)}  # fmt: skip
    draft = draft_of(header, paragraphs(body.split("\n")), where)
    return replace(draft, warnings=find_disguises("\n".join(header.values())))


def _markdown(text: str, path: Path) -> BulletinDraft:
    """Markdown with its front matter, if it has one."""
    header, text = split_front_matter(text, repr(str(path)))
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
        raise UnreadableBulletin(f"{str(path)!r} has no title and no text")
    return draft_of(header, blocks, repr(str(path)), is_strict=True)


def _page(text: str, path: Path) -> BulletinDraft:
    """Plain text, or a page of the portal copied with its toolbar.

    Layout learnt from the portal's own export: block names, the date, the toolbar, the title,
    the lead, block names, the body, `./.` at its end and the author after it.
    """
    is_portal = _PORTAL.search(text) is not None
    lines, published = [], None
    for line in text.split("\n"):
        if _PORTAL.fullmatch(line.strip()) or is_toolbar(line):
            lines.append("")
            continue
        stamp = DATE_LINE.fullmatch(line.strip())
        if stamp and published is None:
            published = date_of(line.strip(), str(path))
            lines.append("")
            continue
        lines.append(line)
    blocks = paragraphs(lines)
    if not blocks:
        raise UnreadableBulletin(f"{str(path)!r} holds no text beside the portal's toolbar")
    author = None
    if len(blocks) > 2 and blocks[-2][1].endswith("./.") and len(blocks[-1][1]) < 60:
        author = blocks.pop()[1]
    header = {"title": blocks[0][1] if len(blocks) > 1 and len(blocks[0][1]) < 300 else ""}
    if not header["title"]:
        header["title"] = (
            blocks[0][1][:120].rsplit(" ", 1)[0] + "…" if len(blocks[0][1]) > 120 else blocks[0][1]
        )
    else:
        blocks = blocks[1:]
    draft = draft_of(header, blocks, str(path))
    return BulletinDraft(
        key=None, title=draft.title, published_on=published, author=author,
        issuer=issuer_in(blocks) if is_portal else None,
        place=None, url=None, blocks=draft.blocks,
    )  # fmt: skip
