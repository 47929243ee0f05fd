"""Text of a question, in Vietnamese (with or without accents) or English -> Question.

The rules use the vocabulary of indicators, periods and places. The text is never an instruction.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.question.ages import ages_of
from assistant.question.asked_indicators import counted_in
from assistant.question.asked_places import asked_places
from assistant.question.asking_part import asking_part
from assistant.question.conversation import joined
from assistant.question.ellipses import spelled_out
from assistant.question.intents import intent_of, is_vague
from assistant.question.operations import operation_of
from assistant.question.qualifiers import qualifiers_of
from assistant.records import AskedRole, Language, Question, Turn
from knowledge.numbers.mentions import Mentions
from knowledge.records import Period
from knowledge.text.language import has_accents
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import clean, fold, respelled, words
from knowledge.vocabulary.calendar_spells import shifted
from knowledge.vocabulary.periods import PeriodMention
from knowledge.vocabulary.relative_periods import is_completed
from knowledge.vocabulary.units import kind_of

_IN_BRACKETS = lazy_regex(r"\s*\(\s*(?:tuc )?(?:la )?(?:nam )?")
_SEASON = lazy_regex(
    r"cuoi nam|(?:luy ke |tinh |ke |cho )*(?:den|toi) (?:nay|thoi diem .+|hien .+|bay gio)|luy ke"
)
_PERCENT_OF_PLAN = lazy_regex(
    r"(?:phan tram|%|percent|per cent|percentage|share).{0,30}(?:ke hoach|plan|target|chi tieu|du toan)"
    r"|(?:ke hoach|chi tieu).{0,20}(?:bao nhieu phan tram|may phan tram|bao nhieu %)"
    r"|ty le hoan thanh|hoan thanh bao nhieu"
)
_PLAN = lazy_regex(
    r"(?<!vuot )(?:(?<!\w)(?:ke hoach|chi tieu|muc tieu|phan dau|plan|plans|planned|target|targets|"
    r"targeted|goal|aim|aims)(?!\w))"
)
_CHANGE = lazy_regex(
    r"(?<!\w)(?<!viec lam )(?:giam|tang)(?! truong| ngheo)(?: duoc| them| khoang| di)*(?: bao nhieu| may|.{0,40}bao nhieu)"
    r"|(?:bao nhieu|muc) (?:giam|tang)|bao nhieu.{0,30}(?:da )?(?:giam|tang)(?! ngheo)(?: so voi|$|\?)"
    r"|thoat ngheo|(?:escaped|out of|left|lifted from) poverty"
)
_CHANGE_ENGLISH = lazy_regex(
    r"(?<!\w)(?:fall|fell|fallen(?! (?:soldier|hero|martyr|comrade))|drop|dropped|decrease|decreased|decline|declined|rise|rose|risen|"
    r"increase|increased|go down|went down|gone down|go up|went up|reduced by)(?!\w)"
    r"|by how (?:many|much).{0,40}(?<!\w)(?:reduce|cut|lower|raise)"
)
_LIKE_CHANGE = lazy_regex(r"(?<!\w)(?:tang|giam)(?!\w)")
_GIFT = lazy_regex(r"(?<!\w)tang (?=qua(?! cac| nam| moi)|thuong)")
_NUMBER = lazy_regex(
    r"(?<!\w)(?:bao nhieu|may (?=%)|may (?:phan tram|nguoi|ho|xa|hoc vien|lop|phien|lao dong|ca|vu|con|suat|luot|truong|co so|diem)|so luong|ty le|ti le|"
    r"phan tram|so (?:nguoi|ho|lao dong|hoc vien|lieu|phien|lop)|"
    r"how many|how much|what (?:number|percentage|percent|share|rate|proportion)|number of|rate|"
    r"percentage|figures?|statistics)(?!\w)"
)
_LANGUAGE = lazy_regex(
    r"(?<!\w)(?:b[aằ]ng|in|into|sang) (?:(?P<english>ti[eế]ng anh|english)|ti[eế]ng vi[eệ]t|vietnamese)(?!\w)",
    re.IGNORECASE,
)
# The unit of the answer: `bao nhiêu hộ nghèo` asks for households, `tỷ lệ` for a rate.
_UNIT = lazy_regex(
    r"(?:bao nhieu|may|so luong|so|how many|number of) (?:poor |near-poor |near poor |tram |nghin |ngan |trieu |ty |ti )*"
    r"(?P<noun>ho(?! so)|households|families|nguoi|people|persons|workers|phien|sessions|fairs|lop|classes|"
    r"hoc vien|trainees|tien|money|dong(?! vat| ho)|doanh nghiep|cong ty|companies|enterprises|businesses|firms|truong(?! hop)|schools|xa(?! hoi)|communes|thang|months|ngay|days|tuoi)(?!\w)"
    r"|(?P<money>(?:tong |so |bao nhieu )tien(?! luong)|kinh phi|(?:bao nhieu|may) (?:(?:tram|nghin|ngan) )?(?:trieu|ty|ti)(?=\W*$)|how much money|how much was (?:paid|spent))"
    r"|(?P<rate>ty le|ti le|phan tram|(?<!\w)rate|percent|share)"
)
# `kinh phí giải ngân đạt bao nhiêu %` asks for no sum.
_PERCENT = lazy_regex(
    r"(?:bao nhieu|may|what|how many|how much|which) ?(?:%|phan tram|percent|per cent)|(?<!\d)(?<!\d )%"
    r"|(?:ty|ti) le (?:la |dat )?bao nhieu"
)
_SPELLED = {
    "ho": ("hộ",), "phien": ("phiên",), "lop": ("lớp",), "tien": ("tiền",), "dong": ("đồng",),
    "xa": ("xã",), "thang": ("tháng",), "ngay": ("ngày",), "tuoi": ("tuổi",), "truong": ("trường",),
    "hoc vien": ("học viên",), "nguoi": ("người",),
}  # fmt: skip
_UNIT_OF = {
    "ho": "hộ", "households": "hộ", "families": "hộ", "phien": "phiên", "sessions": "phiên",
    "fairs": "phiên", "lop": "lớp", "classes": "lớp", "tien": "đồng", "dong": "đồng",
    "money": "đồng", "xa": "xã", "communes": "xã", "thang": "tháng", "months": "tháng",
    "ngay": "ngày", "days": "ngày", "tuoi": "tuổi", "truong": "trường", "schools": "trường",
    **dict.fromkeys(["doanh nghiep", "cong ty", "companies", "enterprises", "businesses", "firms"],
                    "doanh nghiệp"),
}  # fmt: skip


def understand(
    text: str,
    history: Sequence[Turn] = (),
    language_hint: Language | None = None,
    today: date | None = None,
    known_places: Sequence[str] = (),
) -> Question:
    """The question that `text` asks; a follow-up is completed from the last turns.

    `năm nay` and `last year` are relative to `today`; without it they are ignored. `known_places`
    are the districts and communes that have figures; they are found without accents or capitals.
    """
    earlier: Question | None = None
    for turn in history:
        whole = joined(_read(turn.question, language_hint, today, known_places), earlier)
        earlier = whole if whole.indicators or earlier is None else earlier
    return joined(_read(text, language_hint, today, known_places), earlier)


def _read(
    text: str, hint: Language | None, today: date | None, known_places: Sequence[str]
) -> Question:
    whole = respelled(" ".join(clean(text).split()))
    asking = asking_part(whole)
    if asking != whole and not _constraints(whole, known_places) <= _constraints(
        asking, known_places
    ):
        asking = whole  # the cut would lose what narrows the question
    hint = hint if asking == whole else _language_wished(whole, asking) or hint
    mentions = Mentions(spelled_out(asking), today)
    language, low = mentions.language, mentions.folded
    role = _role(_without_lookalikes(mentions), language)
    periods = _periods(mentions, role)
    counted = counted_in(mentions)
    indicators = counted.indicators
    places = asked_places(mentions, known_places, counts=bool(indicators))
    unit = _unit(mentions)
    if unit is not None:
        fitting = tuple(i for i in indicators if unit in i.units)
        # No indicator counts months of benefit, so such questions are answered by passages.
        indicators = fitting if fitting or kind_of(unit) == "time" else indicators
    elif re.search(r"ho (?:can )?ngheo", low):
        # Without `tỷ lệ` (rate) the number of households is meant first.
        indicators = tuple(sorted(indicators, key=lambda i: "hộ" not in i.units))
    asks = _NUMBER.search(low) is not None
    is_span = len(periods) == 1 and len(periods[0].years) > 1
    named = [w for name in (*places, *(p.text for p in periods)) for w in words(fold(name))]
    # `Điện Biên` folds to the same letters as `diễn biến`, which asks for a trend.
    operation, over = operation_of(
        _without(low, mentions), len(_distinct(periods)), len(places), is_span=is_span
    )
    return Question(
        original=text,
        text=mentions.text,
        language=hint or language,
        intent=intent_of(low, indicators, asks, periods, operation, is_vague(low, named)),
        indicators=indicators,
        periods=_distinct(periods),
        places=places,
        role=role,
        unit=unit,
        asks_number=asks,
        operation=operation if indicators else "look",
        over=over,
        apart=counted.apart,
        whole=counted.whole,
        qualifiers=qualifiers_of(mentions.text, language),
        mentions=mentions,
    )


def _constraints(text: str, known_places: Sequence[str]) -> set[object]:
    """What narrows a question: places, countries, groups, and a role other than the usual one."""
    mentions = Mentions(_LANGUAGE.sub(lambda m: " " * len(m[0]), text))
    role = _role(_without_lookalikes(mentions), mentions.language)
    return {
        *asked_places(mentions, known_places, counts=True), *mentions.countries,
        *qualifiers_of(text, mentions.language), *({role} - {"achieved"}), *ages_of(text),
    }  # fmt: skip


def _language_wished(whole: str, asking: str) -> Language | None:
    """The language in which the words beside the asking part wish the answer: `bằng tiếng Anh`."""
    wishes = [m for m in _LANGUAGE.finditer(fold(whole)) if m[0] not in fold(asking)]
    if not wishes:
        return None
    return "en" if wishes[-1]["english"] else "vi"


def _without(low: str, mentions: Mentions) -> str:
    """The folded question with spaces in place of the names of provinces."""
    for place in mentions.places:
        if place.level == "province":
            low = low[: place.start] + " " * (place.end - place.start) + low[place.end :]
    return low


def _periods(mentions: Mentions, role: AskedRole) -> tuple[Period, ...]:
    """The requested periods; without `cuối năm` (a season) and `so với năm trước` (of a figure).

    `đến nay` asks for what is known last. A month without its year is never one to come, unless a
    plan is asked for: in November, `tháng 12` is that of last year.
    """
    today = mentions.published_on
    named = [
        m
        for m in mentions.periods
        if m.period.seen_from is None
        or not (m.is_compared or _SEASON.fullmatch(fold(m.period.text)))
    ]
    named = _of_the_year_beside(named, mentions.folded)
    # `Hôm nay tôi hỏi về năm 2022`: the day is that of the question.
    lasting = [m for m in named if not (m.is_momentary and m.period.kind == "day")]
    return tuple(
        shifted(m.period, -1)
        if today and role != "plan" and is_completed(m.period) and m.period.start > today
        else m.period
        for m in (lasting or named)
    )


def _of_the_year_beside(named: Sequence[PeriodMention], low: str) -> list[PeriodMention]:
    """The times with `năm ngoái (2022)` and `quý I năm nay (2024)` as one, of the year in brackets."""
    kept: list[PeriodMention] = []
    for mention in named:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.period.seen_from is not None
            and (mention.period.kind, mention.period.seen_from) == ("year", None)
            and _IN_BRACKETS.fullmatch(low[last.end : mention.start])
        ):
            years = mention.period.end.year - last.period.end.year
            period = replace(shifted(last.period, years), seen_from=None)
            kept[-1] = replace(last, period=period, end=mention.end)
        else:
            kept.append(mention)
    return kept


def _distinct(periods: Sequence[Period]) -> tuple[Period, ...]:
    seen: dict[tuple[object, object], Period] = {}
    for period in periods:
        seen.setdefault((period.start, period.end), period)
    return tuple(seen.values())


def _unit(mentions: Mentions) -> str | None:
    low, spelled = mentions.folded, mentions.low
    if _PERCENT.search(low):
        return "%"
    match = _UNIT.search(low)
    if match is None:
        return None
    if match["money"]:
        return "đồng"
    if match["rate"]:
        return "%"
    # `bao nhiêu phiến quân`, `bao nhiêu học viện`: other words with the same letters.
    if has_accents(spelled) and len(spelled) == len(low):
        word = spelled[match.start("noun") : match.end("noun")]
        if word not in _SPELLED.get(match["noun"], (word,)):
            return None
    return _UNIT_OF.get(match["noun"])


def _without_lookalikes(mentions: Mentions) -> str:
    """The folded question without words that only look like those of a change: `tặng quà`."""
    low = mentions.folded
    if not has_accents(mentions.low) or len(mentions.low) != len(low):
        return _GIFT.sub(lambda m: " " * len(m[0]), low)
    for match in _LIKE_CHANGE.finditer(low):
        if mentions.low[match.start() : match.end()] not in ("tăng", "giảm", "tang", "giam"):
            low = f"{low[: match.start()]}{' ' * len(match[0])}{low[match.end() :]}"
    return low


def _role(low: str, language: Language) -> AskedRole:
    if _PERCENT_OF_PLAN.search(low):
        return "percent_of_plan"
    if _CHANGE.search(low) or (language == "en" and _CHANGE_ENGLISH.search(low)):
        return "change"
    return "plan" if _PLAN.search(low) else "achieved"
