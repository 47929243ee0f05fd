"""Sentences of ordinary news: the figure that they say has no doubt, what looks like it has one."""

from datetime import date
from typing import Any

import pytest

from knowledge.records import Period
from tests.assistant.checking.second.test_reading import bulletin_of, claim, fields, year

Case = tuple[str, str, str, str, dict[str, Any]]


def span(first: str, last: str, kind: Any = "until") -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last), kind, f"{first}–{last}")


DECIDED = "Quyết định nêu rõ: giai đoạn 2016-2020 cần đào tạo 1.900 giáo viên."
TURNS = "Số hộ thoát nghèo trong các năm 2020, 2021, 2022 lần lượt là 310; 290; 270 hộ."
FALL = "Đến cuối năm 2022, tỷ lệ hộ nghèo giảm từ 28,1% năm 2015 xuống còn 3,5%."
TWICE = "Năm 2022, giá trị xuất khẩu gấp 2 lần năm 2015."
SPELL = "Từ ngày 1/7/2021 đến 20/5/2022, bệnh viện khám cho 2.150 người."
RETIRED = "Đến tháng 6 năm 2022, tỉnh có 638 người nghỉ hưu trước tháng 4 năm 1993."
SURVEY = "Năm 2021 sở khảo sát các xã.\nCác xã có 120 hộ cận nghèo."
QUARTERS = "Chi phí quý I, II/2022 là 45 tỷ đồng."
TERM = "Nhiệm kỳ 2015-2020 có nhiều kết quả.\nTrong 5 năm, tỉnh tạo việc làm cho 62.500 lao động."
TILL_NOW = "Đến nay, tỉnh có 36.800 hội viên khuyến học."
SINCE = "Từ đầu năm 2022 đến nay, tỉnh đào tạo nghề cho 3.300 người."
AREA = "Theo UBND tỉnh Bắc Kạn, dự án thu hồi 5.000 ha trên địa bàn 6 xã thuộc huyện Ba Bể."
GIFTS = "Hội tỉnh Bắc Kạn tặng 332 suất quà, trị giá 458 triệu đồng cho học sinh tại huyện Na Rì; và tặng 20 xe đạp tại huyện Ba Bể."
SCHOOL = "Công ty ở Hà Nội góp 500 triệu đồng xây trường Sao Biển (xã Tam Hải, tỉnh Quảng Nam)."
WORLD = "Sản lượng tăng 9,9%, so với bình quân thế giới 3,7% thì Việt Nam cao hơn."
CAPITAL = "Vụ nổ ở thủ đô Kabul của Afghanistan làm 90 người bị thương."
BOTH = "Tại huyện Na Rì và huyện Ba Bể có 169 hộ bị ngập."
CLINIC = "Tại bệnh viện Việt Đức, giá kim là 6.500 đồng."
OTHER = "Tại tỉnh Hà Tây, toàn tỉnh có 45 lớp dạy nghề."
MOTHERS = "Sở Lao động tỉnh Bắc Kạn quản lý 21 thương binh, 3 bà mẹ Việt Nam anh hùng, 900 thanh niên xung phong."
LEVELS = "Chỉ tiêu trình độ trung cấp và cao đẳng là 5.400 người."
CREMATION = "Tỷ lệ hỏa táng là 60,1%, trong đó các quận trung tâm đạt 74,2%."
SECTORS = "Đơn vị tuyển dụng người khuyết tật với tỷ lệ 3% trong khu vực công và 1% trong khu vực tư nhân."
DATED = "Tỷ lệ hộ nghèo năm 2021 là 27,4%; năm 2022 là 24,7%."
CLANS = "Có 517 gia đình học tập, 296 dòng họ học tập, 174 cộng đồng học tập."
AGES = "Trẻ em trong độ tuổi 10-17 bị tai nạn là 23%."
SEATS = "Trường nhận 100-120 học viên với điểm chuẩn cao."
DUE = "Tháng 3, bộ có 4 đề án phải trình."
FEE = "Giảm học phí, chỉ từ 6 đến 8 triệu đồng."
DISABLED = "Người suy giảm khả năng lao động từ 81% trở lên được trợ cấp."
ASKED = "Câu hỏi được đặt ra là vì sao đội thiếu đến 6 vị trí."
SIGNED = "Hợp đồng được giao kết thành 2 bản."
INSTEAD = "Mức hưởng là 910.000 đồng thay vì 847.000 đồng như trước."
THAT_IS = "Chi quản lý tăng 75,8%, tức khoảng 3.193 tỷ đồng so với năm 2021."
ESTIMATED = "Số thu là 64 tỷ đồng và số chi ước là 69 tỷ đồng."
RANGE = "Doanh thu hằng năm từ 15 đến 20 tỷ đồng."
BELOW = "Chỉ số giá âm 0,6% so với tháng trước."
BARE = "Đài phải bồi thường 61 triệu về các chế độ."

