"""A number takes role and unit from the number before it where a list leaves them out."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Part


def parts_of(text: str) -> list[Part]:
    day = date(2022, 12, 7)
    draft = BulletinDraft(None, "Tin", day, None, None, "Lai Châu", None, (("paragraph", text),))
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    figures = extract_figures(bulletin, 1, split_passages(bulletin, 1))
    return [part for figure in figures for part in figure.parts]


def roles_of(text: str) -> list[tuple[str, str]]:
    return [(f"{part.value.normalize():f}", part.role) for part in parts_of(text)]


CHANGES = [
    ("Giá gạo tăng 5%, 6% và 6,7% ở ba chợ.", [("5", "change"), ("6", "change"), ("6.7", "change")]),
    ("Bốn tháng liền, chỉ số có mức tăng là 5,2%, 5,1%, 4,9% và 4,8%.",
     [("5.2", "change"), ("5.1", "change"), ("4.9", "change"), ("4.8", "change")]),
    ("Vé được giảm 20% hoặc 50%.", [("20", "change"), ("50", "change")]),
    ("Mức tăng ở vùng I là 250.000 đồng, vùng II tăng 220.000 đồng và vùng III là 180.000 đồng.",
     [("250000", "change"), ("220000", "change"), ("180000", "change")]),
    ("Số hồ sơ tăng nhẹ 2,1% so với năm 2021.", [("2.1", "change")]),
    ("Doanh nghiệp được giảm đóng 0,5%.", [("0.5", "change")]),
    ("Sở đã cắt giảm thủ tục 30%.", [("30", "change")]),
    ("Số người tham gia giảm so với năm 2021 là hơn 231.000 người.", [("231000", "change")]),
    ("Bộ ấm đắt hơn 150.000 đồng so với bộ thường.", [("150000", "change")]),
    ("Gói này rẻ hơn khoảng 20.000 đồng.", [("20000", "change")]),
    ("Mức mới cao hơn mức lương hiện hành khoảng 160.000 đồng.", [("160000", "change")]),
    ("Có dịch vụ tăng từ 2-3 lần.", [("2", "change"), ("3", "change")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CHANGES, ids=[c[0] for c in CHANGES])
def test_a_change_goes_on_in_a_list(text: str, expected: list[tuple[str, str]]) -> None:
    """What follows a change behind a comma, and what words say is more or less, are changes."""
    assert roles_of(text) == expected


NO_CHANGES = [
    ("Chi tiêu tăng 5%, 80% số hộ có xe máy.", [("5", "change"), ("80", "achieved")]),
    ("Lãi suất giảm về 0%.", [("0", "achieved")]),
    ("Tỷ lệ hộ nghèo giảm nhanh còn 4%.", [("4", "achieved")]),
    ("Nợ đọng giảm mạnh xuống 3%.", [("3", "achieved")]),
    ("Người bị suy giảm sức khỏe 61% được nghỉ trước tuổi.", [("61", "achieved")]),
    ("Tốc độ tăng GDP khoảng 6,7%.", [("6.7", "achieved")]),
    ("Con rắn này nặng hơn 7 kg.", [("7", "achieved")]),
    ("Tỷ lệ đạt hơn 90%.", [("90", "achieved")]),
    ("Giá tăng 5%, có 300 hộ vay vốn.", [("5", "change"), ("300", "achieved")]),
    ("Tỷ lệ này cao hơn nhiều so với tỷ lệ chung là 2%.", [("2", "achieved")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NO_CHANGES, ids=[c[0] for c in NO_CHANGES])
def test_an_end_value_is_no_change(text: str, expected: list[tuple[str, str]]) -> None:
    """What a number fell to, a share of a whole and another unit keep their own role."""
    assert roles_of(text) == expected


BASELINES = [
    ("Tỷ lệ thất nghiệp giảm xuống 4,3% từ 4,4% của tháng trước.", [("4.3", "achieved"), ("4.4", "previous")]),
    ("Số hộ tăng lên 350 hộ, từ 300 hộ của năm 2021.", [("350", "achieved"), ("300", "previous")]),
    ("Công an thu 98 triệu viên, gần gấp đôi so với con số 50 triệu của năm 2021.",
     [("98000000", "achieved"), ("50000000", "previous")]),
    ("Đã cứu 12 người, nhiều hơn so với con số 9 người của năm 2021.", [("12", "achieved"), ("9", "previous")]),
    ("Nếu trước đây công nhân có thu nhập 5 triệu đồng, thì lúc này họ nhận 10 triệu đồng.",
     [("5000000", "previous"), ("10000000", "achieved")]),
    ("Trước kia mỗi hộ được vay 20 triệu đồng, nay được vay 50 triệu đồng.",
     [("20000000", "previous"), ("50000000", "achieved")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BASELINES, ids=[b[0] for b in BASELINES])
def test_what_a_number_is_compared_with_is_of_before(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """The value that a number moved from or is compared with is the previous one."""
    assert roles_of(text) == expected


ELIDED = [
    ("Có 95.774 người được tư vấn, 18.297 được học nghề.", "người", 18297),
    ("Tỉnh có 3.500 lao động tìm việc, 210 đã có việc làm.", "lao động", 210),
    ("Xã có 40 học viên, 12 bị trả về.", "học viên", 12),
    ("Tỉnh xây 6 siêu thị: Việt Trì (02), Phù Ninh (03), Đoan Hùng (01).", "siêu thị", 3),
    ("Mở 11 lớp tại Tam Đường (4), Than Uyên (5), Phong Thổ (2).", "lớp", 5),
    ("Trao 30 suất quà: Xã Hua Bum (12), Xã Mù Cả (10), Xã Tà Tổng (8).", "suất quà", 8),
]


@pytest.mark.parametrize(("text", "unit", "value"), ELIDED, ids=[e[0] for e in ELIDED])
def test_a_bare_number_counts_what_was_counted(text: str, unit: str, value: int) -> None:
    """A verb behind it, or brackets behind one of several names, leave the noun to the number before."""
    assert (value, unit) in [(part.value, part.unit) for part in parts_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Có 95.774 người được tư vấn, mục 12 được sửa.",
        "Có 12 người, trong đó ông Nguyễn Văn An (45) và bà Lò Thị May (39).",
        "Mở 11 lớp theo Quyết định của Sở (12).",
        "Xã có 40 học viên (7).",
    ],
)
def test_other_bare_numbers_count_nothing(text: str) -> None:
    """Fewer than three names with brackets and numbers of papers make no list of counts."""
    assert len(parts_of(text)) == 1


NAMES = [
    "Theo các khoản 1, 2, 3 nói trên thì đúng.",
    "Tỉnh xếp thứ 22 và 45 cả nước.",
    "Theo điều 5, 6 và 7 thì đúng.",
]


@pytest.mark.parametrize("text", NAMES)
def test_a_list_of_ordered_names_counts_nothing(text: str) -> None:
    """All numbers behind `khoản`, `điều` and `thứ` are names, not only the first."""
    assert parts_of(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Theo điều 5, 30 hộ được vay vốn.", [(30, "hộ")]),
        ("Công an thu 40g đạn chì.", [(40, "gram")]),
        ("Quy hoạch thành 5 vùng trồng chè.", [(5, "vùng trồng")]),
        ("Tịch thu 50 nghìn viên thuốc.", [(50000, "viên")]),
    ],
)
def test_what_is_counted_stays_counted(text: str, expected: list[tuple[int, str]]) -> None:
    """A counted noun ends a list of names, and no hour has forty o'clock."""
    assert [(part.value, part.unit) for part in parts_of(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bệnh viện triển khai 22 chuyến xe miễn phí.", [(22, "chuyến xe")]),
        ("Bác sĩ phải khâu 20 mũi.", [(20, "mũi")]),
        ("Bộ đưa ra 3 phương án.", [(3, "phương án")]),
        ("Thanh tra xong 5 quân khu.", [(5, "quân khu")]),
        ("Vợ chồng ông nuôi 10 đứa trẻ.", [(10, "đứa trẻ")]),
        ("Sở nêu 3 nguyên nhân.", [(3, "nguyên nhân")]),
        ("Ký túc xá 500 chỗ.", [(500, "chỗ")]),
        ("Phòng bổ nhiệm 6 nghệ sỹ.", [(6, "nghệ sỹ")]),
        ("Đề nghị miễn phạt 2 nông dân.", [(2, "nông dân")]),
        ("Sở giới thiệu đến người xem 69 tấm gương.", [(69, "tấm gương")]),
    ],
)
def test_any_noun_is_counted_behind_any_verb(text: str, expected: list[tuple[int, str]]) -> None:
    """What is counted needs no listed verb before its number."""
    assert [(part.value, part.unit) for part in parts_of(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Trẻ em gọi tổng đài 111 liên hệ giúp.",
        "Công ty May 10 chậm nộp thuế.",
        "Tàu Naham 3 mang quốc tịch khác.",
        "Sinh viên năm 3 khoa tiếng Nhật.",
        "Khách sạn 5 sao mở cửa.",
        "Tuổi là đủ 55 đối với nam.",
        "Khu dân cư 2 bên đường mới.",
        "Dịp lễ 30/4 sắp đến.",
        "Ban chỉ đạo 1237 tìm kiếm hài cốt.",
        "Vòng 2 thi đấu ở xa.",
    ],
)
def test_a_number_in_a_name_counts_nothing_behind_a_word(text: str) -> None:
    """Names, ranks, ages and days stay out though a noun or a verb follows."""
    assert parts_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Số vụ giảm 5% số vụ cháy, 23% số nhà có bình chữa cháy là tăng so với năm 2021.",
        "Giảm 5% số vụ, 23% số xã đạt chuẩn, cao so với năm 2021.",
        "Tăng 5% số vụ, 23% số hộ được xét lại so với năm 2021.",
    ],
)
def test_a_rate_that_is_told_else_is_no_part_of_the_change_before_it(text: str) -> None:
    assert roles_of(text)[1] == ("23", "achieved")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đài Loan với hơn 10.000 người, Nhật Bản 4.500, còn lại là Hàn Quốc.", ["người", "người"]),
        ("Năm 2017 được 200 em, năm 2018 được 300, năm nay nghỉ.", ["em", "em"]),
        ("Đài Loan với hơn 10.000 người, nhật ký 4.500, còn lại để trống.", ["người"]),
    ],
)
def test_a_named_number_of_a_list_counts_what_the_one_before_counts(
    text: str, expected: list[str]
) -> None:
    assert [part.unit for part in parts_of(text)] == expected


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Tỉnh thành lập mới 31 hợp tác xã, giải thể 19.", 19, "hợp tác xã"),
        ("Xã xây mới 20 căn nhà, sửa chữa 12.", 12, "căn nhà"),
        ("Sở cấp mới 40 giấy phép và thu hồi 6.", 6, "giấy phép"),
        ("Chi hội kết nạp 25 hội viên, khai trừ 12.", 12, "hội viên"),
    ],
)
def test_another_fate_of_the_same_things_has_their_unit(text: str, value: int, unit: str) -> None:
    """A bare number behind a verb that ends a list counts what the one before it counts."""
    part = parts_of(text)[-1]
    assert (part.value, part.unit) == (value, unit)
