"""Digits that count nothing: dates, clock times, years, laws by number, roads, wards, ranks.

Every run of digits is checked here before it is read as a quantity. Reads small letters only.
"""

from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.units import kind_of, unit_at

# Digits that are never a quantity: dates, spans of years, clock times, papers by number.
_DATED = lazy_regex(
    r"\d{1,2}[/-]\d{1,2}[/-]\d{4}(?!\d)|\d{1,2}[/.-](?:19|20)\d{2}(?!\d|\s?(?:%|million|billion|thousand|nghìn|triệu|tỷ|tỉ))"
    r"|(?:19|20)\d{2}\s?[-–]\s?(?:19|20)?\d{2}(?!\d|[.,]\d)"
    r"|(?:[01]?\d|2[0-4])\s?(?:h|g|giờ)(?:\s?\d{2})?(?![^\W\d_])"
    r"|\d+[a-zđ]*/(?:\d{4}/)?[a-zđ][a-zđ-]+(?<!/năm)(?<!/tháng)|\d+[^\W\d_]*@"
)
_NOT_COUNTED = r"(?![\d.,/]|\s?(?:%|người|hộ|triệu|tỷ|tỉ|nghìn))"
_DAYS = lazy_regex(rf"\d{{1,2}}(?:\s?(?:và|,|-)\s?\d{{1,2}})*[/.-]\d{{1,2}}{_NOT_COUNTED}")
_DAY_WORDS = frozenset("ngày sáng trưa chiều tối đêm hôm mùng từ đến trước sau nay qua".split())
_MONTHS = lazy_regex(
    r"\d{1,2}(?:,\d{1,2})?(?:[/-]\d{4})?(?:(?:,| và| ?[-–]| đến)\s?\d{1,2}(?:/\d{4})?(?!\d|\s?[%/]|\s(?:người|hộ|triệu|tỷ)))*"
    r"(?!\d|[.,]?\d*\s(?:triệu|nghìn|ngàn|tỷ|tỉ|trăm)(?!\w))"
)
_MONTH_WORDS = frozenset("ngày mùng tháng quý tuổi".split())
_YEAR = lazy_regex(r"(?:19|20)\d{2}(?![\d.,]\d)")
_YEAR_WORDS = frozenset("năm in year since from sn sinh".split())
# `3. Hộ nghèo …`, `4.2. …` at the start of a line: the number of an item or of a clause.
_ITEM = lazy_regex(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)] (?=\S)")
# A number after these words is part of a name: articles of law, roads, wards, ranks.
_NAME_WORDS = frozenset(
    "điều quyển khóa khoá thứ mục luật đường ấp khóm phường quận lớp hạng tầng lô chương".split()
)
_LIST_WORDS = frozenset("điều khoản điểm mục thứ".split())
_NAME_PAIRS = frozenset((
    "kỳ họp", "phụ lục", "nghị định", "thông tư", "nghị quyết", "quyết định", "chỉ thị", "công văn", "quốc lộ",
    "tỉnh lộ", "khu phố", "sư đoàn", "trung đoàn", "quân đoàn", "quân khu", "giai đoạn", "phiên bản",
    "đường cấp", "nhà cấp", "lên cấp", "cấp cứu", "trường cấp", "trình cấp", "gió cấp", "bão cấp", "sinh cấp", "học cấp", "thị loại",
))  # fmt: skip
# `chiều rộng nền đường 12m`, `tổng quãng đường 35.000 km` measure.
_NUMBERED = lazy_regex(
    r"\d+(?:[-–]\d+)?(?![\d.,]*\s?(?:%|tỷ|tỉ|triệu|nghìn|(?:km|m|mét|cây số|ha|m2|m²)(?!\w)))"
)
# `điểm 3 khoản 2 Điều 1`: an article of law, no three items.
_POINT = lazy_regex(r"\d{1,2}(?=,? (?:khoản|điều|mục)(?!\w))")
# All digits of the number are looked over: `dân số 323.712 người` is no name `số 32`.
_NUMBER_SIGN = lazy_regex(
    r"\d+(?!(?:\d|[.,]\d| \d{3})*[.,]?\s?(?:%|người|hộ|lao|học|tỷ|tỉ|triệu|nghìn|khẩu|trẻ|đối tượng|lượt))"
)
_COUNTING = frozenset("tổng con trong trên với dân sĩ quân doanh tần chỉ hệ điểm đa thiểu".split())
# `3, 8%` is 3,8% with a stray space, or a list of two numbers: the text does not show which.
TORN = lazy_regex(r"(?<![\d.,%])(?<!\d, )(?<!\w)\d{1,2}, $")
# `0, 5 km`: nobody counts nought in a list.
TORN_NOUGHT = lazy_regex(r"(?<![\d.,])0, $")
# `9 tỉ 5 đồng` is nine billion and five hundred million in speech, or a typing error.
SHORT_TAIL = lazy_regex(r"\d (?:nghìn|ngàn|triệu|tỷ|tỉ) $")


_NEXT_IN_LIST = lazy_regex(r"(?:,| và) ?\d{1,3}(?![\d.,]*\d|\s?[%/])")


def _end_of_list(low: str, end: int) -> int:
    """Where the numbers of several names end: `khoản 1, 2, 3`, `xếp thứ 22 và 45`."""
    while (following := _NEXT_IN_LIST.match(low, end)) and unit_at(
        low, following.end() + 1
    ) is None:
        end = following.end()
    return end


def _counts(low: str, end: int) -> bool:
    """Whether a unit stands behind digits, so that they are a range and no days."""
    unit = unit_at(low, end + (low[end : end + 1] == " "))
    return unit is not None and (unit[0] == "lần" or kind_of(unit[0]) != "time")


def end_of_name(low: str, start: int) -> int | None:
    """The end of the date, time or name whose digits begin at `start`; None where there is none."""
    match = _DATED.match(low, start)
    if match is None and (start == 0 or low[start - 1] == "\n"):
        match = _ITEM.match(low, start)
    if match is None and start > 1 and low[start - 1] in " (":
        *_, before, word = (
            "",
            "",
            *low[max(0, start - 24) : start].rstrip(" (").rsplit(None, 2)[-2:],
        )
        word = word.rstrip(":")
        if word in _DAY_WORDS:
            match = _DAYS.match(low, start)
            if match and "-" in match[0] and _counts(low, match.end()):
                match = None  # từ 20-25 học viên
        if match is None and word in _MONTH_WORDS:
            match = _MONTHS.match(low, start)
        elif word in _YEAR_WORDS:
            match = _YEAR.match(low, start)
        elif word in ("điểm", "khoản", "tiết"):
            match = _POINT.match(low, start) or (
                _NUMBERED.match(low, start) if word == "khoản" else None
            )
        elif word in _NAME_WORDS or f"{before} {word}" in _NAME_PAIRS:
            match = _NUMBERED.match(low, start)
        elif word == "số" and before not in _COUNTING:
            match = _NUMBER_SIGN.match(low, start)
        if match and word in _LIST_WORDS:
            return _end_of_list(low, match.end())
    return match.end() if match else None
