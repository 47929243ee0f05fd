"""The words around a number -> its role: achieved, plan, percent of plan, change, previous.

Reads small letters only.
"""

import re

from knowledge.figures.plan_words import is_planned
from knowledge.numbers.quantities import Quantity
from knowledge.records import Role
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.units import kind_of

POINTS = "điểm %"
# The words that give a number its role are near it; a longer search only takes time.
_REACH_CHARS = 110
_NEAR_CHARS = 70
_MOVE_WORDS = ("tăng", "giảm", "hơn", "nâng", "rút")
_SOFT = r"(?: khoảng| hơn| gần| trên dưới| trên| dưới| ít nhất| tối thiểu| xấp xỉ| tới| đến| được| thêm| bình quân| trung bình| ước| mức| ở mức)*"
OF_PLAN = lazy_regex(
    r"\s*(?:\)?\s*)?(?:so với |của |so |trên )?(?:tổng |các |mức )?"
    r"(?:kế hoạch|kh(?!\w)|chỉ tiêu|mục tiêu|dự toán|nghị quyết|số (?:dự kiến|được giao|giao(?! dịch))(?!\w))"
)
PLAN_BEFORE = lazy_regex(
    r"(?:kế hoạch|chỉ tiêu|mục tiêu|kh)(?: cả)?(?: năm)?(?: \d{4})?(?: được)?(?: giao| đề ra| đặt ra)?"
    r"(?: là|:)?\s*(?:khoảng |hơn |trên )?$"
)
# `chỉ tiêu mà Quốc hội đã đặt ra (80% về việc)`
_SET_IN_BRACKETS = lazy_regex(
    r"(?:chỉ tiêu|mục tiêu|kế hoạch)[^;.()]*(?:đặt ra|đề ra|được giao|đã giao|giao)(?: năm \d{4})?\s*\([^;)]{0,10}$"
)
# `vượt chỉ tiêu 80% mà Quốc hội giao`: the target itself, not by how much.
_ITSELF_SET = lazy_regex(
    r"[^,;.()\d]{0,12}(?<!\w)(?:mà|do|được)(?!\w)[^,;.()]{0,40}(?<!\w)(?:giao|đề ra|đặt ra)"
)
_ASSIGNED = lazy_regex(r"(?<!\w)(?:giao|phân bổ)(?!\w)[^,;.()]{0,60}$")
# The adjectives that are compared by so much; `đạt hơn 90%` compares nothing.
_COMPARED = r"(?:thấp|cao|nhiều|ít|đắt|rẻ|kém) hơn"
_CHANGE = lazy_regex(rf"(?<!\w)(tăng|giảm|{_COMPARED}){_SOFT}\s*\(?$")
# `cao hơn mức lương hiện nay khoảng 160.000 đồng`; `cao hơn mức 4,3%` names what it is compared with.
_COMPARED_BY = lazy_regex(
    rf"(?<!\w)({_COMPARED}) (?:so với )?(?:[^,;.():]{{3,60}}(?: khoảng| gần| tới| đến| trên| hơn)+|(?:giá |mức )?quy định|(?:cùng kỳ )?năm (?:ngoái|trước))\s*$"
)
# `giảm đóng 0,5%`, `tăng nhẹ 2,1%`: a word or two say how or what; those of an end value do not.
_END_VALUE = r"(?!(?:lên|xuống|còn|về|đến|tới|đạt|là|ở|từ|chiếm|dưới|với|trưởng|cường|nghèo|và|thì|theo|để|từng|giá trị)(?!\w))"
_CHANGE_IN_SHARE = lazy_regex(
    rf"(?<!\w)(?<!tốc độ )(?<!đà )(?<!suy )(tăng|giảm)(?: {_END_VALUE}[^\W\d_]+){{1,2}}{_SOFT}\s*$"
)
# `sụt giảm so với năm 2017 là hơn 231.000 người`
_CHANGE_SINCE = lazy_regex(
    r"(?<!\w)(tăng|giảm)[^,;.()\d]{0,20} so với (?!mức|con số)[^,;.()]{2,40} là(?: tới| khoảng| gần| hơn| trên)*\s*$"
)
_THEN_MORE = lazy_regex(rf"(?<!\w)(tăng|giảm)[^,;.()]{{0,70}}?,? (?:thêm|bớt){_SOFT}\s*$")
_RISE = lazy_regex(
    r"mức (tăng|giảm)(?! (?:giá|trừ)(?!\w))[^,;.():\d]{0,60}(?:năm \d{4})?(?: khoảng| là| từ| hơn| gần| ở mức)*\s*$"
)
_CHANGE_RANGE = lazy_regex(r"(?<!\w)(tăng|giảm)(?: thêm| giá| phí| mức| học phí)*(?: từ)?\s*$")
_DOWN = ("giảm", "thấp hơn", "ít hơn", "rẻ hơn", "kém hơn")
_BY_TIMES = lazy_regex(
    rf"(?<!\w)(?:gấp|tăng|giảm|cao|lớn|nhiều|đông|thấp|ít|{_COMPARED}|lớn hơn|bằng)(?: lên| gấp| gần| hơn| khoảng| tới| trên| từ)*{_SOFT}\s*$"
    r"|(?<!\w)(?:tăng|giảm)[^,;.()\d]{0,20} so với [^,;.()]{0,30}(?: là| tới| khoảng| gần| hơn)+\s*$"
)
# `đi khám bệnh 215 lần` is counted, `2 lần mỗi ngày` is how often.
_MANY_TIMES = 10
_A_TIME = lazy_regex(r"\s*(?:/|mỗi|một|trên|thứ|hằng|hàng)")
_UP_TO = lazy_regex(r"(?:tăng|giảm)(?: lên)? (?:đến|tới)(?: khoảng| hơn| gần| trên)*\s*$")
_CHANGE_OF_RATE = lazy_regex(
    r"(?<!\w)(tăng|giảm) (?:tỷ lệ|tỉ lệ)(?:(?! xuống| còn| lên| đạt| là| dưới| ở mức)[^,;.()])*$"
)
_LOST = lazy_regex(r"(?<!\w)mất(?: đi| thêm| khoảng| hơn| gần| tới)*\s*$")
_OF_SPENDING = lazy_regex(
    r"(?<!\w)(tăng|giảm) (?:chi|thu)(?! nhập)(?: (?!đạt|còn|lên|xuống|là|được)\w+){0,10}\s*$"
)
_FROM = lazy_regex(r"(?<!\w)từ(?: mức| con số)?\s*(?:khoảng |hơn |trên |gần |dưới )?$")
# Behind a comma the new value is told of the same thing: no other thing stands between.
_ON = r"(?: (?:đã|sau đó|rồi|đến|tới|hiện|nay|năm nay|nay đã|cuối|đầu|hết|năm|dự báo|(?:[^\W\d_]+ ){1,3}này|tăng|giảm|nâng|rút|hạ|dần|mạnh|nhanh|thì|nhưng|và|chỉ|dự kiến|sẽ))*? "
_TO = lazy_regex(
    rf"(?:[^,;.]{{0,60}}?|[^,;.()\d]{{0,25}}(?:năm|tháng|quý) [\d/]+,{_ON})(?<!\w)(?:(?<!trở )xuống|(?<!trở )lên|còn|(?:đến|tới) nay(?= đã))(?!\w)"
)
_MOVED_TO = lazy_regex(
    r"[^,;.()]{0,30}?(?<!\w)(?:(?<!trở )xuống|(?<!trở )lên|còn)(?!\w)[^,;.()]{0,20}$"
)
# `55%, tăng từ mức 34% hồi năm 2004`: the new value stands before.
_MOVED_FROM = lazy_regex(
    r"(?<!\w)(?<!suy )(?:tăng|giảm)(?: \w+)? từ(?: mức)?\s*(?:khoảng |hơn |trên |gần |dưới )?$"
)
_NO_END = lazy_regex(
    r"\s*(?:[,.;)]|$|(?:hồi|của|ở|trong|vào|năm|cùng kỳ|so với|trước đó)(?!\w)[^,;.]*(?:[,;.]|$))"
)
_TO_SOFT = lazy_regex(r"[^,;.]{0,30}?(?<!\w)đến(?!\w)")
_MOVED = lazy_regex(r"(?<!\w)(?<!suy )(?:tăng|giảm|nâng)(?!\w)")
_ONCE = lazy_regex(
    r"(?:(?<!hơn )cùng kỳ(?: năm)?(?: trước| ngoái| \d{4})?|(?<!hơn )(?<!hơn cùng kỳ )năm trước|(?<!hơn )(?<!hơn cùng kỳ )năm ngoái|so với (?:cuối |đầu )?(?:(?:năm|tháng|quý|vụ|năm học|kỳ) )*(?:\d[\d/.-]*|[ivx]{1,3}(?:/\d{4})?|trước|ngoái) \()(?: là| có| đạt|:)*\s*\(?\s*(?:khoảng |hơn |gần |trên |là |đạt )*$"
)
_OLD = lazy_regex(
    r"(?<!\w)(?:(?:quy định|mức|lương|giá|chuẩn|số) cũ(?! và)|trước đây|trước kia)[^,;.():]{0,50}?(?<!\w)(?:là|chỉ|chỉ có|ở mức|khoảng)\s*$"
)
# `so với 5,1 triệu đồng hiện nay`: a time follows, not what it is compared with.
_COMPARED_WITH = lazy_regex(
    r"(?<!\w)so với(?: mức| con số| mốc| số)?(?: chỉ| khoảng| hơn| gần| trên| có)*\s*$"
)
_AT_ANOTHER_TIME = lazy_regex(
    r"(?![^,;.()]{0,30}(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán|nghị quyết|kỳ vọng|dự kiến|dự báo|được giao)(?!\w))"
    r"[^,;.()]{0,30}?(?<!\w)(?:(?:năm|tháng|quý|tuần|kỳ|vụ|khóa|niên khóa|nhiệm kỳ)(?: học)?(?: trước| ngoái| \d+| [ivx]+)|trước (?:đây|đó|kia)|cách đây|hiện (?:nay|tại|hành)"
    r"|hồi (?:đầu |cuối |giữa )?(?:năm|tháng|quý|tuần)|cùng kỳ|đầu năm|ban đầu)(?!\w)"
)
_YEARS_AGO = lazy_regex(
    r"(?<!\w)cách đây (?:(?:khoảng|gần|hơn) )?(?:\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|vài|mấy) (?:năm|tháng|tuần)(?:,? (?:mới|chỉ|là|có|đạt|ở mức|khoảng))+\s*$"
)
# `trước đây cầu thủ có thu nhập 5 triệu đồng, thì lúc này …`
_BEFORE_NOW = lazy_regex(r"(?<!\w)trước (?:đây|kia)[^;.()]{3,80}$")
# `năm 2016 chỉ có 100 em thì năm nay tăng lên 400 em`; `…, trong khi trước đó chưa quá 40 người`
_THEN_NOW = lazy_regex(
    r"[^,;.()\d]{0,60},? thì (?:nay|năm nay|hiện nay|hiện tại|bây giờ|lúc này|giờ|tháng này|quý này)(?!\w)"
)
_WHILE_BEFORE = lazy_regex(
    r"(?<!\w)trong khi (?:trước (?:đó|đây|kia)|từ (?:năm )?\d{4} (?:trở )?về trước|(?:những |các )?năm trước)(?!\w)[^,;.()\d]{0,40}$"
)
_NOW_BEHIND = lazy_regex(
    r"[^,;.()\d]{0,30},? (?:(?:thì|nhưng|còn|song) )?(?:nay|lúc này|bây giờ|giờ|hiện)(?!\w)"
)
# `Năm 2011 là 9,1 triệu đồng, đến cuối năm 2016 đã tăng lên …`
_THEN_MOVED = lazy_regex(
    r"[^,;.()\d]{0,30},? (?:(?:thì|nhưng|và) )?(?:đến|tới|sang) (?:nay|cuối|hết|đầu|năm|tháng|quý)[^,;.()]{0,25}?(?:tăng|giảm|nâng|rút)(?: \w+)? (?:lên|xuống|còn)(?!\w)"
)
# The words before a number that a correction withdraws, and before the one that replaces it.
_WITHDRAWN = lazy_regex(
    r"(?<!\w)(?:(?:đã|đã được) (?:đăng|đưa tin|công bố)(?: nhầm)?|(?:đã|đã được) (?:ghi|nêu|viết|in|đưa)(?: nhầm)? (?:là|số)"
    r"|(?:ghi|in|viết|đăng|đưa|nêu) nhầm|thay vì|không phải(?: là)?)(?: là| số| con số| thành|:)*(?: khoảng| hơn| trên)*\s*$"
)
_CORRECTED = lazy_regex(
    r"(?<!\w)(?:(?:con )?số đúng|nay (?:xin )?(?:sửa|đính chính)|sửa lại|sửa|đính chính(?: lại)?|đúng)(?: phải)?(?: là| thành| lại|:)+(?: khoảng| hơn| trên)*\s*$"
)
_IN_OTHER_WORDS = lazy_regex(
    r"[\s,(]*(?:tức|tương đương|tương ứng|hay|bằng)(?: là| với| khoảng| gần| hơn| trên| tăng| giảm)*\s*$"
)
_OVER_BY = lazy_regex(r"(?<!\w)vượt [^,;.()\d]{3,60}(?: hơn| khoảng| gần| tới| đến| trên)\s*$")
_OVER_PLAN = lazy_regex(rf"vượt(?: (?:chỉ tiêu|kế hoạch|mục tiêu|mức))*{_SOFT}\s*$")
_TOTAL_BEFORE = lazy_regex(
    r"(?<!\w)(?:(?:trên|trong) tổng(?: số)?|trong số|^ ?trong|^ ?trên)(?: hơn| gần| khoảng)?\s*$"
)


