"""Question -> its intent: a figure, prose, a greeting, thanks, help, out of scope."""

from collections.abc import Sequence

from assistant.question.purposes import asks_reason, purpose_of
from assistant.records import Intent, Operation
from knowledge.records import Period
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import words
from knowledge.vocabulary.indicators import Indicator

_WHY = lazy_regex(
    r"(?<!\w)(?:vi sao|tai sao|ly do|nguyen nhan|nhu the nao|the nao|lam gi|ra sao|cach nao|noi gi|o dau|"
    r"why|reason|reasons|who|where|how did|how does|how do|what did|what does)(?!\w)|^ai(?!\w)|(?<!\w)la ai(?!\w)"
)
# Questions for something other than a number: a place, an office, a trade, a reason.
_OTHER_THAN_NUMBER = lazy_regex(
    r"(?<!\w)(?:(?:tu|den|o|sang|tai|toi) dau|dau(?= *\??$)|(?:co quan|nganh|nganh nghe|nghe|don vi|hinh thuc|nuoc|"
    r"chinh sach|bien phap|to chuc) nao|(?:nghe|dieu|duoc|nhung|viec|thu|lam) gi|la gi|de lam gi|"
    r"to whom|whom|whose)(?!\w)"
)
_SOURCE = lazy_regex(
    r"(?:the )?(?:ai|co quan nao|bao nao|ban tin nao|o dau)(?: da)? (?:noi|viet|dua tin|cong bo|ghi)(?: vay| the| dieu (?:do|nay)| nhu (?:vay|the))*"
    r"|(?:theo |(?:cho (?:toi |minh |em |xin )?)?(?:xem|doc|biet) )?(?:ban tin|bai viet|bai|nguon|trich dan)(?: tin| goc| do| nay| ay| o dau| la gi| nao)*"
    r"|(?:theo|lay|so lieu|thong tin)(?: (?:so lieu|thong tin))*(?: nay| do| lay)* (?:tu|o) dau(?: ra| vay| the)?|can cu vao dau"
    r"|who (?:says|said|wrote|published)(?: so| that| this| it)?|(?:what(?:'s| is) (?:the|your) )?sources?"
    r"|(?:show|open|give)(?: me)? (?:the|that|this) (?:bulletin|article|source)|where (?:does|did|is) (?:that|this|it) (?:come )?from"
)
# Words without content.
_EMPTY_WORDS = frozenset(
    "bao nhieu may nguoi ho la co cua o tai trong nam thang quy the nao thi sao con va cho toi minh biet hoi ve so lieu con so "
    "thong tin ket qua ke hoach chi tieu muc tieu ty ti le phan tram tinh huyen xa province district city county dat duoc khong gi a vay nhi nhe voi xin hay tong "
    "how many much what which about the is was were are in of for and there number numbers figure figures rate plan target data "
    "percent percentage people tell me it that this year please".split()
)
# "Which place has the most" is answered by passages, unless it is an operation over figures.
_EXTREME = lazy_regex(
    r"(?<!\w)(?:nao|dau|which|what|where).{0,60}(?<!\w)(?:nhat|highest|lowest|most|least|fewest)(?!\w)"
    r"|(?<!\w)(?:cao|thap|nhieu|it) nhat (?:la|o|thuoc) (?:huyen|tinh|noi|dau)"
)
_GREETING = lazy_regex(
    r"(?:xin )?chao(?: ban| anh| chi| em| bot| bantin| ca nha| moi nguoi| buoi (?:sang|trua|chieu|toi))*|"
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there| bantin| bot| everyone| all)?|alo"
)
_THANKS = lazy_regex(
    r"(?:xin )?(?:cam on|cam on ban|cam on nhieu|thanks?(?: you)?(?: very much| a lot)?|tks|ok(?:ay)?)(?: ban| nhieu| nhe| a)*"
)
_HELP = lazy_regex(
    r"(?:ban la ai|ban lam duoc gi|ban biet (?:nhung )?gi|tro giup|giup toi|help(?: me)?"
    r"|(?:xin |hay |nho |lam on )?(?:huong dan|chi)(?: cho)?(?: (?:toi|minh|em))?(?: (?:cach|su dung|cach su dung|cach dung)"
    r"(?: (?:hoi|tra cuu|tim|dung|su dung))?)?(?: voi| nhe| a)?|(?:toi |minh )?(?:hoi|tra cuu|dung|su dung) (?:nhu )?the nao"
    r"|who are you|what can you do|what do you know|how does this work|how do i (?:use this|ask)"
    r"|(?:please )?(?:show|tell) me how to (?:ask|use this))"
)
# What the service can do and how to use it, in a longer sentence.
_SERVICE = r"(?:he thong|chatbot|ung dung|cong cu|trang (?:nay|web)|phan mem|tro ly|bot|ban|em|bantin|this (?:system|tool|page|service|app|chatbot)|the (?:system|chatbot|bot)|you)"
_ABOUT_SERVICE = lazy_regex(
    rf"(?<!\w){_SERVICE}(?: nay| day| do)?(?: co)? (?:(?:nhung |cac )?(?:chuc nang|tinh nang|cong dung|tac dung)|(?:the )?(?:lam|giup|tra loi|ho tro)(?: duoc)?(?: \w+){{0,3}} gi|dung de lam gi|hoat dong (?:nhu )?the nao)"
    rf"|(?<!\w){_SERVICE}(?: nay)?(?: co)? ho tro(?: \w+){{0,8}} (?:khong|chua)"
    r"|(?:bat dau|cach) (?:tra cuu|su dung|hoi|dung|tim kiem)(?!\w)|(?:tra cuu|su dung|dat cau hoi)(?: \w+){0,3} (?:nhu the nao|the nao|ra sao|o dau|bang cach nao)"
    rf"|what (?:can|does|do) {_SERVICE} (?:do|help|offer|answer)|(?:can|does) {_SERVICE} (?:export|support|help)(?!\w)|how (?:can|do|should) i (?:use|search|ask|start|look up)(?!\w)"
)
# Orders to write, translate or forget. Topics are none: bulletins tell of weather, lottery revenue
# and football.
_BEGINS = (
    r"\W*(?:(?:hay|ban|em|nho|xin|lam on|vui long|(?:co the )?giup|please|(?:can|could|would) you)\W+)*"
    r"(?:(?:toi|minh|em|me)\W+)?"
)
_BETWEEN = r"(?: (?!bao|may|nao|how|many|what|which|who)\w+){0,4}? "
_WRITING = lazy_regex(
    rf"{_BEGINS}(?:(?:viet|lam|soan|sang tac|ke|write|compose|tell|generate)(?:{_BETWEEN})"
    r"(?:tho|code|bai van|truyen|chuyen cuoi|poem|essay|story|song|joke|(?:python|computer) program)"
    rf"|(?:dich|translate)(?:{_BETWEEN})(?:cau|doan|van ban|this|it|sang tieng|into)"
    r"|ke chuyen(?= (?:di|nhe|cho))|ke chuyen\W*$)(?!\w)"
)
_FORGETTING = lazy_regex(
    r"(?<!\w)(?:ignore (?:all |the )?(?:previous|above)|bo qua (?:moi |cac )?(?:huong dan|chi dan|lenh)"
    r"|system prompt)(?!\w)"
)


