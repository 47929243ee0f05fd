"""The words around a number -> the phrase that says what was counted, and its indicator."""

import re

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.indicators import Indicator, find_indicators, takes_unit
from knowledge.vocabulary.units import kind_of

_LEAD = lazy_regex(
    r"^[\s,;:.()“”\"'+–-]*(?:(?:cụ thể|trong đó|bên cạnh đó|ngoài ra|đồng thời|theo đó|qua đó|như vậy|tuy nhiên"
    r"|riêng|và|với|cùng với|kết quả|đến nay|hiện nay|hiện|toàn tỉnh|toàn huyện|toàn quốc|cả nước|nhưng|thì|đặc biệt"
    r"|lần lượt|trong năm|năm|trong|đã|là|cho|có|còn|được|tỉnh|của tỉnh|tổng số(?! nợ| tiền| thu| chi| vốn)|do đó|hiện tại|tiếp đó|chưa kể|so với"
    r"|so|khi|mới|chỉ(?! tiêu)|của|tại|ở|theo|do|mà|trên(?! \d)|từ|đến|tới|hết|cuối|vào)(?!\w)[\s,:]*)*"
)
# Words at the end of a phrase that count nothing, of one syllable and of two.
_TAIL_MARKS = ' \n\t\r\x0b\x0c\u00a0,(:–“"-'
_TAIL_WORDS = frozenset(
    "được đạt là cho có còn khoảng gần hơn trên dưới ước với đã bằng chiếm mức xuống lên số tổng giảm tăng thêm từ đến tới"
    " vào chỉ âm tức về vẫn cũng gồm thì những các nay trở của tại ở trong năm ngày tháng hết cuối và tính quý sẽ hoặc mà hay không".split()
)
_TAIL_PAIRS = frozenset((
    "vượt quá", "tối thiểu", "dự ước", "tổng số", "ở mức", "ít nhất", "thu được", "không quá", "tối đa", "lên tới", "lần lượt", "bắt đầu",
    "tỷ lệ", "tỉ lệ", "tương đương", "xấp xỉ", "nhất là", "bao gồm", "tính đến", "tương ứng",
))  # fmt: skip
_BEFORE_TAIL = {
    "số": ("dân ", "quân ", "sĩ ", "doanh ", "hệ ", "chỉ ", "đa "),
    "thu được": ("truy ",),
    "nhất là": ("ít ",),
    "không": ("hàng ",),
}
# A comma ends a phrase, but not inside a list of short names: `BHXH, BHYT`, `khám, chữa bệnh`.
_COMMA = (
    r", (?![A-ZĐ]{2,}|thị trấn|phường|cộng đồng|giới thiệu|chữa bệnh|thai sản|bệnh binh|cận nghèo|sinh viên"
    r"|sửa chữa|công chức|viên chức|thị xã|thành phố|dạy nghề|đào tạo|huyện|hạng|chữa)"
)
_STOPS = lazy_regex(rf"[;.:()]|{_COMMA}")
_AHEAD_END = lazy_regex(
    rf"{_COMMA}|:\s|[()“”\"]| với (?=tổng|số|mức|giá|lãi|tỷ|tỉ|doanh|diện)|(?:cho biết|cho hay|cho rằng|thông tin|nhấn mạnh|khẳng định|xác nhận)[,:]?\s"
)
_BEHIND_END = lazy_regex(
    rf"[;.(:\"”]|{_COMMA}| với (?=tổng|số|mức|giá|lãi|tỷ|tỉ|doanh|diện|hơn|gần|khoảng|trên|\d)| trong đó | tại | theo | so với |\n| đến hơn | và hơn | nhưng "
)
_EARLY_STOP = lazy_regex(r"[;.,(:]")
_PARTS = lazy_regex(r";|(?:^|\s)(?:[Tt]rong đó|trong (?:tổng )?số (?:đó|này))(?=[\s:])")
_NAME_WORDS = 20
_MASK = lazy_regex(
    r"(?:(?<!\w)(?:của|tại|ở|trên|trong|các|hai|ba|bốn) )*(?<!\w)(?:trong|vào|tại|ở|của|từ|tính đến|đến|hết|cuối|đầu|và|tỉnh|giai đoạn|toàn|khu vực|địa bàn)?\s*\x00[\x00\s,]*"
)
_WORD = lazy_regex(r"[^\W\d_]{2}")
_RATE = lazy_regex(
    r"(?<!\w)(?:tỷ lệ|tỉ lệ|lãi suất|tốc độ|thị phần|tỷ trọng|tỉ trọng|mức|giá)(?!\w)"
)
# `chưa tham gia bảo hiểm y tế`, `nợ bảo hiểm xã hội`: the opposite of what is named.
_DENIED = lazy_regex(
    r"(?<!\w)(?:chưa|không|chậm|trốn|nợ|trục lợi|mất)(?:\s[^\s,;.]+){0,3}(?:,\s*(?:bhxh|bhyt|bhtn|bảo hiểm [^\s,;.]+ [^\s,;.]+)(?:\s[^\s,;.]+)?|\s(?:và|,)\s*)*\s*(?:và|,)?\s*$"
)
# `hộ nghèo, cận nghèo` counts two things together, `25 học viên đã trốn` those who fled.
_MIXED = lazy_regex(r"(?:hộ )?nghèo\s*(?:,|và|hay|hoặc|/)\s*(?:hộ )?cận nghèo")
# `kinh phí giải quyết việc làm đạt 95% kế hoạch` is of the money, not of the jobs.
_FUNDED = lazy_regex(
    r"(?<!\w)(?:kinh phí|vốn|nguồn vốn|vốn vay|tổng mức đầu tư|(?:tổng |số )chi|chi|quỹ|ngân sách|giải ngân|dư nợ|doanh số|cho vay|nguồn lực)"
    r"(?: (?:cho|vay|để|thực hiện|hỗ trợ|phục vụ|chương trình|dự án|đầu tư|quốc gia|về|công tác|hoạt động|chi)){0,4}\s*$"
)
_FLED = lazy_regex(r"[^,;.]{0,20}(?<!\w)(?:trốn|bỏ trốn|vi phạm|bị bắt|tử vong)(?!\w)")
_OFFICE_BEHIND = lazy_regex(r" (?:việt nam|vn|tỉnh|tp|thành phố|huyện|quận|trung ương)(?!\w)")
_OFFICE_AHEAD = lazy_regex(
    r"(?<!\w)(?:theo|cơ quan|ngành|giám đốc|lãnh đạo|cán bộ|đại diện|phía) $"
)
_LINKS = lazy_regex(
    r"^(?:so với|của|trong|trên|kế hoạch|chỉ tiêu|nhưng|và|hoặc|thì|là|mà|do|để|vì|tức|tương|bằng|cho đến)(?!\w)|đến (?:hơn |gần |khoảng )?\d"
)
_NUMBER_OF = lazy_regex(
    r"(?:(?:tổng )?số (?:lượng )?)?(?:người|lao động|học viên|học sinh|sinh viên|công nhân|hội viên|đoàn viên|thành viên|hộ|trẻ em|cán bộ|đối tượng|thí sinh|bệnh nhân)(?!\w)(?=.{3})"
)
_AMONG = lazy_regex(r"\s*(?:trong số (?:đó|này)|trong đó|số này)\s")


