"""Files -> drafts of bulletins: portal exports, plain text, Markdown, JSON lines.

Knows the layouts and nothing of ids, figures or the catalogue. A draft holds cleaned blocks in
reading order; `knowledge.bulletins` makes the Bulletin of it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from knowledge.errors import UnreadableBulletin
from knowledge.records import SectionKind
from knowledge.text import clean, plain

SUFFIXES = (".txt", ".md", ".markdown", ".jsonl")
MAX_BYTES = 5_000_000
MAX_LINES_BYTES = 200_000_000

_PORTAL = re.compile(r"PublishingPortal - \w+")
_TOOLBAR = re.compile(
    r"(?:tăng cỡ chữ|giảm cỡ chữ|in bài viết|in trang|gửi email|chia sẻ|đọc bài viết|lượt xem"
    r"|phóng to|thu nhỏ|quay lại|xem nhanh|cỡ chữ|tweet|facebook|zalo|print|[\s:|0-9,.-])+"
)
_DATE_LINE = re.compile(
    r"(?:(?:thứ \w+|chủ nhật)[,\s]+)?(?:ngày\s+)?(\d{1,2})[/-](\d{1,2})[/-](\d{4})"
    r"(?:[\s,|-]+\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s*(?:AM|PM|GMT\s*\+7))?)?",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"\((?:ảnh|nguồn ảnh|hình|ảnh minh họa)\s*[:;]|^(?:ảnh|hình)\s*(?:\d+\s*)?[:.]|^!\[",
                      re.IGNORECASE)  # fmt: skip
_IMAGE = re.compile(r"^!\[(?P<caption>[^\]]*)\]\([^)]*\)$")
_HEADER_KEYS = frozenset({"id", "title", "date", "author", "issuer", "place", "url", "source",
                          "published_on"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class BulletinDraft:
    """What a reader found; `blocks` are (kind, text) in reading order, never empty."""

    key: str | None
    title: str
    published_on: date | None
    author: str | None
    issuer: str | None
    place: str | None
    url: str | None
    blocks: tuple[tuple[SectionKind, str], ...]
    warnings: tuple[str, ...] = ()


def read_drafts(path: Path) -> Iterator[BulletinDraft | UnreadableBulletin]:
    """The bulletins in the file at `path`; a broken row of a `.jsonl` comes as its error.

    Raises:
        UnreadableBulletin: the file is missing, empty, too big, binary or of no known layout.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableBulletin(
            f"{str(path)!r}: bantin reads {', '.join(SUFFIXES)}; save the page as text first"
        )
    text = _read_text(path)
    if path.suffix.lower() == ".jsonl":
        return _rows(text, path)
    return iter([_draft_from_text(text, path)])


def _read_text(path: Path) -> str:
    limit = MAX_LINES_BYTES if path.suffix.lower() == ".jsonl" else MAX_BYTES
    try:
        size = path.stat().st_size
        if size > limit:
            raise UnreadableBulletin(
                f"{str(path)!r} is {size / 1e6:.0f} MB; a bulletin has at most "
                f"{limit // 10**6} MB: split it"
            )
        data = path.read_bytes()
    except OSError as exc:
        raise UnreadableBulletin(f"{str(path)!r} cannot be read: {exc.strerror}") from exc
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise UnreadableBulletin(
            f"{str(path)!r} is binary or not UTF-8 (byte {exc.start}); save it as UTF-8 text"
        ) from exc
    if "\x00" in text:
        raise UnreadableBulletin(f"{str(path)!r} is binary: it holds NUL bytes")
    if not clean(text).strip():
        raise UnreadableBulletin(f"{str(path)!r} is empty")
    return text


def _draft_from_text(text: str, path: Path) -> BulletinDraft:
    if path.suffix.lower() in (".md", ".markdown"):
        return _markdown(text, path)
    return _page(clean(text), path)


def _rows(text: str, path: Path) -> Iterator[BulletinDraft | UnreadableBulletin]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{str(path)!r} line {number}"
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                raise ValueError("a row needs a string 'text'")
            yield _draft_from_row(row, where)
        except (ValueError, RecursionError) as exc:
            yield UnreadableBulletin(f"{where}: {exc}")
        except UnreadableBulletin as exc:
            yield exc


def _draft_from_row(row: dict[str, Any], where: str) -> BulletinDraft:
    body = clean(row["text"])
    if not body.strip():
        raise UnreadableBulletin(f"{where}: the text is empty")
    if len(row["text"]) > MAX_BYTES:
        raise UnreadableBulletin(f"{where}: the text is longer than {MAX_BYTES} characters")
    header = {k: str(v) for k, v in row.items() if v is not None and not isinstance(v, list | dict)}
    return _draft(header, _paragraphs(body.split("\n")), where)


