"""Whether the place that a figure took from around it is right: a fitted probability.

News name many places, and the last one named is often only where somebody comes from. What tells a
figure's place best is how often the text and its title name it, and how far from the figure.
`python -m evals.bench.place_trust` fits the weights; docs/models.md has the data.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from knowledge.figures.place_context import PlaceContext, Placed
from knowledge.figures.place_roles import is_of_the_state
from knowledge.fitted import fitted_model
from knowledge.records import Bulletin, FieldSource
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.place_names import COUNTRY, SIZE, level_of, members_of, unit_in

# Of the places of news below it three of five were wrong, of those above one of five.
BAR = 0.45
NAMES = (
    "named", "titled", "places", "in_sentence", "before", "before_far", "behind",
    "earlier_far", "earlier_rank", "same_line", "as_topic", "others", "nation_for_smaller",
    "of_head", "of_rule", "commune_or_district", "home_known",
)  # fmt: skip
_NATION = lazy_regex(
    r"(?<!\w)(?:cả nước|toàn quốc|bộ|chính phủ|tổng cục|việt nam|quốc gia|trung ương)(?!\w)"
)
_SHORT_CHARS, _MOST = 600, 6


class PlaceTrust:
    """Weighs the places of the figures of one bulletin."""

    def __init__(self, bulletin: Bulletin, low: str, context: PlaceContext) -> None:
        """`low` is the bulletin's text in small letters."""
        self._low, self._context = low, context
        self._is_home_known = bulletin.place is not None
        self._read: tuple[tuple[int, int], bool, bool] = (0, 0), False, False
        # An office speaks of its own province, and in a short text nothing can be counted.
        is_of_office = context.is_official or bulletin.is_place_stated
        self._is_exempt = is_of_office or len(low) < _SHORT_CHARS
        self._titled = {unit_in(name) for name in context.titled}

    @cached_property
    def _at(self) -> dict[str, list[int]]:
        """The numbers of the mentions of each place, in order."""
        at: dict[str, list[int]] = defaultdict(list)
        for n, mention in enumerate(self._context.mentions):
            at[unit_in(mention.name)].append(n)
        return at

    def _words_of(self, start: int, end: int) -> tuple[bool, bool]:
        """Whether a sentence tells of the nation and of a rule; its figures share the answer."""
        if self._read[0] != (start, end):
            low = self._low[start:end]
            self._read = (start, end), _NATION.search(low) is not None, is_of_the_state(low)
        return self._read[1:]

    def weighed(
        self, placed: Placed | None, number: tuple[int, int], sentence: tuple[int, int]
    ) -> Placed | None:
        """The place of the number, a guess where it is probably wrong.

        Of a guess and the country that the text names the more probable one is guessed. `number`
        and `sentence` are spans of the text.
        """
        if placed is not None and len(members := members_of(placed.name)) > 1:
            # A list of places is as probable as the last of them.
            last = self.weighed(replace(placed, name=members[-1]), number, sentence)
            is_right = last is None or last.name == members[-1]
            return replace(placed, source=last.source) if last and is_right else last
        if placed is None or not self.weighs(placed.name):
            return placed
        is_guess = placed.source == "guess"
        if is_guess and (placed.name == COUNTRY or COUNTRY not in self._at):
            return placed
        told = replace(placed, source="earlier sentence") if is_guess else placed
        probability = probability_of(self.features(told, number, sentence))
        if probability >= BAR and not is_guess:
            return placed
        return self._of_country(probability, number, sentence) or replace(placed, source="guess")

    def _of_country(
        self, probability: float, number: tuple[int, int], sentence: tuple[int, int]
    ) -> Placed | None:
        """The country as a guess, where that is more probable than a place of `probability`."""
        at = self._at.get(COUNTRY)
        if at is None:
            return None
        first, last = self._context.numbers_in(*sentence)
        is_inside = any(first <= n < last for n in at)
        source: FieldSource = "sentence" if is_inside else "head"
        if not is_inside and at[0] < first:
            source = "earlier sentence"
        other = probability_of(self.features(Placed(COUNTRY, source), number, sentence))
        return Placed(COUNTRY, "guess") if other > probability else None

    def weighs(self, name: str) -> bool:
        """Whether the weights were fitted on such places: those that the text of news names."""
        return not self._is_exempt and unit_in(name) in self._at

    def features(
        self, placed: Placed, number: tuple[int, int], sentence: tuple[int, int]
    ) -> tuple[float, ...]:
        """The features of a place, in the order of NAMES; distances are logarithms of characters."""
        (begin, stop), (start, end) = number, sentence
        mentions, name = self._context.mentions, unit_in(placed.name)
        at = self._at[name]
        first, last = self._context.numbers_in(start, end)
        tells_nation, tells_rule = self._words_of(start, end)
        earlier = at[: bisect_left(at, first)]
        inside = at[len(earlier) : bisect_left(at, last)]
        before = [n for n in inside if mentions[n].end <= begin]
        behind = [n for n in inside if mentions[n].start >= stop]
        is_carried = placed.source != "sentence" and bool(earlier)
        main = next(iter([*before[-1:], *behind[:1], *earlier[-1:]]), None)
        level = level_of(placed.name)
        is_smaller = level not in ("country", "region", "abroad")
        return (
            math.log1p(len(at)),
            name in self._titled,
            math.log1p(len(self._at)),
            placed.source == "sentence",
            bool(before),
            _apart(mentions[before[-1]].end, begin) if before else 0.0,
            bool(behind) and not before,
            _apart(mentions[earlier[-1]].end, start) if is_carried else 0.0,
            min(first - earlier[-1], _MOST) if is_carried else 0,
            is_carried and "\n" not in self._low[mentions[earlier[-1]].end : start],
            main is not None and self._context.is_topic(mentions[main].start),
            min(last - first, _MOST),
            is_smaller and tells_nation,
            placed.source == "head",
            tells_rule,
            SIZE.get(level) in (1, 2),
            self._is_home_known,
        )


def _apart(end: int, start: int) -> float:
    """The logarithm of the distance of two spans; 0 where they overlap."""
    return math.log1p(max(0, start - end))


def probability_of(features: Sequence[float]) -> float:
    """The probability, 0 to 1, that a place with these features is right."""
    return fitted_model("knowledge.figures", "place_trust.toml", NAMES).probability(features)
