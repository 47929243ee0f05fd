"""The times that hold for the sentences after those that name them.

A time holds for the next sentences of its paragraph; that of a heading (`a) Giai đoạn 2005-2010:`)
for the list below it, to the next heading of its level; that of the lead for the whole bulletin.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from knowledge.figures.reading_day import is_day_known
from knowledge.numbers.mentions import Mentions
from knowledge.records import Bulletin, FieldSource, Period, Section
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.calendar_spells import year_period
from knowledge.vocabulary.periods import PeriodMention

_LEAD_SECTIONS = 2
_CARRIED = ("year", "months", "quarter", "until", "month")
# A time so many years before the bulletin is history and says nothing of the next sentence.
_HISTORY_YEARS = 3
_LINKED = lazy_regex(
    r"(?:trong đó|cụ thể|trong số|riêng|theo đó|đồng thời|ngoài ra|bên cạnh đó"
    r"|(?:(?:nhưng|tuy nhiên|song),? )?(?:tỷ lệ|tỉ lệ|con số|số|mức|kết quả|số tiền) (?:này|trên|đó))(?!\w)"
)
_THEN = lazy_regex(
    r"(?:(?:khi|lúc|hồi) (?:đó|ấy)|(?:vào |trong )?(?:năm|thời điểm|thời gian|giai đoạn) (?:đó|ấy|này))(?!\w)"
)
# A sentence that goes on with the event of the one before it.
_OF_EVENT = lazy_regex(
    r"(?:kết quả(?=,|:| là| có| đã| \d)|qua đó|cùng ngày|(?:nhân )?dịp này|trong ngày|tại (?:đây|hội nghị|buổi|lễ|phiên|chương trình))(?!\w)"
)
# A rule has no time, a person has another one, and what is so now is not of an earlier time.
_OF_RULE = ("quy định", "nghị định", "thông tư", "luật", "được hưởng", "không quá", "tối đa", "đề xuất",
            "kiến nghị", "phương án", "mức đóng", "mức hưởng", "mức phạt", "mức thuế", "mức trợ cấp", "mức phụ cấp",
            "mức lương")  # fmt: skip
_CONDITION = lazy_regex(r"(?<!\w)(?:nếu|(?:điều|khoản) \d)(?!\w)")
_PERSON = lazy_regex(r"[-–+•\s]*(?:gia đình )?(?:ông|bà|anh|chị|em|cháu) ")
_NOW = lazy_regex(
    r"(?<!\w)(?:hiện (?:nay|tại|có|còn|đang|vẫn)|bây giờ|đến nay|(?:đến|tại|ở) thời điểm (?:này|hiện nay|hiện tại))(?!\w)|^[-–+•\s]*hiện(?:,| )"
)
_FAR_CHARS = 1000
# `Đến năm 2025, …`: the time of an aim.
_AIM = lazy_regex(r"(?:từ nay )?đến (?:(?:hết |cuối )?năm |20)")
# Between the head of a sentence and the time that leads it.
_LEADING = lazy_regex(
    r"(?:[-–+•*]|\d{1,2}[.)]|[a-zđ]\)|\W|(?:cụ thể|theo đó|tuy nhiên|riêng|trong|vào|tính|còn|chỉ|ước|kết thúc|theo báo cáo)(?!\w)){0,6}\s*"
)
# The marks of headings and list items, from the highest level to the lowest.
_MARKS = (
    lazy_regex(r"\s*(?:phần|chương|mục) (?:[ivx]+|\d+|thứ \w+)(?!\w)"),
    lazy_regex(r"\s*[a-hđ]\.(?!\w)"),
    lazy_regex(r"\s*[ivx]{1,5}\s?[./-](?!\w)"),
    lazy_regex(r"\s*\d{1,2}[./](?!\d)\)?"),
    lazy_regex(r"\s*\d{1,2}\.\d{1,2}\.?(?![\d.])"),
    lazy_regex(r"\s*\d{1,2}(?:\.\d{1,2}){2,}\.?(?![\d.])"),
    lazy_regex(r"\s*(?:[a-zđ]|\d{1,2})\)"),
    lazy_regex(r"\s*[-–*•·▪●]"),
    lazy_regex(r"\s*\+"),
)
_MAY_MARK = lazy_regex(r"\s*(?:(?:phần|chương|mục) |[a-zđ]{1,5}\s?[.)/-]|\d{1,2}[.)/]|[-–*•·▪●+])")
_BULLET, _UNMARKED = len(_MARKS) - 2, len(_MARKS)
_RELATIVE = lazy_regex(r"(?:trong )?năm (?:nay|ngoái|trước)")
_HEADING_CHARS, _LONG_CHARS, _LONE_CHARS, _SHORT_CHARS = 160, 300, 6, 60
_INNER_STOP = lazy_regex(r"[.!?…][”\"’)]? +(?=[“\"]?[^\W\d_a-z])")
# At least so many paragraphs, of which so few have a second sentence, are a text with a line for
# each sentence: there a paragraph's time goes on in the next one.
_FLOWING_SECTIONS, _FLOWING_SHARE = 6, 0.2


@dataclass(frozen=True, slots=True)
class Time:
    """A period with where it comes from; `start:end` is its place in the bulletin's text."""

    period: Period
    source: FieldSource
    start: int | None
    end: int | None


