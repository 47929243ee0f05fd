"""Which stored figures could answer a question; `evidence.authority` says which of them does.

A figure answers only for the time, the place and the role that were asked: a neighbouring year
is no answer, and a part of a year is given only where the whole year is not to be had.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question.qualifiers import fits
from assistant.records import AskedRole, Question
from knowledge.ingestion.trust import RANK
from knowledge.records import Figure, Period
from knowledge.search.library import Library
from knowledge.storage.origins import Origin
from knowledge.vocabulary.indicators import Indicator, find_indicators, vocabulary
from knowledge.vocabulary.places import same_place

# How well a figure of the very time that was asked fits; `period_fit` gives less for any other.
EXACT = 20
_KIND_RANK = {"year": 4, "until": 3, "months": 3, "quarter": 2, "month": 2, "range": 1, "day": 0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure, as what it would answer, and whose word it is."""

    figure: Figure
    role: AskedRole
    origin: Origin


def in_order(question: Question) -> list[str]:
    """The indicators asked for, then those near them."""
    ids = [i.id for i in question.indicators[:1]]
    ids += [i.id for i in question.indicators[1:] if not _is_part_of(i.id, question)]
    near = [n for i in question.indicators[:1] for n in vocabulary()[i.id].near]
    return list(dict.fromkeys(ids + near))


def candidates_for(
    indicator: str, question: Question, library: Library
) -> tuple[list[Candidate], list[Figure]]:
    """The figures that could answer, and those that their own bulletin contradicts."""
    kept: list[tuple[Figure, AskedRole]] = []
    contradicting = []
    figures = library.figures(indicators=[indicator])
    sentences = library.sentences_of(figures) if question.qualifiers else {}
    for figure in figures:
        role = _role_for(figure, question.role)
        wants_rate = question.unit == "%" and "%" not in figure.unit
        if role == "achieved" and wants_rate and figure.percent:
            role = "percent_of_plan"
        if question.whole is not None and not _is_part_of_asked(figure, question.whole):
            continue
        if role is None or not _has_unit(figure, role, question.unit):
            continue
        if question.qualifiers and not fits(question.qualifiers, sentences[figure.figure_id]):
            continue
        if figure.contradicts:
            contradicting.append(figure)
        else:
            kept.append((figure, role))
    origins = library.origins({figure.bulletin_id for figure, _ in kept})
    return [Candidate(f, role, origins[f.bulletin_id]) for f, role in kept], contradicting


def _is_part_of_asked(figure: Figure, whole: Indicator) -> bool:
    """Whether the bulletin gives a figure as a part of what was asked ("trong đó")."""
    named = find_indicators(figure.within or "")
    return any(m.indicator.id == whole.id for m in named)


def _is_part_of(indicator_id: str, question: Question) -> bool:
    """Several long names in one question mean several things; only names at one span are kept."""
    first = question.indicators[0]
    other = vocabulary()[indicator_id]
    return not (set(first.vi) & set(other.vi))


def _has_unit(figure: Figure, role: AskedRole, asked: str | None) -> bool:
    """Whether the figure is in the unit asked for; a rate answers no question for a number."""
    if asked is None:
        return True
    if asked == "%":
        return "%" in figure.unit or role == "percent_of_plan"
    return figure.unit.startswith(asked)


def _role_for(figure: Figure, asked: AskedRole) -> AskedRole | None:
    """As what the figure would answer, or None where it cannot."""
    if asked == "plan":
        has_plan = figure.role == "plan" or (figure.role == "achieved" and figure.plan is not None)
        return "plan" if has_plan else None
    if asked == "percent_of_plan":
        stated = figure.role == "percent_of_plan" or (
            figure.role == "achieved" and figure.percent is not None
        )
        return "percent_of_plan" if stated else None
    if asked == "change":
        return "change" if figure.role == "change" else None
    if figure.role == "achieved":
        return "achieved"
    return figure.role if figure.role in ("plan", "percent_of_plan") else None


def place_for(candidates: Sequence[Candidate], question: Question, home: str | None) -> str | None:
    """The place meant by a question that names none: home, else the only one there is."""
    fitting = [
        c for c in candidates
        if any(period_fit(c.figure, p) for p in question.periods or (None,)) and c.figure.place
    ]  # fmt: skip
    if home and any(same_place(c.figure.place, home) for c in candidates):
        return home
    most = max((RANK[c.origin.trust] for c in fitting), default=0)
    places = {c.figure.place for c in fitting if RANK[c.origin.trust] == most}
    return next(iter(places)) if len(places) == 1 else home if home and not places else None


def period_fit(figure: Figure, asked: Period | None) -> int:
    """How well a figure's period answers: 0 not at all, more is better."""
    period = figure.period
    if period is None:
        return 0 if asked else 1
    kind = _KIND_RANK[period.kind]
    penalty = 1 if figure.period_source == "publication date" else 0
    if asked is None:
        return 1 + kind * 2 - penalty
    if (period.start, period.end) == (asked.start, asked.end):
        return EXACT - penalty
    if asked.kind == "year" and asked.start <= period.start and period.end <= asked.end:
        return 1 + kind * 2 - penalty
    return 0
