"""Question -> the stored figures that could answer it; `evidence.authority` chooses among them.

A figure answers only for the requested time, place and role: a neighbouring year is no answer, and
a part of a year answers only if there is no figure of the whole year.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from assistant.evidence.orders import speaks_to_program
from assistant.question.ages import ages_of, is_of_ages
from assistant.question.purposes import asks_what_was_done
from assistant.question.qualifiers import fits
from assistant.records import AskedRole, Question
from knowledge.figures.lists import start_of_parts
from knowledge.ingestion.trust import RANK
from knowledge.records import FieldSource, Figure, Period, Trust
from knowledge.search.library import Library
from knowledge.storage.figure_filter import FigureGroup
from knowledge.storage.origins import Origin
from knowledge.text.spelling import plain
from knowledge.vocabulary.countries import find_countries
from knowledge.vocabulary.indicators import Indicator, find_indicators, vocabulary
from knowledge.vocabulary.places import same_place
from knowledge.vocabulary.units import answers_unit

# The fit of a figure of exactly the requested time; `period_fit` is lower for any other.
EXACT = 20
_KIND_RANK = {"year": 4, "until": 3, "months": 3, "quarter": 2, "month": 2, "range": 1, "day": 0}


class Timed(Protocol):
    """What has a time: a figure, a cell."""

    @property
    def period(self) -> Period | None: ...
    @property
    def period_source(self) -> FieldSource | None: ...


class Placed(Timed, Protocol):
    """What has a time and a place."""

    @property
    def place(self) -> str | None: ...


class Located(Placed, Protocol):
    """What has a time, a place, and a source that is trusted so far."""

    @property
    def trust(self) -> Trust: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure, the role in which it would answer, and the origin of its bulletin."""

    figure: Figure
    role: AskedRole
    origin: Origin

    @property
    def place(self) -> str | None:
        return self.figure.place

    @property
    def period(self) -> Period | None:
        return self.figure.period

    @property
    def period_source(self) -> FieldSource | None:
        return self.figure.period_source

    @property
    def trust(self) -> Trust:
        return self.origin.trust


def in_order(question: Question) -> list[str]:
    """The ids of the requested indicators, then of those near the first."""
    ids = [i.id for i in question.indicators[:1]]
    ids += [i.id for i in question.indicators[1:] if not _is_part_of(i.id, question)]
    near = [n for i in question.indicators[:1] for n in vocabulary()[i.id].near]
    return list(dict.fromkeys(ids + near))


class Pool:
    """The figures of one indicator that could answer a question.

    Their groups tell times and places without reading a figure; figures are read as far as an
    answer needs them.
    """

    def __init__(self, indicator: str, question: Question, library: Library) -> None:
        self._indicator, self._question, self._library = indicator, question, library
        roles: dict[tuple[object, ...], AskedRole | None] = {}  # thousands of groups, a few keys
        self._groups: list[tuple[FigureGroup, AskedRole]] = []
        self._contradicted: list[tuple[FigureGroup, AskedRole]] = []
        for group in library.figure_groups(indicator):
            key = (group.role, group.unit, group.has_plan, group.has_percent, group.period is None)
            if key not in roles:
                roles[key] = _role_of(group, question)
            role = roles[key]
            if role is not None and (question.whole is None or group.is_part):
                fitting = self._contradicted if group.is_contradicted else self._groups
                fitting.append((group, role))

    def located(self, home: str | None) -> Sequence[Located]:
        """Times and places of which there are figures; those that the question names, and `home`.

        Words that narrow what is counted are in the sentences only, so then figures are read, and
        those of other times and places are left out.
        """
        if not self._is_narrowed:
            return [group for group, _ in self._groups]
        asked, places = self._question.periods or (None,), (*self._question.places, home)
        return self.candidates(
            lambda f: (
                any(period_fit(f, p) for p in asked) or any(same_place(f.place, p) for p in places)
            )
        )

    def candidates(
        self, is_wanted: Callable[[Placed], bool], role: AskedRole | None = None
    ) -> list[Candidate]:
        """The figures that are wanted by time and place, newest first; only in `role`."""
        groups = [g for g, r in self._groups if (role is None or r == role) and is_wanted(g)]
        wanted = [f for f in self._read(groups) if is_wanted(f) and not f.contradicts]
        figures = list(self._fitting(wanted))
        origins = self._library.origins({figure.bulletin_id for figure, _ in figures})
        return [
            Candidate(f, r, origins[f.bulletin_id]) for f, r in figures if role is None or r == role
        ]

    def contradicting(self, is_wanted: Callable[[Placed], bool]) -> list[Figure]:
        """The figures that would answer and that their own bulletin contradicts."""
        groups = [g for g, _ in self._contradicted if is_wanted(g)]
        wanted = [f for f in self._read(groups) if is_wanted(f) and f.contradicts]
        return [f for f, _ in self._fitting(wanted)]

    @cached_property
    def _is_narrowed(self) -> bool:
        question = self._question
        is_narrowed = question.qualifiers or question.mentions.countries or question.whole
        return bool(is_narrowed or ages_of(question.text))

    def _read(self, groups: Sequence[FigureGroup]) -> list[Figure]:
        return self._library.figures_of_groups(self._indicator, groups)

    def _fitting(self, figures: Sequence[Figure]) -> Iterator[tuple[Figure, AskedRole]]:
        """The figures that could answer, with their roles."""
        question, countries = self._question, set(self._question.mentions.countries)
        sentences, ages = self._library.sentences_of(figures), ages_of(question.text)
        for figure in figures:
            role, sentence = _role_of(figure, question), sentences[figure.figure_id]
            if role is None or speaks_to_program(sentence):
                continue
            if question.whole is not None and not _is_part_of_asked(figure, question.whole):
                continue
            if question.qualifiers and not fits(question.qualifiers, own_words(figure, sentence)):
                continue
            if not is_of_ages(ages, own_words(figure, sentence)):
                continue
            if countries and countries - set(find_countries(sentence)):
                continue
            yield figure, role


