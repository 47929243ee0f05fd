"""Question -> EvidenceSet: the figures and passages that may answer it, and why others may not.

A figure answers only for the time, the place and the role that were asked: a neighbouring year
is no answer, and a part of a year is given only where the whole year is not to be had.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.records import AskedRole, EvidenceSet, FigureEvidence, Question
from knowledge.indicators import vocabulary
from knowledge.library import Library
from knowledge.places import COUNTRY, find_countries, level_of, same_place
from knowledge.queries import profile_of
from knowledge.records import Figure, Hit, Period
from knowledge.text import fold, plain, terms, words

_HITS = 8
# When is a passage about the question? Fitted on MLQA dev and the ViQuAD sample, 250 questions
# each, against their own passages and against the sample bulletins; frozen 2026-11-23, see
# docs/decisions/0004. Kept / wrongly kept: accents .91 / .01, no accents .80 / .03,
# English .91 / .02.
_MIN_HELD = 0.30
_MIN_HELD_IF_SIMILAR, _SIMILAR = 0.20, 0.82
_MIN_HELD_FOLDED = 0.28
_MIN_WORDS = 3
_MIN_SIMILAR_ENGLISH = 0.775
_KIND_RANK = {"year": 4, "until": 3, "months": 3, "quarter": 2, "month": 2, "range": 1, "day": 0}


@dataclass(frozen=True, slots=True)
class _Candidate:
    figure: Figure
    role: AskedRole


def gather_figures(question: Question, library: Library, home: str | None) -> EvidenceSet:
    """The best figure for every period and place asked; see the module.

    An indicator near the one asked for is looked at where that one has nothing that fits.
    """
    first: EvidenceSet | None = None
    for indicator in _in_order(question):
        evidence = _gather_for(indicator, question, library, home)
        if evidence.figures:
            return evidence
        first = first or evidence
    return first or EvidenceSet()


def _gather_for(
    indicator: str, question: Question, library: Library, home: str | None
) -> EvidenceSet:
    candidates, contradicting = _candidates(indicator, question, library)
    asked = question.periods or (None,)
    places: list[str | None] = list(question.places) or [_place_for(candidates, question, home)]
    found, missing, others = [], [], set()
    rejected = [(f.figure_id, "contradicted by its own bulletin") for f in contradicting]
    for place in places:
        here = [c for c in candidates if place is None or same_place(c.figure.place, place)]
        elsewhere = [c.figure for c in candidates if c not in here and c.figure.place]
        others |= {f.place for f in elsewhere if any(_period_fit(f, p) for p in asked)}
        for period in asked:
            fitting = [(c, _period_fit(c.figure, period)) for c in here]
            kept = [(c, fit) for c, fit in fitting if fit]
            rejected += [(c.figure.figure_id, "another period") for c, fit in fitting if not fit]
            if kept:
                found.append(_best(kept, library))
            else:
                missing.append((period, place))
    asked_contradictions = [
        f for f in contradicting
        if any(_period_fit(f, p) for p in question.periods)
        and (not question.places or any(same_place(f.place, p) for p in question.places))
    ]  # fmt: skip
    wide = {p for p in others if p and level_of(p) in ("province", "country")}
    return EvidenceSet(
        figures=tuple(dict.fromkeys(found)),
        contradicting=tuple(asked_contradictions),
        other_places=tuple(sorted(wide)),
        missing=tuple(missing),
        rejected=tuple(rejected[:50]),
    )


def _candidates(
    indicator: str, question: Question, library: Library
) -> tuple[list[_Candidate], list[Figure]]:
    """The figures that could answer, and those that their own bulletin contradicts."""
    candidates, contradicting = [], []
    for figure in library.figures(indicators=[indicator]):
        role = _role_for(figure, question.role)
        wants_rate = question.unit == "%" and "%" not in figure.unit
        if role == "achieved" and wants_rate and figure.percent:
            role = "percent_of_plan"
        if role is None or not _has_unit(figure, role, question.unit):
            continue
        if figure.contradicts:
            contradicting.append(figure)
        else:
            candidates.append(_Candidate(figure, role))
    return candidates, contradicting


def _in_order(question: Question) -> list[str]:
    """The indicators asked for, then those near them."""
    ids = [i.id for i in question.indicators[:1]]
    ids += [i.id for i in question.indicators[1:] if not _is_part_of(i.id, question)]
    near = [n for i in question.indicators[:1] for n in vocabulary()[i.id].near]
    return list(dict.fromkeys(ids + near))


def _is_part_of(indicator_id: str, question: Question) -> bool:
    """Several long names in one question mean several things; only names at one span are kept."""
    first = question.indicators[0]
    other = vocabulary()[indicator_id]
    return not (set(first.vi) & set(other.vi))


def _has_unit(figure: Figure, role: AskedRole, asked: str | None) -> bool:
    """Whether the figure is in the unit asked for; a rate answers no question for a number."""
    if asked is None:
        return True
    if asked == "%":
        return "%" in figure.unit or role == "percent_of_plan"
    return figure.unit.startswith(asked)


def _role_for(figure: Figure, asked: AskedRole) -> AskedRole | None:
    """As what the figure would answer, or None where it cannot."""
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
    if figure.role == "achieved":
        return "achieved"
    return figure.role if figure.role in ("plan", "percent_of_plan") else None


def _place_for(
    candidates: Sequence[_Candidate], question: Question, home: str | None
) -> str | None:
    """The place meant by a question that names none: home, else the only one there is."""
    fitting = [
        c for c in candidates
        if any(_period_fit(c.figure, p) for p in question.periods or (None,)) and c.figure.place
    ]  # fmt: skip
    if home and any(same_place(c.figure.place, home) for c in candidates):
        return home
    places = {c.figure.place for c in fitting}
    return next(iter(places)) if len(places) == 1 else home if home and not places else None


def _period_fit(figure: Figure, asked: Period | None) -> int:
    """How well a figure's period answers: 0 not at all, more is better."""
    own = figure.period
    if own is None:
        return 0 if asked else 1
    kind = _KIND_RANK[own.kind]
    penalty = 1 if figure.period_source == "publication date" else 0
    if asked is None:
        return 1 + kind * 2 - penalty
    if (own.start, own.end) == (asked.start, asked.end):
        return 20 - penalty
    if asked.kind == "year" and asked.start <= own.start and own.end <= asked.end:
        return 1 + kind * 2 - penalty
    return 0


