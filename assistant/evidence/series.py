"""Question -> the operands of its operation, if they are comparable.

Figures are added, subtracted and ranked only if they have the same indicator, role and unit, and
periods of the same kind: a year and eleven months would give a wrong result from right figures.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.evidence.authority import best_of
from assistant.evidence.candidates import EXACT, Candidate, Placed, Pool, in_order, place_for
from assistant.evidence.ranking import are_alike, are_rankable, ranked_places
from assistant.records import FigureEvidence, Question, Result, Series
from assistant.rounding import is_rounded, step_of
from knowledge.figures.consistency import is_of_the_future
from knowledge.ingestion.trust import RANK
from knowledge.records import Figure, Period
from knowledge.search.library import Library
from knowledge.vocabulary.places import same_place
from knowledge.vocabulary.units import measures_alike

_MAX_POINTS = 40
_BOUNDS = frozenset("dưới tối thiểu thiểu ít nhất không quá đa bình âm".split())


def gather_each(
    question: Question, library: Library, home: str | None, today: date | None = None
) -> tuple[list[Series], tuple[str, ...]]:
    """The series that the question asks for, and the requested places that have none.

    A trend and the distance to a plan are those of one place: of several places asked each has a
    series of its own. All other operations put the places side by side in one series.
    """
    is_of_one = question.operation in ("trend", "gap") or question.over == "year"
    if not is_of_one or len(question.places) < 2:
        series = gather_series(question, library, home, today)
        return ([] if series is None else [series]), ()
    each = {
        place: gather_series(replace(question, places=(place,)), library, home, today)
        for place in question.places
    }
    complete = [replace(s, of_place=place) for place, s in each.items() if s is not None]
    return complete, tuple(place for place, s in each.items() if s is None)


def gather_series(
    question: Question, library: Library, home: str | None, today: date | None = None
) -> Series | None:
    """The series that the question asks for; None if there are too few operands.

    Sources of unknown trust are used only if the others do not suffice; bulletins dated after
    `today` are never used.
    """
    if question.role == "change" or question.operation == "gap":
        question = replace(question, role="achieved")
    for indicator in in_order(question):
        every = _comparable(Pool(indicator, question, library), question, home, today)
        trusted = [c for c in every if c.origin.trust != "unknown"]
        for candidates in (trusted, every) if len(trusted) < len(every) else (every,):
            operands = _operands(question, candidates, home)
            if len(operands) >= (1 if question.operation == "gap" else 2):
                with_others = tuple(_with_others(item, every) for item in operands)
                return Series(question.operation, question.over, with_others)
    return None


def _comparable(
    pool: Pool, question: Question, home: str | None, today: date | None
) -> list[Candidate]:
    """The figures from which the operands are chosen, and those that disagree with them."""

    def at(is_wanted: Callable[[Placed], bool]) -> list[Candidate]:
        role = None if question.operation == "gap" else question.role
        return [
            c for c in pool.candidates(is_wanted, role)
            if not _is_bound(c.figure) and not _is_inferred(c.figure)
            and not (today and is_of_the_future(c.origin.published_on, today))
        ]  # fmt: skip

    if question.operation in ("highest", "lowest") and question.over != "year":
        return at(are_rankable(question))
    if question.places:
        return at(lambda f: any(same_place(f.place, place) for place in question.places))
    here = at(lambda f: same_place(f.place, home))
    if any(c.origin.trust != "unknown" for c in here):
        return here  # `place_for` means the home then
    return at(lambda _: True)


def _with_others(item: FigureEvidence, every: Sequence[Candidate]) -> FigureEvidence:
    """The operand with the figures of other bulletins for the same, from all candidates."""
    alike = _exactly([c for c in every if c.role == item.role], item.figure.period, None)
    here = [(c, EXACT) for c in alike if same_place(c.figure.place, item.figure.place)]
    again = best_of(here) if here else item
    return replace(item, others=again.others) if again.figure == item.figure else item


def _is_bound(figure: Figure) -> bool:
    """Whether a figure is a bound (`dưới 5%`), range or average, which cannot be an operand."""
    return bool(set((figure.hedge or "").split()) & _BOUNDS) or figure.high is not None


def _is_inferred(figure: Figure) -> bool:
    """Whether no words name a figure's year: the 27% of `năm 2022 giảm từ 27% xuống còn 24%`."""
    return figure.role == "previous" and figure.period_start is None


def _operands(
    question: Question, candidates: list[Candidate], home: str | None
) -> tuple[FigureEvidence, ...]:
    match question.operation:
        case "highest" | "lowest":
            return _ranked(question, candidates, home)
        case "trend":
            return _over_years(question, candidates, home)
        case "gap":
            return _with_plan(question, candidates, home)
        case _:
            return _side_by_side(question, candidates, home)


def _side_by_side(
    question: Question, candidates: Sequence[Candidate], home: str | None
) -> tuple[FigureEvidence, ...]:
    """One figure for every requested period and place; empty if any of them is missing."""
    places: list[str | None] = list(question.places)
    places = places or [place_for(candidates, question, home)]
    periods: Sequence[Period | None] = question.periods or (None,)
    if len(places) > 1 and not question.periods:
        periods = [_common_period(candidates, places)]
    figures = []
    for period in sorted(periods, key=lambda p: p.start if p else date.min):
        for place in places:
            kept = _exactly(candidates, period, place)
            if not kept:
                return ()
            figures.append(best_of([(c, EXACT) for c in kept]))
    return tuple(figures) if are_alike(figures) else ()


