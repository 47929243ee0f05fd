"""Question -> the kind of cell that it asks for instead of a number: a person, a day, a telephone.

A row is the words of asking, the contents of a cell, and the headings under which any words answer.
"""

import re
from dataclasses import dataclass

from assistant.evidence.named_cells import NamedCell
from assistant.records import Question
from knowledge.figures.cells import OtherCell
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold

_WHICH = r"(?<!\w)(?:nao|ai|dau|which|who|where|what)(?!\w)"
# Without accents `Nhật Bản` and `chủ nhật` have the word too.
_MOST = (
    r"(?<!\w)(?:(?:nhieu|it|cao|thap|lon|nho|dong|dai|ngan|re|dat)(?: \w+){0,8}"
    r" (?<!chu )(?<!giai )(?<!hang )nhat(?! ban)"
    r"|most(?! recent)|least|fewest|(?:high|low|larg|bigg|small|great|long|short|cheap)e?st)(?!\w)"
)
_RANKS = lazy_regex(rf"{_WHICH}.*{_MOST}|{_MOST}.*{_WHICH}")


@dataclass(frozen=True, slots=True)
class CellKind:
    """`asked` is looked for in the folded question, `content` in the cell, `heading` above it."""

    name: str
    asked: re.Pattern[str]
    content: re.Pattern[str]
    heading: re.Pattern[str]


_NO = lazy_regex(r"(?!)")
# With "bao nhiêu" a question asks for a number, whatever else it says.
_NOT_COUNTED = frozenset(("reason", "person", "place", "words", "year", "day"))
_KINDS = (
    CellKind(
        "person",
        lazy_regex(r"(?<!\w)(?:ai|nguoi nao|ong nao|ba nao|who)(?!\w)"),
        lazy_regex(
            r"^(?:(?:BS|ThS|TS|PGS|GS|CN|KS|Ông|Bà)\.?\s?)*[A-ZÀ-ỸĐ]\w*(?: [A-ZÀ-ỸĐ][\w']*){1,4}$"
        ),
        lazy_regex(
            r"(?<!\w)(?:nguoi|ho (?:va )?ten|ong|ba|can bo|lanh dao|(?:truong|pho) (?:phong|ban)"
            r"|giam doc|chu tich|dai dien|phu trach|hieu truong|don vi|co quan|to chuc|cong ty"
            r"|chu dau tu|cung cap)(?!\w)"
        ),
    ),
    CellKind(
        "telephone",
        lazy_regex(
            r"(?<!\w)(?:dien thoai|duong day nong|so may|hotline|phone|telephone|sdt)(?!\w)"
        ),
        lazy_regex(r"^[+(]?\d[\d .()-]{6,}\d$"),
        _NO,
    ),
    CellKind(
        "clock",
        lazy_regex(r"(?<!\w)(?:may gio|gio nao|luc nao|what time|(?:which|what) hours?)(?!\w)"),
        lazy_regex(r"\d\s*(?:h|giờ|:)\s*\d{0,2}"),
        _NO,
    ),
    CellKind(
        "duration",
        lazy_regex(
            r"(?<!\w)(?:bao lau|(?:may|bao nhieu) (?:ngay|tuan|gio)|how long"
            r"|how many (?:working )?(?:days|weeks|hours))(?!\w)"
        ),
        lazy_regex(r"\d\s*(?:ngày|tuần|tháng|giờ|năm)"),
        _NO,
    ),
    CellKind(
        "day",
        lazy_regex(
            r"(?<!\w)(?:ngay (?:may|nao)|hom nao|khi nao|bao gio|thoi han|han (?:nop|chot)"
            r"|(?:^|by |until |till )when|what date|which (?:day|date)|deadline)(?!\w)"
        ),
        lazy_regex(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|ngày \d"),
        _NO,
    ),
    CellKind(
        "year",
        lazy_regex(r"(?<!\w)(?:nam nao|(?:what|which) year)(?!\w)"),
        lazy_regex(r"^(?:năm )?(?:19|20)\d\d$"),
        _NO,
    ),
    CellKind(
        "reason",
        lazy_regex(r"(?<!\w)(?:(?:vi|tai|do) sao|do dau|ly do|nguyen nhan|why|cause|reason)(?!\w)"),
        _NO,
        lazy_regex(r"(?<!\w)(?:ly do|nguyen nhan|do)(?!\w)"),
    ),
    CellKind(
        "place",
        lazy_regex(
            r"(?<!\w)(?:o dau|tai dau|(?:cho|noi|khu vuc|phong) nao|dia (?:chi|diem)(?: nao)?"
            r"|where)(?!\w)"
        ),
        _NO,
        lazy_regex(r"(?<!\w)(?:dia (?:chi|diem)|noi|khu vuc|tru so|phong|hoi truong)(?!\w)"),
    ),
    CellKind(
        "words",
        lazy_regex(r"(?<!\w)(?:gi|nao|which|what (?!is|was))(?!\w)"),
        lazy_regex(r"[^\W\d_]"),
        _NO,
    ),
)


def ranks_rows(question: Question) -> bool:
    """Whether a question asks which row has most or least of something; a total is none of them."""
    low = question.mentions.folded
    return _RANKS.search(low) is not None and not question.asks_number


def asked_kind(question: Question) -> CellKind | None:
    """The kind of cell, the first that fits; None where none but a number may be asked for."""
    low = question.mentions.folded
    for kind in _KINDS:
        if kind.asked.search(low) and not (question.asks_number and kind.name in _NOT_COUNTED):
            return kind
    return None


def is_of_kind(cell: NamedCell, kind: CellKind | None) -> bool:
    """Whether a cell has the requested kind of content; an empty one has any."""
    item = cell.item
    if kind is None:
        return not (isinstance(item, OtherCell) and item.heading is None)
    text = item.text if isinstance(item, OtherCell) else item.quote
    if not text:
        return True
    if kind.name == "words" and not isinstance(item, OtherCell):
        return False
    is_content = kind.content.search(text) is not None
    return is_content or kind.heading.search(fold(cell.heading)) is not None
