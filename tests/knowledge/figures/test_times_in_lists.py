"""Each number of a sentence has the time that is its own, not that of another clause."""

from datetime import date

import pytest

from tests.knowledge.figures.test_times import figures_of, times

DAY = date(2023, 3, 1)


def years(text: str) -> list[tuple[str, str]]:
    """Value and year or span of years of each figure."""
    shown = []
    for value, days in times(figures_of(text, DAY)):
        first, last = (days or "-/-").split("/")
        shown.append((value, first[:4] if first[:4] == last[:4] else f"{first[:4]}-{last[:4]}"))
    return shown


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("GRDP 5 năm 2011-2015 tăng 13%; thu nhập năm 2015 là 41 triệu đồng; hộ nghèo còn 3%.", "2011-2015"),
        ("Năm 2022, tạo việc làm cho 50 người; tỷ lệ năm 2021 là 5%; đào tạo nghề cho 30 người.", "2022"),
        ("Năm 2021, mở 5 lớp; năm 2022, mở 6 lớp; đào tạo nghề cho 30 người.", "2022"),
        ("Năm 2021 mở 5 lớp; trong năm 2022 mở 6 lớp; trong đó có 30 người nghèo.", "2022"),
        ("Năm 2021, mở 5 lớp, năm 2022 mở 6 lớp, đào tạo nghề cho 30 người.", "2022"),
    ],
)  # fmt: skip
def test_the_time_inside_an_item_of_a_list_is_its_own(text: str, last: str) -> None:
    assert years(text)[-1][1] == last


@pytest.mark.parametrize(
    "text",
    [
        "Số lao động trong các năm 2019, 2020, 2021 lần lượt là 1.837 người; 1.670 người; 2.491 người.",
        "Năm 2019, 2020 và 2021 lần lượt có 1.837 lao động, 1.670 lao động và 2.491 lao động.",
        "Các năm 2019, năm 2020, năm 2021 có số lao động tương ứng: 1.837 người, 1.670 người, 2.491 người.",
    ],
)
def test_numbers_in_turn_have_their_times_in_turn(text: str) -> None:
    assert years(text) == [("1837", "2019"), ("1670", "2020"), ("2491", "2021")]


@pytest.mark.parametrize(
    "text",
    [
        "Thu nhập đến cuối năm 2020 là 27 triệu đồng, hộ nghèo giảm từ 28,1% năm 2011 xuống còn 3,54%.",
        "Cuối năm 2020 có kết quả tốt, hộ nghèo giảm từ 28,1% (năm 2011) xuống 3,54%.",
        "Năm 2020, tỷ lệ hộ nghèo giảm từ 28,1% năm 2011 còn 3,54%.",
    ],
)
def test_the_year_beside_the_number_before_is_not_of_the_number_after(text: str) -> None:
    assert years(text)[-1] == ("3.54", "2020")


@pytest.mark.parametrize(
    "text",
    [
        'Thực hiện Quyết định 281 về "đẩy mạnh học tập đến năm 2020", tỉnh có 177.374 gia đình học tập.',
        "Thực hiện Đề án “Dạy nghề cho nông dân đến năm 2020”, tỉnh có 177.374 gia đình học nghề.",
        "Thực hiện Đề án dạy nghề cho lao động nông thôn đến năm 2020, có 177.374 gia đình học nghề.",
        "Trong số 808 sinh viên khóa 2014, có 177.374 gia đình học nghề.",
        "Người nghỉ hưu trước năm 1993 có 177.374 gia đình.",
        "Hộ đã ở ổn định từ trước ngày 15/10/1993 có 177.374 gia đình.",
    ],
)
def test_the_year_of_a_name_or_a_right_is_no_time_of_a_figure(text: str) -> None:
    assert years(text)[-1][1] == "2023"


def test_numbers_in_turn_may_share_a_unit() -> None:
    text = "Số lao động trong các năm 2019, 2020, 2021 lần lượt là: 1.837; 1.670; 2.491 lao động."
    assert {("1837", "2019"), ("2491", "2021")} <= set(years(text))


@pytest.mark.parametrize("words", ["con số cùng kỳ năm ngoái", "con số cùng kỳ"])
def test_the_same_spell_of_the_year_before_follows_the_time_carried(words: str) -> None:
    text = f"Đến tháng 5/2022, có gần 10.000 người hưởng BHXH một lần. Trong khi đó, {words} là 5.800 người."
    assert times(figures_of(text, DAY))[-1] == ("5800", "2021-01-01/2021-05-31")
