"""Cells of tables as figures: name, unit, role, time and place from row, column and caption."""

from decimal import Decimal

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import draft_of
from knowledge.records import Figure, SectionKind


def figures(*rows: str, caption: str = "Kết quả năm 2022", title: str = "Tin tỉnh Phú Thọ") -> tuple[
    Figure, ...
]:  # fmt: skip
    """The figures of a bulletin of 20 December 2022 with a table."""
    blocks: list[tuple[SectionKind, str]] = [("paragraph", caption)]
    blocks += [("row", row) for row in rows]
    header = {"title": title, "date": "2022-12-20", "place": "Phú Thọ"}
    bulletin = bulletin_from_draft(draft_of(header, blocks, "bang"), "bang", "bang")
    return extract_figures(bulletin, 1, split_passages(bulletin, 1))


NAMES = [
    ("Huyện Thanh Ba: Hộ nghèo – Tỷ lệ (%) 5,2.", "tỷ lệ hộ nghèo", "poverty_rate", "%"),
    ("Huyện Thanh Ba: Hộ nghèo – Số hộ 120.", "số hộ nghèo", "poor_households", "hộ"),
    ("Số lao động được giải quyết việc làm (Người): Thực hiện năm 2022: 120.",
     "số lao động được giải quyết việc làm", "jobs", "người"),
    ("Càng Long, Sơ cấp: Số lớp (lớp) 31.", "số lớp – Sơ cấp", None, "lớp"),
    ("Tổng số thu, trong đó BHYT (Tỷ đồng): Năm 2022: 2.", "tổng số thu, trong đó BHYT", None, "đồng"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "name", "indicator", "unit"), NAMES, ids=[r[1] for r in NAMES])
def test_row_and_column_name_a_cell(row: str, name: str, indicator: str | None, unit: str) -> None:
    """What is counted, and the indicator where no word narrows it."""
    (figure,) = figures(row)
    assert (figure.name, figure.indicator, figure.unit) == (name, indicator, unit)


def test_a_caption_names_cells_whose_row_and_column_do_not() -> None:
    """A total and its part are counted by the caption; the part is no figure of the indicator."""
    whole, part = figures(
        "Huyện Hạ Hòa: Tổng số 519; Trong đó – Nhật Bản 243.",
        caption="Bảng 1. Lao động đi làm việc ở nước ngoài theo huyện (đơn vị: người)",
    )
    assert (whole.indicator, whole.unit, whole.within) == ("labour_abroad", "người", None)
    assert part.name == "lao động đi làm việc ở nước ngoài – Nhật Bản"
    assert (part.indicator, part.within) == (None, "Lao động đi làm việc ở nước ngoài")


VALUES = [("621,4", "nghìn người", "621400"), ("80,25", "Triệu đồng", "80250000"),
          ("1 210", "hộ", "1210"), ("-3", "hộ", "-3")]  # fmt: skip


@pytest.mark.parametrize(("cell", "unit", "value"), VALUES, ids=[row[0] for row in VALUES])
def test_a_unit_multiplies_its_numbers(cell: str, unit: str, value: str) -> None:
    """Thousands and millions of a heading are multiplied out."""
    (figure,) = figures(f"Huyện Thanh Ba: Số liệu ({unit}) {cell}.", caption="Thu nhập năm 2022")
    assert figure.value == Decimal(value)


def test_plan_result_and_percent_stand_beside_each_other() -> None:
    """Headings give the role; a percentage of the plan is of the time of the result."""
    roles = [
        (f.role, f.value, f.period and f.period.text)
        for f in figures(
            "Việc làm mới (người): Kế hoạch năm 2022: 500; Thực hiện 9 tháng năm 2022: 450; Tỷ lệ đạt (%) 90."
        )
    ]
    assert roles == [
        ("plan", Decimal(500), "năm 2022"),
        ("achieved", Decimal(450), "9 tháng năm 2022"),
        ("percent_of_plan", Decimal(90), "9 tháng năm 2022"),
    ]


TIMES = [
    ("Huyện A: Số ca – năm 2021: 5.", (2021, 1, 2021, 12), "sentence"),
    ("Huyện A: Tháng 8 (ca) 5.", (2020, 8, 2020, 8), "sentence"),
    ("Huyện A: Số ca 5.", (2020, 1, 2020, 12), "earlier sentence"),
]


@pytest.mark.parametrize(("row", "months", "source"), TIMES, ids=[row[0] for row in TIMES])
def test_the_nearest_heading_dates_a_cell(
    row: str, months: tuple[int, int, int, int], source: str
) -> None:
    """The time of the column, with the caption's year where it has none, else of the caption."""
    (figure,) = figures(row, caption="Số ca mắc sốt xuất huyết năm 2020")
    period = figure.period
    assert period is not None
    assert (period.start.year, period.start.month, period.end.year, period.end.month) == months
    assert figure.period_source == source


