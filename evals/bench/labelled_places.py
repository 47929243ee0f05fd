"""Whether a figure's place is the one that a label names in the words of the text."""

import re

from knowledge.text.spelling import fold
from knowledge.vocabulary.countries import find_countries
from knowledge.vocabulary.place_names import members_of, unit_in, without_kind
from knowledge.vocabulary.places import COUNTRY, find_places, joined_places, same_place

_COUNTRY = re.compile(r"(?:viet nam|vn|toan quoc|nuoc ta)")
_PART_OF_COUNTRY = re.compile(r"(?:phia|mien) (bac|trung|nam)$")
_PROVINCE_KIND = re.compile(r"^tỉnh\s", re.IGNORECASE)


def is_place(place: str, label: str) -> bool:
    """Whether a figure's place is one that the label names, as `huyện Củ Chi và Cần Giờ` names two.

    A label without its kind (`Trần Văn Thời`) names the unit of any kind. Of a figure of several
    places together it names each.
    """
    if len(members := members_of(place)) > 1:
        return all(is_place(member, label) for member in members)
    if _COUNTRY.fullmatch(fold(label)):
        return place == COUNTRY
    if parts := _PART_OF_COUNTRY.search(fold(label)):
        return fold(place) == f"mien {parts[1]}"
    mentions = find_places(label)
    names = [m.name for m in mentions] + [m.name for m in joined_places(label, mentions)]
    names += find_countries(label)
    if any(same_place(place, name) for name in names or [label]):
        return True
    bare = fold(_PROVINCE_KIND.sub("", without_kind(unit_in(place))))
    return bare in (fold(label), fold(_PROVINCE_KIND.sub("", label)))