def default_time(bulletin: Bulletin) -> Time | None:
    """The time of the title, else the year of publication."""
    for mention in Mentions(bulletin.title, bulletin.published_on).periods:
        if not mention.is_compared and mention.period.kind != "day":
            return Time(mention.period, "head", None, None)
    if bulletin.published_on:
        year = bulletin.published_on.year
        return Time(year_period(year), "guess", None, None)
    return None


class TimeCourse:
    """The time that holds at each sentence of a bulletin, which is read from front to end."""

    def __init__(self, bulletin: Bulletin, mentions: Mentions) -> None:
        """`mentions` are those of the bulletin's text, seen from its `day_of_reading`."""
        self._bulletin, self._mentions = bulletin, mentions
        self._low, self._seen = mentions.low, mentions.published_on
        self._lead = self._fallback = self._carried = default_time(bulletin)
        self._latest: Time | None = None
        self._day: Time | None = None
        # By level; that of a heading without a mark is just above that of the list below it.
        self._heads: dict[float, Time] = {}
        self._level: float = _UNMARKED
        self._lone: int | None = None
        self._number = -1
        self._is_caption = self._is_heading = False
        self._is_flowing = _is_flowing(bulletin, mentions.low)

    @cached_property
    def _event(self) -> Time | None:
        """The first day that the lead of an undated text names."""
        if self._bulletin.published_on or self._seen is None:
            return None
        if not is_day_known(self._bulletin, self._seen):
            return None
        return Time(Period(self._seen, self._seen, "day", f"{self._seen:%d/%m/%Y}"), "guess", None, None)

    @cached_property
    def _now(self) -> Time | None:
        """The time up to the day of the bulletin, of which sentences with `hiện nay` tell."""
        published, event = self._bulletin.published_on, self._event
        day = published or (event.period.end if event else None)
        if day is None:
            return None
        return Time(Period(date(day.year, 1, 1), day, "until", str(day.year)), "guess", None, None)

    def begin(self, section: Section) -> None:
        """Enters the next section."""
        self._number += 1
        self._is_caption = section.kind == "caption"
        low, start, end = self._low, section.start, section.end
        level = _level(low, start)
        if level == _UNMARKED and self._lone is not None:
            level = self._lone  # `A.` stands on a line of its own above its heading
        is_alone = level < _UNMARKED and end - start <= _LONE_CHARS
        self._lone = level if is_alone else None
        is_line = end - start <= _HEADING_CHARS and low[end - 1] not in ".;,!?"
        self._is_heading = section.kind == "heading" or (
            is_line and (level < _UNMARKED or low[end - 1] == ":")
        )
        self._leave_heads(level, end - start)
        self._level = level
        is_next = self._number > 0 and (
            _LINKED.match(low, start) is not None
            or (self._is_flowing and level == _UNMARKED and not self._is_heading)
        )
        if not is_next:
            heads = self._heads
            self._carried = heads[max(heads)] if heads else self._lead

    def _leave_heads(self, level: int, chars: int) -> None:
        """Ends the headings above a section of a level and length."""
        if level < _UNMARKED and _UNMARKED in self._heads:
            self._heads[level - 0.5] = self._heads.pop(_UNMARKED)
        elif level == _UNMARKED and (self._is_heading or chars > _LONG_CHARS):
            self._heads = {k: time for k, time in self._heads.items() if k % 1 == 0 and k < level}
        self._heads = {k: time for k, time in self._heads.items() if k < level or k == _UNMARKED}

    def at(self, low: str, offset: int, *, is_planned: bool = False) -> Time | None:
        """The time that holds for a sentence without one; `low` is its text, `offset` its start."""
        if self._latest is not None and (_LINKED.match(low) or _THEN.match(low)):
            return self._latest
        if self._is_caption:
            return None
        if self._day is not None and _OF_EVENT.match(low):
            return self._day
        time = self._carried or self._event
        is_of_now = not is_planned and not self._is_current(time) and _tells_now(low)
        if is_of_now and self._now is not None:
            return self._now
        if time is None or time.source == "guess":
            return time
        is_far = offset - (time.end or offset) > _FAR_CHARS and not self._heads
        is_aim = not is_planned and _AIM.match(time.period.text.lower()) is not None
        is_unsure = is_of_now or (is_far and time.source != "head") or is_aim
        is_unsure = is_unsure or _is_unsure(low)
        return replace(time, source="guess") if is_unsure else time

    def _is_current(self, time: Time | None) -> bool:
        """Whether a time is of the year of publication, so that `hiện nay` may be part of it."""
        published = self._bulletin.published_on
        return published is not None and time is not None and published.year == time.period.end.year

    def pass_on(
        self, low: str, periods: Sequence[PeriodMention], offset: int,
        stated: Sequence[PeriodMention] = (),
    ) -> None:  # fmt: skip
        """Leaves a sentence `low`, which begins at `offset` and names `periods`.

        `own` are those of its figures. A span of years holds for what follows only if it is one of
        them: otherwise it is often part of a programme's name.
        """
        if self._is_caption:
            return
        self._latest = handed_on(periods, offset) or self._latest
        self._day = _day_of(periods, offset) or (None if periods else self._day)
        if self._is_heading and (head := _of_heading(periods, offset)):
            self._heads[self._level] = self._carried = head
        elif lasting := self._lasting(low, periods, offset, stated):
            self._carried = lasting
        elif self._now is not None and not periods and _tells_now(low):
            if not self._is_current(self._carried):
                self._carried = self._latest = self._now
            return
        else:
            return
        # The year of the lead applies to the whole bulletin, another one only to its paragraph.
        if (
            self._lead is self._fallback
            and self._number < _LEAD_SECTIONS
            and self._carried.period.kind != "range"
        ):
            self._lead = replace(self._carried, source="head")

    def _lasting(
        self,
        low: str,
        periods: Sequence[PeriodMention],
        offset: int,
        stated: Sequence[PeriodMention],
    ) -> Time | None:
        """The time of a sentence that holds for those after it too; None where it hands on none.

        Neither `đến nay` nor the days of an event nor a year long before the bulletin does. A time
        within a sentence that dates no figure (`vụ động đất năm 2008`) is a guess for the next one.
        """
        periods = [m for m in periods if not m.is_momentary]
        time = handed_on(periods, offset)
        if time is None or time.start is None:
            return None
        period, is_own = time.period, any(m.period == time.period for m in stated)
        if period.kind not in _CARRIED and not (is_own and period.kind == "range"):
            return None
        if self._bulletin.published_on is None and _RELATIVE.match(period.text.lower()):
            # How far `năm nay` has gone is unknown; `năm ngoái` is over.
            return None if "nay" in period.text.lower() else replace(time, source="guess")
        is_event = period.kind == "months" and (period.end - period.start).days < 27
        is_history = self._seen is not None and period.end.year < self._seen.year - _HISTORY_YEARS
        if is_event or is_history:
            return None
        leads = len(low) <= _SHORT_CHARS or _LEADING.fullmatch(low, 0, time.start - offset)
        published = self._bulletin.published_on
        is_current = published is not None and published.year == period.end.year
        if is_own or leads or is_current:
            return time
        is_sure = self._carried is not None and self._carried.source != "guess"
        return None if is_sure else replace(time, source="guess")


