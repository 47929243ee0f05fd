"""Question -> EvidenceSet: the figures of the figure table that answer, and the rejected ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from assistant.evidence.authority import best_of, contradicts
from assistant.evidence.candidates import Placed, Pool, in_order, period_fit, place_for
from assistant.evidence.trusted import is_vouched_for
from assistant.records import EvidenceSet, Question
from knowledge.records import Period
from knowledge.search.library import Library
from knowledge.vocabulary.place_names import (
    is_put_together,
    is_within,
    members_of,
    province_in,
)
from knowledge.vocabulary.places import COUNTRY, level_of, same_place


def gather_figures(
    question: Question, library: Library, home: str | None, today: date | None = None
) -> EvidenceSet:
    """The best figure for every requested period and place.

    Bulletins dated after `today` answer only if no other does. A near indicator is used if the
    requested one has no figure that fits, or only some of unknown sources: they are rivals then.
    """
    if question.apart:
        asked = (question.indicators[0], *question.apart)
        return _merged(
            gather_figures(replace(question, indicators=(i,), apart=()), library, home, today)
            for i in asked
        )
    first: EvidenceSet | None = None
    unconfirmed: EvidenceSet | None = None
    for indicator in in_order(question):
        evidence = _gather_for(indicator, question, library, home, today)
        if is_vouched_for(evidence.figures):
            return _with_rivals(evidence, unconfirmed) if unconfirmed else evidence
        if evidence.figures:
            unconfirmed = unconfirmed or evidence
        first = first or evidence
    return unconfirmed or first or EvidenceSet()


def _with_rivals(evidence: EvidenceSet, unconfirmed: EvidenceSet) -> EvidenceSet:
    """The evidence with those figures of unknown sources that contradict it as `others`."""
    rivals = [r for f in unconfirmed.figures for r in (replace(f, others=()), *f.others)]
    figures = tuple(
        replace(item, others=(*item.others, *(r for r in rivals if contradicts(r, item))))
        for item in evidence.figures
    )
    return replace(evidence, figures=figures)


def _merged(evidence_sets: Iterable[EvidenceSet]) -> EvidenceSet:
    """The evidence of several indicators as one set, without repeated figures."""
    sets = list(evidence_sets)
    return EvidenceSet(
        figures=tuple(dict.fromkeys(f for s in sets for f in s.figures)),
        contradicting=tuple(f for s in sets for f in s.contradicting),
        other_places=tuple(sorted({p for s in sets for p in s.other_places})),
        missing=tuple(m for s in sets if s.figures for m in s.missing),
        rejected=tuple(r for s in sets for r in s.rejected),
    )


def _of_one_province(places: set[str | None], home: str | None) -> set[str | None]:
    """The names of one place; of units of one name those in the home province, or none."""
    if len({place for place in places if place and province_in(place)}) < 2:
        return places
    return {place for place in places if home and place and is_within(place, home)}


def _gather_for(
    indicator: str, question: Question, library: Library, home: str | None, today: date | None
) -> EvidenceSet:
    pool = Pool(indicator, question, library)
    asked = question.periods or (None,)
    located = pool.located(home)
    places: list[str | None] = list(question.places) or [place_for(located, question, home)]
    every = {item.place for item in located}
    # Of units of one name in several provinces none answers: which is meant is asked.
    wide = {
        p for p in every if p is not None
        and (level_of(p) in ("province", "country") or any(same_place(p, a) for a in places))
    }  # fmt: skip
    vouched = {
        item.place for item in located
        if item.place in wide and item.trust != "unknown"
        and any(period_fit(item, p) for p in asked)
    }  # fmt: skip
    figures, missing = [], []
    others: set[str] = set()
    if put := _put_together(question, every):
        held = {p for p in question.places if any(same_place(name, p) for name in every)}
        places = places if len(held) == len(places) else [put]
    for place in places:
        names = {name for name in every if place is None or same_place(name, place)}
        names = _of_one_province(names, home)
        others |= {p for p in vouched - names if p is not None}
        here = pool.candidates(_are_at(names, asked))
        for period in asked:
            kept = [(c, fit) for c in here if (fit := period_fit(c.figure, period))]
            if kept:
                figures.append(best_of(kept, today))
            else:
                missing.append((period, place))
    contradicting = pool.contradicting(
        lambda f: (
            any(period_fit(f, p) for p in question.periods)
            and (not question.places or any(same_place(f.place, p) for p in question.places))
        )
    )
    return EvidenceSet(
        figures=tuple(dict.fromkeys(figures)),
        contradicting=tuple(contradicting),
        other_places=tuple(sorted(others)),
        missing=tuple(missing),
        rejected=tuple((f.figure_id, "contradicted by its own bulletin") for f in contradicting),
    )


def _put_together(question: Question, every: Iterable[str | None]) -> str | None:
    """The name under which figures of all places of the question together stand, if any do."""
    asked = [place for place in question.places if place != COUNTRY]
    if len(asked) <= 1:
        return None
    several = (name for name in every if name and level_of(name) == "several")
    return next((name for name in several if is_put_together(members_of(name), asked)), None)


def _are_at(names: set[str | None], periods: Sequence[Period | None]) -> Callable[[Placed], bool]:
    return lambda f: f.place in names and any(period_fit(f, p) for p in periods)
