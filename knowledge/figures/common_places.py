"""Several places that a text names together -> the one that all of them lie in."""

from collections.abc import Sequence

from knowledge.text.spelling import fold
from knowledge.vocabulary.local_units import PlaceMention
from knowledge.vocabulary.place_names import COUNTRY, SIZE, province_of, unit_in

_LIST_CHARS = 6


def common_place(mentions: Sequence[PlaceMention]) -> str | None:
    """The smallest place that all mentions lie in or name; None for none or several.

    `xã A và xã B của huyện C` has the district; the country beside a province says nothing.
    """
    smaller = [m for m in mentions if m.name != COUNTRY]
    if not smaller:
        return COUNTRY if mentions else None
    provinces = {p for m in smaller if (p := province_of(m.name)) is not None}
    if len(provinces) > 1:
        return None
    for rank in range(4):
        named = [m for m in smaller if SIZE.get(m.level) == rank]
        if len({fold(unit_in(m.name)) for m in named}) == 1 or _are_apart(named):
            return named[-1].name
        if named and (whole := named[-1].whole) is not None and _may_hold(whole, named):
            return whole
    others = {m.name for m in smaller if m.level not in SIZE}
    if len(others) == 1 and not provinces:
        return others.pop()
    return provinces.pop() if provinces else None


def _may_hold(whole: str, mentions: Sequence[PlaceMention]) -> bool:
    """Whether listed units may lie in that of the last: no ward lies in a rural district."""
    is_rural = whole.startswith("huyện ")
    return not (is_rural and any(m.name.startswith("phường ") for m in mentions))


def _are_apart(mentions: Sequence[PlaceMention]) -> bool:
    """Whether the last two of some mentions are no list: `xã A và xã B`."""
    return len(mentions) > 1 and mentions[-1].start - mentions[-2].end > _LIST_CHARS
