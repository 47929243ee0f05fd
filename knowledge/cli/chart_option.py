"""The `--chart FILE` option of commands."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from knowledge.numbers.numerals import Notation
    from knowledge.output.charts import Chart

ChartOption = Annotated[
    Path | None, typer.Option("--chart", help="Draw the figures into this .svg or .png file.")
]


def check_chart_path(path: Path | None) -> None:
    """Raises a usage error for a file that no chart can be written to, before any work is done."""
    if path is not None and path.suffix not in (".svg", ".png"):
        raise typer.BadParameter(f"{str(path)!r}: a chart is written as .svg or .png")
    if path is not None and not path.parent.is_dir():
        raise typer.BadParameter(f"{str(path)!r}: the folder {str(path.parent)!r} does not exist")


def save_chart(chart: "Chart | None", path: Path, language: str = "vi") -> None:
    """Writes the chart; without one, prints the reason and exits with 1."""
    from knowledge.output.charts import draw

    if chart is None:
        sys.stderr.write("no chart: it takes two figures of one unit, by year or by place\n")
        raise typer.Exit(1)
    style: Notation = "en" if language == "en" else "vi"
    path.write_bytes(draw(chart, "png" if path.suffix == ".png" else "svg", style))
    sys.stderr.write(f"chart written to {path}\n")
