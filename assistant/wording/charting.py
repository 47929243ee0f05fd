"""Series -> the chart that shows it; none where words say it as well."""

from datetime import date

from assistant.records import FigureEvidence, Language, Series
from assistant.wording.computed import is_of_places
from assistant.wording.phrases import name_of, period_phrase, place_phrase
from knowledge.output.charts import Chart, Point
from knowledge.output.json_views import number
from knowledge.vocabulary.units import english_unit

_MAX_BARS = 20


def chart_of_series(series: Series, language: Language) -> Chart | None:
    """A line over three years and more, bars for places and plans; the first 20 of a ranking."""
    operands = series.operands[:_MAX_BARS]
    places = is_of_places(series)
    title = name_of(operands[0].figure, language)
    if not places and operands[0].figure.place:
        title += f" · {place_phrase(operands[0].figure.place, language)}"
    elif places and operands[0].figure.period:
        title += f" · {_when(operands[0], language)}"
    unit = operands[0].answer[1]
    shown = english_unit(unit) if language == "en" else unit
    is_line = not places and series.operation != "gap"
    in_order = sorted(operands, key=_began) if is_line else list(operands)
    points = tuple(
        Point(
            _label(item, series, places, language),
            number(item.answer[0]) or "0",
            bool(item.figure.preliminary or item.figure.hedge) and item.role != "plan",
        )
        for item in in_order
    )
    return Chart(
        "line" if is_line and len(points) > 2 else "bars",
        title[:1].upper() + title[1:],
        shown,
        points,
    )


def _began(item: FigureEvidence) -> date:
    return item.figure.period.start if item.figure.period else date.min


def _label(item: FigureEvidence, series: Series, places: bool, language: Language) -> str:
    if series.operation == "gap":
        words = {"vi": ("Kế hoạch", "Thực hiện"), "en": ("Plan", "Result")}
        return words[language][item.role != "plan"]
    return place_phrase(item.figure.place, language) if places else _when(item, language)


def _when(item: FigureEvidence, language: Language) -> str:
    period = item.figure.period
    if period is None:
        return "?"
    if period.kind == "year":
        return str(period.start.year)
    return period_phrase(period, language).removeprefix("In ")