def is_over_plan(before: str, after: str = "") -> bool:
    """Whether a number is an excess: `vượt 44,75% kế hoạch`; `after` are the words behind it."""
    if "vượt" not in before:
        return False
    return _OVER_PLAN.search(before[-50:]) is not None and not _ITSELF_SET.match(after)


def names_plan(before: str, after: str) -> bool:
    """Whether a plan is named beside an excess."""
    return (
        re.search(
            r"kế hoạch|chỉ tiêu|mục tiêu|dự toán|nghị quyết|(?<!\w)kh(?!\w)",
            before[-60:] + " " + after[:40],
        )
        is not None
    )


def role_of(
    before: str, clause: str, after: str, quantity: Quantity, is_of_plan: bool
) -> tuple[Role | None, int]:
    """The role of a number and, for a change, its direction (+1 or -1; else 0).

    `before` reaches back to the number before this one, `clause` to the start of its clause.
    A role of None means that the number is not a figure (`2 lần mỗi tuần`).
    """
    before = before[-_REACH_CHARS:]
    near = before[-_NEAR_CHARS:]
    # Most numbers have none of these words before them: the patterns take longer to find that out.
    moves = any(word in before for word in _MOVE_WORDS)
    if quantity.unit == "lần":
        if by := _BY_TIMES.search(before):
            return "change", -1 if by[0].startswith(("giảm", "thấp", "ít", "rẻ", "kém")) else 1
        is_count = quantity.value >= _MANY_TIMES and not _A_TIME.match(after)
        return ("achieved", 0) if is_count else (None, 0)
    if is_of_plan:
        over = _CHANGE.search(before) if moves else None
        if is_over_plan(before) or over:
            return "change", -1 if over and over[1] in _DOWN else 1
        return "percent_of_plan", 0
    if (
        "từ" in near
        and _FROM.search(near)
        and (
            _TO.match(after)
            or (moves and _MOVED_FROM.search(before) and _NO_END.match(after))
            or (
                _TO_SOFT.match(after)
                and _MOVED.search(clause, max(0, len(clause) - 32))
                and not near.endswith("chỉ từ ")
            )
        )
        and (quantity.high is None or (moves and _MOVED_TO.match(after)))
    ):
        return "previous", 0
    if (quantity.unit and "thì" in after and _THEN_NOW.match(after)) or (
        "trong khi" in near and _WHILE_BEFORE.search(near)
    ):
        return "previous", 0
    if _WITHDRAWN.search(near):
        return "previous", 0
    if _CORRECTED.search(near):
        return "achieved", 0
    if (_COMPARED_WITH.search(before) and _AT_ANOTHER_TIME.match(after)) or _YEARS_AGO.search(near):
        return "previous", 0
    if _ONCE.search(clause[-_REACH_CHARS:]) or (
        ("cũ" in before or "trước" in before)
        and (_OLD.search(before) or (_BEFORE_NOW.search(before) and _NOW_BEHIND.match(after)))
    ):
        return "previous", 0
    if (
        quantity.high is None
        and any(word in after for word in _MOVE_WORDS)
        and _THEN_MOVED.match(after)
        and not (moves and _CHANGE.search(before))
    ):
        return "previous", 0
    moved = _moved(before) if moves else None
    if moved is None and moves and quantity.unit == "%":
        moved = _CHANGE_IN_SHARE.search(before)
    if moved and _is_level(before, clause, quantity):
        moved = None
    if moved is None and quantity.unit == "điểm" and _LOST.search(before):
        return "change", -1
    is_share = quantity.unit.startswith("%")
    if moved and not is_share and _UP_TO.search(before) and "so với" not in clause:
        moved = None  # đến năm 2015 đã tăng đến 1.538 người
    if moved is None and moves and quantity.high is not None:
        moved = _CHANGE_RANGE.search(before)
    if (
        moved is None
        and is_share
        and "lệ" in clause
        and _CHANGE_OF_RATE.search(clause[-_REACH_CHARS:])
    ):
        moved = None if is_planned(clause) else _CHANGE_OF_RATE.search(clause)
    if moved or quantity.unit == POINTS:
        word = moved[1] if moved else ("giảm" if "giảm" in clause else "tăng")
        return "change", -1 if word in _DOWN else 1
    is_over = is_over_plan(before, after) or ("vượt" in before and _OVER_BY.search(before))
    if is_over and quantity.unit:
        return "change", 1
    if (
        (is_share and _SET_IN_BRACKETS.search(clause))
        or ("vượt" in before and _OVER_PLAN.search(before) and _ITSELF_SET.match(after))
        or (quantity.unit == "chỉ tiêu" and _ASSIGNED.search(clause))
    ):
        return "plan", 0
    opened = clause.rfind("(")
    inside = clause if clause.find(")", opened) >= 0 else clause[opened + 1 :]
    return ("plan" if is_planned(inside) else "achieved"), 0


