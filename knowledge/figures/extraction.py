"""Bulletin -> Figures: every statement of a number with its time, place and name.

The time of a figure is the one named in its sentence, else one from an earlier sentence of the
paragraph or from the lead, else the title's, else the year of publication. The figure records which
of these it is, and the span of the time.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge.figures.joining import Statement
from knowledge.figures.placing import place_of, scopes_of, with_province
from knowledge.figures.statements import find_statements
from knowledge.numbers.mentions import Mentions
from knowledge.records import Bulletin, Figure, Part, Passage, Period, PeriodSource, Role
from knowledge.text.density import readable_end
from knowledge.text.sentences import sentences
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.periods import (
    PeriodMention,
    overlap,
    year_period,
)
from knowledge.vocabulary.places import joined_places

_LEAD_SECTIONS = 2
# `49% năm 2012`, `10.000 tỷ đồng trong năm 2016`: at most a preposition stands between number and
# time.
_BESIDE = re.compile(r"[\s/(]*(?:(?:vào|trong|của|ở|tính|kế hoạch|cho|so với kế hoạch)(?!\w)\s*)*")
# A time after one of these belongs to the next statement.
_APART = re.compile(r"[,;(]|(?<!\w)(?:dự kiến|trong khi|còn|nhưng)(?!\w)")
_LINKED = re.compile(
    r"(?:trong đó|cụ thể|trong số|riêng|theo đó|đồng thời|ngoài ra|bên cạnh đó)(?!\w)"
)
# Figures are digits or contain a power of ten in words; a relative year may apply to later
# sentences.
_MAY_COUNT = re.compile(r"\d|(?:trăm|nghìn|ngàn|triệu|tỷ|vạn) |năm (?:nay|ngoái|trước)|nửa|phần ba")
_CARRIED = ("year", "months", "quarter", "until", "month")


@dataclass(frozen=True, slots=True)
class _Time:
    period: Period
    source: PeriodSource
    start: int | None
    end: int | None


def extract_figures(bulletin: Bulletin, revision: int, passages: tuple[Passage, ...]) -> tuple[
    Figure, ...
]:  # fmt: skip
    """The figures of a bulletin in reading order, each inside one of `passages`."""
    text = bulletin.text
    whole = Mentions(text, bulletin.published_on)
    low_text = whole.low
    figures: list[Figure] = []
    starts = [p.start for p in passages]
    lead = carried = fallback = _default_time(bulletin)
    latest: _Time | None = None
    last = readable_end(text)
    for number, section in enumerate(bulletin.sections):
        # The year of the lead applies to the whole bulletin, another one only to its paragraph.
        is_linked = _LINKED.match(low_text, section.start)
        carried = carried if is_linked and number else lead
        is_caption = section.kind == "caption"
        if not _MAY_COUNT.search(low_text, section.start, section.end):
            continue
        for start, end in sentences(text, section.start, section.end):
            if start >= last or not _MAY_COUNT.search(low_text, start, end):
                continue
            sentence = whole.part(start, end)
            low, periods, quantities = sentence.low, sentence.periods, sentence.quantities
            places = joined_places(sentence.text, sentence.places) if quantities else ()
            spans = [(m.start, m.end) for m in periods]
            spans += [(m.start, m.end) for m in places]
            scopes = scopes_of(low, places) if quantities else []
            used: PeriodMention | None = None
            for statement in find_statements(sentence.text, quantities, spans, low):
                passage = _passage_at(passages, starts, start)
                if passage is None:
                    continue
                mention = _mention(statement, low, periods, used)
                used = mention if mention and mention.start >= statement.end else None
                time = None if is_caption else carried
                if mention is not None:
                    time = _Time(
                        mention.period, "sentence", start + mention.start, start + mention.end
                    )
                elif latest is not None and _LINKED.match(low):
                    time = latest
                place = with_province(place_of(statement, low, places, scopes, bulletin), bulletin)
                for stated in (statement, *_rate_of(statement)):
                    figures.append(_figure(bulletin, revision, passage, stated, time, place,
                                         start, end, len(figures)))  # fmt: skip
            reported = [m for m in periods if not m.is_compared and m.period.kind != "day"]
            if reported and not is_caption:
                m = reported[0]
                latest = _Time(m.period, "earlier sentence", start + m.start, start + m.end)
                if m.period.kind in _CARRIED:
                    carried = latest
                    if lead is fallback and number < _LEAD_SECTIONS:
                        lead = carried
    return tuple(_mark_contradictions(figures, bulletin))


def _passage_at(passages: tuple[Passage, ...], starts: list[int], at: int) -> Passage | None:
    """The passage that contains position `at`, or None; `starts` are those of `passages`."""
    i = bisect_right(starts, at) - 1
    return passages[i] if i >= 0 and at < passages[i].end else None


def _rate_of(statement: Statement) -> tuple[Statement, ...]:
    """The rate of a number with a share (`16.003/80.276 hộ nghèo (19,93%)`); empty without one."""
    indicator = statement.indicator
    if indicator is None or indicator.rate is None or statement.share is None:
        return ()
    rate = vocabulary()[indicator.rate]
    quantity = replace(statement.quantity, value=statement.share, unit="%", second=None, high=None)
    parts = tuple(replace(p, role="achieved") for p in statement.parts if p.role == "share")
    return (
        replace(
            statement,
            name=rate.vi[-1],
            indicator=rate,
            quantity=quantity,
            total=None,
            share=None,
            parts=parts,
        ),
    )


def _default_time(bulletin: Bulletin) -> _Time | None:
    for mention in Mentions(bulletin.title, bulletin.published_on).periods:
        if not mention.is_compared and mention.period.kind != "day":
            return _Time(mention.period, "title", None, None)
    if bulletin.published_on:
        year = bulletin.published_on.year
        return _Time(year_period(year), "publication date", None, None)
    return None


def _mention(
    statement: Statement, low: str, periods: Sequence[PeriodMention], used: PeriodMention | None
) -> PeriodMention | None:
    """The period right after the number, else the nearest before it, else later in its clause.

    `used` is the period right after the previous number. It belongs to that number if another
    period follows this one: `30 tỉnh vào tháng 8, 15 tỉnh vào tháng 10`.
    """
    reported = [m for m in periods if not m.is_compared]
    longer = [m for m in reported if m.period.kind != "day"] or reported
    beside = [m for m in reported if m.start >= statement.end and _is_beside(low, statement.end, m)]
    before = [m for m in longer if m.end <= statement.start]
    after = [
        m
        for m in longer
        if statement.end <= m.start <= statement.end + 60
        and (m.period.text.startswith("tính đến") or not _APART.search(low, statement.end, m.start))
    ]
    if statement.role == "previous" and not beside:
        before = [m for m in periods if m.is_compared and m.end <= statement.start][-1:] or before
    if before and before[-1] is used and after and "," not in low[statement.end : after[0].start]:
        return after[0]
    return beside[0] if beside else before[-1] if before else after[0] if after else None


def _is_beside(low: str, end: int, mention: PeriodMention) -> bool:
    """Whether only a preposition or an opening bracket is between a number and a time."""
    if not _BESIDE.fullmatch(low, end, mention.start):
        return False
    return "(" not in low[end : mention.start] or low[mention.end : mention.end + 1] in (")", ",")


def _figure(
    bulletin: Bulletin, revision: int, passage: Passage, statement: Statement,
    time: _Time | None, place: str | None, start: int, end: int, number: int,
) -> Figure:  # fmt: skip
    a, b = start + statement.start, start + statement.end
    return Figure(
        figure_id=f"{bulletin.bulletin_id}@{revision}:{number}",
        bulletin_id=bulletin.bulletin_id,
        revision=revision,
        passage_id=passage.passage_id,
        name=statement.name,
        indicator=statement.indicator.id if statement.indicator else None,
        value=statement.quantity.value,
        unit=statement.quantity.unit,
        role=_role(statement, time, bulletin),
        plan=statement.plan,
        total=statement.total,
        percent=statement.percent,
        share=statement.share,
        change=statement.change,
        hedge=statement.hedge,
        preliminary=statement.preliminary,
        within=statement.within,
        period=time.period if time else None,
        period_source=time.source if time else None,
        period_start=time.start if time else None,
        period_end=time.end if time else None,
        place=place,
        start=a,
        end=b,
        quote=bulletin.text[a:b],
        sentence_start=start,
        sentence_end=end,
        high=statement.quantity.high,
        parts=tuple(
            Part(p.role, p.value, p.unit, start + p.start, start + p.end) for p in statement.parts
        ),
    )


def _role(statement: Statement, time: _Time | None, bulletin: Bulletin) -> Role:
    """The statement's role; an achievement after the day of publication is a plan."""
    published = bulletin.published_on
    is_future = time is not None and published is not None and time.period.start > published
    return "plan" if is_future and statement.role == "achieved" else statement.role


def _mark_contradictions(figures: list[Figure], bulletin: Bulletin) -> list[Figure]:
    """The figures; those of captions are marked where the body gives the value to another period.

    The usual case is a typing error in a photo caption ("Năm 2002, có 753 lao động …"). The body is
    right, because it is written from the report.
    """
    captions = [s for s in bulletin.sections if s.kind == "caption"]
    if not captions:
        return figures
    starts = [s.start for s in captions]

    def is_caption(figure: Figure) -> bool:
        i = bisect_right(starts, figure.start) - 1
        return i >= 0 and figure.start < captions[i].end

    # The first figure of the body for each value, indicator and period.
    by_value: dict[tuple[Decimal, str | None], dict[Period, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.period and not is_caption(figure):
            by_value[figure.value, figure.indicator].setdefault(figure.period, figure)
    marked = []
    for figure in figures:
        elsewhere = by_value.get((figure.value, figure.indicator)) if is_caption(figure) else None
        period = figure.period
        if elsewhere and period:
            other = next((f for p, f in elsewhere.items() if not overlap(p, period)), None)
            figure = replace(figure, contradicts=other.figure_id) if other else figure
        marked.append(figure)
    return marked
