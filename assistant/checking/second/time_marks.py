"""Text -> the times that it names, read by rules of the second reading alone.

A mark with a span says what the words there name; the second reading decides which mark belongs
to a number.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from knowledge.text.patterns import lazy_regex

_YEAR = r"(?:19|20)\d{2}"
# A year that says when somebody was born, something was founded or decided, is no time of a figure.
_LIFE = lazy_regex(
    r"(?:(?<!tuyển )(?<!học )(?<!thí )sinh(?: ngày)?(?: [\d/.-]+)?(?: năm)?|(?<!\w)sn|thành lập(?: từ| vào)?(?: năm)?|nhập ngũ(?: năm)?|ra đời(?: năm)?"
    r"|hy sinh(?: năm)?|qua đời(?: năm)?|tốt nghiệp(?: năm)?|luật[^,.;:\d]{0,40}(?: năm)?|hiến pháp(?: năm)?|bộ luật[^,.;:\d]{0,30}(?: năm)?"
    r"|(?:nghị định|quyết định|thông tư|nghị quyết|chỉ thị|công văn|kế hoạch số)(?:(?!mục tiêu|giai đoạn|đến|trong|phấn đấu)[^,.;:()]){0,40}|/"
    # `người nghỉ hưu trước tháng 4/1993`
    r"|(?:nghỉ hưu|hưởng lương|tuyển dụng|tham gia|xây dựng|ký|ban hành|hoạt động|đi lính) (?:trước|sau)(?: ngày| tháng| năm)*)\s*$"
)
# `gấp 2 lần năm 2010`, `bằng 120% so với năm 2021`
_COMPARED = lazy_regex(
    r"(?:so với|so|cùng kỳ)[^,.;\d]{0,40}$|(?<!\w)lần(?: [^,.;\d]{0,40})? (?:năm )?$|bằng [\d.,]+ ?% (?:của )?(?:năm )?$"
)
_NO_YEAR_AFTER = lazy_regex(
    r"\s?(?:/[a-zđ]|(?:người|hộ|đồng|lao động|học sinh|học viên|sinh viên|em|cháu|m2|ha|suất|căn|tấn|trường hợp|lượt|triệu|tỷ|usd)(?!\w))"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_COUNT_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11,
}  # fmt: skip
_OF_YEAR = rf"(?:\s?(?:[/.,-]|,? ?(?:của )?năm)\s?({_YEAR}))?"
_TIMES = (
    ("range", lazy_regex(rf"(?<![\w/.,])({_YEAR})\s?(?:[-–]|đến|tới)\s?(?:năm )?({_YEAR})(?![\w/]|[.,]\d)")),
    ("days", lazy_regex(rf"ngày \d{{1,2}}\s?[-–]\s?(\d{{1,2}}) tháng (\d{{1,2}})(?: năm ({_YEAR}))?(?!\d)")),
    ("until", lazy_regex(rf"(?:đến|tới|hết)(?: hết| cuối)?(?: ngày)? (\d{{1,2}})(?:\s?[/.-]\s?|\s?tháng )(\d{{1,2}})(?:\s?(?:[/.-]| năm)\s?({_YEAR}))?(?!\d)")),
    ("day", lazy_regex(rf"(?<![\d/.,-])(\d{{1,2}})(?:\s?[/.-]\s?|\s?tháng )(\d{{1,2}})(?:\s?[/.-]\s?| năm )({_YEAR})(?!\d)|ngày (\d{{1,2}})\s?[/-]\s?(\d{{1,2}})(?!\s?[/.-]?\d)")),
    ("quarter", lazy_regex(rf"(?:(?:quý|quí)\s?|q\.?\s?(?=i))(i{{1,3}}|iv|[1-4])(?!\w)(?:\s?(?:,|và|-)\s?(i{{1,3}}|iv)(?!\w))?{_OF_YEAR}")),
    ("months", lazy_regex(rf"(?<![\w.,])(\d{{1,2}}|{'|'.join(_COUNT_WORDS)}) tháng (đầu|cuối)(?:\s(?:của )?năm(?: ({_YEAR}))?)?(?!\w)")),
    ("spell", lazy_regex(rf"(?<![\w.,])(\d{{1,2}}|{'|'.join(_COUNT_WORDS)}) tháng (?:của )?năm ({_YEAR})(?!\w)")),
    ("half", lazy_regex(rf"nửa (đầu|cuối) năm(?: ({_YEAR}))?(?!\w)")),
    ("month", lazy_regex(rf"(?<!\d )(?<!\w)tháng (\d{{1,2}})(?!\w)(?:\s?(?:,|và|-)\s?(1?\d)(?=\s?/))?{_OF_YEAR}(?!\d)")),
    ("month", lazy_regex(rf"(?<![\d/.,])(0?[1-9]|1[0-2])[/-]({_YEAR})(?!\d)")),
    ("todate", lazy_regex(r"lũy kế|luỹ kế|từ đầu năm(?: ((?:19|20)\d{2}))?(?: đến nay| tới nay)?|(?:\d{1,2}) tháng (?:qua|vừa qua|trở lại đây)")),
    ("years back", lazy_regex(r"(?<![\w.,])\d{1,2} năm (?:vừa qua|qua|trở lại đây|gần đây)(?!\w)")),
    ("relative", lazy_regex(r"năm (?:nay|ngoái|trước|(?:vừa )?qua)(?!\w)")),
    ("year", lazy_regex(rf"(?<![\d.,/])(?<![a-zđ]/)({_YEAR})(?![\d]|[.,]\d|/)")),
)  # fmt: skip
_TO = lazy_regex(r"\s?(?:[-–]|đến|tới)?(?: hết)?(?: ngày)?\s?")


@dataclass(frozen=True, slots=True)
class Time:
    """A time: its years (empty if none is named), months as a pair, and kind.

    `is_life` marks years of birth, founding and decrees, `is_compared` those compared with.
    `since` is the year and month in which a spell with both ends named begins.
    """

    kind: str
    years: tuple[int, ...]
    months: tuple[int, int] | None
    day: int | None
    start: int
    end: int
    is_life: bool = False
    is_compared: bool = False
    since: tuple[int, int] | None = None


def times(low: str, start: int, end: int, published: date | None) -> list[Time]:
    """The times of `low[start:end]`, a text in small letters, in order; none overlap."""
    marks: list[Time] = []
    for kind, pattern in _TIMES:
        for match in pattern.finditer(low, start, end):
            a, b = match.span()
            if any(a < m.end and m.start < b for m in marks):
                continue
            mark = _time(kind, match, published)
            if mark is None:
                continue
            if (
                kind in ("year", "range")
                and _NO_YEAR_AFTER.match(low, b)
                and not low[:a].endswith("năm ")
            ):
                continue
            head = low[max(start, a - 60) : a]
            if kind in ("month", "quarter", "day", "until"):
                head = re.sub(r"(?:vào|trong|từ|tính đến|đến|hết|cuối)?\s*$", "", head)
            marks.append(
                replace(
                    mark,
                    is_life=_LIFE.search(head) is not None,
                    is_compared=_COMPARED.search(head) is not None,
                )
            )
    return _joined(sorted(marks, key=lambda m: m.start), low)


def _joined(marks: list[Time], low: str) -> list[Time]:
    """The marks, `từ tháng 2-2000 đến hết tháng 2-2018` as one that ends with the last."""
    joined: list[Time] = []
    for mark in marks:
        last = joined[-1] if joined else None
        if (
            last
            and last.kind in ("month", "day")
            and mark.kind in ("month", "day", "until")
            and _TO.fullmatch(low, last.end, mark.start)
        ):
            first = (last.years[-1:] or mark.years[:1] or (0,))[0]
            since = (first, last.months[0]) if first and last.months else None
            joined[-1] = replace(
                mark, kind="months", years=mark.years or last.years, start=last.start, since=since
            )
        else:
            joined.append(mark)
    return joined


def _time(kind: str, match: re.Match[str], published: date | None) -> Time | None:
    a, b = match.span()

    def year(text: str | None) -> tuple[int, ...]:
        return (int(text),) if text else ()

    if kind == "year":
        return Time(kind, year(match[1]), None, None, a, b)
    if kind == "range":
        first, last = int(match[1]), int(match[2])
        return Time(kind, tuple(range(first, last + 1)), None, None, a, b) if last > first else None
    if kind == "days":
        kind = "until"
    if kind in ("until", "day"):
        day, month, when = (
            (match[1], match[2], match[3]) if match[1] else (match[4], match[5], None)
        )
        if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
            return None
        return Time(kind, year(when), (int(month), int(month)), int(day), a, b)
    if kind == "quarter":
        first, last = _ROMAN[match[1]], _ROMAN[match[2] or match[1]]
        return Time(kind, year(match[3]), (3 * first - 2, 3 * last), None, a, b)
    if kind == "months":
        count = _COUNT_WORDS.get(match[1]) or int(match[1])
        span = (1, count) if match[2] == "đầu" else (13 - count, 12)
        return Time(kind, year(match[3]), span, None, a, b) if 1 <= count <= 11 else None
    if kind == "spell":
        count = _COUNT_WORDS.get(match[1]) or int(match[1])
        return Time("months", year(match[2]), (1, count), None, a, b) if count < 12 else None
    if kind == "half":
        return Time(kind, year(match[2]), (1, 6) if match[1] == "đầu" else (7, 12), None, a, b)
    if kind == "month":
        *numbers, when = (g for g in match.groups() if g)
        if len(when) < 4:
            numbers, when = [*numbers, when], ""
        first, last = int(numbers[0]), int(numbers[-1])
        return (
            Time(kind, year(when), (first, last), None, a, b) if 1 <= first <= last <= 12 else None
        )
    if kind == "todate":
        return Time(kind, year(match[1]), None, None, a, b)
    if kind == "relative":
        if published is None:
            return None
        return Time("year", (published.year - (match[0] != "năm nay"),), None, None, a, b,
                    is_compared=match[0] == "năm trước")  # fmt: skip
    return Time(kind, (), None, None, a, b)
