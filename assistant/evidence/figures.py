"""Question -> EvidenceSet: the figures and passages that may answer it, and why others may not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.evidence.authority import best_of
from assistant.evidence.candidates import candidates_for, in_order, period_fit, place_for
from assistant.evidence.trusted import hits_for
from assistant.records import EvidenceSet, Question
from knowledge.records import Hit
from knowledge.search.library import Library
from knowledge.search.queries import QueryProfile, profile_of
from knowledge.text.spelling import fold, plain, terms, words
from knowledge.vocabulary.places import COUNTRY, find_countries, level_of, same_place

_HITS = 8
# When is a passage about the question? Fitted on MLQA dev and the ViQuAD sample, 250 questions
# each, against their own passages and against the sample bulletins; frozen 2026-11-23, see
# docs/decisions/0004. Kept / wrongly kept: accents .91 / .01, no accents .80 / .03,
# English .92 (news 1.00) / .02.
_MIN_HELD = 0.30
_MIN_HELD_IF_SIMILAR, _SIMILAR = 0.20, 0.82
_MIN_HELD_FOLDED = 0.28
_MIN_WORDS = 3
_MIN_SIMILAR_ENGLISH = 0.79
# What a held word of an English question's Vietnamese is worth beside its cosine.
_HELD_ENGLISH = 0.1


def gather_figures(
    question: Question, library: Library, home: str | None, today: date | None = None
) -> EvidenceSet:
    """The best figure for every period and place asked; see the module.

    What bulletins of a day after `today` say leads nothing.

    An indicator near the one asked for is looked at where that one has nothing that fits.
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


def _merged(found: Iterable[EvidenceSet]) -> EvidenceSet:
    """What was found for several indicators; one without figures is missing for its periods."""
    sets = list(found)
    return EvidenceSet(
        figures=tuple(dict.fromkeys(f for s in sets for f in s.figures)),
        contradicting=tuple(f for s in sets for f in s.contradicting),
        other_places=tuple(sorted({p for s in sets for p in s.other_places})),
        missing=tuple(m for s in sets if s.figures for m in s.missing),
        rejected=tuple(r for s in sets for r in s.rejected),
    )


def _gather_for(
    indicator: str, question: Question, library: Library, home: str | None, today: date | None
) -> EvidenceSet:
    candidates, contradicting = candidates_for(indicator, question, library)
    asked = question.periods or (None,)
    places: list[str | None] = list(question.places) or [place_for(candidates, question, home)]
    found, missing, others = [], [], set()
    rejected = [(f.figure_id, "contradicted by its own bulletin") for f in contradicting]
    for place in places:
        here = [c for c in candidates if place is None or same_place(c.figure.place, place)]
        vouched = [c for c in candidates if c.origin.trust != "unknown"]
        elsewhere = [c.figure for c in vouched if c not in here and c.figure.place]
        others |= {f.place for f in elsewhere if any(period_fit(f, p) for p in asked)}
        for period in asked:
            fitting = [(c, period_fit(c.figure, period)) for c in here]
            kept = [(c, fit) for c, fit in fitting if fit]
            rejected += [(c.figure.figure_id, "another period") for c, fit in fitting if not fit]
            if kept:
                found.append(best_of(kept, today))
            else:
                missing.append((period, place))
    asked_contradictions = [
        f for f in contradicting
        if any(period_fit(f, p) for p in question.periods)
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


def gather_hits(question: Question, library: Library, today: date | None = None) -> EvidenceSet:
    """The passages about the question, best first; those that are not, with the reason."""
    hits = hits_for(question.text, library, _HITS, today)
    profile = profile_of(question.text)
    weights = term_weights(question, library)
    contradicted = library.contradicted()
    likeness: dict[str, float] = {}
    if profile.form == "en":
        likeness = library.likeness(question.text, [h.passage.passage_id for h in hits])
    kept, near, rejected = [], [], []
    for hit in hits:
        elsewhere = _why_elsewhere(hit, question)
        if hit.passage.passage_id in contradicted:
            elsewhere = "contradicted by its own bulletin"
        like = likeness.get(hit.passage.passage_id, 0.0)
        unlike = _why_unlike(hit, profile, weights, like)
        if elsewhere is None and unlike is None:
            kept.append(hit)
            continue
        if elsewhere is None:
            near.append(hit)
        rejected.append((hit.passage.passage_id, elsewhere or unlike or ""))
    return EvidenceSet(hits=tuple(kept), near=tuple(near), rejected=tuple(rejected))


def content_words(question: Question, asked: Sequence[str]) -> list[str]:
    """The words of the question, less its times and places, that a passage should hold."""
    names = {w for p in question.places for w in words(fold(p))}
    times = {w for p in question.periods for w in words(fold(p.text))}
    return [w for w in dict.fromkeys(asked) if fold(w) not in names | times]


def term_weights(question: Question, library: Library) -> dict[str, float]:
    """The content words of a question and their neighbouring pairs, each with its weight."""
    profile = profile_of(question.text)
    if profile.form == "en":
        return library.word_weights(list(profile.words), "vi")
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


def _why_elsewhere(hit: Hit, question: Question) -> str | None:
    """Why a passage cannot answer, whatever it says: it speaks of another time or place."""
    passage = hit.passage
    if question.periods and not any(y in passage.years for p in question.periods for y in p.years):
        return "another period"
    folded_places = [fold(p) for p in question.places if p != COUNTRY]
    if folded_places and not any(p in passage.places for p in folded_places):
        return "another place"
    text = f"{passage.header} {passage.text}"
    if any(fold(country) not in fold(text) for country in find_countries(question.text)):
        return "another country"
    return None


def _why_unlike(
    hit: Hit, profile: QueryProfile, weights: Mapping[str, float], likeness: float
) -> str | None:
    """Why a passage seems to be about something else.

    `likeness` is the cosine of an English question's own words with the passage.
    """
    text = f"{hit.passage.header} {hit.passage.text}"
    if profile.form == "en":
        # Its Vietnamese, by the glossary, is spelled with accents.
        held = share_held(weights, text, "vi") * profile.known
        is_similar = likeness + _HELD_ENGLISH * held >= _MIN_SIMILAR_ENGLISH
        return None if is_similar else "not similar enough"
    if not weights:
        return "the question has no content words"
    held = share_held(weights, text, profile.form)
    if profile.form == "folded":
        is_held = held >= _MIN_HELD_FOLDED
    else:
        is_similar = hit.dense is not None and hit.dense >= _SIMILAR
        # One or two words say too little for likeness to make up for a missing one.
        is_long = sum("_" not in term for term in weights) >= _MIN_WORDS
        is_held = held >= _MIN_HELD or (is_similar and is_long and held >= _MIN_HELD_IF_SIMILAR)
    return None if is_held else "too few of the question's words"
