"""The page of the comparison: a Markdown table of all lines, and the plots of some."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from evals.bench.peers.lines import Line

_COLUMNS = 3
_HEADS = {
    "cost": "Speed, memory, disk",
    "retrieval over the news": "Retrieval over the news",
    "without a generator": "The first passages as the answer",
    "answers of each system's own chain": "Answers of each system's own chain",
}


def markdown(lines: Sequence[Line], titles: Mapping[str, str]) -> str:
    """One table for each group, with a column for every system and bantin's place."""
    parts = []
    for group, members in groupby(lines, key=lambda line: line.group):
        parts.append(f"## {_HEADS.get(group, group)}\n")
        heads = ["", "n", *titles.values(), "bantin is"]
        parts.append("| " + " | ".join(heads) + " |")
        parts.append("|---|---:|" + "---:|" * len(titles) + "---|")
        for line in members:
            cells = [_number(line.values.get(name), line.decimals) for name in titles]
            count = "" if line.n is None else str(line.n)
            parts.append("| " + " | ".join([line.title, count, *cells, line.verdict]) + " |")
        parts.append("")
    return "\n".join(parts)


def _number(value: float | None, decimals: int) -> str:
    return "" if value is None or value != value else f"{value:,.{decimals}f}"


def plot(lines: Sequence[Line], titles: Mapping[str, str], path: Path) -> None:
    """Bars of the lines, a small chart for each; the first system is drawn in another colour."""
    from matplotlib.figure import Figure

    rows = -(-len(lines) // _COLUMNS)
    figure = Figure(figsize=(11, 1.9 * rows), layout="constrained")
    axes = figure.subplots(rows, _COLUMNS, squeeze=False).flatten()
    names = list(titles)[::-1]
    for axis, line in zip(axes, lines, strict=False):
        values = [line.values.get(name) or 0 for name in names]
        colours = ["#0b6e4f" if name == next(iter(titles)) else "#9aa5b1" for name in names]
        bars = axis.barh([titles[name] for name in names], values, color=colours)
        labels = [_number(line.values.get(name), line.decimals) for name in names]
        axis.bar_label(bars, labels, fontsize=7, padding=2)
        axis.set_title(f"{line.title} ({line.better} is better)", fontsize=8)
        axis.tick_params(labelsize=7)
        axis.set_xticks([])
        axis.margins(x=0.18)
        axis.spines[["top", "right", "bottom"]].set_visible(False)
    for axis in axes[len(lines) :]:
        axis.set_visible(False)
    figure.savefig(path, metadata={"Date": None})