RIGHT: list[Case] = [
    (DECIDED, "1.900", "đào tạo giáo viên", "giáo viên", {"role": "plan", "period": span("2016-01-01", "2020-12-31", "range")}),
    (TURNS, "290", "số hộ thoát nghèo", "hộ", {"period": year(2021)}),
    (FALL, "3,5", "tỷ lệ hộ nghèo", "%", {"period": year(2022)}),
    (TWICE, "2 lần", "giá trị xuất khẩu", "lần", {"value": "2", "period": year(2022)}),
    (SPELL, "2.150", "bệnh viện khám", "người", {"period": span("2021-07-01", "2022-05-20")}),
    (RETIRED, "638", "người nghỉ hưu", "người", {"period": span("2022-01-01", "2022-06-30")}),
    (SURVEY, "120", "hộ cận nghèo", "hộ", {"period": year(2021), "source": "earlier sentence"}),
    (QUARTERS, "45 tỷ", "chi phí", "đồng", {"value": "45000000000", "period": span("2022-01-01", "2022-06-30", "months")}),
    (TILL_NOW, "36.800", "hội viên khuyến học", "hội viên", {"period": span("2022-01-01", "2022-12-07")}),
    (SINCE, "3.300", "đào tạo nghề", "người", {"period": span("2022-01-01", "2022-12-07")}),
    (AREA, "5.000", "dự án thu hồi", "ha", {"place": "huyện Ba Bể"}),
    (GIFTS, "332", "suất quà", "suất quà", {"place": "huyện Na Rì"}),
    (SCHOOL, "500 triệu", "góp", "đồng", {"value": "500000000", "place": "xã Tam Hải, Quảng Nam"}),
    (MOTHERS, "900", "thanh niên xung phong", "thanh niên", {"place": "Bắc Kạn"}),
    (LEVELS, "5.400", "người: trình độ trung cấp và cao đẳng", "người", {"role": "plan"}),
    (SECTORS, "1%", "tuyển dụng người khuyết tật", "%", {"value": "1"}),
    (DATED, "24,7", "tỷ lệ hộ nghèo", "%", {"period": year(2022)}),
    (CLANS, "296", "dòng họ học tập", "dòng họ", {}),
    (AGES, "23", "trẻ em trong độ tuổi 10-17 bị tai nạn", "%", {}),
    (SEATS, "100", "học viên với điểm chuẩn", "học viên", {}),
    (DISABLED, "81", "suy giảm khả năng lao động", "%", {}),
    (ASKED, "6", "vị trí", "vị trí", {}),
    (SIGNED, "2 bản", "bản", "bản", {"value": "2"}),
    (BELOW, "âm 0,6", "chỉ số giá", "%", {"value": "-0.6"}),
    (BARE, "61 triệu", "bồi thường", "đồng", {"value": "61000000"}),
]  # fmt: skip

