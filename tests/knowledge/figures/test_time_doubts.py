"""Whether a time told before holds for the next sentence, and which month or year is meant."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure


def last_of(text: str, day: date = date(2024, 6, 3)) -> Figure:
    """The last figure of a bulletin of one paragraph."""
    draft = BulletinDraft(None, "Tin trong tỉnh", day, None, None, "Thanh Hóa", None,
                          (("paragraph", text),))  # fmt: skip
    bulletin = bulletin_from_draft(draft, "b", "b.md")
    return extract_figures(bulletin, 1, split_passages(bulletin, 1))[-1]


def spell_of(text: str, day: date = date(2024, 6, 3)) -> tuple[str, str] | None:
    period = last_of(text, day).period
    return None if period is None else (period.start.isoformat(), period.end.isoformat())


SPELLS = [
    ("Từ đầu năm đến hết tháng 5/2024 có 5.630 người xuất cảnh. Cũng trong tháng, Trung tâm mở 6 phiên.", "2024-05-01", "2024-05-31"),
    ("Lũy kế 5 tháng đầu năm 2024 có 5.630 người xuất cảnh. Riêng trong tháng, toàn tỉnh có 812 người.", "2024-05-01", "2024-05-31"),
    ("Trong tháng 5/2024 có 812 người xuất cảnh. Trong tháng, tỉnh mở 6 phiên.", "2024-05-01", "2024-05-31"),
    ("Năm 2024 có 812 người xuất cảnh. Trước đó, năm 2022 có 700 người. Tỉnh mở 6 phiên.", "2024-01-01", "2024-12-31"),
    ("Năm 2024 có 812 người xuất cảnh. Riêng năm 2022 có 700 người. Tỉnh mở 6 phiên.", "2024-01-01", "2024-12-31"),
    ("Vụ xuân 2024 đạt 68 tạ/ha. Vụ xuân trước (2023) đạt 65 tạ/ha. Giá lúa là 7.000 đồng/kg.", "2024-01-01", "2024-12-31"),
    ("Năm 2024, tỉnh chi 12 tỷ đồng. Thu nhập bình quân năm 2022 là 49 triệu đồng. Tỉnh mở 6 phiên.", "2024-01-01", "2024-12-31"),
    ("Năm 2022, tỉnh chi 12 tỷ đồng. Tỉnh mở 6 phiên.", "2022-01-01", "2022-12-31"),
    ("Theo tổng hợp của Sở, năm 2023 các huyện đều vượt chỉ tiêu. Cụ thể: thị xã có 300 người. Tỉnh mở 6 phiên.", "2023-01-01", "2023-12-31"),
    ("Năm 2024 có 812 người. Hợp tác xã được lập năm 2021, có 14 thành viên.", "2024-01-01", "2024-12-31"),
    ("Tháng 5/2024 nhận 1.702 hồ sơ, giảm so với tháng 4 (1.985 hồ sơ).", "2024-04-01", "2024-04-30"),
    ("Tuyển sinh 5 tháng được 22.940 người, ước cả năm 25.300 người.", "2024-01-01", "2024-12-31"),
    ("Tổng số thu 5 tháng đạt 58 tỷ đồng.", "2024-01-01", "2024-05-31"),
    ("Quý I/2024 đón 900 khách. Ngành đặt mục tiêu cả năm đón 17.000 khách.", "2024-01-01", "2024-12-31"),
    ("Một tập đoàn cam kết tài trợ 50 suất học nghề, trong năm tới.", "2025-01-01", "2025-12-31"),
    ("Dịp Tết Chôl Chnăm Thmây 2023 tặng quà 3.420 hộ.", "2023-01-01", "2023-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end"), SPELLS, ids=[s[0] for s in SPELLS])
def test_the_spell_of_the_last_number(text: str, start: str, end: str) -> None:
    """A look back does not last, and the words for a month or year mean that of the text."""
    assert spell_of(text) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2023 có 812 người xuất cảnh. Ngành đặt mục tiêu giảm tỷ lệ hộ nghèo 4%.",
        "Chuẩn bị năm học 2024-2025, dự kiến 9.050 em được hỗ trợ. Tỷ lệ chuyên cần đạt 97%.",
    ],
)
def test_no_plan_is_of_the_past_and_no_result_of_the_future(text: str) -> None:
    assert last_of(text).period_source == "guess"


def test_months_that_have_not_passed_are_no_spell() -> None:
    """`9 tháng` in June is how long something lasts."""
    assert spell_of("Năm 2023 nghỉ thai sản 9 tháng được 30 triệu đồng.") == (
        "2023-01-01",
        "2023-12-31",
    )


ROLES = [
    ("Nhiệm kỳ 2020 - 2025, Hội phấn đấu vận động 80 tỷ đồng. Riêng năm 2020, Hội vận động được 13,9 tỷ đồng.", "achieved"),
    ("Thị xã Bỉm Sơn có mức tăng cao nhất, thêm 215 người.", "change"),
    ("Một tập đoàn cam kết tài trợ 50 suất học nghề.", "plan"),
    ("Doanh nghiệp cam kết tuyển 120 lao động.", "plan"),
    ("Lãnh đạo tỉnh yêu cầu đến hết 31/12 giải ngân trên 95% vốn.", "plan"),
    ("Sở chỉ đạo trước ngày 30/9 hoàn thành 40 căn nhà.", "plan"),
    ("Năm 2024 nhận 1.702 hồ sơ, giảm so với năm trước (1.985 hồ sơ).", "previous"),
    ("Quý I/2024 nhận 702 hồ sơ, tăng so với quý IV/2023 (585 hồ sơ).", "previous"),
    ("Các cấp hội đã vận động được 62,4 tỷ đồng.", "achieved"),
    ("Tỉnh yêu cầu các huyện báo cáo; đến nay có 14 huyện báo cáo.", "achieved"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "role"), ROLES, ids=[r[0] for r in ROLES])
def test_the_role_of_the_last_number(text: str, role: str) -> None:
    assert last_of(text).role == role


def test_a_share_of_the_plan_that_was_only_reached_joins_its_count() -> None:
    figure = last_of("Năm 2024 đưa 78.641 lao động ra nước ngoài, chỉ đạt hơn 60% kế hoạch.")
    assert (figure.value, figure.percent) == (78641, 60)


UNITS = [
    ("Năng suất lúa đạt 68,2 tạ/ha.", "tạ/ha", None),
    ("Năng suất tôm đạt 42 tấn/ha/vụ.", "tấn/ha/vụ", None),
    ("Sản lượng lúa là 98.200 tấn.", "tấn", None),
    ("Mức hỗ trợ mai táng 7,2 triệu đồng/trường hợp.", "đồng/trường hợp", None),
    ("Vốn bình quân 1,2 tỷ đồng/hợp tác xã.", "đồng/hợp tác xã", None),
    ("Mức thưởng từ 200 nghìn đến 86 triệu đồng/người.", "đồng/người", 86_000_000),
    ("Giá vé từ 50 nghìn đồng đến 90 nghìn đồng/vé.", "đồng/vé", 90_000),
    ("Khoảng 1/3 số hợp tác xã khá; 2/5 hoạt động trung bình.", "phần", None),
    ("Ba phần tư giám đốc hợp tác xã chưa qua đào tạo.", "phần", None),
    ("Hai phần ba giáo viên đạt chuẩn.", "phần", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "high"), UNITS, ids=[u[0] for u in UNITS])
def test_the_unit_of_the_last_number(text: str, unit: str, high: int | None) -> None:
    """Yields, sums for each thing, ranges of them and fractions keep their unit whole."""
    figure = last_of(text)
    assert (figure.unit, figure.high) == (unit, high)


def test_a_private_part_is_no_quarter() -> None:
    assert last_of("Một phần tư nhân đóng góp, có 12 hộ tham gia.").unit == "hộ"


def test_a_limit_is_a_hedge() -> None:
    assert last_of("Hộ được vay không vượt quá 40 triệu đồng.").hedge == "không vượt quá"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Dịp Tết Nguyên đán Đinh Dậu 2017 diễn ra an toàn. Đã bắt 239 đối tượng.", "Tin vắn"),
        ("Đã bắt 239 đối tượng.", "An ninh dịp Tết Mậu Tuất 2018"),
    ],
)
def test_the_year_of_a_feast_is_only_a_guess_for_other_numbers(text: str, title: str) -> None:
    """`dịp Tết Nguyên đán Đinh Dậu 2017` names some days; what follows is not of the whole year."""
    draft = BulletinDraft(None, title, None, None, None, None, None, (("paragraph", text),))
    bulletin = bulletin_from_draft(draft, "b", "b.md")
    (figure,) = extract_figures(bulletin, 1, split_passages(bulletin, 1))
    assert figure.period_source == "guess"
