"""What a place that a text names is to the numbers around: where they are counted, or only a name.

An origin (`quê Hưng Yên`), a route (`từ Hà Nội`), a venue (`họp tại Hà Nội`), the electorate of a
delegate and the name of a school or newspaper say nothing of where a number was counted.
"""

import re

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.countries import located_countries
from knowledge.vocabulary.local_units import PlaceMention
from knowledge.vocabulary.places import COUNTRY

_NAME_CHARS = 60
_OPENERS = (
    "Theo",
    "Trong",
    "Khi",
    "Cho",
    "Hai",
    "Nay",
    "Song",
    "Do",
    "Ba",
    "Hay",
    "Sau",
    "Cam",
    "Qua",
)
# In a text in small letters only these tell the country from the name of an office.
_OF_NATION = ("ở ", "tại ", "của ", "nước ", "người ", "vào ", "sang ", "dân số ", "lao động nữ ")
_NEWS_AGENCIES = ("TTXVN", "PV")
# Who has `Việt Nam` in the name: the number is not that of the country because of it.
_NAMED_AFTER = tuple(
    f"{name} "
    for name in "bhxh, xã hội, ngân hàng, hội, đoàn, đảng, mặt trận, quốc, tập đoàn, phụ nữ, báo, mẹ, bank, sắt, "
    "lực, bhyt, sản, tế, học, lịch, giờ".split(", ")
)
_NATION = ("việt nam", "vn")
_ORIGIN = lazy_regex(
    r"(?<!\w)(?:quê(?: quán| gốc| nhà)?(?: ở| tại)?|nguyên quán(?: ở| tại)?|gốc|(?<!học )(?<!thí )(?<!nữ )sinh (?:ra )?(?:ở|tại)|(?:khởi hành|(?:đến|đi|về|xe|bay|chuyển|bến) ?)(?: từ| tại)|từ(?: bến xe| sân bay)?"
    r"|người gốc|đại biểu|đbqh|đoàn|cử tri|giờ)[:\s]*(?:tỉnh |thành phố |tp\.? ?)?$"
)
_DELEGATE = lazy_regex(
    r"(?:đại biểu|đb|đbqh|đoàn đbqh)\s[^,;.()]{0,40}\((?:đoàn )?(?:tỉnh )?$|từ bến[^.;]{0,30}\($"
)
_CALLED = lazy_regex(
    r"(?<!\w)(?:(?:đại học|đh|trường (?:đại học|cao đẳng|cđ|đh|trung cấp)|học viện|cao đẳng|cđ)\s[^,;.:()\d]{0,40}"
    r"|(?:báo|tạp chí|thời báo|đường|(?<!thành )phố|cầu|sông|chợ|quốc lộ|biển|ga|bến xe)\s)$"
)
_EVENT = r"(?:phiên họp|cuộc họp|kỳ họp|hội nghị|hội thảo|tọa đàm|toạ đàm|họp báo|khai mạc|bế mạc|buổi lễ|buổi gặp mặt|lễ (?:phát động|tuyên dương|biểu dương)|ngày hội)"
_ACTOR = r"(?:bộ|ban|tổng cục|quốc hội|chính phủ|trung ương|liên hợp quốc|viện|cục|thủ tướng|phó thủ tướng|bhxh việt nam|tổng liên đoàn)"
_VENUE = lazy_regex(
    rf"(?:(?<!\w){_EVENT}[^.;]{{0,180}}|(?<!\w){_ACTOR} [^.;]{{0,150}}(?:tổ chức|công bố|diễn ra)[^.;]{{0,40}}) ?(?:tại|ở)\s(?:[^.;()]{{2,30}}\()?(?:thủ đô |thành phố |tp\.? ?)?$"
)
_DATED = lazy_regex(
    r"(?:\d[\d/.-]* ?,?|(?:sáng|chiều|tối|trưa|hôm) (?:nay|qua)?,?) ?(?:tại|ở)\s(?:thủ đô |thành phố |tp\.? ?)?$"
)
_BEHIND_VENUE = lazy_regex(rf"[^\w]{{0,3}}(?:, )?(?:{_ACTOR}|hội|ủy ban|uỷ ban)\s")
_VENUE_CHARS = 260
# Where somebody lives: `bà Trần Thị S (… ở Sóc Trăng)`, `(34 tuổi, trú xã A)`.
_RESIDENCE = lazy_regex(
    r"(?:\((?=[^()]{0,120}$)[^()]*?(?:tuổi|sn \d|sinh năm|trú|ngụ|thường trú|hktt|đối tượng|đội)[^()]*|(?<!\w)(?:trú|ngụ|cư trú|thường trú)(?: tại| ở)?[^.;()]{0,60}"
    r"|(?<!\w)(?:ông|bà|anh|chị|em|cháu|cô|chú|bác|bị cáo|nạn nhân) [^,;.:()\d]{2,30}\([^()]{0,60}|\d tuổi\)?,? ở )$"
)
_SEVERAL = lazy_regex(r"(?<!\w)(?:các|những|hai|ba|bốn|\d+)\s$")
# Who tells of the whole country.
_NATIONAL_OFFICE = lazy_regex(
    r"(?:theo|báo cáo của|thống kê của|số liệu của|kết quả của)\s[^,.;\d]{0,40}?(?:tổng cục|tct|chính phủ|(?:bhxh|bảo hiểm xã hội|đường sắt) (?:việt nam|vn)|bộ (?=[^\W\d_]))"
    r"|(?:(?:bhxh|bảo hiểm xã hội) việt nam|(?<!\w)bộ (?:trưởng )?(?:lao động|lđ|y tế|giáo dục|gd|công an|giao thông|gtvt|nông nghiệp|tài chính|nội vụ|xây dựng|kế hoạch|tư pháp))[^,.;\d]{0,60}(?:cho biết|cho hay|khẳng định|thống kê|thông tin|công bố)"
)
# What the state rules is of no town.
_STATE_RULE = lazy_regex(
    r"(?<!\w)(?:luật|bộ luật|nghị định|thông tư|(?:theo |tại )điều \d|theo quy định (?:của|tại|mới|hiện hành)|(?:mức|tỷ lệ|tỉ lệ) hưởng|lương (?:tối thiểu|cơ sở|hưu tối đa)|ltt vùng|thuế suất)(?!\w)"
)
# Found at once where no pattern needs to look.
_RULE_WORDS = (
    "luật",
    "nghị định",
    "thông tư",
    "điều ",
    "theo quy",
    "hưởng",
    "lương",
    "ltt ",
    "thuế suất",
)
_STATE_WORDS = ("việt nam", " vn", "bộ ", "tổng cục", "tct", "chính phủ")
_SOMEBODY = lazy_regex(r"(?:ông|bà|anh|chị|em|cháu|cô) ")
_SAID = lazy_regex(
    r"(?<!\w)(?:cho biết|cho hay|nói|thông tin|khẳng định|thừa nhận|báo cáo|chia sẻ|cho rằng|nhấn mạnh)(?!\w)"
)
_OFFICE = lazy_regex(
    r"(?<!\w)(?:theo|ubnd|ủy ban|uỷ ban|hđnd|sở|ban|phòng|quỹ|hội|đoàn|công an|công ty|cty|tòa án|viện|bhxh|cục|chi cục|trung tâm|chủ tịch|giám đốc|bí thư|lãnh đạo|đại diện|ngân hàng)"
    r"(?!\w)[^,;.:()\d]{0,45}$"
)

