"""A text -> the part of it that is read for figures, limited by the number of its numbers.

Reading a number takes time for the words around it. A text of nothing but numbers is a table or an
attack; only its first numbers are read, and staff get a warning.
"""

import itertools
from functools import lru_cache

from knowledge.text.patterns import lazy_regex

# Of 2,700 real texts (news, laws, reports) the densest long ones have a number every 80
# characters, the densest short one 228 numbers.
_CHARS_A_NUMBER = 60
_ALWAYS = 300
_WORDS = ("trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ", "nửa", "phần")
_DIGITS = lazy_regex(r"\d+")
_NUMBER = lazy_regex(rf"\d+(?:[.,]\d+)*|(?:{'|'.join(_WORDS)})(?!\w)")


@lru_cache(maxsize=4)
def readable_end(text: str) -> int:
    """The offset at which reading for figures ends; the length of the text where all is read."""
    low = text.lower()
    most = _ALWAYS + len(low) // _CHARS_A_NUMBER
    if len(low) < 2 * most or len(_DIGITS.findall(low)) + sum(map(low.count, _WORDS)) <= most:
        return len(text)  # nearly every text; both estimates are upper bounds of the count
    surplus = next(itertools.islice(_NUMBER.finditer(low), most, None), None)
    return surplus.start() if surplus else len(text)


def density_warnings(text: str) -> tuple[str, ...]:
    """A warning for staff where the figures of a bulletin are not read to its end."""
    end = readable_end(text)
    if end == len(text):
        return ()
    return (f"more numbers than prose holds: no figures are read after character {end}",)
