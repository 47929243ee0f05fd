"""Proposes cases from the figures of the loaded bulletins, for a person to review.

Each figure with a known indicator, a place and a whole year gives a question, and unanswerable
neighbours: another year, another place, the plan where only the result is published. A neighbour
that a figure of the library may answer is left out. A review is necessary, because a figure that
the extraction missed looks like one that no bulletin has.
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
class _Topic:
    """The indicator, year, place and role that a question asks for."""

    indicator: Indicator
    year: int
    place: str
    role: Literal["achieved", "plan"]


def draft_cases(
    figures: Iterable[Figure], spellings: Sequence[Spelling] = SPELLINGS,
    neighbours: int = 1, seed: int = 20261123,
) -> list[Case]:  # fmt: skip
    """Cases for the figures, in their order, each followed by up to `neighbours` of each kind.

    Equal figures and `seed` give equal cases.
    """
    rng = random.Random(seed)
    usable = [f for f in figures if _is_usable(f)]
    coverage = _Coverage(usable)
    years = sorted({f.period.start.year for f in usable if f.period})
    cases: dict[str, Case] = {}
    for figure in usable:
        topic = _topic_of(figure)
        for spelling in spellings:
            question = question_of(topic, spelling)
            if question not in cases:
                cases[question] = _figure_case(figure, topic, question, spelling)
        for kind, neighbour in _neighbours(topic, coverage, years, neighbours, rng):
            spelling = rng.choice(list(spellings))
            question = question_of(neighbour, spelling)
            if question not in cases:
                tags = ("draft", "neighbour", kind, spelling)
                cases[question] = Case("", question, refusal=True, tags=tags)
    numbered = enumerate(cases.values(), 1)
    return [
        Case(f"draft-{number:04}", c.question, figures=c.figures, also=c.also, refusal=c.refusal,
             bulletins=c.bulletins, tags=c.tags)
        for number, c in numbered
    ]  # fmt: skip


def question_of(topic: _Topic, spelling: Spelling) -> str:
    """A question from a template; a person should reword it."""
    indicator, place, year = topic.indicator, topic.place, topic.year
    if spelling == "en":
        if topic.role == "plan":
            return f"What was the plan for {indicator.en[0]} in {place} in {year}?"
        is_rate = indicator.units[:1] == ("%",)
        start = "What was the" if is_rate else "How many"
        return f"{start} {indicator.en[0]} in {place} in {year}?"
    if topic.role == "plan":
        text = f"Kế hoạch {indicator.vi[0]} của {place} năm {year} là bao nhiêu?"
    else:
        text = f"Năm {year}, {indicator.vi[0]} của {place} là bao nhiêu?"
    return fold(text) if spelling == "no-accents" else text


def _is_usable(figure: Figure) -> bool:
    return (
        figure.indicator in vocabulary() and figure.place is not None
        and figure.role in ("achieved", "plan") and figure.high is None
        and figure.within is None and figure.contradicts is None
        and figure.period is not None and figure.period.kind == "year"
    )  # fmt: skip


def _topic_of(figure: Figure) -> _Topic:
    assert figure.period is not None  # checked by _is_usable
    role: Literal["achieved", "plan"] = "plan" if figure.role == "plan" else "achieved"
    indicator = vocabulary()[figure.indicator or ""]
    return _Topic(indicator, figure.period.start.year, figure.place or "", role)


def _figure_case(figure: Figure, topic: _Topic, question: str, spelling: Spelling) -> Case:
    expected = ExpectedFigure(
        number(figure.value) or "", figure.unit, place=figure.place, period=str(topic.year),
        plan=number(figure.plan), percent=number(figure.percent),
    )  # fmt: skip
    return Case(
        "", question, figures=(expected,), bulletins=(figure.bulletin_id,),
        tags=("draft", "figure", spelling),
    )  # fmt: skip


class _Coverage:
    """The topics that a figure may answer; figures of related indicators count too."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = figures

    def includes(self, topic: _Topic) -> bool:
        names = vocabulary()
        indicator = topic.indicator
        kin = {
            key for key, other in names.items()
            if key in indicator.near or indicator.id in other.near
            or set(other.vi) & set(indicator.vi)
        } | {indicator.id}  # fmt: skip
        return any(
            f.indicator in kin and f.period is not None and topic.year in f.period.years
            and same_place(f.place, topic.place)
            and (topic.role == "achieved" or f.role == "plan" or f.plan is not None)
            for f in self._figures
        )  # fmt: skip


def _neighbours(
    topic: _Topic, coverage: _Coverage, years: Sequence[int], most: int, rng: random.Random
) -> Iterator[tuple[str, _Topic]]:
    span = range(min(years) - 1, max(years) + 2)
    kinds: dict[str, list[_Topic]] = {
        "year": [_Topic(topic.indicator, y, topic.place, topic.role) for y in span],
        "place": [_Topic(topic.indicator, topic.year, p, topic.role) for p in PROVINCES],
        "role": [_Topic(topic.indicator, topic.year, topic.place, "plan")],
    }
    for kind, others in kinds.items():
        free = [neighbour for neighbour in others if not coverage.includes(neighbour)]
        for neighbour in rng.sample(free, min(most, len(free))):
            yield kind, neighbour
