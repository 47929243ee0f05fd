"""Cell of a table -> the reasons to doubt its figure, by a reading of its own.

As in `assistant.checking.second.reading`, no rule is shared with the extractor: the line of the row is
cut at its marks, and each field of the figure has to stand in the label, in the cell's own heading, or
in what stands above the table; never in the heading of another cell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.second.numbers import numeral_at
from knowledge.records import Bulletin, Figure
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain

_ABOVE = 3  # sections above the first row of a table that may be its caption, its unit, its lead
_ABOVE_CHARS = 250
_POWERS = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_YEARS = lazy_regex(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_MONTH = lazy_regex(r"(?<!\w)tháng (\d{1,2})(?!\d)")
_QUARTER = lazy_regex(r"(?<!\w)qu[ýí] (iv|i{1,3}|[1-4])(?!\w)")
_MONTHS = lazy_regex(r"(?<!\w)(\d{1,2}) tháng(?!\w)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR_BEFORE = lazy_regex(r"(?<!\w)(?:cùng kỳ|năm (?:trước|ngoái))(?!\w)")
_PLAN = lazy_regex(
    r"(?<!\w)(?:kế hoạch|kh|chỉ tiêu|mục tiêu|dự toán|được giao|giao năm|phấn đấu|dự kiến)(?!\w)"
)
_OF_PLAN = lazy_regex(r"%|tỷ lệ|tỉ lệ|so với|đạt")
_RATE = lazy_regex(r"%|phần trăm|tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|cơ cấu")
_LOCAL = lazy_regex(
    r"(?<!\w)(?i:huyện|thị xã|thành phố|tp\.?|quận|xã|phường|thị trấn)\s(?=[A-ZĐÀ-Ỹ])"
)
_KIND = lazy_regex(r"^(?:huyện|thị xã|thành phố|tp\.?|quận|xã|phường|thị trấn|tỉnh)\s", re.I)
_OF_PLACES = lazy_regex(
    r"[^:]*(?<!\w)(?:địa (?:điểm|bàn|phương|chỉ)|nơi|khu vực|huyện|xã|phường|tỉnh|thành phố)(?!\w)[^:]*: "
)
_WORD = lazy_regex(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Reading:
    """The words about a cell in small letters: of its row, its column, and above the table."""

    label: str
    head: str
    above: str
    written_label: str

    @property
    def all(self) -> str:
        return f"{self.label} ; {self.head} ; {self.above}"


def cell_doubts(figure: Figure, bulletin: Bulletin, units: Sequence[str] = ()) -> list[str]:
    """The reasons, each with its field in front; empty if the table supports all fields.

    `units` are the names of the figure's unit.
    """
    text = bulletin.text
    after = text[figure.end : figure.sentence_end]
    if not (after.startswith("; ") or after == ".") or text[figure.start - 1] != " ":
        return [f"value: {text[figure.start : figure.end]!r} is no whole cell"]
    reading = _reading(figure, bulletin)
    checks = (_value, _name, _time, _place, _role)
    problems = [problem for check in checks for problem in check(figure, bulletin, reading)]
    return [*problems, *_unit(figure, bulletin, reading, (figure.unit, *units))]


def _reading(figure: Figure, bulletin: Bulletin) -> _Reading:
    text = bulletin.text
    before = text[figure.sentence_start : figure.start]
    label, _, rest = before.partition(": ")
    head = rest.rpartition("; ")[2]
    above: list[str] = []
    rows = [s for s in bulletin.sections if s.end <= figure.sentence_start]
    while rows and rows[-1].kind == "row":
        line = text[rows[-1].start : rows.pop().end]
        if ": " not in line:
            above.append(line)  # a label for the rows below it
    for section in reversed(rows[-_ABOVE:]):
        line = text[section.start : section.end]
        if section.kind == "row" or len(line) > _ABOVE_CHARS:
            break
        above.append(line)
    lead = text[bulletin.sections[0].start : bulletin.sections[0].end][:_ABOVE_CHARS]
    words = plain(" ; ".join((*above, bulletin.title, lead)))
    return _Reading(plain(label), plain(head), words, label)


def _value(figure: Figure, bulletin: Bulletin, reading: _Reading) -> Iterator[str]:
    low = plain(bulletin.text[figure.start : figure.end])
    numeral = numeral_at(low, 0)
    scales = {
        1,
        *(n for word, n in _POWERS.items() if re.search(rf"(?<!\w){word}(?!\w)", reading.all)),
    }
    values = {v * n for v in (numeral.values if numeral else ()) for n in scales}
    if abs(figure.value) not in values or (figure.value < 0) != low.startswith(("-", "−", "–")):
        yield f"value: {figure.value} is not the cell {low!r}"


def _unit(
    figure: Figure, bulletin: Bulletin, reading: _Reading, names: Sequence[str]
) -> Iterator[str]:
    cell = bulletin.text[figure.start : figure.end]
    if figure.unit == "%":
        if not _RATE.search(f"{cell} {reading.all}"):
            yield "unit: nothing says that the cell is a percentage"
        return
    if "%" in cell or "%" in reading.head:
        yield f"unit: the column is in percent, not in {figure.unit!r}"
    elif figure.unit and not any(plain(n).split("/")[0] in reading.all for n in names):
        yield f"unit: {figure.unit!r} stands nowhere about the cell"


def _name(figure: Figure, _: Bulletin, reading: _Reading) -> Iterator[str]:
    missing = set(_WORD.findall(plain(figure.name))) - set(_WORD.findall(reading.all))
    if missing - {"số", "tỷ", "lệ"}:
        yield f"name: {' '.join(sorted(missing))!r} of {figure.name!r} is not said of the cell"


def _time(figure: Figure, bulletin: Bulletin, reading: _Reading) -> Iterator[str]:
    period = figure.period
    if period is None:
        return
    years = {str(period.start.year), str(period.end.year)}
    if _YEAR_BEFORE.search(reading.head) and not _YEARS.search(reading.head):
        years = {str(int(year) + 1) for year in years}
    published = str(bulletin.published_on.year) if bulletin.published_on else ""
    # A column without a time of its own may stand beside the one that it is a share of.
    heading_years = [] if figure.role == "percent_of_plan" else _YEARS.findall(reading.head)
    known = heading_years or [*_YEARS.findall(f"{reading.label} {reading.all}"), published]
    if not years & set(known):
        yield f"time: {period.text!r} is not the time of the cell"
    month, quarter = _MONTH.search(reading.head), _QUARTER.search(reading.head)
    if month and period.end.month != int(month[1]):
        yield f"time: {period.text!r} is not {month[0]!r}"
    if quarter:
        number = _ROMAN.get(quarter[1]) or int(quarter[1])
        if period.end.month != 3 * number:
            yield f"time: {period.text!r} is not {quarter[0]!r}"
    months = _MONTHS.search(reading.head)
    spell = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    if months and spell != int(months[1]):
        yield f"time: {period.text!r} is not {months[0]!r}"


def _place(figure: Figure, bulletin: Bulletin, reading: _Reading) -> Iterator[str]:
    place = figure.place
    if place is None:
        return
    name = fold(_KIND.sub("", place.split(",")[0].split("(")[0].strip()))
    is_named = name in fold(reading.all) or name in fold(_places_beside(figure, bulletin))
    if not is_named and fold(place) != fold(bulletin.place or ""):
        yield f"place: {place!r} is not named about the cell"
        return
    label = reading.written_label
    if place == bulletin.place and _LOCAL.search(label) and name not in fold(label):
        yield f"place: the row is of {label!r}, not of {place!r}"


def _places_beside(figure: Figure, bulletin: Bulletin) -> str:
    """The cells of the row whose headings say that they are of places."""
    line = bulletin.text[figure.sentence_start : figure.sentence_end]
    cells = line.partition(": ")[2].split("; ")
    return " ; ".join(cell for cell in cells if _OF_PLACES.match(plain(cell)))


def _role(figure: Figure, bulletin: Bulletin, reading: _Reading) -> Iterator[str]:
    is_plan = _PLAN.search(reading.head) or (_PLAN.search(reading.label) and not reading.head)
    is_share = is_plan and _OF_PLAN.search(reading.head)
    published = bulletin.published_on
    is_to_come = figure.period and published and figure.period.start > published
    if figure.role == "achieved" and is_plan and "thực hiện" not in reading.head:
        yield f"role: the column {reading.head!r} is a plan"
    elif figure.role == "plan" and (
        is_share or not (is_plan or is_to_come or _PLAN.search(reading.label))
    ):
        yield f"role: the column {reading.head!r} is no plan"
    elif figure.role == "percent_of_plan" and not _OF_PLAN.search(reading.head):
        yield f"role: the column {reading.head!r} is no share of a plan"
