"""Chooses which of several figures for the same thing answers, and which others are shown with it.

The right thing comes first, then authority. A more trusted source comes before a less trusted one;
with equal trust, a source with an issuer comes before one without. A correction applies only to
bulletins of the same office. A bulletin dated in the future never answers if another one can. With
equal authority the later figure replaces the earlier one. Figures that disagree are shown too.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.evidence.candidates import EXACT, Candidate
from assistant.records import FigureEvidence
from knowledge.figures.consistency import is_of_the_future
from knowledge.ingestion.trust import RANK
from knowledge.records import Figure
from knowledge.storage.origins import Origin
from knowledge.text.spelling import fold
from knowledge.text.titles import is_correction
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.periods import overlap
from knowledge.vocabulary.places import same_place
from knowledge.vocabulary.units import same_unit

Kept = tuple[Candidate, int]
_ROLE_RANK = {"achieved": 3, "change": 3, "percent_of_plan": 2, "plan": 1}


def best_of(kept: Sequence[Kept], today: date | None = None) -> FigureEvidence:
    """The figure that answers, from candidates with their fit; `others` are those that disagree.

    If every candidate is dated after `today`, the best of them, with `is_future` set.
    """
    past = [item for item in kept if not _is_future(item, today)]
    leads = _of_one_time(past or list(kept))
    order = _Order(kept)
    ordered = sorted(sorted(leads, key=_age, reverse=True), key=order.rank, reverse=True)
    # With equal authority the later figure comes first; of those that agree, the fullest is best.
    first = ordered[0]
    agreeing = [
        item for item in ordered
        if item[0].figure.value == first[0].figure.value
        and order.authority(item) == order.authority(first)
    ]  # fmt: skip
    best = max(agreeing, key=_fullness)
    chosen = _evidence(best, today)
    rest = sorted(sorted(kept, key=_age, reverse=True), key=order.rank, reverse=True)
    others: dict[str, FigureEvidence] = {}
    corrects = order.corrects(best)
    for item in rest:
        if _is_rival(item[0], best[0]):
            is_corrected = corrects and _same_office(item[0].origin, best[0].origin)
            other = replace(_evidence(item, today), is_corrected=is_corrected)
            others.setdefault(item[0].origin.bulletin_id, other)
    of_past = (item for item in rest if not _is_future(item, today))
    beside = next((item for item in of_past if _is_beside(item[0], best[0])), None)
    if beside is not None:
        others.setdefault(beside[0].origin.bulletin_id, _evidence(beside, today))
    return replace(chosen, others=tuple(others.values()))


class _Order:
    """The order of preference among candidates."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self._kept = kept
        self._is_mixed = len({candidate.role for candidate, _ in kept}) > 1
        self._wholes = {_scope(c.figure) for c, _ in kept if c.figure.within is None}
        self._ranks: dict[int, tuple[object, ...]] = {}

    def rank(self, item: Kept) -> tuple[object, ...]:
        """The sort key, greatest first: the right thing, then authority, then precision."""
        known = self._ranks.get(id(item[0]))
        if known is None:
            known = self._ranks[id(item[0])] = self._rank(item)
        return known

    def _rank(self, item: Kept) -> tuple[object, ...]:
        candidate, fit = item
        figure, origin = candidate.figure, candidate.origin
        is_own = candidate.role == "achieved" or figure.role in (
            "plan",
            "change",
            "percent_of_plan",
        )
        return (
            is_own or not self._is_mixed,
            _ROLE_RANK[candidate.role],
            self._is_whole(item),
            RANK[origin.trust],
            _is_exact(item),
            origin.issuer is not None and not figure.preliminary,
            is_own,
            figure.within is None,
            fit,
            figure.period.end if figure.period else date.min,
            self.corrects(item),
            not figure.preliminary,
            origin.issuer is not None,
        )

    def authority(self, item: Kept) -> tuple[object, ...]:
        """The part of the key that must be equal for a fuller figure to replace another."""
        origin = item[0].origin
        return (*self.rank(item)[:6], origin.issuer is not None, item[0].figure.preliminary)

    def corrects(self, item: Kept) -> bool:
        """Whether the title says that the bulletin corrects an earlier one of the same office."""
        origin = item[0].origin
        return is_correction(origin.title) and any(
            other.origin.bulletin_id != origin.bulletin_id
            and _same_office(other.origin, origin)
            and (other.origin.published_on or date.min) <= (origin.published_on or date.min)
            for other, _ in self._kept
        )

    def _is_whole(self, item: Kept) -> bool:
        """Whether a figure counts the whole thing in its bulletin, and not a part of it.

        "Trong đó 753 người đi làm việc ở nước ngoài" counts a part of those who found work, but all
        of those who went abroad.
        """
        figure = item[0].figure
        if figure.within is None:
            return True
        if any(m.indicator.id == figure.indicator for m in find_indicators(figure.within)):
            return False
        return _scope(figure) not in self._wholes


