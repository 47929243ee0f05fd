"""Mentions -> the indicators that a question asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.figures.phrases import is_denied
from knowledge.numbers.mentions import Mentions
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, words
from knowledge.vocabulary.indicators import Indicator, IndicatorMention, vocabulary

# `trong số người được tư vấn, bao nhiêu …` asks for a part of the indicator named first.
_AMONG = lazy_regex(
    r"(?<!\w)(?:trong (?:tong )?so|trong nhung|among|of (?:those|all|the (?:people|workers)))(?!\w)[^,;?]*$"
)
_AND = lazy_regex(r"(?<!\w)(?:va|and|cung|with)(?!\w)|[,&]")


_SHARED = 2  # words at the beginning of a name: `cai nghiện` of `cai nghiện bắt buộc`


@dataclass(frozen=True, slots=True)
class Counted:
    """The requested indicators: readings of the main one, further ones, and the whole of a part."""

    indicators: tuple[Indicator, ...] = ()
    apart: tuple[Indicator, ...] = ()
    whole: Indicator | None = None


def counted_in(mentions: Mentions) -> Counted:
    """The requested indicators, the longest name first; if none, in the other language too."""
    forms = ["en", "folded"] if mentions.language == "en" else ["vi", "folded", "en"]
    if mentions.language == "vi" and mentions.accents == "none":
        forms = ["folded", "en"]
    for form in forms:
        named = [
            m for m in mentions.indicators(form, is_question=True)
            if form == "en" or not is_denied(mentions.low[: m.start])
        ]  # fmt: skip
        if named:
            return _counted(named, mentions.folded)
    return Counted()


def _counted(mentions: list[IndicatorMention], folded: str) -> Counted:
    first = mentions[0]
    later = [m for m in mentions if m.start >= first.end]
    if later and _AMONG.search(folded, max(0, first.start - 30), first.start):
        return replace(_counted(later, folded), whole=first.indicator)
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
        and _AND.search(folded, min(m.end, main.end), max(m.start, main.start))
    ]
    return Counted(indicators, tuple(dict.fromkeys(apart)))


def siblings_of(indicators: Sequence[Indicator], named: Sequence[str]) -> tuple[Indicator, ...]:
    """The other kinds of an indicator: `cai nghiện tự nguyện` for the words `tự nguyện`.

    A sibling's name begins like one of the indicator's and has every word of `named`, with or
    without accents.
    """
    beginnings = {
        tuple(words(fold(name))[:_SHARED])
        for i in indicators
        for name in (*i.vi, *i.en)
        if len(words(name)) > _SHARED
    }
    needed = {fold(word) for word in named}

    def is_sibling(other: Indicator) -> bool:
        names = (words(fold(name)) for name in (*other.vi, *other.en))
        return any(tuple(n[:_SHARED]) in beginnings and needed <= set(n) for n in names)

    return tuple(i for i in vocabulary().values() if i not in indicators and is_sibling(i))
