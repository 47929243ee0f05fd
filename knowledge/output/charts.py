"""Figures -> pictures: a line over the years, bars beside each other. Matplotlib inside.

Drawn without a display; matplotlib is imported only when a chart is drawn.
"""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from knowledge.numbers.numerals import Notation, format_decimal
from knowledge.records import Figure
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.places import COUNTRY

ChartFormat = Literal["svg", "png"]
_INK, _LINE, _SOFT, _GRID = "#1f2933", "#0b5d8f", "#9cc3dc", "#d9e2ec"
_BARS_SIDEWAYS, _LABEL_CHARS = 6, 36
_LEAST_BARS = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One value; `is_estimate` where it is hedged or preliminary."""

    label: str
    value: str
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to draw: values are decimal strings in `unit`, points are in reading order."""

    kind: Literal["line", "bars"]
    title: str
    unit: str
    points: tuple[Point, ...]


def draw(chart: Chart, form: ChartFormat = "svg", style: Notation = "vi") -> bytes:
    """The chart as the bytes of a file; all words in it are plain text, never markup."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Canvas

    numbers = [float(p.value) for p in chart.points]
    labels = [_plain(p.label, _LABEL_CHARS) for p in chart.points]
    sideways = chart.kind == "bars" and (len(labels) > _BARS_SIDEWAYS or max(map(len, labels)) > 14)
    height = max(2.8, 0.44 * len(labels) + 0.9) if sideways else 3.2
    # Without date and random ids, equal charts are equal bytes.
    settings: Any = {"svg.hashsalt": "bantin", "svg.fonttype": "none", "font.family": "DejaVu Sans"}
    with mpl.rc_context(settings):
        canvas = Canvas(figsize=(5.6, height), layout="constrained")
        (FigureCanvasSVG if form == "svg" else FigureCanvasAgg)(canvas)
        axes = canvas.add_subplot()
        _plot(axes, chart, numbers, labels, sideways, style)
        title = f"{chart.title} ({chart.unit})" if chart.unit else chart.title
        axes.set_title(_plain(title), loc="left", fontsize=12, color=_INK, wrap=True)
        out = io.BytesIO()
        canvas.savefig(
            out, format=form, dpi=144, metadata={"Date": None} if form == "svg" else None
        )
    return out.getvalue()


def _plot(
    axes: Any, chart: Chart, numbers: list[float], labels: list[str], sideways: bool,
    style: Notation,
) -> None:  # fmt: skip
    shown = [_shown(point, chart.unit, style) for point in chart.points]
    spots = list(range(len(numbers)))
    if chart.kind == "line" and all(label.isdecimal() for label in labels):
        spots = [int(label) for label in labels]  # the distance is to scale
    colours = [_SOFT if p.is_estimate else _LINE for p in chart.points]
    if chart.kind == "line":
        axes.plot(spots, numbers, color=_LINE, linewidth=2, zorder=2)
        axes.scatter(spots, numbers, c=colours, edgecolors=_LINE, s=44, zorder=3)
        for x, y, text in zip(spots, numbers, shown, strict=True):
            axes.annotate(text, (x, y), textcoords="offset points", xytext=(0, 9), ha="center",
                          fontsize=11, color=_INK)  # fmt: skip
        axes.set_xticks(spots, labels)
        axes.margins(x=0.12, y=0.25)
    elif sideways:
        bars = axes.barh(spots, numbers, color=colours, zorder=2)
        axes.bar_label(bars, shown, padding=4, fontsize=11, color=_INK)
        axes.set_yticks(spots, labels)
        axes.invert_yaxis()
        axes.margins(x=0.14)
    else:
        bars = axes.bar(spots, numbers, color=colours, width=0.6, zorder=2)
        axes.bar_label(bars, shown, padding=3, fontsize=11, color=_INK)
        axes.set_xticks(spots, labels)
        axes.margins(y=0.16)
        # One or two bars do not fill the width.
        beside = max(0, _LEAST_BARS - len(numbers)) / 2
        axes.set_xlim(-0.5 - beside, len(numbers) - 0.5 + beside)
    if chart.kind == "bars":  # bars begin at zero, so that lengths are comparable
        (axes.set_xlim if sideways else axes.set_ylim)(min(0.0, *numbers) if numbers else 0, None)
    # Every value is written at its mark: numbers on the axis would repeat it.
    (axes.set_xticks if sideways else axes.set_yticks)([])
    axes.tick_params(labelsize=11, colors=_INK, length=0)
    if chart.kind == "bars":
        (axes.axvline if sideways else axes.axhline)(0, color=_GRID, linewidth=1, zorder=1)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)


def _shown(point: Point, unit: str, style: Notation) -> str:
    text = format_decimal(Decimal(point.value), style) + "%" * (unit == "%")
    return f"≈ {text}" if point.is_estimate else text


def _plain(text: str, most: int = 110) -> str:
    """The text for matplotlib, which reads dollar signs as formulas."""
    printable = "".join(c for c in text if c.isprintable())
    return (printable[: most - 1] + "…" if len(printable) > most else printable).replace("$", r"\$")


def chart_of(figures: list[Figure], title: str) -> Chart | None:
    """A chart of stored figures of one unit: a line where they differ by year, else bars by place.

    None where fewer than two are comparable.
    """
    figures = [f for f in figures if f.role == "achieved" and f.period and not f.contradicts]
    if not figures:
        return None
    unit = Counter(f.unit for f in figures).most_common(1)[0][0]
    comparable = [f for f in figures if f.unit == unit]
    # Provinces beside the whole country would be too small to see.
    comparable = [f for f in comparable if f.place != COUNTRY] or comparable
    by_year = {_year_of(f): f for f in _first_of_each(comparable, _year_of)}
    kind: Literal["line", "bars"] = "bars"
    if len(by_year) > 1 and len({f.place for f in comparable}) == 1:
        kind, best = "line", {str(year): by_year[year] for year in sorted(by_year, key=str)}
    else:
        spells = Counter((f.period.start, f.period.end) for f in comparable if f.period)
        spell = spells.most_common(1)[0][0]
        same = [f for f in comparable if f.period and (f.period.start, f.period.end) == spell]
        placed = _first_of_each(same, lambda f: f.place)
        best = {f.place or "?": f for f in sorted(placed, key=lambda f: -f.value)}
    if len(best) < 2:
        return None
    points = tuple(
        Point(label, f"{figure.value:f}", bool(figure.hedge or figure.preliminary))
        for label, figure in best.items()
    )
    return Chart(kind, title, unit, points)


def title_of(figures: list[Figure], query: str | None) -> str:
    """The name of the one known indicator of the figures; else the words of the query."""
    ids = {f.indicator for f in figures}
    known = vocabulary().get(next(iter(ids)) or "") if len(ids) == 1 else None
    return known.vi[0].capitalize() if known else query or ""


def _year_of(figure: Figure) -> int | None:
    """The calendar year of a figure; None for parts of a year and for ranges."""
    period = figure.period
    is_whole = period is not None and (period.end - period.start).days in (364, 365)
    return period.start.year if period is not None and is_whole else None


def _first_of_each(figures: list[Figure], key: Callable[[Figure], object]) -> list[Figure]:
    """The first figure of each key except None; final results before preliminary ones."""
    first: dict[object, Figure] = {}
    for figure in sorted(figures, key=lambda f: (f.preliminary, f.within is not None, f.start)):
        if key(figure) is not None:
            first.setdefault(key(figure), figure)
    return list(first.values())
