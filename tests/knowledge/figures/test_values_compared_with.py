"""A value that another is compared with is an earlier one; a value may leave its unit out."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure


def figures_of(text: str, day: date = date(2018, 5, 2)) -> tuple[Figure, ...]:
    draft = BulletinDraft(None, "Tin", day, None, None, None, None, (("paragraph", text),))
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    return extract_figures(bulletin, 1, split_passages(bulletin, 1))


def roles_of(text: str) -> list[tuple[str, str]]:
    return [(f"{p.value.normalize():f}", p.role) for f in figures_of(text) for p in f.parts]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Mổ ruột thừa phải trả 5,8 triệu đồng so với 5,1 triệu đồng hiện nay.", "5100000"),
        ("Tỷ lệ hộ nghèo còn 4,3% so với 6,1% của năm trước.", "6.1"),
        ("Toàn huyện có 320 lớp, so với 298 lớp năm học trước.", "298"),
        ("Sản lượng đạt 12.000 tấn, so với mức 10.500 tấn của năm 2016.", "10500"),
        ("Xã có 45 hộ nghèo so với con số 60 hộ hồi đầu năm.", "60"),
        ("Giá lợn hơi là 52.000 đồng/kg so với khoảng 38.000 đồng/kg tháng trước.", "38000"),
        ("Thu nhập đạt 28 triệu đồng/người (cách đây 5 năm mới chỉ đạt 13 triệu đồng/người).", "13000000"),
        ("Tỷ lệ che phủ rừng đạt 52%, cách đây 10 năm chỉ là 40%.", "40"),
        ("Hiện huyện có 20 trường chuẩn; cách đây ba năm mới có 12 trường.", "12"),
        ("Tỷ lệ hộ nghèo còn 4,3% so với 6,1% năm 2016.", "6.1"),
        ("Doanh thu đạt 12 tỷ đồng so với 9 tỷ đồng quý IV.", "9000000000"),
        ("Trạm khám cho 300 người, so với chỉ 120 người năm ngoái.", "120"),
    ],
)  # fmt: skip
def test_what_a_value_is_compared_with_is_previous(text: str, value: str) -> None:
    assert (value, "previous") in roles_of(text)
    assert [role for _, role in roles_of(text)].count("previous") == 1


@pytest.mark.parametrize(
    ("text", "value", "period"),
    [
        ("Tỷ lệ hộ nghèo giảm từ 7,1% xuống 6,6% so với năm 2014.", "7.1", "năm 2014"),
        ("Số hộ nghèo giảm từ 1.200 hộ xuống còn 900 hộ so với cuối năm 2016.", "1200", "năm 2016"),
        ("Quý II/2015, tỷ lệ giảm từ 7,1% xuống 6,6% so với quý I/2015.", "7.1", "quý I/2015"),
        ("Thu nhập tăng từ 21 triệu đồng lên 28 triệu đồng so với năm 2013.", "21000000", "năm 2013"),
        ("Sản lượng đạt 12.000 tấn, so với mức 10.500 tấn của năm 2016.", "10500", "năm 2016"),
        ("Tỷ lệ hộ nghèo còn 4,3% so với 6,1% của năm trước.", "6.1", "năm trước"),
        ("Số ca mắc mới tăng từ 68.000 ca năm 2000 lên 126.000 ca năm 2010.", "68000", "năm 2000"),
    ],
)  # fmt: skip
def test_the_earlier_value_has_the_time_compared_with(text: str, value: str, period: str) -> None:
    (figure,) = (f for f in figures_of(text) if f"{f.value.normalize():f}" == value)
    assert figure.role == "previous"
    assert figure.period is not None
    assert period in figure.period.text


@pytest.mark.parametrize(
    ("text", "value", "first", "last"),
    [
        ("6 tháng đầu năm 2017, công nghiệp chiếm 40%, con số của cùng kỳ năm 2016 là 38%.", "38", date(2016, 1, 1), date(2016, 6, 30)),
        ("Quý I/2018 có 120 vụ, cùng kỳ năm 2016 là 95 vụ.", "95", date(2016, 1, 1), date(2016, 3, 31)),
        ("Năm 2017 có 120 vụ, cùng kỳ năm 2016 là 95 vụ.", "95", date(2016, 1, 1), date(2016, 12, 31)),
    ],
)  # fmt: skip
def test_the_same_spell_of_a_year_is_as_long_as_the_spell_told(
    text: str, value: str, first: date, last: date
) -> None:
    (figure,) = (f for f in figures_of(text) if f"{f.value.normalize():f}" == value)
    assert figure.period is not None
    assert (figure.period.start, figure.period.end) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "Toàn tỉnh có 500 người, tăng 12% so với năm 2016.",
        "So với năm 2016, số hộ nghèo giảm 320 hộ.",
        "So với kế hoạch, huyện đạt 98%.",
        "Đạt 110% so với kế hoạch.",
        "So với cả nước, tỷ lệ này là 4,5%.",
        "Cách đây 5 km có 3 trường học.",
        "Thu ngân sách 1.200 tỷ đồng, so với 1.000 tỷ đồng dự toán đầu năm.",
        "Có 500 ca mắc so với 350 ca hồi phục.",
        "Cách đây 2 năm, ông vay 30 triệu đồng.",
    ],
)
def test_a_time_or_a_plan_to_compare_with_makes_no_value_previous(text: str) -> None:
    assert "previous" not in [role for _, role in roles_of(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Nhóm cao đẳng thất nghiệp 6,7%, cao gần 3 lần so với tỷ lệ chung.", "3"),
        ("Thu nhập cao gấp 2,5 lần so với trồng lúa.", "2.5"),
        ("Số đơn nhiều gấp 4 lần năm trước.", "4"),
        ("Diện tích lớn gần 2 lần so với quy hoạch cũ.", "2"),
        ("Chi phí thấp hơn 3 lần so với thuê ngoài.", "3"),
    ],
)
def test_how_many_times_as_much_is_a_change(text: str, value: str) -> None:
    assert (value, "change") in roles_of(text)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Chi phí thấp hơn 3 lần so với năm trước.", -3),
        ("Giá rẻ hơn 2 lần so với năm trước.", -2),
        ("Thu nhập cao gấp 3 lần so với năm trước.", 3),
    ],
)
def test_less_by_so_many_times_is_a_fall(text: str, change: int) -> None:
    assert [figure.change for figure in figures_of(text)] == [change]


@pytest.mark.parametrize(
    ("text", "value", "unit", "role"),
    [
        ("Cả nước có hơn 1,07 triệu lao động thất nghiệp, tăng 29.000 so với quý trước.", "29000", "lao động", "change"),
        ("Huyện có 1.250 hộ nghèo, giảm 320 so với năm 2017.", "320", "hộ", "change"),
        ("Toàn tỉnh có 4.500 học viên, tăng hơn 1.200 so với cùng kỳ.", "1200", "học viên", "change"),
        ("Số vụ tai nạn là 145 vụ, giảm 23 so với cùng kỳ năm trước.", "23", "vụ", "change"),
        ("Năm 2002 cả nước xác nhận 6 triệu người có công, tới 2017 là 9 triệu.", "9000000", "người", "achieved"),
        ("Năm 2015 có 1.200 hộ nghèo, đến năm 2017 còn 850.", "850", "hộ", "achieved"),
        ("Năm 2016 tuyển 2.400 học viên, năm 2017 là 3.100.", "3100", "học viên", "achieved"),
        ("21% (21.280) ý kiến cho rằng không cần thiết.", "21280", "ý kiến", "achieved"),
        ("Có 1% (626) ý kiến khác.", "626", "ý kiến", "achieved"),
        ("Khoảng 88% (3.086) người được hỏi đồng ý.", "3086", "người", "achieved"),
        ("Có 45% (1.120) hộ dùng nước sạch.", "1120", "hộ", "achieved"),
    ],
)  # fmt: skip
def test_a_value_without_a_unit_counts_what_its_neighbour_counts(
    text: str, value: str, unit: str, role: str
) -> None:
    parts = [
        (f"{p.value.normalize():f}", p.unit, p.role) for f in figures_of(text) for p in f.parts
    ]
    assert (value, unit, role) in parts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Trung tâm có 500 học viên, điểm trung bình là 850.", "850"),
        ("Tỷ lệ đạt 21% (theo Nghị quyết 21280) ý kiến.", "21280"),
        ("Tổ có 12 hộ, tăng 3 điểm.", "3"),
        ("Tỉnh đứng sau 30 hộ, năm 2017 đạt 62,5.", "62.5"),
    ],
)
def test_a_value_about_something_else_takes_no_unit_of_its_neighbour(text: str, value: str) -> None:
    units = [p.unit for f in figures_of(text) for p in f.parts if f"{p.value:f}" == value]
    assert not {"học viên", "ý kiến", "hộ"} & set(units)


@pytest.mark.parametrize(
    "text",
    [
        "Trung Quốc đã lên kế hoạch chi khoảng 100 tỷ nhân dân tệ (khoảng 15 tỷ USD) để tạo việc làm.",
        "Dự kiến tỉnh vay 30 triệu USD (tương đương 690 tỷ đồng).",
        "Phấn đấu thu hút 5 triệu USD (tức hơn 115 tỷ đồng) vốn viện trợ.",
    ],
)
def test_the_same_sum_in_another_currency_has_the_role_and_the_name(text: str) -> None:
    first, second = figures_of(text)
    assert (first.role, second.role) == ("plan", "plan")
    assert second.name == first.name


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Quý I/2018 có 100 vụ, 6 tháng đầu năm 2018 có 300 vụ; cùng kỳ năm 2017 là 250 vụ.", "2017-06-30"),
        ("9 tháng đầu năm 2018 có 900 vụ, tháng 2/2018 có 30 vụ; cùng kỳ năm 2017 là 25 vụ.", "2017-02-28"),
        ("Quý I/2018 có 100 vụ; cùng kỳ năm 2017 là 90 vụ, quý II/2018 có 50 vụ.", "2017-03-31"),
    ],
)  # fmt: skip
def test_the_same_spell_is_the_one_told_last_before_it(text: str, end: str) -> None:
    (previous,) = [f for f in figures_of(text, date(2018, 12, 1)) if f.role == "previous"]
    assert previous.period is not None
    assert previous.period.end.isoformat() == end
