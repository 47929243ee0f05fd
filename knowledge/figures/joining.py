"""Statement and next number -> one statement: the number is a plan, percent, whole or range end.

`, đạt 135% kế hoạch` joins `8.095/6.000 người`; `(19,93%)` joins `16.003 hộ`.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge.figures.roles import OF_PLAN, PLAN_BEFORE, is_total
from knowledge.numbers.quantities import Quantity
from knowledge.records import FieldSource, Part, Role
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.indicators import Indicator
from knowledge.vocabulary.units import kind_of

# Between a count and the percent that goes with it: `, đạt`, `(`, `, bằng`, `, tương đương`.
_JOIN = lazy_regex(
    r"[\s,(]*(?:và )?(?:đã |chỉ |mới )?(?:đạt|bằng|chiếm|tương đương(?: với)?|hoàn thành|với|tương ứng|ước đạt|đạt tỷ lệ|đạt tỉ lệ"
    r"|chiếm tỷ lệ|chiếm tỉ lệ|tỷ lệ|tỉ lệ|vượt)?\s*(?:tỷ lệ |tỉ lệ |khoảng |gần |hơn |trên )*"
)

_REACH = lazy_regex(r"\s?(?:đồng )?(?:cho )?(?:đến|tới)\s?(?:khoảng |gần |hơn |trên |dưới )*")


@dataclass(frozen=True, slots=True)
class Statement:
    """The numbers of a sentence that form one statement; offsets count from the sentence's start.

    `parts` are the single numbers, each with its role and span. `named_to` is the end of the name
    that follows the number; None where the name is before it. `role_source` says where a plan was
    named that gives the role; None where the words of the statement do.
    """

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
    parts: tuple[Part, ...]
    named_to: int | None = None
    role_source: FieldSource | None = None


def join(last: Statement, low: str, quantity: Quantity) -> Statement | None:
    """`last` with `quantity` added; None where the number does not belong to it."""
    between = low[last.end : quantity.start]
    if quantity.unit == "%":
        return _with_percent(last, low, quantity, between)
    is_like = not quantity.unit or quantity.unit == last.quantity.unit
    if (
        last.plan is None
        and len(between) <= 45
        and is_like
        and PLAN_BEFORE.search(between)
        and re.search(r";|phấn đấu|vượt|hoàn thành", between) is None
    ):
        closing = low[quantity.end : quantity.end + 1] == ")"
        part = Part("plan", quantity.value, last.quantity.unit, quantity.start, quantity.end)
        return replace(
            last, plan=quantity.value, end=quantity.end + closing, parts=(*last.parts, part)
        )
    # `4 đề án trong 3 lĩnh vực` counts two things, `90% trong số 10.000 hồ sơ` a part.
    is_part = is_like or kind_of(last.quantity.unit) == "share" or "tổng" in between
    is_whole = is_part and len(between) <= 30 and is_total(between)
    if last.total is None and last.plan is None and is_whole:
        part = Part(
            "total",
            quantity.value,
            quantity.unit or last.quantity.unit,
            quantity.start,
            quantity.end,
        )
        return replace(last, total=quantity.value, end=quantity.end, parts=(*last.parts, part))
    # `từ 200 nghìn đến 86 triệu đồng/người`: for each what stands behind the second only.
    is_one_unit = last.quantity.unit == quantity.unit
    is_range = (
        (is_one_unit or (last.quantity.unit and quantity.unit.startswith(f"{last.quantity.unit}/")))
        and last.role != "previous"
        and last.quantity.high is None
    )
    if (
        is_range
        and len(last.parts) == 1
        and _REACH.fullmatch(between)
        and quantity.value >= last.quantity.value
    ):
        part = Part(last.role, quantity.value, quantity.unit, quantity.start, quantity.end)
        whole = replace(
            last.quantity,
            unit=quantity.unit,
            high=quantity.value,
            high_at=quantity.start,
            end=quantity.end,
        )
        parts = (*(replace(p, unit=quantity.unit) for p in last.parts), part)
        return replace(last, quantity=whole, end=quantity.end, parts=parts)
    return None


def _with_percent(last: Statement, low: str, quantity: Quantity, between: str) -> Statement | None:
    """`last` with a percent of the plan or a share of a whole; None where it is neither."""
    of_plan = OF_PLAN.match(low, quantity.end)
    if last.percent is not None or last.share is not None or quantity.high is not None:
        return None
    if not of_plan and kind_of(last.quantity.unit) == "share":
        return None
    # `98/80 học viên vào cai nghiện bắt buộc, đạt 122%`, `9.604 hộ nghèo (3,14%)`: words may
    # stand between a number and its percent.
    cut = max(between.rfind(",") if of_plan else -1, between.rfind("("))
    is_apart = ";" in between or ":" in between[: max(cut, 0)]
    link = between[cut:] if cut > 0 and not is_apart else between
    in_brackets = link.lstrip().startswith("(")
    is_linked = _JOIN.fullmatch(link) is not None and "vượt" not in link
    if not (is_linked and (of_plan or last.plan or last.total or in_brackets)):
        return None
    end = of_plan.end() if of_plan else quantity.end
    end += in_brackets and low[end : end + 1] == ")"
    if of_plan or (last.plan and (last.quantity.value >= last.plan or "đạt" in link)):
        part = Part("percent_of_plan", quantity.value, "%", quantity.start, quantity.end)
        first, *more = last.parts
        parts = (first, *(replace(p, role="plan") if p.role == "total" else p for p in more))
        return replace(last, percent=quantity.value, plan=last.plan or last.total, total=None,
                       end=end, parts=(*parts, part))  # fmt: skip
    # 16.003/80.276 hộ (19,93%): a part of a whole
    part = Part("share", quantity.value, "%", quantity.start, quantity.end)
    first, *more = last.parts
    parts = (first, *(replace(p, role="total") if p.role == "plan" else p for p in more))
    return replace(last, share=quantity.value, plan=None, total=last.total or last.plan,
                   end=end, parts=(*parts, part))  # fmt: skip
