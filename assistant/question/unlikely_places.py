"""Names in a question without accents that the words around make unlikely: `diễn biến phức tạp`."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from knowledge.numbers.mentions import Mentions
from knowledge.search.accent_model import Spelling, accent_model, tokens_of
from knowledge.text.spelling import fold
from knowledge.vocabulary.local_units import PlaceMention
from knowledge.vocabulary.place_names import spellings

# The logarithm of how many times likelier the other words must be than the name. Of 682 questions
# about provinces by name, none reaches it (3.6 at most); a place that is dropped wrongly is worse
# than one that is read where none is.
_UNLIKELY = 3.8


@cache
def _forms() -> dict[tuple[str, str], list[str]]:
    """How a province is spelled, by its usual name and its letters without accents."""
    forms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, place in spellings().items():
        forms[place, fold(name)].append(name)
    return forms


def likely_places(mentions: Mentions, places: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The places, of a question without accents only those that its other words allow."""
    if mentions.accents != "none" or not places:
        return list(places)
    tokens = tokens_of(mentions.text)
    spelled = list(zip(tokens, accent_model().spellings(tokens), strict=False))
    likely = []
    for place in places:
        inside = [s for t, s in spelled if place.start <= t.start < place.end]
        names = _forms().get((place.name, mentions.folded[place.start : place.end]), ())
        if min((_lost(name.split(), inside) for name in names), default=0.0) < _UNLIKELY:
            likely.append(place)
    return likely


def _lost(words: Sequence[str], spellings_of: Sequence[Spelling]) -> float:
    """How much less likely the words are than the likeliest ones; unknown forms count nothing."""
    if len(words) != len(spellings_of):
        return 0.0
    lost = 0.0
    for word, spelling in zip(words, spellings_of, strict=True):
        chances = dict(spelling.forms)
        if word in chances:
            lost += spelling.forms[0][1] - chances[word]
    return lost
