"""The figures of the loaded bulletins -> proposed cases, for a person to accept.

For every figure of a named indicator, a place and a whole year: the question for it, and its
neighbours that no bulletin answers: another year, another place, the plan where only the result is
told. The library is asked whether a neighbour is told elsewhere; a person still has to look, since
a figure that was not read from a bulletin looks just like one that is not there.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.records import Case, ExpectedFigure
from knowledge.output.json_views import number
from knowledge.records import Figure
from knowledge.text.spelling import fold
from knowledge.vocabulary.indicators import Indicator, vocabulary
from knowledge.vocabulary.places import PROVINCES, same_place

Spelling = Literal["vi", "no-accents", "en"]
SPELLINGS: tuple[Spelling, ...] = ("vi", "no-accents", "en")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question is about."""

    indicator: Indicator
    year: int
    place: str
    role: Literal["achieved", "plan"]


def draft_cases(
    figures: Iterable[Figure], spellings: Sequence[Spelling] = SPELLINGS,
    neighbours: int = 1, seed: int = 20261123,
) -> list[Case]:  # fmt: skip
    """Cases for the figures, in their order, each followed by up to `neighbours` of each kind."""
    rng = random.Random(seed)
    usable = [f for f in figures if _is_usable(f)]
    told = _Told(usable)
    years = sorted({f.period.start.year for f in usable if f.period})
    cases: dict[str, Case] = {}
    for figure in usable:
        asked = _asked(figure)
        for spelling in spellings:
            question = question_of(asked, spelling)
            if question not in cases:
                cases[question] = _figure_case(figure, asked, question, spelling)
        for kind, other in _neighbours(asked, told, years, neighbours, rng):
            spelling = rng.choice(list(spellings))
            question = question_of(other, spelling)
            if question not in cases:
                tags = ("draft", "neighbour", kind, spelling)
                cases[question] = Case("", question, refusal=True, tags=tags)
    named = enumerate(cases.values(), 1)
    return [
        Case(f"draft-{number:04}", c.question, figures=c.figures, also=c.also, refusal=c.refusal,
             bulletins=c.bulletins, tags=c.tags)
        for number, c in named
    ]  # fmt: skip


def question_of(asked: _Asked, spelling: Spelling) -> str:
    """A plain question; people's own words are better, and are to be written over it."""
    counted, place, year = asked.indicator, asked.place, asked.year
    if spelling == "en":
        if asked.role == "plan":
            return f"What was the plan for {counted.en[0]} in {place} in {year}?"
        is_rate = counted.units[:1] == ("%",)
        start = "What was the" if is_rate else "How many"
        return f"{start} {counted.en[0]} in {place} in {year}?"
    if asked.role == "plan":
        text = f"Kế hoạch {counted.vi[0]} của {place} năm {year} là bao nhiêu?"
    else:
        text = f"Năm {year}, {counted.vi[0]} của {place} là bao nhiêu?"
    return fold(text) if spelling == "no-accents" else text


def _is_usable(figure: Figure) -> bool:
    return (
        figure.indicator in vocabulary() and figure.place is not None
        and figure.role in ("achieved", "plan") and figure.high is None
        and figure.within is None and figure.contradicts is None
        and figure.period is not None and figure.period.kind == "year"
    )  # fmt: skip


def _asked(figure: Figure) -> _Asked:
    assert figure.period is not None  # _is_usable looked
    role: Literal["achieved", "plan"] = "plan" if figure.role == "plan" else "achieved"
    indicator = vocabulary()[figure.indicator or ""]
    return _Asked(indicator, figure.period.start.year, figure.place or "", role)


def _figure_case(figure: Figure, asked: _Asked, question: str, spelling: Spelling) -> Case:
    expected = ExpectedFigure(
        number(figure.value) or "", figure.unit, place=figure.place, period=str(asked.year),
        plan=number(figure.plan), percent=number(figure.percent),
    )  # fmt: skip
    return Case(
        "", question, figures=(expected,), bulletins=(figure.bulletin_id,),
        tags=("draft", "figure", spelling),
    )  # fmt: skip


class _Told:
    """Whether some figure may answer a question; kin indicators count, so that doubt is no."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = figures

    def holds(self, asked: _Asked) -> bool:
        names = vocabulary()
        own = asked.indicator
        kin = {
            key for key, other in names.items()
            if key in own.near or own.id in other.near or set(other.vi) & set(own.vi)
        } | {own.id}  # fmt: skip
        return any(
            f.indicator in kin and f.period is not None and asked.year in f.period.years
            and same_place(f.place, asked.place)
            and (asked.role == "achieved" or f.role == "plan" or f.plan is not None)
            for f in self._figures
        )  # fmt: skip


def _neighbours(
    asked: _Asked, told: _Told, years: Sequence[int], most: int, rng: random.Random
) -> Iterator[tuple[str, _Asked]]:
    span = range(min(years) - 1, max(years) + 2)
    kinds: dict[str, list[_Asked]] = {
        "year": [_Asked(asked.indicator, y, asked.place, asked.role) for y in span],
        "place": [_Asked(asked.indicator, asked.year, p, asked.role) for p in PROVINCES],
        "role": [_Asked(asked.indicator, asked.year, asked.place, "plan")],
    }
    for kind, others in kinds.items():
        free = [other for other in others if not told.holds(other)]
        for other in rng.sample(free, min(most, len(free))):
            yield kind, other
