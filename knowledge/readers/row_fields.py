"""Rows of exports -> drafts: the fields of a row by the names that exports give them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from knowledge.errors import UnreadableBulletin
from knowledge.readers.decoding import MAX_BYTES
from knowledge.readers.drafts import BulletinDraft, draft_of, paragraphs
from knowledge.readers.html_blocks import html_text
from knowledge.readers.repairing import repaired
from knowledge.readers.wrapping import joined_lines
from knowledge.text.disguises import find_disguises
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import clean, fold

# The names of a field, folded and without spaces; a name of the left side wins over the others.
_NAMES = {
    "id": "key ma so_hieu",
    "title": "tieu_de tieude ten_bai headline name",
    "text": "content body noi_dung noidung toan_van html",
    "date": "published_on published published_at ngay ngay_dang ngaydang pub_date created_at",
    "author": "tac_gia tacgia nguoi_dang",
    "issuer": "co_quan don_vi_ban_hanh noi_ban_hanh",
    "place": "tinh dia_phuong province",
    "url": "link source duong_dan lien_ket",
}
_CANONICAL = {name: field for field, names in _NAMES.items() for name in names.split()}
_MARKUP = lazy_regex(r"<(?:p|br|div|table|span|strong|li)\b[^<>]{0,500}>", re.IGNORECASE)


def canonical_fields(heads: Sequence[object]) -> list[str]:
    """The names of columns as the fields of a bulletin; other names, and repeated ones, stay."""
    folded = [re.sub(r"\W+", "_", fold(clean(str(head)))).strip("_") for head in heads]
    fields: list[str] = []
    for head, name in zip(heads, folded, strict=True):
        field = name if name in _NAMES else _CANONICAL.get(name, "")
        is_first = field and field not in fields and (name == field or field not in folded)
        fields.append(field if is_first else str(head))
    return fields


def draft_from_row(row: dict[str, Any], where: str) -> BulletinDraft:
    """The bulletin of a row with a string `text` and header values of any type.

    Raises:
        UnreadableBulletin: its text is missing, empty, garbage or too long, or a header value is too
            long.
    """
    if not isinstance(row.get("text"), str):
        raise UnreadableBulletin(f"{where}: a row needs a string 'text' (or 'content', 'noi_dung')")
    if len(row["text"]) > MAX_BYTES:
        raise UnreadableBulletin(f"{where}: the text is longer than {MAX_BYTES} characters")
    text, warnings = repaired(row["text"], where)
    body = clean(text)
    if _MARKUP.search(text):
        blocks, body = html_text(text, where).blocks, ""
    else:
        blocks = paragraphs(joined_lines(body.split("\n")))
    if not blocks:
        raise UnreadableBulletin(f"{where}: the text is empty")
    # A lone half of a surrogate pair can be neither stored nor printed.
    header = {k: str(v).encode("utf-8", "ignore").decode() for k, v in row.items()
              if v is not None and not isinstance(v, list | dict)}  # fmt: skip
    if "title" in header:
        header["title"], _ = repaired(header["title"], where)
    draft = draft_of(header, blocks, where)
    disguises = find_disguises("\n".join(header.values()))
    return replace(draft, warnings=(*draft.warnings, *warnings, *disguises))
