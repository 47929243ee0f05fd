"""The ages that narrow what is counted: `người trên 40 tuổi`, `children under 10`.

The number of one age group answers for no other one, and that of all people for none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold

_END = r"(?![\d.,/%]*\d)"
_YEARS = r"(?P<months> thang)?[ -]?(?:tuoi|years?(?:[ -]old| of age|(?= (?:and|or) (?:over|older)))|year-olds?)(?!\w)"
_MORE = r"(?:tro len|(?:and|or) (?:over|above|older|up|more))"
_LESS = r"(?:tro xuong|(?:and|or) (?:under|below|younger|less))"
_FROM = (
    "tren|ngoai|qua|hon|tu|tu du|du|it nhat|toi thieu|over|above|older than|more than|at least|past"
)
_UP_TO = (
    "duoi|chua den|chua day|chua du|khong qua|toi da|den|kem|nho hon|under|below|younger than"
    "|less than|up to"
)
_PATTERNS = (
    # `từ 16 đến 30 tuổi`, `aged 16 to 30`, `trong độ tuổi 70-74`
    lazy_regex(
        rf"(?<![\d.,/])(?P<low>\d{{1,3}}){_END}(?: thang)?(?: tuoi)?"
        rf"(?:\s?[-–]\s?| den(?: duoi| du| het)? | toi | to | and )(?P<high>\d{{1,3}}){_END}{_YEARS}"
    ),
    lazy_regex(
        r"(?<!\w)(?:aged?|ages|(?:do|nhom|lua) tuoi(?: tu)?) (?P<low>\d{1,3})"
        rf"(?:\s?[-–]\s?| to | and | den | toi )(?P<high>\d{{1,3}}){_END}"
    ),
    # `trên 40 tuổi`, `từ đủ 18 tuổi trở lên`, `60 years and older`
    lazy_regex(
        rf"(?:(?<!\w)(?:(?P<over>{_FROM})|(?P<under>{_UP_TO})) )?(?<![\d.,/])(?P<age>\d{{1,3}}){_END}{_YEARS}"
        rf"(?: (?:(?P<more>{_MORE})|(?P<less>{_LESS}))(?!\w))?"
    ),
    # English leaves out the years, but not before what is counted: `people over 40`, `over 40 people`
    lazy_regex(
        r"(?<!\w)(?:people|men|women|children|anyone|everyone|[a-z]+s)(?: (?:who (?:are|were|is)|aged|of))?"
        rf" (?:(?P<over>over|above|older than)|(?P<under>under|below|younger than)) (?P<age>\d{{1,3}}){_END}"
        r"(?! ?%| (?:percent|per cent|million|billion|thousand|hundred|people|persons|workers|households"
        r"|families|students|trainees|jobs|communes|km|vnd|dong|days|months|hours|cases|times|years?)(?!\w))"
    ),
    lazy_regex(
        rf"(?<!\w)(?:do|nhom|lua) tuoi (?:(?P<over>{_FROM})|(?P<under>{_UP_TO})) (?P<age>\d{{1,3}}){_END}"
        rf"(?: (?P<more>{_MORE})(?!\w))?"
    ),
    lazy_regex(rf"(?<!\w)aged? (?P<age>\d{{1,3}}) (?:(?P<more>{_MORE})|(?P<less>{_LESS}))(?!\w)"),
)
# Words of the law for an age: a child is under 16, an elderly person 60 or older.
_BY_LAW = ((None, 16, "tre em"), (60, None, "nguoi cao tuoi"))
_MAY_NAME = (
    "tuoi",
    "year",
    "yrs",
    "age",
    "over",
    "under",
    "old",
    "young",
    "above",
    "below",
    "up to",
)


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """People from `low` to `high`, in years or in months; None where it is open."""

    low: int | None
    high: int | None
    in_months: bool = False


@lru_cache(maxsize=256)
def ages_of(text: str) -> frozenset[AgeGroup]:
    """The age groups that a text names, with or without accents, in either language."""
    low = fold(text)
    return frozenset(_groups(low)) if any(word in low for word in _MAY_NAME) else frozenset()


def is_of_ages(asked: frozenset[AgeGroup], sentence: str) -> bool:
    """Whether a sentence counts people of each age group asked for; true where none is."""
    if not asked:
        return True
    named, low = ages_of(sentence), fold(sentence)
    if not named:
        # A word of the law tells the age where no number does.
        named = frozenset(AgeGroup(a, b) for a, b, word in _BY_LAW if word in low)
    return asked <= named


def _groups(low: str) -> Iterator[AgeGroup]:
    taken: list[tuple[int, int]] = []
    for match in (m for pattern in _PATTERNS for m in pattern.finditer(low)):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        named = match.groupdict()
        in_months = named.get("months") is not None
        if "low" in named:
            taken.append(match.span())
            yield AgeGroup(int(named["low"]), int(named["high"]), in_months)
            continue
        age = int(named["age"])
        is_open = named.get("more") is not None
        if named.get("less") or (named.get("under") and not is_open):
            yield AgeGroup(None, age, in_months)
        elif is_open or named.get("over"):
            yield AgeGroup(age, None, in_months)
        else:
            continue  # somebody is 40 years old
        taken.append(match.span())