PLACES = [
    ("Huyện Thanh Ba: Hộ nghèo (hộ) 5.", "Tin tỉnh Phú Thọ", "huyện Thanh Ba"),
    ("Tổng cộng: Hộ nghèo (hộ) 5.", "Tin tỉnh Phú Thọ", "Phú Thọ"),
    ("Tổng cộng: Hộ nghèo (hộ) 5.", "Tin huyện Hạ Hòa, tỉnh Phú Thọ", "huyện Hạ Hòa"),
    ("CẢ NƯỚC: Hộ nghèo (hộ) 5.", "Tin tỉnh Phú Thọ", "cả nước"),
]


@pytest.mark.parametrize(("row", "title", "place"), PLACES, ids=[row[2] for row in PLACES])
def test_a_row_names_its_place_and_a_total_that_of_the_table(
    row: str, title: str, place: str
) -> None:
    """The unit of the label, of the title for a total, or the country."""
    (figure,) = figures(row, title=title)
    assert figure.place == place


def test_a_cell_is_the_span_of_its_number_in_its_row() -> None:
    """The figure's span is the cell, its sentence the row."""
    row = "Huyện Thanh Ba: Hộ nghèo (hộ) 1.210; Việc làm (người) 85."
    first, _ = figures(row)
    assert first.quote == "1.210"
    assert first.sentence_end - first.sentence_start == len(row)


@pytest.mark.parametrize("caption", ["Hộ nghèo theo Nghị định 07/2021/NĐ-CP", "Hộ nghèo 2021-2025"])
def test_a_law_and_a_span_of_years_give_a_month_no_year(caption: str) -> None:
    """The month is of the year of publication."""
    (figure,) = figures("Huyện Thanh Ba: Tháng 8 (hộ) 120.", caption=caption)
    assert figure.period is not None
    assert figure.period.start.year == 2022


def test_an_index_is_no_change() -> None:
    """`So với cùng kỳ (%) 105,3` may be a rise by 5,3 %; a rise that is called one is a change."""
    assert figures("Chè: So với cùng kỳ (%) 105,3.") == ()
    (rise,) = figures("Chè: Tăng so với cùng kỳ (%) 5,3.")
    assert rise.role == "change"


BEFORE = [
    ("Thực hiện cùng kỳ năm trước", "2021"), ("Năm trước", "2021"), ("Thực hiện kỳ này", "2022"),
    ("Cùng kỳ năm 2020", "2020"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "year"), BEFORE, ids=[row[0] for row in BEFORE])
def test_a_column_of_the_year_before_is_a_year_earlier(heading: str, year: str) -> None:
    """Its number never answers for the time of the report."""
    (figure,) = figures(f"Lúa (Tấn): {heading}: 120.")
    assert figure.period is not None
    assert str(figure.period.end.year) == year


def test_a_day_in_a_heading_takes_the_year_of_the_table() -> None:
    """`ngày 11/9` under a caption of 2022."""
    (figure,) = figures("Trạm La Tiến: Mực nước ngày 11/9 – 7h (m) 5,40.")
    assert figure.period is not None
    assert figure.period.start.isoformat() == "2022-09-11"


def test_two_levels_of_a_heading_say_together_that_it_is_a_share_of_the_plan() -> None:
    """`So sánh với (%)` above `Dự toán năm`."""
    (figure,) = figures("Chi y tế: So sánh với (%) – Dự toán năm: 78,1.")
    assert (figure.role, figure.unit) == ("percent_of_plan", "%")


def test_a_cell_of_places_gives_the_row_its_place() -> None:
    """The cell beside it, under `Địa điểm`, and not the column of causes."""
    (figure,) = figures(
        "07/02/2022: Địa điểm: Huyện Hạ Hòa; Diện tích cháy (ha) 5,75; Nguyên nhân: Đốt nương."
    )
    assert figure.place == "huyện Hạ Hòa"


def test_who_publishes_a_table_is_not_what_it_counts() -> None:
    """The title names what is counted where the line above the table names an office."""
    (figure,) = figures(
        "Năm 2020: Tổng số (Người) 120.",
        caption="Niên giám thống kê tỉnh Phú Thọ.", title="Dân số trung bình tỉnh Phú Thọ",
    )  # fmt: skip
    assert figure.name == "dân số trung bình"


ROLES = [
    ("Xã A: Tỷ lệ hộ nghèo (%) – Kế hoạch năm 2022: 5,2.", "plan", "%"),
    ("Xã A: So sánh với (%) – Dự toán năm: 98,2.", "percent_of_plan", "%"),
]


@pytest.mark.parametrize(("row", "role", "unit"), ROLES, ids=[row[1] for row in ROLES])
def test_a_planned_rate_is_a_plan(row: str, role: str, unit: str) -> None:
    """A plan below a heading of a rate is no percentage of a plan."""
    (figure,) = figures(row)
    assert (figure.role, figure.unit) == (role, unit)


def test_a_price_is_money_for_the_unit_of_its_row() -> None:
    """The unit of the row is that of what is sold."""
    (figure,) = figures("Xi măng (tấn): Giá tháng 5 (đồng) 1.655.000.", caption="Giá năm 2022")
    assert figure.unit == "đồng/tấn"
