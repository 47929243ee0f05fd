"""A plan covers every clause and item under it, and nothing that was done."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure


def figures_of(*paragraphs: str, day: date = date(2023, 2, 10)) -> tuple[Figure, ...]:
    blocks = tuple(("paragraph", text) for text in paragraphs)
    draft = BulletinDraft(None, "Tin", day, None, None, "Lai Châu", None, blocks)
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    return extract_figures(bulletin, 1, split_passages(bulletin, 1))


TARGETS = "Các chỉ tiêu cụ thể là: Tổng sản phẩm tăng 6,6%; tốc độ tăng giá khoảng 4%."


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("Tổng vốn đầu tư khoảng 33% GDP; tỷ lệ hộ nghèo giảm 1%; tỷ lệ thất nghiệp dưới 4%.", ["plan"] * 3),
        ("Tỷ lệ hộ nghèo đã giảm còn 3%; tỷ lệ thất nghiệp hiện là 4%.", ["achieved"] * 2),
        ("Xã có 20 hộ nghèo; thôn có 5 hộ nghèo.", ["achieved"] * 2),
        ("Tỷ lệ hộ nghèo là 3%.", ["achieved"]),
        ("Tỷ lệ thất nghiệp là 2,5%; tỷ lệ thiếu việc làm chiếm 1,8%.", ["achieved"] * 2),
        ("Tỷ lệ hộ nghèo có 3%; tỷ lệ thất nghiệp ở mức gần 4%.", ["achieved"] * 2),
        ("Năm 2022, tỷ lệ hộ nghèo dưới 3%; tỷ lệ thất nghiệp dưới 4%.", ["achieved"] * 2),
        ("Hộ nghèo 3%; hộ cận nghèo 4%.", ["achieved"] * 2),
    ],
)  # fmt: skip
def test_a_list_of_targets_goes_on_in_lines_of_its_kind(line: str, roles: list[str]) -> None:
    assert [f.role for f in figures_of(TARGETS, line)] == ["plan", "plan", *roles]


def test_an_open_list_of_targets_goes_on_in_any_line() -> None:
    lines = "Các chỉ tiêu cụ thể là: Hộ nghèo 3%; hộ cận nghèo 4%;", "Thất nghiệp 3%; nữ 5%."
    assert [f.role for f in figures_of(*lines)] == ["plan"] * 4


def test_an_estimate_goes_on_through_its_list() -> None:
    figures = figures_of(
        "Ước cả năm 2022, tỉnh giải quyết việc làm cho 25.500 người, đào tạo nghề cho 9.000 người."
    )
    assert [f.hedge for f in figures] == ["ước", "ước"]
    figures = figures_of(
        "Ước cả năm 2022, tỉnh giải quyết việc làm cho 25.500 người, năm 2021 đào tạo nghề cho 9.000 người."
    )
    assert [f.hedge for f in figures] == ["ước", None]


JOBS, TRAINED = "Giải quyết việc làm cho 8.500 người", "Đào tạo nghề cho 8.000 người"
PLANS = [
    (f"Mục tiêu năm 2023: {JOBS}. {TRAINED}.",),
    ("Chỉ tiêu năm 2023:", f"- {JOBS};", f"- {TRAINED}."),
    ("Nhiệm vụ năm 2023", f"1. {JOBS}.", f"2. {TRAINED}."),
    ("Một số chỉ tiêu chủ yếu năm 2023:", JOBS, TRAINED),
    ("II. Phương hướng, nhiệm vụ năm 2023", f"+ {JOBS}", f"+ {TRAINED}"),
    (f"Năm 2023, tỉnh phấn đấu {JOBS.lower()}, {TRAINED.lower()}.",),
    (f"Phấn đấu: {JOBS.lower()}; {TRAINED.lower()}.",),
    (f"Kế hoạch năm 2023: {JOBS.lower()}; {TRAINED.lower()}.",),
    (f"Theo kế hoạch, năm 2023 tỉnh sẽ {JOBS.lower()} và {TRAINED.lower()}.",),
    (f"Năm 2023, Sở đặt mục tiêu {JOBS.lower()}. Trong đó, {TRAINED.lower()}.",),
    (f"Dự kiến năm 2023 {JOBS.lower()}, {TRAINED.lower()}.",),
    (f"Phương hướng, nhiệm vụ 6 tháng đầu năm 2023: {JOBS}; {TRAINED.lower()}.",),
    (f"Đề ra mục tiêu: {JOBS}. {TRAINED}.",),
    (f"Phấn đấu trong năm {JOBS.lower()}, trong đó {TRAINED.lower()}.",),
]


@pytest.mark.parametrize("paragraphs", PLANS, ids=[" / ".join(p)[:60] for p in PLANS])
def test_a_plan_covers_its_list(paragraphs: tuple[str, ...]) -> None:
    roles = {str(f.value): (f.role, {p.role for p in f.parts}) for f in figures_of(*paragraphs)}
    assert roles == {"8500": ("plan", {"plan"}), "8000": ("plan", {"plan"})}


RESULTS = [
    (f"Thực hiện mục tiêu giảm nghèo, năm 2022 tỉnh {JOBS.lower()}, {TRAINED.lower()}.",),
    (f"Năm 2022, các chỉ tiêu đều đạt và vượt kế hoạch: {JOBS.lower()}, {TRAINED.lower()}.",),
    (f"Kết quả năm 2022 so với mục tiêu: {JOBS}. {TRAINED}.",),
    (f"Hoàn thành mục tiêu năm 2022: {JOBS}. {TRAINED}.",),
    ("Mục tiêu của dự án là giúp người nghèo.", f"Năm 2022, {JOBS.lower()}, {TRAINED.lower()}."),
    ("Kết quả năm 2022:", f"- {JOBS};", f"- {TRAINED}."),
    (f"Tỉnh sẽ làm tốt hơn. {JOBS}. {TRAINED}.",),
    ("Chương trình mục tiêu quốc gia:", f"Năm 2022 {JOBS.lower()}; {TRAINED.lower()}."),
    ("Nhiệm vụ của Sở:", f"Năm 2022 đã {JOBS.lower()}; {TRAINED.lower()}."),
    (f"Được giao nhiều chỉ tiêu, đến nay đã {JOBS.lower()}, {TRAINED.lower()}.",),
]


@pytest.mark.parametrize("paragraphs", RESULTS, ids=[" / ".join(p)[:60] for p in RESULTS])
def test_what_was_done_is_no_plan(paragraphs: tuple[str, ...]) -> None:
    assert {str(f.value): f.role for f in figures_of(*paragraphs)} == {
        "8500": "achieved",
        "8000": "achieved",
    }


@pytest.mark.parametrize(
    "done",
    [
        "Đến nay đã giải quyết việc làm cho 900 người.",
        "Năm 2022, giải quyết việc làm cho 900 người.",
        "Kết quả, giải quyết việc làm cho 900 người.",
        "Tuy nhiên, mới giải quyết việc làm cho 900 người.",
    ],
)
def test_a_result_ends_the_plan_before_it(done: str) -> None:
    text = f"Mục tiêu năm 2023: {JOBS}. {TRAINED}. {done} Dạy nghề cho 70 người."
    figures = figures_of(text, day=date(2024, 1, 5))
    assert [f.role for f in figures] == ["plan", "plan", "achieved", "achieved"]


def test_a_result_with_its_plan_beside_it_stays_a_result() -> None:
    (figure,) = figures_of("Chỉ tiêu năm 2022:", "- Đào tạo nghề 753/500 người, đạt 151% kế hoạch.")
    assert (figure.role, figure.plan) == ("achieved", 500)


@pytest.mark.parametrize(
    "text",
    [
        "Mục tiêu giảm 2-2,5% hộ nghèo.",
        "Năm 2023, tỉnh đặt mục tiêu tỷ lệ hộ nghèo giảm 2-2,5%.",
        "Năm 2023, phấn đấu giảm từ 2-2,5% số hộ nghèo.",
        "Mục tiêu năm 2023: Tỷ lệ hộ nghèo giảm 2-2,5%.",
        "Mục tiêu giảm tỷ lệ hộ nghèo 2-2,5%.",
        "Chỉ tiêu năm 2023: tỷ lệ hộ nghèo giảm từ 2-2,5%.",
    ],
)
def test_a_planned_change_is_a_plan_and_no_rate(text: str) -> None:
    """`phấn đấu tỷ lệ hộ nghèo giảm 2%` does not plan a rate of 2%."""
    (figure,) = figures_of(text)
    assert (figure.role, figure.indicator, figure.change) == ("plan", None, None)
    assert "giảm" in figure.name.lower()


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2022, tỷ lệ hộ nghèo giảm 2%, đạt mục tiêu đề ra.",
        "Thực hiện mục tiêu giảm nghèo, tỷ lệ hộ nghèo giảm 2%.",
        "Tỷ lệ hộ nghèo giảm 2% so với mục tiêu.",
    ],
)
def test_a_change_that_came_is_no_plan(text: str) -> None:
    (figure,) = figures_of(text)
    assert (figure.role, figure.indicator) == ("change", "poverty_rate")


@pytest.mark.parametrize(
    ("text", "is_preliminary"),
    [
        ("Ước cả năm 2022, tỉnh giải quyết việc làm cho 25.500 người.", True),
        ("Dự báo cả năm 2022, tỉnh giải quyết việc làm cho 25.500 người.", True),
        ("Ước năm 2022, giải quyết việc làm cho 25.500 người.", True),
        ("Ước đến hết năm 2022, giải quyết việc làm cho 25.500 người.", True),
        ("Ước trong năm 2022 giải quyết việc làm cho 25.500 người.", True),
        ("Ước 6 tháng đầu năm 2022, giải quyết việc làm cho 25.500 người.", True),
        ("Năm 2022, ước giải quyết việc làm cho 25.500 người.", True),
        ("Cả năm 2022, tỉnh giải quyết việc làm cho 25.500 người.", False),
        ("Theo Công ước năm 1989, tỉnh giải quyết việc làm cho 25.500 người.", False),
        ("Thỏa ước năm 2022 giải quyết việc làm cho 25.500 người.", False),
    ],
)
def test_an_estimate_of_a_whole_year_keeps_its_hedge(text: str, *, is_preliminary: bool) -> None:
    (figure,) = figures_of(text)
    assert figure.preliminary is is_preliminary


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("Tổng kinh phí giải quyết việc làm năm 2022 là 1.230,9 tỷ đồng.", [None]),
        ("Tổng kinh phí giải quyết việc làm năm 2022 đạt 95% kế hoạch.", [None]),
        ("Nguồn vốn cho vay giải quyết việc làm là 1.230,9 tỷ đồng, đạt 98% kế hoạch.", [None]),
        ("Chi đào tạo nghề 12 tỷ đồng, tăng 5% so với năm trước.", [None, None]),
        ("Vốn giải quyết việc làm đạt 98%.", [None]),
        ("Tổng mức đầu tư cho đào tạo nghề là 30 tỷ đồng.", [None]),
        ("Quỹ quốc gia về giải quyết việc làm tăng 12%.", [None]),
        ("Ngân sách chi cho đào tạo nghề chiếm 5%.", [None]),
        ("Kinh phí giải quyết việc làm cho 1.200 lao động là 3,5 tỷ đồng.", ["jobs", None]),
        ("Giải quyết việc làm đạt 95% kế hoạch.", ["jobs"]),
        ("Chi trả trợ cấp thất nghiệp 12 tỷ đồng.", ["unemployment_benefit"]),
        ("Tỷ lệ lao động qua đào tạo đạt 65%.", ["trained_labour_rate"]),
    ],
)
def test_money_for_a_thing_is_not_the_thing(text: str, indicators: list[str | None]) -> None:
    assert [f.indicator for f in figures_of(text)] == indicators


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Đến năm 2025, hộ nghèo khoảng 3%; hộ cận nghèo khoảng 4%.", "plan"),
        ("Đến năm 2020, hộ nghèo khoảng 3%; hộ cận nghèo khoảng 4%.", "achieved"),
        ("Đến năm 2025, đã xóa 3% hộ nghèo; hộ cận nghèo còn 4%.", "achieved"),
    ],
)
def test_the_year_that_a_plan_leads_to_goes_on_with_it(line: str, role: str) -> None:
    aims = "Giai đoạn 2021-2025, tỉnh đặt mục tiêu tăng trưởng bình quân đạt 6,5%/năm."
    assert [f.role for f in figures_of(aims, line, day=date(2026, 1, 5))] == ["plan", role, role]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Kế hoạch 2.000 tỷ đồng của tỉnh gồm việc chi 1.000 tỷ đồng cho trường, 800 tỷ đồng cho chợ.", ["plan"] * 3),
        ("Dự án dự kiến làm trong 4 năm (2023-2026), với tổng chi phí là 25,5 tỷ đồng.", ["plan"]),
        ("Để đạt mục tiêu tăng trưởng là 6,7%, cuối năm phải tăng ít nhất 7,4%.", ["plan", "plan"]),
        ("Đạt mục tiêu tăng trưởng là 6,7%.", ["achieved"]),
        ("Công ty đã phải giảm 30% lao động.", ["change"]),
    ],
)  # fmt: skip
def test_a_plan_holds_over_what_stands_between(text: str, roles: list[str]) -> None:
    assert [f.role for f in figures_of(text)] == roles
