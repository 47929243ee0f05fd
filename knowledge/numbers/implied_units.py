"""Units that no name of the vocabulary states: sums without a currency, any noun that is counted."""

from dataclasses import replace

from knowledge.numbers.digits import NUMBERED
from knowledge.numbers.quantity import Quantity
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.units import (
    FRACTION,
    is_for_one,
    is_particle,
    kind_of,
    noun_at,
    sum_for_each,
    unit_at,
)

_MONEY = lazy_regex(
    r"(?<!\w)(?<!tịch )(?<!bộ )(?:lương|phí|tiền|giá|vốn|thu nhập|chi|nợ|vay|thưởng|phạt|đầu tư|hỗ trợ|doanh thu|ngân sách|quỹ|thu|bội chi|lãi|trợ cấp|bồi thường|nhuận bút|trị giá|chu cấp|tiền công|lừa đảo|chiếm đoạt|kinh phí|đưa|trả|gửi|nộp|mượn|kiếm|tiết kiệm|đặt cọc|tạm ứng|chuyển khoản|xin)(?!\w)"
)
# Offices write small counts with a nought: `01 lô`.
_PADDED = lazy_regex(r"0\d")
_OF_MONEY = lazy_regex(r"\s(?:tiền|đồng tiền|vốn)(?!\w)")
_AFTER_SUM = lazy_regex(r"\s*(?:[.,;:)”\"’']|$|\s(?:mỗi|một|tiền|mà|và|/|cho|để|của|nợ|là))")


def with_implied_units(low: str, quantities: list[Quantity]) -> list[Quantity]:
    """The quantities; sums without a currency (`nợ hơn 347 tỉ`) are in đồng."""
    completed: list[Quantity] = []
    for i, quantity in enumerate(quantities):
        if (
            not quantity.unit
            and abs(quantity.value) >= 1000
            and not low[quantity.end - 1].isdigit()
        ):
            is_large = abs(quantity.value) >= 10**6
            is_billions = is_large and low[: quantity.end].endswith(("tỷ", "tỉ", "billion", "rưỡi"))
            ahead = quantities[i + 1] if i + 1 < len(quantities) else None
            behind = completed[-1] if completed else None
            is_like = (
                ahead is not None
                and ahead.unit.startswith("đồng")
                and ahead.start - quantity.end < 25
            ) or (behind is not None and behind.unit == "đồng" and quantity.start - behind.end < 12)
            is_money = _MONEY.search(low, max(0, quantity.start - 80), quantity.start) is not None
            # `98 triệu viên so với con số 50 triệu`: what it counts stands before.
            is_money = is_money and not low.endswith("so với con số ", 0, quantity.start)
            each = sum_for_each(low, quantity.end)
            if each is not None and (is_money or is_for_one(each[0])):
                quantity = replace(quantity, unit=each[0], end=each[1], is_implied=True)
            elif (
                is_billions
                or (is_large and is_like)
                or _OF_MONEY.match(low, quantity.end)
                or (
                    is_money
                    and (_AFTER_SUM.match(low, quantity.end) or is_particle(low, quantity.end + 1))
                )
            ):
                quantity = replace(quantity, unit="đồng", is_implied=True)
        completed.append(quantity)
    return completed


# A count follows one of these words, a mark or nothing; elsewhere a number may be part of a name.
_BEFORE_COUNT = lazy_regex(
    r"(?:^|[,;:(\n]|(?<!\w)(?:có|gồm|với|được|là|và|hơn|gần|khoảng|trên|dưới|còn|tới|đến|cả|thêm|đã|cho|chỉ|những|hiện|nhận|tổng|số|trong|của|từ|vào|tại|ở|do|bằng|đạt|mất|hết|thành"
    r"|tổ chức|xây dựng|xây|hỗ trợ|trao|tặng|phát|thu|cấp|mở|lập|thành lập|trong đó|khởi công|tuyển|phát hiện|xử lý|bắt|thu giữ))\s*$"
)


