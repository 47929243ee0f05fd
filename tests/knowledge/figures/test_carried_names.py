"""A number of which only place and time are told has the name of the number before it."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure


def figures_of(text: str, place: str = "Cao Bằng") -> list[Figure]:
    draft = BulletinDraft(
        None, "Tin trong tỉnh", date(2024, 1, 8), None, None, place, None, (("paragraph", text),)
    )
    bulletin = bulletin_from_draft(draft, "b", "b.md")
    return list(extract_figures(bulletin, 1, split_passages(bulletin, 1)))


# The last number of each text has the indicator.
CARRIED = [
    ("Xã Khánh Xuân còn 418 hộ nghèo; xã Cô Ba 376 hộ.", "poor_households"),
    ("Xã Khánh Xuân còn 418 hộ nghèo, xã Cô Ba có 376 hộ, thị trấn Bảo Lạc 92 hộ.", "poor_households"),
    ("Năm 2022 còn 418 hộ nghèo, năm 2023 còn 376 hộ.", "poor_households"),
    ("Năm 2023 tỉnh đào tạo nghề cho 900 người. Con số này năm 2022 là 800 người.", "vocational_training"),
    ("Năm 2023 tỉnh đào tạo nghề cho 900 người. So với năm trước, con số này tăng 100 người.", "vocational_training"),
    ("Tỷ lệ hộ nghèo của tỉnh là 12%. Tại huyện Bảo Lạc, tỷ lệ này là 46,3%.", "poverty_rate"),
    ("Các huyện đều vượt chỉ tiêu giải quyết việc làm. Cụ thể: huyện Bảo Lạc 900 lao động; huyện Bảo Lâm 800 lao động.", "jobs"),
    ("Cả tỉnh giải quyết việc làm cho 9.000 lao động. Trong đó, huyện Bảo Lạc 900 lao động, huyện Bảo Lâm 800 lao động.", "jobs"),
    ("Từ 18,86% năm 2022 xuống 15,02% năm 2023, tỷ lệ hộ nghèo của tỉnh đã giảm.", "poverty_rate"),
    ("Huyện Bảo Lạc có 300 lao động đi làm việc ở nước ngoài, huyện Bảo Lâm 120 người.", "labour_abroad"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "indicator"), CARRIED, ids=[c[0] for c in CARRIED])
def test_a_number_without_a_name_has_that_before_it(text: str, indicator: str) -> None:
    assert figures_of(text)[-1].indicator == indicator


# The last number of each text counts something else, or nobody can say what.
OWN = [
    "Xã Khánh Xuân còn 418 hộ nghèo; xã Cô Ba xây 376 căn nhà.",
    "Xã Khánh Xuân còn 418 hộ nghèo, hỗ trợ 376 con bò cho xã Cô Ba.",
    "Năm 2023 tỉnh đào tạo nghề cho 900 người. Con số này năm 2022 là 800 triệu đồng.",
    "Tỷ lệ hộ nghèo của tỉnh là 12%. Tỷ lệ này ở nhóm lao động nữ là 20%.",
    "Năm 2023 tỉnh đào tạo nghề cho 900 người. Đoàn công tác gồm 12 người.",
    "Huyện Bảo Lạc còn 418 hộ nghèo, tặng quà cho 30 người.",
    "Cả tỉnh có 418 hộ nghèo. Trong đó, 376 hộ dân tộc Mông được hỗ trợ bò.",
    "Tỉnh đào tạo nghề cho 900 người, phạt 12 người vi phạm.",
    "Tỷ lệ hộ nghèo của tỉnh là 12%. Lãi suất cho vay là 6,6%.",
    "Huyện Bảo Lạc giải quyết việc làm cho 900 lao động. Huyện Bảo Lâm chi 3 tỷ đồng.",
]


@pytest.mark.parametrize("text", OWN)
def test_a_number_with_words_of_its_own_keeps_them(text: str) -> None:
    first, *_, last = figures_of(text)
    assert last.name != first.name
    assert last.indicator is None or last.indicator != first.indicator


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Từ đầu năm, số lao động xuất cảnh là 5.630 người.", "số lao động xuất cảnh"),
        ("Tổng số học viên tốt nghiệp đạt 320 người.", "học viên tốt nghiệp"),
        ("Trên 40 tuổi có 6.120 người.", "Trên 40 tuổi người"),
        ("Tỷ lệ nợ BHXH, BHYT là 2,1%.", "Tỷ lệ nợ BHXH, BHYT"),
        ("Thu nhập bình quân đầu người toàn tỉnh là 49 triệu đồng.", "Thu nhập bình quân đầu người"),
        ("Toàn tỉnh Cao Bằng hiện có 288 hợp tác xã.", "hợp tác xã"),
        ("Tổng số thu 12 tháng là 58 tỷ đồng.", "Tổng số thu"),
    ],
)  # fmt: skip
def test_a_name_keeps_its_head(text: str, name: str) -> None:
    """Units, places and times are no part of a name, and its first words are not lost."""
    assert figures_of(text)[0].name == name


@pytest.mark.parametrize(
    "text",
    ["Tỷ lệ nợ BHXH, BHYT là 2,1%.", "Tỷ lệ chậm đóng BHXH, BHYT, BHTN là 2,1%."],
)
def test_what_is_owed_is_not_what_is_named(text: str) -> None:
    """A debt of several insurances is a figure of none of them."""
    assert figures_of(text)[0].indicator is None


def test_a_change_told_again_as_a_share_has_the_name_of_the_change() -> None:
    figures = figures_of("Số hộ cận nghèo là 8.668 hộ, giảm 747 hộ, tương ứng giảm 1,02%.")
    assert [f.name for f in figures][-1] == figures[-2].name != ""
