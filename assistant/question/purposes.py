"""Question -> its purpose, if bulletins seldom serve it: instructions, definition, opinion, advice.

Also tells whether a question asks for a reason, for what was done, for a whole year. The rules use folded words. A purpose chooses the
text of a refusal and excludes the figure table; the judge decides whether a passage answers.
"""

import re

from assistant.records import Purpose
from knowledge.text.language import accents
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain, words

_HOW = r"(?:nhu the nao|the nao|ra sao|(?:o )?dau|(?:bang )?cach nao|gom (?:nhung )?gi|can (?:nhung )?gi|nhung gi|giay to gi)"
_INSTRUCTIONS = lazy_regex(
    r"(?<!\w)(?:(?:lam|nop|xin|dang ky|ke khai|chuan bi|tra cuu|cap lai|gia han|lam lai|nhan)(?: \w+){0,3} "
    rf"(?:thu tuc|ho so|giay to|giay|don|the|so|tro cap|che do)(?: \w+){{0,8}} {_HOW}"
    rf"|(?:thu tuc|ho so|giay to|quy trinh)(?: \w+){{0,8}} {_HOW}(?= *(?:\?|$))"
    rf"|dang ky(?: \w+){{0,8}} {_HOW}(?= *(?:\?|$))"
    r"|(?:lam (?:sao|the nao|cach nao)|(?:phai|can) lam gi) (?:de|thi|khi|neu)|(?:lam sao|lam the nao|cach nao) (?:dang ky|xin|nop|duoc|nhan|huong|lay|vay|doi|khai|bao|lien he|tham gia)"
    r"|(?:bao|khieu nai|to cao|phan anh|hoi|gap|lien he)(?: voi| cho)? (?:ai|o dau|dau)(?!\w)(?: \w+)* (?:khi|neu|ve)"
    r"|cach (?:dang ky|xin|nop|tra cuu|ke khai|lam (?:thu tuc|ho so|giay|the|don))"
    r"|^(?:xin |hay |nho |cho )*huong dan(?: \w+){0,3} (?:cach|thu tuc|dang ky|vay|nop|lam)"
    r"|muon(?: \w+){1,10} (?:thi )?(?:phai|can|lien he|den|hoi|nop)(?: \w+){0,4} (?:gi|dau|ai|the nao)"
    r"|lien he (?:voi )?(?:ai|o dau|dau|so (?:dien thoai )?nao)"
    r"|how (?:do|can|should|must) (?:i|we|you|one|people|citizens|workers)|how to|where (?:do|can|should) (?:i|we|you|one)"
    r"|what (?:documents|papers|forms|paperwork)(?: \w+){0,2} (?:do|are|is|should)|who (?:do|should|can) i (?:contact|ask|call|see)"
    r")(?!\w)"
)
_DEFINITION = lazy_regex(
    r"(?:^|, )(?:cho (?:toi|minh|em) (?:hoi|biet) )?(?:the nao (?:la|duoc (?:coi|goi|xem) la)|(?:khai niem|dinh nghia)(?!\w))"
    r"|(?<!\w)(?:nghia la gi|co nghia (?:la )?(?:gi|the nao)|duoc (?:hieu|dinh nghia) (?:la gi|(?:nhu )?the nao))(?!\w)"
    r"|(?<!\w)what (?:does|do) .{2,60} (?:mean|stand for)(?!\w)|(?<!\w)(?:definition|meaning) of(?!\w)|^define(?!\w)"
)
# `Hộ nghèo là gì?` asks for a definition; `Mục tiêu của đề án là gì?` asks for a stated fact.
_WHAT_IS = lazy_regex(
    r"(?P<term>[^\d?:;,'’]{2,60}?) la gi(?: (?:vay|the|nhi|a))?[ ?!.]*"
    r"|what (?:is|are) (?P<english>[^\d?:;,'’]{2,60}?)[ ?!.]*"
)
_NOT_A_TERM = lazy_regex(
    r"^(?:nganh|nghe|dieu|viec)(?!\w)|(?<!\w)(?:muc tieu|muc dich|nguyen nhan|ly do|ket qua|ten|chu de|nhiem vu|giai phap|noi dung|y nghia|kho khan|han che|thuan loi|"
    r"dieu kien|yeu cau|tieu chi|nganh nghe|chuc vu|thong diep|khau hieu|vai tro|hinh thuc|bien phap|phuong cham|"
    r"doi tuong|quyen loi|ke hoach|cua|tai|o|trong|nam|nay|do|theo|la|duoc|nhat|"
    r"the|of|in|at|by|this|that|these|its|their|his|her|main|name|new|reasons?|aims?|goals?|causes?|some|rate|number|share|population)(?!\w)"
)
_MOST_TERM_WORDS = 6
_OPINION = lazy_regex(
    r"(?<!\w)(?:co nen(?!,)|nen hay khong|(?:tot|dung|loi) hay (?:xau|sai|hai|khong)|co tot khong|(?:hay|tot) hon khong|"
    r"ban (?:co )?(?:nghi|danh gia|nhan xet)|(?:y kien|quan diem) cua ban|theo y ban|"
    r"should (?:i|we|you)|(?:is|was|are) (?:it|this|that|they) (?:a )?(?:good|bad|worth|right|wrong|better|wise|fair)|"
    r"good or bad|(?:do|what do) you (?:think|believe|like|recommend|agree)|your (?:opinion|view)|is .{2,60} (?:worth it|a good idea))(?!\w)"
)
_ASKER = r"(?:(?:gia dinh|nha|con|bo|me|bo me|vo|chong|ba|ong|anh|chi) )?(?:toi|minh|(?<!tre )em)"
_PERSONAL = lazy_regex(
    rf"(?<!\w)(?<!cho ){_ASKER} (?:co |se |da |dang |thi |can )*"
    r"(?:duoc (?:huong|nhan|vay|tro cap|ho tro|mien|cap)|du (?:dieu kien|tieu chuan)|thuoc (?:dien|ho|doi tuong)|bi (?:cat|tru|phat|mat|thu)|"
    r"phai (?:dong|nop|tra|lam)|con (?:duoc|phai)|duoc (?:bao nhieu|gi|khong)|la ho (?:can )?ngheo|co phai)(?!\w)"
    rf"|(?<!\w)(?:luong|ho so|the bao hiem|tro cap|truong hop|so bao hiem|khoan vay) cua {_ASKER}(?!\w)"
    r"|(?<!\w)(?:am i|(?:do|will|would|did) i (?:get|qualify|need|have|receive|lose|pay)|(?:can|may) i (?:get|have|receive|apply|claim|borrow)|"
    r"my (?:own|family|application|claim|salary|benefits?|mother|father|son|daughter|wife|husband|household|loan|pension))(?!\w)"
)
_REASON = lazy_regex(
    r"(?<!\w)(?:vi sao|tai sao|ly do|nguyen nhan|why|reasons?|how come|what caused)(?!\w)"
    r"|(?<!\w)(?:do|vi|nho|boi|tai) dau(?= *(?:\?|$|ma(?!\w)))"
)