def _best(kept: Sequence[tuple[_Candidate, int]], library: Library) -> FigureEvidence:
    """The figure to show, and the statements of other bulletins that differ from it."""
    ids = {c.figure.bulletin_id for c, _ in kept}
    bulletins = {bulletin_id: library.edition(bulletin_id).bulletin for bulletin_id in ids}

    def rank(item: tuple[_Candidate, int]) -> tuple[object, ...]:
        candidate, fit = item
        figure = candidate.figure
        bulletin = bulletins[figure.bulletin_id]
        asked_roles = {"achieved": 3, "percent_of_plan": 2, "plan": 1, "change": 3}
        return (
            candidate.role == "achieved" or figure.role in ("plan", "change", "percent_of_plan"),
            asked_roles[candidate.role],
            figure.within is None,
            fit,
            figure.period.end if figure.period else date.min,
            not figure.preliminary,
            bulletin.issuer is not None and figure.plan is not None,
            figure.plan is not None or figure.percent is not None,
            bulletin.issuer is not None,
            bulletin.published_on or date.min,
            -figure.start,
        )

    ordered = sorted(kept, key=rank, reverse=True)
    best = ordered[0][0]
    figure = best.figure
    others: dict[str, tuple[Figure, date | None]] = {}
    for candidate, _ in ordered[1:]:
        other = candidate.figure
        is_rival = (
            other.bulletin_id != figure.bulletin_id
            and candidate.role == best.role
            and (other.role, other.unit, other.within) == (figure.role, figure.unit, figure.within)
            and other.period is not None and figure.period is not None
            and (other.period.start, other.period.end) == (figure.period.start, figure.period.end)
            and same_place(other.place, figure.place)
            and other.value != figure.value
        )  # fmt: skip
        if is_rival:
            others.setdefault(other.bulletin_id, (other, bulletins[other.bulletin_id].published_on))
    return FigureEvidence(
        figure, bulletins[figure.bulletin_id].published_on, best.role, tuple(others.values())
    )


