"""One sentence with numbers -> statements: which numbers belong together, and as what.

`8.095/6.000 người, đạt 135% kế hoạch, trong đó … 753/500 người` is two statements. Reads only
the words around each number; time, place and the rest of the bulletin are added in `figures`.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge.indicators import Indicator, find_indicators, takes_unit
from knowledge.quantities import POINTS, Quantity
from knowledge.records import Role
from knowledge.text import plain

DURATIONS = frozenset({"tháng", "năm", "ngày", "tuổi", "lần"})
# What is counted out of a whole (16.003/80.276 hộ), where people are counted against a plan.
_PARTS = frozenset({"hộ", "xã", "phường", "thôn", "huyện", "thị trấn", "xã, phường, thị trấn", "trẻ em",
                    "học sinh", "cơ sở", "doanh nghiệp", "đơn vị", "chỉ tiêu", "tỉnh"})  # fmt: skip
_HEDGE = re.compile(
    r"(?:^|[\s(])(khoảng|gần|hơn|trên|dưới|tối thiểu|ít nhất|không quá|tối đa|xấp xỉ|ước|ước đạt"
    r"|ước khoảng|còn khoảng|đạt khoảng)\s*$"
)
_PRELIMINARY = re.compile(r"dự ước|ước tính|sơ bộ|(?<!\w)ước(?= đạt| thực hiện| khoảng| có|\s*$)")
_OF_PLAN = re.compile(
    r"\s*(?:\)?\s*)?(?:so với |của |so |trên )?(?:tổng |các |mức )?"
    r"(?:kế hoạch|kh(?!\w)|chỉ tiêu|mục tiêu|dự toán|nghị quyết)"
)
# Between a count and the percent that goes with it: `, đạt`, `(`, `, bằng`, `, tương đương`.
_JOIN = re.compile(
    r"[\s,(]*(?:và )?(?:đã )?(?:đạt|bằng|chiếm|tương đương|hoàn thành|với|tương ứng|ước đạt|đạt tỷ lệ"
    r"|chiếm tỷ lệ|tỷ lệ|vượt)?\s*(?:tỷ lệ |khoảng |gần |hơn |trên )*"
)
_PLAN_BEFORE = re.compile(
    r"(?:kế hoạch|chỉ tiêu|mục tiêu|kh)(?: cả)?(?: năm)?(?: \d{4})?(?: được)?(?: giao| đề ra| đặt ra)?"
    r"(?: là|:)?\s*(?:khoảng |hơn |trên )?$"
)
_PLANNED = re.compile(
    r"phấn đấu|mục tiêu|(?<!so với )(?<!vượt )kế hoạch|dự kiến|(?<!vượt )(?<!đạt )(?<!thành )(?<!các )(?<!nhiều )chỉ tiêu|"
    r"được giao|(?<!\w)sẽ(?!\w)|đề ra|nhiệm vụ"
)
_DONE = re.compile(r"(?<!\w)(?:đã|đạt|được|có|còn|thực hiện)(?!\w)")
_CHANGE = re.compile(
    r"(tăng|giảm)(?: thêm| được| bình quân| tới| đến(?! còn))*"
    r"(?: khoảng| hơn| gần| trên| ít nhất| tối thiểu)*\s*$"
)
_FROM = re.compile(r"(?<!\w)từ\s*(?:khoảng |hơn |trên |gần )?$")
_TO = re.compile(r"[^,;.]{0,30}?(?:xuống|lên|còn|đến)")
_LEAD = re.compile(
    r"^[\s,;:.()–-]*(?:(?:cụ thể|trong đó|bên cạnh đó|ngoài ra|đồng thời|theo đó|qua đó|như vậy|tuy nhiên"
    r"|riêng|và|với|cùng với|kết quả|đến nay|hiện nay|hiện|toàn tỉnh|toàn huyện|toàn quốc|cả nước"
    r"|trong năm|năm|trong|đã|là|cho|có|còn|được|tỉnh|của tỉnh|tổng số)(?!\w)[\s,:]*)*"
)
_TAIL = re.compile(
    r"(?:[\s,(:–-]|(?<!\w)(?:được|đạt|là|cho|có|còn|khoảng|gần|hơn|trên|dưới|tối thiểu|ước|dự ước|tổng số"
    r"|với|đã|bằng|chiếm|ở mức|xuống|lên|số|tổng|giảm|tăng|thêm|từ|đến|ít nhất|vào|chỉ|thu được))+$"
)
_NAME_CHARS = 160
# `chưa tham gia bảo hiểm y tế`, `nợ bảo hiểm xã hội`: the opposite of what is named.
_DENIED = re.compile(r"(?<!\w)(?:chưa|không|chậm|trốn|nợ|trục lợi|mất)(?:\s[^\s,;.]+){0,3}\s*$")
# `hộ nghèo, cận nghèo` counts two things together, `25 học viên đã trốn` another.
_MIXED = re.compile(r"(?:hộ )?nghèo\s*(?:,|và|hay|hoặc|/)\s*(?:hộ )?cận nghèo")
_FLED = re.compile(r"[^,;.]{0,20}(?<!\w)(?:trốn|bỏ trốn|vi phạm|bị bắt|tử vong)(?!\w)")
_AVERAGE = re.compile(r"(?:bình quân|trung bình)[^,;]{0,12}năm|(?<!\w)(?:mỗi|hằng|hàng) năm")
YEARLY = "bình quân mỗi năm"
_RULE_OF_THUMB = re.compile(r"(?<!\w)cứ\s")


@dataclass(frozen=True, slots=True)
class Statement:
    """Numbers of one sentence that say one thing; offsets count from the sentence's text."""

    name: str
    indicator: Indicator | None
    quantity: Quantity
    role: Role
    plan: Decimal | None
    total: Decimal | None
    percent: Decimal | None
    share: Decimal | None
    change: Decimal | None
    hedge: str | None
    preliminary: bool
    within: str | None
    start: int
    end: int


