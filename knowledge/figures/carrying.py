"""The times that hold for the sentences after those that name them.

A time holds for the next sentences of its paragraph; that of a heading (`a) Giai đoạn 2005-2010:`)
for the list below it, to the next heading of its level; that of the lead for the whole bulletin.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from knowledge.figures.list_marks import UNMARKED, is_flowing, level_of_mark
from knowledge.figures.reading_day import first_day
from knowledge.figures.time_doubts import (
    is_aside,
    is_of_feast,
    is_unsure_of_time,
    month_meant,
    tells_now,
)
from knowledge.figures.told_times import Time, day_of, handed_on, time_of_heading
from knowledge.numbers.mentions import Mentions
from knowledge.records import Bulletin, Period, Section
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.calendar_spells import year_period
from knowledge.vocabulary.periods import PeriodMention

_LEAD_SECTIONS, _LEAD_CHARS = 2, 600
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
_FAR_CHARS = 1000
# `Đến năm 2025, …`: the time of an aim.
_AIM = lazy_regex(r"(?:từ nay )?đến (?:(?:hết |cuối )?năm |20)")
# Between the head of a sentence and the time that leads it.
_LEADING = lazy_regex(
    r"(?:[-–+•*]|\d{1,2}[.)]|[a-zđ]\)|\W|(?:cụ thể|theo đó|tuy nhiên|riêng|trong|vào|tính|còn|chỉ|ước|kết thúc|theo báo cáo)(?!\w)){0,6}\s*"
)
_RELATIVE = lazy_regex(r"(?:trong )?năm (?:nay|ngoái|trước)")
_HEADING_CHARS, _LONG_CHARS, _LONE_CHARS, _SHORT_CHARS = 160, 300, 6, 60


def default_time(bulletin: Bulletin) -> Time | None:
    """The time of the title, else the year of publication."""
    title = Mentions(bulletin.title, bulletin.published_on)
    for mention in title.periods:
        if not mention.is_compared and mention.period.kind != "day":
            is_named = is_of_feast(title.low, mention.start)
            return Time(mention.period, "guess" if is_named else "head", None, None)
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
        # `Đến năm 2025, …`: holds for the plans behind it and for nothing else.
        self._aim: Time | None = None
        # By level; that of a heading without a mark is just above that of the list below it.
        self._heads: dict[float, Time] = {}
        self._level: float = UNMARKED
        self._lone: int | None = None
        self._number = -1
        self._is_caption = self._is_heading = False
        self._is_flowing = is_flowing(bulletin, mentions.low)

    @cached_property
    def _event(self) -> Time | None:
        """The first day that the lead of an undated text names."""
        if self._bulletin.published_on:
            return None
        m = first_day(self._bulletin.text, self._mentions.folded, self._seen)
        return Time(m.period, "guess", m.start, m.end) if m else None

    @cached_property
    def _first(self) -> Time | None:
        """The day of the event, else the first time that the lead of an undated text names."""
        if self._event is not None or self._bulletin.published_on:
            return self._event
        for m in self._mentions.part(0, _LEAD_CHARS).periods:
            # `Tết Kỷ Hợi 2019` names a feast.
            is_named = m.period.text[:1].isalpha() and m.period.kind in _CARRIED
            is_aim = _AIM.match(m.period.text.lower()) is not None
            if is_named and not (m.is_compared or m.is_momentary or is_aim):
                return Time(m.period, "guess", m.start, m.end)
        return None

    @cached_property
    def _now(self) -> Time | None:
        """The time of which sentences with `hiện nay` tell: up to the day of publication, else up to
        the one that the lead of an undated text names.
        """
        if self._bulletin.published_on:
            day = self._bulletin.published_on
            words = f"đến {day.day}/{day.month}/{day.year}"
            up_to = Period(date(day.year, 1, 1), day, "until", words)
            return Time(up_to, "guess", None, None)
        if self._event is None:
            return None
        day, span = self._event.period.end, (self._event.start, self._event.end)
        period = Period(date(day.year, 1, 1), day, "until", self._event.period.text, self._seen)
        return Time(period, "guess", *span)

    def begin(self, section: Section) -> None:
        """Enters the next section."""
        self._number += 1
        self._is_caption = section.kind == "caption"
        low, start, end = self._low, section.start, section.end
        level = level_of_mark(low, start)
        if level == UNMARKED and self._lone is not None:
            level = self._lone  # `A.` stands on a line of its own above its heading
        is_alone = level < UNMARKED and end - start <= _LONE_CHARS
        self._lone = level if is_alone else None
        is_line = end - start <= _HEADING_CHARS and low[end - 1] not in ".;,!?"
        self._is_heading = section.kind == "heading" or (
            is_line and (level < UNMARKED or low[end - 1] == ":")
        )
        self._leave_heads(level, end - start)
        self._level = level
        is_next = self._number > 0 and (
            _LINKED.match(low, start) is not None
            or (self._is_flowing and level == UNMARKED and not self._is_heading)
        )
        if not is_next:
            self._aim = None
            heads = self._heads
            self._carried = heads[max(heads)] if heads else self._lead

    def _leave_heads(self, level: int, chars: int) -> None:
        """Ends the headings above a section of a level and length."""
        if level < UNMARKED and UNMARKED in self._heads:
            self._heads[level - 0.5] = self._heads.pop(UNMARKED)
        elif level == UNMARKED and (self._is_heading or chars > _LONG_CHARS):
            self._heads = {k: time for k, time in self._heads.items() if k % 1 == 0 and k < level}
        self._heads = {k: time for k, time in self._heads.items() if k < level or k == UNMARKED}

    def at(self, low: str, offset: int, *, is_planned: bool = False) -> Time | None:
        """The time that holds for a sentence without one; `low` is its text, `offset` its start."""
        if self._latest is not None and (_LINKED.match(low) or _THEN.match(low)):
            month = month_meant(low, self._latest.period)
            return replace(self._latest, period=month) if month else self._latest
        if self._is_caption:
            return None
        if self._day is not None and _OF_EVENT.match(low):
            return self._day
        time = (self._aim if is_planned else None) or self._carried or self._first
        is_open = time is None or time.source == "guess" or not self._is_current(time)
        is_of_now = not is_planned and is_open and tells_now(low)
        if is_of_now and (self._now is not None or self._bulletin.published_on is None):
            return self._now
        if time is None or time.source == "guess":
            return time
        if month := month_meant(low, time.period):
            return replace(time, period=month)
        is_far = offset - (time.end or offset) > _FAR_CHARS and not self._heads
        is_aim = not is_planned and _AIM.match(time.period.text.lower()) is not None
        is_unsure = is_of_now or (is_far and time.source != "head") or is_aim
        is_unsure = is_unsure or is_unsure_of_time(low) or (not is_planned and self._is_ahead(time))
        return replace(time, source="guess") if is_unsure else time

    def _is_ahead(self, time: Time) -> bool:
        """Whether a time begins after the day of publication: what is told as done is not of it."""
        published = self._bulletin.published_on
        return published is not None and time.period.start > published

    def _guess_of_latest(self) -> Time | None:
        """The time of the sentence before, where it is carried as a guess since it dated no figure."""
        carried, latest = self._carried, self._latest
        if carried is None or latest is None or carried.source != "guess":
            return None
        is_same = (carried.start, carried.period) == (latest.start, latest.period)
        return latest if is_same else None

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
        self._latest = handed_on(periods, offset, stated[-1:]) or self._latest
        self._day = day_of(periods, offset) or (None if periods else self._day)
        if self._is_heading and (head := time_of_heading(periods, offset)):
            self._heads[self._level] = self._carried = head
        elif lasting := self._lasting(low, periods, offset, stated):
            if _AIM.match(lasting.period.text.lower()):
                self._aim = lasting
                return
            self._carried = lasting
        elif not periods and low.startswith("cụ thể") and (told := self._guess_of_latest()):
            # What a linked sentence numbers has the time that dated no figure before.
            self._carried = told
        elif self._now is not None and not periods and tells_now(low):
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
            self._lead = (
                self._carried
                if self._carried.source == "guess"
                else replace(self._carried, source="head")
            )

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
        time = handed_on(periods, offset, stated[:1])
        if time is None or time.start is None:
            return None
        period, is_own = time.period, any(m.period == time.period for m in stated)
        if period.kind not in _CARRIED and not (is_own and period.kind == "range"):
            return None
        if self._bulletin.published_on is None and _RELATIVE.match(period.text.lower()):
            # How far `năm nay` has gone is unknown; `năm ngoái` is over.
            return None if "nay" in period.text.lower() else replace(time, source="guess")
        if is_of_feast(low, time.start - offset):
            return replace(time, source="guess")
        is_event = period.kind == "months" and (period.end - period.start).days < 27
        is_history = self._seen is not None and period.end.year < self._seen.year - _HISTORY_YEARS
        if is_event or is_history:
            return None
        if self._is_look_back(low, period, time.start - offset):
            return None
        leads = len(low) <= _SHORT_CHARS or _LEADING.fullmatch(low, 0, time.start - offset)
        published = self._bulletin.published_on
        is_current = published is not None and published.year == period.end.year
        if is_own or leads or is_current:
            return time
        is_sure = self._carried is not None and self._carried.source != "guess"
        return None if is_sure else replace(time, source="guess")

    def _is_look_back(self, low: str, period: Period, at: int) -> bool:
        """Whether a sentence only looks back from the time told before: `Riêng năm 2020, …`.

        `at` is where its time stands: `Trước đó, Q.III/2022 …`, `Vụ trước (2021 - 2022) …`, `Thu
        nhập năm 2018 là …`.
        """
        told = self._carried
        if told is None or told.source == "guess" or period.start >= told.period.start:
            return False
        if is_aside(low, at):
            return True
        published = self._bulletin.published_on
        is_of_now = published is not None and told.period.start.year == published.year
        is_over = published is not None and period.end.year < published.year
        return is_of_now and is_over and not _LEADING.fullmatch(low, 0, at)
