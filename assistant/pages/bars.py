"""Chart -> the rows of a table with bars, and the points of a line, for SVG in the page's colours."""

from dataclasses import dataclass
from decimal import Decimal

from assistant.pages.sources import Chip, Sources
from assistant.records import Answer, AnswerFigure
from knowledge.numbers.numerals import format_decimal
from knowledge.output.charts import Chart

# Of the drawing of a line, in its own units.
WIDTH, HEIGHT, _SIDE, _TOP, _BOTTOM = 560, 200, 48, 34, 30


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a chart: `share` is its length in percent of the longest, `chip` its source."""

    label: str
    value: str
    share: float
    is_estimate: bool
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class Spot:
    """One point of a line, in units of the drawing."""

    x: float
    y: float
    label: str
    value: str


def rows_of(answer: Answer, sources: Sources) -> list[Row]:
    """The rows of the answer's chart in its order."""
    chart, left = answer.chart, [f for f in answer.figures if f.standing == "stands"]
    if chart is None:
        return []
    longest = max((abs(Decimal(point.value)) for point in chart.points), default=Decimal(1)) or 1
    citations = {citation.marker: citation for citation in answer.citations}
    rows = []
    for point in chart.points:
        figure = _figure_of(point.value, point.label, left)
        if figure is not None:
            left.remove(figure)
        cited = citations.get(figure.marker) if figure else None
        rows.append(
            Row(
                point.label[:1].upper() + point.label[1:],
                shown(point.value, chart.unit, answer.language, point.is_estimate),
                round(float(max(Decimal(point.value), Decimal(0)) / longest * 100), 2),
                point.is_estimate,
                sources.chip([cited]) if cited else None,
            )
        )
    return rows


def _figure_of(value: str, label: str, figures: list[AnswerFigure]) -> AnswerFigure | None:
    """The figure with this value; of several, the one whose place or time the label names."""
    alike = [f for f in figures if Decimal(f.value) == Decimal(value)]
    named = [f for f in alike if (f.place and f.place in label) or (f.period and f.period in label)]
    return max(named or alike, key=lambda f: len(f.place or ""), default=None)


def heading_of(answer: Answer) -> str:
    """The key of the word for the labels: `where`, `when`, or `what` (plan and result)."""
    labels = [point.label for point in answer.chart.points] if answer.chart else []
    places = {figure.place for figure in answer.figures if figure.place}
    if any(place in label for place in places for label in labels):
        return "where"
    return "when" if all(any(c.isdigit() for c in label) for label in labels) else "what"


def shown(value: str, unit: str, language: str, is_estimate: bool) -> str:
    """The value in the language's notation; `≈` before an estimate."""
    text = format_decimal(Decimal(value), "en" if language == "en" else "vi") + "%" * (unit == "%")
    return f"≈ {text}" if is_estimate else text


def line_of(chart: Chart, language: str) -> list[Spot]:
    """The points of a line chart, left to right; years are to scale."""
    values = [float(point.value) for point in chart.points]
    labels = [point.label for point in chart.points]
    at = (
        [int(x) for x in labels] if all(x.isdecimal() for x in labels) else list(range(len(labels)))
    )
    low, high = min(values), max(values)
    across, up = (at[-1] - at[0]) or 1, (high - low) or 1
    return [
        Spot(
            round(_SIDE + (x - at[0]) / across * (WIDTH - 2 * _SIDE), 1),
            round(HEIGHT - _BOTTOM - (y - low) / up * (HEIGHT - _TOP - _BOTTOM), 1),
            point.label,
            shown(point.value, chart.unit, language, point.is_estimate),
        )
        for x, y, point in zip(at, values, chart.points, strict=True)
    ]