def _tells_now(low: str) -> bool:
    """Whether a sentence tells how things stand on the day of the bulletin."""
    may = "hiện" in low or "bây giờ" in low or "đến nay" in low or "thời điểm này" in low
    return may and _NOW.search(low) is not None


def handed_on(periods: Sequence[PeriodMention], offset: int) -> Time | None:
    """The time of a sentence for a sentence linked to it (`trong đó`); `offset` is its start."""
    reported = [m for m in periods if not m.is_compared and m.period.kind != "day"]
    if not reported:
        return None
    m = reported[0]
    return Time(m.period, "earlier sentence", offset + m.start, offset + m.end)


def _is_unsure(low: str) -> bool:
    """Whether a sentence tells of a rule or of a person."""
    is_rule = any(words in low for words in _OF_RULE) or _CONDITION.search(low) is not None
    return is_rule or _PERSON.match(low) is not None


def _day_of(periods: Sequence[PeriodMention], offset: int) -> Time | None:
    """The day of which a sentence that names no other time tells."""
    reported = [m for m in periods if not m.is_compared]
    if not reported or any(m.period.kind != "day" for m in reported):
        return None
    day = reported[-1]
    return Time(day.period, "earlier sentence", offset + day.start, offset + day.end)


def _of_heading(periods: Sequence[PeriodMention], offset: int) -> Time | None:
    """The time of a heading for what stands below it."""
    return handed_on([m for m in periods if not m.is_momentary], offset)


def _level(low: str, start: int) -> int:
    """The level of the mark at `start`: 0 is the highest, `_UNMARKED` none."""
    if not _MAY_MARK.match(low, start):
        return _UNMARKED
    return next((n for n, mark in enumerate(_MARKS) if mark.match(low, start)), _UNMARKED)


def _is_flowing(bulletin: Bulletin, low: str) -> bool:
    """Whether nearly every paragraph is one sentence."""
    sections = [s for s in bulletin.sections if s.kind == "paragraph"]
    if len(sections) < _FLOWING_SECTIONS:
        return False
    text = bulletin.text
    several = sum(
        _INNER_STOP.search(text, s.start, s.end) is not None or _level(low, s.start) < _BULLET
        for s in sections
    )
    return several < _FLOWING_SHARE * len(sections)
