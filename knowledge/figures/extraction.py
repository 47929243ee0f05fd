"""Bulletin -> Figures: every statement of a number with its time, place and name.

The time of a figure is the one named in its sentence, else one from an earlier sentence of the
paragraph or from the lead, else the title's, else the year of publication. The figure records which
of these it is, and the span of the time.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

from knowledge.figures.carried_names import CarriedNames
from knowledge.figures.carrying import TimeCourse
from knowledge.figures.cells import cell_figures
from knowledge.figures.coordinated import put_together
from knowledge.figures.foresight import day_of_writing, role_at, year_of_writing
from knowledge.figures.in_turn import Turns, named_in_turn
from knowledge.figures.joining import Statement
from knowledge.figures.place_context import PlaceContext, Placed
from knowledge.figures.place_trust import PlaceTrust
from knowledge.figures.placing import place_of, scopes_of, with_province
from knowledge.figures.planning import PlanScope, as_planned
from knowledge.figures.reading_day import day_of_reading, known_times, source_of
from knowledge.figures.statements import find_statements
from knowledge.figures.times import mention_of, time_of
from knowledge.figures.told_times import Time
from knowledge.numbers.mentions import Mentions
from knowledge.records import Bulletin, Figure, Part, Passage, Period
from knowledge.text.density import readable_end
from knowledge.text.patterns import lazy_regex
from knowledge.text.sentences import sentences
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.periods import overlap
from knowledge.vocabulary.places import places_of

# Figures are digits or contain a power of ten in words; a time without digits may apply to later
# sentences. Words are looked for one by one, which is faster than a pattern of all of them.
_DIGITS = lazy_regex(r"\d+")
_COUNTING_WORDS = (
    "trăm ", "nghìn ", "ngàn ", "triệu ", "tỷ ", "tỉ ", "vạn ", "mười ", "mươi ", "chục ", "mốt ", "lăm ",
    "phần trăm", "năm nay", "năm ngoái", "năm trước", "năm kia", "nửa", "phần ba", "phần tư", "phần năm", "phần mười", "tháng đầu",
    "tháng cuối", "tháng qua", "tháng trước", "quý i", "quý v", "quí i", "quí v", "cả năm", "cuối năm",
)  # fmt: skip


def extract_figures(
    bulletin: Bulletin, revision: int, passages: tuple[Passage, ...], *, is_weighed: bool = True
) -> tuple[Figure, ...]:
    """The figures of a bulletin in reading order, each inside one of `passages`.

    Places that are probably wrong are guesses unless they are not to be weighed (`is_weighed`).
    """
    text = bulletin.text
    whole = Mentions(text, bulletin.published_on)
    whole.published_on = day_of_reading(bulletin, whole.folded)
    low_text = whole.low
    context: PlaceContext | None = None
    trust: PlaceTrust | None = None
    figures: list[Figure] = []
    # Those of the sentence read last.
    told: list[Figure] = []
    counts = _starts_of_counts(low_text)
    starts = [p.start for p in passages]
    written_on = day_of_writing(bulletin)
    called = CarriedNames()
    last, plan, course = (
        readable_end(text),
        PlanScope(bulletin.title, year_of_writing(bulletin)),
        TimeCourse(bulletin, whole),
    )
    for section in bulletin.sections:
        if section.kind == "row":
            continue
        course.begin(section)
        is_caption = section.kind == "caption"
        plan.begin(low_text[section.start : section.end], is_heading=section.kind == "heading")
        if not _has_one(counts, section.start, section.end):
            continue
        for start, end in sentences(text, section.start, section.end):
            if start >= last or not _has_one(counts, start, end):
                continue
            sentence = whole.part(start, end)
            low, quantities = sentence.low, sentence.quantities
            periods = known_times(sentence.periods, bulletin, whole.published_on)
            spans = [(m.start, m.end) for m in periods]
            if quantities:
                context = context or PlaceContext(bulletin, low_text, places_of(text))
                trust = trust or PlaceTrust(bulletin, low_text, context)
                places = context.named_in(start, end)
                spans += context.spans_in(start, end)
                scopes = put_together(scopes_of(sentence.text, low, places, context, start), low)
                spans += [(s.start, s.end) for s in scopes if s.is_whole]
                surrounding = context.head if is_caption else context.around(start, end)
                behind = None
            is_planned = plan.covers(low, periods) and not is_caption
            used, named_times = None, []
            statements = find_statements(sentence.text, quantities, spans, low)
            statements = called.completed(
                named_in_turn(statements, low),
                low,
                spans,
                start,
                low_text[max(0, start - 250) : start],
            )
            turns = Turns(statements, low, scopes if quantities else (), periods, told)
            told = []
            for statement in statements:
                passage = _passage_at(passages, starts, start)
                if passage is None:
                    continue
                at = statement.start
                mention = turns.times.get(at) or mention_of(statement, low, periods, used)
                named_times += [mention] if mention else []
                used = mention if mention and mention.start >= statement.end else None
                needs_other = mention is None or statement.role == "previous"
                around = course.at(low, start, is_planned=is_planned) if needs_other else None
                time = turns.carried.get(at) or time_of(
                    statement, low, periods, mention, around, start
                )
                if time is not None and (at in turns.untold or _is_over(statement, time, bulletin)):
                    time = replace(time, source="guess")
                statement = as_planned(statement, low, plan.source) if is_planned else statement
                placed, behind = place_of(statement, low, scopes, surrounding, behind)
                placed = with_province(turns.places.get(at, placed), bulletin)
                if trust is not None and is_weighed:
                    number = start + statement.start, start + statement.end
                    placed = trust.weighed(placed, number, (start, end))
                for stated in (statement, *_rate_of(statement)):
                    figures.append(_figure(bulletin, revision, passage, stated, low, time, placed,
                                         start, end, len(figures), written_on))  # fmt: skip
                    told.append(figures[-1])
            course.pass_on(low, periods, start, named_times)
            plan.pass_on(statements)
    if any(section.kind == "row" for section in bulletin.sections):
        figures += cell_figures(bulletin, revision, passages, len(figures))
    return tuple(_mark_contradictions(figures, bulletin))


def _is_over(statement: Statement, time: Time, bulletin: Bulletin) -> bool:
    """Whether a time told before is over although the number is planned: nobody plans the past."""
    if statement.role != "plan" or time.source == "sentence" or bulletin.published_on is None:
        return False
    return time.period.end < bulletin.published_on


def _starts_of_counts(low: str) -> list[int]:
    """Where numbers and times may begin in a text in small letters, in order."""
    starts = [m.start() for m in _DIGITS.finditer(low)]
    for word in _COUNTING_WORDS:
        at = low.find(word)
        while at >= 0:
            starts.append(at)
            at = low.find(word, at + 1)
    return sorted(starts)


def _has_one(positions: list[int], start: int, end: int) -> bool:
    """Whether one of the positions, which are in order, lies in `start:end`."""
    i = bisect_left(positions, start)
    return i < len(positions) and positions[i] < end


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


def _figure(
    bulletin: Bulletin, revision: int, passage: Passage, statement: Statement, low: str,
    time: Time | None, placed: Placed | None, start: int, end: int, number: int,
    written_on: date | None,
) -> Figure:  # fmt: skip
    a, b = start + statement.start, start + statement.end
    role, role_source = role_at(statement, low, time, written_on)
    return Figure(
        figure_id=f"{bulletin.bulletin_id}@{revision}:{number}",
        bulletin_id=bulletin.bulletin_id,
        revision=revision,
        passage_id=passage.passage_id,
        name=statement.name,
        indicator=statement.indicator.id if statement.indicator else None,
        value=statement.quantity.value,
        unit=statement.quantity.unit,
        role=role,
        plan=statement.plan,
        total=statement.total,
        percent=statement.percent,
        share=statement.share,
        change=statement.change,
        hedge=statement.hedge,
        preliminary=statement.preliminary,
        within=statement.within,
        period=time.period if time else None,
        period_source=source_of(time.period, time.source, bulletin) if time else None,
        period_start=time.start if time else None,
        period_end=time.end if time else None,
        place=placed.name if placed else None,
        start=a,
        end=b,
        quote=bulletin.text[a:b],
        sentence_start=start,
        sentence_end=end,
        high=statement.quantity.high,
        value_source="guess" if statement.quantity.is_implied else "sentence",
        role_source=role_source,
        parts=tuple(
            Part(
                role if p.role == statement.role else p.role,
                p.value,
                p.unit,
                start + p.start,
                start + p.end,
            )
            for p in statement.parts
        ),
        place_source=placed.source if placed else None,
    )


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