def _is_office(low: str, start: int, end: int) -> bool:
    """Whether a name is that of an office: `theo Bảo hiểm xã hội Việt Nam`, `giám đốc BHXH`."""
    if low[start:end] not in ("bảo hiểm xã hội", "bhxh", "bảo hiểm y tế", "bhyt"):
        return False
    return (
        _OFFICE_BEHIND.match(low, end) is not None
        or _OFFICE_AHEAD.search(low, 0, start) is not None
    )


def is_denied(before: str) -> bool:
    """Whether the words before a name turn it into its opposite: `nợ bảo hiểm xã hội`."""
    return _DENIED.search(before) is not None


def indicator_of(
    clause: str, after: str, unit: str, unit_words: str, *, is_percent_of_plan: bool
) -> tuple[Indicator | None, int | None]:
    """The indicator that is counted, and the end of its name in `after`; None if it is named before.

    It is the last name before the number, or the first one right after it. After a comma between
    name and number (`tại nước ngoài, 753 lao động đi …`) the words after the number take
    precedence.
    """

    is_count = kind_of(unit) in ("people", "parts", "things")

    def fitting(text: str) -> list[tuple[int, int, Indicator]]:
        return [
            (m.start, m.end, m.indicator)
            for m in find_indicators(text, is_low=True)
            if (is_percent_of_plan or takes_unit(m.indicator, unit))
            and not is_denied(text[: m.start])
            and (is_count or "đồng" in m.indicator.units or not _FUNDED.search(text, 0, m.start))
            and not _is_office(text, m.start, m.end)
        ]

    ahead = fitting(clause)
    behind_words = _STOPS.split(after, maxsplit=1)[0]
    if _FLED.match(behind_words) or _MIXED.match(after.lstrip()):
        return None, None
    # Right behind a comma stands the next item of a list.
    behind_words = "" if after[:1] == "," else behind_words
    counted = f"{plain(unit_words)} {behind_words.lstrip()}"
    behind = [f for f in fitting(counted) if f[0] <= 60]
    if ahead:
        _, end, indicator = ahead[-1]
        is_apart = "," in clause[end:] or ";" in clause[end:]
        # `Cơ sở cai nghiện tiếp nhận 98 học viên vào cai nghiện bắt buộc`: the narrower name.
        is_narrower = bool(behind) and behind[0][2].id in indicator.near
        if not ((is_apart or is_narrower) and behind) and len(clause) - end <= 90:
            return indicator, None
    if not behind:
        return None, None
    return behind[0][2], max(0, behind[0][1] - len(counted) + len(behind_words))


