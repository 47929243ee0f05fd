"""Every spelling of a place gives one canonical name."""

import pytest

from knowledge.vocabulary.known_places import find_known
from knowledge.vocabulary.place_names import district_names, provinces_of
from knowledge.vocabulary.places import (
    COUNTRY,
    PROVINCES,
    canonical_place,
    find_places,
    is_named_in,
    joined_places,
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
        ("TP.HCM và TP,HCM", ["Thành phố Hồ Chí Minh"]),
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


SPELLINGS = [
    ("HCMC", "Thành phố Hồ Chí Minh"),
    ("TPHCM", "Thành phố Hồ Chí Minh"),
    ("TP.HCM", "Thành phố Hồ Chí Minh"),
    ("thành phố HCM", "Thành phố Hồ Chí Minh"),
    ("BR-VT", "Bà Rịa - Vũng Tàu"),
    ("tỉnh BRVT", "Bà Rịa - Vũng Tàu"),
    ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"),
    ("Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu"),
    ("Daklak", "Đắk Lắk"),
    ("Đăk Lắk", "Đắk Lắk"),
    ("tỉnh Đắc Lắc", "Đắk Lắk"),
    ("Đăk Nông", "Đắk Nông"),
    ("tỉnh KonTum", "Kon Tum"),
    ("tỉnh Lâm Đông", "Lâm Đồng"),
    ("tỉnh Quãng Nam", "Quảng Nam"),
    ("Tỉnh Quảng Nghãi", "Quảng Ngãi"),
    ("tỉnh Thái Nguyễn", "Thái Nguyên"),
    ("tỉnh BK", "Bắc Kạn"),
    ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
    ("thành phố Hà Nội", "Hà Nội"),
    ("TP. Đà Nẵng", "Đà Nẵng"),
    ("vùng Tây Nguyên", "Tây Nguyên"),
    ("các tỉnh ĐBSCL", "đồng bằng sông Cửu Long"),
]


@pytest.mark.parametrize(("text", "name"), SPELLINGS, ids=[s[0] for s in SPELLINGS])
def test_a_province_is_known_by_the_spellings_that_people_use(text: str, name: str) -> None:
    assert [m.name for m in find_places(text)] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tỉnh Hà Tây", "Hà Tây"),
        ("tỉnh Phú Thủy", "tỉnh Phú Thủy"),
        ("Tỉnh Bắc Thái", "tỉnh Bắc Thái"),
        ("tỉnh Vân Nam (Trung Quốc)", "tỉnh Vân Nam"),
        ("tỉnh BĐ", "tỉnh BĐ"),  # Bình Định or Bình Dương
        ("tỉnh Quảng Xinh", "tỉnh Quảng Xinh"),  # one letter from Quảng Ninh and Quảng Bình
    ],
)
def test_what_is_called_a_province_and_is_none_stays_a_place_of_its_own(
    text: str, name: str
) -> None:
    (mention,) = find_places(text)
    assert (mention.name, mention.level) == (name, "province")


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh Đoàn phát động thi đua",
        "tỉnh ủy Bắc",
        "học tập tư tưởng Hồ Chí Minh",
        "Chủ tịch Hồ Chí Minh nói",
        "mỗi phường 9 người",
        "tổ 5 thành viên",
        "quận 12 tháng qua",
        "kết quả quý: Q.1/2022",
        "thu nhập người dân nông thôn Đồng",
        "văn bản Số",
        "thị trường Nhật Bản Hàn",
        "hạ nam châm",
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str) -> None:
    assert find_places(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Quận 1, Quận 12 và quận 3", ["quận 1", "quận 12", "quận 3"]),
        ("Phường 9 có 24 hộ", ["phường 9"]),
        ("P.9, Q.3", ["phường 9", "quận 3"]),
        ("tại Tổ 5, phường Sông Cầu", ["tổ 5", "phường Sông Cầu"]),
        ("tổ dân phố số 7", ["tổ dân phố 7"]),
        ("quận 08", ["quận 8"]),
        ("Thôn 2, xã Ea Kly", ["thôn 2", "xã Ea Kly"]),
        ("thôn Nà Mèo", ["thôn Nà Mèo"]),
        ("huyện Cư M'gar", ["huyện Cư M'gar"]),
        ("huyện Cư M’gar", ["huyện Cư M'gar"]),
        ("Huyện Ea H’leo", ["huyện Ea H'leo"]),
        ("huyện M'Đrắk", ["huyện M'Đrắk"]),
        ("huyện Đắk R'Lấp", ["huyện Đắk R'Lấp"]),
        ("huyện Ia H‘Drai", ["huyện Ia H'Drai"]),
        ("thành phố Phan Rang - Tháp Chàm", ["thành phố Phan Rang - Tháp Chàm"]),
        ("huyện Ba Bể Nguyễn Văn A", ["huyện Ba Bể"]),  # of too many capitals the listed district
        ("Tp Vinh, TX. Sơn Tây", ["thành phố Vinh", "thị xã Sơn Tây"]),
    ],
)
def test_units_are_named_by_number_with_apostrophes_and_in_short(
    text: str, names: list[str]
) -> None:
    assert [m.name for m in find_places(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("huyện Châu Thành, tỉnh Long An", ["huyện Châu Thành, Long An"]),
        ("huyện Châu Thành (Tiền Giang)", ["huyện Châu Thành, Tiền Giang"]),
        ("huyện Châu Thành của Trà Vinh", ["huyện Châu Thành, Trà Vinh"]),
        ("huyện Chợ Mới thuộc tỉnh An Giang", ["huyện Chợ Mới, An Giang"]),
        ("huyện Pác Nặm, tỉnh Bắc Kạn", ["huyện Pác Nặm"]),  # there is no other
        ("xã Nam Cường, huyện Chợ Đồn, tỉnh Bắc Kạn", ["xã Nam Cường, Bắc Kạn"]),
        ("phường 6, thành phố Mỹ Tho", ["phường 6, Tiền Giang"]),
        ("Tổ 5, phường 9, quận 3", ["tổ 5, Thành phố Hồ Chí Minh"]),
        ("thành phố Bắc Giang, Bắc Ninh", ["thành phố Bắc Giang", "Bắc Ninh"]),
        ("huyện Ba Bể và Hà Giang", ["huyện Ba Bể", "Hà Giang"]),
        ("huyện Ngân Sơn, huyện Ba Bể", ["huyện Ngân Sơn", "huyện Ba Bể"]),
    ],
)
def test_a_unit_and_what_it_lies_in_are_one_place(text: str, names: list[str]) -> None:
    assert [m.name for m in joined_places(text, find_places(text))] == names