WRONG: list[tuple[str, Case]] = [
    ("time", (TURNS, "290", "số hộ thoát nghèo", "hộ", {"period": year(2020)})),
    ("time", (FALL, "3,5", "tỷ lệ hộ nghèo", "%", {"period": year(2015)})),
    ("time", (TWICE, "2 lần", "giá trị xuất khẩu", "lần", {"value": "2", "period": year(2015)})),
    ("time", (SPELL, "2.150", "bệnh viện khám", "người", {"period": span("2022-01-01", "2022-05-20")})),
    ("time", (SURVEY, "120", "hộ cận nghèo", "hộ", {"period": year(2019), "source": "earlier sentence"})),
    ("time", (TERM, "62.500", "tạo việc làm", "lao động", {"period": span("2015-01-01", "2020-12-31", "range"), "source": "earlier sentence"})),
    ("time", (TILL_NOW, "36.800", "hội viên khuyến học", "hội viên", {"period": year(2022)})),
    ("time", (SINCE, "3.300", "đào tạo nghề", "người", {"period": year(2022)})),
    ("place", (GIFTS, "332", "suất quà", "suất quà", {"place": "huyện Ba Bể"})),
    ("place", (SCHOOL, "500 triệu", "góp", "đồng", {"value": "500000000", "place": "xã Tam Hải, Lâm Đồng"})),
    ("place", (WORLD, "3,7", "bình quân thế giới", "%", {"place": "cả nước"})),
    ("place", (CAPITAL, "90", "người bị thương", "người", {"place": "Afghanistan"})),
    ("place", (BOTH, "169", "hộ bị ngập", "hộ", {"place": "huyện Na Rì"})),
    ("place", (CLINIC, "6.500", "giá kim", "đồng", {"place": "Quảng Nam", "place_source": "head"})),
    ("place", (OTHER, "45", "lớp dạy nghề", "lớp", {"place": "Bắc Kạn", "place_source": "head"})),
    ("name", (CREMATION, "74,2", "các quận trung tâm", "%", {})),
    ("name", (CLANS, "296", "cộng đồng học tập", "dòng họ", {})),
    ("role", (DUE, "4", "đề án", "đề án", {})),
    ("role", (FEE, "6", "học phí", "đồng", {"value": "6000000", "role": "previous"})),
    ("role", (INSTEAD, "847.000", "mức hưởng", "đồng", {})),
    ("role", (THAT_IS, "3.193 tỷ", "chi quản lý", "đồng", {"value": "3193000000000"})),
    ("role", (ESTIMATED, "69 tỷ", "số chi", "đồng", {"value": "69000000000"})),
    ("value", (RANGE, "20 tỷ", "doanh thu", "đồng", {"value": "20000000000"})),
    ("value", (BELOW, "âm 0,6", "chỉ số giá", "%", {"value": "0.6"})),
]  # fmt: skip


def doubted(case: Case) -> set[str]:
    body, digits, name, unit, more = case
    return fields(claim(body, digits, name, unit, **more), bulletin_of(body))


@pytest.mark.parametrize("case", RIGHT, ids=[f"{c[1]} {c[2]}" for c in RIGHT])
def test_what_a_sentence_says_has_no_doubt(case: Case) -> None:
    assert doubted(case) == set()


@pytest.mark.parametrize(("field", "case"), WRONG, ids=[f"{f}: {c[1]} {c[2]}" for f, c in WRONG])
def test_what_it_does_not_say_is_doubted(field: str, case: Case) -> None:
    assert field in doubted(case)


def test_a_title_in_small_letters_names_its_place() -> None:
    body = "Diện tích đất được hỗ trợ không quá 300 m2."
    figure = claim(body, "300", "diện tích đất", "m2", place="thị xã Sông Cầu", place_source="head")
    title = "quyết định về giá đất trên địa bàn thị xã sông cầu"
    assert fields(figure, bulletin_of(body, title)) == set()
    assert fields(figure, bulletin_of(body)) == {"place"}
