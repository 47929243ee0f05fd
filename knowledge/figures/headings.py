"""Labels and headings of a table -> unit, role and name of a cell's number.

Each heading says some of: what is counted, its unit "(nghìn người)", a time, a place, whether it is a
plan. What is left after these is the name; a table whose cells have none gives its caption's subject.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from knowledge.numbers.numerals import MAGNITUDES
from knowledge.records import Role
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.indicators import Indicator, find_indicators, takes_unit
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.places import find_places
from knowledge.vocabulary.units import kind_of, unit_at

# A table has few headings and many cells.
_CACHED = 2048
_BRACKETS = lazy_regex(r"\(([^()]{1,60})\)")
_DECLARED = lazy_regex(r"(?:đơn vị(?: tính| tiền(?: tệ)?| đo)?|đvt)\s*:?\s*(.+)")
_SCALED = lazy_regex(r"(nghìn|ngàn|triệu|tỷ|tỉ)(?:\s+|$)")
_PER = lazy_regex(r"\s?/\s?[^\W\d][^/\d]{1,30}")
_COUNTED = lazy_regex(r"(?<!\w)(?<!một )(?<!nhiều )(?:tổng )?số(?: lượng| lượt)? (?=\w)")
_THING = lazy_regex(
    r"(?<!\w)(?:số|kinh phí|vốn|tỷ lệ|tỉ lệ|diện tích|sản lượng|doanh thu|mức|giá|thu nhập|dân số)(?!\w)"
)
_RATE = lazy_regex(r"(?<!\w)(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|cơ cấu)(?!\w)|%")
# Which number of a row a heading announces, the first that fits: plan, percent of plan, change.
_OF_PLAN = lazy_regex(
    r"(?:%|tỷ lệ|tỉ lệ|đạt|so(?: với)?)[^;]{0,30}(?:kế hoạch|(?<!\w)kh(?!\w)|chỉ tiêu|dự toán)"
    r"|(?:kế hoạch|(?<!\w)kh|chỉ tiêu)\s*\(?%|(?:tỷ lệ|tỉ lệ|mức|%) (?:đạt|hoàn thành)|đạt \(?%|hoàn thành \(?%"
)
_PLAN = lazy_regex(
    r"(?<!\w)(?:kế hoạch|kh|chỉ tiêu|mục tiêu|dự toán|được giao|giao năm|phấn đấu|dự kiến)(?!\w)"
)
_CHANGE = lazy_regex(
    r"(?<!\w)(?:tăng|giảm|thoát nghèo|chênh lệch|so(?: với)?(?: cùng kỳ| năm trước| tháng trước))(?!\w)"
)
_ESTIMATE = lazy_regex(r"(?<!\w)ước(?! tính theo)(?!\w)")
_ROLE_WORDS = lazy_regex(
    r"(?<!\w)(?:kết quả thực hiện|thực hiện|kế hoạch|chỉ tiêu|kết quả|dự toán|mục tiêu|ước|th|kh|giao|luỹ kế|lũy kế"
    r"|chính thức|sơ bộ|năm|tháng|quý)(?!\w)"
)
_TOTAL = lazy_regex(
    r"(?:tổng cộng|tổng số|tổng|toàn tỉnh|toàn huyện|toàn xã|toàn thành phố|cộng|chung|cả tỉnh|cả nước|số lượng|giá trị|số liệu)"
)
_ORDINAL = lazy_regex(r"(?:[-–+*•]|\(?(?:[ivx]{1,4}|\d{1,2}|[a-zđ])[.)/])\s+", re.IGNORECASE)
_AMONG = lazy_regex(r"(?:trong đó|tr\.đó|chia ra|chia theo|bao gồm)(?!\w)\s*:?\s*", re.IGNORECASE)
_TABLE_NUMBER = lazy_regex(
    r"(?:bảng|biểu|phụ lục|bang|bieu)(?: số)?\s*[\d.ivx]*\s*[.:–-]\s*", re.IGNORECASE
)
_SUBJECT_END = lazy_regex(
    r"\s*(?:,|;|\(|\s–\s|(?<!\w)(?:chia theo|phân theo|theo(?! hợp đồng)|giai đoạn|qua các|năm \d+|quý|tháng \d+|đến|\d+ tháng|do)(?!\w))",
    re.IGNORECASE,
)
_BEFORE_PLACE = lazy_regex(
    r"(?:\s+(?:tại|của|ở|tỉnh|huyện|thành phố|trên địa bàn))+\s*$", re.IGNORECASE
)
_END_OF_TIME = lazy_regex(r"(?:đầu|cuối) (?:năm|kỳ|quý|tháng)")
# Completes `Tháng 8`: whether it is a time does not depend on the year.
_SOME_DAY = date(2024, 12, 31)
# Words that an indicator's name may stand among without counting something narrower.
_LOOSE = frozenset(
    "số tổng lượng người lao động được đã cho có đưa tỷ tỉ lệ kết quả hộ thực hiện toàn tỉnh lượt chung cộng theo chuẩn đa chiều"
    " của các bình quân người cuối năm kỳ".split()
)


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit of a number and the power of ten that its heading multiplies it by."""

    unit: str
    scale: Decimal = Decimal(1)


