"""Whether a time told before holds for a sentence: not for a rule or a person, nor for how things stand now.

Reads small letters only.
"""

from dataclasses import replace

from knowledge.records import Period
from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary.calendar_spells import month_period

# A rule has no time, a person has another one, and what is so now is not of an earlier time.
_OF_RULE = ("quy định", "nghị định", "thông tư", "luật", "được hưởng", "không quá", "tối đa", "đề xuất",
            "kiến nghị", "phương án", "mức đóng", "mức hưởng", "mức phạt", "mức thuế", "mức trợ cấp", "mức phụ cấp",
            "mức lương")  # fmt: skip
_CONDITION = lazy_regex(r"(?<!\w)(?:nếu|(?:điều|khoản) \d)(?!\w)")
_PERSON = lazy_regex(r"[-–+•\s]*(?:gia đình )?(?:ông|bà|anh|chị|em|cháu) ")
_NOW = lazy_regex(
    r"(?<!\w)(?:hiện (?:nay|tại|có|còn|đang|vẫn)|bây giờ|đến nay|(?:đến|tại|ở) thời điểm (?:này|hiện nay|hiện tại))(?!\w)|^[-–+•\s]*hiện(?:,| )"
)
# `Riêng năm 2020, …`, `Trước đó, …`: the sentence after it goes on with the time before.
_ASIDE = lazy_regex(r"\W*(?:riêng|trước đó|trước đây|còn nhớ|so với)(?!\w)")
# `Cũng trong tháng, …` behind `từ đầu năm đến hết tháng 5`: that May.
_IN_MONTH = lazy_regex(
    r"\W*(?:(?:cũng|riêng) )?trong tháng(?: đó| ấy)?(?=,| (?:có|đã|toàn|cả|tỉnh|huyện|thành phố|trung tâm|sở|ngành|đơn vị|số)(?!\w))"
)
# `dịp Tết Nguyên đán Đinh Dậu 2017`: some days, of which the text tells no more than their name.
_FEAST = lazy_regex(
    r"(?<!\w)(?:tết(?: nguyên đán| cổ truyền| âm lịch)?|(?:giáp|ất|bính|đinh|mậu|kỷ|kỉ|canh|tân|nhâm|quý) "
    r"(?:tý|tí|sửu|dần|mão|mẹo|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi)) \(?$"
)
_SPELLS = ("until", "months", "month")


def is_aside(low: str, at: int) -> bool:
    """Whether a sentence whose time stands at `at` looks back for once: `Vụ trước (2021 - 2022) …`."""
    return _ASIDE.match(low) is not None or low.endswith("trước (", 0, at)


def is_of_feast(low: str, at: int) -> bool:
    """Whether the time at `at` is part of a feast's name: its year is not that of other numbers."""
    return _FEAST.search(low, max(0, at - 30), at) is not None


def month_meant(low: str, told: Period) -> Period | None:
    """The month that `trong tháng` means behind a spell: its last one; None where none is meant."""
    if told.kind not in _SPELLS or not _IN_MONTH.match(low):
        return None
    return replace(month_period(told.end.replace(day=1), told.text), seen_from=told.seen_from)


def tells_now(low: str) -> bool:
    """Whether a sentence tells how things stand on the day of the bulletin."""
    may = "hiện" in low or "bây giờ" in low or "đến nay" in low or "thời điểm này" in low
    return may and _NOW.search(low) is not None


def is_unsure_of_time(low: str) -> bool:
    """Whether a sentence tells of a rule or of a person."""
    is_rule = any(words in low for words in _OF_RULE) or _CONDITION.search(low) is not None
    return is_rule or _PERSON.match(low) is not None