def find_statements(
    text: str, quantities: list[Quantity], names: list[tuple[int, int]]
) -> list[Statement]:
    """The statements of the sentence `text`, in order.

    `names` are the spans of periods and places, which are no part of what is counted.
    """
    low = plain(text)
    quantities = [q for q in quantities if q.unit not in DURATIONS]
    found: list[Statement] = []
    previous_end, whole, inside = 0, None, False
    for i, quantity in enumerate(quantities):
        before = low[previous_end : quantity.start]
        following = quantities[i + 1].start if i + 1 < len(quantities) else len(low)
        after = low[quantity.end : following]
        if ";" in before:
            whole, inside = None, False
        if "trong đó" in before and found:
            whole, inside = (whole if inside else found[-1].name), True
        joined = _join(found[-1], low, quantity) if found else None
        if joined is not None:
            found[-1], previous_end = joined, joined.end
            continue
        statement = _statement(low, text, previous_end, before, after, quantity, names,
                               found[-1] if found else None)  # fmt: skip
        previous_end = quantity.end
        if statement is not None:
            found.append(replace(statement, within=whole if inside else None))
    return found


def _join(last: Statement, low: str, quantity: Quantity) -> Statement | None:
    """`last` with the number added that belongs to it, or None."""
    between = low[last.end : quantity.start]
    of_plan = _OF_PLAN.match(low, quantity.end)
    if (
        quantity.unit == "%"
        and last.percent is None is last.share
        and (of_plan or last.quantity.unit != "%")
    ):
        # `98/80 học viên vào cai nghiện bắt buộc, đạt 122%`, `9.604 hộ nghèo (3,14%)`: words may
        # stand between a number and its percent.
        cut = max(between.rfind(",") if of_plan else -1, between.rfind("("))
        link = between[cut:] if cut > 0 and ";" not in between else between
        in_brackets = link.lstrip().startswith("(")
        is_linked = _JOIN.fullmatch(link) is not None and "vượt" not in link
        if is_linked and (of_plan or last.plan or last.total or in_brackets):
            end = of_plan.end() if of_plan else quantity.end
            end += in_brackets and low[end : end + 1] == ")"
            if of_plan or (last.plan and (last.quantity.value >= last.plan or "đạt" in link)):
                plan = last.plan or last.total
                return replace(last, percent=quantity.value, plan=plan, total=None, end=end)
            # 16.003/80.276 hộ (19,93%): a part of a whole
            whole = last.total or last.plan
            return replace(last, share=quantity.value, plan=None, total=whole, end=end)
    if last.plan is None and len(between) <= 45 and _PLAN_BEFORE.search(between):
        is_apart = re.search(r";|phấn đấu|vượt|hoàn thành", between) is not None
        if not is_apart and (not quantity.unit or quantity.unit == last.quantity.unit):
            closing = low[quantity.end : quantity.end + 1] == ")"
            return replace(last, plan=quantity.value, end=quantity.end + closing)
    return None


