"""The place that holds where a figure's sentence names none: carried from before, or of the head.

An article keeps to a place until it names another; an office speaks of its own province unless a
line names a unit that a list is about (`Thị xã Cửa Lò: …`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.figures.bare_places import PARTS_OF_COUNTRY, bare_districts, region_mentions
from knowledge.figures.common_places import common_place
from knowledge.figures.home_again import (
    is_told_once,
    last_stop,
    speaks_of_home,
    unit_of_kind,
    whole_named,
)
from knowledge.figures.place_roles import (
    DOCUMENT,
    EXPORT,
    NATIONAL,
    begins_with_somebody,
    country_mentions,
    is_of_person,
    is_of_somebody,
    is_of_the_state,
    is_of_topic,
    nation_mentions,
)
from knowledge.records import Bulletin, FieldSource
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.local_units import PlaceMention, small_lettered
from knowledge.vocabulary.place_names import (
    CITY_PROVINCES,
    COUNTRY,
    LOCAL_LEVELS,
    SIZE,
    level_of,
    province_of,
    successor_of,
)
from knowledge.vocabulary.places import find_places, joined_places

# An article that has named no place for so long speaks of its own again.
_CARRIED_CHARS = 900
_LEAD_CHARS = 700
_LISTED_LINE = lazy_regex(r"[-+*•–]")
_HEADS_LIST = lazy_regex(r"[\s\w.)]{0,10}[-+*•–]?\s*")
_AND = (", ", " và ", ", và ")
_LINKED = lazy_regex(
    r"(?:trong (?:đó|số)|cụ thể|riêng|theo đó|đồng thời|ngoài ra|bên cạnh đó|số (?:này|còn lại))(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A place with where it is from."""

    name: str
    source: FieldSource