def own_words(figure: Figure, sentence: str) -> str:
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


def _has_unit(unit: str, role: AskedRole, asked: str | None) -> bool:
    """Whether it is the requested unit; a rate does not answer a question for a number."""
    if asked is None:
        return True
    if asked == "%":
        return "%" in unit or role == "percent_of_plan"
    return answers_unit(unit, asked)


def _role_of(figure: Figure | FigureGroup, question: Question) -> AskedRole | None:
    """The role in which the figure answers; None if it has another role or unit."""
    if isinstance(figure, FigureGroup):
        has_plan, has_percent = figure.has_plan, figure.has_percent
    else:
        has_plan, has_percent = figure.plan is not None, figure.percent is not None
    role = _role_for(figure, question.role, has_plan=has_plan, has_percent=has_percent)
    if role == "plan" and question.role != "plan" and asks_what_was_done(question.text):
        return None
    wants_rate = question.unit == "%" and "%" not in figure.unit
    if role == "achieved" and wants_rate and has_percent:
        role = "percent_of_plan"
    return role if role is not None and _has_unit(figure.unit, role, question.unit) else None


def _role_for(
    figure: Figure | FigureGroup, asked: AskedRole, *, has_plan: bool, has_percent: bool
) -> AskedRole | None:
    if asked == "plan":
        return "plan" if figure.role == "plan" or (figure.role == "achieved" and has_plan) else None
    if asked == "percent_of_plan":
        stated = figure.role == "percent_of_plan" or (figure.role == "achieved" and has_percent)
        return "percent_of_plan" if stated else None
    if asked == "change":
        return "change" if figure.role == "change" else None
    # The 27% of `giảm từ 27% năm 2021 xuống còn 24%` is the result of 2021.
    if figure.role == "achieved" or (figure.role == "previous" and figure.period is not None):
        return "achieved"
    return figure.role if figure.role in ("plan", "percent_of_plan") else None


def place_for(located: Sequence[Located], question: Question, home: str | None) -> str | None:
    """The place meant by a question that names none: home, else the only place with figures."""
    if home and any(same_place(place, home) for place in {item.place for item in located}):
        return home
    fitting = [
        item for item in located
        if item.place and any(period_fit(item, p) for p in question.periods or (None,))
    ]  # fmt: skip
    most = max((RANK[item.trust] for item in fitting), default=0)
    places = {item.place for item in fitting if RANK[item.trust] == most}
    return next(iter(places)) if len(places) == 1 else home if home and not places else None


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
