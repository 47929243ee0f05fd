"""What of a page changes with every visit, and what does not."""

import pytest

from knowledge.text.volatile_parts import without_volatile


@pytest.mark.parametrize(
    "line",
    [
        "Lượt xem: 1234", "Lượt xem: 1.234", "1.234 lượt xem", "Số lượt truy cập: 5,678,901",
        "Tổng số lượt truy cập 12 345", "Đã xem: 45", "Số lần đọc: 12", "Views: 1.2k", "12 views",
        "Lượt tải về: 3", "15 bình luận", "Đang online: 12", "Đang truy cập: 7", "Hôm nay: 1.234",
        "Tháng này 45.678", "Tất cả: 9.999.999", "5 phút trước", "Cập nhật 3 giờ trước",
        "2 hours ago", "Vừa xong", "Thứ năm, 26/11/2026", "Thứ Năm, ngày 26 tháng 11 năm 2026",
        "Chủ nhật, 26/11/2026 10:15:33", "10:15 AM", "26/11/2026 10:15 GMT+7",
        "Hôm nay: Thứ 5, 26/11/2026", "Hà Nội 23°C", "Nhiệt độ: 25,5 °C", "18°C - 25°C",
        "Độ ẩm: 80%", "Lượt xem: 12 | 26/11/2026 - 10:15 | 5 phút trước", "(Lượt xem: 77)",
    ],
)  # fmt: skip
def test_a_part_that_changes_with_every_visit_is_left_out(line: str) -> None:
    assert without_volatile(f"Trước.\n{line}\nSau.") == "Trước\nSau"


@pytest.mark.parametrize(
    "line",
    [
        "Tỷ lệ hộ nghèo còn 24,82%", "753 người", "Năm 2022 có 753 lượt người được xem xét hỗ trợ",
        "Nhiệt độ trung bình năm 2022 là 23°C, cao hơn năm trước", "Hộ nghèo: 1.234",
        "Quyết định 26/11/2026 của UBND tỉnh", "Ba Bể: 85", "5 phút trước giờ khai mạc",
        "Hôm nay: 1.234 người đăng ký", "ngày 26 tháng 11", "Độ ẩm đất 80%", "Bích Huệ",
        "12 lượt xem xét hồ sơ",
    ],
)  # fmt: skip
def test_what_a_bulletin_says_stays(line: str) -> None:
    assert without_volatile(line) == line


def test_what_stands_beside_a_counter_stays() -> None:
    assert without_volatile("Bích Huệ | Lượt xem: 12 | Bắc Kạn") == "Bích Huệ | Bắc Kạn"
