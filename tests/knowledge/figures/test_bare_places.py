"""Places without their kind word are places where their neighbours show it."""

from collections.abc import Sequence

import pytest

from knowledge.figures.bare_places import bare_districts, region_mentions
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import SectionKind
from knowledge.text.spelling import plain
from knowledge.vocabulary.places import find_places


def names_in(text: str, province: str = "Phú Thọ") -> list[str]:
    mentions = bare_districts(text, plain(text), province, find_places(text))
    return [mention.name for mention in mentions]


def places_of(lines: Sequence[str], title: str) -> list[str | None]:
    blocks: tuple[tuple[SectionKind, str], ...] = tuple(("paragraph", line) for line in lines)
    draft = BulletinDraft(None, title, None, None, None, None, None, blocks)
    bulletin = bulletin_from_draft(draft, "b", "b.md")
    return [f.place for f in extract_figures(bulletin, 1, split_passages(bulletin, 1))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mở chợ tại Việt Trì (12), Đoan Hùng (22), Hạ Hoà (21).",
         ["thành phố Việt Trì", "huyện Đoan Hùng", "huyện Hạ Hòa"]),
        ("Bệnh viện (Thanh Ba, Phú Thọ) nợ lương.", ["huyện Thanh Ba"]),
        ("Ở Cẩm Khê, 40 hộ được vay vốn.", ["huyện Cẩm Khê"]),
        ("Tại Lâm Thao có 30 hộ.", ["huyện Lâm Thao"]),
        ("Ở Yên Lập và Thanh Sơn đạt chuẩn", ["huyện Yên Lập", "huyện Thanh Sơn"]),
        ("Tam Nông: 12 hộ", ["huyện Tam Nông, Phú Thọ"]),
        ("Hộ nghèo của Tân Sơn là 12%.", ["huyện Tân Sơn"]),
        ("gồm Phù Ninh, Thanh Thuỷ", ["huyện Phù Ninh, Phú Thọ", "huyện Thanh Thủy"]),
    ],
)  # fmt: skip
def test_a_district_is_named_without_its_kind(text: str, names: list[str]) -> None:
    """A listed district of the text's province is read in lists, brackets and behind prepositions."""
    assert names_in(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Ông Nguyễn Đoan Hùng nói.",
        "Anh Thanh Sơn vay 30 triệu đồng.",
        "Công ty Thanh Ba Group nợ thuế.",
        "Sân bay Tân Sơn Nhất đón 100 chuyến.",
        "Bà Cẩm Khê Lan có 3 con.",
        "làng thanh sơn đẹp",
        "Trường Lâm Thao mở 3 lớp.",
    ],
)
def test_a_name_of_somebody_is_no_district(text: str) -> None:
    """A longer name, small letters, and a name behind a person's or company's word are none."""
    assert names_in(text) == []


def test_a_district_of_another_province_is_none() -> None:
    assert names_in("Ở Sóc Sơn, 40 hộ được vay vốn.") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("khu vực phía Nam", ["miền Nam"]),
        ("bốn tỉnh miền Trung", ["miền Trung"]),
        ("các tỉnh, thành phía Bắc", ["miền Bắc"]),
        ("vùng phía nam sông Hồng", ["miền Nam"]),
        ("rét ở miền núi phía Bắc", []),
        ("phía nam thành phố", []),
        ("miền Trung mưa to", []),
    ],
)
def test_a_part_of_the_country_is_named_by_its_direction(text: str, names: list[str]) -> None:
    """A direction is a place behind `tỉnh`, `khu vực` or `vùng`."""
    assert [mention.name for mention in region_mentions(plain(text))] == names


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("Hà Nội, Hải Phòng và Đà Nẵng lần lượt có 30 hộ, 20 hộ và 10 hộ.", ["Hà Nội", "Hải Phòng", "Đà Nẵng"]),
        ("Hà Nội, Hải Phòng là hai nơi nợ nhiều, tương ứng 2.170 tỷ đồng và 1.945 tỷ đồng.", ["Hà Nội", "Hải Phòng"]),
        ("Bình Dương, An Giang lần lượt tăng 5% và 7%.", ["Bình Dương", "An Giang"]),
    ],
)  # fmt: skip
def test_numbers_in_turn_have_the_places_in_turn(line: str, places: list[str]) -> None:
    """Numbers behind `lần lượt` belong to the places before it in their order."""
    assert places_of([line], "Tin trong ngày") == places


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("Công ty A (Sóc Sơn, Hà Nội) nợ 6,8 tỷ đồng, nhà máy B (Phú Xuyên, Hà Nội) nợ 6,2 tỷ đồng.",
         ["huyện Sóc Sơn", "huyện Phú Xuyên"]),
        ("Đứng cuối là huyện Thanh Oai (81%); Ứng Hoà (80%) và Phú Xuyên (77%).",
         ["huyện Thanh Oai", "huyện Ứng Hòa", "huyện Phú Xuyên"]),
        ("Các hội tiết kiệm 13.533 kWh điện (Ứng Hòa, Đống Đa), 298 chiếc quạt.",
         ["huyện Ứng Hòa và quận Đống Đa", "Hà Nội"]),
    ],
)  # fmt: skip
def test_brackets_tie_a_place_to_one_number(line: str, places: list[str]) -> None:
    """A place in brackets belongs to the name before it or to the number before it."""
    assert places_of([line], "Hà Nội: tin trong ngày") == places


@pytest.mark.parametrize(
    "line",
    [
        "Phó thủ tướng Trương Hòa Bình trao 50 suất quà.",
        "Xã đạt chuẩn xã NTM với 19 tiêu chí.",
        "Ông Nguyễn Thái Bình trao 50 suất quà.",
        "Huyện đạt chuẩn huyện NTM, có 12 xã.",
        "Của tỉnh HỘI NÔNG DÂN có 50 người.",
        "Tại xã HỘI CỰU CHIẾN BINH có 50 người.",
        "Ở huyện NTM Kiểu Mẫu có 50 người.",
    ],
)
def test_a_name_that_looks_like_a_place_is_none(line: str) -> None:
    """Persons called like a province and abbreviations behind `xã` set no place."""
    assert places_of([line], "Ninh Thuận đón Tết") == ["Ninh Thuận"]


@pytest.mark.parametrize(
    "line",
    [
        "Người nghiện có ở 100% tỉnh, 90% huyện và 70% xã trong cả nước.",
        "Có 12 bệnh viện và 30 trạm xá trên cả nước.",
        "Mở 5 trường, 12 lớp trên phạm vi cả nước.",
    ],
)
def test_the_whole_country_behind_a_list_is_that_of_all_its_numbers(line: str) -> None:
    """`trong cả nước` at the end of a list covers every number before it."""
    places = places_of(["Thành phố Hà Nội họp.", line], "Tin trong ngày")
    assert set(places) == {"cả nước"}
