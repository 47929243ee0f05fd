"""Series -> words: what follows from several figures, with the sum written out beside it.

Every number here is an operand or computed from operands; `assistant.checking.verification` computes it
again from the cited texts.
"""

from assistant.records import FigureEvidence, Language, Result, Series
from assistant.wording.phrases import (
    period_phrase,
    place_phrase,
    quantity_text,
    short_text,
)
from knowledge.numbers.numerals import format_decimal


def computed_text(series: Series, result: Result, language: Language) -> str:
    """The sentence for the result, no full stop."""
    first, last = series.operands[0], series.operands[-1]
    size = quantity_text(abs(result.value), result.unit, language)
    about = _caution(series.operands, language)
    match series.operation:
        case "highest" | "lowest":
            return _extreme(series, language)
        case "sum":
            terms = " + ".join(_value(item, language) for item in series.operands)
            total = quantity_text(result.value, result.unit, language)
            return (
                f"Cộng lại: {terms} = {about}{total}"
                if language == "vi"
                else f"Together: {terms} = {about}{total}"
            )
        case "gap":
            return _gap(first, last, result, about + size, language)
    if is_of_places(series):
        return _between_places(first, last, result, about + size, language)
    worked = f"({_value(first, language)} → {_value(last, language)})"
    then, now = _when(first, language), _when(last, language)
    if result.value == 0:
        return (
            f"{_large(now)} so với {then}: không đổi {worked}"
            if language == "vi"
            else f"In {now}, compared with {then}: unchanged {worked}"
        )
    if language == "en":
        moved = "up" if result.value > 0 else "down"
        return f"In {now}, compared with {then}: {moved} {about}{size} {worked}"
    moved = "tăng" if result.value > 0 else "giảm"
    return f"{_large(now)} so với {then}: {moved} {about}{size} {worked}"


def computed_short(series: Series, result: Result, language: Language) -> str:
    """The bare answer: `tăng 4,78 điểm %`, `huyện Pác Nặm (35,22%)`, `1.299 người`."""
    if series.operation in ("highest", "lowest"):
        best, among = series.operands[0], _among(series, language)
        return f"{_subject(series, best, language)} ({short_text(best, language)}; {among})"
    about = _caution(series.operands, language)
    size = about + quantity_text(abs(result.value), result.unit, language)
    if series.operation == "sum" or (is_of_places(series) and series.operation != "gap"):
        return size
    if series.operation == "gap":
        words = {
            "vi": ("thấp hơn kế hoạch", "vượt kế hoạch"),
            "en": ("below the plan", "above the plan"),
        }
        side = words[language][result.value >= 0]
        return f"{side} {size}" if language == "vi" else f"{size} {side}"
    moves = {"vi": ("giảm", "tăng"), "en": ("down", "up")}
    return f"{moves[language][result.value >= 0]} {size}"


def is_of_places(series: Series) -> bool:
    """Whether the operands differ in their place, not in their time."""
    return len({item.figure.place for item in series.operands}) > 1


def _gap(
    done: FigureEvidence, plan: FigureEvidence, result: Result, size: str, language: Language
) -> str:
    a, b = _value(done, language), _value(plan, language)
    if done is plan:
        if language == "en":
            side = "above" if result.value >= 0 else "below"
            return f"{_large(size)} {side} the plan (reached {a} of the plan)"
        side = "Vượt" if result.value >= 0 else "Thấp hơn"
        return f"{side} kế hoạch {size} (đạt {a} kế hoạch)"
    if language == "en":
        side = "above" if result.value >= 0 else "below"
        return f"{_large(size)} {side} the plan (result {a}, plan {b})"
    side = "Vượt" if result.value >= 0 else "Thấp hơn"
    return f"{side} kế hoạch {size} (thực hiện {a}, kế hoạch {b})"


def _extreme(series: Series, language: Language) -> str:
    best = series.operands[0]
    tied = [i for i in series.operands if i.answer[0] == best.answer[0]]
    who = (" và " if language == "vi" else " and ").join(
        _subject(series, i, language) for i in tied
    )
    value = short_text(best, language)
    if language == "en":
        return f"The {series.operation} {_among(series, language)}: {who}, {value}"
    side = "Cao nhất" if series.operation == "highest" else "Thấp nhất"
    return f"{side} {_among(series, language)}: {who}, {value}"


def _among(series: Series, language: Language) -> str:
    """How many the ranking is of: the highest of two is not the highest of all."""
    kinds = {
        "vi": {
            "year": "năm",
            "district": "địa phương",
            "province": "tỉnh",
        },
        "en": {"year": "years", "district": "districts", "province": "provinces"},
    }
    kind, number = kinds[language][series.over or "province"], len(series.operands)
    if language == "en":
        return f"of the {number} {kind} with figures"
    return f"trong {number} {kind} có số liệu"


def _between_places(
    first: FigureEvidence, last: FigureEvidence, result: Result, size: str, language: Language
) -> str:
    a, b = _place(first, language), _place(last, language)
    worked = f"({_value(first, language)} − {_value(last, language)})"
    if result.value == 0:
        return (
            f"{_large(a)} và {b} bằng nhau"
            if language == "vi"
            else f"{_large(a)} and {b} are equal"
        )
    if result.value > 0:
        a, b = b, a
        worked = f"({_value(last, language)} − {_value(first, language)})"
    if language == "en":
        return f"{_large(a)}: {size} more than {b} {worked}"
    more = "cao hơn" if result.unit in ("%", "điểm %") else "nhiều hơn"
    return f"{_large(a)} {more} {b} {size} {worked}"


def _subject(series: Series, item: FigureEvidence, language: Language) -> str:
    return _when(item, language) if series.over == "year" else _place(item, language)


def _place(item: FigureEvidence, language: Language) -> str:
    return place_phrase(item.figure.place, language)


def _when(item: FigureEvidence, language: Language) -> str:
    """`năm 2019`; English without its preposition: `2019`."""
    period = item.figure.period
    if period is None:
        return "?"
    phrase = period_phrase(period, language)
    if language == "en":
        return phrase.removeprefix("In ").removeprefix("the ")
    return (phrase[:1].lower() + phrase[1:]).removeprefix("trong ")


def _value(item: FigureEvidence, language: Language) -> str:
    """An operand: sums and shares with their unit, counts bare."""
    value, unit = item.answer
    if unit.startswith(("%", "đồng", "USD", "EUR")):
        return quantity_text(value, unit, language)
    return format_decimal(value, language)


def _caution(operands: tuple[FigureEvidence, ...], language: Language) -> str:
    """`khoảng` before what follows from figures that are themselves about so much."""
    if any(item.figure.hedge and item.role != "plan" for item in operands):
        return "khoảng " if language == "vi" else "about "
    return ""


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]
