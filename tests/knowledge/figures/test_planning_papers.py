"""A paper that plans for years covers what its chapters of tasks set, dated or not."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import SectionKind

RESOLUTION = "Nghị quyết về chương trình trồng rừng của tỉnh đến năm 2027"


def roles_of(title: str, *lines: str) -> list[tuple[str, str]]:
    blocks: tuple[tuple[SectionKind, str], ...] = tuple(("paragraph", line) for line in lines)
    draft = BulletinDraft(None, title, date(2022, 6, 1), None, None, "Lai Châu", None, blocks)
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    figures = extract_figures(bulletin, 1, split_passages(bulletin, 1))
    return [(f"{part.value.normalize():f}", part.role) for f in figures for part in f.parts]


@pytest.mark.parametrize(
    "lines",
    [
        ("II - NHIỆM VỤ:", "- Vùng I: trồng trên 300 ha."),
        ("II. Nhiệm vụ", "1. Về diện tích", "- Vùng I: trồng trên 300 ha."),
        ("III. Định hướng quy hoạch:", "- Vùng I: trồng trên 300 ha."),
        ("III. Qui hoạch:", "- Vùng I: trồng trên 300 ha."),
        ("II. Phương hướng:", "+ Vùng I: trồng trên 300 ha."),
        ("Năm 2024 trồng mới 300 ha.",),
        ("Giai đoạn 2023-2025: trồng mới 300 ha.",),
    ],
)
def test_what_a_planning_paper_sets_is_a_plan(lines: tuple[str, ...]) -> None:
    """Tasks of a paper that plans to a year are plans from the year in which it was written."""
    assert roles_of(RESOLUTION, *lines) == [("300", "plan")]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (RESOLUTION, ("I. Kết quả:", "- Đã trồng 300 ha.")),
        (RESOLUTION, ("Năm 2021 trồng mới 300 ha.",)),
        (RESOLUTION, ("II. Nhiệm vụ:", "Đến nay đã trồng 300 ha.")),
        ("Báo cáo công tác tháng 5", ("II. Nhiệm vụ:", "Đã trồng 300 ha.")),
        ("Tin trồng rừng", ("Năm 2021 trồng mới 300 ha.",)),
    ],
)
def test_results_in_a_planning_paper_are_none(title: str, lines: tuple[str, ...]) -> None:
    """What was done before the paper or is told as done is no plan."""
    assert roles_of(title, *lines) == [("300", "achieved")]


@pytest.mark.parametrize(
    "text",
    [
        "Bộ giao nhiệm vụ năm 2022 ngành phải đạt tối thiểu 3,05%.",
        "Tỉnh yêu cầu các xã phải đạt 90%.",
        "Dự kiến năm 2023 tỉnh tăng từ 21 lên 26 cơ sở.",
        "Lương sẽ tăng từ 2,4 triệu đồng lên 2,6 triệu đồng.",
    ],
)
def test_what_is_assigned_or_expected_is_a_plan(text: str) -> None:
    """The end of an expected move and what somebody must reach are plans."""
    assert roles_of("Tin", text)[-1][1] == "plan"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Mỗi ngày tôi phải tốn ít nhất 1,5 triệu đồng.", "achieved"),
        ("Số cơ sở đã tăng từ 21 lên 26 cơ sở.", "achieved"),
        ("Tỷ lệ học sinh thuộc diện phân luồng là 51,62%.", "achieved"),
        ("Thu đạt 21,4% số dự kiến.", "percent_of_plan"),
        ("Thu đạt 21,4% số được giao.", "percent_of_plan"),
    ],
)
def test_what_was_spent_or_reached_is_no_plan(text: str, role: str) -> None:
    """Need without an assignment and results keep their role."""
    assert roles_of("Tin", text)[-1][1] == role
