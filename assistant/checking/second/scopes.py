"""Number in a sentence -> the words about it: up to the numbers beside it, cut between clauses.

In `tiếp nhận 98 người, đào tạo nghề cho 45 người` the words after the comma are about 45. A number
with no words of its own (`…, tăng 8%`) takes those about the number before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.second.numbers import Numeral, numerals
from assistant.checking.second.time_marks import times
from knowledge.records import Figure
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, plain

_CUT = lazy_regex(
    r"[,;(]\s?|\s(?:và|còn|trong đó|trong khi|nhưng|đồng thời|riêng|hoặc|(?<!đối )với)(?!\w)"
)
_HARD_CUT = lazy_regex(r"[,;(]\s?|\s(?:trong đó|trong khi|nhưng|đồng thời|riêng)(?!\w)")
_PART_OF = lazy_regex(r"(?<!\w)(?:trong đó|trong số(?: đó| này)?|riêng|số này|bao gồm|gồm)(?!\w)")
_WORD = lazy_regex(r"[^\W\d_]+")
_NO_COUNT = lazy_regex(r"[%‰]|điểm|đồng|USD|EUR|phần|lần")
_NAMED = lazy_regex(rf"(?<!\w)[{CAPITAL}][\w'’]*")
_SHORT_FORM = lazy_regex(rf"(?<!\w)(?!HCM|TP|UBND|HĐND)[{CAPITAL}]{{2,}}(?!\w)")
_BRACKETS = lazy_regex(r"\([^()]*\)")
_LABEL_BEFORE = lazy_regex(
    r"(?:(?<!tổng )(?<!con )số|điều|khoản|khóa|khoá|nghị định|quyết định|ngày|tháng|covid|quốc lộ|lúc|tuổi)[\s-]*$|(?<!\w)[pqhđkx]\.\s?$|\w[-/]$|/$"
)
_PLACE_BEFORE = lazy_regex(
    r"(?<!\w)(?:lớp|(?<!phụ )(?<!trợ )(?<!cung )cấp|hạng|mục|quận|phường|tổ|khu|phố|thôn|ấp|bản|xóm|lô|thửa|tờ|khối|đội|đường)\s*$"
)
_LABEL_AFTER = lazy_regex(
    r"(?:[-–]\d{1,2})?\s?(?:/\d|tuổi|h\d|h(?!\w)|giờ|phút|(?:năm|tháng|ngày|tuần|lần|đợt)(?!\w)|[-/](?:[a-zđ]))"
)
# `từ 5,6% dân số năm 1993 lên 63,7%`: the number reached counts what the one left behind does.
_MOVED_FROM = lazy_regex(
    r"(?<!\w)từ (?:mức |khoảng |hơn |trên |gần )*[\d.,][^;.]*?(?:lên|xuống|còn|đến)(?: (?:còn|đến|tới|khoảng|hơn|trên|gần|dưới|mức))*\s*$"
)
_REST_OF_RANGE = lazy_regex(r"^\s?[-–]\s?\d[\d.,]*")
# `ít nhất 3% trong khu vực công và 1% trong khu vực tư nhân`
_SAME_WAY = lazy_regex(
    r"\s?%?\s(?:trong|ở|tại|đối với|với|cho|của)(?: [^\W\d_]+){1,6}(?:,| và)(?: (?:khoảng|hơn|gần|trên|dưới|ít nhất))*\s"
)
_SAME_WAY_ON = lazy_regex(r"%?\s(?:trong|ở|tại|đối với|với|cho|của)(?!\w)")
# `dung tích đến 100 cm3 là 50.000 đồng`
_IS = lazy_regex(r"\s?[^\W\d_]+\d? là(?: (?:khoảng|hơn|gần|trên|dưới))*\s")
# `số nợ lần lượt là 2.170 tỷ đồng; 1.945 tỷ đồng`
_IN_TURN = lazy_regex(r"(?<!\w)(?:lần lượt|tương ứng)(?!\w)")
_ITEM = lazy_regex(r"(?: [^\W\d_]+){0,3}\s?(?:[;,]|và)(?: và)?\s")
# `đã đăng là 753 người, nay sửa lại là 735 người`
_DATED = lazy_regex(
    r"[^;.]{0,30};\s*(?:đến |cuối |hết )*(?:năm )?(?:19|20)\d{2},?(?: (?:tỷ lệ|con số|số này))?(?: (?:này|đạt|là|còn|tăng|giảm|lên|xuống|khoảng|hơn|gần|trên|dưới))*:?\s*"
)
_CORRECTING = frozenset("sửa đính chính đúng nhầm ghi đăng nêu xin phải thành viết không".split())
# A count with so many words behind it is named by them.
_OWN_WORDS, _TURN_CHARS = 2, 120
_UNITS = frozenset(("ha", "km", "usd", "đô", "la", "mỹ", "đ", "kg", "tấn", "m"))
_FILLERS = frozenset(
    "và của là có được cho trong với các những một này đó khi tại từ đến tới về theo như cũng đã sẽ đang thì mà do vì nên"
    " tỉnh năm tháng quý ngày ở ra vào lên xuống để bằng hay hoặc còn đạt ước khoảng gần hơn trên dưới tăng giảm so cùng kỳ"
    " trước nay nghìn ngàn triệu tỷ tỉ trăm đồng tổng số chỉ bị mức tính thêm lại người hộ lượt trường hợp toàn huyện đầu cuối"
    " cả nước chiếm tỷ lệ kế hoạch tương ứng đương vẫn mới rất nhất hết sau nữa mỗi thực hiện vượt cụ thể kết quả qua hiện giai đoạn"
    " bình quân trung tối thiểu đa ít nhiều cao thấp điểm phần giao chỉ tiêu mục đề ra tức gấp lần nhằm nhờ tiền thay bao phủ độ bởi dự toán nghị quyết nếu cứ tuy nhưng rằng đều gồm".split()
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The span of the words about a number, the span of the number, and its neighbours.

    `left` and `right` are where the neighbouring numbers end and begin; `is_part` is whether
    `trong đó` stands between the number and the one before it.
    """

    start: int
    end: int
    at: int
    number_end: int
    left: int
    right: int
    is_part: bool