def name_of(
    ahead: str, behind: str, unit: str, unit_words: str, begin: int, end: int,
    names: list[tuple[int, int]], *, is_named_after: bool, is_known: bool,
) -> str:  # fmt: skip
    """The phrase for a number between the words `ahead` (from `begin`) and `behind` (from `end`).

    Counts of people and things are named by the words after the number (`33 người không có mặt`),
    with the bulletin's word for the unit (`unit_words`); sums by the words before it; shares by
    what has the share (`40% trẻ em nghèo`), unless a rate is named before. `is_known` means that an
    indicator was recognised.
    """
    before, after = _ahead(ahead, begin, names, is_known=is_known), _behind(behind, end, names)
    kind = kind_of(unit)
    if kind in ("people", "parts", "things"):
        if after and (is_named_after or not is_known or not before):
            return f"{unit_words} {after}"  # 16.003 hộ nghèo: what is counted is hộ nghèo
        if is_known and before:
            return before
        if plain(unit_words) in plain(before) or before.endswith(" số"):
            return before
        if kind == "people" and _NUMBER_OF.match(plain(before)):
            return before  # số lao động xuất cảnh là 5.630 người
        if len(before.split()) > 6:
            return f"{unit_words}: {before}"
        if plain(before) in ("nam", "nữ"):
            return f"{unit_words} {before}"
        return f"{before} {unit_words}".strip()
    if (
        kind == "share"
        and after
        and not is_known
        and not _RATE.search(plain(" ".join(before.split()[-7:])))
    ):
        return after
    if after and (is_named_after or not before):
        return after
    return before or after or _behind(behind, end, names, linked=True)


def whole_of_share(after: str) -> str:
    """The whole of a share, where the words after it name it (`so với số phải thu`); else empty."""
    match = re.match(
        r"\s*((?:so với|trên|trong|của) (?!cùng kỳ|năm|kế hoạch|tháng|quý|nghị quyết|chỉ tiêu|\d)[^,;.():]{3,60})",
        after,
    )
    return match[1].strip() if match else ""


def has_words_behind(after: str, end: int = 0, names: list[tuple[int, int]] | None = None) -> bool:
    """Whether words that say what is counted stand right behind a number that ends at `end`."""
    return bool(_behind(after, end, names or []))


def has_words_ahead(between: str, start: int, names: list[tuple[int, int]]) -> bool:
    """Whether words that say what is counted stand between two numbers, from `start` on."""
    return bool(_stripped(_joined(_masked(between, start, names))))


def _masked(text: str, offset: int, names: list[tuple[int, int]]) -> str:
    for start, end in names:
        a, b = max(start - offset, 0), min(end - offset, len(text))
        if a < b:
            text = text[:a] + "\x00" * (b - a) + text[b:]
    return text


