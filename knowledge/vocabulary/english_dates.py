"""English dates, quarters and decimals of a query -> index terms of Vietnamese text.

`June 2017` is `tháng 6/2017` there, `23 June` is `23/6`, `Q3 2016` is `quý 3/2016`, `0.5` is `0,5`.
"""

from collections.abc import Sequence

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import words

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_QUARTER = lazy_regex(r"[qQ]([1-4])")
_ROMAN = ("i", "ii", "iii", "iv")
_SEPARATED = lazy_regex(r"[0-9]+[.,][0-9]+")
_SWAPPED = str.maketrans(".,", ",.")


def date_terms(query: str) -> tuple[str, ...]:
    """The terms that Vietnamese text may hold for the query's months, days, quarters, decimals."""
    query_words = words(query)
    terms: list[str] = []
    for i, word in enumerate(query_words):
        before = query_words[i - 1] if i else ""
        after = query_words[i + 1 : i + 3]
        quarter = _QUARTER.fullmatch(word)
        if word[0].isupper() and word.lower() in _MONTHS and (i or word != "May"):
            terms += _month(_MONTHS[word.lower()], before, after)
        elif quarter:
            terms += [f"quý_{quarter[1]}", f"quý_{_ROMAN[int(quarter[1]) - 1]}"]
            terms += [f"{quarter[1]}/{year}" for year in after[:1] if _is_year(year)]
        elif _SEPARATED.fullmatch(word):
            terms.append(word.translate(_SWAPPED))
    return tuple(dict.fromkeys(terms))


def _month(month: int, before: str, after: Sequence[str]) -> list[str]:
    """The terms of one month, of the day before or after it and of the year."""
    numbers = dict.fromkeys((str(month), f"{month:02d}"))
    terms = [f"tháng_{number}" for number in numbers]
    terms += [f"{number}/{year}" for number in numbers for year in after if _is_year(year)]
    day = next((d for d in (before, *after[:1]) if d.isdigit() and int(d) <= 31), "")
    if day:
        days = dict.fromkeys((str(int(day)), f"{int(day):02d}"))
        terms += [f"{d}/{number}" for d in days for number in numbers]
        terms += [f"{d}/{n}/{y}" for d in days for n in numbers for y in after if _is_year(y)]
    return terms


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()
