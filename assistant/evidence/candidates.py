"""Question -> the stored figures that could answer it; `evidence.authority` chooses among them.

A figure answers only for the requested time, place and role: a neighbouring year is no answer, and
a part of a year answers only if there is no figure of the whole year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.question.qualifiers import fits
from assistant.records import AskedRole, Question
from knowledge.figures.lists import start_of_parts
from knowledge.ingestion.trust import RANK
from knowledge.records import FieldSource, Figure, Period
from knowledge.search.library import Library
from knowledge.storage.origins import Origin
from knowledge.text.spelling import plain
from knowledge.vocabulary.countries import find_countries
from knowledge.vocabulary.indicators import Indicator, find_indicators, vocabulary
from knowledge.vocabulary.places import same_place
from knowledge.vocabulary.units import answers_unit

# The fit of a figure of exactly the requested time; `period_fit` is lower for any other.
EXACT = 20
_KIND_RANK = {"year": 4, "until": 3, "months": 3, "quarter": 2, "month": 2, "range": 1, "day": 0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure, the role in which it would answer, and the origin of its bulletin."""

    figure: Figure
    role: AskedRole
    origin: Origin


def in_order(question: Question) -> list[str]:
    """The ids of the requested indicators, then of those near the first."""
    ids = [i.id for i in question.indicators[:1]]
    ids += [i.id for i in question.indicators[1:] if not _is_part_of(i.id, question)]
    near = [n for i in question.indicators[:1] for n in vocabulary()[i.id].near]
    return list(dict.fromkeys(ids + near))


def candidates_for(
    indicator: str, question: Question, library: Library
) -> tuple[list[Candidate], list[Figure]]:
    """The figures that could answer, and the figures that their own bulletin contradicts."""
    kept: list[tuple[Figure, AskedRole]] = []
    contradicting = []
    figures = library.figures(indicators=[indicator])
    countries = set(question.mentions.countries)
    sentences = library.sentences_of(figures) if question.qualifiers or countries else {}
    for figure in figures:
        role = _role_for(figure, question.role)
        wants_rate = question.unit == "%" and "%" not in figure.unit
        if role == "achieved" and wants_rate and figure.percent:
            role = "percent_of_plan"
        if question.whole is not None and not _is_part_of_asked(figure, question.whole):
            continue
        if role is None or not _has_unit(figure, role, question.unit):
            continue
        if question.qualifiers and not fits(
            question.qualifiers, _own_words(figure, sentences[figure.figure_id])
        ):
            continue
        if countries and countries - set(find_countries(sentences[figure.figure_id])):
            continue
        if figure.contradicts:
            contradicting.append(figure)
        else:
            kept.append((figure, role))
    origins = library.origins({figure.bulletin_id for figure, _ in kept})
    return [Candidate(f, role, origins[f.bulletin_id]) for f, role in kept], contradicting


def _own_words(figure: Figure, sentence: str) -> str:
    """A figure's sentence without the parts behind it: their words narrow the parts only.

    `3.960 người, trong đó nữ 1.200 người` counts 1.200 women, and not 3.960.
    """
    if figure.within is not None:
        return sentence
    end = start_of_parts(plain(sentence), figure.end - figure.sentence_start)
    return sentence[:end]


def _is_part_of_asked(figure: Figure, whole: Indicator) -> bool:
    """Whether the bulletin gives a figure as a part of the indicator `whole` ("trong đó")."""
    named = find_indicators(figure.within or "")
    return any(m.indicator.id == whole.id for m in named)


def _is_part_of(indicator_id: str, question: Question) -> bool:
    """Whether an indicator shares no Vietnamese name with the first one of the question.

    It is then a second thing that the question names, and not another reading of the same words.
    """
    first = question.indicators[0]
    other = vocabulary()[indicator_id]
    return not (set(first.vi) & set(other.vi))


def _has_unit(figure: Figure, role: AskedRole, asked: str | None) -> bool:
    """Whether the figure has the requested unit; a rate does not answer a question for a number."""
    if asked is None:
        return True
    if asked == "%":
        return "%" in figure.unit or role == "percent_of_plan"
    return answers_unit(figure.unit, asked)


def _role_for(figure: Figure, asked: AskedRole) -> AskedRole | None:
    """The role in which the figure would answer; None if it cannot."""
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
    # The 27% of `giảm từ 27% năm 2021 xuống còn 24%` is the result of 2021.
    if figure.role == "achieved" or (figure.role == "previous" and figure.period is not None):
        return "achieved"
    return figure.role if figure.role in ("plan", "percent_of_plan") else None


def place_for(candidates: Sequence[Candidate], question: Question, home: str | None) -> str | None:
    """The place meant by a question that names none: home, else the only place with figures."""
    fitting = [
        c for c in candidates
        if any(period_fit(c.figure, p) for p in question.periods or (None,)) and c.figure.place
    ]  # fmt: skip
    if home and any(same_place(c.figure.place, home) for c in candidates):
        return home
    most = max((RANK[c.origin.trust] for c in fitting), default=0)
    places = {c.figure.place for c in fitting if RANK[c.origin.trust] == most}
    return next(iter(places)) if len(places) == 1 else home if home and not places else None


class Timed(Protocol):
    """What has a time: a figure, a cell."""

    @property
    def period(self) -> Period | None: ...
    @property
    def period_source(self) -> FieldSource | None: ...


def period_fit(figure: Timed, asked: Period | None) -> int:
    """How well a figure's period fits the requested one; 0 is not at all, more is better."""
    period = figure.period
    if period is None:
        return 0 if asked else 1
    kind = _KIND_RANK[period.kind]
    penalty = 1 if figure.period_source == "guess" else 0
    if asked is None:
        return 1 + kind * 2 - penalty
    if (period.start, period.end) == (asked.start, asked.end):
        return EXACT - penalty
    if asked.kind == "year" and asked.start <= period.start and period.end <= asked.end:
        return 1 + kind * 2 - penalty
    return 0
