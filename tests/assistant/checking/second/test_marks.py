"""Times and places of a text, read without the vocabulary's rules."""

from datetime import date

import pytest

from assistant.checking.second.place_marks import HOME, NATION, core, known_names, places
from assistant.checking.second.time_marks import times

DAY = date(2022, 12, 7)
KNOWN = known_names(("Bắc Kạn", "Quảng Nam", "Thanh Hóa", "Hòa Bình"))


@pytest.mark.parametrize(
    ("text", "kind", "years", "months"),
    [("năm 2022", "year", (2022,), None), ("giai đoạn 2021-2023", "range", (2021, 2022, 2023), None),
     ("tháng 8.2017", "month", (2017,), (8, 8)), ("tháng 6,7/2016", "month", (2016,), (6, 7)),
     ("quí i/2023", "quarter", (2023,), (1, 3)), ("q.iv/2022", "quarter", (2022,), (10, 12)),
     ("quý iv", "quarter", (), (10, 12)), ("6 tháng đầu năm 2023", "months", (2023,), (1, 6)),
     ("sáu tháng đầu năm", "months", (), (1, 6)), ("chín tháng năm 2022", "months", (2022,), (1, 9)),
     ("nửa đầu năm 2022", "half", (2022,), (1, 6)), ("đến ngày 30/6/2022", "until", (2022,), (6, 6)),
     ("tính đến 31/12/2016", "until", (2016,), (12, 12)), ("ngày 3-9 tháng 3", "until", (), (3, 3)),
     ("từ tháng 2-2000 đến hết tháng 2-2018", "months", (2018,), (2, 2)),
     ("lũy kế", "todate", (), None), ("năm ngoái", "year", (2021,), None)],
)  # fmt: skip
def test_a_time_has_its_years_and_months(
    text: str, kind: str, years: tuple[int, ...], months: tuple[int, int] | None
) -> None:
    marks = times(text, 0, len(text), DAY)
    assert [(m.kind, m.years, m.months) for m in marks] == [(kind, years, months)]


@pytest.mark.parametrize(
    "text",
    ["sinh năm 1985", "ông a (sn 1960)", "thành lập từ năm 2011", "nhập ngũ năm 1968",
     "luật bảo hiểm xã hội năm 2014", "ra đời năm 1999"],
)  # fmt: skip
def test_years_of_birth_founding_and_laws_are_marked(text: str) -> None:
    (mark,) = times(text, 0, len(text), DAY)
    assert mark.is_life


@pytest.mark.parametrize("text", ["tuyển sinh năm 2017", "học sinh năm 2019"])
def test_a_year_of_enrolment_is_no_year_of_birth(text: str) -> None:
    (mark,) = times(text, 0, len(text), DAY)
    assert not mark.is_life


@pytest.mark.parametrize("text", ["2000 người", "nghị định 58/2019/nđ-cp", "12.2020 đồng", "q. 1"])
def test_these_are_no_times(text: str) -> None:
    assert times(text, 0, len(text), DAY) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [("tỉnh Quảng Nam có", ["quang nam"]), ("ở Quảng Nam", ["quang nam"]), ("tại Thanh Hoá", ["thanh hoa"]),
     ("xã Khánh Bình Đông, huyện Trần Văn Thời, tỉnh Cà Mau", ["khanh binh dong"]),
     ("Quận 12 có", ["12"]), ("huyện Cư M'gar", ["cu m'gar"]), ("toàn tỉnh có", [HOME]),
     ("cả nước có", [NATION]), ("Việt Nam có", [NATION]), 
     ("cao nhất cả nước", []), ("hòa bình và ổn định", []), ("TP. HCM có", ["ho chi minh"])],
)  # fmt: skip
def test_places_are_named_by_their_finest_name(text: str, names: list[str]) -> None:
    marks = places(text, text.lower().replace("hoá", "hóa"), 0, len(text), KNOWN)
    assert [m.name for m in marks] == names


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Quảng Nam", "quang nam"), ("tỉnh Bắc Kạn", "bac kan"), ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
     ("Thành phố Hồ Chí Minh", "ho chi minh"), ("TP.HCM", "ho chi minh"),
     ("huyện Chợ Mới, Bắc Kạn", "cho moi"), ("Q. 6", "6"), ("TP HCM Trần Trung Dũng", "ho chi minh"),
     ("huyện Ea H’leo", "ea h'leo")],
)  # fmt: skip
def test_names_are_compared_without_their_level(name: str, expected: str) -> None:
    assert core(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Công ty Nissei Việt Nam", True), ("BHXH Việt Nam", True), ("Việt Nam hiện có", False)],
)
def test_an_office_only_bears_the_name_of_the_country(text: str, expected: bool) -> None:
    (mark,) = places(text, text.lower(), 0, len(text), KNOWN)
    assert mark.is_named_after is expected