def contents(text: str) -> set[str]:
    """The words of a text in small letters that say what is counted."""
    return {w for w in _WORD.findall(text) if w not in _FILLERS}


def scope_of(text: str, low: str, figure: Figure, numeral: Numeral, unit: Sequence[str]) -> Scope:
    """The scope of the number of `figure` in its sentence; `unit` are the names of its unit."""
    begin, stop = figure.sentence_start, figure.sentence_end
    named = [(m.start, m.end) for m in times(low, begin, stop, None)]
    name = f" {plain(figure.name)} "
    others = [
        n for n in numerals(low, begin, stop)
        if not any(a <= n.start < b for a, b in named)
        and not (figure.start <= n.start < figure.end)
        and (n.values or not low[n.start - 1 : n.start].isalpha())
        and not is_label(low, n)
        and f" {low[n.start : n.end]} " not in name
    ]  # fmt: skip
    before = [n for n in others if n.end <= figure.start]
    after = [n for n in others if n.start >= figure.end]
    left = before[-1].end if before else begin
    right = after[0].start if after else stop
    is_part = bool(before) and _PART_OF.search(low, left, figure.start) is not None
    start = _own_start(low, left, figure.start) if before else begin
    end = _own_end(low, figure.end, right) if after else right
    while before and _leans(text, low, before[-1].end, start, end, figure, unit):
        before.pop()
        left_before = before[-1].end if before else begin
        start = _own_start(low, left_before, figure.start) if before else begin
    return Scope(start, end, numeral.start, numeral.end, left, right, is_part)


def moved_from(low: str, scope: Scope) -> bool:
    """Whether the number before is the one that this one was reached from."""
    return _MOVED_FROM.search(low, max(scope.left - 40, 0), scope.at) is not None


def is_label(low: str, numeral: Numeral) -> bool:
    """Whether a number counts nothing: of a law, a road, a date, an age, a spell of time."""
    digits = low[numeral.start : numeral.end]
    before, after = (
        low[max(0, numeral.start - 24) : numeral.start],
        low[numeral.end : numeral.end + 12],
    )
    if digits.isdecimal() and _LABEL_BEFORE.search(before):
        return True
    if after.lstrip().startswith(("%", "phần trăm")):
        return False  # phụ cấp 30%
    # `nông thôn 1.856 người` counts, `thôn 6` does not.
    if len(digits) <= 2 and _PLACE_BEFORE.search(before):
        return True
    return _LABEL_AFTER.match(after) is not None


def _own_start(low: str, left: int, at: int) -> int:
    """Where the words about a number begin, behind those about the number before it."""
    cut = _CUT.search(low, left, at)
    return cut.start() if cut else left


def _own_end(low: str, at: int, right: int) -> int:
    """Where the words about a number end, ahead of those about the number after it."""
    cut = _HARD_CUT.search(low, at, right) or _last(_CUT, low, at, right)
    return cut.start() if cut else right


def _last(pattern: re.Pattern[str], low: str, start: int, end: int) -> re.Match[str] | None:
    matches = list(pattern.finditer(low, start, end))
    return matches[-1] if matches else None


def _leans(
    text: str, low: str, last: int, start: int, end: int, figure: Figure, unit: Sequence[str]
) -> bool:
    """Whether a number counts what the number before it (which ends at `last`) counts.

    Nothing but units stands between them; people and things lean only on a number of their kind.
    """
    # `tỷ lệ hộ nghèo năm 2021 là 27%; năm 2022 là 24%`: a year alone leads to no new thing.
    is_dated = _DATED.fullmatch(low, last, figure.start) is not None
    is_new = ";" in low[last : figure.start] and figure.role in ("achieved", "plan")
    is_new = is_new and not is_dated
    between = low[last : figure.start]
    if _SAME_WAY.fullmatch(between) and _SAME_WAY_ON.match(low, figure.end):
        return True
    if _IS.fullmatch(between) or (
        _IN_TURN.search(low, max(0, last - _TURN_CHARS), last) and _ITEM.fullmatch(between)
    ):
        return True
    if is_new or _PART_OF.search(low, last, figure.start):
        return False
    if _MOVED_FROM.search(low, max(last - 40, 0), figure.start):
        return True
    units = {w for name in unit for w in name.split()} | _UNITS | _CORRECTING
    # `…, của huyện Na Rì là 20,4%`: a name says where, not what.
    # Short forms in capitals are things: `tiểu học đạt 96%, THCS đạt 97%`.
    between = _BRACKETS.sub(" ", text[start : figure.start])
    if _SHORT_FORM.search(between):
        return False
    if contents(_NAMED.sub(" ", between).lower()) - units:
        return False
    is_share = figure.unit[:1] in ("%", "‰") and figure.role in ("achieved", "plan")
    is_named = figure.unit != "" and (is_share or not _NO_COUNT.match(figure.unit))
    if figure.role in ("change", "previous") or not is_named:
        return True
    behind = re.split(r"[,;.(]", low[figure.end : end], maxsplit=1)[0]
    if len(contents(behind) - units) >= _OWN_WORDS:
        return False
    if is_share:
        return True
    is_alike = _REST_OF_RANGE.sub("", low[last : last + 40]).lstrip(" )").startswith(tuple(unit))
    return is_alike or low.startswith(" với", start)