class PlaceContext:
    """The places of one bulletin outside the sentence that is read."""

    def __init__(self, bulletin: Bulletin, low: str, places: Sequence[PlaceMention]) -> None:
        """`low` is the bulletin's text in small letters, `places` what it names, left to right."""
        self._bulletin, self.text, self._low = bulletin, bulletin.text, low
        nation = nation_mentions(bulletin.text, low)
        self._states = {m.start for m in nation}
        if bare := bare_districts(bulletin.text, low, bulletin.place, places):
            places = sorted([*places, *bare], key=lambda m: m.start)
        joined = joined_places(bulletin.text, places, low)
        others = [*nation, *region_mentions(low)]
        self.mentions = sorted([*joined, *others], key=lambda m: m.start) if others else joined
        title = bulletin.title
        low_title = plain(title)
        self._title = joined_places(title, find_places(title, low_title)) or small_lettered(title)
        titled = [m for m in self._title if is_of_topic(low_title, m)]
        is_in_title = any(m.name == bulletin.place for m in self._title)
        self.is_official = (
            bulletin.issuer is not None
            or (bulletin.is_place_stated and not is_in_title)
            or DOCUMENT.match(low_title) is not None
        )
        self.is_foreign = False
        # An office tells of its own people abroad.
        self.may_be_abroad = not self.is_official
        self.head = self._head(title, low_title, titled)
        if self.is_foreign:
            abroad = country_mentions(bulletin.text)
            self._states |= {m.start for m in abroad}
            # `toàn quốc` is the whole of that country.
            told = [m for m in self.mentions if m.name != COUNTRY or m.start in self._states]
            self.mentions = sorted([*told, *abroad], key=lambda m: m.start)
        self._starts = [m.start for m in self.mentions]
        self._topics: dict[int, bool] = {}

    def named_in(self, start: int, end: int) -> list[PlaceMention]:
        """The mentions in a sentence, their offsets from its beginning."""
        first, last = self.numbers_in(start, end)
        inside = self.mentions[first:last]
        return [replace(m, start=m.start - start, end=m.end - start) for m in inside]

    def numbers_in(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the first mention in a sentence and of the first one after it."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    @property
    def titled(self) -> list[str]:
        """The places that the title names."""
        return [m.name for m in self._title]

    def is_topic(self, start: int) -> bool:
        """Whether numbers may be counted in the place mentioned at `start` of the text."""
        return self._is_topic(bisect_left(self._starts, start))

    def spans_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where units stand in a sentence; a state is a part of what is counted: `lao động Việt Nam`."""
        first, last = self.numbers_in(start, end)
        units = [m for m in self.mentions[first:last] if m.start not in self._states]
        return [(m.start - start, m.end - start) for m in units]

    def around(self, start: int, end: int) -> Placed | None:
        """The place that holds for the sentence at `start:end` where it names none."""
        placed = self._around(start)
        is_safe = placed is None or self.is_official or self._bulletin.is_place_stated
        is_weak = is_of_the_state(self._low[start:end]) or is_of_somebody(self._low, start, end)
        if is_safe or not is_weak:
            return placed
        return None if placed is None else replace(placed, source="guess")

    def _around(self, start: int) -> Placed | None:
        carried = self._heading(start) if self.is_official else self._carried(start)
        if carried is None or self.head is None or self.head.source == "guess":
            return carried or self.head
        # What an article about a smaller place says of the country is an aside.
        is_wide = level_of(carried.name) in ("country", "region")
        return self.head if is_wide else carried

    def may_be_national(self) -> bool:
        """Whether neither an office nor a title speaks of a smaller place than the country."""
        if self.head is None or self.head.name == COUNTRY:
            return True
        is_titled = any(m.name == self.head.name for m in self._title)
        return not (self.is_official or is_titled)

    def last_of(self, kind: str, at: int) -> Placed | None:
        """The unit of this kind (`tỉnh`, `huyện`) last named before `at`, else that of the head."""
        if self._is_of_home(kind, at):
            return Placed(self._bulletin.place or COUNTRY, "earlier sentence")
        for mention in reversed(self.mentions[: bisect_left(self._starts, at)]):
            name = unit_of_kind(mention.name, kind)
            if name is not None and (kind != "tỉnh" or is_of_topic(self._low, mention)):
                return Placed(name, "earlier sentence")
        bulletin = self._bulletin
        if kind == "tỉnh" and bulletin.place is not None:
            return Placed(bulletin.place, "head" if bulletin.is_place_stated else "guess")
        names = [m.name for m in self._title] + ([bulletin.place] if bulletin.place else [])
        name = next(
            (n for n in (unit_of_kind(name, kind) for name in names) if n is not None), None
        )
        return None if name is None else Placed(name, "head")

    def _is_of_home(self, kind: str, at: int) -> bool:
        """Whether `toàn tỉnh` at a position is the bulletin's own province.

        It is not where the last sentence tells of one other province that is no part of it.
        """
        home = self._bulletin.place if self._bulletin.is_place_stated else None
        if home is None or unit_of_kind(home, kind) != home or level_of(home) != "province":
            return False
        told = {province_of(m.name) for m in self._last_group(at)} - {None}
        other = next(iter(told)) if len(told) == 1 else None
        return other is None or other == home or successor_of(other) == home

    def _heading(self, start: int) -> Placed | None:
        """The unit that a list is about, or that of the sentence to which this one is linked."""
        low, text = self._low, self._bulletin.text
        if _LINKED.match(low, start):
            group = self._last_group(start)
            begin = text.rfind("\n", 0, start) + 1
            return self._placed(m for m in group if m.start >= begin)
        line = text.rfind("\n", 0, start) + 1
        while _LISTED_LINE.match(low, line):
            line = text.rfind("\n", 0, max(0, line - 2)) + 1
            at = bisect_left(self._starts, line)
            if at < len(self.mentions) and self.mentions[at].start < start:
                mention = self.mentions[at]
                behind = low[mention.end : mention.end + 3].lstrip()
                ahead = _HEADS_LIST.fullmatch(low, line, mention.start)
                if ahead and behind.startswith(":") and mention.level in SIZE:
                    return Placed(mention.name, "earlier sentence")
            if line == 0:
                break
        return None

    def _carried(self, start: int) -> Placed | None:
        """The place of the last sentence before that names one; None where it names several."""
        group = self._last_group(start)
        whole = self._whole_since(group, start)
        if whole is not None:
            return whole
        if self._returns_home(group, start):
            return self.head
        if begins_with_somebody(self._low, start):
            group = [m for m in group if not is_of_person(self._low, m)]
        return self._placed(group)

    def _whole_since(self, group: Sequence[PlaceMention], start: int) -> Placed | None:
        """The unit that `toàn tỉnh` meant behind the last places named before `start`."""
        if not group:
            return None
        words = whole_named(self._low, group[-1].end, start)
        return self.last_of(words[1], words.start()) if words else None

    def _returns_home(self, group: Sequence[PlaceMention], start: int) -> bool:
        """Whether the sentence at `start` tells of the bulletin's own province again, not of a part."""
        home = self.head
        if home is None or not self._bulletin.is_place_stated or level_of(home.name) != "province":
            return False
        if any(m.level not in LOCAL_LEVELS for m in group[-1:]):
            return False
        return speaks_of_home(self._low, start)

    def _placed(self, group: Iterable[PlaceMention]) -> Placed | None:
        name = common_place(list(group))
        return None if name is None else Placed(name, "earlier sentence")

    def _last_group(self, start: int) -> list[PlaceMention]:
        """The mentions of the last sentence before `start` that names a place of its topic."""
        text, group = self._bulletin.text, list[PlaceMention]()
        begin, last = max(0, start - _CARRIED_CHARS), bisect_left(self._starts, start) - 1
        if self.mentions and last >= 0 and self.mentions[last].start < begin:
            return []
        for at in range(last, -1, -1):
            mention = self.mentions[at]
            if mention.start < begin:
                break
            if not self._is_topic(at) or is_told_once(self._low, mention, start):
                continue
            if not group:
                begin = max(begin, last_stop(text, mention.start))
            group.append(self._widened(at))
        return group[::-1]

    def _widened(self, at: int) -> PlaceMention:
        """The mention, that of its province where somebody lives there or it is one of several."""
        mention, first = self.mentions[at], at
        while (
            first and self._low[self.mentions[first - 1].end : self.mentions[first].start] in _AND
        ):
            first -= 1
        is_one = any(is_of_person(self._low, self.mentions[n]) for n in {first, at})
        whole = province_of(mention.name) if is_one and mention.level in LOCAL_LEVELS else None
        return replace(mention, name=whole, level="province") if whole else mention

    def _is_topic(self, at: int) -> bool:
        if at not in self._topics:
            self._topics[at] = is_of_topic(self._low, self.mentions[at])
        return self._topics[at]

    def _head(self, title: str, low_title: str, titled: Sequence[PlaceMention]) -> Placed | None:
        bulletin, low = self._bulletin, self._low
        name = common_place(titled)
        if name == COUNTRY and not nation_mentions(title, low_title) and country_mentions(title):
            name = None  # Thổ Nhĩ Kỳ bắt 400 người trong chiến dịch toàn quốc
        home = bulletin.place if bulletin.is_place_stated else None
        if name is not None:
            return Placed(name, "head")
        if home is not None and self.is_official:
            return Placed(home, "head")
        if nation_mentions(title, low_title):
            return Placed(COUNTRY, "head")
        text, beginning = bulletin.text, f"{low_title}\n{low[:_LEAD_CHARS]}"
        says_nation = NATIONAL.search(beginning) is not None
        is_unsaid = bulletin.place == COUNTRY and not (self._states or says_nation)
        if (bulletin.place is None or is_unsaid) and not EXPORT.search(beginning):
            abroad = country_mentions(title)
            if not abroad and not says_nation and not any(m.name == COUNTRY for m in self.mentions):
                abroad = country_mentions(text[:_LEAD_CHARS])
                abroad = abroad if len({m.name for m in abroad}) == 1 else []
            if abroad:
                self.is_foreign = True
                return Placed(abroad[0].name, "head")
        lead = [m for m in self.mentions if m.start < _LEAD_CHARS and is_of_topic(low, m)]
        smaller = [m for m in lead if m.name != COUNTRY and m.name not in PARTS_OF_COUNTRY]
        if smaller:
            end = next(s.end for s in bulletin.sections if s.end > smaller[0].start)
            name = common_place([m for m in smaller if m.start < end])
            if name is not None:
                # What the government does is told from the capital.
                is_seat = says_nation and name in CITY_PROVINCES
                return Placed(name, "guess" if is_seat else "head")
        elif lead or says_nation:
            return Placed(COUNTRY, "guess")
        return None if bulletin.place is None else Placed(bulletin.place, "guess")