def intent_of(
    low: str, indicators: tuple[Indicator, ...], asks: bool, periods: Sequence[Period],
    operation: Operation, is_vague: bool = False,
) -> Intent:  # fmt: skip
    """The intent of a folded question; `asks` is whether its words ask for a number."""
    bare = low.strip(" !?.,:)(")
    if not any(c.isalnum() for c in bare):
        return "unclear"
    if _GREETING.fullmatch(bare):
        return "greeting"
    if _THANKS.fullmatch(bare):
        return "thanks"
    if _HELP.fullmatch(bare) or (not indicators and _ABOUT_SERVICE.search(low)):
        return "help"
    if _SOURCE.fullmatch(bare):
        return "source"
    if not indicators and (_WRITING.match(low) or _FORGETTING.search(low)):
        return "out_of_scope"
    if not indicators and is_vague:
        return "vague"
    purpose = purpose_of(low)
    if asks_reason(low) or (purpose and not asks) or purpose == "personal_advice":
        return "prose"
    if indicators and operation != "look":
        return "figure"
    if _EXTREME.search(low) or ((_WHY.search(low) or _OTHER_THAN_NUMBER.search(low)) and not asks):
        return "prose"
    if indicators and (asks or periods or len(words(low)) <= 8):
        return "figure"
    return "prose"


def is_vague(low: str, known: Sequence[str]) -> bool:
    """Whether a question has only times and places (`known`, folded) and words without content."""
    return not content_words(low, known)


def content_words(low: str, known: Sequence[str] = ()) -> set[str]:
    """The words of a folded question that have content; `known` ones are left out."""
    left = set(words(low)) - _EMPTY_WORDS - set(known)
    return {word for word in left if any(c.isalpha() for c in word)}
