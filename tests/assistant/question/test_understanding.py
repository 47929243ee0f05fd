"""A question is read for what it counts, when, where, and which of the numbers."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question.understanding import understand
from assistant.records import Turn

READ = [
    # question, intent, indicator, years, places, role
    ("how many workers went abroad in 2022?", "figure", "labour_abroad", [2022], [], "achieved"),
    ("nam 2022 co bao nhieu nguoi di xkld", "figure", "labour_abroad", [2022], [], "achieved"),
    ("Tỷ lệ hộ nghèo của Bắc Kạn năm 2022 giảm bao nhiêu?", "figure", "poverty_rate", [2022], ["Bắc Kạn"], "change"),
    ("How much did poverty fall in Bac Kan in 2022?", "figure", "poverty_rate", [2022], ["Bắc Kạn"], "change"),
    ("kế hoạch xuất khẩu lao động năm 2022 là bao nhiêu", "figure", "labour_abroad", [2022], [], "plan"),
    ("Đào tạo nghề đạt bao nhiêu phần trăm kế hoạch?", "figure", "vocational_training", [], [], "percent_of_plan"),
    ("bao nhieu ho ngheo o bac kan 2019", "figure", "poor_households", [2019], ["Bắc Kạn"], "achieved"),
    ("tỷ lệ hộ cận nghèo 2019", "figure", "near_poor_rate", [2019], [], "achieved"),
    ("Thái Nguyên tỷ lệ hộ nghèo 2020 và 2021", "figure", "poverty_rate", [2020, 2021], ["Thái Nguyên"], "achieved"),
    ("Quảng Nam có bao nhiêu lao động có việc làm tăng thêm", "figure", "new_jobs", [], ["Quảng Nam"], "achieved"),
    ("vốn giảm nghèo của Bắc Kạn là bao nhiêu", "figure", "poverty_funds", [], ["Bắc Kạn"], "achieved"),
    ("how many households escaped poverty in Quang Nam", "figure", "poor_households", [], ["Quảng Nam"], "change"),
    ("Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?", "figure", "poverty_rate", [2019], [], "achieved"),
    ("Bảo hiểm tự nguyện tăng trưởng bao nhiêu phần trăm?", "figure", "voluntary_insurance", [], [], "achieved"),
    ("Bảo hiểm thất nghiệp được hưởng bao nhiêu tháng?", "prose", None, [], [], "achieved"),
    ("Vì sao xuất khẩu lao động năm 2021 thấp?", "prose", "labour_abroad", [2021], [], "achieved"),
    ("Lãnh đạo Sở nói gì?", "prose", None, [], [], "achieved"),
    ("Xin chào", "greeting", None, [], [], "achieved"),
    ("Cảm ơn bạn", "thanks", None, [], [], "achieved"),
    ("What can you do?", "help", None, [], [], "achieved"),
    ("Viết cho tôi một bài thơ", "out_of_scope", None, [], [], "achieved"),
    ("???", "unclear", None, [], [], "achieved"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "intent", "indicator", "years", "places", "role"),
    READ,
    ids=[r[0][:40] for r in READ],
)
def test_a_question_is_read(
    question: str,
    intent: str,
    indicator: str | None,
    years: list[int],
    places: list[str],
    role: str,
) -> None:
    read = understand(question)
    assert read.intent == intent
    assert (read.indicators[0].id if read.indicators else None) == indicator
    assert [p.start.year for p in read.periods] == years
    assert list(read.places) == places
    assert read.role == role


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Tổng tiền trợ cấp thất nghiệp là bao nhiêu?", "đồng"),
        ("how much money was paid in unemployment benefits", "đồng"),
        ("bao nhiêu phần trăm lao động qua đào tạo", "%"),
        ("bao nhiêu hộ nghèo", "hộ"),
        ("bao nhiêu người đi xklđ", None),
    ],
)
def test_the_noun_asked_for_gives_the_unit(question: str, unit: str | None) -> None:
    assert understand(question).unit == unit


def test_this_year_counts_from_today_and_is_never_taken_for_another() -> None:
    read = understand("Năm nay có bao nhiêu hộ nghèo?", today=date(2026, 11, 23))
    assert [p.start.year for p in read.periods] == [2026]
    assert understand("Năm nay có bao nhiêu hộ nghèo?").periods == ()


KNOWN = ("huyện Pác Nặm", "huyện Ngân Sơn", "thành phố Bắc Kạn", "xã Hòa Bình")
DISTRICTS = [
    ("ty le ho ngheo huyen pac nam nam 2019", ["huyện Pác Nặm"]),
    ("tỷ lệ hộ nghèo ở pác nặm năm 2019", ["huyện Pác Nặm"]),
    ("poverty rate of Pac Nam district in 2019", ["huyện Pác Nặm"]),
    ("nam 2019 ty le ho ngheo cua huyen ngan son la bao nhieu", ["huyện Ngân Sơn"]),
    ("ty le ho ngheo thanh pho bac kan", ["thành phố Bắc Kạn"]),
    ("ty le ho ngheo bac kan", ["Bắc Kạn"]),
    ("ty le ho ngheo hoa binh", ["Hòa Bình"]),
    ("ty le ho ngheo huyen dong van", ["huyện Đồng Văn"]),
    ("ty le ho ngheo cac huyen ngheo cua bac kan", ["Bắc Kạn"]),
    ("tham gia bao hiem xa hoi o bac kan", ["Bắc Kạn"]),
]


@pytest.mark.parametrize(("question", "places"), DISTRICTS, ids=[d[0] for d in DISTRICTS])
def test_a_district_is_known_by_any_spelling_and_never_taken_for_its_province(
    question: str, places: list[str]
) -> None:
    """An unknown district stays a place of its own, so that no province answers for it."""
    assert list(understand(question, known_places=KNOWN).places) == places


FOLLOW = [
    ("Còn năm 2021?", [2021], ["Bắc Kạn"], "achieved"),
    ("thế còn Thái Nguyên?", [2022], ["Thái Nguyên"], "achieved"),
    ("chỉ tiêu là bao nhiêu?", [2022], ["Bắc Kạn"], "plan"),
    ("and the target?", [2022], ["Bắc Kạn"], "plan"),
]


@pytest.mark.parametrize(
    ("question", "years", "places", "role"), FOLLOW, ids=[f[0] for f in FOLLOW]
)
def test_a_leaning_question_takes_the_rest_from_the_one_before(
    question: str, years: list[int], places: list[str], role: str
) -> None:
    history = [Turn("Năm 2022 Bắc Kạn có bao nhiêu người đi xuất khẩu lao động?")]
    read = understand(question, history)
    assert read.indicators[0].id == "labour_abroad"
    assert [p.start.year for p in read.periods] == years
    assert (list(read.places), read.role) == (places, role)


def test_leaning_questions_lean_on_each_other() -> None:
    """The year of the question in between is the one that the plan is asked for."""
    history = [
        Turn("Năm 2022 Bắc Kạn có bao nhiêu người đi xuất khẩu lao động?"),
        Turn("còn năm 2021?"),
    ]
    read = understand("chỉ tiêu là bao nhiêu?", history)
    assert [p.start.year for p in read.periods] == [2021]
    assert (read.role, list(read.places)) == ("plan", ["Bắc Kạn"])


def test_a_whole_question_takes_nothing_from_before() -> None:
    history = [Turn("Năm 2022 Bắc Kạn có bao nhiêu người đi xuất khẩu lao động?")]
    read = understand("Tỷ lệ hộ nghèo là bao nhiêu?", history)
    assert (read.periods, read.places) == ((), ())


@given(st.text(max_size=300))
def test_no_question_crashes(text: str) -> None:
    understand(text)


def test_a_province_named_after_towns_is_no_town() -> None:
    known = ("thành phố Vũng Tàu", "thành phố Bà Rịa", "huyện Pác Nặm")
    assert understand("xklđ Bà Rịa - Vũng Tàu 2023", known_places=known).places == (
        "Bà Rịa - Vũng Tàu",
    )
    assert understand("xklđ huyện Pác Nặm 2023", known_places=known).places == ("huyện Pác Nặm",)


def test_a_debt_is_not_what_is_owed() -> None:
    """Of social insurance owed the table of the insured says nothing."""
    assert understand("Nợ bảo hiểm xã hội của Hà Nội năm 2017 là bao nhiêu?").indicators == ()


def test_two_things_asked_in_one_breath_are_both_meant() -> None:
    read = understand("Năm 2022 có bao nhiêu người được tư vấn việc làm và đào tạo nghề?")
    assert {read.indicators[0].id, *(i.id for i in read.apart)} == {
        "job_counselling",
        "vocational_training",
    }


def test_a_part_is_asked_of_its_whole() -> None:
    read = understand(
        "Trong số người được tư vấn việc làm, bao nhiêu người được giải quyết việc làm?"
    )
    assert read.whole is not None
    assert (read.whole.id, read.indicators[0].id) == ("job_counselling", "jobs")


def test_a_ranking_is_turned_by_the_next_question() -> None:
    history = [Turn("Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?")]
    read = understand("Thế còn thấp nhất?", history)
    assert (read.operation, read.over, read.indicators[0].id) == (
        "lowest",
        "district",
        "poverty_rate",
    )


def test_a_year_is_set_beside_the_one_before() -> None:
    read = understand("So với năm 2019?", [Turn("Tỷ lệ hộ nghèo của Bắc Kạn năm 2022?")])
    assert read.operation == "difference"
    assert [p.start.year for p in read.periods] == [2022, 2019]


def test_the_mentions_of_a_question_are_of_its_text() -> None:
    """Completed from an earlier one it has another text, and never the mentions of the old."""
    question = understand("Tỷ lệ hộ nghèo của tỉnh Bắc Kạn năm 2022 là bao nhiêu?")
    assert [m.name for m in question.mentions.places] == ["Bắc Kạn"]
    other = replace(question, text="Tỷ lệ hộ nghèo của tỉnh Sơn La")
    assert [m.name for m in other.mentions.places] == ["Sơn La"]
    assert replace(question, unit="%").mentions is question.mentions
