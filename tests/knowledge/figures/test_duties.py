"""A duty, a hope or what is to come is a plan; what had to be done and was done is none."""

import pytest

from tests.knowledge.figures.test_placing import figures_of


@pytest.mark.parametrize(
    "line",
    [
        "Doanh nghiệp phải gỡ bỏ 131 trang web.",
        "Chủ đầu tư buộc phải tháo dỡ 12 căn hộ xây trái phép.",
        "Nhà mạng có trách nhiệm ngăn chặn 131 trang web.",
        "Các địa phương cần rà soát 500 hộ nghèo.",
        "Google được yêu cầu gỡ bỏ 131 video.",
        "Số phòng ở phải xây dựng là 1.850 phòng.",
        "Trung tâm sẽ đào tạo 300 người.",
        "Tỉnh phấn đấu có 300 người được đào tạo.",
        "Dự kiến có 300 người tham gia.",
        "Ban tổ chức hy vọng thu hút 300 doanh nghiệp.",
        "Tỉnh chuẩn bị mở 12 lớp dạy nghề.",
        "Công ty có nhu cầu tuyển 300 lao động.",
        "Tới đây, tỉnh mở thêm 12 lớp.",
        "Trong thời gian tới, huyện trồng mới 300 ha rừng.",
        "Ngân hàng cam kết giải ngân 500 tỷ đồng.",
        "Tỉnh quyết tâm giảm 500 hộ nghèo trong năm 2024.",
        "Dự án có thể tạo 300 việc làm.",
        "Nhà máy có thể tạo việc làm cho 300 người.",
        "Công ty đang tuyển 200 công nhân.",
        "Công ty đang cần tuyển 200 công nhân.",
        "Khu công nghiệp ước tạo 5.000 việc làm.",
    ],
)
def test_what_is_to_be_done_is_planned(line: str) -> None:
    assert [f.role for f in figures_of([line])] == ["plan"]


@pytest.mark.parametrize(
    "line",
    [
        "Google đã phải gỡ bỏ 131 video.",
        "Xã phải trả lại 30 triệu đồng vì thu sai.",
        "Trung tâm đã đào tạo 300 người.",
        "Lao động phải làm việc 10 giờ với 300 công nhân.",
        "Trong thời gian qua, huyện trồng mới 300 ha rừng.",
        "Công ty có thể tự hào vì đã tạo 300 việc làm.",
        "Công ty đang tuyển sinh, đã nhận 200 hồ sơ.",
        "6 tháng đầu năm, ước giải quyết việc làm cho 300 người.",
    ],
)
def test_what_was_done_is_no_plan(line: str) -> None:
    """Nor is what a court rules."""
    assert "plan" not in [f.role for f in figures_of([line])]
