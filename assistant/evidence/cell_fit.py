"""How a cell of a table fits the requested time, place and kind: what differs, or what excludes it.

A contradiction excludes a cell: the question says 2021 and the column 2020, or it names one
district and the row another. A number is also excluded if it is of a longer or shorter time, or of
a place around the requested one. Whatever else differs is a feature of the fitted choice
(`assistant.evidence.cell_meaning`): people leave out times and places.
"""

from dataclasses import dataclass, fields, replace
from datetime import timedelta

from assistant.evidence.candidates import EXACT, period_fit
from assistant.evidence.cell_constraints import has_place, time_fit
from assistant.evidence.cell_kinds import CellKind, asked_kind, is_of_kind, ranks_rows
from assistant.evidence.named_cells import NamedCell
from assistant.records import Question
from knowledge.figures.cells import OtherCell
from knowledge.figures.headings import is_total
from knowledge.records import Period
from knowledge.storage.origins import Origin
from knowledge.text.spelling import fold
from knowledge.vocabulary.calendar_spells import shifted
from knowledge.vocabulary.periods import overlap
from knowledge.vocabulary.place_names import (
    COUNTRY,
    is_within,
    level_of,
    same_place,
    unit_in,
    without_kind,
)
from knowledge.vocabulary.relative_periods import is_completed

# Entries for a school year and payments of a season are told some weeks before and after it.
_AROUND_A_RANGE = timedelta(days=92)
# Kinds of cells that no number is.
_NEVER_NUMBERS = frozenset(("person", "day", "clock", "telephone", "year", "reason"))


@dataclass(frozen=True, slots=True)
class CellFit:
    """How a cell fits; the names of the fields are those of its features.

    `time` is 1 for exactly the requested one. `time_unknown`: the cell has none; `time_near`: it
    has another that shares days with it; `time_beside`: it is a day or month around it;
    `time_of_another_year`: it is the requested time of another year, and the question names none.
    `place_unknown`: a place is asked for and the cell has none; `place_part` and `place_wider`: it
    has one inside or around it; `place_beside`: it has another, and its row or heading names the
    requested one; `place_unasked`: none is asked for, and it has one smaller than the bulletin's;
    `place_said`: the question says the bare name of it. `kind_met` and `kind_differs`: it is or is
    not of the kind that is asked for, `kind_met_surely`: of one narrower than words; `is_label`: it
    is the label of its row; `number_for_kind`: it is a number instead; `words_unasked`: it has
    words, and no kind is asked for.
    """

    time: float = 0.0
    time_unknown: bool = False
    time_near: bool = False
    time_beside: bool = False
    time_of_another_year: bool = False
    place_unknown: bool = False
    place_part: bool = False
    place_wider: bool = False
    place_beside: bool = False
    place_unasked: bool = False
    place_said: bool = False
    kind_met: bool = False
    kind_met_surely: bool = False
    is_label: bool = False
    kind_differs: bool = False
    number_for_kind: bool = False
    words_unasked: bool = False

    def features(self) -> tuple[float, ...]:
        """The values in the order of FITS."""
        return tuple(float(getattr(self, name)) for name in FITS)

    @property
    def differences(self) -> int:
        """How many things differ."""
        return sum(getattr(self, name) for name in DIFFERENCES)


FITS = tuple(field.name for field in fields(CellFit))
_AGREEMENTS = ("time", "place_said", "kind_met", "kind_met_surely", "is_label")
DIFFERENCES = tuple(name for name in FITS if name not in _AGREEMENTS)


def fit_of_cell(
    cell: NamedCell, question: Question, origin: Origin, *, is_named: bool
) -> CellFit | None:
    """How a cell fits the time, place and kind of a question; None where one excludes it.

    `is_named` where the question says the label of its row.
    """
    item = cell.item
    is_label = isinstance(item, OtherCell) and item.heading is None
    if ranks_rows(question) and (is_label or is_total(cell.label)):
        return None  # no row says of itself that it has the most
    fit = _of_kind(cell, question, asked_kind(question))
    fit = fit and _of_time(fit, cell, question.periods[0] if question.periods else None)
    fit = fit and _of_place(fit, cell, question, origin, is_named=is_named)
    # An empty cell says that there is no answer, so it must be of exactly what is asked for.
    is_empty = isinstance(item, OtherCell) and not item.text
    return None if fit is None or (is_empty and fit.differences) else fit


