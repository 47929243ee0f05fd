"""Whether the time of a number has not passed: such a number is a plan.

Reads the day on which a bulletin was written, and the words of the sentence in small letters.
"""

from contextlib import suppress
from datetime import date

from knowledge.figures.joining import Statement
from knowledge.figures.told_times import Time
from knowledge.records import Bulletin, FieldSource, Period, Role
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.units import kind_of

# Until the end of this month of a year no result of the whole year is known.
_EARLY_MONTHS = 3
_DONE = lazy_regex(r"(?<!\w)(?:đã|hiện|có|còn|vừa|kết quả|được giao|từng|là)(?!\w)")
# A day that is told, not one that something shall last to.
_DAY = lazy_regex(
    r"(?<!đến )(?<!trước )(?<!đến ngày )(?<!trước ngày )(?<!hết ngày )(?<!từ ngày )(?<![\d/])"
    r"(\d{1,2}) ?/ ?(\d{1,2}) ?/ ?((?:19|20)\d\d)(?!\d)"
)
_PAPER = lazy_regex(
    r"(?:quyết định|nghị quyết|chỉ thị|thông báo|thông tư|kế hoạch|chương trình|đề án|quy hoạch|báo cáo|công văn|tờ trình)(?!\w)"
)
_STANDARD = lazy_regex(r"chuẩn (?:nghèo|quốc gia|mới)")
# `nhưng hiện Quảng Ninh mới đạt trên 15%`
_NOW = lazy_regex(
    r"(?<!\w)(?:(?:nhưng|song|tuy nhiên)(?!\w)[^,;.]*(?<!\w)(?:mới|chỉ|đã|hiện)|hiện(?= (?:nay|tại|có|đã|mới))|mới chỉ|mới đạt|thực tế)(?!\w)"
)
# Words of a result; without one a number is told as one only by default.
_TOLD = lazy_regex(
    r"(?<!\w)(?:đã|hiện|có|còn|vừa|kết quả|được|từng|là|đạt|chiếm|gồm|bị|mới|lên|xuống|tới|thu|chi|nhận|trao|tổng|giải quyết|hỗ trợ|phát hiện"
    r"|cấp|tổ chức|xảy ra|xử lý|hoàn thành|thực hiện)(?!\w)"
)
_REACH_CHARS = 110
_STOCK = ("parts", "things")


def day_of_writing(bulletin: Bulletin) -> date | None:
    """The latest day on which a bulletin may have been written: its publication, or an estimate.

    Official papers name the decisions that they rest on (`Căn cứ Quyết định … ngày 31/1/2006`) and
    are hardly ever written later than the year after the last of them. None without any day.
    """
    if bulletin.published_on is not None:
        return bulletin.published_on
    if not _PAPER.match(plain(bulletin.title)):
        return None
    days = []
    for match in _DAY.finditer(bulletin.text):
        with suppress(ValueError):
            days.append(date(int(match[3]), int(match[2]), int(match[1])))
    return date(max(days).year + 1, 12, 31) if days else None


def year_of_writing(bulletin: Bulletin) -> int | None:
    """The year in which a bulletin was written: that of its latest day; None without any day."""
    if bulletin.published_on is not None:
        return bulletin.published_on.year
    latest = day_of_writing(bulletin)
    return latest.year - 1 if latest else None


def role_at(
    statement: Statement, low: str, time: Time | None, written_on: date | None
) -> tuple[Role, FieldSource]:
    """The statement's role, a plan where its time has not passed, and what says so.

    That is a time after the day `written_on`, a span of years that ends after it, and the whole of
    a year that has only begun, unless the sentence says that it was done or tells how many there
    are. What was achieved is a guess where neither a word nor a past time of the sentence says so.
    """
    role = statement.role
    if role == "achieved" and time and written_on and _is_ahead(statement, low, time, written_on):
        return "plan", time.source
    if statement.role_source is not None or role != "achieved":
        return role, statement.role_source or "sentence"
    is_past = (
        time is not None
        and written_on is not None
        and time.source != "guess"
        and time.period.end <= written_on
    )
    begin = max(0, statement.start - _REACH_CHARS)
    is_told = is_past or _TOLD.search(low, begin, statement.end) is not None
    return role, "sentence" if is_told else "guess"


def is_of_coming_school_year(period: Period, day: date) -> bool:
    """Whether a period is the school year that begins in the year of `day`.

    Pupils are enrolled and examined for it before it begins.
    """
    first, last = period.start, period.end
    is_school_year = (first.month, first.day, last.month, last.day) == (9, 1, 8, 31)
    return is_school_year and first.year == day.year


def _is_ahead(statement: Statement, low: str, time: Time, written_on: date) -> bool:
    """Whether a number is one of a time after `written_on`, or of one that has only begun."""
    if low[: statement.start].rstrip().endswith("gồm"):
        return False  # what a thing consists of
    period = time.period
    is_told = _DONE.search(low, 0, statement.start) is not None
    if is_of_coming_school_year(period, written_on):
        return False
    if period.start > written_on:
        # A time in earlier words may be that of a plan which this sentence no longer tells of.
        if time.source in ("earlier sentence", "guess") or (time.source == "head" and is_told):
            return False
        return _NOW.search(low, max(0, statement.start - 60), statement.start) is None
    if period.kind == "range" and period.end.year > written_on.year and time.source == "sentence":
        return not is_told and _STANDARD.search(low) is None
    is_just_begun = (
        period.kind == "year"
        and period.start.year == written_on.year
        and written_on.month <= _EARLY_MONTHS
        and time.source != "guess"
    )
    is_flow = statement.indicator is not None and kind_of(statement.quantity.unit) not in _STOCK
    return is_just_begun and is_flow and not is_told
