"""Charts show comparable figures, and their words are text."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from knowledge.output.charts import Chart, Point, chart_of, draw
from knowledge.records import Figure, Period

PNG = b"\x89PNG"


def figure(value: str, year: int, place: str, unit: str = "%", months: int = 12) -> Figure:
    period = Period(
        date(year, 1, 1), date(year, months, 30 if months < 12 else 31), "year", f"năm {year}"
    )
    return Figure(
        figure_id=f"{place}{year}", bulletin_id="b", revision=1, passage_id="p", name="tỷ lệ hộ nghèo",
        indicator="poverty_rate", value=Decimal(value), unit=unit, role="achieved", plan=None, total=None,
        percent=None, share=None, change=None, hedge=None, preliminary=False, within=None, period=period,
        period_source="sentence", period_start=0, period_end=1, place=place, start=0, end=1, quote="x",
        sentence_start=0, sentence_end=1,
    )  # fmt: skip


def test_one_place_over_years_is_a_line() -> None:
    made = chart_of([figure("2.82", 2020, "A"), figure("2.16", 2021, "A")], "Nghèo")
    assert made is not None
    assert made.kind == "line"
    assert [(p.label, p.value) for p in made.points] == [("2020", "2.82"), ("2021", "2.16")]


def test_places_of_one_year_are_bars_the_longest_first() -> None:
    made = chart_of([figure("2", 2020, "A"), figure("5", 2020, "B")], "Nghèo")
    assert made is not None
    assert (made.kind, [p.label for p in made.points]) == ("bars", ["B", "A"])


def test_what_may_not_stand_side_by_side_is_not_drawn() -> None:
    """Figures of another unit, of a part of a year or of the whole country are left out."""
    year = figure("2", 2020, "A")
    assert chart_of([year, figure("5", 2020, "B", unit="hộ")], "") is None
    assert chart_of([year, figure("5", 2020, "B", months=6)], "") is None
    assert chart_of([year, figure("5", 2020, "cả nước")], "") is None
    assert chart_of([], "") is None


def test_a_final_value_is_drawn_before_a_preliminary_one() -> None:
    first = replace(figure("24.82", 2022, "A"), preliminary=True)
    made = chart_of([first, figure("24.71", 2022, "A"), figure("19.93", 2019, "A")], "")
    assert made is not None
    assert [p.value for p in made.points] == ["19.93", "24.71"]


CHART = Chart(
    "bars",
    "Tỷ lệ hộ nghèo · 2019",
    "%",
    (Point("huyện Pác Nặm", "35.22"), Point("Na Rì", "25.11", True)),
)


def test_the_picture_says_every_value_and_label() -> None:
    text = draw(CHART).decode()
    ET.fromstring(text)
    for word in ("huyện Pác Nặm", "35,22%", "≈ 25,11%", "Tỷ lệ hộ nghèo"):
        assert word in text
    assert "35.22%" in draw(CHART, style="en").decode()
    assert draw(CHART, "png").startswith(PNG)


def test_the_same_chart_is_the_same_bytes() -> None:
    assert draw(CHART) == draw(CHART)


@pytest.mark.parametrize(
    "label", ["<script>alert(1)</script>", "$x^2$ $", "a\x00b\x1b[31m", '" onload="x', "&lt;" * 200]
)
def test_words_of_a_bulletin_stay_words(label: str) -> None:
    """A label gives no element, attribute or formula."""
    made = replace(CHART, title=label, points=(Point(label, "1"), Point("b", "2")))
    root = ET.fromstring(draw(made).decode())
    names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    assert "script" not in names
    assert all(not key.lower().startswith("on") for e in root.iter() for key in e.attrib)
    draw(made, "png")


def test_a_single_bar_does_not_fill_the_picture() -> None:
    root = ET.fromstring(draw(Chart("bars", "Câu hỏi", "câu", (Point("24/11", "12"),))))
    whole = float(root.attrib["viewBox"].split()[2])
    bar = next(e for e in root.iter() if e.tag.endswith("path") and "#0b5d8f" in e.get("style", ""))
    corners = bar.attrib["d"].replace("z", "").replace("M", "L").split("L")[1:]
    across = [float(corner.split()[0]) for corner in corners]
    assert (max(across) - min(across)) / whole < 0.2
