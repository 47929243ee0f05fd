"""Question about bulletins -> the bulletins that match it, best first.

A topic is compared with titles, issuers and the passages that a search for it returns; without a
topic, time and place select the bulletins. A bulletin belongs to a time if it was published then or
its title names that time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.question.bulletin_questions import BulletinQuestion
from assistant.records import Question
from knowledge.figures.consistency import is_of_the_future
from knowledge.ingestion.trust import LEVELS, RANK
from knowledge.records import Hit, Listed, Period
from knowledge.search.library import Library
from knowledge.search.queries import profile_of
from knowledge.text.spelling import fold, plain, words
from knowledge.vocabulary.glossary import translated
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.place_names import is_within, level_of, province_in, unit_in
from knowledge.vocabulary.places import is_named_in, same_place

# A bulletin is about a topic if it contains this share of the weight of the topic's words.
_ABOUT = 0.6
# Words in a passage count a little less than words in the title.
_IN_TEXT = 0.9
_HITS = 60
_GLUE = frozenset("a an the and or for of in on to with by from at into".split())


@dataclass(frozen=True, slots=True)
class Match:
    """A matching bulletin; `share` is the part of the topic that it contains, 1 without topic."""

    bulletin: Listed
    share: float


@dataclass(frozen=True, slots=True)
class _Concept:
    """A word or phrase of the topic: the word sets that express it, and its weight."""

    ways: tuple[frozenset[str], ...]
    weight: float


def find_bulletins(
    asked: BulletinQuestion, question: Question, library: Library, today: date
) -> list[Match]:
    """The bulletins about the topic, of the time and the place, best first.

    With equal shares, bulletins dated in the future come last, then more trusted sources come
    first, then newer bulletins.
    """
    periods, places = question.periods, question.places
    if asked.topic:
        matches = _about(asked, question, library)
    elif periods or places:
        matches = [Match(bulletin, 1.0) for bulletin in _selected(periods, places, library)]
    else:
        matches = [Match(bulletin, 1.0) for bulletin in library.listed()]
    kept = [m for m in matches if not periods or any(_is_of(m.bulletin, p) for p in periods)]
    newest_first = sorted(kept, key=lambda m: m.bulletin.published_on or date.min, reverse=True)

    def rank(match: Match) -> tuple[object, ...]:
        is_future = is_of_the_future(match.bulletin.published_on, today)
        return round(match.share, 1), not is_future, RANK[match.bulletin.trust]

    return sorted(newest_first, key=rank, reverse=True)


def newest(matches: Iterable[Match], today: date, most: int) -> list[Listed]:
    """The `most` newest of the most trusted sources that have any; none dated in the future."""
    past = [
        m.bulletin for m in matches
        if m.bulletin.published_on and not is_of_the_future(m.bulletin.published_on, today)
    ]  # fmt: skip
    for trust in LEVELS:
        trusted = [b for b in past if b.trust == trust]
        if trusted:
            return sorted(trusted, key=_day, reverse=True)[:most]
    return []


def newest_of_all(library: Library, today: date, most: int) -> list[Listed]:
    """The newest bulletins of the whole library, see `newest`."""
    days = (date.min, today + timedelta(days=1))
    for trust in LEVELS:
        if trusted := library.listed(most, days=days, trust=trust):
            return trusted
    return []


def _day(bulletin: Listed) -> date:
    return bulletin.published_on or date.min


def _selected(periods: Sequence[Period], places: Sequence[str], library: Library) -> list[Listed]:
    """The bulletins of a place, or of a time if no place is named."""
    if places:
        listed = [b for place in places for b in library.listed(place=place)]
        if not listed:  # a district, which only texts name
            hits = [h for p in places for h in library.search(p, _HITS, place=unit_in(p))]
            listed = library.listed(ids={hit.passage.bulletin_id for hit in hits})
    else:
        listed = [b for period in periods for b in library.listed(days=(period.start, period.end))]
        years = {str(p.start.year) for p in periods}
        listed += [b for year in years for b in library.listed(title=year)]
    return list({bulletin.bulletin_id: bulletin for bulletin in listed}.values())


def _is_of(bulletin: Listed, period: Period) -> bool:
    """Whether a bulletin was published in the period, or its title names a time within it."""
    day = bulletin.published_on
    if day is not None and period.start <= day <= period.end:
        return True
    named = [mention.period for mention in find_periods(bulletin.title, day)]
    return any(period.start <= n.start and n.end <= period.end for n in named)


def _about(asked: BulletinQuestion, question: Question, library: Library) -> list[Match]:
    """The bulletins whose title or one of whose passages contains most of the topic."""
    # The topic is too short to detect its language, so that of the question is used.
    form = "vi" if asked.is_title else profile_of(question.original).form
    topic, places = asked.topic, () if asked.is_title else question.places
    query = question.original if form == "en" else " ".join([topic, *places])
    passages: dict[str, list[Hit]] = defaultdict(list)
    for hit in library.search(query, _HITS):
        passages[hit.passage.bulletin_id].append(hit)
    is_spelt = form != "folded"
    concepts = _concepts(topic, form, library)
    matches = []
    for bulletin in library.listed(ids=passages):
        hits = passages[bulletin.bulletin_id]
        if places and not any(_is_about(bulletin, hits, place) for place in places):
            continue
        title = f"{bulletin.title} {bulletin.issuer or ''}"
        share = max(
            _share(concepts, title, is_spelt),
            *(_IN_TEXT * _share(concepts, f"{title} {hit.passage.text}", is_spelt) for hit in hits),
        )
        if share >= _ABOUT:
            matches.append(Match(bulletin, share))
    return matches


def _is_about(bulletin: Listed, hits: Sequence[Hit], place: str) -> bool:
    """Whether a place is that of a bulletin, or is named in its title or in one of the hits."""
    home = bulletin.place
    if province_in(place) and home and level_of(home) == "province" and not is_within(place, home):
        return False  # a unit of the same name in another province
    return (
        same_place(home, place)
        or is_named_in(place, bulletin.title)
        or any(fold(unit_in(place)) in hit.passage.places for hit in hits)  # stored folded
    )


def _concepts(topic: str, form: str, library: Library) -> list[_Concept]:
    """The concepts of a topic: phrases that the vocabularies know, and its other words."""
    is_spelt = form != "folded"
    ways: list[tuple[str, ...]] = []
    rest = topic
    for mention in find_indicators(topic, form):
        span = topic[mention.start : mention.end]
        ways.append(mention.indicator.vi if form == "en" else (span, *mention.indicator.vi))
        rest = rest.replace(span, " ")
    if form == "en":
        for phrase, meanings in translated(rest):
            ways.append((phrase, *meanings))
            known = set(words(fold(phrase)))
            rest = " ".join(w for w in words(rest) if fold(w) not in known)
    ways += [(word,) for word in words(rest) if fold(word) not in _GLUE]
    spelled = [tuple(frozenset(words(_said(w, is_spelt))) for w in way) for way in ways]
    every = sorted({word for way in spelled for way_words in way[:2] for word in way_words})
    weights = library.word_weights(every, "vi" if is_spelt else "folded")
    return [
        _Concept(way, min(max(weights[w] for w in way_words) for way_words in way[:2] if way_words))
        for way in dict.fromkeys(spelled)
        if any(way)
    ]


def _said(text: str, is_spelt: bool) -> str:
    return plain(text) if is_spelt else fold(text)


def _share(concepts: Sequence[_Concept], text: str, is_spelt: bool) -> float:
    """The share of the concepts' weight that a text contains."""
    held = set(words(_said(text, is_spelt)))
    whole = sum(concept.weight for concept in concepts)
    weight = sum(c.weight for c in concepts if any(way and way <= held for way in c.ways))
    return weight / whole if whole else 0.0