def _common_period(candidates: Sequence[Candidate], places: Sequence[str | None]) -> Period | None:
    """The latest period for which every place has a figure."""
    spells: dict[tuple[date, date], set[str]] = defaultdict(set)
    shown: dict[tuple[date, date], Period] = {}
    for candidate in candidates:
        period, place = candidate.figure.period, candidate.figure.place
        named = next((p for p in places if p and same_place(p, place)), None)
        if period and named:
            spells[period.start, period.end].add(named)
            shown[period.start, period.end] = period
    full = [key for key, held in spells.items() if len(held) == len(set(places))]
    return shown[max(full, key=lambda key: key[1])] if full else None


def _exactly(
    candidates: Sequence[Candidate], period: Period | None, place: str | None
) -> list[Candidate]:
    return [
        c for c in candidates
        if (place is None or same_place(c.figure.place, place))
        and period is not None and c.figure.period is not None
        and (c.figure.period.start, c.figure.period.end) == (period.start, period.end)
    ]  # fmt: skip


def _over_years(
    question: Question, candidates: Sequence[Candidate], home: str | None
) -> tuple[FigureEvidence, ...]:
    """One figure per calendar year between the requested years, oldest first."""
    place = question.places[0] if question.places else place_for(candidates, question, home)
    first = min((p.start.year for p in question.periods), default=date.min.year)
    last = max((p.end.year for p in question.periods), default=date.max.year)
    years: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        period = candidate.figure.period
        if place is not None and not same_place(candidate.figure.place, place):
            continue
        if period and _is_year(period) and first <= period.start.year <= last:
            years[period.start.year].append(candidate)
    figures = [best_of([(c, EXACT) for c in years[y]]) for y in sorted(years)[-_MAX_POINTS:]]
    figures = [f for f in figures if f.role == figures[-1].role]
    return tuple(figures) if figures and are_alike(figures) else ()


def _is_year(period: Period) -> bool:
    return (period.start.month, period.start.day, period.end.month, period.end.day) == (
        1, 1, 12, 31,
    ) and period.start.year == period.end.year  # fmt: skip


def _ranked(
    question: Question, candidates: Sequence[Candidate], home: str | None
) -> tuple[FigureEvidence, ...]:
    """The figures of all years, or of all districts or provinces for one period, best first."""
    if question.over == "year":
        figures = list(_over_years(question, candidates, home))
    else:
        figures = ranked_places(question, candidates)
    is_highest = question.operation == "highest"
    return tuple(sorted(figures, key=lambda f: f.answer[0], reverse=is_highest))


def _with_plan(
    question: Question, candidates: Sequence[Candidate], home: str | None
) -> tuple[FigureEvidence, ...]:
    """The result and the plan, from one figure or from two of the same period and place."""
    place = question.places[0] if question.places else place_for(candidates, question, home)
    here = [c for c in candidates if place is None or same_place(c.figure.place, place)]
    spells = [(p.start, p.end) for p in question.periods]
    done = [
        c for c in here
        if c.figure.role == "achieved" and c.figure.period
        and (not spells or (c.figure.period.start, c.figure.period.end) in spells)
    ]  # fmt: skip
    if not done:
        return ()
    if question.unit == "%":  # asks by how many percent of the plan
        rated = [c for c in done if c.figure.percent is not None]
        kept = [(replace(c, role="percent_of_plan"), EXACT) for c in rated]
        return (best_of(kept),) if kept else ()
    # Among the most trusted results, one with its plan is preferred.
    most = max(RANK[c.origin.trust] for c in done)
    done = [c for c in done if RANK[c.origin.trust] == most]
    whole = [c for c in done if c.figure.plan is not None] or done
    result = best_of([(replace(c, role="achieved"), EXACT) for c in whole])
    if result.figure.plan is not None:
        return result, replace(result, role="plan", others=())
    plans = [
        c for c in here
        if c.figure.role == "plan" and c.figure.period and result.figure.period
        and (c.figure.period.start, c.figure.period.end)
        == (result.figure.period.start, result.figure.period.end)
        and measures_alike(c.figure.unit, result.figure.unit)
    ]  # fmt: skip
    if not plans:
        return ()
    return result, best_of([(replace(c, role="plan"), EXACT) for c in plans])


def compute(series: Series) -> Result | None:
    """The result of the operation; None if the operands are only listed.

    A difference of shares is in percentage points. Shares are never added. A difference that is
    no more than what its operands leave open (`23,5 nghìn` and 23.436) is none.
    """
    values = [item.answer for item in series.operands]
    unit = values[0][1]
    if series.operation in ("compare", "difference", "gap", "trend") and len(values) > 1:
        steps = [step_of(item) for item in (series.operands[0], series.operands[-1])]
        apart = abs(values[-1][0] - values[0][0])
        if is_rounded(series) and apart <= max(steps):
            return None
    is_share = unit.startswith("%")
    match series.operation:
        case "highest" | "lowest":
            return Result(*values[0])
        case "sum":
            return None if is_share else Result(sum((v for v, _ in values), Decimal(0)), unit)
        case "compare" | "difference" if len(values) != 2:
            return None
        case "gap" if len(values) == 1:  # 151% of the plan is 51% above it
            return Result(values[0][0] - 100, "%")
        case "gap":
            return Result(values[0][0] - values[1][0], "điểm %" if is_share else unit)
        case _:
            return Result(values[-1][0] - values[0][0], "điểm %" if is_share else unit)
