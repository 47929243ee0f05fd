"""One sentence with numbers -> statements: the numbers that belong together, and their roles.

`8.095/6.000 người, đạt 135% kế hoạch, trong đó … 753/500 người` is two statements. Reads only the
words around each number; `knowledge.figures.extraction` adds time and place.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from knowledge.figures.hedges import hedge_of, is_preliminary
from knowledge.figures.joining import Statement, join
from knowledge.figures.lists import PARTS_AHEAD, Parts, end_of_words, subkind
from knowledge.figures.neighbours import role_beside, role_in_list, unit_of
from knowledge.figures.phrases import (
    has_words_ahead,
    has_words_behind,
    indicator_of,
    name_of,
    whole_of_share,
)
from knowledge.figures.plan_words import is_planned_change, is_target
from knowledge.figures.planning import as_planned, goes_on, is_aimed
from knowledge.figures.roles import (
    OF_PLAN,
    is_counted,
    is_over_plan,
    names_plan,
    role_of,
)
from knowledge.numbers.quantities import Quantity
from knowledge.records import Part, PartRole, Role
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.indicators import Indicator, takes_unit
from knowledge.vocabulary.units import FRACTION, kind_of

_RULE_OF_THUMB = lazy_regex(
    r"(?<!\w)cứ (?:(?:khoảng|trung bình|bình quân|mỗi|trong|có|hơn|gần) )*(?:\d[\d.,]*(?! (?:năm|tháng|ngày|tuổi)(?!\w)|[\d.,]|\s?%)|một|mười)"
)
_BASIS = lazy_regex(r"(?<!\w)(?:giá|cho|mỗi|cứ|đó)\s*$")
_PLAN_WORD = lazy_regex(r"kế hoạch|chỉ tiêu|(?<!\w)kh(?!\w)|được giao|mục tiêu")
_ITEMS = lazy_regex(r", | và ")
_NEXT_ITEM = lazy_regex(r" (?:và|nhưng|còn|trong khi)(?!\w)")
_SAID = lazy_regex(r"(?:là|đạt|hơn|khoảng|gần|trên|có|được|còn|tới|lên|ước|tăng|giảm)\s*$")


def find_statements(
    text: str, quantities: Sequence[Quantity], names: list[tuple[int, int]], low: str | None = None
) -> list[Statement]:
    """The statements of the sentence `text`, in order.

    `names` are the spans of periods and places, which are no part of what is counted; `low` is
    `plain(text)` where the caller has it.
    """
    low = plain(text) if low is None else low
    quantities = [q for q in quantities if is_counted(q)]
    statements: list[Statement] = []
    parts = Parts()
    previous_end = 0
    for i, quantity in enumerate(quantities):
        before = low[previous_end : quantity.start]
        following = quantities[i + 1].start if i + 1 < len(quantities) else len(low)
        last = statements[-1] if statements else None
        parts.read(before, low[quantity.end : following], quantity.unit, statements)
        joined = join(last, low, quantity) if last else None
        if joined is not None:
            statements[-1], previous_end = joined, joined.end
            continue
        stem = parts.whole or last
        statement = _statement(low, text, previous_end, following, quantity, names, last, stem)
        if statement is not None:
            previous_end = quantity.end
            statements.append(parts.placed(statement))
    return statements


def _statement(
    low: str, text: str, begin: int, following: int, quantity: Quantity,
    names: list[tuple[int, int]], last: Statement | None, stem: Statement | None,
) -> Statement | None:  # fmt: skip
    before, after = low[begin : quantity.start], low[quantity.end : following]
    clause = PARTS_AHEAD.split(before.rsplit(";", 1)[-1])[-1]
    unit = unit_of(quantity, text, clause, after, last)
    if unit is None or _counts_nothing(low, quantity, unit):
        return None
    quantity = quantity if unit == quantity.unit else replace(quantity, unit=unit, is_implied=True)
    of_plan = OF_PLAN.match(low, quantity.end) if unit == "%" else None
    role, direction = role_of(before, clause, after, quantity, of_plan is not None)
    if role is None:
        return None
    if last is not None:
        role, direction = role_in_list(last, low, before, after, unit, role, direction)
    # Lists of targets are lists of rates; of counts `giải quyết việc làm cho 8.095 người` may follow.
    is_under_plan = (
        last is not None
        and last.role in ("plan", "previous")
        and (role == "achieved" or (role == "change" and unit == "lần"))
        and goes_on(low[: quantity.start], before)
    )
    if is_under_plan or (
        role == "achieved" and (kind_of(unit) == "share" and is_target(low[: quantity.start]))
    ):
        role = "plan"
    unit_words = text[quantity.unit_at : quantity.end] if quantity.unit_at is not None else unit
    reach = quantity.end + (end_of_words(after) if following < len(low) else len(after))
    words = low[quantity.end : reach]
    taken = last.named_to if last is not None and last.named_to is not None else begin
    if taken > begin and kind_of(unit) in ("people", "parts", "things"):
        between = text[taken : quantity.start]
        if has_words_ahead(between, taken, names) or has_words_behind(words, quantity.end, names):
            begin = min(taken, quantity.start)
            clause = clause[-(quantity.start - begin) :] if quantity.start > begin else ""
    indicator, named_to = indicator_of(
        clause, words, unit, unit_words, is_percent_of_plan=of_plan is not None
    )
    name = name_of(
        text[begin : quantity.start], text[quantity.end : reach], unit, unit_words, begin,
        quantity.end, names, is_named_after=named_to is not None, is_known=indicator is not None,
    )  # fmt: skip
    short = subkind(stem.name, clause, words, unit) if stem and indicator is None else None
    if short is not None:
        name, indicator = short
    is_over = is_over_plan(before, after) and names_plan(before, after)
    leans = last is not None and indicator is None and _leans(clause, after, role, unit, last)
    if is_over:
        name, indicator = "vượt kế hoạch", None
    elif role == "plan" and is_planned_change(clause):
        indicator = None
    elif last is not None and leans:
        role, direction = role_beside(last, role, direction, clause)
        whole = whole_of_share(after) if unit == "%" else ""
        name, indicator = f"{last.name} {whole}".strip(), _leant_on(last, unit)
    if not name and last is not None and last.quantity.unit == unit:
        name = last.name
    is_bare = not unit and role != "previous"
    if is_bare and not _may_stand_bare(low, quantity, before, is_known=indicator is not None):
        return None
    moves = bool(direction) and not is_over and role == "change"
    plan, total = _second(quantity, clause, low, is_known=indicator is not None)
    end = of_plan.end() if of_plan else quantity.end
    statement = Statement(
        name=name,
        indicator=indicator,
        quantity=quantity,
        role=role,
        plan=plan,
        total=total,
        percent=None,
        share=None,
        change=quantity.value * direction if moves else None,
        hedge=hedge_of(before, clause, _since_semicolon(low[: quantity.start])),
        preliminary=is_preliminary(low, quantity.start),
        within=None,
        start=quantity.start,
        end=end,
        parts=_parts(quantity, role, plan),
        named_to=None if named_to is None else quantity.end + named_to,
    )
    is_planned_move = moves and unit != "lần" and is_aimed(low[: quantity.start])
    return as_planned(statement, low) if is_planned_move else statement


def _leant_on(last: Statement, unit: str) -> Indicator | None:
    """The indicator of a number without a name of its own: money is no more of what was counted."""
    is_new_sum = kind_of(unit) == "money" and kind_of(last.quantity.unit) != "money"
    known = last.indicator
    return None if is_new_sum and known is not None and not takes_unit(known, unit) else known


def _since_semicolon(before: str) -> str:
    return before[before.rfind(";") + 1 :]


def _parts(quantity: Quantity, role: Role, plan: Decimal | None) -> tuple[Part, ...]:
    """The single numbers of a quantity, each with its span."""
    is_one = quantity.second is None and quantity.high is None
    end = quantity.end if is_one or quantity.number_end is None else quantity.number_end
    parts = [Part(role, quantity.value, quantity.unit, quantity.start, end)]
    if quantity.second is not None and quantity.second_at is not None:
        other: PartRole = "plan" if plan is not None else "total"
        parts.append(Part(other, quantity.second, quantity.unit, quantity.second_at, quantity.end))
    if quantity.high is not None and quantity.high_at is not None:
        parts.append(Part(role, quantity.high, quantity.unit, quantity.high_at, quantity.end))
    return tuple(parts)


def _counts_nothing(low: str, quantity: Quantity, unit: str) -> bool:
    """Whether a number is a rule of thumb (`cứ 100 hộ thì có 15`), a basis (`1 kg`) or a scale."""
    if "cứ " in low and _RULE_OF_THUMB.search(low, max(0, quantity.start - 80), quantity.end):
        return True
    if quantity.value == 1 and kind_of(unit) != "share":
        if quantity.second is not None and unit != FRACTION:
            return True
        return _BASIS.search(low, 0, quantity.start) is not None
    return False


_FILLERS = lazy_regex(
    r"[\s,;:()]|(?<!\w)(?:tức|khoảng|hơn|gần|trên|đã|và|tương đương|hay|bằng|còn|xuống|lên|đạt|mức|là|tăng|giảm|thêm"
    r"|được|từ|đến|tới|nay|xin|đính chính|sửa|lại|thành|số đúng|đúng|phải|chứ không|so với|cùng kỳ|năm|trước|với|ước|chỉ|trong khi|cả nước|hiện ở|hiện|chiếm|tỷ lệ|tỉ lệ|vào)(?!\w)|\d"
)


def _leans(clause: str, after: str, role: Role, unit: str, last: Statement) -> bool:
    """Whether a number without a name counts the same as the number before it.

    `…, tăng 8,4% so với cùng kỳ`, `giảm từ 27% xuống còn 24%`; people and things that words follow
    (`24 người bị xử lý`) do not.
    """
    # The words right after the previous number belong to that number: `4,8% lương cơ sở và đến năm
    # 2020 là 5,1%`.
    words_between = _ITEMS.split(clause)[-1] if unit == last.quantity.unit else clause
    bare = _FILLERS.sub("", words_between)
    if kind_of(unit) in ("people", "parts", "things") and role not in ("change", "previous"):
        follows = last.role == "previous" and role == "achieved"
        return follows and len(bare) < 16
    if last.role == "previous" and role == "achieved":
        return len(bare) < 25
    if role in ("change", "previous", "percent_of_plan") and len(bare) < 8:
        return True
    return not bare and not has_words_behind(after)


def _may_stand_bare(low: str, quantity: Quantity, before: str, *, is_known: bool) -> bool:
    """Whether a number without a unit is a figure: `…xã hội là hơn 28.000, tại …`.

    A number that a word follows counts something without a known unit, or is a house number.
    """
    if low[quantity.end : quantity.end + 1] not in (
        "",
        ",",
        ";",
        ".",
        ")",
        "\n",
    ) and not _NEXT_ITEM.match(low, quantity.end):
        return False
    if is_known:
        return True
    digits = low[quantity.start : quantity.end]
    is_grouped = "." in digits or "," in digits
    return quantity.second is None and is_grouped and _SAID.search(before) is not None


def _second(
    quantity: Quantity, clause: str, low: str, *, is_known: bool
) -> tuple[Decimal | None, Decimal | None]:
    """The number after the slash, as (plan, total): `753/500 người` or `16.003/80.276 hộ`.

    If the first number is larger, the second is a plan. Otherwise it is a whole for units that are
    counted in parts (hộ, xã, học sinh) and for people without a known indicator, unless a plan is
    named.
    """
    if quantity.second is None:
        return None, None
    if quantity.unit == FRACTION or "tổng số" in clause:
        return None, quantity.second
    if quantity.value > quantity.second:
        return quantity.second, None
    near = clause + low[quantity.end : quantity.end + 60]
    is_people = kind_of(quantity.unit) not in ("parts", "things")
    is_plan = _PLAN_WORD.search(near) is not None or (
        is_people and (is_known or _PLAN_WORD.search(low) is not None)
    )
    return (quantity.second, None) if is_plan else (None, quantity.second)
