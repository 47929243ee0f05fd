"""Question -> the same of another year, month or province, which its passages do not answer.

A reader that learns only from what annotators wrote sees few questions that differ from an
answerable one in nothing but the time or the place (contrast sets; Gardner et al., Findings of
EMNLP 2020). A name or a year is changed in both languages at once, and passages that name the new
one are left out.
"""

import random
import re
from collections.abc import Iterator, Sequence

from evals.training.questions import Marked, Reading
from knowledge.text.spelling import fold, without_accents
from knowledge.vocabulary.place_names import PROVINCES

_YEAR = re.compile(r"(?<![\d./-])(?:19|20)\d\d(?!\d)")
_MONTH = re.compile(r"(?<=[Tt]háng )(?:1[0-2]|[1-9])(?![\d-])")
_ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
                   "September", "October", "November", "December")  # fmt: skip
_LATEST = 2026
_NEAR = 3  # years: a year close by is the mistake to learn
# Names that are also words or people.
_AMBIGUOUS = frozenset({"Hồ Chí Minh", "Thành phố Hồ Chí Minh", "Hòa Bình", "Thái Bình"})


def changed(reading: Reading, rng: random.Random) -> Reading | None:
    """A near miss that is made of an answerable question; None where it has nothing to change."""
    vietnamese, english = reading.forms["vi"], reading.forms["en"]
    ways = [*_years(vietnamese, english, rng), *_months(vietnamese, english, rng),
            *_provinces(vietnamese, english, rng)]  # fmt: skip
    if reading.is_near_miss or not ways:
        return None
    vietnamese, english, named = rng.choice(ways)
    passages = _without(reading.passages["vi"], named)
    if not passages:
        return None
    forms = {"vi": vietnamese, "plain": without_accents(vietnamese), "en": english}
    return Reading(
        f"{reading.question_id}-changed", reading.kind, True, forms,
        dict.fromkeys(forms, passages), reading.text,
    )  # fmt: skip


def _years(vi: str, en: str, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    shared = sorted(set(_YEAR.findall(vi)) & set(_YEAR.findall(en)))
    shared = [year for year in shared if int(year) <= _LATEST]
    if not shared:
        return
    year = rng.choice(shared)
    near = map(str, range(int(year) - _NEAR, min(int(year) + _NEAR, _LATEST) + 1))
    unnamed = [y for y in near if y not in vi]
    if not unnamed:
        return
    new = rng.choice(unnamed)
    yield vi.replace(year, new), en.replace(year, new), new


def _months(vi: str, en: str, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    months = set(_MONTH.findall(vi))
    if len(months) != 1:
        return
    month = int(months.pop())
    new = rng.choice([m for m in range(1, 13) if m != month])
    english = re.compile(rf"\b{_ENGLISH_MONTHS[month - 1]}\b")
    if english.search(en):
        yield _MONTH.sub(str(new), vi), english.sub(_ENGLISH_MONTHS[new - 1], en), f"tháng {new}"


def _provinces(vi: str, en: str, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    names = [p for p in PROVINCES if p not in _AMBIGUOUS]
    for name in names:
        in_english = next((n for n in (name, without_accents(name)) if n in en), None)
        if re.search(rf"\b{name}\b", vi) and in_english:
            new = rng.choice([p for p in names if p != name])
            new_english = new if in_english == name else without_accents(new)
            yield re.sub(rf"\b{name}\b", new, vi), en.replace(in_english, new_english), new


def _without(passages: Sequence[Marked], named: str) -> list[Marked]:
    """The passages that do not name what the question was changed to, as ones without an answer."""
    word = re.compile(rf"(?<!\w){re.escape(fold(named))}(?!\w)")
    return [
        Marked(p.text, p.header, -1, -1)
        for p in passages if not word.search(fold(f"{p.header} {p.text}"))
    ]  # fmt: skip
