"""Figures -> phrases in two languages. Values are never rounded."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from assistant.records import AskedRole, FigureEvidence, Language
from assistant.wording.grammar import grammar_of
from knowledge.numbers.numerals import format_decimal, format_quantity
from knowledge.records import Figure, Period
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.place_names import province_in, unit_in
from knowledge.vocabulary.places import COUNTRY, level_of
from knowledge.vocabulary.units import FRACTION
from prompts.catalogue import catalogue

_MOST_YEARS = 4
_CITIES = ("Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Thành phố Hồ Chí Minh")


def quantity_text(value: Decimal, unit: str, language: Language) -> str:
    """`753 người` or `753 people`."""
    return format_quantity(value, unit, language, grammar_of(language).unit(unit))


def short_text(evidence: FigureEvidence, language: Language) -> str:
    """The bare answer: `753 người`, `khoảng 24,82%`."""
    figure = evidence.figure
    value, unit = evidence.answer
    text = quantity_text(value, unit, language)
    if unit == FRACTION and figure.total is not None:
        return f"{figure.value}/{figure.total}"
    if figure.high is not None and value == figure.value:
        text = f"{format_decimal(value, language)}–{quantity_text(figure.high, unit, language)}"
    if figure.hedge and value == figure.value:
        text = f"{grammar_of(language).hedge(figure.hedge)} {text}"
    return text


def figure_sentence(evidence: FigureEvidence, language: Language) -> str:
    """A sentence with the figure, its plan, percent, time and place, without full stop."""
    return grammar_of(language).sentence(
        lead=_lead(evidence, language),
        place=place_phrase(evidence.figure.place, language),
        clause=_clause(evidence, language),
        details=_details(evidence, language),
        is_achieved=evidence.role == "achieved",
    )


def figure_row(evidence: FigureEvidence, language: Language, is_elsewhere: bool = False) -> str:
    """The figure as a row of a table: `– Năm 2022: đi làm việc ở nước ngoài: 753 người (…)`.

    `is_elsewhere`: the figure's place is not that of its bulletin, so the row names it.
    """
    figure = evidence.figure
    place = place_phrase(figure.place, language) if is_elsewhere else ""
    name, value = name_of(figure, language), short_text(evidence, language)
    is_result = evidence.role == "achieved"
    return catalogue(language).say(
        "bulletins.figure_row",
        period=", ".join(part for part in (_lead(evidence, language), place) if part),
        clause=f"{name}: {value}" if is_result else _clause(evidence, language),
        details=_details(evidence, language),
    )


def _clause(evidence: FigureEvidence, language: Language) -> str:
    """The words around the value in its role, without time, place and details."""
    figure, texts = evidence.figure, catalogue(language)
    value, name = short_text(evidence, language), name_of(figure, language)
    if evidence.role == "plan":
        # Names with a comma are quoted, so that the checks can parse the sentence.
        key = "figures.plan_of_long_name" if "," in name else "figures.plan"
        return texts.say(key, name=name, value=value)
    if evidence.role == "percent_of_plan":
        return texts.say("figures.percent_of_plan", name=name, value=value)
    if evidence.role == "change":
        is_fall = figure.change is not None and figure.change < 0
        return texts.say("figures.fall" if is_fall else "figures.rise", name=name, value=value)
    indicator = vocabulary().get(figure.indicator or "")
    if indicator is None:
        return f"{name}: {value}"
    is_money_of_people = figure.unit.startswith("đồng") and "người" in indicator.units
    if is_money_of_people:
        return f"{name}: {value}"
    return grammar_of(language).clause(figure, indicator, value)


def _details(evidence: FigureEvidence, language: Language) -> str:
    """The plan, total and percentages beside an achieved figure, in brackets."""
    figure, say = evidence.figure, catalogue(language).say
    if figure.role != "achieved":
        return ""

    def amount(value: Decimal) -> str:
        return quantity_text(value, figure.unit, language)

    def share(value: Decimal) -> str:
        return f"{format_decimal(value, language)}%"

    parts: list[str] = []
    percent: list[str] = []
    if figure.percent is not None:
        percent = [say("figures.detail_percent_of_plan", value=share(figure.percent))]
    if evidence.role == "achieved":
        if figure.plan is not None:
            parts.append(say("figures.detail_plan", value=amount(figure.plan)))
        if figure.total is not None:
            parts.append(say("figures.detail_total", value=amount(figure.total)))
        if figure.share is not None:
            parts.append(say("figures.detail_share", value=share(figure.share)))
        parts += percent
    else:
        parts.append(say("figures.detail_achieved", value=amount(figure.value)))
        if evidence.role == "plan":
            parts += percent
        if evidence.role == "percent_of_plan" and figure.plan is not None:
            parts.append(say("figures.detail_plan", value=amount(figure.plan)))
    return f" ({', '.join(parts)})" if parts else ""


def name_of(figure: Figure, language: Language) -> str:
    """The name of what is counted: from the vocabulary, else as the bulletin writes it."""
    indicator = vocabulary().get(figure.indicator or "")
    if indicator is None:
        return figure.name
    return grammar_of(language).figure_name(figure, indicator)


def _lead(evidence: FigureEvidence, language: Language) -> str:
    """The period of the figure; the bulletin's date if only the publication day is known."""
    figure, texts = evidence.figure, catalogue(language)
    if figure.period is not None and figure.period_source != "guess":
        return period_phrase(figure.period, language)
    day = date_text(evidence.published_on, language)
    if not day:
        return texts.say("figures.from_bulletin")
    return texts.say("figures.from_dated_bulletin", date=day)


