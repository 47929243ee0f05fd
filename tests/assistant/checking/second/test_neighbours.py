"""A name or a time that is another number's is doubted, one that two numbers share is not."""

import pytest

from tests.assistant.checking.second.test_reading import bulletin_of, claim, fields, year

CLASSES = "Trung tâm tổ chức 35 lớp khâu chăn bông với tổng số học viên lên tới 838 người."
LEVELS = "Tỷ lệ phòng học kiên cố bậc mầm non đạt 78%, tiểu học đạt 96%, THCS đạt 97%."
MONG = "Có 34% trẻ em dân tộc Mông và 37% trẻ Khmer năm tuổi chưa đến trường."
PAY = "Theo lẽ thường, lương phải chiếm khoảng 70%, phụ cấp 30% thu nhập."
QUOTED = 'Cảnh sát làm rõ có 7 "chân rết".'


@pytest.mark.parametrize(
    ("body", "digits", "name", "unit", "others"),
    [
        (CLASSES, "838", "lớp khâu chăn bông", "người", ("học viên",)),
        (LEVELS, "97", "tiểu học", "%", ()),
        (MONG, "37", "trẻ em dân tộc Mông", "%", ()),
        (PAY, "70", "phụ cấp", "%", ()),
    ],
)
def test_the_name_of_the_neighbour_is_doubted(
    body: str, digits: str, name: str, unit: str, others: tuple[str, ...]
) -> None:
    assert "name" in fields(claim(body, digits, name, unit), bulletin_of(body), *others)


@pytest.mark.parametrize(
    ("body", "digits", "name", "unit"),
    [
        (CLASSES, "838", "tổng số học viên người", "người"),
        (CLASSES, "35", "lớp khâu chăn bông", "lớp"),
        (LEVELS, "97", "THCS", "%"),
        (LEVELS, "96", "tiểu học", "%"),
        (MONG, "37", "trẻ Khmer", "%"),
        (PAY, "30", "phụ cấp", "%"),
        (QUOTED, "7", "chân rết", "chân rết"),
    ],
)
def test_a_name_of_its_own_is_believed(body: str, digits: str, name: str, unit: str) -> None:
    assert fields(claim(body, digits, name, unit), bulletin_of(body)) == set()


FALL = "Tỷ lệ hộ nghèo năm 2022 giảm từ 27,37% xuống còn 24,71%."


@pytest.mark.parametrize(("number", "expected"), [(2022, {"time"}), (2021, set())])
def test_the_year_of_a_fall_is_not_that_of_the_value_before(
    number: int, expected: set[str]
) -> None:
    figure = claim(FALL, "27,37", "Tỷ lệ hộ nghèo", "%", role="previous", period=year(number))
    assert fields(figure, bulletin_of(FALL)) & {"time"} == expected


CARRIED = "Năm 2020 có 300 hộ thoát nghèo. Các xã vùng cao có 120 hộ thoát nghèo."


@pytest.mark.parametrize(("number", "expected"), [(2019, {"time"}), (2020, set())])
def test_the_nearest_sentence_dates_a_number_before_the_title_does(
    number: int, expected: set[str]
) -> None:
    figure = claim(
        CARRIED, "120", "hộ thoát nghèo", "hộ", period=year(number), source="earlier sentence"
    )
    bulletin = bulletin_of(CARRIED, title="Giảm nghèo năm 2019")
    assert fields(figure, bulletin) & {"time"} == expected
