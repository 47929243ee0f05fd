"""Follow-ups worth asking: built from figures that are stored, and tried before they are shown."""

from collections.abc import Callable, Iterator

from assistant.records import Answer, Language
from assistant.wording.phrases import place_phrase
from knowledge.records import Figure
from knowledge.search.library import Library
from knowledge.vocabulary.indicators import Indicator, vocabulary
from knowledge.vocabulary.places import same_place

_MOST = 3
_ANSWERED = ("answered", "answered_partly")


def candidates(answer: Answer, library: Library) -> Iterator[str]:
    """Whole questions near an answer: its indicator in another year or place, its plan, its trend.

    Each is about figures that the table holds; whether it is answered well is for the asker to try.
    """
    named = answer.trace.understood.get("indicators")
    known = [vocabulary()[i] for i in named if i in vocabulary()] if isinstance(named, list) else []
    if not known or answer.status not in _ANSWERED or not answer.figures:
        return
    indicator, language, told = known[0], answer.language, answer.figures[0]
    figures = [
        f for f in library.figures(indicators=[indicator.id], roles=["achieved"])
        if f.period is not None and f.period.kind == "year" and not f.contradicts and f.place
    ]  # fmt: skip
    here = [f for f in figures if same_place(f.place, told.place)]
    years = sorted({_year(f) for f in here}, reverse=True)
    others = [y for y in years if str(y) != told.period]
    place = told.place or ""
    if others:
        yield _asked(indicator, place, others[0], language)
    if len(years) > 1 and answer.computed is None:
        yield _trend(indicator, place, years[-1], years[0], language)
    for other in _elsewhere(figures, told.place):
        yield _asked(indicator, other.place or "", _year(other), language)


def suggestions(
    answer: Answer, library: Library, is_answered: Callable[[str], bool]
) -> tuple[str, ...]:
    """At most three follow-ups of which `is_answered` says that they have an answer."""
    found: list[str] = []
    for question in candidates(answer, library):
        if len(found) < _MOST and question not in found and is_answered(question):
            found.append(question)
    return tuple(found)


def _elsewhere(figures: list[Figure], place: str | None) -> list[Figure]:
    """The newest figure of each of two other places."""
    newest: dict[str, Figure] = {}
    for figure in sorted(figures, key=_year, reverse=True):
        if figure.place and not same_place(figure.place, place):
            newest.setdefault(figure.place, figure)
    return list(newest.values())[:2]


def _year(figure: Figure) -> int:
    return figure.period.start.year if figure.period else 0


def _asked(indicator: Indicator, place: str, year: int, language: Language) -> str:
    where = place_phrase(place, language)
    if language == "en":
        return _sentence(f"{indicator.en[0]}, {where}, in {year}?")
    return _sentence(f"{indicator.vi[0]}, {where}, năm {year} là bao nhiêu?")


def _trend(indicator: Indicator, place: str, first: int, last: int, language: Language) -> str:
    where = place_phrase(place, language)
    if language == "en":
        return _sentence(f"how did {indicator.en[0]}, {where}, change from {first} to {last}?")
    return _sentence(f"{indicator.vi[0]}, {where}, thay đổi thế nào từ năm {first} đến năm {last}?")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
