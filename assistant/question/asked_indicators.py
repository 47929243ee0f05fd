"""What a question counts: the indicator meant, others beside it, the whole of a part."""

import re
from dataclasses import dataclass, replace

from assistant.records import Language
from knowledge.figures.phrases import is_denied
from knowledge.text.language import accents
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.indicators import Indicator, IndicatorMention, find_indicators

# `trong số người được tư vấn, bao nhiêu …`: a part is asked for.
_AMONG = re.compile(
    r"(?<!\w)(?:trong (?:tong )?so|trong nhung|among|of (?:those|all|the (?:people|workers)))(?!\w)[^,;?]*$"
)
_AND = re.compile(r"(?<!\w)(?:va|and|cung|with)(?!\w)|[,&]")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a question counts: the indicators meant, those beside them, the whole of a part."""

    indicators: tuple[Indicator, ...] = ()
    apart: tuple[Indicator, ...] = ()
    whole: Indicator | None = None


def counted_in(text: str, spoken: Language) -> Counted:
    """What is counted, the longest name first; both languages where one finds nothing."""
    order = ["en", "folded"] if spoken == "en" else ["vi", "folded", "en"]
    if spoken == "vi" and accents(text) == "none":
        order = ["folded", "en"]
    for form in order:
        mentions = [
            m for m in find_indicators(text, form, is_question=True)
            if form == "en" or not is_denied(plain(text[: m.start]))
        ]  # fmt: skip
        if mentions:
            return _sorted_out(mentions, fold(text))
    return Counted()


def _sorted_out(mentions: list[IndicatorMention], low: str) -> Counted:
    first = mentions[0]
    later = [m for m in mentions if m.start >= first.end]
    if later and _AMONG.search(low, max(0, first.start - 30), first.start):
        return replace(_sorted_out(later, low), whole=first.indicator)
    longest = sorted(mentions, key=lambda m: m.start - m.end)
    indicators = tuple(dict.fromkeys(m.indicator for m in longest))
    main = longest[0]
    near = {main.indicator.id, *main.indicator.near}
    apart = [
        m.indicator
        for m in mentions
        if (m.end <= main.start or m.start >= main.end)
        and m.indicator.id not in near
        and not set(m.indicator.vi) & set(main.indicator.vi)
        and _AND.search(low, min(m.end, main.end), max(m.start, main.start))
    ]
    return Counted(indicators, tuple(dict.fromkeys(apart)))