@pytest.mark.parametrize(
    ("a", "b", "is_same"),
    [
        ("huyện Châu Thành, Long An", "huyện Châu Thành, Tiền Giang", False),
        ("huyện Châu Thành, Long An", "huyện Châu Thành", True),
        ("huyện Ba Bể, Hà Giang", "huyện Ba Bể", False),  # the one of this name is Bắc Kạn's
        ("huyện Ba Bể, Bắc Kạn", "huyện Ba Bể", True),
        ("huyện Ba Bể, Thái Nguyên", "huyện Ba Bể", True),  # what Bắc Kạn is part of since 2025
        ("huyện Cư M'gar", "huyện Cư M'Gar", True),
        ("Hà Tây", "Hà Nội", False),
        ("Bắc Kạn", "Thái Nguyên", False),
    ],
)
def test_units_of_one_name_are_two_places_in_two_provinces(a: str, b: str, is_same: bool) -> None:
    assert same_place(a, b) is is_same
    assert same_place(b, a) is is_same


@pytest.mark.parametrize(
    ("unit", "provinces"),
    [
        ("huyện Pác Nặm", ["Bắc Kạn"]),
        ("huyện Chợ Mới", ["An Giang", "Bắc Kạn"]),
        ("quận 12", ["Thành phố Hồ Chí Minh"]),
        ("huyện Từ Liêm", ["Hà Nội"]),
        ("huyện Quế Võ", ["Bắc Ninh"]),  # a town today
        ("xã Bằng Thành", ["Bắc Kạn", "Thái Nguyên"]),  # before and since July 2025
        ("huyện Mường Xa", []),
        ("thôn Nà Mèo", []),
    ],
)
def test_the_lists_know_the_provinces_of_a_unit(unit: str, provinces: list[str]) -> None:
    assert sorted(provinces_of(unit)) == provinces


def test_the_lists_hold_every_province() -> None:
    """715 districts in 63 provinces; Châu Thành in ten of them."""
    assert {p for unit in district_names().values() for p in provinces_of(unit)} == set(PROVINCES)
    assert len(provinces_of("huyện Châu Thành")) == 10


@pytest.mark.parametrize(
    ("place", "text", "is_named"),
    [
        ("Sơn La", "huyện Ngân Sơn là nơi có 120 người", False),
        ("Nghệ An", "dạy nghề an toàn lao động", False),
        ("Hà Nam", "xây nhà năm trước", False),
        ("Hà Nam", "phía hạ nam", False),
        ("Sơn La", "tại tỉnh Sơn La có 120 người", True),
        ("Sơn La", "tinh son la co 120 nguoi", True),
        ("Thành phố Hồ Chí Minh", "lao động của TP.HCM", True),
        ("huyện Châu Thành, Long An", "huyện Châu Thành có 5 hộ", True),
        ("huyện Le Thuy", "huyện Lệ Thủy có 5 hộ", True),
    ],
)
def test_a_place_is_in_a_text_as_whole_words(place: str, text: str, is_named: bool) -> None:
    assert is_named_in(place, text) is is_named


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Sơn La city", "thành phố Sơn La"), ("Hải Phòng city", "Hải Phòng"), ("Sơn La", "Sơn La")],
)
def test_a_city_named_in_english_is_not_its_province(text: str, expected: str) -> None:
    """The city of a province's name lies in the province."""
    assert [mention.name for mention in find_places(text)] == [expected]