def _of_kind(cell: NamedCell, question: Question, kind: CellKind | None) -> CellFit | None:
    item = cell.item
    is_words = isinstance(item, OtherCell)
    if isinstance(item, OtherCell):
        if not item.text:
            return CellFit()
        if question.asks_number and not any(map(str.isdigit, item.text)):
            return None  # `bao nhiêu` asks for a number
        if kind is None:
            return None if item.heading is None else CellFit(words_unasked=True)
    if kind is None or is_of_kind(cell, kind):
        is_label = isinstance(item, OtherCell) and item.heading is None
        is_sure = kind is not None and kind.name != "words"
        return CellFit(kind_met=kind is not None, kind_met_surely=is_sure, is_label=is_label)
    if (isinstance(item, OtherCell) and item.heading is None) or (
        not is_words and kind.name in _NEVER_NUMBERS
    ):
        return None
    return CellFit(kind_differs=is_words, number_for_kind=not is_words)


def _of_time(fit: CellFit, cell: NamedCell, asked: Period | None) -> CellFit | None:
    item = cell.item
    if (value := time_fit(item, asked)) or asked is None:
        return replace(fit, time=value / EXACT)
    period = item.period
    if period is None:
        return replace(fit, time_unknown=True)
    if overlap(period, asked):
        is_near = isinstance(item, OtherCell) or _may_tell(period, asked)
        return replace(fit, time_near=True) if is_near else None
    if is_completed(asked):
        moved = shifted(asked, period.end.year - asked.end.year)
        is_it = period_fit(item, moved) or (isinstance(item, OtherCell) and overlap(period, moved))
        return replace(fit, time_of_another_year=True) if is_it else None
    if asked.kind == "range" and period.kind in ("day", "month", "until"):
        begins = period.end if period.kind == "until" else period.start
        is_around = (
            asked.start - _AROUND_A_RANGE <= begins and period.end <= asked.end + _AROUND_A_RANGE
        )
        return replace(fit, time_beside=True) if is_around else None
    return None


def _may_tell(period: Period, asked: Period) -> bool:
    """Whether a number of a time may tell of another that shares days with it.

    The state of a day within several years may, and a school year of one of its years. A part does
    not tell of the whole, nor the whole of a part, nor one day of another.
    """
    if period.kind in ("day", "until"):
        return asked.kind == "range" and asked.start <= period.end <= asked.end
    is_part = asked.start <= period.start and period.end <= asked.end
    is_whole = period.start <= asked.start and asked.end <= period.end
    return asked.kind not in ("day", "until") and not (is_part or is_whole)


def _of_place(
    fit: CellFit, cell: NamedCell, question: Question, origin: Origin, *, is_named: bool
) -> CellFit | None:  # fmt: skip
    place = cell.item.place
    if place is not None and _is_said(place, question.mentions.folded):
        fit = replace(fit, place_said=True)
    if has_place(cell, question, origin, is_named=is_named):
        return fit
    if not question.places:
        return replace(fit, place_unasked=True)
    if place is None:
        here = origin.place
        is_elsewhere = here is not None and not any(
            same_place(here, asked) or _is_inside(here, asked) or _is_inside(asked, here)
            for asked in question.places
        )
        return None if is_elsewhere else replace(fit, place_unknown=True)
    is_words = isinstance(cell.item, OtherCell)
    if any(_is_inside(place, asked) for asked in question.places):
        is_meant = is_words or is_named or fit.place_said
        return replace(fit, place_part=True) if is_meant else None
    if not is_words:
        return None
    if any(_is_inside(asked, place) for asked in question.places):
        return replace(fit, place_wider=True)
    around = fold(f"{cell.label} ; {cell.beside} ; {cell.heading}")
    if any(_is_said(asked, around) for asked in question.places):
        return replace(fit, place_beside=True)
    return None


def _is_inside(place: str, around: str) -> bool:
    if same_place(place, around):
        return False
    if around == COUNTRY:
        return level_of(place) != "abroad"
    return level_of(around) == "province" and is_within(place, around)


def _is_said(place: str, folded: str) -> bool:
    """Whether a folded text has the bare name of a place."""
    return f" {fold(without_kind(unit_in(place)))} " in f" {_spaced(folded)} "


def _spaced(folded: str) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in folded)
