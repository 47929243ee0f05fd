"""What a number takes from the number before it: its role and direction, its unit.

Lists leave out what they share: `tăng 5,2%, 5,1% và 4,9%`, `95.774 người được tư vấn, 18.297 được học
nghề`. Reads small letters, and capitals for names.
"""

from knowledge.figures.joining import Statement
from knowledge.figures.lists import names_group
from knowledge.figures.roles import is_same_change
from knowledge.numbers.quantities import Quantity
from knowledge.records import Role
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL
from knowledge.vocabulary.units import kind_of, same_unit

_COUNTED_NOUN = lazy_regex(
    r"(?<!\w)số (?:lượng )?(người|lao động|học viên|hộ|đối tượng|học sinh|doanh nghiệp|vụ|lượt)(?!\w)"
)
_SOFT = r"(?:khoảng |hơn |gần |trên |tới |đến )*"
# `tăng 5-6% (khoảng 150.000 đồng/tháng)`: the same change in another unit.
_AGAIN = lazy_regex(rf"\s*\({_SOFT}")
_LISTED = lazy_regex(rf"\s*(?:,|,? ?và|hoặc|hay)\s*{_SOFT}")
# `vùng III tăng 200.000 đồng và vùng IV là 180.000 đồng`
_ITEM_IS = lazy_regex(r"\s*(?:,|;|,? ?và) [^,;.:()\d]{1,25} là\s*")
# `cùng kỳ năm 2016 là: 15,72%; 32,98%`
_BARE_ITEM = lazy_regex(r"\s*(?:;|,|,? và)\s*")
# `tăng 28,3% số lượt người, 23% số đoàn đông người so với cùng kỳ`
_ITEM_BEFORE = lazy_regex(r" (?:số|lượng) [^;.()\d]{2,40}(?:,| và) ")
_COUNT_BEHIND = lazy_regex(r" (?:số|lượng)(?!\w)")
# Both rates, and nothing that moves again or is told else, are before what they are compared with.
_SINCE_BEHIND = lazy_regex(
    r"(?:(?!(?:tăng|giảm|đạt|còn|trong khi|nhưng|là|được|bị)(?!\w))[^;.()]){2,160}? so (?:với )?(?:cùng|năm|tháng|quý)(?!\w)"
)
_AMOUNT_OF_CHANGE = lazy_regex(r"mức (?:tăng|giảm)(?!\w)")
_OF_WHOLE = lazy_regex(
    r"\s(?:tổng )?(?:số|hộ|người|dân|lao động|doanh nghiệp|xã|thôn|gia đình)(?!\w)"
)
# `giảm xuống 4,3% từ 4,4% của tháng trước`, `gần gấp đôi so với con số 50 triệu của năm 2015`
_FROM = lazy_regex(rf"\s*,?\s*từ (?:mức |con số )?{_SOFT}")
_END_VALUE = lazy_regex(rf"(?<!\w)(?:lên|xuống|còn|đến|tới)(?: mức| còn| đến| tới)? ?{_SOFT}$")
_SINCE = lazy_regex(rf"(?<!\w)so với (?:con số |mức (?:cũ )?){_SOFT}$")
_BASELINE = lazy_regex(rf"(?<!\w)so với con số {_SOFT}$")
_OF_AIM = lazy_regex(r"[^,;.()]{0,25}(?:kế hoạch|chỉ tiêu|kỳ vọng|dự kiến|dự báo|mục tiêu)")
_VERB = lazy_regex(r" (?:được|bị|đã|không|chưa)(?!\w)")
# `Việt Trì (02), Phù Ninh (01), Đoan Hùng (03)`: at least three make a list of counts.
_NAMED_COUNT = lazy_regex(rf"[{CAPITAL}][^\W\d_]*(?: [^\W\d_]+){{0,4}} \(\d{{1,4}}\)")
_LEAST_NAMED = 3
# `…, tăng 29.000 so với quý trước`
_MOVED_BY = lazy_regex(rf"(?<!\w)(?:tăng|giảm|(?:nhiều|ít|cao|thấp) hơn)(?: thêm)? {_SOFT}$")
_MOVED_SINCE = lazy_regex(r" so với(?!\w)")
# `…, tới 2017 là 9 triệu`: the same at another time.
_LATER = lazy_regex(
    r"(?:^|[,;])\s*(?:và |còn |thì |nhưng )?(?:(?:đến|tới|sang|hết|vào) )?(?:(?:cuối |đầu )?năm )?(?:20\d\d|19\d\d|nay|năm nay|năm sau|năm trước|hiện nay)"
    rf",? (?:số này |con số này |đã |chỉ |tăng |giảm )*(?:là|còn|lên|xuống|đạt|được|có) (?:còn |đến |tới )?{_SOFT}$"
)
# `Đài Loan với hơn 10.000 người, Nhật Bản 4.500, …`: a name with its number and no unit.
_NAME_WITH = lazy_regex(
    rf"\s*[,;] (?:(?:và|còn|riêng) )?(?P<name>[^\W\d_]+(?: [^\W\d_]+){{1,3}})(?: (?:là|có|với|được))? {_SOFT}"
)
# `thành lập mới 31 hợp tác xã, giải thể 19.`
_OTHER_FATE = lazy_regex(
    r"\s*(?:,|,? và|;) (?:đã )?(?:giải thể|thành lập(?: mới)?|bổ sung|sáp nhập|đóng cửa|mở(?: mới)?|xây(?: mới)?|sửa chữa|nâng cấp|tạm ngừng|thu hồi|cấp(?: mới| lại)?|tuyển(?: mới)?|trả lại|kết nạp|công nhận|khai trừ|từ chối|hủy)(?: được)? $"
)
_CLOSED = lazy_regex(r"\s*(?:[.,;)]|$)")
_COUNTS = ("people", "parts", "things")