def _is_level(before: str, clause: str, quantity: Quantity) -> bool:
    """Whether a change names where it led and not by how much: `giá xăng tăng ở mức 23.000 đồng`."""
    if not before.rstrip().endswith("ở mức") or "mức tăng" in clause or "mức giảm" in clause:
        return False
    is_rate = "tỷ lệ" in clause or "tỉ lệ" in clause
    return quantity.high is None and (is_rate or not quantity.unit.startswith("%"))


def _moved(before: str) -> re.Match[str] | None:
    """The words that make a number a change, or None."""
    return (
        _CHANGE.search(before)
        or _THEN_MORE.search(before)
        or _OF_SPENDING.search(before)
        or _RISE.search(before)
        or _CHANGE_SINCE.search(before)
        or (_COMPARED_BY.search(before) if "hơn" in before else None)
    )


def is_same_change(clause: str) -> bool:
    """Whether a number states the change before it in another unit: `tăng 75,8% tức khoảng 3.193 tỷ`."""
    return _IN_OTHER_WORDS.match(clause) is not None


def is_total(before: str) -> bool:
    """Whether a number is the whole that the previous number is a part of: `trên tổng số …`."""
    return _TOTAL_BEFORE.search(before) is not None


def is_counted(quantity: Quantity) -> bool:
    """Whether a quantity may be a figure: durations and ages are not, `gấp 2 lần` may be."""
    return kind_of(quantity.unit) != "time" or quantity.unit == "lần"