# Who and what tells of the whole country, or of people abroad.
NATIONAL = lazy_regex(
    r"(?<!\w)(?:chính phủ|thủ tướng|quốc hội|bộ trưởng|thứ trưởng|tổng cục|trung ương|kiểm toán nhà nước|(?:bhxh|bảo hiểm xã hội|đường sắt) (?:việt nam|vn)"
    r"|bộ (?:lao động|ldtb|lđ|y tế|tài chính|giáo dục|gd|gtvt|giao thông|nông nghiệp|nội vụ|công an|công thương|kế hoạch|tư pháp|xây dựng|tn|tài nguyên|quốc phòng|văn hóa|khoa học|thông tin))(?!\w)"
)
EXPORT = lazy_regex(r"xuất khẩu lao động|đi làm việc|lao động việt nam|thực tập sinh|du học|xklđ")
# Decisions, reports, plans: an office speaks.
DOCUMENT = lazy_regex(
    r"(?:nghị quyết|quyết định|chỉ thị|thông tư|báo cáo|kế hoạch|công văn|thông báo|nghị định|luật|hướng dẫn|chương trình|đề án|quy định)(?!\w)"
)


def nation_mentions(text: str, low: str) -> list[PlaceMention]:
    """Where a text names Vietnam as the country, and not in the name of an office or company."""
    if len(low) != len(text):  # a letter that has no small form of one letter
        return []
    mentions = []
    for start, end in _nation_spans(low):
        if low.endswith(_NAMED_AFTER, 0, start):
            continue
        if text[start].islower() and not low.endswith(_OF_NATION, 0, start):
            continue
        word = re.split(r"[\s/(]", text[max(0, start - 20) : start])[-2:-1]
        is_named = word != [] and word[0][:1].isupper() and word[0] not in _NEWS_AGENCIES
        if is_named and not _begins(text, start, word[0]):
            continue
        mentions.append(PlaceMention(COUNTRY, "country", start, end))
    return mentions


