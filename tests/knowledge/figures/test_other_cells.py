"""Cells without a number, and what the headings of tables of all kinds give to their numbers."""

import pytest

from knowledge.figures.cells import OtherCell, other_cells
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import draft_of
from knowledge.records import Bulletin, Figure, SectionKind


def bulletin_of(*rows: str, caption: str = "Kết quả năm 2022") -> Bulletin:
    """A bulletin of 20 December 2022 with a table."""
    blocks: list[tuple[SectionKind, str]] = [("paragraph", caption)]
    blocks += [("row", row) for row in rows]
    header = {"title": "Tin tỉnh Phú Thọ", "date": "2022-12-20", "place": "Phú Thọ"}
    return bulletin_from_draft(draft_of(header, blocks, "bang"), "bang", "bang")


def figure_of(row: str, caption: str = "Kết quả năm 2022") -> Figure:
    bulletin = bulletin_of(row, caption=caption)
    (figure,) = extract_figures(bulletin, 1, split_passages(bulletin, 1))
    return figure


def cell(heading: str | None, *rows: str) -> OtherCell:
    (other,) = (c for c in other_cells(bulletin_of(*rows)) if c.heading == heading)
    return other


def test_a_cell_of_words_has_its_row_and_column() -> None:
    """Its text, name and place."""
    term = cell("Thời hạn", "Huyện Thanh Ba, Tách hộ: Thời hạn: 05 ngày.")
    assert (term.text, term.place) == ("05 ngày", "huyện Thanh Ba")
    assert term.name == "Tách hộ – Thời hạn"


def test_a_column_that_other_rows_have_is_an_empty_cell() -> None:
    """The row without it has a cell without text, of the column's time."""
    rows = ("Hồ A: Năm 2021: 5; Năm 2022: 6.", "Hồ B: Năm 2022: 7.")
    (empty,) = (c for c in other_cells(bulletin_of(*rows)) if not c.text)
    assert (empty.heading, empty.period and empty.period.start.year) == ("Năm 2021", 2021)


def test_a_telephone_number_is_no_figure() -> None:
    """Its groups look like thousands."""
    assert cell("Điện thoại", "Trạm A: Điện thoại 0944.205.963.").text == "0944.205.963"


def test_a_range_is_no_number() -> None:
    """Of `8 - 11` neither end is the cell."""
    assert cell("Lương (triệu đồng)", "Thợ may: Lương (triệu đồng): 8 - 11.").text == "8 - 11"


UNITS = [
    ("Tách hộ: Mức thu (đồng/trường hợp) 20.000.", "Lệ phí năm 2022", "đồng/trường hợp"),
    ("Gạo: Tăng (+), giảm 300.", "Giá một số mặt hàng năm 2022", ""),
]


@pytest.mark.parametrize(("row", "caption", "unit"), UNITS, ids=["each", "some"])
def test_headings_give_a_unit(row: str, caption: str, unit: str) -> None:
    """A known unit for each of anything; `một số mặt hàng` counts nothing."""
    assert figure_of(row, caption).unit == unit


def test_a_price_from_a_day_on_is_no_plan() -> None:
    """What is valid from next month is a rule of today."""
    caption = "Mức thu lệ phí áp dụng từ ngày 01/01/2023"
    assert figure_of("Tách hộ: Mức thu (đồng) 20.000.", caption).role == "achieved"


def test_a_sentence_above_a_table_names_no_cell() -> None:
    """Its subject is who reports, not what is counted."""
    caption = "Ban Quản lý cảng cá tỉnh thống kê lượt tàu và sản lượng qua cảng năm 2022."
    figure = figure_of("Tháng 2: Sản lượng (tấn) – Chia ra – Cá 3.987.", caption)
    assert figure.name == "sản lượng – Cá"


def test_a_kind_of_school_is_no_place() -> None:
    """Only a name whose words all have capitals is one: `Tân Dân`, not `Cao đẳng`."""
    assert figure_of("Cao đẳng: Số lớp (lớp) 4.").place == "Phú Thọ"


NO_PLACES = ["Thứ Bảy", "Chủ Nhật", "Hội Đền Đô", "Chùa Hương", "Tết Độc Lập"]


@pytest.mark.parametrize("label", NO_PLACES)
def test_a_day_a_feast_or_a_building_is_no_place(label: str) -> None:
    """Their words have capitals, as those of a commune."""
    assert figure_of(f"{label}: Số khách (người) 4.").place == "Phú Thọ"


@pytest.mark.parametrize("label", ["Sông Cầu", "Chợ Mới", "Trạm Tấu", "Cầu Giấy"])
def test_a_district_may_be_named_after_a_building(label: str) -> None:
    """Known names are places whatever their first word."""
    assert (figure_of(f"{label}: Số khách (người) 4.").place or "").startswith(label)
