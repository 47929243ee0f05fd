"""Series -> a sentence with the result of the operation and the calculation.

Each number is an operand or computed from operands; `assistant.checking.verification` computes the
result again from the cited texts.
"""

from assistant.records import FigureEvidence, Language, Result, Series
from assistant.rounding import is_rounded
from assistant.wording.grammar import grammar_of
from assistant.wording.phrases import joined, place_phrase, quantity_text, short_text
from knowledge.numbers.numerals import format_decimal
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.units import kind_of
from prompts.catalogue import catalogue

_AMONG = {
    "year": "computed.among_years",
    "district": "computed.among_districts",
    "province": "computed.among_provinces",
}


def computed_text(series: Series, result: Result, language: Language) -> str:
    """The sentence for the result, without full stop."""
    sentence = _capitalised(_sentence(series, result, language))
    if is_of_two_standards(series):
        sentence = f"{sentence} {catalogue(language).say('computed.other_standard')}"
    if series.of_place is None:
        return sentence
    return f"{_capitalised(place_phrase(series.of_place, language))}: {sentence}"


def _sentence(series: Series, result: Result, language: Language) -> str:
    say = catalogue(language).say
    first, last = series.operands[0], series.operands[-1]
    size = _cautious(series, quantity_text(abs(result.value), result.unit, language), language)
    match series.operation:
        case "highest" | "lowest":
            return _extreme(series, language)
        case "sum":
            terms = " + ".join(_value(item, language) for item in series.operands)
            total = quantity_text(result.value, result.unit, language)
            return say("computed.sum", terms=terms, total=_cautious(series, total, language))
        case "gap":
            return _gap(first, last, result, size, language)
    if is_of_places(series):
        return _between_places(first, last, result, size, language)
    now, then = _period(last, language), _period(first, language)
    worked = f"({_value(first, language)} → {_value(last, language)})"
    if result.value == 0:
        return say("computed.unchanged", now=now, then=then, worked=worked)
    key = "computed.up" if result.value > 0 else "computed.down"
    return say(key, now=now, then=then, size=size, worked=worked)


def is_of_two_standards(series: Series) -> bool:
    """Whether years are compared between which the standard of the thing counted was changed.

    What one bulletin puts side by side is taken to be of one standard.
    """
    figures = [item.figure for item in series.operands]
    if series.operation in ("gap", "sum") or len({f.bulletin_id for f in figures}) < 2:
        return False
    years = [f.period.start.year for f in figures if f.period is not None]
    known = vocabulary().get(figures[0].indicator or "")
    changes = known.standards if known is not None else ()
    return any(min(years) < year <= max(years) for year in changes) if years else False


def computed_short(series: Series, result: Result, language: Language) -> str:
    """The bare answer: `tăng 4,78 điểm %`, `huyện Pác Nặm (35,22%)`, `1.299 người`."""
    say = catalogue(language).say
    if series.operation in ("highest", "lowest"):
        best = series.operands[0]
        value, among = short_text(best, language), _among(series, language)
        return f"{_subject(series, best, language)} ({value}; {among})"
    size = _cautious(series, quantity_text(abs(result.value), result.unit, language), language)
    is_rise = result.value >= 0
    if series.operation == "gap":
        return say(
            "computed.short_above_plan" if is_rise else "computed.short_below_plan", size=size
        )
    if series.operation == "sum" or is_of_places(series):
        return size
    return say("computed.short_up" if is_rise else "computed.short_down", size=size)


def is_of_places(series: Series) -> bool:
    """Whether the operands differ in their place, not in their time."""
    return len({item.figure.place for item in series.operands}) > 1


def _gap(
    done: FigureEvidence, plan: FigureEvidence, result: Result, size: str, language: Language
) -> str:
    """The result compared with the plan; a single operand is a percentage of the plan."""
    texts, is_above = catalogue(language), result.value >= 0
    if done is plan:
        key = "computed.percent_above_plan" if is_above else "computed.percent_below_plan"
        return texts.say(key, size=size, percent=_value(done, language))
    key = "computed.above_plan" if is_above else "computed.below_plan"
    return texts.say(key, size=size, result=_value(done, language), plan=_value(plan, language))


def _extreme(series: Series, language: Language) -> str:
    """The sentence for the first operand of a ranking and those with the same value."""
    best = series.operands[0]
    tied = [i for i in series.operands if i.answer[0] == best.answer[0]]
    names = joined([_subject(series, i, language) for i in tied], language)
    key = "computed.highest" if series.operation == "highest" else "computed.lowest"
    return catalogue(language).say(
        key, among=_among(series, language), names=names, value=short_text(best, language)
    )


def _among(series: Series, language: Language) -> str:
    """The number of ranked places or years: the highest of two is not the highest of all."""
    return catalogue(language).say(_AMONG[series.over or "province"], count=len(series.operands))


def _between_places(
    first: FigureEvidence, last: FigureEvidence, result: Result, size: str, language: Language
) -> str:
    """The sentence for the difference of two places, the place with more first."""
    texts = catalogue(language)
    more, less = (last, first) if result.value > 0 else (first, last)
    places = _place(more, language), _place(less, language)
    if result.value == 0:
        return texts.say("computed.equal", first=places[0], second=places[1])
    key = "computed.share_more" if result.unit in ("%", "điểm %") else "computed.count_more"
    worked = f"({_value(more, language)} − {_value(less, language)})"
    return texts.say(key, first=places[0], second=places[1], size=size, worked=worked)


def _subject(series: Series, item: FigureEvidence, language: Language) -> str:
    return _period(item, language) if series.over == "year" else _place(item, language)


def _place(item: FigureEvidence, language: Language) -> str:
    return place_phrase(item.figure.place, language)


def _period(item: FigureEvidence, language: Language) -> str:
    """`năm 2019`; English without its preposition: `2019`."""
    period = item.figure.period
    return grammar_of(language).period_noun(period) if period is not None else "?"


def _value(item: FigureEvidence, language: Language) -> str:
    """The value of an operand: money and shares with their unit, counts without."""
    value, unit = item.answer
    if kind_of(unit) in ("money", "share"):
        return quantity_text(value, unit, language)
    return format_decimal(value, language)


def _cautious(series: Series, value: str, language: Language) -> str:
    """The value, with `khoảng` (about) if an operand is hedged by its bulletin or rounded."""
    if is_rounded(series) or any(
        item.figure.hedge and item.role != "plan" for item in series.operands
    ):
        return catalogue(language).say("computed.about", value=value)
    return value


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
