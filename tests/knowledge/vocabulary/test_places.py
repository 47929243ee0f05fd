"""Every spelling of a place gives one canonical name."""

import pytest

from knowledge.vocabulary.places import (
    COUNTRY,
    PROVINCES,
    canonical_place,
    find_known,
    find_places,
    level_of,
    same_place,
    successor_of,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tại tỉnh Bắc Kạn", ["Bắc Kạn"]),
        ("o thai nguyen nam 2021", ["Thái Nguyên"]),
        ("Bắc Cạn", ["Bắc Kạn"]),
        ("tỉnh Hoà Bình và Hòa Bình", ["Hòa Bình", "Hòa Bình"]),
        ("TP. HCM", ["Thành phố Hồ Chí Minh"]),
        ("cả nước, toàn quốc", [COUNTRY, COUNTRY]),
        ("huyện Pác Nặm, thành phố Bắc Kạn", ["huyện Pác Nặm", "thành phố Bắc Kạn"]),
        ("in Ba Ria - Vung Tau", ["Bà Rịa - Vũng Tàu"]),
        ("hạ nam châm", []),
    ],
)
def test_places_are_found_by_any_spelling(text: str, expected: list[str]) -> None:
    assert [m.name for m in find_places(text)] == expected


def test_there_are_63_provinces() -> None:
    assert len(set(PROVINCES)) == 63


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Bắc Kạn", "province"),
        (COUNTRY, "country"),
        ("huyện Ba Bể", "district"),
        ("xã Nam Cường", "commune"),
    ],
)
def test_a_name_gives_its_level(name: str, level: str) -> None:
    assert level_of(name) == level


def test_a_city_is_not_its_province() -> None:
    assert not same_place("Bắc Kạn", "thành phố Bắc Kạn")
    assert not same_place(None, None)


def test_the_provinces_of_2025_are_made_of_all_the_old_ones() -> None:
    """Of 63 provinces 34 remain, and each old one is in exactly one of them."""
    gone = [p for p in PROVINCES if successor_of(p)]
    left = [p for p in PROVINCES if not successor_of(p)]
    assert (len(gone), len(left)) == (29, 34)
    assert {successor_of(p) for p in gone} <= set(left)
    assert successor_of("Bắc Kạn") == "Thái Nguyên"
    assert [p for p in gone if successor_of(p) == "Lâm Đồng"] == ["Bình Thuận", "Đắk Nông"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("bac kan", "Bắc Kạn"),
        ("tỉnh Hoà Bình", "Hòa Bình"),
        ("Hà Nội, Bắc Kạn", "Hà Nội"),
        ("huyện Pác Nặm", "huyện Pác Nặm"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_name_in_any_spelling_has_one_canonical_form(text: str, name: str | None) -> None:
    """The first place of a text gives the canonical name; a text without places gives None."""
    assert canonical_place(text) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Huyện Văn Bàn có bao nhiêu hộ nghèo?", ["huyện Văn Bàn"]),
        ("huyen van ban co bao nhieu ho ngheo", ["huyện Văn Bàn"]),
        ("Văn Bàn có bao nhiêu hộ nghèo?", ["huyện Văn Bàn"]),
        ("Van Bàn có bao nhiêu hộ nghèo?", ["huyện Văn Bàn"]),
        ("Ông Lưu Văn Bản hiện giữ chức vụ gì?", []),
        ("Tỉnh Điện Biên yêu cầu các huyện làm gì?", []),
        ("cac huyen lam gi", []),
        ("Huyện Mường Xa có bao nhiêu hộ nghèo?", ["huyện muong xa"]),
    ],
)
def test_a_district_is_known_by_its_own_accents(text: str, names: list[str]) -> None:
    assert [m.name for m in find_known(text, ["huyện Văn Bàn"])] == names
