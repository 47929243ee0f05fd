"""Figures as an extractor with one fault would read them are doubted; right ones are not."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.checking.second.reading import Words, doubts
from knowledge.records import Bulletin, FieldSource, Figure, Part, Period, Role, Section

PROVINCES = ("Bắc Kạn", "Quảng Nam", "Lâm Đồng", "Hà Nội", "Thanh Hóa")
LISTS = "Năm 2022, cơ sở tiếp nhận 98 người, đào tạo nghề cho 45 người, trong đó có 12 phụ nữ."
PARTS = (
    "Năm 2022, tỉnh tạo việc làm mới cho 23.500 lao động, trong đó xuất khẩu lao động 2.200 người."
)
TWO_YEARS = "Tỷ lệ hộ nghèo giảm từ 27,37% năm 2021 xuống còn 24,71% năm 2022."
DISTRICTS = "Tỷ lệ hộ nghèo của huyện Pác Nặm là 30,5%, của huyện Na Rì là 20,4%."
PLAN = "Năm 2022, toàn tỉnh giải quyết việc làm cho 8.095/6.000 người, đạt 135% kế hoạch."


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31), "year", f"năm {number}")


def bulletin_of(body: str, title: str = "Tin lao động", place: str | None = "Bắc Kạn") -> Bulletin:
    sections, at = [], 0
    for line in body.split("\n"):
        sections.append(Section("paragraph", at, at + len(line)))
        at += len(line) + 1
    day = date(2022, 12, 7)
    return Bulletin("b", title, day, None, None, place, "b.md", None, body, tuple(sections), True)


def claim(
    body: str, digits: str, name: str, unit: str = "người", *, value: str | None = None,
    role: Role = "achieved", period: Period | None = None, source: FieldSource = "sentence",
    place: str | None = None, **more: Any,
) -> Figure:  # fmt: skip
    """A figure that reads `digits` of the body so; its sentence is the one that holds them."""
    match = re.search(rf"(?<![\d.,]){re.escape(digits)}(?!\d)", body) or re.search(
        re.escape(digits), body
    )
    assert match is not None
    start, end = match.span()
    line = max(body.rfind(". ", 0, start) + 2, body.rfind("\n", 0, start) + 1)
    line = line if line > 1 else 0
    stop = min(
        (n for n in (body.find(". ", end), body.find("\n", end)) if n >= 0), default=len(body)
    )
    number = Decimal(value or digits.replace(".", "").replace(",", "."))
    change = number if role == "change" else None
    figure = Figure(
        "b@1:0", "b", 1, "b@1#0", name, None, number, unit, role, None, None, None, None, change,
        None, False, None, period, source if period else None, None, None, place, start, end,
        body[start:end], line, stop, parts=(Part(role, number, unit, start, end),),
    )  # fmt: skip
    return replace(figure, **more)


def fields(figure: Figure, bulletin: Bulletin, *names: str) -> set[str]:
    return {
        d.field
        for d in doubts(
            figure, bulletin, Words(names, (), PROVINCES, ("Afghanistan", "Anh", "Pháp"))
        )
    }


Q1 = Period(date(2022, 1, 1), date(2022, 3, 31), "quarter", "quý I năm 2022")
HALF = Period(date(2022, 1, 1), date(2022, 6, 30), "months", "6 tháng đầu năm 2022")
QUARTER = "Trong quý I năm 2022 có 1 200 hộ thoát nghèo."
AIM = "Năm 2022, tỉnh phấn đấu đào tạo nghề cho 6.000 người."
DEBT = "Số nợ bảo hiểm lên tới 347 tỉ."
FALL = "Số hộ nghèo giảm 1.432 hộ so với năm 2021."
MONTHS = "6 tháng đầu năm 2022, tỉnh đào tạo nghề cho 3.300 người."
NEXT_YEAR = "Năm 2021, có 454 người đi làm việc ở nước ngoài.\nNăm 2022, có 753 người đi làm việc ở nước ngoài."
BORN = "Ông A (sinh năm 1985) được vay 50 triệu đồng để nuôi bò."
FOUNDED = "Trung tâm thành lập năm 1998, đã đào tạo nghề cho 3.100 người."
NOW = "Năm 2015, ngành có đề án mới. Đến nay, cả nước có 76 triệu người tham gia bảo hiểm y tế."
TARGETS = "Mục tiêu năm 2023: giải quyết việc làm cho 8.500 người. Đưa 120 người đi làm việc ở nước ngoài."
LAW = "Theo Điều 56 Luật này, mức hưởng bằng 45% lương bình quân."
GLUED = "Tỷ lệ hộ nghèo còn 1,9 % .Năm 2021, tỉnh có 35.200 người có việc làm."
WARDS = "Năm 2022, Quận 12 giải quyết việc làm cho 12.400 người."
OLD = "Mức chuẩn là 1.624.000 đồng (quy định cũ là 1.515.000 đồng)."
CORRECTED = "Số người đi làm việc ở nước ngoài đã đăng là 753 người, nay sửa lại là 735 người."
ESTIMATE = "Ước cả năm 2022, tỉnh giải quyết việc làm cho 25.500 người."
RANGE = "Năm 2022, có 30÷40 lao động đi làm việc ở nước ngoài."

RIGHT: list[tuple[str, Figure]] = [
    (LISTS, claim(LISTS, "98", "tiếp nhận", period=year(2022))),
    (LISTS, claim(LISTS, "45", "đào tạo nghề")),
    (LISTS, claim(LISTS, "12", "phụ nữ", "phụ nữ")),
    (PARTS, claim(PARTS, "23.500", "tạo việc làm mới", "lao động")),
    (PARTS, claim(PARTS, "2.200", "xuất khẩu lao động")),
    (TWO_YEARS, claim(TWO_YEARS, "24,71", "tỷ lệ hộ nghèo", "%", period=year(2022))),
    (
        TWO_YEARS,
        claim(TWO_YEARS, "27,37", "tỷ lệ hộ nghèo", "%", role="previous", period=year(2021)),
    ),
    (DISTRICTS, claim(DISTRICTS, "30,5", "tỷ lệ hộ nghèo", "%", place="huyện Pác Nặm")),
    (DISTRICTS, claim(DISTRICTS, "20,4", "tỷ lệ hộ nghèo", "%", place="huyện Na Rì")),
    (PLAN, claim(PLAN, "8.095", "giải quyết việc làm", period=year(2022), place="Bắc Kạn")),
    (QUARTER, claim(QUARTER, "1 200", "hộ thoát nghèo", "hộ", value="1200", period=Q1)),
    (AIM, claim(AIM, "6.000", "đào tạo nghề", role="plan", period=year(2022))),
    (DEBT, claim(DEBT, "347 tỉ", "số nợ bảo hiểm", "đồng", value="347000000000")),
    (FALL, claim(FALL, "1.432", "số hộ nghèo", "hộ", role="change", change=Decimal(-1432))),
    (MONTHS, claim(MONTHS, "3.300", "đào tạo nghề", period=HALF)),
    (NEXT_YEAR, claim(NEXT_YEAR, "753", "người đi làm việc ở nước ngoài", period=year(2022))),
    (TARGETS, claim(TARGETS, "120", "đi làm việc ở nước ngoài", role="plan")),
    (FOUNDED, claim(FOUNDED, "3.100", "đào tạo nghề")),
    (WARDS, claim(WARDS, "12.400", "giải quyết việc làm", place="Quận 12")),
    (CORRECTED, claim(CORRECTED, "735", "đi làm việc ở nước ngoài")),
]

WRONG: list[tuple[str, str, Figure]] = [
    # the number of the neighbour, the next clause, the part for the whole
    ("name", LISTS, claim(LISTS, "98", "đào tạo nghề")),
    ("name", LISTS, claim(LISTS, "45", "tiếp nhận")),
    ("name", LISTS, claim(LISTS, "12", "tiếp nhận", "phụ nữ")),
    ("name", PARTS, claim(PARTS, "2.200", "tạo việc làm mới")),
    ("name", PARTS, claim(PARTS, "23.500", "xuất khẩu", "lao động")),
    ("name", PLAN, claim(PLAN, "8.095", "tỷ lệ hộ nghèo")),
    # part of a number, another number, the end of a range, the number of a law
    ("value", PLAN, claim(PLAN, "095", "giải quyết việc làm", value="95")),
    ("value", PLAN, claim(PLAN, "8.095", "giải quyết việc làm", value="8")),
    ("value", PLAN, claim(PLAN, "8.095", "giải quyết việc làm", value="8905")),
    ("value", QUARTER, claim(QUARTER, "200", "hộ thoát nghèo", "hộ")),
    ("value", RANGE, claim(RANGE, "40", "đi làm việc ở nước ngoài", "lao động")),
    ("value", LAW, claim(LAW, "56", "mức hưởng", "")),
    ("value", DEBT, claim(DEBT, "347 tỉ", "số nợ bảo hiểm", "đồng", value="347000000")),
    # another unit
    ("unit", PLAN, claim(PLAN, "8.095", "giải quyết việc làm", "hộ")),
    ("unit", TWO_YEARS, claim(TWO_YEARS, "24,71", "tỷ lệ hộ nghèo", "hộ")),
    ("unit", LISTS, claim(LISTS, "98", "tiếp nhận", "%")),
    ("unit", MONTHS, claim(MONTHS, "3.300", "đào tạo nghề", "đồng")),
    # the time of a neighbour, of a birth, of a founding, of a law; months told as a year
    ("time", TWO_YEARS, claim(TWO_YEARS, "24,71", "tỷ lệ hộ nghèo", "%", period=year(2021))),
    ("time", NEXT_YEAR, claim(NEXT_YEAR, "753", "đi làm việc ở nước ngoài", period=year(2021))),
    ("time", BORN, claim(BORN, "50 triệu", "vay", "đồng", value="50000000", period=year(1985))),
    ("time", FOUNDED, claim(FOUNDED, "3.100", "đào tạo nghề", period=year(1998))),
    ("time", MONTHS, claim(MONTHS, "3.300", "đào tạo nghề", period=year(2022))),
    (
        "time",
        QUARTER,
        claim(QUARTER, "1 200", "hộ thoát nghèo", "hộ", value="1200", period=year(2022)),
    ),
    (
        "time",
        NOW,
        claim(
            NOW,
            "76 triệu",
            "tham gia bảo hiểm y tế",
            value="76000000",
            period=year(2015),
            source="earlier sentence",
        ),
    ),
    ("time", GLUED, claim(GLUED, "1,9", "tỷ lệ hộ nghèo", "%", period=year(2021))),
    # the place of a neighbour, of another bulletin, the province for its district
    ("place", DISTRICTS, claim(DISTRICTS, "20,4", "tỷ lệ hộ nghèo", "%", place="huyện Pác Nặm")),
    ("place", DISTRICTS, claim(DISTRICTS, "30,5", "tỷ lệ hộ nghèo", "%", place="huyện Na Rì")),
    ("place", PLAN, claim(PLAN, "8.095", "giải quyết việc làm", place="Quảng Nam")),
    ("place", WARDS, claim(WARDS, "12.400", "giải quyết việc làm", place="Bắc Kạn")),
    # a plan as done, done as a plan, a rise as a value, an earlier value, an estimate
    ("role", AIM, claim(AIM, "6.000", "đào tạo nghề")),
    ("role", TARGETS, claim(TARGETS, "120", "đi làm việc ở nước ngoài")),
    ("role", MONTHS, claim(MONTHS, "3.300", "đào tạo nghề", role="plan")),
    ("role", FALL, claim(FALL, "1.432", "số hộ nghèo", "hộ")),
    ("role", FALL, claim(FALL, "1.432", "số hộ nghèo", "hộ", role="change")),
    ("role", MONTHS, claim(MONTHS, "3.300", "đào tạo nghề", role="change")),
    ("role", TWO_YEARS, claim(TWO_YEARS, "27,37", "tỷ lệ hộ nghèo", "%")),
    ("role", PLAN, claim(PLAN, "135", "giải quyết việc làm", "%")),
    ("role", PLAN, claim(PLAN, "6.000", "giải quyết việc làm")),
    ("role", OLD, claim(OLD, "1.515.000", "mức chuẩn", "đồng")),
    ("role", ESTIMATE, claim(ESTIMATE, "25.500", "giải quyết việc làm")),
]


@pytest.mark.parametrize(("body", "figure"), RIGHT, ids=[f"{f.quote} {f.name}" for _, f in RIGHT])
def test_a_right_figure_has_no_doubt(body: str, figure: Figure) -> None:
    assert fields(figure, bulletin_of(body)) == set()


@pytest.mark.parametrize(
    ("field", "body", "figure"), WRONG, ids=[f"{k}: {f.quote} {f.name}" for k, _, f in WRONG]
)
def test_a_wrong_figure_is_doubted_for_the_field_that_is_wrong(
    field: str, body: str, figure: Figure
) -> None:
    assert field in fields(figure, bulletin_of(body))


def test_an_indicator_stands_in_the_text_by_any_of_its_names() -> None:
    figure = claim(LISTS, "45", "đào tạo nghề")
    assert fields(figure, bulletin_of(LISTS), "dạy nghề", "đào tạo nghề") == set()
    assert fields(figure, bulletin_of(LISTS), "xuất khẩu lao động") == {"name"}


def test_a_time_from_the_day_of_publication_is_not_shown_and_not_doubted() -> None:
    figure = claim(DEBT, "347 tỉ", "số nợ bảo hiểm", "đồng", value="347000000000",
                   period=year(2022), source="guess")  # fmt: skip
    assert fields(figure, bulletin_of(DEBT)) == set()
