"""Results with plans -> those whose plan was exceeded, met or missed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.drafting.from_figures import draft_from_figures
from assistant.evidence.authority import best_of
from assistant.evidence.candidates import EXACT, Candidate
from assistant.evidence.orders import without_orders
from assistant.records import Draft, EvidenceSet, FigureEvidence, Question
from knowledge.figures.consistency import is_of_the_future
from knowledge.records import Figure, Period
from knowledge.search.library import Library
from knowledge.text.spelling import fold
from knowledge.vocabulary.places import same_place

Outcome = Literal["exceeded", "met", "missed"]
_MOST = 12
_FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class PlanResults:
    """The results of one period with the requested outcome.

    `looked_at` counts the results with any outcome. `years` are the years for which the place has
    results with plans, ascending.
    """

    items: tuple[FigureEvidence, ...]
    looked_at: int
    period: Period | None
    places: tuple[str, ...]
    years: tuple[int, ...]


def percent_of_plan(figure: Figure) -> Decimal | None:
    """The result as a percentage of its plan; None without a plan.

    For a share the bulletin must state the percentage: for some shares, less is better.
    """
    if figure.role == "percent_of_plan":
        return figure.value if figure.unit.startswith("%") else None
    if figure.role != "achieved":
        return None
    if figure.percent is not None:
        return figure.percent
    if figure.plan and not figure.unit.startswith("%"):
        return figure.value / figure.plan * 100
    return None


def plan_results(
    outcome: Outcome, question: Question, library: Library, home: str | None, today: date
) -> PlanResults:
    """The results with this outcome for the requested period and place.

    The default is the latest year of `home`.
    """
    places = question.places or ((home,) if home else ())
    here = _candidates(question, library, today, places)
    if not here and not question.places:
        places, here = (), _candidates(question, library, today, ())
    years = sorted({c.figure.period.start.year for c in here if c.figure.period})
    periods = question.periods or _latest_year(here)
    spells = {(p.start, p.end) for p in periods}
    groups: dict[tuple[str | date, ...], list[Candidate]] = defaultdict(list)
    for candidate in here:
        figure = candidate.figure
        if figure.period and (figure.period.start, figure.period.end) in spells:
            place, part = fold(figure.place or ""), fold(figure.within or "")
            indicator = figure.indicator or fold(figure.name)
            groups[indicator, place, figure.period.start, candidate.role, part].append(candidate)
    # Leaves out a part with the name of its whole, which it could be mistaken for.
    wholes = {key[:4] for key in groups if not key[4]}
    groups = {key: held for key, held in groups.items() if not key[4] or key[:4] not in wholes}
    items = [best_of([(c, EXACT) for c in group], today) for group in groups.values()]
    rated = [(percent_of_plan(item.figure), item) for item in items]
    chosen = [(rate, item) for rate, item in rated if rate is not None and _has(outcome, rate)]
    chosen.sort(key=lambda pair: pair[0], reverse=outcome != "missed")
    period = periods[0] if len(periods) == 1 else None
    kept = tuple(item for _, item in chosen[:_MOST])
    return PlanResults(kept, len(items), period, tuple(places), tuple(years))


def draft_from_plans(question: Question, results: PlanResults) -> Draft:
    """A sentence for each result, with the values of other bulletins that disagree."""
    plainly = replace(question, operation="look", role="achieved", whole=None, apart=())
    draft = draft_from_figures(plainly, EvidenceSet(figures=results.items))
    # No bare answer: the question is which results, not what their number is.
    sentences = tuple(replace(sentence, short=None) for sentence in draft.sentences)
    return replace(draft, sentences=sentences, confidence=0.9)


def _candidates(
    question: Question, library: Library, today: date, places: Sequence[str]
) -> list[Candidate]:
    """The results with a plan, of these places or of all.

    They are of the requested indicators, if the question names any.
    """
    ids = [i.id for i in question.indicators] or None
    names: list[str] | None = None
    if places:
        keys = library.figure_keys(ids, ("achieved", "percent_of_plan"))
        held = {key.place for key in keys if key.place}
        names = [name for name in held if any(same_place(name, place) for place in places)]
    figures = library.planned_figures(ids, names)
    # A guessed place, by which the table finds figures too, is taken off them.
    placed = [f for f in figures if names is None or f.place in names]
    kept = [f for f in placed if f.period and not f.contradicts and percent_of_plan(f) is not None]
    kept = without_orders(kept, library)
    origins = library.origins({f.bulletin_id for f in kept})
    return [
        Candidate(f, "percent_of_plan" if f.role == "percent_of_plan" else "achieved",
                  origins[f.bulletin_id])
        for f in kept
        if not is_of_the_future(origins[f.bulletin_id].published_on, today)
    ]  # fmt: skip


def _latest_year(candidates: Sequence[Candidate]) -> tuple[Period, ...]:
    """The latest calendar year with results; empty if there is none."""
    years = [
        c.figure.period for c in candidates if c.figure.period and c.figure.period.kind == "year"
    ]
    return (max(years, key=lambda p: p.start),) if years else ()


def _has(outcome: Outcome, rate: Decimal) -> bool:
    if outcome == "missed":
        return rate < _FULL
    return rate > _FULL if outcome == "exceeded" else rate >= _FULL
