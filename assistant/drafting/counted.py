"""What a statement counts against what is asked for: its unit, people, an average, a number."""

import re

from assistant.judging.kinds import KINDS, kind_probabilities
from assistant.question.qualifiers import AVERAGE, fits
from assistant.records import Question
from assistant.statement import Statement
from knowledge.numbers.quantities import find_quantities
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold
from knowledge.vocabulary.units import answers_unit, kind_of, same_unit, units

# A question that is a question for a number with less than this probability asks for none.
_LEAST_NUMBER = 0.05
_ASKS_PEOPLE = lazy_regex(
    r"(?<!\w)(?:bao nhieu|may|how many|number of) (?:nguoi|lao dong|hoc sinh|hoc vien|cong nhan"
    r"|giao vien|bac si|people|persons|workers|students|labou?rers|employees|teachers|doctors)"
    r"(?!\w)"
)
_ASKS_COUNT = lazy_regex(r"(?<!\w)(?:bao nhieu|how (?:many|much))(?!\w)")
_HAS_NUMBER = lazy_regex(
    r"\d|(?<!\w)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|trăm|nghìn|ngàn|triệu|tỷ|tỉ|nửa|đôi|chục|vạn"
    r"|không|nhiều|ít|hàng|lần|gấp|toàn bộ|tất cả|cả)(?!\w)",
    re.IGNORECASE,
)
_ASKS_SUM = lazy_regex(
    r"(?<!\w)(?:(?:mat|het|ton|co gia|gia ban|gia thue|gia ve|gia|chi phi|hoc phi|le phi|tien)"
    r" (?:\w+ ){0,2}?bao nhieu(?= *(?:[?.,]|$|tien|dong|mot|moi|/))"
    r"|how much (?:does|did|do|will|would) [^?]*\bcost(?!\w)|how much was paid|price of)"
)
# Parts of a whole that are no people; and things that stand for people.
_NO_PEOPLE = frozenset(("lớp", "phiên", "trường"))
_FOR_PEOPLE = frozenset(("vị trí", "suất", "cặp", "thẻ", "sổ", "sổ bhxh", "vé", "biên chế"))
# `một phần ba số hộ`, `hơn nửa dân số`, `3/4 số xã`; not `một phần tư nhân`, `nửa đầu năm`.
_FRACTION = lazy_regex(
    r"(?<!\w)(?:(?:một|hai|ba|bốn|năm|bảy|tám|chín|\d) phần"
    r" (?:ba|tư(?! (?:nhân|vấn|liệu|tưởng|pháp|duy|thế))|bốn"
    r"|năm(?! (?:\d|nay|trước|ngoái|qua|học))|sáu|bảy|tám|chín|mười|trăm)(?!\w)"
    r"|(?:(?:một|hơn|gần|quá|khoảng|phân) |^)nửa"
    r" (?!(?:đầu|cuối|năm|tháng|ngày|giờ|đêm|đời|thế kỷ|chừng|vời)(?!\w))[^\W\d_]"
    r"|[1-9]/(?:[2-9]|10) (?:tổng )?(?:số|diện tích|dân số|lượng|nhu cầu|giá trị|chiều)(?!\w))",
    re.IGNORECASE,
)
_SHARE = lazy_regex(r"(?<!\w)(?:phan tram|ty le|ti le|percent(?:age)?|share|rate)(?!\w)|%")


def counted_otherwise(question: Question, statement: Statement, sentence: str) -> str | None:
    """The reason why a statement counts something else; None if it may count what is asked for."""
    if AVERAGE in question.qualifiers and not fits((AVERAGE,), sentence):
        return "no average"
    if _ASKS_COUNT.search(fold(question.text)) and not _HAS_NUMBER.search(statement.answer):
        return "no number"
    if _counts_no_people(question.text, statement):
        return "it counts no people"
    if _ASKS_SUM.search(fold(question.text)) and _is_no_sum(statement.answer):
        return "no sum of money"
    quoted = [quantity.unit for quantity in find_quantities(statement.quote)]
    wanted = question.unit
    is_share = _SHARE.search(fold(question.text)) is not None and "%" in quoted
    is_share = is_share or (wanted == "%" and says_fraction(statement))
    is_other = wanted and not is_share and not any(_is_unit(unit, wanted) for unit in quoted)
    if is_other and (question.over is not None or _may_ask_number(question.text)):
        return "another unit"
    return None


def says_fraction(statement: Statement) -> bool:
    """Whether the words that answer are a fraction: `một phần ba số hộ`, `3/4 dân số`.

    Where the words have no number of their own, those of their clause count.
    """
    if _FRACTION.search(statement.answer):
        return True
    return not any(c.isdigit() for c in statement.answer) and bool(
        _FRACTION.search(statement.quote)
    )


def _may_ask_number(text: str) -> bool:
    """Whether a question may ask how much: one for a reason or a name can name a rate as well."""
    return kind_probabilities(text)[KINDS.index("number")] >= _LEAST_NUMBER


def _counts_no_people(question: str, statement: Statement) -> bool:
    """Whether people are asked for, and the answer only counts known things: `80 giường`.

    Of 2,751 right answers of the work part this rejects one (`evals.bench.vetoes`).
    """
    if _ASKS_PEOPLE.search(fold(question)) is None:
        return False
    counted = [quantity.unit for quantity in find_quantities(statement.answer)]
    if statement.record is not None:
        counted.append(statement.record.unit)
    named = [unit for unit in counted if unit]
    return bool(named) and not any(map(_may_count_people, named))


def _may_count_people(unit: str) -> bool:
    if unit not in units() or unit in _FOR_PEOPLE or unit.startswith("lượt"):
        return True
    return unit not in _NO_PEOPLE and kind_of(unit) not in ("things", "money")


def _is_unit(unit: str, wanted: str) -> bool:
    is_money = wanted == "đồng" and kind_of(unit) == "money"
    return is_money or same_unit(unit, wanted) or answers_unit(unit, wanted)


def _is_no_sum(answer: str) -> bool:
    """Whether the answer counts something, and neither money nor a share of it: `50 kg`."""
    counted = [quantity.unit for quantity in find_quantities(answer) if quantity.unit]
    return bool(counted) and not any(kind_of(unit) in ("money", "share") for unit in counted)
