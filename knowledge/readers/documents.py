"""Parts of an office document -> a draft: its title, its day, its text and its tables as lines.

Source: the layout of official documents (Decree 30/2020/NĐ-CP on records): office and national motto
at the head, the number, the place and the day ("Bắc Kạn, ngày 07 tháng 12 năm 2022"), the kind of
document (BÁO CÁO), its subject, the body.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import BinaryIO

from knowledge.errors import UnreadableBulletin
from knowledge.readers.bounded import Part, parse_bounded
from knowledge.readers.decoding import read_whole
from knowledge.readers.drafts import (
    DATE_IN_WORDS,
    DATE_LINE,
    BulletinDraft,
    draft_of,
    is_caption,
    pop_author,
)
from knowledge.readers.recognition import MOST_PAGES, PAGE_S
from knowledge.readers.repairing import repaired
from knowledge.readers.stamps import stamp_in
from knowledge.readers.table_heads import is_listing
from knowledge.readers.table_shape import has_figures
from knowledge.readers.tables import table_blocks, unit_above
from knowledge.readers.wrapping import joined_lines
from knowledge.records import SectionKind
from knowledge.text.disguises import find_disguises
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import clean, plain

Block = tuple[SectionKind, str]
_SCANNED = "knowledge.readers.scanned_pdf"
MAX_DOCUMENT_BYTES = 30_000_000
_MAX_TITLE, _HEAD = 300, 20
_MOTTO = lazy_regex(
    r"(?:cộng (?:hòa|hoà) xã hội chủ nghĩa việt nam|độc lập\W+tự do\W+hạnh phúc|[-–—_*=\s]+)"
)
_MOTTO_AT_END = lazy_regex(
    r"(?:cộng (?:hòa|hoà) xã hội chủ nghĩa việt nam|độc lập\W+tự do\W+hạnh phúc)\W*$"
)
_KIND = lazy_regex(
    r"(?:báo cáo|thông báo|kế hoạch|quyết định|tờ trình|nghị quyết|chỉ thị|hướng dẫn|thông cáo báo chí"
    r"|thông cáo|công điện|chương trình|phương án|đề án|bản tin|tin tức|phụ lục)"
)
# The subject of a document ends where its bases, its greeting or its body begins.
_BODY = lazy_regex(r"(?:căn cứ|thực hiện|kính gửi|[ivx]{1,4}\.|\d{1,2}[.)]|phần)\s")
_OFFICE = lazy_regex(
    r"(?:uỷ ban|ủy ban|ubnd|sở |bộ |cục |chi cục|phòng |trung tâm|tổng cục|hđnd|hội đồng|số\s*[:.]|v/v)"
)


@dataclass(frozen=True, slots=True)
class DocumentReader:
    """A reader of one binary format; `parser` is the module whose `parse` gives its parts."""

    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    parser: str
    max_bytes: int = MAX_DOCUMENT_BYTES
    has_rows: bool = False

    def read(self, file: BinaryIO, where: str) -> Iterator[BulletinDraft]:
        """See `Reader.read`."""
        content = read_whole(file, where, self.max_bytes)
        if not content:
            raise UnreadableBulletin(f"{where} is empty")
        parts = parse_bounded(self.parser, content, where)
        if parts and parts[0].kind == "scan":
            parts = parse_bounded(_SCANNED, content, where, MOST_PAGES * PAGE_S)
        yield draft_from_parts(parts, stem_of(file), where)


def stem_of(file: BinaryIO) -> str:
    """The name of an open file without its folder and suffix; empty where it has no name."""
    name = getattr(file, "name", "")
    return PurePath(name).stem if isinstance(name, str) else ""


def draft_from_parts(parts: Sequence[Part], stem: str, where: str) -> BulletinDraft:
    """The draft of a document; `stem` is its title where it holds none.

    Raises:
        UnreadableBulletin: it has no text, or its text is garbage.
    """
    parts, warnings = _repaired(parts, where)
    title = next((" ".join(p.text.split()) for p in parts if p.kind == "title"), "")
    stamp = next((part.text for part in parts if part.kind == "date"), None)
    blocks, left_out = _blocks(parts)
    blocks = [*_without_motto(blocks[:_HEAD]), *blocks[_HEAD:]]
    stamp, blocks = _date_in(blocks) if stamp is None else (stamp, blocks)
    if not title:
        title, blocks = _title_in(blocks)
    if not title and any(len(text) > 1 for _, text in blocks):
        title = stem or blocks[0][1][:_MAX_TITLE]
    if not blocks:
        reason = f"holds no text but {left_out[0]}" if left_out else "holds no text"
        raise UnreadableBulletin(f"{where} {reason}")
    author = pop_author(blocks)
    draft = draft_of({"title": title, "date": stamp or "", "author": author or ""}, blocks, where)
    disguises = find_disguises("\n".join(text for _, text in blocks))
    return replace(draft, warnings=(*draft.warnings, *warnings, *left_out, *disguises))


def _without_motto(blocks: list[Block]) -> list[Block]:
    """The blocks at the head without the national motto, which says nothing of the document and may
    stand on one line with the office."""
    bare = []
    for kind, text in blocks:
        end = _MOTTO_AT_END.search(plain(text))
        left = text[: end.start()].rstrip() if end else text
        if left and not _MOTTO.fullmatch(plain(left)):
            bare.append((kind, left))
    return bare


def _repaired(parts: Sequence[Part], where: str) -> tuple[list[Part], tuple[str, ...]]:
    """The parts in Unicode, and all warnings; texts in fonts such as .VnTime are TCVN3."""
    warnings = tuple(part.text for part in parts if part.kind == "warning")
    kept = [part for part in parts if part.kind != "warning"]
    pieces = [
        piece.replace("\n", "\v")
        for part in kept
        for piece in (part.text, *(c for row in part.rows for c in row))
    ]
    text, repairs = repaired("\n".join(pieces), where)
    left = iter([piece.replace("\v", "\n") for piece in text.split("\n")])
    fixed = [
        replace(
            part,
            text=next(left),
            rows=tuple(tuple(next(left) for _ in row) for row in part.rows),
        )
        for part in kept
    ]
    return fixed, (*warnings, *repairs)


def _blocks(parts: Sequence[Part]) -> tuple[list[Block], list[str]]:
    """The blocks, and warnings for tables that are left out."""
    blocks: list[Block] = []
    left_out: list[str] = []
    lines: list[str] = []
    unit: str | None = None
    for part in (*parts, Part("end")):
        if part.kind == "line":
            lines.append(part.text)
            continue
        apart = _caption_start(lines) if part.kind == "table" else len(lines)
        blocks += [
            _block(line)
            for some in (lines[:apart], lines[apart:])
            for line in joined_lines(some, is_wrapped=True)
            if clean(line).strip()
        ]
        lines = []
        if part.kind == "table":
            unit = unit_above(blocks[-1][1] if blocks else "", unit)
            blocks += _table_blocks(part, unit, left_out)
        elif part.kind in ("heading", "paragraph", "caption"):
            for line in clean(part.text).split("\n"):
                if line:
                    kind, text = _block(line)
                    blocks.append(("heading" if part.kind == "heading" else kind, text))
    return blocks, left_out


def _caption_start(lines: Sequence[str]) -> int:
    """The first of the lines above a table that are its caption: behind the last whole sentence."""
    for at in range(len(lines) - 1, 0, -1):
        if lines[at - 1].rstrip().endswith((".", "./.", ":", ";")) and lines[at].strip():
            return at
    return len(lines)


def _table_blocks(part: Part, unit: str | None, left_out: list[str]) -> list[Block]:
    is_data = part.marks.is_certain or has_figures(part.rows) or is_listing(part.rows)
    is_layout = not is_data and len(part.rows) <= 2
    if is_layout:
        cells = dict.fromkeys(cell for row in part.rows for cell in row)
        return [_block(line) for cell in cells for line in clean(cell).split("\n") if line]
    blocks = table_blocks(part.rows, unit, part.marks)
    if blocks is None:
        cells_text = " | ".join(cell for row in part.rows for cell in row if cell)[:80]
        left_out.append(f"a table without headings was left out: {cells_text!r}")
        return []
    return [(kind, line) if kind == "row" else _block(line) for kind, line in blocks if line]


def _block(line: str) -> Block:
    text = " ".join(clean(line).split())
    return ("caption" if is_caption(text) else "paragraph"), text


def _date_in(blocks: list[Block]) -> tuple[str | None, list[Block]]:
    """The day at the head, and the blocks without a line that is nothing but a day."""
    for at, (_, text) in enumerate(blocks[:_HEAD]):
        if DATE_LINE.fullmatch(text):
            return text, blocks[:at] + blocks[at + 1 :]
        stamp = stamp_in(text) if len(text) < 80 else None
        if stamp is not None and stamp.label != "none":
            return stamp.day.isoformat(), blocks[:at] + blocks[at + 1 :]
        match = DATE_IN_WORDS.search(text)
        if match and len(text) < 80 and match.end() >= len(text) - 1:
            # "Bắc Kạn, ngày 07 tháng 12 năm 2022" is the stamp of an official document.
            return match[0], blocks[:at] + blocks[at + 1 :]
    return None, blocks


def _title_in(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, and the blocks after it: the kind and subject of a document, or its first line."""
    for at, (_, text) in enumerate(blocks[:_HEAD]):
        if _KIND.fullmatch(plain(text)):
            title, end = text, at + 1
            while end < len(blocks) and end < at + 4 and len(title) < _MAX_TITLE:
                following = blocks[end][1]
                if (
                    len(following) > 200
                    or following.endswith((".", ":", ";"))
                    or _BODY.match(plain(following))
                ):
                    break
                title, end = f"{title} {following}", end + 1
            return title, blocks[:at] + blocks[end:]
    for at, (kind, text) in enumerate(blocks[:_HEAD]):
        if _OFFICE.match(plain(text)) and len(text) < 80 and text.upper() == text:
            continue
        if (
            kind != "row"
            and len(text) < _MAX_TITLE
            and (kind == "heading" or not text.endswith((".", ";")))
            and len(blocks) > 1
        ):
            return text, blocks[:at] + blocks[at + 1 :]
        break
    return "", blocks
