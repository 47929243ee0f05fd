"""The head of an official document -> its office and its day, where no header states them.

"QUỐC HỘI", the motto, "Hà Nội, ngày 20 tháng 11 năm 2019", "Căn cứ …". Source: the layout of official
documents in Decree 30/2020/NĐ-CP. News begin otherwise, so only a text with the motto or with its
legal bases in the head has an office.
"""

from collections.abc import Iterable

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain

_HEAD, _MAX_LINE = 15, 100
_IS_DOCUMENT = lazy_regex(
    r"[-–\s]*(?:căn cứ|xét đề nghị|cộng (?:hòa|hoà) xã hội chủ nghĩa|độc lập\W+tự do)"
)
_OFFICE = lazy_regex(
    r"(?:quốc hội|chính phủ|thủ tướng chính phủ|chủ tịch nước|(?:ủy|uỷ) ban thường vụ quốc hội"
    r"|(?:(?:chủ tịch )?(?:ủy|uỷ) ban nhân dân|hội đồng nhân dân|ubnd|hđnd)(?: [^\W\d]+){0,8}"
    r"|(?:bộ|sở|tổng cục|cục|chi cục)(?:,? [^\W\d]+){1,9})"
)
_DAY_LINE = lazy_regex(
    r"(?:[^\W\d_][^,.;:\d]{1,40}, )?(?P<day>ngày \d{1,2} tháng \d{1,2} năm \d{4})\.?"
)
_NATIONAL = lazy_regex(
    r"(?:quốc hội|chính phủ|thủ tướng|chủ tịch nước|(?:ủy|uỷ) ban thường vụ quốc hội|bộ |tổng cục )"
)


def office_in_head(lines: Iterable[str]) -> str | None:
    """The office that issued a document, as the head writes it; None where it names none."""
    head = [line for line in _first(lines) if len(line) <= _MAX_LINE]
    office = next((line for line in head if _OFFICE.fullmatch(plain(line))), None)
    is_document = office is not None and any(
        _IS_DOCUMENT.match(plain(line[:_MAX_LINE])) for line in _first(lines)
    )
    return office if is_document else None


def day_in_head(lines: Iterable[str]) -> str | None:
    """The words of the day on a line of its own in the head; None where there is none."""
    for line in _first(lines):
        day = _DAY_LINE.fullmatch(plain(line)) if len(line) <= _MAX_LINE else None
        if day is not None:
            return day["day"]
    return None


def is_national(office: str) -> bool:
    """Whether an office is one of the whole country: the assembly, the government or a ministry."""
    return _NATIONAL.match(plain(office)) is not None


def _first(lines: Iterable[str]) -> list[str]:
    return [" ".join(line.split()) for line, _ in zip(lines, range(_HEAD), strict=False)]
