"""Answer -> follow-up questions about stored figures, each tested before it is shown."""

from collections.abc import Callable, Iterator

from assistant.records import Answer
from assistant.wording.asking import figure_question, trend_question
from knowledge.search.library import Library
from knowledge.storage.figure_filter import FigureGroup
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.places import same_place

_MOST = 3
_ANSWERED = ("answered", "answered_partly")


def candidates(answer: Answer, library: Library, this_year: int) -> Iterator[str]:
    """Questions related to an answer: its indicator in another year or place, and its trend.

    Each asks for stored figures up to this year, since what bulletins say of later ones are aims;
    the caller must test whether it has a good answer.
    """
    ids = answer.trace.understood.get("indicators")
    known = [vocabulary()[i] for i in ids if i in vocabulary()] if isinstance(ids, list) else []
    if not known or answer.status not in _ANSWERED or not answer.figures:
        return
    indicator, language, answered = known[0], answer.language, answer.figures[0]
    figures = [
        g for g in library.figure_groups(indicator.id)
        if g.role == "achieved" and g.period is not None and g.period.kind == "year"
        and not g.is_contradicted and g.place and _year(g) <= this_year
    ]  # fmt: skip
    here = [f for f in figures if same_place(f.place, answered.place)]
    years = sorted({_year(f) for f in here}, reverse=True)
    others = [y for y in years if str(y) != answered.period]
    place = answered.place or ""
    if others:
        yield figure_question(indicator, place, others[0], language)
    if len(years) > 1 and answer.computed is None:
        yield trend_question(indicator, place, (years[-1], years[0]), language)
    for other in _elsewhere(figures, answered.place):
        yield figure_question(indicator, other.place or "", _year(other), language)


def suggestions(
    answer: Answer, library: Library, this_year: int, is_answered: Callable[[str], bool]
) -> tuple[str, ...]:
    """At most three follow-ups that `is_answered` accepts."""
    accepted: list[str] = []
    for question in candidates(answer, library, this_year):
        if len(accepted) < _MOST and question not in accepted and is_answered(question):
            accepted.append(question)
    return tuple(accepted)


def _elsewhere(figures: list[FigureGroup], place: str | None) -> list[FigureGroup]:
    """The newest figure of each of two other places."""
    newest: dict[str, FigureGroup] = {}
    for figure in sorted(figures, key=_year, reverse=True):
        if figure.place and not same_place(figure.place, place):
            newest.setdefault(figure.place, figure)
    return list(newest.values())[:2]


def _year(figure: FigureGroup) -> int:
    return figure.period.start.year if figure.period else 0
