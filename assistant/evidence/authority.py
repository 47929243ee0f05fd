"""Which of several statements of one thing answers, and which of the others are told beside it.

The right thing comes first, then authority. A source that is trusted less never goes before one
that is trusted more; of sources trusted alike one without an issuer never goes before one with.
A correction corrects the bulletins of its own office only. What claims a day yet to come leads
nothing. Of equal authority the later one replaces the earlier; whoever says otherwise is told too.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.evidence.candidates import EXACT, Candidate
from assistant.records import FigureEvidence
from knowledge.figures.consistency import is_of_the_future
from knowledge.ingestion.bulletins import is_correction
from knowledge.ingestion.trust import RANK
from knowledge.records import Figure
from knowledge.storage.origins import Origin
from knowledge.text.spelling import fold
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.periods import overlap
from knowledge.vocabulary.places import same_place
from knowledge.vocabulary.units import same_unit

Kept = tuple[Candidate, int]
_ROLE_RANK = {"achieved": 3, "change": 3, "percent_of_plan": 2, "plan": 1}


def best_of(kept: Sequence[Kept], today: date | None = None) -> FigureEvidence:
    """The figure to show of candidates with their fit, and what other bulletins say of the same.

    Where every candidate is of a day after `today`, the best of them, marked so.
    """
    past = [item for item in kept if not _is_future(item, today)]
    leads = _of_one_time(past or list(kept))
    order = _Order(kept)
    ordered = sorted(sorted(leads, key=_age, reverse=True), key=order.rank, reverse=True)
    # Of equal authority the later one replaces the earlier; of those that agree, the fullest.
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
    for item in rest:
        if _is_rival(item[0], best[0]):
            is_corrected = order.corrects(best) and _same_office(item[0].origin, best[0].origin)
            other = replace(_evidence(item, today), is_corrected=is_corrected)
            others.setdefault(item[0].origin.bulletin_id, other)
    beside = next((i for i in rest if i in past and _is_beside(i[0], best[0])), None)
    if beside is not None:
        others.setdefault(beside[0].origin.bulletin_id, _evidence(beside, today))
    return replace(chosen, others=tuple(others.values()))


class _Order:
    """What makes one statement say it rather than another, among those that could."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self._kept = kept
        self._is_mixed = len({candidate.role for candidate, _ in kept}) > 1

    def rank(self, item: Kept) -> tuple[object, ...]:
        """Greater goes first: the right thing, then authority, then how well it is said."""
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
        """What statements must have alike so that the fuller one may speak for both."""
        origin = item[0].origin
        return (*self.rank(item)[:6], origin.issuer is not None, item[0].figure.preliminary)

    def corrects(self, item: Kept) -> bool:
        """Whether a bulletin corrects another, by its title, and both are of one office."""
        origin = item[0].origin
        return is_correction(origin.title) and any(
            other.origin.bulletin_id != origin.bulletin_id
            and _same_office(other.origin, origin)
            and (other.origin.published_on or date.min) <= (origin.published_on or date.min)
            for other, _ in self._kept
        )

    def _is_whole(self, item: Kept) -> bool:
        """Whether a figure is its bulletin's word for the thing, not for a part of it.

        "Trong đó 753 người đi làm việc ở nước ngoài" is a part of those who found work, and all of
        those who went abroad.
        """
        figure = item[0].figure
        if figure.within is None:
            return True
        if any(m.indicator.id == figure.indicator for m in find_indicators(figure.within)):
            return False
        return not any(
            other.figure.within is None
            and other.figure.bulletin_id == figure.bulletin_id
            and other.figure.period == figure.period
            and other.figure.place == figure.place
            for other, _ in self._kept
        )


def _of_one_time(kept: list[Kept]) -> list[Kept]:
    """The candidates for the time that is meant.

    That is the time asked. Where nobody trusted most has a figure of it, or no time was asked, it
    is the latest of which the highest authority speaks: a newer number of somebody else is told
    beside it and does not take its place.
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
    """Whether another bulletin gives another value for the same."""
    a, b = other.figure, best.figure
    shown, shown_best = _shown(other), _shown(best)
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
    """Whether a figure of another time or role belongs beside the one that answers.

    It does if it is newer and did not lead for want of authority, or if it has more of that.
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
    """Whether two bulletins are of one issuer; those without, of one site."""
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
