"""Figures -> words in two languages. Says what the figure holds, rounds nothing."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from assistant.records import AskedRole, FigureEvidence, Language
from knowledge.figures.roles import YEARLY
from knowledge.numbers.numerals import format_decimal, format_quantity
from knowledge.records import Figure, Period
from knowledge.text.spelling import fold
from knowledge.vocabulary.indicators import Indicator, find_indicators, vocabulary
from knowledge.vocabulary.places import COUNTRY, level_of
from knowledge.vocabulary.units import FRACTION, english_unit

_HEDGES_EN = {
    "khoảng": "about", "gần": "nearly", "hơn": "more than", "trên": "more than", "dưới": "less than",
    "tối thiểu": "at least", "ít nhất": "at least", "không quá": "at most", "tối đa": "at most",
    "xấp xỉ": "about", "ước": "an estimated", "ước đạt": "an estimated", "ước khoảng": "about",
}  # fmt: skip
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]  # fmt: skip
_NONE = Indicator("", (), (), (), (), None, (), "", "")
# Phrases that begin so take the place as their subject: "Bắc Kạn có 753 người …".
_SUBJECT = (
    "có ",
    "giải quyết",
    "tạo ",
    "tư vấn",
    "tổ chức",
    "tuyển",
    "dạy",
    "mở ",
    "hỗ trợ",
    "chuyển",
)


def quantity_text(value: Decimal, unit: str, language: Language) -> str:
    """`753 người` or `753 people`."""
    word = english_unit(unit) if language == "en" else ""
    return format_quantity(value, unit, language, word)


def short_text(evidence: FigureEvidence, language: Language) -> str:
    """The bare answer: `753 người`, `khoảng 24,82%`."""
    figure = evidence.figure
    value, unit = evidence.answer
    text = quantity_text(value, unit, language)
    if unit == FRACTION and figure.total is not None:
        return f"{figure.value}/{figure.total}"
    if figure.high is not None and value == figure.value:
        text = f"{format_decimal(value, language)}–{quantity_text(figure.high, unit, language)}"
    hedge = figure.hedge
    if hedge and value == figure.value:
        text = f"{_hedge(hedge, language)} {text}"
    return text


def _hedge(hedge: str, language: Language) -> str:
    """The bulletin's caution in the reader's language: `trên`, `an annual average of more than`."""
    if language == "vi":
        return hedge
    rest = hedge.removeprefix(YEARLY).strip()
    words = [] if rest == hedge else ["an annual average of"]
    return " ".join(words + ([_HEDGES_EN.get(rest, rest)] if rest else []))


def figure_sentence(evidence: FigureEvidence, language: Language) -> str:
    """One sentence that says the figure with its plan, percent, time and place, no full stop."""
    figure = evidence.figure
    lead = _lead(evidence, language)
    value = short_text(evidence, language)
    said = _said(evidence, value, language)
    place = place_phrase(figure.place, language)
    if language == "en":
        where = f" in {place}" if place else ""
        return f"{lead}{where}, {said}{_details(evidence, language)}"
    if place and said.startswith(_SUBJECT) and evidence.role == "achieved":
        body = f"{place} {said}"
    else:
        body = f"{said} ({place})" if place else said
        if place:
            body = f"tại {place}, {said}"
    return f"{lead}, {body}{_details(evidence, language)}"


def _said(evidence: FigureEvidence, value: str, language: Language) -> str:
    figure = evidence.figure
    indicator = vocabulary().get(figure.indicator or "")
    name = name_of(figure, language)
    if evidence.role == "plan":
        if language == "en":
            return f"the plan for “{name}” was {value}"
        # Quoted where the name has a comma, so that the sentence can be read back.
        return f"kế hoạch “{name}” là {value}" if "," in name else f"kế hoạch {name} là {value}"
    if evidence.role == "percent_of_plan":
        return (
            f"“{name}” reached {value} of the plan" if language == "en"
            else f"{name} đạt {value} kế hoạch"
        )  # fmt: skip
    if evidence.role == "change":
        is_down = figure.change is not None and figure.change < 0
        if language == "en":
            return f"“{name}” {'fell' if is_down else 'rose'} by {value}"
        return f"{name} {'giảm' if is_down else 'tăng'} {value}"
    is_money_of_people = figure.unit.startswith("đồng") and "người" in (indicator or _NONE).units
    if indicator is not None and not is_money_of_people:
        template = indicator.say_en if language == "en" else indicator.say_vi
        return template.format(value=value, name=_own_name(figure, indicator))
    return f"{name}: {value}"


def _details(evidence: FigureEvidence, language: Language) -> str:
    """The plan and the percent beside an achieved figure, in brackets."""
    figure = evidence.figure
    if figure.role != "achieved":
        return ""
    style, parts = language, []
    percent = f"{format_decimal(figure.percent, style)}%" if figure.percent is not None else None
    if evidence.role == "achieved":
        if figure.plan is not None:
            plan = quantity_text(figure.plan, figure.unit, language)
            parts.append(f"plan {plan}" if language == "en" else f"kế hoạch {plan}")
        if figure.total is not None:
            total = quantity_text(figure.total, figure.unit, language)
            parts.append(f"of {total}" if language == "en" else f"trên tổng số {total}")
        if figure.share is not None:
            share = f"{format_decimal(figure.share, style)}%"
            parts.append(share if language == "en" else f"chiếm {share}")
        if percent:
            parts.append(
                f"{percent} of the plan" if language == "en" else f"đạt {percent} kế hoạch"
            )
    else:
        done = quantity_text(figure.value, figure.unit, language)
        parts.append(f"achieved {done}" if language == "en" else f"thực hiện {done}")
        if evidence.role == "plan" and percent:
            parts.append(
                f"{percent} of the plan" if language == "en" else f"đạt {percent} kế hoạch"
            )
        if evidence.role == "percent_of_plan" and figure.plan is not None:
            plan = quantity_text(figure.plan, figure.unit, language)
            parts.append(f"plan {plan}" if language == "en" else f"kế hoạch {plan}")
    return f" ({', '.join(parts)})" if parts else ""


def name_of(figure: Figure, language: Language) -> str:
    """What is counted: the vocabulary's English, or the bulletin's own Vietnamese."""
    indicator = vocabulary().get(figure.indicator or "")
    if indicator is None:
        return figure.name
    return indicator.en[0] if language == "en" else _own_name(figure, indicator)


def _own_name(figure: Figure, indicator: Indicator) -> str:
    """The indicator's name as this bulletin writes it, so that nothing is added to it."""
    for mention in find_indicators(figure.name):
        if mention.indicator.id == indicator.id:
            return figure.name[mention.start : mention.end]
    return min(indicator.vi[:3], key=len)