_GOT = r"(?:giải ngân|thu|trao|bán|cấp) được (?:bao nhiêu|mấy)"
_DONE = lazy_regex(rf"(?<!\w)(?:đã|thực tế|{_GOT})(?!\w)")
_DONE_FOLDED = lazy_regex(
    r"(?<!\w)(?:da(?! (?:nang|lat|bac|te|so|dang|dien|phuoc)(?!\w))|thuc te"
    rf"|{fold(_GOT)}|actually|so far|already)(?!\w)"
)
_WHOLE_YEAR = lazy_regex(r"(?<!\w)(?:cả|trọn) năm(?! học)(?!\w)")
_WHOLE_YEAR_FOLDED = lazy_regex(
    r"(?<!\w)(?:(?:ca|tron) nam(?! (?:hoc|va|lan)(?!\w))|(?:full|whole|entire)[ -]year)(?!\w)"
)


def purpose_of(text: str) -> Purpose | None:
    """The purpose of a question in either language, with or without accents; None for facts."""
    low = fold(text)
    if _PERSONAL.search(low) and not _INSTRUCTIONS.search(low):
        return "personal_advice"
    if _OPINION.search(low):
        return "opinion"
    if _INSTRUCTIONS.search(low):
        return "instructions"
    return "definition" if _DEFINITION.search(low) or _asks_for_a_term(low) else None


def _asks_for_a_term(low: str) -> bool:
    match = _WHAT_IS.fullmatch(low)
    if match is None:
        return False
    term = match["term"] or match["english"]
    return _NOT_A_TERM.search(term) is None and len(words(term)) <= _MOST_TERM_WORDS


def asks_reason(text: str) -> bool:
    """Whether a question asks why."""
    return _REASON.search(fold(text)) is not None


def asks_what_was_done(text: str) -> bool:
    """Whether a question says that it asks for what was done, not for what is planned."""
    return _says(text, _DONE, _DONE_FOLDED)


def asks_whole_year(text: str) -> bool:
    """Whether a question says that it asks for the whole of a year, and not for a part of it."""
    return _says(text, _WHOLE_YEAR, _WHOLE_YEAR_FOLDED)


def _says(text: str, accented: re.Pattern[str], folded: re.Pattern[str]) -> bool:
    """Without accents alone `đã` is the beginning of Đà Nẵng, and `cả năm` that of `cả nam và nữ`."""
    if accents(text) == "full":
        return accented.search(plain(text)) is not None
    return folded.search(fold(text)) is not None