def _nation_spans(low: str) -> list[tuple[int, int]]:
    """Where `việt nam` and `vn` stand as whole words, in order; a pattern would take ten times as long."""
    spans = []
    for name in _NATION:
        at = low.find(name)
        while at >= 0:
            end = at + len(name)
            if not (low[at - 1 : at].isalnum() or low[end : end + 1].isalnum()):
                spans.append((at, end))
            at = low.find(name, end)
    return sorted(spans)


def _begins(text: str, at: int, word: str) -> bool:
    """Whether the word before position `at` begins a sentence and is no foreign name."""
    if plain(word) == fold(word) and word not in _OPENERS:
        return False
    begin = at - 1 - len(word)
    ahead = text[max(0, begin - 3) : begin].rstrip(" ")
    return not ahead or ahead[-1] in '.\n:!?“"-'


def country_mentions(text: str) -> list[PlaceMention]:
    """Where a text names foreign countries."""
    return [
        PlaceMention(name, "abroad", start, start + len(name))
        for start, name in located_countries(text)
    ]


def is_of_topic(low: str, mention: PlaceMention) -> bool:
    """Whether the numbers near a place may be counted there; `low` is the text in small letters."""
    before = low[max(0, mention.start - _NAME_CHARS) : mention.start]
    if _ORIGIN.search(before) or _CALLED.search(before) or _DELEGATE.search(before):
        return False
    if "tại" not in before and "ở" not in before:
        return True
    if _DATED.search(before) and _BEHIND_VENUE.match(low, mention.end):
        return False
    line = low.rfind("\n", 0, mention.start) + 1
    return not _VENUE.search(low, max(line, mention.start - _VENUE_CHARS), mention.start)


def is_of_person(low: str, mention: PlaceMention) -> bool:
    """Whether a place is where somebody lives or works, or one of several: `các huyện A, B, C`."""
    before = low[max(0, mention.start - 2 * _NAME_CHARS) : mention.start]
    before = before[before.rfind("\n") + 1 :]
    return _RESIDENCE.search(before) is not None or _SEVERAL.search(before) is not None


def is_of_office(low: str, mention: PlaceMention) -> bool:
    """Whether a place stands in the name of who acts or tells: `theo UBND tỉnh Đồng Nai`."""
    return _OFFICE.search(low, max(0, mention.start - _NAME_CHARS), mention.start) is not None


def is_of_the_state(low: str) -> bool:
    """Whether a sentence, in small letters, tells what a law rules."""
    return any(word in low for word in _RULE_WORDS) and _STATE_RULE.search(low) is not None


def begins_with_somebody(low: str, start: int) -> bool:
    """Whether a person opens the sentence at `start`: where the one before lives says nothing."""
    return _SOMEBODY.match(low, start) is not None


def is_of_somebody(low: str, start: int, end: int) -> bool:
    """Whether the sentence at `start:end` tells what a person did, and not what one said."""
    return begins_with_somebody(low, start) and not _SAID.search(low, start, end)


def is_of_the_nation(low: str) -> bool:
    """Whether a sentence, in small letters, tells what an office of the country reports."""
    return any(word in low for word in _STATE_WORDS) and _NATIONAL_OFFICE.search(low) is not None