def _lead(evidence: FigureEvidence, language: Language) -> str:
    figure = evidence.figure
    if figure.period is None or figure.period_source == "publication date":
        day = date_text(evidence.published_on, language)
        if not day:
            return "According to the bulletin" if language == "en" else "Theo bản tin"
        return (
            f"According to the bulletin of {day}"
            if language == "en"
            else f"Theo bản tin ngày {day}"
        )
    return period_phrase(figure.period, language)


def period_phrase(period: Period, language: Language) -> str:
    """`Năm 2022`, `6 tháng đầu năm 2023`, `In the first 6 months of 2023`; first letter large."""
    first, last = period.start, period.end
    if language == "en":
        match period.kind:
            case "year":
                return f"In {first.year}"
            case "range":
                return f"In {first.year}-{last.year}"
            case "months":
                return _months_phrase(first, last)
            case "quarter":
                return f"In quarter {(first.month + 2) // 3} of {first.year}"
            case "month":
                return f"In {_MONTHS[first.month - 1]} {first.year}"
            case "until":
                return f"By {date_text(last, 'en')}"
            case _:
                return f"On {date_text(first, 'en')}"
    text = period.text.strip()
    if period.kind == "year" and fold(text).removeprefix("nam ") == str(first.year):
        text = f"năm {first.year}"  # `nam 2022` as somebody asked it
    if str(last.year) not in text:
        text += f" ({last.year})"
    return text[:1].upper() + text[1:]


def _months_phrase(first: date, last: date) -> str:
    """`In the first 6 months of 2023`; from day to day where they begin or end no year."""
    is_whole = first.year == last.year and first.day == 1 and (last + timedelta(days=1)).day == 1
    if is_whole and first.month == 1:
        return f"In the first {last.month} months of {first.year}"
    if is_whole and last.month == 12:
        return f"In the last {13 - first.month} months of {first.year}"
    return f"From {date_text(first, 'en')} to {date_text(last, 'en')}"


def periods_text(periods: Sequence[Period], language: Language) -> str:
    """The periods asked, as a part of a sentence: `năm 2021`, `in 2021`."""
    phrases = [period_phrase(p, language) for p in periods]
    joint = " and " if language == "en" else " và "
    return joint.join(phrase[:1].lower() + phrase[1:] for phrase in phrases)


def place_phrase(place: str | None, language: Language) -> str:
    """`tỉnh Bắc Kạn`, `cả nước`, `Bắc Kạn province`."""
    if place is None:
        return ""
    if place == COUNTRY:
        return "the whole country" if language == "en" else COUNTRY
    cities = ("Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Thành phố Hồ Chí Minh")
    if language == "en" or place in cities or level_of(place) != "province":
        return place
    return f"tỉnh {place}"


def date_text(day: date | None, language: Language) -> str:
    """`07/12/2022` or `7 December 2022`; empty where unknown."""
    if day is None:
        return ""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day:%d/%m/%Y}"


def years_text(years: Sequence[int], language: Language) -> str:
    """`năm 2019, 2021, 2022`; a run of more than four is given by its ends."""
    shown = [str(y) for y in years]
    if len(years) > 4 and years[-1] - years[0] == len(years) - 1:
        shown = [f"{years[0]}-{years[-1]}"]
    joined = ", ".join(shown)
    return joined if language == "en" else f"năm {joined}"


def places_text(places: Iterable[str], language: Language, most: int = 8) -> str:
    """Up to `most` places, and how many more."""
    listed = [place_phrase(p, language).removeprefix("tỉnh ") for p in places]
    more = len(listed) - most
    text = ", ".join(listed[:most])
    if more > 0:
        text += f" and {more} more" if language == "en" else f" và {more} nơi khác"
    return text


def role_text(role: AskedRole, language: Language) -> str:
    """What was asked of the indicator, for a refusal."""
    vi = {"plan": "kế hoạch", "percent_of_plan": "tỷ lệ so với kế hoạch", "change": "mức tăng, giảm",
          "achieved": "kết quả"}  # fmt: skip
    en = {"plan": "a plan", "percent_of_plan": "a percentage of the plan", "change": "a change",
          "achieved": "a result"}  # fmt: skip
    return en[role] if language == "en" else vi[role]
