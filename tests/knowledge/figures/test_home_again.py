"""A text comes back from a part of its province to the whole, and tells of parts that were merged."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure
from knowledge.vocabulary.places import find_places


def figures_of(text: str, place: str, day: date = date(2023, 8, 4)) -> list[Figure]:
    draft = BulletinDraft(
        None, f"{place}: tin mới", day, None, None, place, None, (("paragraph", text),)
    )
    bulletin = bulletin_from_draft(draft, "b", "b.md")
    return list(extract_figures(bulletin, 1, split_passages(bulletin, 1)))


# The last number of each text is that of the whole province.
HOME = [
    ("Huyện Khoái Châu có 2.215 hộ. Tổng số hộ được nhận là 9.340 hộ.", "Hưng Yên"),
    ("Quận Bình Tân có 3.105 người, huyện Củ Chi 2.960 người. Tổng số người tham gia BHYT là 8.020.000 người.",
     "Thành phố Hồ Chí Minh"),
    ("Huyện Khoái Châu có 2.215 hộ. Thu nhập toàn tỉnh là 49 triệu đồng. Mỗi hộ nhận 20 triệu đồng.", "Hưng Yên"),
    ("Huyện Khoái Châu có 2.215 hộ. Cả tỉnh có 9.340 hộ. Bình quân mỗi hộ nuôi 30 con lợn.", "Hưng Yên"),
    ("Huyện Khoái Châu có 2.215 hộ. Lãnh đạo tỉnh yêu cầu giải ngân trên 95% vốn.", "Hưng Yên"),
    ("Huyện Khoái Châu có 2.215 hộ. UBND tỉnh đã chi 186 tỷ đồng.", "Hưng Yên"),
    ("Huyện Khoái Châu có 2.215 hộ. Sở Nông nghiệp mở 12 lớp tập huấn.", "Hưng Yên"),
    ("Huyện Khoái Châu có 2.215 hộ. Liên đoàn Lao động tỉnh tặng 300 suất quà.", "Hưng Yên"),
    ("Huyện Khoái Châu có 2.215 hộ. Tính chung đã chi 186 tỷ đồng.", "Hưng Yên"),
    ("Huyện Khoái Châu có 2.215 hộ. Ngành BHXH tổ chức 96 hội nghị.", "Hưng Yên"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place"), HOME, ids=[h[0] for h in HOME])
def test_a_total_or_an_office_is_of_the_whole(text: str, place: str) -> None:
    assert figures_of(text, place)[-1].place == place


# The last number of each text is still that of the district.
PART = [
    "Huyện Khoái Châu có 2.215 hộ. Bình quân mỗi hộ nhận 20 triệu đồng.",
    "Huyện Khoái Châu có 2.215 hộ. Huyện đã mở 12 lớp tập huấn.",
    "Huyện Khoái Châu có 2.215 hộ. Toàn huyện có 1.512 hộ nuôi lợn.",
    "Huyện Khoái Châu có 2.215 hộ. Trong năm, có 30 hộ thoát nghèo.",
    "Huyện Khoái Châu có 2.215 hộ. Huyện Văn Giang gần đó hỗ trợ nhiều. Mỗi suất quà 500.000 đồng.",
]


@pytest.mark.parametrize("text", PART)
def test_other_sentences_go_on_with_the_part(text: str) -> None:
    assert figures_of(text, "Hưng Yên")[-1].place == "huyện Khoái Châu"


MERGED = "Tỉnh Lâm Đồng mới được hình thành trên cơ sở hợp nhất ba tỉnh Lâm Đồng, Đắk Nông và Bình Thuận. "


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("Toàn tỉnh giải quyết việc làm cho 54.320 lao động.", ["Lâm Đồng"]),
        ("Toàn tỉnh mới giải quyết việc làm cho 54.320 lao động.", ["Lâm Đồng"]),
        ("Số lao động của toàn tỉnh (mới) là 54.320 người.", ["Lâm Đồng"]),
        ("Cả tỉnh có 124 xã.", ["Lâm Đồng"]),
        ("Khu vực Bình Thuận cũ 21.140 lao động, khu vực Đắk Nông cũ 13.095 lao động.", ["Bình Thuận", "Đắk Nông"]),
        ("Khu vực Lâm Đồng cũ có 20.085 lao động.", ["khu vực Lâm Đồng cũ, Lâm Đồng"]),
        ("Lâm Đồng (cũ) có 20.085 lao động, Bình Thuận (cũ) 21.140 lao động.",
         ["khu vực Lâm Đồng cũ, Lâm Đồng", "Bình Thuận"]),
        ("Khu vực Đắk Nông cũ có 13.095 lao động. Toàn tỉnh có 54.320 lao động.", ["Đắk Nông", "Lâm Đồng"]),
        ("Khu vực Lâm Đồng cũ 20.085 lao động. Tổng số lao động là 54.320 người.",
         ["khu vực Lâm Đồng cũ, Lâm Đồng", "Lâm Đồng"]),
        ("Địa bàn Lâm Đồng cũ còn 900 hộ nghèo.", ["khu vực Lâm Đồng cũ, Lâm Đồng"]),
    ],
)  # fmt: skip
def test_a_merged_province_is_none_of_its_parts(sentence: str, places: list[str]) -> None:
    """`toàn tỉnh` is the new province, `khu vực Lâm Đồng cũ` what had its name before."""
    figures = figures_of(MERGED + sentence, "Lâm Đồng", date(2025, 10, 30))
    assert [f.place for f in figures if f.start > len(MERGED)] == places


def test_the_whole_of_a_neighbour_is_no_home() -> None:
    """Behind one other province that is no part of the bulletin's, `toàn tỉnh` is that one."""
    text = "Thái Bình có cách làm hay. Toàn tỉnh có 28.450 người tham gia."
    assert figures_of(text, "Nam Định")[-1].place == "Thái Bình"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("khu vực Đắk Nông cũ", ["Đắk Nông"]),
        ("khu vuc Lam Dong cu co bao nhieu", ["khu vực Lâm Đồng cũ, Lâm Đồng"]),
        ("tỉnh Lâm Đồng cũng có", ["Lâm Đồng"]),
        ("Da Nang cu tri", ["Đà Nẵng"]),
        ("Hà Nội cũ", ["Hà Nội"]),
    ],
)
def test_a_former_part_is_named(text: str, names: list[str]) -> None:
    assert [m.name for m in find_places(text)] == names
