"""The time that a statement speaks of."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.figures.joining import Statement
from knowledge.figures.told_times import Time
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.calendar_spells import shifted, year_period
from knowledge.vocabulary.periods import PeriodMention
from knowledge.vocabulary.units import kind_of

# `49% năm 2012`, `10.000 tỷ đồng trong năm 2016`: nothing stands between number and time.
_BESIDE = lazy_regex(r"[\s/(]*(?:(?:vào|trong|của|ở|tính|kế hoạch|cho|so với kế hoạch)(?!\w)\s*)*")
# A time behind one of these belongs to the next statement.
_APART = lazy_regex(r"[,;(]|(?<!\w)(?:dự kiến|trong khi|còn|nhưng)(?!\w)")
_MOVED = lazy_regex(r"(?<!\w)(?:tăng|giảm)(?!\w)")
# `giảm từ 28,1% năm 2011 xuống còn 3,54%`: the year is that of the number before it.
_MOVED_ON = lazy_regex(
    r"\)?,? (?:đã )?(?:giảm |tăng |nâng )?(?:xuống|lên|còn)(?: còn| đến| tới| mức)*(?: hơn| trên| gần| khoảng| dưới)* ?"
)
_FROM_NUMBER = lazy_regex(r"(?<!\w)từ (?:[^\d,;]{1,30} )?\d[\d.,]*\s?(?:%|[^\d,;()]{0,15})?\s?\(?$")
# `từ 7,1% xuống 6,6% so với năm 2014`: the first number is that of the time compared with.
_SINCE = lazy_regex(
    r",? (?:đã )?(?:giảm |tăng )?(?:xuống|lên|còn)(?!\w)[^;.()]{1,45} so với (?:cuối |đầu |thời điểm )?"
)
# Between the semicolon before an item and the time that leads it.
_HEAD = lazy_regex(r"\s*(?:[-+]\s*)?(?:(?:và|còn|riêng|trong|vào|đến|tính|của) )*")
# Between a time and a number of before: the time is that of another value, or the number was wrong.
_OTHER_VALUE = lazy_regex(
    r"\d|(?<!\w)(?:từ|so với|cùng kỳ|trước|cũ|tăng|giảm|thay vì|hơn|nhầm|sai"
    r"|đã (?:đăng|ghi|nêu|viết|đưa|công bố|thông tin))(?!\w)"
)
_QUOTES = '"“”'
_SAME_SPELL = lazy_regex(r"cùng kỳ(?: (?:năm )?(?:ngoái|trước|liền kề))?")
_SPELLS = ("months", "quarter", "month", "until")
_UP_TO = lazy_regex(r"(?:đến|tới|hết|từ)(?: cuối| đầu| hết)? $")


def time_of(
    statement: Statement, low: str, periods: Sequence[PeriodMention], mention: PeriodMention | None,
    carried: Time | None, offset: int,
) -> Time | None:  # fmt: skip
    """The time of a statement whose own words name `mention`; `carried` holds where they do not.

    A number of before (`từ 27% xuống còn 24%`) has the time named with it or the year before, never
    that of the number after it.
    """
    if statement.role == "previous":
        if mention is not None and low.endswith("cùng kỳ ", 0, mention.start):
            return _same_spell(periods, mention, carried, offset)
        if mention is None or mention.period.text.lower().startswith("cùng kỳ"):
            return _time_before(statement, low, periods, mention, offset) or _year_ago(
                statement, low, carried
            )
        return _time_before(statement, low, periods, mention, offset)
    if mention is None:
        alone = _alone(statement, periods) if carried is None or carried.source == "guess" else None
        if alone is None:
            return carried
        return Time(alone.period, "guess", offset + alone.start, offset + alone.end)
    return Time(mention.period, "sentence", offset + mention.start, offset + mention.end)


def _alone(statement: Statement, periods: Sequence[PeriodMention]) -> PeriodMention | None:
    """The only time of a sentence, where it stands in a later clause: `500 đơn vị, số liệu đến 31/10`."""
    reported = [m for m in periods if not m.is_compared]
    is_one = len({(m.period.start, m.period.end) for m in reported}) == 1 and len(reported) == len(
        periods
    )
    return reported[0] if is_one and reported[0].start >= statement.end else None


def _year_ago(statement: Statement, low: str, carried: Time | None) -> Time | None:
    """The same spell of the year before that of `carried` (`con số cùng kỳ năm ngoái là 5.800`)."""
    if carried is None or carried.source == "guess":
        return None
    words = _SAME_SPELL.search(low, 0, statement.start)
    if words is None or carried.period.kind in ("range", "day"):
        return None
    return replace(carried, period=replace(shifted(carried.period, -1), text=words[0]))


def _same_spell(
    periods: Sequence[PeriodMention], mention: PeriodMention, carried: Time | None, offset: int
) -> Time:
    """The spell told last, in the year of `mention` (`cùng kỳ năm 2016`); else that whole year."""
    told = [m.period for m in reversed(periods) if not m.is_compared and m.end <= mention.start]
    told += [carried.period] if carried is not None and carried.source != "guess" else []
    period = mention.period
    spell = next((p for p in told if p.kind in _SPELLS), None)
    if spell is not None and period.kind == "year":
        moved = shifted(spell, period.start.year - spell.end.year)
        period = replace(moved, text=period.text)
    return Time(period, "sentence", offset + mention.start, offset + mention.end)


def _time_before(
    statement: Statement, low: str, periods: Sequence[PeriodMention],
    mention: PeriodMention | None, offset: int,
) -> Time | None:  # fmt: skip
    if mention is None:
        return None
    is_own = mention.start >= statement.end or mention.is_compared
    span = offset + mention.start, offset + mention.end
    if is_own and not mention.period.text.lower().startswith("cùng kỳ"):
        return Time(mention.period, "sentence", *span)
    reported = [m for m in periods if not m.is_compared and m.end <= statement.start]
    if not reported:
        return None
    period = reported[-1].period
    if is_own:  # cùng kỳ năm trước: the same months of the year before
        return Time(replace(shifted(period, -1), text=mention.period.text), "sentence", *span)
    between = low[reported[-1].end : statement.start]
    if _OTHER_VALUE.search(between) is None:  # Năm 2011 là 9 triệu đồng, nay đã tăng lên …
        last = reported[-1]
        return Time(period, "sentence", offset + last.start, offset + last.end)
    is_yearly = (
        len(periods) == 1
        and period.kind == "year"
        and kind_of(statement.quantity.unit) in ("share", "people", "parts")
        and _MOVED.search(between)
        and not _UP_TO.search(low, 0, reported[-1].start)
        and not reported[-1].period.text.lower().startswith(("đến", "hết", "tính"))
    )
    if not is_yearly:
        return None
    # Năm 2022 giảm từ 27% xuống còn 24%: 27% is of the year before, which no words name.
    year = period.start.year - 1
    return Time(year_period(year, str(year)), "sentence", None, None)


def mention_of(
    statement: Statement, low: str, periods: Sequence[PeriodMention], used: PeriodMention | None
) -> PeriodMention | None:
    """The period right after the number, else the nearest before it, else later in its clause.

    `used` is the period right after the previous number. It belongs to that number if another
    period follows this one: `30 tỉnh vào tháng 8, 15 tỉnh vào tháng 10`.
    """
    reported = [m for m in periods if not m.is_compared]
    if '"' in low or "“" in low:
        reported = [m for m in reported if not _is_in_title(statement, low, m)]
    longer = [m for m in reported if m.period.kind != "day"] or reported
    beside = [m for m in reported if m.start >= statement.end and _is_beside(low, statement.end, m)]
    before = _in_clause(statement, low, [m for m in longer if m.end <= statement.start])
    if statement.role != "previous":
        before = [m for m in before if not _is_of_before(statement, low, m)]
    after = [
        m
        for m in longer
        if statement.end <= m.start <= statement.end + 60
        and (m.period.text.startswith("tính đến") or not _APART.search(low, statement.end, m.start))
    ]
    if statement.role == "previous" and not beside:
        old = [
            m for m in periods if m.is_compared and not m.is_background and m.start >= statement.end
        ]
        if old and _is_beside(low, statement.end, old[0]):
            return old[0]
        for m in periods:
            if m.start >= statement.end and _SINCE.fullmatch(low, statement.end, m.start):
                return m
        compared = [m for m in periods if m.is_compared and not m.is_background]
        before = [m for m in compared if m.end <= statement.start][-1:] or before
    if before and before[-1] is used and after and "," not in low[statement.end : after[0].start]:
        return after[0]
    days = [m for m in reported if m.period.kind == "day" and m.end <= statement.start]
    last = reported[-1:] if len(reported) == 1 and _is_last(statement, low, reported[-1]) else []
    return next(iter([*beside, *before[-1:], *after, *days[-1:], *last]), None)


def _is_last(statement: Statement, low: str, mention: PeriodMention) -> bool:
    """Whether the only time of a sentence ends it and so is that of all its numbers: `…, trong năm tới.`"""
    if mention.start < statement.end or statement.role == "previous":
        return False
    is_end = not low[mention.end :].strip(" .\n")
    return is_end and low[: mention.start].rstrip().endswith((",", ", vào", ", trong"))


def _is_of_before(statement: Statement, low: str, mention: PeriodMention) -> bool:
    """Whether a time is that of the number before (`giảm từ 28% năm 2011 xuống còn 3%`)."""
    if not _MOVED_ON.fullmatch(low, mention.end, statement.start):
        return False
    return _FROM_NUMBER.search(low, max(0, mention.start - 60), mention.start) is not None


def _in_clause(statement: Statement, low: str, before: list[PeriodMention]) -> list[PeriodMention]:
    """The times before a number that its item of a list may have.

    `GDP 5 năm 2011-2015 tăng 13%; thu nhập năm 2015 là 41 triệu; tỷ lệ hộ nghèo dưới 3%`: the last
    item has the time that leads the list. A time at the head of an item leads those after it.
    """
    begin = low.rfind(";", 0, statement.start) + 1
    if begin == 0 or len(before) < 2 or before[-1].start >= begin:
        return before
    first = low.find(";")
    leading = [before[0]] if before[0].start < first else []
    leading += [
        m
        for m in before
        if m.start > first and _HEAD.fullmatch(low, low.rfind(";", 0, m.start) + 1, m.start)
    ]
    return leading[-1:]


def _is_in_title(statement: Statement, low: str, mention: PeriodMention) -> bool:
    """Whether a time stands in a quoted name that the number is no part of."""
    if mention.end > statement.start:
        return False
    within = sum(low.count(q, 0, mention.start) for q in _QUOTES)
    between = sum(low.count(q, mention.end, statement.start) for q in _QUOTES)
    return within % 2 == 1 and between % 2 == 1


def _is_beside(low: str, end: int, mention: PeriodMention) -> bool:
    """Whether only a preposition or an opening bracket is between a number and a time."""
    if not _BESIDE.fullmatch(low, end, mention.start):
        return False
    return "(" not in low[end : mention.start] or low[mention.end : mention.end + 1] in (")", ",")