def _statement(
    low: str, text: str, begin: int, before: str, after: str, quantity: Quantity,
    names: list[tuple[int, int]], last: Statement | None,
) -> Statement | None:  # fmt: skip
    if _RULE_OF_THUMB.search(low[max(0, quantity.start - 80) : quantity.end]):
        return None  # `cứ 100 hộ thì có 15 hộ nghèo` counts no households
    if last is not None and not quantity.unit and quantity.second is not None:
        quantity = replace(quantity, unit=last.quantity.unit)
    of_plan = _OF_PLAN.match(low, quantity.end) if quantity.unit == "%" else None
    clause = re.split(r";|(?<!\w)trong đó(?!\w)", before)[-1]
    indicator, is_named_after = _indicator(clause, after, quantity.unit, of_plan is not None)
    change = _CHANGE.search(before)
    role: Role = "achieved"
    is_over_plan = re.search(r"vượt(?: khoảng| hơn| gần| trên| tới)*\s*$", before) is not None
    if of_plan and is_over_plan:
        role, indicator = "change", None  # by how much it is over the plan, not how much of it
    elif of_plan:
        role = "percent_of_plan"
    elif _FROM.search(before) and _TO.match(after):
        role = "previous"
    elif change or quantity.unit == POINTS:
        role = "change"
    elif _is_planned(clause):
        role = "plan"
    behind = re.split(r"[;.(:]|, | với ", text[quantity.end : quantity.end + len(after)])[0]
    name_behind = _name(behind, quantity.end, names)
    name_ahead = _name(text[begin : quantity.start], begin, names)
    is_named_after = is_named_after or not name_ahead
    name = name_behind if is_named_after and name_behind else name_ahead or name_behind
    if name is name_behind and name and "%" not in quantity.unit and "đồng" not in quantity.unit:
        name = f"{quantity.unit} {name}".strip()  # 16.003 hộ nghèo: what is counted is hộ nghèo
    if is_over_plan:
        name = "vượt kế hoạch"
    bare = not _LEAD.sub("", _TAIL.sub("", clause)).strip()
    follows = (
        change is not None or role == "previous" or (last is not None and last.role == "previous")
    )
    if bare and last is not None and indicator is None and follows and not is_over_plan:
        name, indicator = last.name, last.indicator
    if (
        not quantity.unit
        and quantity.second is None
        and (indicator is None or re.match(r"\s\w", after))
    ):
        return None  # it counts something that we have no unit for
    plan = total = None
    if quantity.second is not None:
        is_fraction = quantity.second < 10 and quantity.value < quantity.second
        if is_fraction and quantity.value == int(quantity.value):
            return None  # 2/3 số hộ: a fraction, no count
        is_part = quantity.unit in _PARTS or "tổng số" in clause
        is_plan = quantity.value >= quantity.second or not is_part or "kế hoạch" in after[:40]
        plan, total = (quantity.second, None) if is_plan else (None, quantity.second)
    hedge = _HEDGE.search(before)
    end = of_plan.end() if of_plan else quantity.end
    return Statement(
        name=name,
        indicator=indicator,
        quantity=quantity,
        role=role,
        plan=plan,
        total=total,
        percent=None,
        share=None,
        change=None if not change else quantity.value * (-1 if change[1] == "giảm" else 1),
        hedge=_caution(clause, hedge[1] if hedge else ""),
        preliminary=_PRELIMINARY.search(low[: quantity.start]) is not None,
        within=None,
        start=quantity.start,
        end=end,
    )


