"""Drafts of bulletins: the result of every reader, and functions that readers share."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from knowledge.errors import UnreadableBulletin
from knowledge.readers.document_head import day_in_head, office_in_head
from knowledge.records import SectionKind
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import clean, fold, plain
from knowledge.text.storable import storable

_TOOLBAR = lazy_regex(
    r"(?:tăng cỡ chữ|giảm cỡ chữ|in bài viết|in trang|gửi email|chia sẻ|đọc bài viết|lượt xem"
    r"|phóng to|thu nhỏ|quay lại|xem nhanh|cỡ chữ|tweet|facebook|zalo|print|[\s:|0-9,.-])+"
)
DATE_LINE = lazy_regex(
    r"(?:(?:thứ \w+|chủ nhật)[,\s]+)?(?:ngày\s+)?(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)"
    r"(?:[\s,|-]+\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s*(?:AM|PM|GMT\s*\+7))?)?",
    re.IGNORECASE,
)
DATE_IN_WORDS = lazy_regex(
    r"(?<!\w)ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})(?!\d)", re.IGNORECASE
)
_CAPTION = lazy_regex(
    r"^(?:(?:nguồn )?(?:ảnh|hình)(?: minh h[ọo][ạa])?\s*(?:\d+\s*)?[:.]|!\[)"
    r"|\((?:(?:nguồn )?(?:ảnh|hình)(?: minh h[ọo][ạa])?)\s*[:;][^()]*\)?[\W_]*$",
    re.IGNORECASE,
)
_LONE_NUMBER = lazy_regex(
    r"(?:Điều\s?\d{1,3}[a-zđ]?|(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-ZĐa-zđ])(?=[.)]))[.)]?"
)
HEADER_KEYS = frozenset({"id", "title", "date", "author", "issuer", "place", "url", "source",
                         "published_on"})  # fmt: skip
_ID_CHARS = 60
# A longer line that names a photographer is a paragraph, or an article on one line.
_MAX_CAPTION, _MAX_NUMBER = 300, 20
_MAX_TITLE, MAX_URL, MAX_VALUE = 500, 2000, 300
# Each block may become a passage of its own; a law of 190,000 characters has 1,500.
_MAX_BLOCKS = 20_000
# The possible years of a bulletin.
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


@dataclass(frozen=True, slots=True)
class BulletinDraft:
    """A bulletin as it was read; `blocks` are (kind, text) in reading order, never empty."""

    key: str | None
    title: str
    published_on: date | None
    author: str | None
    issuer: str | None
    place: str | None
    url: str | None
    blocks: tuple[tuple[SectionKind, str], ...]
    warnings: tuple[str, ...] = ()


def draft_of(
    header: dict[str, str],
    blocks: list[tuple[SectionKind, str]],
    where: str,
    is_strict: bool = False,
) -> BulletinDraft:
    """A draft of header values and blocks; `where` names the bulletin in errors.

    Raises:
        UnreadableBulletin: no text, too many paragraphs, or a header value that is too long.
    """
    if len(blocks) > _MAX_BLOCKS:
        raise UnreadableBulletin(
            f"{where} has {len(blocks)} paragraphs, a bulletin has at most {_MAX_BLOCKS}: split it"
        )
    for key in sorted(header.keys() & HEADER_KEYS - {"title"}):
        limit = MAX_URL if key in ("url", "source") else MAX_VALUE
        if len(header[key]) > limit:
            raise UnreadableBulletin(
                f"{where}: {key!r} has {len(header[key])} characters, at most {limit} are taken"
            )
    title = clean(header.get("title", "")).replace("\n", " ").strip()
    if not title:
        title, blocks = blocks[0][1], blocks[1:] or blocks
    blocks = _with_numbers([(kind, text) for kind, body in blocks if (text := clean(body))])
    if not blocks:
        raise UnreadableBulletin(f"{where} has a title and no text")
    url = storable(header.get("url") or header.get("source") or "")
    unknown = sorted(header.keys() - HEADER_KEYS) if is_strict else []
    lines = [text for _, text in blocks]
    stated = header.get("date") or header.get("published_on")
    published_on, dating = date_of(stated or day_in_head(lines))
    return BulletinDraft(
        key=storable(header["id"]) if header.get("id") else None,
        title=title[:_MAX_TITLE],
        published_on=published_on,
        author=_words(header.get("author")),
        issuer=_words(header.get("issuer")) or office_in_head(lines),
        place=_words(header.get("place")),
        url=url if re.match(r"https?://", url) else None,
        blocks=tuple(blocks),
        warnings=(
            *dating,
            *(f"{key[:100]!r} in the front matter means nothing here" for key in unknown[:20]),
        ),
    )


def _with_numbers(blocks: list[tuple[SectionKind, str]]) -> list[tuple[SectionKind, str]]:
    """The blocks; a number that stands alone, "1." or "Điều 2.", is one with the block it numbers."""
    joined: list[tuple[SectionKind, str]] = []
    number = ""
    for kind, text in blocks:
        if number and kind in ("paragraph", "heading"):
            joined[-1] = (kind, f"{number} {text}")
        else:
            joined.append((kind, text))
        is_number = kind == "paragraph" and _LONE_NUMBER.fullmatch(text) is not None
        number = joined[-1][1] if is_number and len(joined[-1][1]) <= _MAX_NUMBER else ""
    return joined


def _words(value: str | None) -> str | None:
    """A header value, cleaned and on one line; None where it is empty."""
    return " ".join(clean(value or "").split()) or None


def date_of(value: str | None) -> tuple[date | None, tuple[str, ...]]:
    """The day in a header value or a line, None where it holds none; and warnings for staff.

    A value without a day ("2016", "not stated") or with an impossible one loses only the date: the
    bulletin is loaded, and staff can set its day.
    """
    if not value or not value.strip():
        return None, ()
    shown = value.strip()[:100]
    match = DATE_LINE.match(value.strip()) or DATE_IN_WORDS.search(value)
    try:
        if match:
            day = date(int(match[3]), int(match[2]), int(match[1]))
        else:
            day = datetime.fromisoformat(value.strip()[:10]).date()
    except ValueError:
        return None, (
            f"the date {shown!r} is neither 2022-12-07 nor 07/12/2022; the bulletin has no date",
        )
    if not is_plausible(day):
        return None, (
            f"no bulletin is of {shown!r}: the years from {_FIRST_YEAR} to {_LAST_YEAR} are taken; "
            "the bulletin has no date",
        )
    return day, ()


def is_plausible(day: date) -> bool:
    """Whether a bulletin can have been published on a day."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def is_caption(line: str) -> bool:
    """Whether a line is the caption of a picture: it begins or ends with the note of its origin."""
    return len(line) <= _MAX_CAPTION and _CAPTION.search(line) is not None


