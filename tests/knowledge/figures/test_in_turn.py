"""Numbers listed in the order of places or times before them belong to these in their order."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure


def figures_of(text: str, place: str = "Quảng Ngãi") -> list[Figure]:
    draft = BulletinDraft(
        None, "Tin trong tỉnh", date(2024, 1, 8), None, None, place, None, (("paragraph", text),)
    )
    bulletin = bulletin_from_draft(draft, "b", "b.md")
    return list(extract_figures(bulletin, 1, split_passages(bulletin, 1)))


PLACES = [
    ("Ba huyện Trà Bồng, Sơn Hà và Ba Tơ lần lượt tạo việc làm cho 968, 1.134 và 1.057 người.",
     ["huyện Trà Bồng", "huyện Sơn Hà", "huyện Ba Tơ"]),
    ("Huyện Bình Sơn và huyện Mộ Đức lần lượt có 120 hộ và 95 hộ nghèo.", ["huyện Bình Sơn", "huyện Mộ Đức"]),
    ("Hai huyện Bình Sơn và Mộ Đức còn tương ứng 120 và 95 hộ nghèo.", ["huyện Bình Sơn", "huyện Mộ Đức"]),
    ("Thị xã Đức Phổ, huyện Tư Nghĩa có số hộ nghèo lần lượt là 210 hộ; 180 hộ.", ["thị xã Đức Phổ", "huyện Tư Nghĩa"]),
    ("Tại Sơn Tịnh, Tư Nghĩa, Mộ Đức, số lao động được vay vốn theo thứ tự là 41, 52 và 63 người.",
     ["huyện Sơn Tịnh", "huyện Tư Nghĩa", "huyện Mộ Đức"]),
    ("Xã Ba Vinh, xã Ba Động lần lượt đạt 3,5 tỷ đồng và 2,1 tỷ đồng.", ["xã Ba Vinh", "xã Ba Động"]),
    ("Đà Nẵng, Quảng Nam và Quảng Ngãi lần lượt giải quyết việc làm cho 5.000, 6.000 và hơn 7.000 lao động.",
     ["Đà Nẵng", "Quảng Nam", "Quảng Ngãi"]),
    ("Tỷ lệ hộ nghèo của Trà Bồng, Sơn Hà lần lượt 21,5% và 19,8%.", ["huyện Trà Bồng", "huyện Sơn Hà"]),
    ("Bình Sơn có 500 hộ nghèo, Sơn Tịnh có 300 hộ nghèo. Số hộ cận nghèo tương ứng là 700 hộ và 400 hộ.",
     ["huyện Bình Sơn", "huyện Sơn Tịnh"] * 2),
    ("Phường Chánh Lộ, phường Nghĩa Lộ lần lượt trao 45 suất quà, 60 suất quà.", ["phường Chánh Lộ", "phường Nghĩa Lộ"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), PLACES, ids=[p[0] for p in PLACES])
def test_each_number_has_the_place_at_its_turn(text: str, places: list[str]) -> None:
    """As many numbers as places before the words: each has its own."""
    told = [f.place.partition(", ")[0] for f in figures_of(text) if f.place]
    assert told == places


TIMES = [
    ("Năm 2021, 2022 và 2023 lần lượt có 5 xã, 6 xã và 7 xã đạt chuẩn.", [2021, 2022, 2023]),
    ("Trong các năm 2021, 2022 số hộ nghèo lần lượt là 1.200 và 1.100 hộ.", [2021, 2022]),
    ("Số lao động xuất cảnh năm 2020, năm 2021, năm 2022 tương ứng là 310; 120; 450 người.", [2020, 2021, 2022]),
    ("Năm 2022 và 2023, tỷ lệ hộ nghèo lần lượt là 18,86% và 15,02%.", [2022, 2023]),
    ("Từ 18,86% cuối năm 2022 xuống 15,02% cuối năm 2023, tỷ lệ hộ nghèo đã giảm. Số hộ nghèo tương ứng là 39.980 hộ và 32.115 hộ.",
     [2022, 2023] * 2),
    ("Năm 2021 mở 12 lớp, năm 2022 mở 15 lớp. Số lớp may tương ứng là 4 lớp và 5 lớp.", [2021, 2022] * 2),
    ("Năm 2021 là 900 người, năm 2022 là 950 người. Số người có việc làm lần lượt là 700 người và 800 người.",
     [2021, 2022] * 2),
    ("Kinh phí các năm 2021, 2022, 2023 lần lượt là 3 tỷ đồng, 4 tỷ đồng và 5 tỷ đồng.", [2021, 2022, 2023]),
    ("Năm 2020 và năm 2021, thu nhập lần lượt đạt 35 và 38 triệu đồng.", [2020, 2021]),
    ("Năm 2019, 2020, 2021, 2022 lần lượt trao 10, 20, 30, 40 suất quà.", [2019, 2020, 2021, 2022]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "years"), TIMES, ids=[t[0] for t in TIMES])
def test_each_number_has_the_time_at_its_turn(text: str, years: list[int]) -> None:
    """As many numbers as times, in the sentence or of the numbers before: each has its own."""
    assert [f.period.end.year for f in figures_of(text) if f.period] == years


def test_a_list_shares_the_unit_and_the_name() -> None:
    figures = figures_of(PLACES[0][0])
    assert {(f.unit, f.indicator) for f in figures} == {("người", "jobs")} or {
        (f.unit, f.name) for f in figures
    } == {("người", figures[0].name)}


@pytest.mark.parametrize(
    "text",
    [
        "Ba huyện Trà Bồng, Sơn Hà và Ba Tơ lần lượt tạo việc làm cho 968 và 1.134 người.",
        "Huyện Bình Sơn và huyện Mộ Đức lần lượt có 120 hộ, 95 hộ và 80 hộ nghèo.",
    ],
)
def test_lists_of_different_lengths_tell_no_place(text: str) -> None:
    """Where the counts differ nobody can say which number is whose."""
    assert {f.place for f in figures_of(text)} == {None}


def test_times_of_another_length_are_a_guess() -> None:
    figures = figures_of("Năm 2021, 2022 và 2023 lần lượt có 5 xã và 6 xã đạt chuẩn.")
    assert {f.period_source for f in figures} == {"guess"}


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("Tỷ lệ hộ nghèo, tỷ lệ hộ cận nghèo lần lượt là 5% và 6%.", ["poverty_rate", "near_poor_rate"]),
        ("Số hộ nghèo và hộ cận nghèo lần lượt là 500 hộ và 600 hộ.", ["poor_households", "near_poor_households"]),
        ("Bình Sơn và Mộ Đức lần lượt có 120 hộ và 95 hộ nghèo.", ["poor_households"] * 2),
        ("Năm 2018 và năm 2019, tỉnh lần lượt đưa 963 và 120 lao động đi làm việc có thời hạn ở nước ngoài.",
         ["labour_abroad"] * 2),
        ("Bình Sơn và Mộ Đức lần lượt còn 120 hộ nghèo và 95 hộ nghèo.", ["poor_households"] * 2),
        ("Đào tạo nghề và giải quyết việc làm lần lượt cho 900 người và 800 người.", ["vocational_training", "jobs"]),
    ],
)  # fmt: skip
def test_indicators_named_in_turn_are_told_apart(text: str, indicators: list[str]) -> None:
    """As many indicators as numbers before the words: each number is of its own."""
    assert [f.indicator for f in figures_of(text)] == indicators
