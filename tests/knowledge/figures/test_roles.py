"""The words around a number give its role."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft


def roles_of(text: str, day: date | None = date(2022, 12, 7)) -> list[tuple[str, str]]:
    draft = BulletinDraft(None, "Tin", day, None, None, "Lai Châu", None, (("paragraph", text),))
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    figures = extract_figures(bulletin, 1, split_passages(bulletin, 1))
    return [(f"{p.value.normalize():f}", p.role) for f in figures for p in f.parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giai đoạn 2016-2020 cần đào tạo thêm 190.000 giáo viên, tương đương mỗi năm khoảng 47.500 người.",
         [("190000", "plan"), ("47500", "plan")]),
        ("Doanh nghiệp cần tuyển 350 công nhân may.", [("350", "plan")]),
        ("Để hoàn thành dự án, huyện cần huy động 12 tỷ đồng.", [("12000000000", "plan")]),
        ("Thủ tướng giao Bộ chỉ tiêu tốc độ tăng GDP khoảng 6,7%, tốc độ tăng giá khoảng 4%, vốn đầu tư khoảng 31,5%, tỷ lệ khu công nghiệp đạt chuẩn là 87%.",
         [("6.7", "plan"), ("4", "plan"), ("31.5", "plan"), ("87", "plan")]),
        ("Bộ đã giao cho các trường 35.590 chỉ tiêu.", [("35590", "plan")]),
        ("Tỷ lệ tham gia đạt 81,7%, vượt chỉ tiêu 80% mà Quốc hội giao.", [("81.7", "achieved"), ("80", "plan")]),
        ("Hoàn thành các chỉ tiêu thi hành án mà Quốc hội đã đặt ra (80% về việc và 60% về tiền).",
         [("80", "plan"), ("60", "plan")]),
        ("Phấn đấu đạt tốc độ tăng trưởng 13% / năm; GDP bình quân đầu người là 41 triệu đồng; sản lượng lương thực 2,1 triệu tấn.",
         [("13", "plan"), ("41000000", "plan"), ("2100000", "plan")]),
        ("Thực hiện mục tiêu được Chính phủ đặt ra là đến năm 2025 có 90% người dân tham gia bảo hiểm y tế.",
         [("90", "plan")]),
        ("Đến năm 2025, hình thành 2-3 cơ sở chế biến.", [("2", "plan"), ("3", "plan")]),
        ("Sản lượng đạt 10.000 tấn vào năm 2025 và 15.000 tấn vào năm 2030.", [("10000", "plan"), ("15000", "plan")]),
    ],
)  # fmt: skip
def test_what_is_wanted_is_a_plan(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trung tâm cần đến nay đã tuyển được 350 công nhân.", [("350", "achieved")]),
        ("Tỉnh đã đào tạo 190.000 giáo viên.", [("190000", "achieved")]),
        (
            "Tỷ lệ tham gia đạt 81,7%, vượt chỉ tiêu 1,7%.",
            [("81.7", "achieved"), ("1.7", "change")],
        ),
        ("Đến năm 2021, đã hình thành 3 cơ sở chế biến.", [("3", "achieved")]),
        ("Sản lượng đạt 10.000 tấn vào năm 2021.", [("10000", "achieved")]),
        ("Công ty cần tuyển thợ may với mức thu nhập 8 triệu đồng.", [("8000000", "achieved")]),
        ("Cả xã có 20 trung tâm, hiện có 4 trung tâm.", [("20", "achieved"), ("4", "achieved")]),
        (
            "Người suy giảm khả năng lao động từ 80% trở xuống được hưởng trợ cấp.",
            [("80", "achieved")],
        ),
        ("Hiện có 35 chỉ tiêu đạt yêu cầu.", [("35", "achieved")]),
    ],
)
def test_what_was_reached_is_no_plan(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bãi xe thu 10.000 đồng, cao hơn giá quy định 4.500 đồng.", [("10000", "achieved"), ("4500", "change")]),
        ("Mỗi công nhân được quà 500.000 đồng, cao hơn năm ngoái 200.000 đồng.", [("500000", "achieved"), ("200000", "change")]),
        ("Số lượt người tăng trở lại (tăng 28,3% số lượt người, 23% số đoàn đông người, 72,9% số vụ việc so với cùng kỳ năm 2021).",
         [("28.3", "change"), ("23", "change"), ("72.9", "change")]),
        ("Cơ cấu tương ứng của cùng kỳ năm 2021 là: 15,72%; 32,98%; 41%.",
         [("15.72", "previous"), ("32.98", "previous"), ("41", "previous")]),
        ("Lao động bùng nổ, từ con số 910.000 người năm 2015 lên đến 1,08 triệu người năm 2016.",
         [("910000", "previous"), ("1080000", "achieved")]),
        ("Bảo hiểm y tế mở rộng, từ 58,2% năm 2009, đến nay đã có 82% số dân tham gia.",
         [("58.2", "previous"), ("82", "achieved")]),
        ("Lương tối thiểu tăng ở mức 11-70% mỗi năm.", [("11", "change"), ("70", "change")]),
        ("Mức tăng lương tối thiểu vùng năm 2022 khoảng 5-6%.", [("5", "change"), ("6", "change")]),
        ("Mức tăng chi phí bình quân mỗi doanh nghiệp khoảng 0,5-0,6%.", [("0.5", "change"), ("0.6", "change")]),
        ("Mức giảm bình quân hằng năm là 1,5%.", [("1.5", "change")]),
        ("Kiểm toán đã điều chỉnh tăng thu quỹ bảo hiểm xã hội bắt buộc số tiền 120,7 tỷ đồng và tăng thu quỹ bảo hiểm xã hội tự nguyện 496,9 triệu đồng.",
         [("120700000000", "change"), ("496900000", "change")]),
        ("Năm 2011 thu nhập là 9,1 triệu đồng, đến cuối năm 2016 đã tăng lên 15 triệu đồng.",
         [("9100000", "previous"), ("15000000", "achieved")]),
        ("Đầu năm có 120 hộ nghèo, đến nay giảm xuống còn 80 hộ nghèo.", [("120", "previous"), ("80", "achieved")]),
        ("Mức chuẩn là 1.624.000 đồng (quy định cũ là 1.515.000 đồng).", [("1624000", "achieved"), ("1515000", "previous")]),
        ("Có 55% thanh niên đồng ý, tăng từ mức 34% hồi năm 2004.", [("55", "achieved"), ("34", "previous")]),
        ("Gần 1.700 trên tổng số 1.928 công nhân đã nhận sổ.", [("1700", "achieved"), ("1928", "total")]),
        ("Quý I/2020 có 177.000, quý I/2021 là 190.000 và quý I/2022 là 139.000 sinh viên.",
         [("177000", "achieved"), ("190000", "achieved"), ("139000", "achieved")]),
        ("Mức hỗ trợ là 500.000 đồng (trước đây là 300.000 đồng).", [("500000", "achieved"), ("300000", "previous")]),
    ],
)  # fmt: skip
def test_changes_and_what_was_before(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bà T. đã đi khám bệnh 215 lần.", [("215", "achieved")]),
        ("Từ đầu năm đến nay bà khám 114 lần, chi phí 30 triệu đồng.", [("114", "achieved"), ("30000000", "achieved")]),
        ("Uống 2 lần mỗi ngày.", []),
        ("Số vụ tăng gấp 2,3 lần.", [("2.3", "change")]),
        ("Cứ 100 hộ thì có 15 hộ nghèo.", []),
        ("Sau đó cứ thêm mỗi năm đóng thì tính thêm 2%; mức tối đa bằng 75%.", [("2", "achieved"), ("75", "achieved")]),
    ],
)  # fmt: skip
def test_turns_and_rules(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giá xăng tăng ở mức 23.000 đồng/lít.", [("23000", "achieved")]),
        ("Giá điện giảm ở mức 1.800 đồng.", [("1800", "achieved")]),
        ("Tỷ lệ hộ nghèo giảm ở mức 3%.", [("3", "achieved")]),
        ("Lạm phát tăng ở mức 3,5%.", [("3.5", "change")]),
        ("Mức tăng lương ở mức 300.000 đồng.", [("300000", "change")]),
    ],
)  # fmt: skip
def test_a_level_that_a_change_led_to_is_no_change(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu từ 25 doanh nghiệp năm 2021, số người được thưởng còn 50 người.",
         [("25", "achieved"), ("50", "achieved")]),
        ("Vốn vay từ 30 tỷ đồng năm 2020, nhiều hộ vươn lên làm giàu với 20 triệu đồng.",
         [("30000000000", "achieved"), ("20000000", "achieved")]),
        ("Tỷ lệ hộ nghèo từ 28% năm 2011, đến nay còn 3%.", [("28", "previous"), ("3", "achieved")]),
        ("Thu nhập từ 5 triệu đồng năm 2015, đã tăng lên 9 triệu đồng.",
         [("5000000", "previous"), ("9000000", "achieved")]),
    ],
)  # fmt: skip
def test_a_value_moves_on_over_a_comma_only_where_nothing_else_is_told(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thành phố dự định chi 950.000 đồng cho một suất quà.", [("950000", "plan")]),
        ("Phía bạn mong muốn mua ngay khoảng 250.000 tấn gạo.", [("250000", "plan")]),
        ("Giá trị gói thầu được phê duyệt hơn 3,5 tỷ đồng.", [("3500000000", "plan")]),
        ("Tổng đầu tư theo phê duyệt ban đầu gần 5 tỷ đồng.", [("5000000000", "plan")]),
        ("Sở đề xuất xây dựng 40 phòng học.", [("40", "plan")]),
        ("Sở đề nghị giảm nghèo 2%.", [("2", "plan")]),
        ("Sở đề nghị xử lý hình sự 22 doanh nghiệp.", [("22", "achieved")]),
        ("Chỉ tiêu ngành chế tạo 1.500 người, xây dựng 500 người và nông nghiệp 800 người.",
         [("1500", "plan"), ("500", "plan"), ("800", "plan")]),
        ("Bảo hiểm phủ 91% dân số, cao hơn 2% so với chỉ tiêu Chính phủ giao năm 2022 (89%).",
         [("91", "achieved"), ("2", "change"), ("89", "plan")]),
        ("Ông lạc quan với mục tiêu này bởi tỷ lệ hộ nghèo là 1,16%.", [("1.16", "achieved")]),
    ],
)  # fmt: skip
def test_a_wish_an_offer_and_an_approval_are_plans(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert roles_of(text) == expected


def test_a_sentence_linked_to_a_plan_goes_on_with_it() -> None:
    plan = "Năm 2023, tỉnh sẽ xây 6 cầu với tổng vốn gần 1.400 tỷ đồng."
    assert [r for _, r in roles_of(f"{plan} Trong đó, cầu vượt có vốn 242 tỷ đồng.")] == [
        "plan"
    ] * 3
    done = "Trong đó, đã chi 242 tỷ đồng."
    assert [r for _, r in roles_of(f"{plan} {done}")] == ["plan", "plan", "achieved"]
    assert roles_of(f"{plan} Huyện có 300 hộ nghèo.")[-1] == ("300", "achieved")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chùa thu 10.000 đồng/xe, cao hơn quy định 7.000 đồng/xe.", [("10000", "achieved"), ("7000", "change")]),
        ("Số đơn vị của các huyện giảm (635 đơn vị).", [("635", "change")]),
        ("Mức tăng lương khoảng 5-6% (khoảng 150.000 đồng/tháng).",
         [("5", "change"), ("6", "change"), ("150000", "change")]),
        ("Giá trị vượt tổng mức đầu tư được duyệt hơn 666 tỷ đồng.", [("666000000000", "change")]),
    ],
)  # fmt: skip
def test_by_how_much_is_a_change(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mọi năm mỗi ngày tuyển được 100 lao động thì năm nay chỉ tuyển được 30 người.",
         [("100", "previous"), ("30", "achieved")]),
        ("Khoa tiếp nhận 60 bệnh nhân, trong khi trước đó con số này chưa quá 40 người.",
         [("60", "achieved"), ("40", "previous")]),
        ("Số tử vong tăng từ 3-5 ca lên hơn 10 ca.", [("3", "previous"), ("5", "previous"), ("10", "achieved")]),
    ],
)  # fmt: skip
def test_what_was_before_is_told_by_what_is_now(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đã có 7 trong số 20 lao động về nước.", [("7", "achieved"), ("20", "total")]),
        ("Đến 90% trong số hơn 10.000 hồ sơ là của nữ.", [("90", "achieved"), ("10000", "total")]),
        ("Sở thực hiện 4 đề án trong 3 lĩnh vực.", [("4", "achieved"), ("3", "achieved")]),
    ],
)  # fmt: skip
def test_a_part_is_told_with_its_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles_of(text) == expected
