"""What a question requires of a cell of a table: its time, role, unit and place."""

import re
from datetime import timedelta

from assistant.evidence.candidates import EXACT, period_fit
from assistant.evidence.cell_words import without_names
from assistant.evidence.named_cells import NamedCell
from assistant.records import Question
from knowledge.figures.cells import OtherCell
from knowledge.figures.headings import role_in
from knowledge.records import Figure, Period
from knowledge.storage.origins import Origin
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain, words
from knowledge.vocabulary.place_names import (
    bare_districts,
    is_within,
    level_of,
    unit_in,
    without_kind,
)
from knowledge.vocabulary.places import find_places, same_place
from knowledge.vocabulary.units import answers_unit, kind_of, same_unit

_MOVED = lazy_regex(r"(?<!\w)(?:thoát|tăng|giảm|thêm|mới)(?!\w)")
_COUNTS = lazy_regex(
    r"(?<!\w)(?:how many|bao nhieu (?!tien|dong|trieu|ty|ti|nghin|phan|mot|so|la|thi)[^\W\d_]{2,})"
)
# Not `15h`, `m3`, `9h30`.
_CODE = lazy_regex(r"[a-zđ]+\d{2,}\w*|\d{2,}(?!h)[a-zđ]\w*|\d{3,4}")
_NEAR_THE_END = timedelta(days=3)
_AT_THE_END = lazy_regex(r"(?<!\w)(?:cuoi|het|end of)(?!\w)")
_OF_SCHOOL = lazy_regex(r"(?<!\w)(?:hoc|school|academic)(?!\w)")
_KIND = lazy_regex(r"(?:huyện|thị xã|thành phố|quận|xã|phường|thị trấn) ")
# `Thực hiện dự toán` asks what was done.
_BUDGET = lazy_regex(
    r"(?<!\w)(?<!thuc hien )(?<!chap hanh )(?<!hoan thanh )(?<!so voi )(?<!vuot )du toan(?!\w)"
)


def time_fit(item: Figure | OtherCell, asked: Period | None) -> int:
    """How well the time of a cell fits; the state of a day is that of the end of a longer time."""
    fit = period_fit(item, asked)
    if fit or asked is None or item.period is None:
        return fit
    period = item.period
    if _is_of_school(period, asked) or _is_of_school(asked, period):
        return EXACT - 1
    if period.kind not in ("day", "until"):
        return 0
    # `cuối tháng 5` is told `đến ngày 30/5`; `đến ngày 15/6` is no other day.
    is_near_end = (
        asked.kind == "until" and _AT_THE_END.search(fold(asked.text)) is not None
        and timedelta() <= asked.end - period.end <= _NEAR_THE_END
    )  # fmt: skip
    return int(period.end == asked.end or is_near_end)


def _is_of_school(school: Period, years: Period) -> bool:
    """Whether a school year is written as its two years: `2022 - 2023`."""
    is_school = school.kind == "range" and (school.start.month, school.end.month) == (9, 8)
    both = (years.start.month, years.start.day, years.end.month, years.end.day)
    is_whole = years.kind == "range" and both == (1, 1, 12, 31)
    same = (school.start.year, school.end.year) == (years.start.year, years.end.year)
    is_said = _OF_SCHOOL.search(fold(f"{school.text} ; {years.text}")) is not None
    return is_school and is_whole and same and is_said and years.end.year == years.start.year + 1


def has_role(figure: Figure | OtherCell, question: Question, *, is_alone: bool = False) -> bool:
    """Whether a cell has the requested role; `is_alone` where no result stands beside a plan."""
    role = "achieved" if figure.role == "previous" else figure.role
    # `Lao động tăng thêm` counts a change by its name.
    is_named = question.role == "change" and _MOVED.search(plain(figure.name)) is not None
    asked = question.role
    is_budget = _BUDGET.search(question.mentions.folded) is not None
    if asked == "achieved" and (is_budget or role_in(question.text) == "plan"):
        asked = "plan"  # `dự toán`, as headings say it
    # `Chỉ tiêu (học sinh)` is a plan with no result beside it.
    is_only = asked == "achieved" and role == "plan" and is_alone
    return asked == role or is_only or (is_named and role == "achieved")


def is_rate_for_count(item: Figure | OtherCell, question: Question) -> bool:
    """Whether a cell is a percentage or a sum of money, and the question asks how many."""
    if not question.asks_number or question.unit == "%":
        return False
    is_money = kind_of(item.unit.split("/")[0]) == "money"
    counts = question.unit is None and _COUNTS.search(question.mentions.folded) is not None
    return "%" in item.unit or (is_money and counts)


def has_codes(cell: NamedCell, question: Question, title: str) -> bool:
    """Whether a cell has the codes of the question: `PCB30` is no `PCB40`, road 827 is no other."""
    codes = _codes(without_names(question.text, question))
    if not codes:
        return True
    texts = (cell.label, cell.beside, cell.heading, cell.captions, title)
    around = _codes(" ; ".join(texts))
    return codes <= around


def _codes(text: str) -> frozenset[str]:
    """Words of letters with digits, and numbers of three or four digits."""
    return frozenset(word for word in words(fold(text)) if _CODE.fullmatch(word))


def has_unit(figure: Figure | OtherCell, question: Question) -> bool:
    """Whether the unit of a cell answers the question; one without a unit may."""
    asked = question.unit
    if asked is None or not figure.unit:
        return True
    if asked == "%":
        return "%" in figure.unit
    return answers_unit(figure.unit, asked) or same_unit(figure.unit, asked)


def _is_bare_name_of(place: str | None, asked: str) -> bool:
    """Whether a row is named by the requested place without its kind: `Tuy Hòa`.

    Where districts have that name, one of them has to be the requested place: `xã Tuy Hòa` is none.
    A province has its name in full.
    """
    if place is None or place != unit_in(place) or level_of(place) == "province":
        return False
    unit = unit_in(asked)
    if _KIND.match(unit) is None or fold(place) != fold(without_kind(unit)):
        return False
    districts = bare_districts().get(fold(place), ())
    if not districts:
        return True
    return any(fold(unit) == fold(district) for district in districts)


def _is_issued_in(cell: NamedCell, asked: str) -> bool:
    """Whether a line above the table names the place: `Bảo hiểm xã hội tỉnh Đồng Nai`."""
    named = {mention.name for mention in find_places(cell.captions)}
    return len(named) == 1 and same_place(named.pop(), asked)


def _is_in_name(cell: NamedCell, asked: str) -> bool:
    """Whether the name of a row has the requested place: `Hệ thống cấp nước Đức Hòa`."""
    name = re.escape(fold(without_kind(unit_in(asked))))
    return re.search(rf"(?<!\w){name}(?!\w)", fold(f"{cell.label} ; {cell.beside}")) is not None


def has_place(cell: NamedCell, question: Question, origin: Origin, *, is_named: bool) -> bool:
    """Whether the cell is of a requested place, or of no smaller place than its bulletin.

    A row that the question names may lie anywhere in the requested place: a lake, a school.
    """
    place = cell.item.place
    if question.places:
        return any(
            same_place(place, asked)
            or (is_named and place is not None and is_within(place, asked))
            or _is_bare_name_of(place, asked)
            or (is_named and _is_in_name(cell, asked))
            or (place is None and _is_issued_in(cell, asked))
            for asked in question.places
        )
    return is_named or place is None or not origin.place or same_place(place, origin.place)
