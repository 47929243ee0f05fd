"""The plots of a report as SVG: scores by slice with intervals, risk-coverage, latency.

Drawn by matplotlib. Equal runs give equal bytes; labels are text, never markup.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from evals.measures.calibration import risk_coverage
from evals.records import Estimate, Outcome, Score

_INK, _LINE, _SOFT, _GRID = "#1f2933", "#0b5d8f", "#9cc3dc", "#d9e2ec"
_METADATA = re.compile("<metadata>.*?</metadata>", re.DOTALL)
_MOST_SLICES, _LABEL_CHARS = 24, 34


def slices_plot(slices: Mapping[str, Estimate], whole: float) -> str:
    """A dot and interval for each slice, a line at the whole run; the worst slices where many."""
    rows = list(slices.items())
    if len(rows) > _MOST_SLICES:
        worst = {name for name, _ in sorted(rows, key=lambda r: r[1].value)[:_MOST_SLICES]}
        rows = [row for row in rows if row[0] in worst]

    def plot(axes: Any) -> None:
        spots = np.arange(len(rows))
        values = np.array([e.value for _, e in rows])
        low = np.array([e.value if e.low is None else e.low for _, e in rows])
        high = np.array([e.value if e.high is None else e.high for _, e in rows])
        axes.axvline(whole, color=_SOFT, linewidth=1.5, zorder=1)
        axes.hlines(spots, low, high, color=_LINE, linewidth=2, alpha=0.55, zorder=2)
        axes.scatter(values, spots, s=36, color=_LINE, zorder=3)
        for spot, (_, estimate) in zip(spots, rows, strict=True):
            axes.annotate(
                f"{estimate.value:.2f}  n {estimate.n}", (1.02, spot), va="center", fontsize=9,
                xycoords=("axes fraction", "data"), color=_INK,
            )  # fmt: skip
        axes.set_yticks(spots, [_plain(name) for name, _ in rows])
        axes.invert_yaxis()
        axes.set_xlim(-0.02, 1.02)
        axes.grid(axis="x", color=_GRID, linewidth=0.8)

    return _drawn(plot, 6.4, 0.8 + 0.25 * max(1, len(rows)))


def risk_coverage_plot(scores: Sequence[Score], weights: Mapping[str, float]) -> str | None:
    """Share wrong against share answered, highest confidence first; None for under 5 answers."""
    rows = [s for s in scores if s.measure == "aurc"]
    if len(rows) < 5:
        return None
    weight = np.array([[weights[s.case_id] for s in rows]])
    values = np.array([s.value for s in rows])
    coverage, risk = risk_coverage(values, np.array([s.at or 0.0 for s in rows]), weight)

    def plot(axes: Any) -> None:
        axes.step(coverage[0], risk[0], where="pre", color=_LINE, linewidth=2)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, max(0.05, float(np.nanmax(risk)) * 1.15))
        axes.set_xlabel(
            "share of the answers given, highest confidence first", fontsize=9, color=_INK
        )
        axes.set_ylabel("share wrong", fontsize=9, color=_INK)
        axes.grid(color=_GRID, linewidth=0.8)

    return _drawn(plot, 4.6, 2.9)


def latency_plot(outcomes: Sequence[Outcome]) -> str:
    """A histogram of the times."""
    times = np.array([o.seconds * 1000 for o in outcomes])

    def plot(axes: Any) -> None:
        most = float(np.quantile(times, 0.995)) or 1.0
        axes.hist(np.minimum(times, most), bins=30, color=_LINE)
        axes.set_xlabel("milliseconds for an answer", fontsize=9, color=_INK)
        axes.set_ylabel("questions", fontsize=9, color=_INK)
        axes.grid(axis="y", color=_GRID, linewidth=0.8)

    return _drawn(plot, 4.6, 2.9)


def _plain(text: str) -> str:
    label = "".join(c for c in text if c.isprintable())
    label = label[: _LABEL_CHARS - 1] + "…" if len(label) > _LABEL_CHARS else label
    return label.replace("$", r"\$")


def _drawn(plot: Callable[[Any], None], width: float, height: float) -> str:
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Canvas

    settings: Any = {"svg.hashsalt": "bantin", "svg.fonttype": "none", "font.family": "DejaVu Sans"}
    with mpl.rc_context(settings):
        canvas = Canvas(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(canvas)
        axes = canvas.add_subplot()
        plot(axes)
        axes.tick_params(labelsize=9, colors=_INK, length=0)
        axes.set_axisbelow(True)
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        out = io.StringIO()
        canvas.savefig(out, format="svg", metadata={"Date": None}, transparent=True)
    text = _METADATA.sub("", out.getvalue())  # it holds addresses of XML vocabularies
    return text[text.index("<svg") :]