@lru_cache(maxsize=_CACHED)
def measure_in(heading: str) -> Measure | None:
    """The unit in brackets, `(nghìn người)`, or a rate's; None where the heading names none."""
    for match in reversed(list(_BRACKETS.finditer(heading))):
        low = plain(match[1]).strip()
        declared = _DECLARED.fullmatch(low)
        measure = _measure(declared[1] if declared else low, is_declared=declared is not None)
        if measure is not None:
            return measure
    return Measure("%") if _RATE.search(plain(heading)) else None


@lru_cache(maxsize=_CACHED)
def counted_in(text: str) -> Measure | None:
    """The unit that a heading counts in words: `số hộ`, `tổng số lớp`; None for none."""
    low = plain(text)
    match = _COUNTED.search(low)
    known = unit_at(low, match.end()) if match else None
    return Measure(known[0]) if known and kind_of(known[0]) != "money" else None


def _measure(low: str, *, is_declared: bool) -> Measure | None:
    scaled = _SCALED.match(low)
    scale = MAGNITUDES[scaled[1]] if scaled else Decimal(1)
    rest = low[scaled.end() :] if scaled else low
    known = unit_at(rest, 0)
    if known is not None and known[1] == len(rest):
        return Measure(known[0], scale)
    if known is not None and _PER.fullmatch(rest, known[1]):
        return Measure(rest, scale)  # `đồng/trường hợp`: a known unit for each of anything
    if is_declared or (scaled and len(rest.split()) <= 3):
        return Measure(rest, scale)
    return None


@lru_cache(maxsize=_CACHED)
def role_in(heading: str) -> Role | None:
    """The role that a heading gives to its numbers; None where it says nothing of it."""
    low = plain(heading)
    if _OF_PLAN.search(low):
        return "percent_of_plan"
    if _CHANGE.search(low):
        return "change"
    return "plan" if _PLAN.search(low) else None


def is_estimate(heading: str) -> bool:
    """Whether a heading announces an estimate: `ước thực hiện năm 2023`."""
    return _ESTIMATE.search(plain(heading)) is not None


def is_total(label: str) -> bool:
    """Whether a label stands for all rows: `Tổng cộng`, `Toàn tỉnh`."""
    return _TOTAL.fullmatch(plain(_ORDINAL.sub("", label)).strip(" .:")) is not None


