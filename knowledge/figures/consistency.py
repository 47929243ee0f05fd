"""Warnings for staff: numbers and times of one bulletin that contradict one another."""

from bisect import bisect_left
from collections import defaultdict
from datetime import date
from decimal import Decimal

from knowledge.records import Bulletin, Figure


def is_of_the_future(published_on: date | None, today: date) -> bool:
    """Whether a bulletin is dated after tomorrow; tomorrow may be today in another time zone."""
    return published_on is not None and (published_on - today).days > 1


def _is_year_slip(figure: Figure, published_on: date | None) -> bool:
    """Whether a stated year is the year of publication with one wrong digit.

    It must be 20 years off or more, because ten years earlier may be meant.
    """
    if published_on is None or figure.period is None or figure.period_source != "sentence":
        return False
    year, now = str(figure.period.start.year), str(published_on.year)
    differing = sum(a != b for a, b in zip(year.zfill(4), now.zfill(4), strict=True))
    return figure.period.kind == "year" and differing == 1 and abs(int(year) - int(now)) >= 20


def find_misfits(figures: tuple[Figure, ...], published_on: date | None = None) -> list[str]:
    """Warnings for staff, in English: statements whose numbers or times contradict one another."""
    warnings = []
    wholes: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.within is None:
            wholes[figure.name].append(figure)
    for part in (f for f in figures if f.within and f.role == "achieved"):
        named = wholes.get(part.within or "", [])
        # Figures stand in reading order: the last one before the part.
        at = bisect_left(named, part.start, key=lambda f: f.start)
        whole = named[at - 1] if at else None
        if (
            whole
            and (whole.role, whole.unit) == (part.role, part.unit)
            and part.value > whole.value
        ):
            warnings.append(f"{part.quote!r} is more than {whole.quote!r}, of which it is a part")
    for figure in figures:
        for base, stated in ((figure.plan, figure.percent), (figure.total, figure.share)):
            if not base or stated is None:
                continue
            exact = figure.value / base * 100
            digits = max(0, -int(stated.as_tuple().exponent))
            if abs(exact - stated) > Decimal(1).scaleb(-digits):
                warnings.append(
                    f"{figure.quote!r}: {figure.value}/{base} is {exact:.2f}%, not {stated}%"
                )
        if _is_year_slip(figure, published_on):
            warnings.append(
                f"{figure.quote!r} is given to {figure.period.text if figure.period else '?'!r}, "
                f"but the bulletin is of {published_on:%d/%m/%Y}: a typing error?"
            )
        if figure.contradicts:
            warnings.append(
                f"{figure.quote!r} is given to {figure.period.text if figure.period else '?'!r} "
                f"here and to another period elsewhere in the bulletin ({figure.contradicts})"
            )
    return warnings


def warnings_of(bulletin: Bulletin, figures: tuple[Figure, ...], today: date) -> list[str]:
    """Warnings for staff, in English: numbers, times and a day of publication that do not fit."""
    published = bulletin.published_on
    warnings = find_misfits(figures, published)
    if is_of_the_future(published, today):
        warnings.append(
            f"the day of publication, {published}, is in the future: until then other bulletins "
            "come before this one (correct it by `bantin amend --date`)"
        )
    return warnings
