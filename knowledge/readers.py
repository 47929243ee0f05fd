"""Files -> drafts of bulletins: portal exports, web pages, plain text, Markdown, JSON lines.

Knows the layouts and nothing of ids, figures or the catalogue. A draft holds cleaned blocks in
reading order; `knowledge.bulletins` makes the Bulletin of it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from knowledge.disguises import find_disguises
from knowledge.drafts import (
    CAPTION,
    DATE_LINE,
    BulletinDraft,
    date_of,
    draft_of,
    is_toolbar,
    issuer_in,
    paragraphs,
)
from knowledge.errors import UnreadableBulletin
from knowledge.records import SectionKind
from knowledge.text import clean
from knowledge.webpages import WEB_SUFFIXES, page_draft

SUFFIXES = (".txt", ".md", ".markdown", ".jsonl", *WEB_SUFFIXES)
MAX_BYTES = 5_000_000
MAX_LINES_BYTES = 200_000_000

_PORTAL = re.compile(r"PublishingPortal - \w+")
_IMAGE = re.compile(r"^!\[(?P<caption>[^\]]*)\]\([^)]*\)$")


def read_drafts(path: Path) -> Iterator[BulletinDraft | UnreadableBulletin]:
    """The bulletins in the file at `path`; a broken row of a `.jsonl` comes as its error.

    Raises:
        UnreadableBulletin: the file is missing, empty, too big, binary or of no known layout.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableBulletin(
            f"{str(path)!r}: bantin reads {', '.join(SUFFIXES)}; save the page as text first"
        )
    if path.suffix.lower() in WEB_SUFFIXES:
        return iter([page_draft(_read_bytes(path), str(path))])
    text = _read_text(path)
    if path.suffix.lower() == ".jsonl":
        return _rows(text, path)
    return iter([_draft_from_text(text, path)])


def _read_bytes(path: Path) -> bytes:
    limit = MAX_LINES_BYTES if path.suffix.lower() == ".jsonl" else MAX_BYTES
    try:
        size = path.stat().st_size
        if size > limit:
            raise UnreadableBulletin(
                f"{str(path)!r} is {size / 1e6:.0f} MB; a bulletin has at most "
                f"{limit // 10**6} MB: split it"
            )
        return path.read_bytes()
    except OSError as exc:
        raise UnreadableBulletin(f"{str(path)!r} cannot be read: {exc.strerror}") from exc


def _read_text(path: Path) -> str:
    data = _read_bytes(path)
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
    is_markdown = path.suffix.lower() in (".md", ".markdown")
    draft = _markdown(text, path) if is_markdown else _page(clean(text), path)
    return replace(draft, warnings=(*draft.warnings, *find_disguises(text)))


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
    draft = draft_of(header, paragraphs(body.split("\n")), where)
    return replace(draft, warnings=find_disguises("\n".join(header.values())))


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
            blocks.append(("caption" if CAPTION.search(line) else "paragraph", line))
    if "title" not in header and (not blocks or len(blocks) < 2):
        raise UnreadableBulletin(f"{str(path)!r} has no title and no text")
    return draft_of(header, blocks, str(path), is_strict=True)


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