def _scope(figure: Figure) -> tuple[object, ...]:
    return figure.bulletin_id, figure.period, figure.place


def _of_one_time(kept: list[Kept]) -> list[Kept]:
    """The candidates for the time that the answer is about.

    This is the requested time. If the most trusted sources have no figure of it, or no time was
    requested, it is the latest time of the highest authority: a newer figure of a lesser authority
    is shown with it but does not replace it.
    """
    role = max(_ROLE_RANK[c.role] for c, _ in kept)
    right = [item for item in kept if _ROLE_RANK[item[0].role] == role]
    most = max(RANK[c.origin.trust] for c, _ in right)
    trusted = [item for item in right if RANK[item[0].origin.trust] == most]
    if any(_is_exact(item) for item in trusted):
        return kept
    issued = [item for item in trusted if item[0].origin.issuer is not None] or trusted

    def is_latest(item: Kept) -> tuple[object, ...]:
        figure = item[0].figure
        return figure.within is None, item[1], figure.period.end if figure.period else date.min

    anchor = max(issued, key=is_latest)[0].figure
    return [item for item in kept if _spell(item[0].figure) == _spell(anchor)]


def _is_rival(other: Candidate, best: Candidate) -> bool:
    """Whether another bulletin gives a different value for the same thing, time and place."""
    a, b = (FigureEvidence(c.figure, None, c.role) for c in (other, best))
    return contradicts(a, b)


def contradicts(other: FigureEvidence, best: FigureEvidence) -> bool:
    """Whether another bulletin gives a different value for the same time and place."""
    a, b = other.figure, best.figure
    shown, shown_best = other.answer, best.answer
    return (
        a.bulletin_id != b.bulletin_id
        and other.role == best.role
        and (a.within is None or a.within == b.within)
        and a.period is not None and _spell(a) == _spell(b)
        and same_place(a.place, b.place)
        and same_unit(shown[1], shown_best[1])
        and (shown[0], a.high) != (shown_best[0], b.high)
    )  # fmt: skip


def _is_beside(other: Candidate, best: Candidate) -> bool:
    """Whether a figure of another time or role is to be shown with the one that answers.

    It is if it is newer but has less authority, or if it has more authority.
    """
    a, b = other.figure, best.figure
    if a.bulletin_id == b.bulletin_id or not same_place(a.place, b.place):
        return False
    if RANK[other.origin.trust] > RANK[best.origin.trust]:
        return True
    if other.role != best.role or not same_unit(_shown(other)[1], _shown(best)[1]):
        return False
    has_more = other.origin.issuer is not None and best.origin.issuer is None
    if a.period is None or b.period is None or _spell(a) == _spell(b):
        return False
    return a.period.end > b.period.end or (has_more and overlap(a.period, b.period))


def _evidence(item: Kept, today: date | None) -> FigureEvidence:
    candidate = item[0]
    return FigureEvidence(
        candidate.figure, candidate.origin.published_on, candidate.role,
        trust=candidate.origin.trust, is_future=_is_future(item, today),
    )  # fmt: skip


def _shown(candidate: Candidate) -> tuple[object, str]:
    return FigureEvidence(candidate.figure, None, candidate.role).answer


def _same_office(a: Origin, b: Origin) -> bool:
    """Whether two bulletins have the same issuer, or without issuers the same web site."""
    if a.trust != b.trust:
        return False
    if a.issuer is not None and b.issuer is not None:
        return _letters(a.issuer) == _letters(b.issuer)
    return a.issuer == b.issuer and a.host is not None and a.host == b.host


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name))


def _is_exact(item: Kept) -> bool:
    return item[1] >= EXACT - 1


def _is_future(item: Kept, today: date | None) -> bool:
    return today is not None and is_of_the_future(item[0].origin.published_on, today)


def _spell(figure: Figure) -> tuple[date, date] | None:
    return (figure.period.start, figure.period.end) if figure.period else None


def _age(item: Kept) -> tuple[object, ...]:
    return item[0].origin.published_on or date.min, -item[0].figure.start


def _fullness(item: Kept) -> int:
    figure = item[0].figure
    return (figure.plan is not None) + (figure.percent is not None)
