"""A place's name as somebody wrote it -> the province that is meant, if only one can be.

The second try, for names that no list has: without accents, spaces and dashes (`KonTum`, `BR-VT`,
`Lâm Đông`), by its initials (`tỉnh BK`), or with one letter wrong (`Quãng Namm`).
"""

import re
from collections import defaultdict
from functools import cache

from knowledge.text.spelling import fold, words
from knowledge.vocabulary.place_names import PROVINCES, spellings

# One wrong letter in a shorter name says too little: Hà Nam, Hà Nội.
_LEAST_LETTERS = 7


def province_like(name: str, *, is_sure: bool = True) -> str | None:
    """The one province that `name` may be; None where it is none or may be several.

    `is_sure`: the words around say that a province is named, so initials and one wrong letter count
    too.
    """
    key = _key(name)
    known = _keys().get(key)
    if known is not None or not is_sure:
        return known
    if name.isupper() and name.isalpha():
        return _initials().get(key)
    if len(key) < _LEAST_LETTERS:
        return None
    near = {place for other, place in _keys().items() if _is_one_edit(key, other)}
    return near.pop() if len(near) == 1 else None


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", fold(name))


@cache
def _keys() -> dict[str, str]:
    """The place for each spelling without accents and spaces."""
    return {_key(spelling): place for spelling, place in spellings().items()}


@cache
def _initials() -> dict[str, str]:
    """The provinces that have initials of their own: BK, but not BĐ (Bình Định, Bình Dương)."""
    by_initials: dict[str, list[str]] = defaultdict(list)
    for province in PROVINCES:
        by_initials["".join(word[0] for word in words(fold(province)))].append(province)
    return {initials: places[0] for initials, places in by_initials.items() if len(places) == 1}


def _is_one_edit(a: str, b: str) -> bool:
    """Whether one letter more, less, other, or two changed about make `a` of `b`."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    same = next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    rest, other = a[same:], b[same:]
    if len(a) == len(b):
        return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    return rest[1:] == other if len(a) > len(b) else rest == other[1:]
