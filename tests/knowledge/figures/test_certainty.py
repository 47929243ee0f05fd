"""A figure says what its value and its role rest on."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure


def figures_of(*paragraphs: str, title: str = "Tin") -> tuple[Figure, ...]:
    blocks = tuple(("paragraph", text) for text in paragraphs)
    draft = BulletinDraft(None, title, date(2022, 12, 7), None, None, "Lai Châu", None, blocks)
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    return extract_figures(bulletin, 1, split_passages(bulletin, 1))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Tỉnh thu 12 tỷ đồng.", "sentence"),
        ("Doanh nghiệp nợ hơn 347 tỉ.", "guess"),
        ("Số người tham gia bảo hiểm xã hội là 4.700.", "guess"),
        ("Ba năm lần lượt có 12; 15; 21 hộ.", "sentence"),
    ],
)
def test_a_value_is_a_guess_where_its_unit_is_implied(text: str, source: str) -> None:
    assert figures_of(text)[0].value_source == source


@pytest.mark.parametrize(
    ("paragraphs", "role", "source"),
    [
        (("Năm 2023, tỉnh phấn đấu giải quyết việc làm cho 8.500 người.",), "plan", "sentence"),
        (("Mục tiêu năm 2023: Giải quyết việc làm cho 8.500 người.",), "plan", "sentence"),
        (("Chỉ tiêu năm 2023:", "- Giải quyết việc làm cho 8.500 người."), "plan", "earlier sentence"),
        (("Năm 2022, tỉnh đã giải quyết việc làm cho 8.500 người.",), "achieved", "sentence"),
        (("Số hộ nghèo giảm 3% so với năm trước.",), "change", "sentence"),
        (("Các xã miền núi: 8.500 người.",), "achieved", "guess"),
        (("Năm 2025, giải quyết việc làm cho 8.500 người.",), "plan", "sentence"),
    ],
)  # fmt: skip
def test_a_role_says_what_gives_it(paragraphs: tuple[str, ...], role: str, source: str) -> None:
    figure = figures_of(*paragraphs)[0]
    assert (figure.role, figure.role_source) == (role, source)


def test_the_title_of_a_plan_gives_the_role_of_its_figures() -> None:
    figure = figures_of(
        "Năm 2022, xây dựng mới 12 chợ.",
        title="Quyết định phê duyệt kế hoạch phát triển chợ giai đoạn 2021 - 2025",
    )[0]
    assert (figure.role, figure.role_source) == ("plan", "head")
