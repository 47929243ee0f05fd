"""Right figures -> figures of which a number or a field of a neighbour was misread.

As in `evals.bench.figure_faults`, each fault is coherent, and one that the text does not contradict
is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from evals.bench.overlooked_words import year_period
from knowledge.records import Bulletin, Figure
from knowledge.text.spelling import fold, plain, words
from knowledge.vocabulary.places import COUNTRY, PROVINCES
from knowledge.vocabulary.units import kind_of

Wrong = tuple[str, Figure]
_POWER = re.compile(r"\s?(?:nghìn|ngàn|triệu|tỷ|tỉ)(?!\w)")
_LABELS = re.compile(
    r"(?:ngày|Điều|khoản|Quyết định số|Nghị định(?: số)?|Quận|Quốc lộ) (\d{1,3})(?![\d.,])"
)
_COMPARED = re.compile(r"so với (?:cùng kỳ )?(?:cuối |đầu )?năm ((?:19|20)\d{2})")


def numbers(figure: Figure, bulletin: Bulletin) -> Iterator[Wrong]:
    """Another number, sign, magnitude or unit; the number of a date or of a law."""
    part, text = figure.parts[0], bulletin.text
    alone = len(figure.parts) == 1
    if figure.high is not None and figure.role in ("achieved", "plan"):
        upper = next((p for p in figure.parts if p.value == figure.high), None)
        if upper is not None:
            yield (
                "range end as value",
                replace(figure, value=upper.value, high=None, parts=(upper,), start=upper.start),
            )
    if figure.value < 0 and figure.change is None and alone:
        value = -figure.value
        yield "sign lost", replace(figure, value=value, parts=(replace(part, value=value),))
    run = re.match(r"\d+(?:[.,]\d+)*", text[part.start :])
    if run and alone and figure.value > 0:
        end = part.start + run.end()
        if _POWER.match(text, end):
            for value in _bare_values(run[0]):
                cut = replace(part, value=value, end=end)
                yield "magnitude lost", replace(figure, value=value, change=None, parts=(cut,))
        if re.fullmatch(r"\d+,\d{1,2}", run[0]):
            value = Decimal(run[0].replace(",", ""))
            yield (
                "decimal as thousands",
                replace(figure, value=value, change=None, parts=(replace(part, value=value),)),
            )
    if figure.unit.startswith("điểm") and alone:
        yield "points as percent", replace(figure, unit="%", parts=(replace(part, unit="%"),))
    if kind_of(figure.unit) == "people" and alone:
        yield "count as money", replace(figure, unit="đồng", parts=(replace(part, unit="đồng"),))
    if figure.change is not None and figure.value != 0 and alone:
        yield "rise as fall", replace(figure, change=-figure.change)
    if figure.role == "achieved" and ("ước" in (figure.hedge or "") or figure.preliminary):
        yield "estimate as done", replace(figure, hedge=None, preliminary=False)
    label = _LABELS.search(text, figure.sentence_start, figure.sentence_end)
    if label and alone and Decimal(label[1]) != figure.value:
        cut = replace(part, value=Decimal(label[1]), start=label.start(1), end=label.end(1))
        yield (
            "number of a date or law",
            replace(
                figure, value=cut.value, change=None, parts=(cut,), start=cut.start, end=cut.end
            ),
        )
    yield from _times(figure, bulletin)
    yield from _places(figure, bulletin)


def _bare_values(run: str) -> list[Decimal]:
    """The value of digits without their magnitude, in the Vietnamese notation."""
    return [Decimal(run.replace(".", "").replace(",", "."))]


def _times(figure: Figure, bulletin: Bulletin) -> Iterator[Wrong]:
    """The year compared with, a year to come, the whole year for a time up to a day."""
    period = figure.period
    if period is None or figure.period_source == "guess":
        return
    compared = _COMPARED.search(bulletin.text, figure.sentence_start, figure.sentence_end)
    if compared and int(compared[1]) not in period.years and figure.role != "previous":
        yield (
            "year compared with",
            replace(figure, period=year_period(int(compared[1])), period_source="sentence"),
        )
    if period.kind in ("month", "months", "quarter") and bulletin.published_on:
        year = bulletin.published_on.year + 1
        later = replace(
            period,
            start=period.start.replace(year=year, day=1),
            end=period.end.replace(year=year, day=28),
        )
        yield "year to come", replace(figure, period=later)
    is_year_end = (period.end.month, period.end.day) == (12, 31)
    if period.kind == "until" and not is_year_end:
        yield "to date as a year", replace(figure, period=year_period(period.end.year))


def _places(figure: Figure, bulletin: Bulletin) -> Iterator[Wrong]:
    """The province for its district, the country for a province, a province for the country."""
    place, home = figure.place, bulletin.place
    if place is None or figure.place_source != "sentence" or home is None:
        return
    is_local = place not in PROVINCES and place != COUNTRY
    sentence = fold(bulletin.text[figure.sentence_start : figure.sentence_end])
    if is_local and home in PROVINCES and fold(home) not in sentence and "tinh" not in sentence:
        yield "province for the district", replace(figure, place=home)
    is_country_named = re.search(r"ca nuoc|viet nam|toan quoc|nuoc ta", sentence) is not None
    if place in PROVINCES and home != COUNTRY and not is_country_named:
        yield "country for the province", replace(figure, place=COUNTRY)
    if place == COUNTRY and home in PROVINCES and fold(home) not in sentence:
        yield "province for the country", replace(figure, place=home)


def neighbours(figure: Figure, figures: Sequence[Figure]) -> Iterator[Wrong]:
    """A number, a year or a place of another figure of the same sentence."""
    for other in figures:
        is_near = other.sentence_start == figure.sentence_start and other.start != figure.start
        if not is_near:
            continue
        if _are_siblings(figure, other):
            yield (
                "value of a sibling",
                replace(other, name=figure.name, indicator=figure.indicator, within=figure.within),
            )
        stated = (figure.place_source, other.place_source) == ("sentence", "sentence")
        if stated and figure.place and other.place and figure.place != other.place:
            yield "place of the neighbour", replace(figure, place=other.place)
        is_moved = {figure.role, other.role} == {"achieved", "previous"}
        mine, theirs = figure.period, other.period
        if not (is_moved and mine and theirs and figure.name == other.name):
            continue
        if not set(mine.years) & set(theirs.years):
            yield "years of a change exchanged", replace(figure, period=theirs)


def _are_siblings(a: Figure, b: Figure) -> bool:
    """Whether two names share words and each has its own: `BHXH bắt buộc`, `BHXH tự nguyện`."""
    left, right = set(words(plain(a.name))), set(words(plain(b.name)))
    is_one_indicator = a.indicator is not None and a.indicator == b.indicator
    return bool(left & right and left - right and right - left) and not is_one_indicator