def _caution(clause: str, hedge: str) -> str | None:
    """The hedge with `bình quân mỗi năm` before it, where the number is an average of years."""
    hedge = hedge.removeprefix("còn ").removeprefix("đạt ")
    if _AVERAGE.search(clause):
        hedge = f"{YEARLY} {hedge}".strip()
    return hedge or None


def _is_planned(clause: str) -> bool:
    plans = list(_PLANNED.finditer(clause))
    if not plans:
        return False
    return _DONE.search(clause, plans[-1].end()) is None


def _indicator(
    before: str, after: str, unit: str, is_percent_of_plan: bool
) -> tuple[Indicator | None, bool]:
    """What is counted, and whether it is named after the number.

    Named last before the number, or first right after it; a comma between name and number
    (`tại nước ngoài, 753 lao động đi …`) lets the words after it win.
    """

    def fitting(text: str) -> list[tuple[int, int, Indicator]]:
        return [
            (m.start, m.end, m.indicator)
            for m in find_indicators(text)
            if (is_percent_of_plan or takes_unit(m.indicator, unit))
            and not _DENIED.search(plain(text[: m.start]))
        ]

    ahead = fitting(before)
    clause = re.split(r"[;.(]|, (?!thị trấn|phường|cộng đồng|giới thiệu)", after)[0]
    if _FLED.match(clause) or _MIXED.match(after.lstrip()):
        return None, False
    behind = [found for found in fitting(f"{unit} {clause.lstrip()}") if found[0] <= 60]
    if ahead:
        _, end, indicator = ahead[-1]
        is_apart = re.search(r"[,;]", before[end:]) is not None
        # `Cơ sở cai nghiện tiếp nhận 98 học viên vào cai nghiện bắt buộc`: the narrower name.
        is_narrower = bool(behind) and behind[0][2].id in indicator.near
        if not ((is_apart or is_narrower) and behind) and len(before) - end <= 90:
            return indicator, False
    return (behind[0][2], True) if behind else (None, False)


def _name(text: str, offset: int, names: list[tuple[int, int]]) -> str:
    """The words of `text` that say what is counted, without time, place and hedges."""
    for start, end in names:
        a, b = max(start - offset, 0), min(end - offset, len(text))
        if a < b:
            text = text[:a] + "\x00" * (b - a) + text[b:]
    part = re.split(r";|(?:^|\s)[Tt]rong đó(?=\s)", text)[-1]
    mentions = find_indicators(part)
    if mentions:
        start = max(part.rfind(mark, 0, mentions[-1].start) for mark in ",:") + 1
        part = part[max(start, part.rfind("\x00", 0, mentions[-1].start) + 1) :].split("\x00")[0]
    else:
        part = re.split(r"[,:]\s", part)[-1]
        part = next((p for p in reversed(re.split(r"\x00+", part)) if _stripped(p)), "")
    return _stripped(part)[-_NAME_CHARS:]


def _stripped(part: str) -> str:
    lead = _LEAD.match(plain(part))
    part = part[lead.end() :] if lead else part
    tail = _TAIL.search(plain(part))
    part = part[: tail.start()] if tail else part
    return part.strip(" ,.:()–-\n")