def _markdown(text: str, path: Path) -> BulletinDraft:
    """Markdown, its front matter (`---`, `key: value`, `---`) read as YAML."""
    header: dict[str, str] = {}
    match = re.match(r"\ufeff?---\s*\n(.*?)\n---\s*(?:\n|$)", text.replace("\r\n", "\n"), re.DOTALL)
    if match:
        header = _front_matter(match[1], path)
        text = text.replace("\r\n", "\n")[match.end() :]
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
            blocks.append(("caption" if _CAPTION.search(line) else "paragraph", line))
    if "title" not in header and (not blocks or len(blocks) < 2):
        raise UnreadableBulletin(f"{str(path)!r} has no title and no text")
    return _draft(header, blocks, str(path), is_strict=True)


def _front_matter(block: str, path: Path) -> dict[str, str]:
    import yaml

    try:
        # BaseLoader makes strings of everything: no dates, no objects.
        header = yaml.load(block, Loader=yaml.BaseLoader) or {}
    except yaml.YAMLError as exc:
        raise UnreadableBulletin(f"{str(path)!r}: the front matter is not valid YAML") from exc
    if not isinstance(header, dict):
        raise UnreadableBulletin(f"{str(path)!r}: the front matter is no list of 'key: value'")
    return {str(k): clean(str(v)) for k, v in header.items() if v is not None}


def _draft(
    header: dict[str, str],
    blocks: list[tuple[SectionKind, str]],
    where: str,
    is_strict: bool = False,
) -> BulletinDraft:
    title = clean(header.get("title", "")).replace("\n", " ").strip()
    if not title:
        title, blocks = blocks[0][1], blocks[1:] or blocks
    blocks = [(kind, body) for kind, body in blocks if body]
    if not blocks:
        raise UnreadableBulletin(f"{where} has a title and no text")
    url = header.get("url") or header.get("source")
    unknown = sorted(header.keys() - _HEADER_KEYS) if is_strict else []
    return BulletinDraft(
        key=header.get("id"),
        title=title[:500],
        published_on=_date(header.get("date") or header.get("published_on"), where),
        author=header.get("author") or None,
        issuer=header.get("issuer") or None,
        place=header.get("place") or None,
        url=url if url and re.match(r"https?://", url) else None,
        blocks=tuple(blocks),
        warnings=tuple(f"{key!r} in the front matter means nothing here" for key in unknown),
    )


def _date(value: str | None, where: str) -> date | None:
    if not value:
        return None
    match = _DATE_LINE.match(value)
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
        return datetime.fromisoformat(value.strip()[:10]).date()
    except ValueError as exc:
        raise UnreadableBulletin(
            f"{where}: the date {value!r} is neither 2022-12-07 nor 07/12/2022"
        ) from exc


def _page(text: str, path: Path) -> BulletinDraft:
    """Plain text, or a page of the portal copied with its toolbar.

    Layout learnt from the portal's own export: block names, the date, the toolbar, the title,
    the lead, block names, the body, `./.` at its end and the author after it.
    """
    is_portal = _PORTAL.search(text) is not None
    lines, published = [], None
    for line in text.split("\n"):
        if _PORTAL.fullmatch(line.strip()) or (
            line.strip()
            and _TOOLBAR.fullmatch(plain(line))
            and not _DATE_LINE.fullmatch(line.strip())
        ):
            lines.append("")
            continue
        stamp = _DATE_LINE.fullmatch(line.strip())
        if stamp and published is None:
            published = _date(line.strip(), str(path))
            lines.append("")
            continue
        lines.append(line)
    blocks = _paragraphs(lines)
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
    draft = _draft(header, blocks, str(path))
    return BulletinDraft(
        key=None, title=draft.title, published_on=published, author=author,
        issuer=_issuer(blocks) if is_portal else None,
        place=None, url=None, blocks=draft.blocks,
    )  # fmt: skip


def _paragraphs(lines: list[str]) -> list[tuple[SectionKind, str]]:
    """One block a line: exports put a paragraph on one line."""
    blocks: list[tuple[SectionKind, str]] = []
    for line in lines:
        line = line.strip()
        if line:
            blocks.append(("caption" if _CAPTION.search(line) else "paragraph", line))
    return blocks


def _issuer(blocks: list[tuple[SectionKind, str]]) -> str | None:
    """The office that a portal page speaks for: the department it names first in full."""
    pattern = re.compile(
        r"Sở (?:Lao động(?:,| -) Thương binh và Xã hội|[A-ZĐ][^\W\d]+(?: [^\W\d]+){1,5}?)(?=[ ,.;])"
    )
    for _, body in blocks:
        match = pattern.search(body)
        if match:
            return match[0]
    return None