def paragraphs(lines: list[str]) -> list[tuple[SectionKind, str]]:
    """One block for each line, because exports put a paragraph on one line."""
    blocks: list[tuple[SectionKind, str]] = []
    for line in lines:
        line = line.strip()
        if line:
            blocks.append(("caption" if is_caption(line) else "paragraph", line))
    return blocks


def issuer_in(blocks: list[tuple[SectionKind, str]]) -> str | None:
    """The office that issued a portal page: the first department that it names in full."""
    pattern = re.compile(
        r"Sở (?:Lao động(?:,| -) Thương binh và Xã hội|[A-ZĐ][^\W\d]+(?: [^\W\d]+){1,5}?)(?=[ ,.;])"
    )
    for _, body in blocks:
        match = pattern.search(body)
        if match:
            return match[0]
    return None


def pop_author(blocks: list[tuple[SectionKind, str]]) -> str | None:
    """Removes and returns the author at the end of `blocks`: a short line after `./.`, or None."""
    if len(blocks) > 2 and blocks[-2][1].endswith("./.") and len(blocks[-1][1]) < 60:
        return blocks.pop()[1]
    return None


def is_toolbar(line: str) -> bool:
    """Whether a line of a page holds only buttons: print, share, larger letters."""
    line = line.strip()
    return (
        bool(line) and _TOOLBAR.fullmatch(plain(line)) is not None and not DATE_LINE.fullmatch(line)
    )


def id_from_name(name: str) -> str:
    """An id of letters, digits and dashes from a file name or a key."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(clean(name))).strip("-")
    return slug[:_ID_CHARS].strip("-") or "bulletin"


def with_unique_key(draft: BulletinDraft, times_seen: dict[str, int], at: str) -> BulletinDraft:
    """The draft; a later one of the same file with its id gets another key, so that both are kept."""
    if draft.key is None:
        return draft
    times = times_seen[draft.key] = times_seen.get(draft.key, 0) + 1
    if times == 1:
        return draft
    warning = f"{at}: the id {draft.key!r} is in the file already; both are kept"
    return replace(draft, key=f"{draft.key}~{times}", warnings=(*draft.warnings, warning))
