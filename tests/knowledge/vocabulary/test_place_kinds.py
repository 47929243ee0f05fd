"""Units by their kind word: what is a name, what a person, a verb or another word."""

import pytest

from knowledge.vocabulary.known_places import find_known
from knowledge.vocabulary.local_units import small_lettered
from knowledge.vocabulary.places import find_places, level_of

NAMED = [
    ("Công ty PouSung VN (H.Trảng Bom, Đồng Nai)", ["huyện Trảng Bom", "Đồng Nai"]),
    ("tại KCN Sông Mây, H. Trảng Bom", ["huyện Trảng Bom"]),
    ("ngụ Q.Tân Phú", ["quận Tân Phú"]),
    ("ngụ Q. Gò Vấp, TP.HCM", ["quận Gò Vấp", "Thành phố Hồ Chí Minh"]),
    ("UBND P.Bến Nghé", ["phường Bến Nghé"]),
    ("huyện Trần Văn Thời", ["huyện Trần Văn Thời"]),
    ("xã Lê Minh Xuân", ["xã Lê Minh Xuân"]),
    ("Chủ tịch thành phố Nguyễn Đức Chung cho biết", []),
    ("Bí thư huyện Lê Văn Hùng", []),
    ("Phó chủ tịch xã Trần Thị Hoa", []),
    ("ông Nguyễn Văn H. Trần Phú", []),
    ("chị Lê P. Kim Anh", []),
    ("khu vực châu Á - Thái Bình Dương", []),
    ("Diễn đàn Thái Bình Dương ở Thái Bình", ["Thái Bình"]),
    ("Vì hòa bình và phát triển", []),
    ("Tỉnh Hòa Bình yêu hòa bình", ["Hòa Bình"]),
]


@pytest.mark.parametrize(("text", "names"), NAMED, ids=[n[0] for n in NAMED])
def test_a_kind_word_with_a_listed_name_is_a_unit(text: str, names: list[str]) -> None:
    """Abbreviations and names of persons need a list of units."""
    assert [m.name for m in find_places(text)] == names


SMALL = [
    ("quyết định trên địa bàn thành phố pleiku kèm theo", ["thành phố Pleiku"]),
    ("nghị quyết của hđnd huyện pác nặm khóa xx", ["huyện Pác Nặm"]),
    ("quy hoạch thị xã cửa lò đến năm 2020", ["thị xã Cửa Lò"]),
    ("đề án của quận gò vấp", ["quận Gò Vấp"]),
    ("chỉ tiêu của huyện thay đổi", []),
    ("các huyện chưa đủ giáo viên", []),
    ("thành phố đã hỗ trợ", []),
    ("huyện bảo đảm đủ thuốc", []),
]


@pytest.mark.parametrize(("text", "names"), SMALL, ids=[s[0] for s in SMALL])
def test_a_title_in_small_letters_names_listed_districts(text: str, names: list[str]) -> None:
    assert [m.name for m in small_lettered(text)] == names


VERBS = [
    "Số hộ nghèo của huyện thay đổi thế nào?",
    "Huyện chưa đủ bao nhiêu giáo viên?",
    "so ho ngheo cua huyen thay doi the nao",
    "huyen chua du bao nhieu giao vien",
    "huyen ho tro bao nhieu ho ngheo",
    "huyen tang bao nhieu lao dong",
    "huyen bao cao so lieu nao",
    "huyện tiếp nhận bao nhiêu học viên",
    "huyện quyết định chi bao nhiêu",
    "thi xa dua bao nhieu lao dong di lam viec",
    "huyện vượt chỉ tiêu bao nhiêu",
    "huyen giai quyet viec lam cho may nguoi",
]


@pytest.mark.parametrize("text", VERBS)
def test_what_a_district_does_is_no_name(text: str) -> None:
    assert [m.name for m in find_known(text, ["huyện Pác Nặm"])] == []


UNKNOWN = [
    ("huyện phú thủy có bao nhiêu hộ nghèo", "huyện phu thuy"),
    ("huyen phu thuy co bao nhieu ho ngheo", "huyện phu thuy"),
    ("Huyện Mường Xa giảm bao nhiêu hộ nghèo?", "huyện muong xa"),
    ("huyen bao lac co bao nhieu ho ngheo", "huyện Bảo Lạc"),
    ("huyen thanh ba co bao nhieu ho ngheo", "huyện Thanh Ba"),
    ("huyen na ri co bao nhieu ho ngheo", "huyện Na Rì"),
]


@pytest.mark.parametrize(("text", "name"), UNKNOWN, ids=[u[0] for u in UNKNOWN])
def test_a_district_without_figures_is_still_meant(text: str, name: str) -> None:
    assert [m.name for m in find_known(text, ["huyện Pác Nặm"])] == [name]


@pytest.mark.parametrize("name", ["Hoa Kỳ", "Nhật Bản", "Hàn Quốc", "Pháp", "Đài Loan", "Lào"])
def test_a_foreign_country_is_abroad(name: str) -> None:
    assert level_of(name) == "abroad"
