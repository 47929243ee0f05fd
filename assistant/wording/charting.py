"""Series -> a chart of its operands."""

from datetime import date

from assistant.records import FigureEvidence, Language, Series
from assistant.wording.computed import is_of_places
from assistant.wording.grammar import grammar_of
from assistant.wording.phrases import name_of, place_phrase
from knowledge.output.charts import Chart, Point
from knowledge.output.json_views import number
from prompts.catalogue import catalogue

_MAX_BARS = 20


def chart_of_series(series: Series, language: Language) -> Chart:
    """The chart: a line for three or more periods, else bars; at most the first 20 operands."""
    operands = series.operands[:_MAX_BARS]
    places = is_of_places(series)
    title = name_of(operands[0].figure, language)
    if not places and operands[0].figure.place:
        title += f" · {place_phrase(operands[0].figure.place, language)}"
    elif places and operands[0].figure.period:
        title += f" · {_when(operands[0], language)}"
    unit = grammar_of(language).unit(operands[0].answer[1])
    is_line = not places and series.operation != "gap"
    in_order = sorted(operands, key=_start) if is_line else list(operands)
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
        unit,
        points,
    )


def _start(item: FigureEvidence) -> date:
    return item.figure.period.start if item.figure.period else date.min


def _label(item: FigureEvidence, series: Series, places: bool, language: Language) -> str:
    if series.operation == "gap":
        return catalogue(language).say("chart.plan" if item.role == "plan" else "chart.result")
    return place_phrase(item.figure.place, language) if places else _when(item, language)


def _when(item: FigureEvidence, language: Language) -> str:
    period = item.figure.period
    if period is None:
        return "?"
    if period.kind == "year":
        return str(period.start.year)
    return grammar_of(language).period_label(period)
