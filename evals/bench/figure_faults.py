"""Right figures -> figures with one fault each, as a wrong extraction would make them.

A fault is coherent: with the value its parts and spans move too, so that no check finds it by
comparing a figure with itself. Faults that cannot be told from the truth in the text (two numbers
with the same name) are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evals.bench.misread_numbers import neighbours, numbers
from evals.bench.overlooked_words import overlooked, year_period
from knowledge.records import Bulletin, Figure, Part
from knowledge.text.spelling import fold, plain, words
from knowledge.vocabulary.places import PROVINCES, find_places
from knowledge.vocabulary.units import kind_of

_OTHER_UNIT = {"người": "hộ", "hộ": "người", "%": "người", "đồng": "người", "lao động": "hộ",
               "học viên": "lượt người", "USD": "đồng"}  # fmt: skip
_COUNTED = ("people", "parts", "things")


@dataclass(frozen=True, slots=True)
class Fault:
    """A figure with a fault of one kind, and the bulletin that it is said to be from."""

    kind: str
    figure: Figure
    bulletin: Bulletin


def faults(figure: Figure, figures: Sequence[Figure], bulletin: Bulletin) -> Iterator[Fault]:
    """The faults of one right figure; `figures` are all of its bulletin in reading order."""
    at = next((i for i, f in enumerate(figures) if f.figure_id == figure.figure_id), None)
    if at is None:
        return
    for kind, wrong in (
        *_names(figure, figures, at), *_digits(figure, bulletin), *_units(figure),
        *_times(figure, figures), *_places(figure, bulletin), *_roles(figure, figures, at),
    ):  # fmt: skip
        yield Fault(kind, wrong, bulletin)
    for kind, wrong in (*numbers(figure, bulletin), *neighbours(figure, figures)):
        yield Fault(kind, wrong, bulletin)
    for kind, wrong, text in overlooked(figure, bulletin):
        yield Fault(kind, wrong, text)


def _says_other(a: Figure, b: Figure) -> bool:
    """Whether two figures count different things, by their names."""
    if a.indicator is not None and a.indicator == b.indicator:
        return False
    left, right = set(words(plain(a.name))), set(words(plain(b.name)))
    return bool(left and right) and len(left & right) < 0.4 * min(len(left), len(right))


def _names(figure: Figure, figures: Sequence[Figure], at: int) -> Iterator[tuple[str, Figure]]:
    """The numbers beside a figure under its name."""
    for step in (-1, 1):
        other = figures[at + step] if 0 <= at + step < len(figures) else None
        if other is None or not _says_other(figure, other) or _is_linked(figure, other):
            continue
        kind = (
            "value of the neighbour"
            if other.sentence_start == figure.sentence_start
            else "value of another sentence"
        )
        yield (
            kind,
            replace(other, name=figure.name, indicator=figure.indicator, within=figure.within),
        )


def _is_linked(figure: Figure, other: Figure) -> bool:
    """Whether one figure is a part of the other, so that both names are about both numbers."""
    return fold(figure.within or "") == fold(other.name) or fold(other.within or "") == fold(
        figure.name
    )


def _digits(figure: Figure, bulletin: Bulletin) -> Iterator[tuple[str, Figure]]:
    """A part of the digits, or two of them exchanged."""
    part = figure.parts[0]
    run = re.match(r"\d+(?:[.,]\d+)+|\d{3,}", bulletin.text[part.start :])
    if run is None or len(figure.parts) > 1:
        return
    first = re.match(r"\d+(?=[.,])|\d\d", run[0])
    last = re.search(r"(?<=[.,])[1-9]\d*$", run[0])
    if first:
        cut = replace(part, value=Decimal(first[0]), end=part.start + first.end())
        yield "prefix of the digits", replace(figure, value=cut.value, change=None, parts=(cut,))
    if last:
        cut = replace(part, value=Decimal(last[0]), start=part.start + last.start())
        yield (
            "suffix of the digits",
            replace(figure, value=cut.value, change=None, parts=(cut,), start=cut.start),
        )
    digits = str(part.value)
    swapped = digits[1] + digits[0] + digits[2:] if digits[:2].isdigit() else digits
    if swapped != digits:
        value = Decimal(swapped)
        yield (
            "digits exchanged",
            replace(figure, value=value, change=None, parts=(replace(part, value=value),)),
        )


def _units(figure: Figure) -> Iterator[tuple[str, Figure]]:
    """Another unit, or a thousand times the value."""
    other = _OTHER_UNIT.get(figure.unit)
    if other:
        parts = tuple(replace(p, unit=other) for p in figure.parts if p.unit == figure.unit)
        yield (
            "another unit",
            replace(
                figure,
                unit=other,
                parts=(*parts, *(p for p in figure.parts if p.unit != figure.unit)),
            ),
        )
    if figure.unit.startswith("đồng") and figure.value >= 1000 and len(figure.parts) == 1:
        value = figure.value * 1000
        yield (
            "another magnitude",
            replace(
                figure, value=value, change=None, parts=(replace(figure.parts[0], value=value),)
            ),
        )


def _times(figure: Figure, figures: Sequence[Figure]) -> Iterator[tuple[str, Figure]]:
    """The time of another figure, the year before, or a whole year for some months."""
    period = figure.period
    if period is None or figure.period_source == "guess":
        return
    others = {f.period: f for f in figures if f.period and f.period_source == "sentence"}
    for other, source in others.items():
        if not set(other.years) & set(period.years):
            yield "time of another figure", replace(
                figure, period=other, period_source="sentence",
                period_start=source.period_start, period_end=source.period_end,
            )  # fmt: skip
            break
    if period.kind == "year":
        year = period.start.year - 1
        yield "the year before", replace(figure, period=year_period(year))
    if period.kind in ("months", "quarter", "month") and period.start.year == period.end.year:
        yield "months as a year", replace(figure, period=year_period(period.start.year))


def _places(figure: Figure, bulletin: Bulletin) -> Iterator[tuple[str, Figure]]:
    """A place of another sentence, or of none."""
    if figure.place is None or figure.place_source == "guess":
        return
    text = bulletin.text
    here = {fold(m.name) for m in find_places(text[figure.sentence_start : figure.sentence_end])}
    here |= {fold(figure.place), fold(bulletin.place or "")}
    here |= {f"{kind} {name}" for kind in ("thanh pho", "huyen") for name in here}
    behind = [m.name for m in find_places(text[figure.sentence_end :]) if fold(m.name) not in here]
    ahead = [m.name for m in find_places(text[: figure.sentence_start]) if fold(m.name) not in here]
    if named := [*ahead[-1:], *behind[:1]]:
        yield "place of another sentence", replace(figure, place=named[0])
    foreign = next(p for p in PROVINCES if fold(p) not in fold(text) and fold(p) not in here)
    yield "place that is not named", replace(figure, place=foreign)


def _roles(figure: Figure, figures: Sequence[Figure], at: int) -> Iterator[tuple[str, Figure]]:
    """Another role for a number: a plan as done, a part as the whole, a rise as a value."""
    first = figure.parts[0]
    if figure.role in ("plan", "change", "previous", "percent_of_plan"):
        parts = (replace(first, role="achieved"), *figure.parts[1:])
        kinds = {
            "plan": "plan as done",
            "change": "change as value",
            "previous": "earlier as value",
            "percent_of_plan": "percent of plan as share",
        }
        yield kinds[figure.role], replace(figure, role="achieved", change=None, parts=parts)
    if figure.role == "achieved":
        parts = (replace(first, role="plan"), *figure.parts[1:])
        if figure.plan is None and figure.total is None:
            yield "done as plan", replace(figure, role="plan", parts=parts)
            if kind_of(figure.unit) in _COUNTED:
                moved = (replace(first, role="change"), *figure.parts[1:])
                yield (
                    "value as change",
                    replace(figure, role="change", change=figure.value, parts=moved),
                )
    for name in ("plan", "total"):
        part = next((p for p in figure.parts if p.role == name and p is not first), None)
        if part is not None:
            alone = Part("achieved", part.value, part.unit, part.start, part.end)
            yield f"{name} as value", replace(
                figure, value=part.value, role="achieved", plan=None, total=None, percent=None,
                share=None, parts=(alone,), start=part.start,
            )  # fmt: skip
    if figure.within:
        whole = next((f for f in reversed(figures[:at]) if f.name == figure.within), None)
        if whole and _says_other(figure, whole):
            yield (
                "part as whole",
                replace(figure, within=None, name=whole.name, indicator=whole.indicator),
            )
