"""The place that a figure is of: named in its sentence, else that of its bulletin."""

import re
from collections.abc import Sequence

from knowledge.figures.joining import Statement
from knowledge.records import Bulletin
from knowledge.vocabulary.place_names import provinces_of, within
from knowledge.vocabulary.places import COUNTRY, PlaceMention, level_of

_HOME = re.compile(r"(?:toàn|của|trong|bàn|cả) tỉnh(?!\s[^\W\d_]*\s(?:khác|bạn))")
# `Việt Nam` means the country unless it is part of an office's name.
# The words before stand in a second pattern, so that the literal one is searched first.
_NATION = re.compile("việt nam")
_OFFICE_OF_NATION = re.compile(r"(?:bhxh|hội|ngân hàng|đoàn|đảng|mặt trận|quốc|phụ nữ|báo|mẹ) $")


def place_of(
    statement: Statement, low: str, places: Sequence[PlaceMention],
    scopes: list[tuple[int, int, str | None]], bulletin: Bulletin,
) -> str | None:  # fmt: skip
    """The place named before the number, or after it in its clause, else the bulletin's.

    A place that was only inferred applies only to sentences with "toàn tỉnh" or the like.
    """
    before = [(start, name) for start, end, name in scopes if end <= statement.start]
    if before:
        name = max(before, key=lambda scope: scope[0])[1]
        return bulletin.place if name is None else name
    after = [
        m
        for m in places
        if statement.end <= m.start <= statement.end + 60
        and low[: m.start].rstrip().endswith(("tại", "ở", "của", "bàn", "tỉnh"))
    ]
    if after:
        return after[0].name
    return bulletin.place if bulletin.is_place_stated else None


def with_province(place: str | None, bulletin: Bulletin) -> str | None:
    """A unit below the province with that of the bulletin, where its name alone misleads.

    An office speaks of units of its own province, also of those that no list has.
    """
    home = bulletin.place if bulletin.is_place_stated else None
    if place is None or home is None or level_of(home) != "province":
        return place
    is_its_own = bulletin.issuer is not None or home in provinces_of(place)
    return within(place, home) if is_its_own else place


def scopes_of(low: str, places: Sequence[PlaceMention]) -> list[tuple[int, int, str | None]]:
    """The spans (start, end, place) that set the place of the numbers after them.

    A place of None is the bulletin's. Of two spans with one start, the named place comes first.
    """
    # `nhiều nhất cả nước` ranks a province; its numbers are not the country's.
    named: list[tuple[int, int, str | None]] = [
        (m.start, m.end, m.name) for m in places if not low.endswith("nhất ", 0, m.start)
    ]
    nation = [
        (m.start(), m.end(), COUNTRY)
        for m in _NATION.finditer(low)
        if not _OFFICE_OF_NATION.search(low, max(0, m.start() - 12), m.start())
    ]
    home = [(m.start(), m.end(), None) for m in _HOME.finditer(low)] if " tỉnh" in low else []
    return [*named, *nation, *home]
