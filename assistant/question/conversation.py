"""Follow-up question -> complete question.

What a follow-up leaves open (indicator, time, place, role) is taken from the last question that had
it; what it names replaces the earlier value. Uses rules only; the trace shows the result.
"""

from dataclasses import replace

from assistant.question.asked_indicators import siblings_of
from assistant.question.intents import content_words
from assistant.question.operations import extreme_of, operation_of
from assistant.records import Question
from knowledge.records import Period
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain, words
from knowledge.vocabulary.calendar_spells import shifted, year_period
from knowledge.vocabulary.relative_periods import is_completed

# The beginnings of follow-ups that name no indicator.
_LEANING = lazy_regex(
    r"^(?:the |vay |con )?(?:con|the con|vay con|con o|the thi|vay thi|thi|o|tai|nam|cung nam|chi tieu|ke hoach|muc tieu|so voi|"
    r"(?:tinh |ke |luy ke )*(?:den|het|toi)(?: het| cuoi)? (?:ngay|thang|quy|cuoi)|(?:ca |trong |cuoi |giua |dau )?(?:thang|qu[yi]|tuan|nua|\d+ thang|hom|nam)|"
    r"(?:mot|hai|ba|bon|sau|bay|tam|chin|muoi|muoi mot) (?:thang|quy)|(?:by|until|in|for)(?: the end of)? (?:january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|quarter|the first|last|this)|"
    r"(?:dat|tang|giam|chiem)(?: duoc)? bao nhieu|(?:co |da )?(?:dat|vuot)(?: duoc)? (?:ke hoach|chi tieu)|"
    r"(?:noi|tinh|huyen|nam) (?:do|nay|ay)|(?:con so|so luong|so lieu|so nguoi|so ho|so|ty le|ti le|muc|viec) (?:do|nay|ay|tren)|no(?= (?:dang|co|tang|giam))|"
    r"(?:is|are|was|were) (?:it|this|that|they|these|the number)(?: number)?|"
    r"what about|how about|and|and in|in|there|that year|the same year|compared|versus|"
    r"what (?:percent|percentage|share)(?: of)?|bao nhieu phan tram|did it (?:meet|exceed|reach)|was (?:it|that) (?:above|below)|by how much|how much of|"
    r"the plan|the target|the goal|what (?:was|is) the (?:plan|target|goal))(?!\w)"
)
# `Còn xuất khẩu lao động?` asks for another indicator at the same place and time.
_AND = lazy_regex(r"(?:the |vay )?(?:con|thi|cung nam|what about|how about|and)(?!\w)")
_MAX_WORDS = 9
_BESIDE = lazy_regex(r"(?:the |thi |con |and )?(?:so voi|compared (?:with|to)|versus|vs)(?!\w)")
_YEAR_BEFORE = lazy_regex(
    r"(?<!\w)(?:nam (?:truoc|lien truoc)|cung ky|(?:the )?(?:previous year|year before|last year))(?!\w)"
)
_BARE_REASON = lazy_regex(
    r"(?:the |vay )?(?:vi sao|tai sao|ly do(?: la)?(?: gi)?|sao)(?: lai)?(?: vay| the| nhu vay)?|(?:and )?why(?: is that| so| not)?"
)
_IS_MET = lazy_regex(r"(?:dat|vuot)(?: duoc)? (?:ke hoach|chi tieu)|did it (?:meet|exceed|reach)")


def joined(question: Question, earlier: Question | None) -> Question:
    """`question`, completed from the completed question `earlier` if it is a follow-up."""
    if question.intent not in ("figure", "prose", "unclear", "vague"):
        return question
    low = question.mentions.folded
    leans = len(words(low)) <= _MAX_WORDS and _LEANING.match(low) is not None
    leans = leans or (question.intent == "vague" and bool(question.places or question.periods))
    if earlier is not None and earlier.indicators and _BARE_REASON.fullmatch(low.strip(" ?!.")):
        return replace(
            question, text=f"{question.text} {earlier.text}", intent="prose",
            periods=earlier.periods, places=earlier.places,
        )  # fmt: skip
    if not leans or earlier is None or not earlier.indicators:
        return _in_the_year_of(question, earlier)
    if question.indicators and (question.places or not _AND.match(low)):
        return _in_the_year_of(question, earlier)
    return _completed(question, earlier, low)


def _completed(question: Question, earlier: Question, low: str) -> Question:
    """`question` with what it leaves open taken from `earlier`.

    `So với năm 2019?` compares that year with the earlier one; `Thế còn thấp nhất?` reverses a
    ranking.
    """
    operation, over, role = question.operation, question.over, question.role
    periods = _in_the_year_of(question, earlier).periods or earlier.periods
    before = _year_before(earlier) if _YEAR_BEFORE.search(low) else None
    if _BESIDE.match(low) and before is not None:
        operation, periods = "difference", (*earlier.periods[:1], before)
    elif _BESIDE.match(low) and question.periods and earlier.periods:
        operation, periods = "difference", (*earlier.periods[:1], *question.periods)
    elif earlier.operation in ("highest", "lowest") and (turned := extreme_of(low)):
        operation, over = turned, earlier.over
    elif _IS_MET.search(low):
        operation, over, role = "gap", None, "achieved"
    elif role == "achieved" and not question.indicators:
        role = earlier.role
        asked, ranged = operation_of(low, len(question.periods), len(question.places))
        if asked == "trend":  # `Số lượng này đang tăng hay giảm?`
            operation, over, periods = asked, ranged, question.periods
    indicators = question.indicators or earlier.indicators
    narrowed: tuple[tuple[str, ...], ...] = ()
    asks_other = not question.indicators and operation == "look" and _AND.match(low) is not None
    if asks_other and (named := _names_of(question)):
        siblings = siblings_of(earlier.indicators, named)
        indicators = siblings or indicators
        narrowed = () if siblings else tuple((word,) for word in named)
    return replace(
        question,
        text=f"{earlier.text} — {question.text}",
        intent="figure",
        indicators=indicators,
        qualifiers=(*question.qualifiers, *narrowed),
        periods=periods,
        places=question.places or earlier.places,
        role=role,
        asks_number=True,
        operation=operation,
        over=over,
        leans=True,
    )


def _names_of(question: Question) -> list[str]:
    """The words with content of a follow-up, but for its times and places."""
    text = plain(question.mentions.text)
    spans = [(m.start, m.end) for m in question.mentions.places]
    for start, end in (*spans, *((m.start, m.end) for m in question.mentions.periods)):
        text = text[:start] + " " * (end - start) + text[end:]
    known = [*question.places, *(p.text for p in question.periods)]
    left = content_words(fold(text), [w for name in known for w in words(fold(name))])
    return [w for w in words(text) if fold(w) in left]


def _in_the_year_of(question: Question, earlier: Question | None) -> Question:
    """`question` with the year of the one before it for months that name none."""
    years = {year for p in (earlier.periods if earlier else ()) for year in p.years}
    if len(years) != 1 or (question.places and earlier and question.places != earlier.places):
        return question
    (year,) = years
    periods = tuple(
        replace(shifted(p, year - p.end.year), seen_from=None) if is_completed(p) else p
        for p in question.periods
    )
    return replace(question, periods=periods)


def _year_before(earlier: Question) -> Period | None:
    years = [p.start.year for p in earlier.periods if p.kind == "year"]
    return year_period(years[0] - 1, str(years[0] - 1)) if len(years) == 1 else None
