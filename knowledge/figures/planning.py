"""How far a plan reaches: the clauses of its sentence and the items of its list.

`Mục tiêu năm 2023: Giải quyết việc làm cho 8.500 người. Đào tạo nghề cho 8.000 người.` plans both.
Reads small letters only.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from knowledge.figures.joining import Statement
from knowledge.numbers.mentions import Mentions
from knowledge.records import FieldSource
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.periods import PeriodMention

# The papers by which an office plans: `Quyết định phê duyệt kế hoạch … giai đoạn 2006 - 2010`.
_PLAN_DOCUMENT = lazy_regex(
    r"(?:quyết định|nghị quyết|chỉ thị|kế hoạch|chương trình|đề án|qu[yi] hoạch|tờ trình)(?!\w)"
    r"(?=.*(?:kế hoạch|qu[yi] hoạch|chương trình|đề án|chiến lược|phương hướng|mục tiêu|chỉ tiêu|nhiệm vụ|dự toán)(?!\w))"
)
# The parts of an official paper: a plan named in the head of one lasts to the next.
_CHAPTER = lazy_regex(r"\s*(?:[ivx]{1,4}\s?[.)/-]|(?:điều|phần|chương)\s)")
_ITEM = lazy_regex(r"\s*(?:[-–+•*·▪●]|\d{1,2}(?:\.\d{1,2})*[.)/]?|[a-zđ][.)])\s*")
_NUMBERED = r"(?:[-–+•*·▪●]\s*|(?:[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s?[.)/:-]\s*)?"
_PLAN = r"(?:mục tiêu|chỉ tiêu|phấn đấu|nhiệm vụ(?=[^.:;]{0,40}20\d\d)|phương hướng|kế hoạch năm|định hướng|dự kiến)"
# `Mục tiêu năm 2023:`, `Một số chỉ tiêu chủ yếu năm 2023`, `Trong năm 2023, tỉnh phấn đấu:`
_HEADING = lazy_regex(
    rf"\s*{_NUMBERED}(?:về )?(?:một số |các |những |năm \d{{4}},? |trong năm \d{{4}},? )*{_PLAN}(?!\w)[^.:;]{{0,90}}$"
)
# The chapters of a planning paper that set what shall be: `II - NHIỆM VỤ:`, `III. Định hướng quy hoạch`.
_TASK = lazy_regex(rf"\s*{_NUMBERED}(?:nhiệm vụ|định hướng|phương hướng|quy hoạch|qui hoạch)(?!\w)")
_LEAD = lazy_regex(
    rf"\s*{_NUMBERED}(?:[^.:;]{{0,60}}(?<!\w))?{_PLAN}(?!\w)(?! (?:quốc gia|kép))(?:[^.:;\d]|(?<!\d)\d{{4}}(?!\d)|(?<!\d)\d{{1,2}} tháng){{0,90}}:"
)
_SET = lazy_regex(
    r"(?:phấn đấu|(?:đặt|đề|đưa|xác định)(?: ra)?(?: các| những)? (?:mục tiêu|chỉ tiêu)|mục tiêu (?:đặt ra|đề ra|đến|là|phấn đấu|trong năm|năm \d{4} là))"
)
_SET_WORDS = ("phấn đấu", "mục tiêu", "chỉ tiêu")
_LINKED = lazy_regex(
    r"\s*(?:trong đó|trong số đó|đồng thời|ngoài ra|bên cạnh đó|cùng với đó|cụ thể|riêng|tiếp tục|phấn đấu|theo đó)(?!\w)"
)
# What tells of results, also of a plan's: `hoàn thành các chỉ tiêu: …`, `so với mục tiêu`.
_RESULT = lazy_regex(
    r"(?<!\w)(?:đã(?! qua đào tạo)|kết quả|đạt được|đạt và vượt|(?<!cầu )vượt|(?<!sẽ )(?<!phải )(?<!để )hoàn thành|thực hiện được|thực hiện (?:mục tiêu|chỉ tiêu|kế hoạch|nhiệm vụ)"
    r"|(?:đến|tới) nay|hiện nay|hiện tại|(?<!thực )(?<!thể )(?<!phát )(?<!xuất )hiện(?! (?:đại|vật|trường|diện|hữu|tượng))|thực tế|tuy nhiên|trong khi|năm trước|năm ngoái|năm qua|vừa qua"
    r"|so với (?:mục tiêu|chỉ tiêu|kế hoạch)|tình hình|đánh giá)(?!\w)"
)
# `Riêng năm 2020, Hội vận động được 13,9 tỷ đồng`: what was got is no plan.
_GOT = lazy_regex(
    r"(?<!\w)(?:vận động|huy động|quyên góp|thu|tạo|giải quyết|đào tạo|xây dựng|hỗ trợ|trao|giúp|đưa|giảm|thực hiện|giải ngân|tuyển|tổ chức) được (?:hơn |gần |khoảng |trên )?\d"
)
_SHORT = 140
_NAMES_YEAR = lazy_regex(r"(?<!\d)20\d\d(?!\d)")
# Behind these a list of what is planned goes on until something is told as done.
_AHEAD = lazy_regex(
    r"(?<!\w)(?<!thực hiện )(?<!hoàn thành )(?<!đạt )(?<!vượt )(?<!so với )(?:phấn đấu|(?<![^\W\d_] )chỉ tiêu(?= (?:ngành|nghề|cho|tuyển|vào|của) )|kế hoạch(?= [\d.,]+ (?:nghìn |triệu |tỷ |tỉ )*(?:usd|đồng|euro)(?!\w))|đặt mục tiêu|đề ra mục tiêu|(?:giao|nhiệm vụ|yêu cầu)(?!\w)[^;.()]{0,80}? phải đạt"
    r"|giao [^,;.()]{0,60}?chỉ tiêu(?= \w)|cần(?= (?:đào tạo|tuyển|huy động|bố trí|bổ sung|khoảng|thêm))|(?:đặt ra|đề ra|được giao)(?= \()|mục tiêu (?:đặt ra|đề ra|là|đến|phấn đấu|giảm(?! nghèo(?! \d))|tăng|nâng|tỷ lệ|tỉ lệ|số)|sẽ(?! (?:được|bị|phải|không|chẳng|chưa|là|có (?:hiệu|thể)))|dự kiến)(?!\w)"
)
_WAGE = lazy_regex(r"(?<!\w)(?:thu nhập|lương)(?!\w)")
_AIMED = lazy_regex(
    r"(?<!\w)(?<!thực hiện )(?<!hoàn thành )(?<!đạt )(?<!vượt )(?<!so với )(?:phấn đấu|quyết tâm|mục tiêu(?! quốc gia| giảm nghèo,)|(?<!buộc )(?<!đã )phải(?= (?:tăng|giảm) ))(?!\w)"
)
# How a target says how much: `dưới 4%`, `giảm 1%`; and how what is there is told.
_BOUND = lazy_regex(
    r"(?<!\w)(?:dưới|trên|khoảng|ít nhất|tối thiểu|tối đa|không quá|đạt|tăng|giảm|từ|còn|hơn|lên)(?!\w)[^;\d]{0,30}\d"
)
_STATES = lazy_regex(
    r"(?<!\w)(?:là|có|chiếm|ở mức)(?: (?:hơn|gần|khoảng|tới))* \d|(?<!\w)so với(?!\w)"
)
# `Đến năm 2020, …` goes on with a plan that was told just before.
_UNTIL_YEAR = lazy_regex(r"\W*đến (?:cuối |hết )?năm (20\d\d)(?!\d)")
_DIGIT = lazy_regex(r"\d")
_AIM = lazy_regex(r"^(?:đặt |đề ra )?(?:mục tiêu|phấn đấu)\s*", re.IGNORECASE)
_OTHER_TIME = lazy_regex(
    r"(?<!đến )(?<!vào )(?<!cho )(?<!trong )(?<!của )(?:năm|quý|tháng) (?:\d|trước|ngoái|qua|nay|i)"
)


class PlanScope:
    """Whether what is read now stands under a plan that was named before it.

    `title` is the bulletin's: a decision on a plan of some years plans what it says of them, from
    the year `written_in` on where the title names only the end.
    `source` says where the plan is named that covers the sentence last asked about.
    """

    def __init__(self, title: str = "", written_in: int | None = None) -> None:
        self.source: FieldSource = "earlier sentence"
        self._is_chapter = False
        self._planned_from: date | None = None
        if _PLAN_DOCUMENT.match(plain(title)):
            periods = [m.period for m in Mentions(title).periods if not m.is_compared]
            self._planned_from = min((p.start for p in periods), default=None)
            # A plan `đến năm 2015` begins when it is written.
            is_open = all(plain(p.text).startswith("đến") for p in periods)
            if self._planned_from and is_open and written_in is not None:
                self._planned_from = min(self._planned_from, date(written_in, 1, 1))
        self._is_list = self._is_paragraph = self._is_first = False
        self._is_linked = self._is_left_open = False
        self._since: date | None = None
        # The years that the sentence read last names first, and the last one of figures if it plans.
        self._year: int | None = None
        self._planned_year: int | None = None

    def begin(self, low: str, *, is_heading: bool) -> None:
        """Reads the beginning of a section, whose text is `low`."""
        is_of_list = self._is_paragraph and not is_heading and self._goes_on_in(low)
        self._is_paragraph, self._is_linked = is_of_list, False
        self._is_left_open = low.rstrip()[-1:] in (";", ",", ":")
        is_chapter = _CHAPTER.match(low) is not None and len(low) <= _SHORT
        bare = low.rstrip(" :.") if is_chapter else low.rstrip(" :")
        is_line = len(low) <= _SHORT and not bare.endswith((".", ";"))
        is_task = self._planned_from is not None and _TASK.match(bare) is not None
        is_plan = is_line and (is_task or _HEADING.match(bare) is not None)
        is_plan = is_plan and not _RESULT.search(low)
        is_plan = is_plan and (
            is_heading
            or (is_task and is_chapter)
            or bare != low.rstrip()
            or _NAMES_YEAR.search(low) is not None
        )
        if is_heading or is_plan:
            self._is_list, self._is_first, self._since = is_plan, True, None
            self._is_chapter = is_plan and is_chapter
            return
        if is_chapter:
            self._is_list = self._is_chapter = False
        is_item = _ITEM.match(low) is not None or len(low) <= _SHORT or self._is_first
        is_done = _RESULT.match(low.lstrip()) is not None
        self._is_list = self._is_list and (self._is_chapter or (is_item and not is_done))
        self._is_first = False

    def _goes_on_in(self, low: str) -> bool:
        """Whether a list of targets goes on in the line `low`: `Các chỉ tiêu là: a tăng 5%; b 6%.`

        A list that ended with a stop goes on only in a line of aims of its own time, and one that
        was left open in any line; what is told as it stands (`tỷ lệ … là 2,5%`) is none of them.
        """
        if ";" not in low or "%" not in low or _RESULT.search(low) is not None:
            return False
        if self._is_left_open:
            return True
        year = self._since.year if self._since is not None else None
        is_of_its_time = all(int(y) == year for y in _NAMES_YEAR.findall(low))
        items = [item for item in low.split(";") if _DIGIT.search(item)]
        bounded = sum(_BOUND.search(item) is not None for item in items)
        return is_of_its_time and 2 * bounded > len(items) and not _STATES.search(low)

    def covers(self, low: str, periods: Iterable[PeriodMention]) -> bool:
        """Whether the sentence `low` of the section tells of a plan named before its numbers."""
        starts = [m.period.start for m in periods if not m.is_compared]
        self.source = "earlier sentence"
        self._year = starts[0].year if starts else None
        until = _UNTIL_YEAR.match(low) if self._planned_year is not None else None
        if until and int(until[1]) >= (self._planned_year or 0) and not _RESULT.search(low):
            return True
        lead = _LEAD.match(low) if ":" in low else None
        if lead and not _RESULT.search(low, 0, lead.end()):
            rest = low[lead.end() :].strip()
            self._is_paragraph, self._is_list = bool(rest), self._is_list or not rest
            self._since = starts[0] if starts else None
            self.source = "sentence"
            return _RESULT.search(low, lead.end()) is None
        if self._planned_from is not None and starts and min(starts) >= self._planned_from:
            self.source = "head"
            return _RESULT.search(low) is None
        is_open = self._is_paragraph or self._is_list or self._is_linked
        sets = any(word in low for word in _SET_WORDS) and _SET.search(low) is not None
        if (is_open or sets) and _RESULT.search(low) is not None:
            self._is_paragraph = self._is_linked = False
            return False
        if is_open and self._since is not None and any(start < self._since for start in starts):
            self._is_paragraph = self._is_linked = False
            return False
        if sets and not is_open:
            self._since = starts[0] if starts else None
        is_linked = self._is_linked and _LINKED.match(low) is not None
        is_linked = is_linked and (sets or _GOT.search(low) is None)
        self._is_linked = is_linked or sets
        return self._is_paragraph or self._is_list or is_linked

    def pass_on(self, statements: Sequence[Statement]) -> None:
        """Leaves a sentence: what only plans is gone on with by one that is linked to it."""
        roles = {s.role for s in statements}
        self._is_linked = self._is_linked or roles == {"plan"}
        if roles:
            self._planned_year = self._year if roles == {"plan"} else None


def is_aimed(ahead: str) -> bool:
    """Whether the change that follows the words `ahead` is an aim: `mục tiêu giảm 2-2,5%`."""
    aims = list(_AIMED.finditer(ahead))
    return bool(aims) and _RESULT.search(ahead, aims[-1].end()) is None


def goes_on(ahead: str, between: str) -> bool:
    """Whether a plan before a number's list item still holds for it.

    `ahead` is the sentence before the number, `between` its part since the planned number before.
    """
    plans = list(_AHEAD.finditer(ahead))
    if not plans or _RESULT.search(ahead, plans[-1].end()) is not None:
        return False
    if plans[-1][0].startswith("cần") and _WAGE.search(ahead, plans[-1].end()):
        return False
    other = _OTHER_TIME.search(between)
    if other is None:
        return True
    # `phấn đấu 5 năm 2011-2015 …; GDP năm 2015 …`: a year that the plan covers.
    year = _NAMES_YEAR.search(between, other.start())
    years = _NAMES_YEAR.findall(ahead[: len(ahead) - len(between)])
    return (
        year is not None and year.start() < other.end() + 4 and year[0] >= min(years, default="9")
    )


def as_planned(statement: Statement, low: str, source: FieldSource | None = None) -> Statement:
    """`statement` as a plan, where it stands under one: `Chỉ tiêu năm 2023: … 8.500 người`.

    What has its own plan beside it is a result, and what a thing consists of (`gồm 8 xã`) no plan. By how much something shall change is no number of
    it, and is named with its direction. `source` says where the plan is named.
    """
    is_result = statement.plan is not None or statement.percent is not None
    if is_result or low[: statement.start].rstrip().endswith("gồm"):
        return statement
    parts = tuple(
        replace(p, role="plan") if p.role == statement.role else p for p in statement.parts
    )
    if statement.role == "achieved":
        return replace(statement, role="plan", parts=parts, role_source=source)
    is_by_times = statement.quantity.unit == "lần"
    if statement.role == "change" and statement.change is not None and not is_by_times:
        word = "giảm" if statement.change < 0 else "tăng"
        bare = _AIM.sub("", statement.name)
        name = statement.name if word in plain(statement.name) else f"{word} {bare}".strip()
        return replace(statement, role="plan", name=name, indicator=None, change=None, parts=parts,
                       role_source=source)  # fmt: skip
    return statement