# What a number behind these words is: the name of a stage, a rank, a place or a paper.
_RANKED = frozenset(
    "đài sạn chuẩn báo hiệu trí đủ tuổi cỡ vòng tuyến chặng bậc mức hệ ca trang câu bài vụ án ngoài nghiệp".split()
)
_RANKS = ("sao", "bậc", "đối", "tuổi", "bên", "phía")


_OF_ALL = lazy_regex(r" (?:trong )?(?:tổng )?số(?!\w)")
# `514.084 (59,32%) thí sinh`
_SHARE_BEHIND = lazy_regex(r" ?\(\d{1,3}(?:[.,]\d+)? ?%\)(?= [^\W\d_])")
_SHARE_BEFORE = lazy_regex(r"% ?\($")


def _follows_a_verb(text: str, low: str, start: int) -> bool:
    """Whether a word in small letters that names nothing by number stands before one: `khâu 20 mũi`."""
    before = text[max(0, start - 24) : start]
    word = before.split()[-1] if before[-1:] == " " and before.strip() else ""
    if not word.isalpha() or not word.islower():
        return False
    return plain(word) not in NUMBERED and plain(word) not in _RANKED


def _of_bracketed(text: str, low: str, quantity: Quantity) -> tuple[str, int] | None:
    """The noun, and its end, of a count in brackets behind its share: `21% (21.280) ý kiến`."""
    end = quantity.end
    if low[end : end + 2] != ") " or not _SHARE_BEFORE.search(
        low, max(0, quantity.start - 5), quantity.start
    ):
        return None
    if _OF_ALL.match(low, end + 1):
        return None  # `35% (120) tổng số hộ`
    return unit_at(low, end + 2) or noun_at(text, low, end + 1)


def _is_next_fraction(quantity: Quantity, before: list[Quantity]) -> bool:
    """Whether a fraction goes on with a list of them: `1/3 số hợp tác xã khá; 2/5 hoạt động trung bình`."""
    if quantity.second is None or not 0 < quantity.value < quantity.second <= 10:
        return False
    is_open = not quantity.unit or kind_of(quantity.unit) == "things"
    return is_open and bool(before) and before[-1].unit == FRACTION


def with_nouns(text: str, low: str, quantities: list[Quantity]) -> list[Quantity]:
    """The quantities; counts without a known unit take the noun after them: `200.000 hài cốt`."""
    completed: list[Quantity] = []
    for quantity in quantities:
        if _is_next_fraction(quantity, completed):
            end = quantity.end if quantity.unit_at is None else quantity.unit_at - 1
            quantity = replace(quantity, unit=FRACTION, end=end, unit_at=None)
        is_whole = quantity.value == quantity.value.to_integral_value() and quantity.value >= 1
        if not quantity.unit and is_whole:
            bracketed = _of_bracketed(text, low, quantity)
            share = (
                _SHARE_BEHIND.match(low, quantity.end)
                if "." in low[quantity.start : quantity.end]
                else None
            )
            noun = bracketed or noun_at(text, low, share.end() if share else quantity.end)
            noun = None if noun and noun[0].split()[0] in _RANKS else noun
            digits = low[quantity.start : quantity.end]
            is_padded = _PADDED.fullmatch(digits) is not None
            if quantity.value < 2 and not is_padded:
                noun = None
            counts = (
                is_padded
                or bracketed is not None
                or "." in digits
                or _BEFORE_COUNT.search(low, max(0, quantity.start - 16), quantity.start)
                or (
                    quantity.second is None
                    and quantity.value < 1000
                    and _follows_a_verb(text, low, quantity.start)
                )
            )
            if noun and counts and not (1900 <= quantity.value <= 2099 and "." not in digits):
                quantity = (
                    replace(quantity, unit=noun[0])
                    if share
                    else replace(
                        quantity,
                        unit=noun[0],
                        end=noun[1],
                        unit_at=quantity.end + (2 if bracketed else 1),
                    )
                )
        completed.append(quantity)
    return completed