def period_phrase(period: Period, language: Language) -> str:
    """`Năm 2022`, `6 tháng đầu năm 2023`, `In the first 6 months of 2023`; first letter large."""
    return grammar_of(language).period(period)


def periods_text(periods: Sequence[Period], language: Language) -> str:
    """The requested periods as a part of a sentence: `năm 2021`, `in 2021`."""
    phrases = [period_phrase(p, language) for p in periods]
    return joined([phrase[:1].lower() + phrase[1:] for phrase in phrases], language)


def joined(phrases: Iterable[str], language: Language) -> str:
    """The phrases with `và` or `and` between them."""
    return f" {catalogue(language).say('words.and')} ".join(phrases)


def place_phrase(place: str | None, language: Language) -> str:
    """`tỉnh Bắc Kạn`, `cả nước`, `the whole country`; empty if the place is unknown."""
    if place is None:
        return ""
    if place == COUNTRY or place in _CITIES or level_of(place) != "province":
        return _place_name(place, language)
    return catalogue(language).say("places.province", place=place.removeprefix("tỉnh "))


def _place_name(place: str, language: Language) -> str:
    """The place without `tỉnh`; the province of a unit in brackets."""
    if place == COUNTRY:
        return catalogue(language).say("places.country")
    province = province_in(place)
    return f"{unit_in(place)} ({province})" if province else place


def date_text(day: date | None, language: Language) -> str:
    """`07/12/2022` or `7 December 2022`; empty if the day is unknown."""
    return grammar_of(language).date_text(day) if day is not None else ""


def count_text(count: int, language: Language = "vi") -> str:
    """`2.688` or `2,688`."""
    return format_decimal(Decimal(count), language)


def years_text(years: Sequence[int], language: Language) -> str:
    """`năm 2019, 2021, 2022`; of more than four, the longest run of years and how many others.

    A single old or far year would otherwise stretch the range: `số liệu trong khoảng 1913-2099`.
    """
    say = catalogue(language).say
    if len(years) <= _MOST_YEARS:
        return say("periods.years", years=", ".join(map(str, years)))
    run = _longest_run(years)
    others = len(years) - len(run)
    span = f"{run[0]}-{run[-1]}"
    if not others:
        return say("periods.years", years=span)
    if len(run) < _MOST_YEARS:
        return say("periods.years_within", count=len(years), first=years[0], last=years[-1])
    key = "years_and_other" if others == 1 else "years_and_others"
    return say(f"periods.{key}", years=span, count=others)


def _longest_run(years: Sequence[int]) -> list[int]:
    """The longest run of years without a gap, the latest of those; `years` ascend."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return max(reversed(runs), key=len)


def places_text(places: Iterable[str], language: Language, most: int = 8) -> str:
    """Up to `most` places, and the number of the others."""
    listed = [_place_name(p, language) for p in places]
    more = len(listed) - most
    text = ", ".join(listed[:most])
    return catalogue(language).say("places.more", places=text, count=more) if more > 0 else text


def role_text(role: AskedRole, language: Language) -> str:
    """The requested role of a figure, for a refusal: `kế hoạch`, `a plan`."""
    return catalogue(language).say(f"roles.{role}")
