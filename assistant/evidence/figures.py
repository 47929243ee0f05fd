"""Question -> EvidenceSet: the figures of the figure table that answer, and the rejected ones."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from assistant.evidence.authority import best_of
from assistant.evidence.candidates import Candidate, candidates_for, in_order, period_fit, place_for
from assistant.records import EvidenceSet, Question
from knowledge.search.library import Library
from knowledge.vocabulary.place_names import is_within, province_in
from knowledge.vocabulary.places import level_of, same_place


def gather_figures(
    question: Question, library: Library, home: str | None, today: date | None = None
) -> EvidenceSet:
    """The best figure for every requested period and place.

    Bulletins dated after `today` answer only if no other does. A near indicator is used if the
    requested one has no figure that fits.
    """
    if question.apart:
        asked = (question.indicators[0], *question.apart)
        return _merged(
            gather_figures(replace(question, indicators=(i,), apart=()), library, home, today)
            for i in asked
        )
    first: EvidenceSet | None = None
    for indicator in in_order(question):
        evidence = _gather_for(indicator, question, library, home, today)
        if evidence.figures:
            return evidence
        first = first or evidence
    return first or EvidenceSet()


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


def _of_one_province(candidates: list[Candidate], home: str | None) -> list[Candidate]:
    """The candidates of one place; of units of one name those in the home province, or none."""
    names = {c.figure.place for c in candidates if c.figure.place and province_in(c.figure.place)}
    if len(names) < 2:
        return candidates
    return [c for c in candidates if home and c.figure.place and is_within(c.figure.place, home)]


def _gather_for(
    indicator: str, question: Question, library: Library, home: str | None, today: date | None
) -> EvidenceSet:
    candidates, contradicting = candidates_for(indicator, question, library)
    asked = question.periods or (None,)
    places: list[str | None] = list(question.places) or [place_for(candidates, question, home)]
    figures, missing, others = [], [], set()
    rejected = [(f.figure_id, "contradicted by its own bulletin") for f in contradicting]
    for place in places:
        here = [c for c in candidates if place is None or same_place(c.figure.place, place)]
        here = _of_one_province(here, home)
        # By identity: comparing thousands of candidates with each other takes seconds.
        kept_ids = set(map(id, here))
        vouched = [c for c in candidates if c.origin.trust != "unknown"]
        elsewhere = [c.figure for c in vouched if id(c) not in kept_ids and c.figure.place]
        others |= {f.place for f in elsewhere if any(period_fit(f, p) for p in asked)}
        for period in asked:
            fitting = [(c, period_fit(c.figure, period)) for c in here]
            kept = [(c, fit) for c, fit in fitting if fit]
            rejected += [(c.figure.figure_id, "another period") for c, fit in fitting if not fit]
            if kept:
                figures.append(best_of(kept, today))
            else:
                missing.append((period, place))
    asked_contradictions = [
        f for f in contradicting
        if any(period_fit(f, p) for p in question.periods)
        and (not question.places or any(same_place(f.place, p) for p in question.places))
    ]  # fmt: skip
    wide = {p for p in others if p and level_of(p) in ("province", "country")}
    # Of units of one name in several provinces none answers: which is meant is asked.
    wide |= {p for p in others if p and any(same_place(p, asked) for asked in places)}
    return EvidenceSet(
        figures=tuple(dict.fromkeys(figures)),
        contradicting=tuple(asked_contradictions),
        other_places=tuple(sorted(wide)),
        missing=tuple(missing),
        rejected=tuple(rejected[:50]),
    )