def gather_hits(question: Question, library: Library) -> EvidenceSet:
    """The passages about the question, best first; those that are not, with the reason."""
    hits = library.search(question.text, _HITS)
    profile = profile_of(question.text)
    weights = term_weights(question, library)
    contradicted = library.contradicted()
    kept, rejected = [], []
    for hit in hits:
        reason = _why_not(hit, question, profile.form, weights)
        if hit.passage.passage_id in contradicted:
            reason = "contradicted by its own bulletin"
        if reason:
            rejected.append((hit.passage.passage_id, reason))
        else:
            kept.append(hit)
    return EvidenceSet(hits=tuple(kept), rejected=tuple(rejected))


def content_words(question: Question, asked: Sequence[str]) -> list[str]:
    """The words of the question, less its times and places, that a passage should hold."""
    names = {w for p in question.places for w in words(fold(p))}
    times = {w for p in question.periods for w in words(fold(p.text))}
    return [w for w in dict.fromkeys(asked) if fold(w) not in names | times]


def term_weights(question: Question, library: Library) -> dict[str, float]:
    """The content words of a question and their neighbouring pairs, each with its weight."""
    profile = profile_of(question.text)
    content = content_words(question, profile.words)
    # Pairs are taken from the whole question: `dân số` is one word, though `số` alone says nothing.
    spoken = terms(plain(question.text) if profile.form == "vi" else fold(question.text))
    pairs = [t for t in spoken if "_" in t and any(part in content for part in t.split("_"))]
    return library.word_weights(list(dict.fromkeys([*content, *pairs])), profile.form)


def share_held(weights: Mapping[str, float], text: str, form: str) -> float:
    """The weighted share of the terms that `text` holds; 0 to 1.

    Accents count where the question (`form` vi) has them.
    """
    held = set(terms(plain(text) if form == "vi" else fold(text)))
    return sum(w for term, w in weights.items() if term in held) / (sum(weights.values()) or 1)


def _why_not(hit: Hit, question: Question, form: str, weights: Mapping[str, float]) -> str | None:
    passage = hit.passage
    if question.periods and not any(y in passage.years for p in question.periods for y in p.years):
        return "another period"
    folded_places = [fold(p) for p in question.places if p != COUNTRY]
    if folded_places and not any(p in passage.places for p in folded_places):
        return "another place"
    text = f"{passage.header} {passage.text}"
    if any(fold(country) not in fold(text) for country in find_countries(question.text)):
        return "another country"
    if form == "en":
        is_similar = hit.dense is not None and hit.dense >= _MIN_SIMILAR_ENGLISH
        return None if is_similar else "not similar enough"
    if not weights:
        return "the question has no content words"
    held = share_held(weights, text, form)
    if form == "folded":
        is_held = held >= _MIN_HELD_FOLDED
    else:
        is_similar = hit.dense is not None and hit.dense >= _SIMILAR
        # One or two words say too little for likeness to make up for a missing one.
        is_long = sum("_" not in term for term in weights) >= _MIN_WORDS
        is_held = held >= _MIN_HELD or (is_similar and is_long and held >= _MIN_HELD_IF_SIMILAR)
    return None if is_held else "too few of the question's words"