def role_beside(last: Statement, role: Role, direction: int, clause: str) -> tuple[Role, int]:
    """The role and direction of a number that continues the statement before it."""
    if last.role == "change" and is_same_change(clause):
        return "change", -1 if last.change is not None and last.change < 0 else 1
    if last.role == "plan" and role == "achieved":
        return "plan", 0  # đến năm 2020 là 5,1%, năm 2022 là 5,4%
    return role, direction


def role_in_list(
    last: Statement, low: str, before: str, after: str, unit: str, role: Role, direction: int
) -> tuple[Role, int]:
    """The role and direction of a number that a list or a comparison ties to the one before it."""
    if role != "achieved" or not unit:
        return role, direction
    if not same_unit(unit, last.quantity.unit):
        if last.change is None or not _AGAIN.fullmatch(before):
            return role, direction
        return "change", -1 if last.change < 0 else 1
    if _FROM.fullmatch(before) and last.role == "achieved":
        is_end = _END_VALUE.search(low, max(0, last.start - 30), last.start) is not None
        return ("previous", 0) if is_end else (role, direction)
    if _SINCE.search(before) and not _OF_AIM.match(after):
        return "previous", 0
    if last.role == "previous" and unit == "%" and _BARE_ITEM.fullmatch(before):
        return "previous", 0
    if last.role != "change" or last.change is None:
        return role, direction
    is_rate = unit == "%" and _ITEM_BEFORE.fullmatch(before) and _COUNT_BEHIND.match(after)
    if is_rate and _SINCE_BEHIND.match(low, last.end):
        return "change", -1 if last.change < 0 else 1
    is_listed = _LISTED.fullmatch(before) is not None and not _OF_WHOLE.match(after)
    is_item = (
        _ITEM_IS.fullmatch(before) is not None
        and _AMOUNT_OF_CHANGE.search(low, 0, last.start) is not None
    )
    if not (is_listed or is_item):
        return role, direction
    return "change", -1 if last.change < 0 else 1


def unit_of(
    quantity: Quantity, text: str, clause: str, after: str, last: Statement | None
) -> str | None:
    """The written or implied unit (`502/500`, `số người … là 4.700`); None for no figure."""
    if quantity.unit:
        return quantity.unit
    is_of_people = last is not None and kind_of(last.quantity.unit) == "people"
    if last is not None and is_of_people and names_group(clause, after):
        return last.quantity.unit  # 8 người (nam 3, nữ 5)
    if last is not None and _is_elided(quantity, text, clause, after, last):
        return last.quantity.unit
    if quantity.second is not None:
        is_date = quantity.value <= 31 and quantity.second <= 31
        if (
            is_date
            or last is None
            or kind_of(last.quantity.unit) not in ("people", "parts", "things")
        ):
            return None
        return last.quantity.unit
    if last is not None and last.role == "previous" and kind_of(last.quantity.unit) != "share":
        return last.quantity.unit  # từ 79.000 người lên hơn 100.000
    nouns = _COUNTED_NOUN.findall(clause)
    return nouns[-1] if nouns else ""


def _is_elided(quantity: Quantity, text: str, clause: str, after: str, last: Statement) -> bool:
    """Whether a bare number counts what the one before it counts.

    A verb follows it in a list of people, it is what one is compared with, or it stands in brackets
    behind one of several names.
    """
    if quantity.second is not None or last.role not in ("achieved", "plan"):
        return False
    kind = kind_of(last.quantity.unit)
    if kind in _COUNTS and (
        (_MOVED_BY.search(clause) and _MOVED_SINCE.match(after))
        or (_is_whole(quantity) and _LATER.search(clause) and _CLOSED.match(after))
    ):
        return True
    if kind in _COUNTS and _CLOSED.match(after) and "." in text[quantity.start : quantity.end]:
        named = _NAME_WITH.fullmatch(clause)
        if named and text[quantity.start - len(clause) + named.start("name")].isupper():
            return True
    if kind in _COUNTS and _is_whole(quantity) and _OTHER_FATE.fullmatch(clause):
        return _CLOSED.match(after) is not None
    if kind == "people" and clause.rstrip().endswith(",") and _VERB.match(after):
        return True
    if _BASELINE.search(clause):
        return True
    is_in_brackets = clause.endswith("(") and after.startswith(")")
    if not is_in_brackets or kind not in _COUNTS:
        return False
    return len(_NAMED_COUNT.findall(text)) >= _LEAST_NAMED


def _is_whole(quantity: Quantity) -> bool:
    return quantity.value == quantity.value.to_integral_value()
