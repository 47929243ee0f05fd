"""Questions over tables: the named cell answers, an empty or another one never does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.evidence.cells import RowFilter, WordEvidence, asks_cell, gather_cell
from assistant.question.understanding import understand
from assistant.records import FigureEvidence
from knowledge.search.library import Library
from tests.conftest import Bench

FEES = """
| STT | Thủ tục | Nộp trực tiếp (đồng/trường hợp) | Nộp trực tuyến (đồng/trường hợp) | Thời hạn |
|---|---|---|---|---|
| 1 | Đăng ký thường trú | 20.000 | 10.000 | 07 ngày làm việc |
| 2 | Đăng ký tạm trú | 15.000 | - | 03 ngày làm việc |
| 3 | Tách hộ | 10.000 | 5.000 | 05 ngày làm việc |
"""
DAYS = """
| TT | Ngày | Người tiếp | Điện thoại | Địa điểm |
|---|---|---|---|---|
| 1 | 05/11/2022 | Ông Trần Quốc Bảo | 0209.387.1111 | Phòng 101 |
| 2 | 12/11/2022 | Bà Lê Thị Thu Hà | 0209.387.2222 | Nhà văn hóa An Hải |
"""
STATES = """
| Thời điểm | BHXH tự nguyện (người) | BHYT (người) |
|---|---|---|
| 31/7/2022 | 21.766 | 821.930 |
| 31/8/2022 | 22.108 | 823.512 |
"""
LAKES = """
| Tên hồ | Huyện | Dung tích thiết kế (m³) | Dung tích hiện tại (m³) |
|---|---|---|---|
| Sông Cái | Ba Bể | 219 | 101 |
| Sông Sắt | Chợ Đồn | 69 | 30 |
| Tổng cộng | | 288 | 131 |
"""
PLANS = """
| Nội dung | Dự toán năm 2022 (tỷ đồng) | Thực hiện năm 2022 (tỷ đồng) |
|---|---|---|
| Thu nội địa | 680 | 750 |
| Lệ phí trước bạ | 38 | 29 |
"""


@pytest.fixture
def library(bench: Bench, bulletin_file: Callable[..., Path]) -> Callable[[str], Library]:
    """A function that loads a bulletin with a table."""

    def load(table: str) -> Library:
        bench.load(
            bulletin_file(
                f"Bảng sau đây:\n{table}", title="Lịch tiếp công dân, thông báo của tỉnh Bắc Kạn"
            )
        )
        return bench.library

    return load


def content(library: Library, question: str) -> str | None:
    """The text of the cell that answers; "" for an empty one, None for no answer."""
    cell = gather_cell(understand(question), library, None)
    if isinstance(cell, FigureEvidence):
        return cell.figure.quote
    return cell.text if isinstance(cell, WordEvidence) else None


ANSWERS = [
    (FEES, "Lệ phí nộp trực tuyến khi đăng ký thường trú là bao nhiêu?", "10.000"),
    (FEES, "Thời hạn đăng ký tạm trú là mấy ngày?", "03 ngày làm việc"),
    (FEES, "Nộp trực tuyến khi đăng ký tạm trú là bao nhiêu?", ""),
    (DAYS, "Ai tiếp công dân ngày 12/11/2022?", "Bà Lê Thị Thu Hà"),
    (DAYS, "Ngày 12/11/2022 tiếp ở đâu?", "Nhà văn hóa An Hải"),
    (DAYS, "ong tran quoc bao tiep cong dan ngay nao", "05/11/2022"),
    (DAYS, "Số điện thoại của bà Lê Thị Thu Hà?", "0209.387.2222"),
    (DAYS, "Ai tiếp công dân ngày 03/12/2022?", None),
    (STATES, "Đến ngày 31/7/2022 có bao nhiêu người tham gia BHXH tự nguyện?", "21.766"),
    (STATES, "Tháng 8/2022 có bao nhiêu người tham gia BHYT?", "823.512"),
    (STATES, "Đến ngày 30/6/2022 có bao nhiêu người tham gia BHYT?", None),
    (LAKES, "Dung tích hiện tại của hồ Sông Sắt là bao nhiêu?", "30"),
    (LAKES, "Dung tích hiện tại của hồ Sông Trâu là bao nhiêu?", None),
    (LAKES, "What is the design capacity of Sông Cái reservoir?", "219"),
    (LAKES, "How many sturgeon and carp hatcheries does Sông Cái have by design?", None),
    (PLANS, "Dự toán thu nội địa năm 2022 là bao nhiêu?", "680"),
    (PLANS, "Năm 2022 thu nội địa được bao nhiêu?", "750"),
    (PLANS, "Thu nội địa năm 2021 là bao nhiêu?", None),
]


@pytest.mark.parametrize(("table", "question", "text"), ANSWERS, ids=[row[1] for row in ANSWERS])
def test_the_cell_that_a_question_names_answers(
    library: Callable[[str], Library], table: str, question: str, text: str | None
) -> None:
    """By row, column, time and kind; an empty cell is told from one that no table has."""
    assert content(library(table), question) == text


def test_a_row_that_lacks_the_words_of_others_is_rejected(
    library: Callable[[str], Library],
) -> None:
    """A quotation of the row of temporary residence does not answer for permanent residence."""
    held = library(FEES)
    rows = RowFilter(understand("Đăng ký thường trú mất bao lâu?"), held)
    sections = [s for s in held.edition("tin").bulletin.sections if s.kind == "row"]
    problems = [rows.problem("tin", (s.start, s.end), None) for s in sections]
    assert problems == [None, *["other cells have the words of the question"] * 2]


def test_a_row_of_another_day_is_rejected(library: Callable[[str], Library]) -> None:
    """The nearest day of a schedule does not answer for a day that it lacks."""
    held = library(DAYS)
    rows = RowFilter(understand("Ai tiếp công dân ngày 03/12/2022?"), held)
    sections = [s for s in held.edition("tin").bulletin.sections if s.kind == "row"]
    problems = [rows.problem("tin", (s.start, s.end), None) for s in sections]
    assert problems == ["a row of another time"] * 2


def test_a_place_that_is_only_named_often_is_none_of_a_cell(bench: Bench, tmp_path: Path) -> None:
    """A guessed place is not told as that of a cell."""
    path = tmp_path / "tin.md"
    body = "Xe từ Bắc Kạn đến. Xe khác đi Bắc Kạn.\n\n| Loại | Số vụ (vụ) |\n|---|---|\n| Đường bộ | 87 |"
    path.write_text(f"---\ntitle: Tai nạn năm 2022\ndate: 2022-12-07\n---\n\n{body}\n", "utf-8")
    bench.load(path)
    cell = gather_cell(understand("Năm 2022 đường bộ có bao nhiêu vụ?"), bench.library, None)
    assert isinstance(cell, FigureEvidence)
    assert (cell.figure.quote, cell.figure.place) == ("87", None)


@pytest.mark.parametrize(
    ("question", "is_one_cell"),
    [
        ("Trường học thiệt hại ra sao trong năm 2023?", False),
        ("By when must workers hand in their papers?", True),
        ("When do the papers have to be in?", True),
        ("Hồ sơ nộp đến ngày nào?", True),
        ("Vì sao trường học thiệt hại?", True),
        ("How far is the station?", True),
        ("How do people escape poverty?", False),
        ("How did the province rank in 2022?", True),
        ("Số hộ nghèo năm 2022 so với năm 2023?", False),
    ],
)
def test_one_cell_may_answer_what_asks_for_one_thing(question: str, *, is_one_cell: bool) -> None:
    assert asks_cell(understand(question)) is is_one_cell
