"""Sentence of a model -> its words of fact that the cited text does not have.

A share of common words says nothing about the one word that changes the fact: a group (`nữ`), a
bound (`gần`), a rate (`mỗi hộ`), a direction (`giảm`), a rank (`nhất`), an office (`giám đốc`). Each
row of FACT_WORDS is such a word in both languages with the Vietnamese words of which the cited text
needs one. Bounds belong to a number: `gần 640` needs a bound of this kind before 640.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.records import Language
from knowledge.numbers.numerals import Notation
from knowledge.numbers.quantities import find_quantities
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain

_BULLETIN_LANGUAGE: Language = "vi"
# Vietnamese words, English words -> the words of which the cited text needs one; all are regular
# expressions on plain text, by word.
FACT_WORDS: tuple[tuple[str, str, str], ...] = (
    # Groups of people and things.
    (r"nữ|phụ nữ", r"wom[ae]n|females?|girls?", r"nữ|bé gái|con gái"),
    (r"nam giới|đàn ông", r"males?|men|boys?", r"nam|nam giới|đàn ông|bé trai|con trai"),
    (r"thanh niên", r"young|youths?", r"thanh niên|thanh thiếu niên|trẻ|đoàn viên"),
    (r"trẻ em|thiếu nhi", r"child(?:ren)?", r"trẻ|trẻ em|thiếu nhi|thiếu niên|em|con|cháu|học sinh"),
    (r"học sinh", r"pupils?", r"học sinh|em|trẻ"),
    (r"sinh viên", r"", r"sinh viên"),
    (r"học viên", r"trainees?", r"học viên|người học|lớp"),
    (r"(?:người )?cao tuổi|người già", r"elderly|older people", r"cao tuổi|người già|lớn tuổi|già"),
    (r"khuyết tật|tàn tật", r"disab(?:led|ilit(?:y|ies))", r"khuyết tật|tàn tật"),
    (r"dân tộc(?: thiểu số)?", r"ethnic", r"dân tộc|đồng bào|dtts"),
    (r"cận nghèo", r"near[- ]poor", r"cận nghèo"),
    (r"nghèo", r"poor|poverty|poorest", r"nghèo"),
    (r"thất nghiệp", r"unemploy(?:ed|ment)", r"thất nghiệp|mất việc|thiếu việc|việc làm"),
    (r"thương binh|liệt sĩ|người có công", r"veterans?|martyrs?",
     r"thương binh|liệt sĩ|có công|cựu chiến binh"),
    (r"bộ đội|xuất ngũ", r"soldiers?|demobili[sz]ed", r"bộ đội|xuất ngũ|quân nhân|chiến sĩ|nghĩa vụ"),
    (r"nông thôn", r"rural", r"nông thôn|nông dân|xã|thôn|bản|làng"),
    (r"thành thị|đô thị", r"urban", r"thành thị|đô thị|thành phố"),
    (r"nông dân", r"farmers?", r"nông dân|nông hộ|nông|hộ|bà con"),
    (r"công nhân", r"", r"công nhân"),
    (r"người nước ngoài", r"foreign(?:ers?)?", r"nước ngoài|ngoại|quốc tế|xuất khẩu|xklđ"),
    # Rates and averages.
    (r"mỗi|từng", r"each|every|per", r"mỗi|từng|mọi|một|trên|bình quân|trung bình|hằng|hàng|phần trăm"),
    (r"bình quân|trung bình", r"averages?|averaged|mean", r"bình quân|trung bình"),
    (r"hằng năm|hàng năm", r"annual(?:ly)?|yearly|(?:a|each|every|per) year",
     r"hằng năm|hàng năm|mỗi năm|năm|thường niên"),
    (r"hằng tháng|hàng tháng|mỗi tháng", r"monthly|(?:a|each|every|per) month", r"tháng"),
    (r"mỗi ngày|hằng ngày|hàng ngày", r"daily|(?:a|each|every|per) day", r"ngày"),
    # Shares without a number.
    (r"một nửa|quá nửa|hơn nửa|nửa", r"half|halves|halved", r"nửa|50 ?%|1 ?/ ?2"),
    (r"gấp đôi|gấp hai", r"doubled?|twice|twofold", r"gấp đôi|gấp hai|gấp 2|2 lần|hai lần"),
    (r"gấp ba", r"tripled?|threefold|thrice", r"gấp ba|gấp 3|3 lần|ba lần"),
    (r"gấp bốn|gấp năm|gấp mười|gấp nhiều", r"quadrupled?|tenfold|manifold", r"gấp"),
    (r"hầu hết|đa số|đa phần|phần lớn|đại bộ phận|phần đông", r"(?<!the )most(?= (?:of|people|workers|households))|majority|mainly|mostly",
     r"hầu hết|đa số|đa phần|phần lớn|đại bộ phận|phần đông|chủ yếu|phần nhiều"),
    (r"tất cả|toàn bộ|100%", r"100%|all(?= (?:of|the|\d))|entire|entirely",
     r"tất cả|toàn bộ|toàn|cả|mọi|các|100 ?%|đều|tổng"),
    (r"vài|dăm", r"handful|several|a few", r"vài|dăm|một số|nhiều|mấy|các|những"),
    (r"chục|tá(?! điền| tràng)", r"dozens", r"chục|tá"),
    (r"chỉ(?= (?:có|còn|đạt|được|là|riêng|mới|bằng|chiếm|\d))|duy nhất", r"only|merely|solely",
     r"chỉ|duy nhất|mới|riêng|độc nhất"),
    # Ranks and comparisons.
    (r"nhất|dẫn đầu|đứng đầu", r"the most|highest|lowest|largest|smallest|biggest|greatest|fewest|best|worst|top|leads?|leading|ranks? first",
     r"nhất|đứng đầu|dẫn đầu|đầu tiên|lớn nhất|hàng đầu|top"),
    (r"đầu tiên", r"first(?= time)", r"đầu tiên|lần đầu|thứ nhất|1|mở đầu|khởi đầu"),
    (r"tăng", r"rose|rises?|risen|rising|increas(?:e|es|ed|ing)|grew|grown|higher|gain(?:s|ed)?",
     r"tăng|cao hơn|nhiều hơn|vượt|nâng|lên|thêm|phát triển|đẩy mạnh|tăng trưởng|mở rộng|hơn"),
    (r"giảm", r"fell|falls?|fallen|falling|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|dropp?(?:s|ed|ing)?|reduc(?:e|es|ed|ing|tion)|lower|lowered",
     r"giảm|thấp hơn|ít hơn|hạ|còn|bớt|cắt|xuống|kéo giảm|thoát"),
    (r"gấp(?! rút)", r"times as", r"gấp|lần"),
    # Standing of a number.
    (r"dự kiến|ước tính|ước đạt", r"expect(?:s|ed)?|estimat(?:e|es|ed)|forecast|projected",
     r"dự kiến|ước|phấn đấu|mục tiêu|kế hoạch|chỉ tiêu|sẽ|khoảng|dự báo|dự|nhằm|đến năm"),
    (r"sơ bộ", r"provisional|preliminary", r"sơ bộ|ước|tạm tính"),
    (r"kỷ lục", r"records?(?= (?:high|low|number|level))", r"kỷ lục|cao nhất|lớn nhất|thấp nhất"),
    # Offices and acts of persons.
    (r"bí thư", r"", r"bí thư"),
    (r"chủ tịch", r"chair(?:man|woman|person)?|president", r"chủ tịch|ct"),
    (r"giám đốc", r"directors?", r"giám đốc|gđ|trưởng|lãnh đạo"),
    (r"phó", r"deput(?:y|ies)|vice", r"phó"),
    (r"bộ trưởng|thủ tướng", r"minister", r"bộ trưởng|thủ tướng|thứ trưởng"),
    (r"từ chức|bị bắt|khởi tố|tham nhũng|kỷ luật|tử vong|thiệt mạng", r"resign(?:s|ed)?|arrest(?:s|ed)?|prosecuted|corruption|died|deaths?|killed",
     r"từ chức|bắt|bắt giữ|khởi tố|tham nhũng|kỷ luật|tử vong|thiệt mạng|chết|tử|mất|hy sinh"),
    (r"cấm|nghiêm cấm", r"bann?ed|forbidden|prohibit(?:s|ed)?", r"cấm|không được|nghiêm cấm|đình chỉ|dừng"),
    (r"miễn phí", r"free of charge|for free", r"miễn phí|không thu|không mất|miễn|không phải|0 đồng"),
    (r"bắt buộc", r"mandatory|compulsory|obligatory", r"bắt buộc|phải"),
)  # fmt: skip
# Bounds before a number: kind -> the words, in both languages.
_BOUNDS: tuple[tuple[str, str], ...] = (
    ("about", r"khoảng|chừng|xấp xỉ|ước|ước tính|ước khoảng|tầm|about|around|approximately|roughly|circa|some|an estimated"),
    ("nearly", r"gần|ngót|suýt|nearly|almost|close to|just under"),
    ("over", r"hơn|trên|quá|vượt|over|more than|above|exceeding|upwards of"),
    ("under", r"dưới|chưa đến|chưa tới|chưa đầy|không quá|không đến|kém|tối đa|nhiều nhất|under|below|less than|fewer than|at most|up to|no more than|a maximum of"),
    ("least", r"ít nhất|tối thiểu|không dưới|từ|at least|a minimum of|no fewer than|no less than"),
)  # fmt: skip
# The kinds of bound in the bulletin that a kind in the sentence may say again.
_SAME_BOUND = {"about": {"about", "nearly", "over"}, "nearly": {"nearly", "about"},
               "over": {"over", "least"}, "under": {"under"},
               "least": {"least", "over"}}  # fmt: skip
_POOR = lazy_regex(
    r"(?<!\w)\d[\d.,]* (?P<unit>hộ|hộ dân|người|xã|huyện|thôn|bản) (?:cận )?nghèo(?!\w)"
)
_EXCEEDED = lazy_regex(r"(?:vượt|exceed\w*)[^,;.]{0,40}?(\d[\d.,]*) ?%")


@dataclass(frozen=True, slots=True)
class Wording:
    """Two texts that are compared: a sentence and the cited text, with the notation of each."""

    text: str
    style: Notation
    cited: str
    cited_style: Notation


@cache
def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def uncited_words(text: str, cited: str, language: Language) -> list[str]:
    """Problems, in words: words of fact in `text` that `cited` has no equivalent of."""
    low, cited_low = plain(text), plain(cited)
    problems = []
    for vietnamese, english, needed in FACT_WORDS:
        # An English answer may say a Vietnamese word too, but `men` in Vietnamese is no man.
        patterns = (vietnamese, english) if language != _BULLETIN_LANGUAGE else (vietnamese,)
        match = next(filter(None, (_word(p).search(low) for p in patterns if p)), None)
        if match and not _word(needed).search(cited_low):
            problems.append(f"{match[0]!r} is not in what is cited")
    for match in _POOR.finditer(low):
        words = match[0].split(" ", 1)[1]
        if words not in cited_low:
            problems.append(f"{words!r} is not in what is cited")
    if (over := _EXCEEDED.search(low)) and not _has_excess(over[1], cited_low):
        problems.append(f"an excess of {over[1]}% is not in what is cited")
    return problems


def _has_excess(number: str, cited: str) -> bool:
    return any(m[1] == number for m in _EXCEEDED.finditer(cited))


def uncited_bounds(wording: Wording) -> list[str]:
    """Problems, in words: numbers with a bound (`gần 640`) that they do not have when cited."""
    bounded = list(_bounded(wording.text, wording.style))
    cited = list(_bounded(wording.cited, wording.cited_style))
    return [
        f"{words!r} before {value} is not in what is cited"
        for value, kind, words in bounded
        if kind and not any(v == value and k in _SAME_BOUND[kind] for v, k, _ in cited)
    ]


def _bounded(text: str, style: Notation) -> Iterable[tuple[object, str, str]]:
    """The numbers of a text, each with the kind and the words of the bound before it."""
    low = plain(text)
    for quantity in find_quantities(text, style):
        before = low[max(0, quantity.start - 24) : quantity.start]
        kind, words = _bound_before(before)
        for value in (quantity.value, quantity.high):
            if value is not None:
                yield abs(value), kind, words


def _bound_before(before: str) -> tuple[str, str]:
    for kind, pattern in _BOUNDS:
        match = re.search(rf"(?<!\w)(?P<words>{pattern})(?: (?:có|là|được|tới|đến))?\s$", before)
        if match:
            return kind, match["words"]
    return "", ""
