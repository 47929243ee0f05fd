"""Foreign countries are known in both languages, and not in words that only sound like them."""

import pytest

from knowledge.vocabulary.countries import find_countries


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("đi làm việc ở Lào", ["Lào"]),
        ("sang lào làm việc", ["Lào"]),
        ("thị trường Đức, Séc và Ba Lan", ["Đức", "Cộng hòa Séc", "Ba Lan"]),
        ("ở Mỹ, Anh và Pháp", ["Hoa Kỳ", "Anh", "Pháp"]),
        ("Nhật, Hàn, Đài Loan", ["Nhật Bản", "Hàn Quốc", "Đài Loan"]),
        ("tại Ả Rập Xê Út và UAE", ["Ả Rập Xê Út", "UAE"]),
        ("Cộng hoà Séc", ["Cộng hòa Séc"]),
        ("Cam-pu-chia, Campuchia", ["Campuchia"]),
        ("workers in Laos, Germany and the United States", ["Lào", "Đức", "Hoa Kỳ"]),
        ("xuat khau lao dong sang nhat ban va dai loan", ["Nhật Bản", "Đài Loan"]),
        ("di lam viec o lao nam 2022", ["Lào"]),
        ("nguoi viet o ba lan", ["Ba Lan"]),
        ("In-đô-nê-xi-a", ["Indonesia"]),
    ],
)
def test_a_country_has_one_name(text: str, countries: list[str]) -> None:
    assert find_countries(text) == countries


@pytest.mark.parametrize(
    "text",
    [
        "người lao động, giáo dục, pháp luật, phương pháp",
        "ông Đức, bà Nga, chị Mỹ",
        "Nguyễn Văn Đức",
        "huyện Mỹ Đức, Đông Anh, Lào Cai",
        "Anh cho biết gia đình đã thoát nghèo",
        "Ý kiến của cử tri",
        "chủ nhật, lần thứ nhất",
        "may áo, làm séc",
        "nguoi lao dong o lao cai",
        "giam ba lan trong nam",
        "giao duc phap luat cho nguoi lao dong",
        "đi làm việc ở nước ngoài",
        "trong nước ta",
        "đi đức hạnh, ở pháp nhân",
    ],
)
def test_words_that_only_sound_like_a_country_name_none(text: str) -> None:
    assert find_countries(text) == []
