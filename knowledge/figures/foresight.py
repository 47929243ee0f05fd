"""Whether the time of a number has not passed: such a number is a plan.

Reads the day on which a bulletin was written, and the words of the sentence in small letters.
"""

import re
from contextlib import suppress
from datetime import date

from knowledge.figures.joining import Statement
from knowledge.figures.times import Time
from knowledge.records import Bulletin, Role
from knowledge.text.spelling import plain
from knowledge.vocabulary.units import kind_of

# Until the end of this month of a year no result of the whole year is known.
_EARLY_MONTHS = 3
_DONE = re.compile(r"(?<!\w)(?:đã|hiện|có|còn|vừa|kết quả|được giao|từng|là)(?!\w)")
# A day that is told, not one that something shall last to.
_DAY = re.compile(
    r"(?<!đến )(?<!trước )(?<!đến ngày )(?<!trước ngày )(?<!hết ngày )(?<!từ ngày )(?<![\d/])"
    r"(\d{1,2}) ?/ ?(\d{1,2}) ?/ ?((?:19|20)\d\d)(?!\d)"
)
_PAPER = re.compile(
    r"(?:quyết định|nghị quyết|chỉ thị|thông báo|thông tư|kế hoạch|chương trình|đề án|quy hoạch|báo cáo|công văn|tờ trình)(?!\w)"
)
_STANDARD = re.compile(r"chuẩn (?:nghèo|quốc gia|mới)")
# `nhưng hiện Quảng Ninh mới đạt trên 15%`
_NOW = re.compile(
    r"(?<!\w)(?:(?:nhưng|song|tuy nhiên)(?!\w)[^,;.]*(?<!\w)(?:mới|chỉ|đã|hiện)|hiện(?= (?:nay|tại|có|đã|mới))|mới chỉ|mới đạt|thực tế)(?!\w)"
)
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


def role_at(statement: Statement, low: str, time: Time | None, written_on: date | None) -> Role:
    """The statement's role, a plan where its time cannot have passed.

    That is a time after the day `written_on`, a span of years that ends after it, and the whole of
    a year that has only begun, unless the sentence says that it was done or tells how many there
    are.
    """
    published = written_on
    if statement.role != "achieved" or time is None or published is None:
        return statement.role
    if low[: statement.start].rstrip().endswith("gồm"):
        return statement.role  # what a thing consists of
    if time.period.start > published:
        # A time in earlier words may be that of a plan which this sentence no longer tells of.
        is_carried = time.source == "earlier sentence"
        is_told = _NOW.search(low, max(0, statement.start - 60), statement.start) or (
            time.source != "sentence" and _DONE.search(low, 0, statement.start)
        )
        return statement.role if is_carried or is_told else "plan"
    is_running = time.period.kind == "range" and time.period.end.year > published.year
    if is_running and time.source == "sentence":
        is_told = _DONE.search(low, 0, statement.start) or _STANDARD.search(low)
        return statement.role if is_told else "plan"
    is_just_begun = (
        time.period.kind == "year"
        and time.period.start.year == published.year
        and published.month <= _EARLY_MONTHS
        and time.source != "guess"
    )
    is_flow = statement.indicator is not None and kind_of(statement.quantity.unit) not in _STOCK
    if is_just_begun and is_flow and not _DONE.search(low, 0, statement.start):
        return "plan"
    return statement.role