def _ahead(text: str, offset: int, names: list[tuple[int, int]], *, is_known: bool) -> str:
    """The words before a number that say what is counted, without time, place and hedges."""
    part = _masked(text, offset, names)
    if ";" in part or "rong " in part:
        part = _PARTS.split(part)[-1]
    mentions = find_indicators(part) if is_known else []
    if mentions:
        first = mentions[-1].start
        ends = (m.end() for m in _AHEAD_END.finditer(part))
        start = max((end for end in ends if end <= first), default=0)
        start = max(start, part.rfind("\x00", 0, first) + 1)
        rest = _AHEAD_END.search(part, mentions[-1].end)
        kept = _stripped(_joined(part[start : rest.start() if rest else len(part)]))
        return _shortened(kept, from_end=True)
    pieces = [p for p in _AHEAD_END.split(part) if p and _WORD.search(_stripped(_joined(p)))]
    return _shortened(_stripped(_joined(pieces[-1])), from_end=True) if pieces else ""


def _behind(text: str, offset: int, names: list[tuple[int, int]], *, linked: bool = False) -> str:
    """The words after a number that say what it counts; with `linked` also `để tặng quà`."""
    among = _AMONG.match(_lower(text[:20]))
    if among:
        text, offset = text[among.end() - 1 :], offset + among.end() - 1
    stop_at = _BEHIND_END.search(text, 6)
    cut = text[: stop_at.start()] if stop_at else text
    cut = "" if cut.startswith(")") else cut
    stop = _EARLY_STOP.search(cut, 0, 6)
    cut = cut[: stop.start()] if stop else cut
    if not linked and _LINKS.match(_lower(cut).strip()):
        return ""
    part = _joined(_masked(cut, offset, names))
    return _shortened(part[: _tail(_lower(part))].strip(" ,.:()–-“”\"'\n"))


def _joined(part: str) -> str:
    """`part` with its masked times and places taken out, and the preposition before each."""
    part = _MASK.sub(" ", part) if "\x00" in part else part
    return " ".join(part.split())


def _lower(text: str) -> str:
    """`text` in small letters, of the same length; tone marks stay where they are."""
    low = text.lower()
    return low if len(low) == len(text) else plain(text)


def _tail(low: str) -> int:
    """Where the words at the end begin that count nothing; the length of `low` without any.

    They are taken off from the end, one word or two together at a time.
    """
    end = len(low)
    while True:
        bare = len(low[:end].rstrip(_TAIL_MARKS))
        last = _start_of_word(low, bare)
        if last == bare:
            return bare
        pair = _start_of_word(low, last - 1) if last and low[last - 1] == " " else last
        if low[pair:bare] in _TAIL_PAIRS and not _is_apart(low, pair, low[pair:bare]):
            end = pair
        elif low[last:bare] in _TAIL_WORDS and not _is_apart(low, last, low[last:bare]):
            end = last
        else:
            return bare


def _start_of_word(low: str, end: int) -> int:
    """Where the letters and digits begin that end at `end`."""
    start = low.rfind(" ", 0, end) + 1
    if low[start:end].isalnum():
        return start
    start = end
    while start and (low[start - 1].isalnum() or low[start - 1] == "_"):
        start -= 1
    return start


def _is_apart(low: str, start: int, word: str) -> bool:
    """Whether the word before makes another word of it: `dân số`, `truy thu được`."""
    return low[:start].endswith(_BEFORE_TAIL.get(word, ()))


def _stripped(part: str) -> str:
    lead = _LEAD.match(_lower(part))
    part = part[lead.end() :] if lead else part
    part = part[: _tail(_lower(part))]
    return part.strip(" ,.:()–-“”\"'\n")


def _shortened(phrase: str, *, from_end: bool = False) -> str:
    """`phrase`; of a long one only the words nearest to the number."""
    kept = phrase.split()
    if len(kept) <= _NAME_WORDS:
        return phrase
    mentions = find_indicators(phrase) if from_end else []
    if mentions:
        return phrase[mentions[-1].start :]
    return " ".join(kept[-_NAME_WORDS:] if from_end else kept[:_NAME_WORDS])
