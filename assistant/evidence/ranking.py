"""The figures of several places that a ranking puts side by side."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from assistant.evidence.authority import best_of
from assistant.evidence.candidates import EXACT, Candidate, Placed
from assistant.records import FigureEvidence, Question
from knowledge.vocabulary.place_names import is_within, province_of
from knowledge.vocabulary.places import COUNTRY, level_of, same_place
from knowledge.vocabulary.units import measures_alike


def are_alike(figures: Sequence[FigureEvidence]) -> bool:
    """Whether figures may be added or compared: the same role, and units that are the same."""
    units = [item.answer[1] for item in figures]
    is_one_role = len({item.role for item in figures}) == 1
    return is_one_role and all(measures_alike(units[0], unit) for unit in units)


def are_rankable(question: Question) -> Callable[[Placed], bool]:
    """Whether the time and the place of a figure let it be in a ranking of places."""
    level, spells = _level(question), {(p.start, p.end) for p in question.periods}

    def is_rankable(item: Placed) -> bool:
        if item.period is None or item.place is None or level_of(item.place) != level:
            return False
        return not spells or (item.period.start, item.period.end) in spells

    return is_rankable


def ranked_places(question: Question, candidates: Sequence[Candidate]) -> list[FigureEvidence]:
    """One figure per place that the question lets rank, for the period with most places."""
    is_asked = _ranked_places(question)
    asked = [(p.start, p.end) for p in question.periods]
    groups: dict[tuple[date, date, str, bool], dict[str, list[Candidate]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for candidate in candidates:
        figure = candidate.figure
        if figure.period is None or figure.place is None or not is_asked(candidate):
            continue
        spell = (figure.period.start, figure.period.end)
        if not asked or spell in asked:
            is_of_turns = figure.unit.startswith("lượt")
            groups[*spell, candidate.role, is_of_turns][figure.place].append(candidate)
    if not groups:
        return []
    # The period with most places, then the latest: a ranking of few places says little.
    best = max(groups, key=lambda key: (len(groups[key]), key[1], key[2] == "achieved"))
    figures = [best_of([(c, EXACT) for c in held]) for held in groups[best].values()]
    if not are_alike(figures) or len(figures) < len(_set_asked(question)):
        return []  # of the places named one has no figure: the others are not all
    return figures


def _set_asked(question: Question) -> list[str]:
    """The places that a ranking is among, where the question names them."""
    level = "district" if question.over == "district" else "province"
    named = [p for p in question.places if level_of(p) == level]
    return named if level == "district" or len(named) > 1 else []


def _level(question: Question) -> str:
    """The level of the places that a ranking is over."""
    is_within_one = bool(set(question.places) - {COUNTRY}) and not _set_asked(question)
    return "district" if question.over == "district" or is_within_one else "province"


def _ranked_places(question: Question) -> Callable[[Candidate], bool]:
    """Whether a figure is of a place that a ranking is over: those named, or those within them.

    `Địa phương nào của Bắc Kạn` ranks what lies in the province.
    """
    named, wider = _set_asked(question), [p for p in question.places if p != COUNTRY]
    level = _level(question)

    def is_asked(candidate: Candidate) -> bool:
        place = candidate.figure.place
        if place is None or level_of(place) != level:
            return False
        if named:
            return any(same_place(place, name) for name in named)
        return not wider or any(_lies_in(candidate, province) for province in wider)

    return is_asked


def _lies_in(candidate: Candidate, province: str) -> bool:
    """Whether the place of a figure lies in a province, by its name, else by its bulletin."""
    place = candidate.figure.place
    assert place is not None  # the caller has looked
    if province_of(place) is not None:
        return is_within(place, province)
    return same_place(candidate.origin.place, province)