@lru_cache(maxsize=_CACHED)
def core_of(heading: str, *, is_label: bool) -> str:
    """What a label or a heading says of the thing counted, without unit, time, place and role."""
    text = heading
    for match in reversed(list(_BRACKETS.finditer(heading))):
        if measure_in(match[0]) or _DECLARED.fullmatch(plain(match[1]).strip()):
            text = text[: match.start()] + text[match.end() :]
    text = _ORDINAL.sub("", text, count=1) if _ORDINAL.match(text) else text
    # `Hộ nghèo đầu năm`: at which end of its time something was counted belongs to its name.
    times = find_periods(text, _SOME_DAY)
    spans = [(m.start, m.end) for m in times if not _END_OF_TIME.fullmatch(plain(m.period.text))]
    spans += [(m.start, m.end) for m in find_places(text)]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    low = plain(text)
    if not is_label and len(low) == len(text):
        for match in reversed(list(_ROLE_WORDS.finditer(low))):
            if _END_OF_TIME.search(low[: match.end()][-9:]):
                continue
            text = f"{text[: match.start()]} {text[match.end() :]}"
    text = " ".join(text.replace("( )", " ").split()).strip(" ,;:–-/")
    if text.count("(") != text.count(")"):
        text = text.strip("()")
    return "" if is_total(text) else text


def subject_of(caption: str) -> str:
    """What the caption of a table says that is counted: `Số ca mắc` of `Bảng 1. Số ca mắc theo huyện`."""
    text = _TABLE_NUMBER.sub("", caption, count=1) if _TABLE_NUMBER.match(caption) else caption
    match = _SUBJECT_END.search(text)
    text = text[: match.start()] if match else text
    places = [m.start for m in find_places(text)]
    text = text[: min(places)] if places else text
    return _BEFORE_PLACE.sub("", text).strip(" ,;:.–-")


def name_of(labels: Sequence[str], levels: Sequence[str], subject: str) -> str:
    """The name of a cell: its row and column without what is said elsewhere, else the subject."""
    label = ", ".join(core for part in labels if (core := core_of(part, is_label=True)))
    # `Tỷ lệ đạt (%)` says which number of the row it is, not what is counted.
    named = [level for level in levels if role_in(level) != "percent_of_plan"]
    heads = [core for level in named if (core := core_of(_AMONG.sub("", level), is_label=False))]
    head = _joined(heads)
    is_part = any(_AMONG.match(level) for level in levels)
    if label and head:
        is_thing = _known_in(label) or len(label.split()) > 3
        names = [label, head] if is_thing or not _is_counted(head) else [head, label]
    elif label or head:
        names = [label or head]
        if subject and not label and ((is_part and len(heads) < 2) or not _is_counted(head)):
            names = [subject, head]
    else:
        names = [subject]
    return " – ".join(name for name in names if name)


def _joined(heads: Sequence[str]) -> str:
    """`Hộ nghèo` and `Tỷ lệ` as `tỷ lệ hộ nghèo`; other levels with a dash."""
    if len(heads) > 1 and plain(heads[-1]) in ("tỷ lệ", "tỉ lệ"):
        return f"tỷ lệ {heads[-2][:1].lower()}{heads[-2][1:]}"
    if len(heads) > 1 and _COUNTED.match(plain(heads[-1])) and len(heads[-1].split()) <= 2:
        return f"số {heads[-2][:1].lower()}{heads[-2][1:]}"
    return " – ".join(heads)


def _is_counted(head: str) -> bool:
    """Whether a heading names a thing counted, and not only a part of it: `Thành thị`."""
    is_said = _THING.search(plain(head)) is not None
    return is_said or _known_in(head) or len(head.split()) > 3


@lru_cache(maxsize=_CACHED)
def _known_in(text: str) -> bool:
    return bool(find_indicators(text))


@lru_cache(maxsize=_CACHED)
def indicator_of(name: str, unit: str, role: Role) -> Indicator | None:
    """The indicator that a name is, with no word that narrows it; None for any other name."""
    low = plain(name)
    for mention in sorted(find_indicators(low, is_low=True), key=lambda m: m.start - m.end):
        rest = f"{low[: mention.start]} {low[mention.end :]}"
        words = set(re.findall(r"\w+", rest))
        is_measured = role == "percent_of_plan" or takes_unit(mention.indicator, unit)
        if words <= _LOOSE and is_measured:
            return mention.indicator
    return None


@cache
def among() -> re.Pattern[str]:
    """The words before a part of the whole: `Trong đó: Nữ`."""
    return re.compile(r"(?:^|, |\s)(?:trong đó|tr\.đó|chia ra)(?!\w)\s*:?\s*")
