"""A place that has no figure is refused or asked about; never is another place's figure given."""

from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.records import Answer
from tests.conftest import Bench

TIEN_GIANG = """---
title: Giảm nghèo ở Tiền Giang
date: 2022-12-20
place: Tiền Giang
issuer: Sở Lao động - Thương binh và Xã hội tỉnh Tiền Giang
---

Năm 2022, tỷ lệ hộ nghèo của tỉnh Tiền Giang là 1,5%. Tỷ lệ hộ nghèo của huyện Châu Thành là 1,85%. Tỷ lệ hộ nghèo của huyện Cái Bè là 2,1%.
"""
BAC_NINH = """---
title: Giảm nghèo ở Bắc Ninh
date: 2022-12-21
place: Bắc Ninh
---

Năm 2022, tỷ lệ hộ nghèo của tỉnh Bắc Ninh là 1,3%. Năm 2021, tỷ lệ hộ nghèo của tỉnh Bắc Ninh là 1,1%.
"""
LONG_AN = """---
title: Giảm nghèo ở Long An
date: 2022-12-20
place: Long An
issuer: Sở Lao động - Thương binh và Xã hội tỉnh Long An
---

Năm 2022, tỷ lệ hộ nghèo của huyện Châu Thành là 0,95%.
"""
QUARTERS = """---
title: Việc làm ở các quận
date: 2022-12-20
place: Thành phố Hồ Chí Minh
---

Năm 2022, Quận 3 giải quyết việc làm cho 7.100 người. Quận 10 giải quyết việc làm cho 8.400 người. Huyện Cần Giờ giải quyết việc làm cho 1.250 người. Toàn thành phố giải quyết việc làm cho 305.000 người.
"""
HIGHLANDS = """---
title: Việc làm ở các huyện
date: 2022-12-20
place: Đắk Lắk
---

Năm 2022, huyện Krông Búk giải quyết việc làm cho 1.340 người. Huyện Ea H’leo giải quyết việc làm cho 2.020 người. Huyện M’Đrắk giải quyết việc làm cho 990 người. Tỉnh Đăk Nông giải quyết việc làm cho 4.100 người; tỉnh Lâm Ðồng ðạt 5.300 người được giải quyết việc làm.
"""
ABROAD = """---
title: Xuất khẩu lao động năm 2022
date: 2022-12-20
place: Bắc Kạn
issuer: Sở Lao động - Thương binh và Xã hội tỉnh Bắc Kạn
---

Năm 2022, tỉnh Bắc Kạn có 753 người đi làm việc ở nước ngoài, chủ yếu tại Nhật Bản và Đài Loan.

Năm 2022, cả nước có 142.779 người đi làm việc ở nước ngoài.
"""


def ask(
    bench: Bench, tmp_path: Path, question: str, *texts: str, home: str | None = None
) -> Answer:
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.md"
        path.write_text(text, "utf-8")
        bench.load(path)
    return Assistant(bench.library, home).answer(question)


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("Quận 3 giải quyết việc làm cho bao nhiêu người năm 2022?", QUARTERS, "7.100 người"),
        ("quận 10 năm 2022 giải quyết việc làm cho bao nhiêu người", QUARTERS, "8.400 người"),
        ("quan 10 nam 2022 giai quyet viec lam cho bao nhieu nguoi", QUARTERS, "8.400 người"),
        ("How many jobs were created in District 3 in 2022?", QUARTERS, "7,100 people"),
        ("TPHCM giải quyết việc làm cho bao nhiêu người năm 2022?", QUARTERS, "305.000 người"),
        ("Huyện Ea H'leo giải quyết việc làm cho bao nhiêu người năm 2022?", HIGHLANDS,
         "2.020 người"),
        ("huyen m'drak nam 2022 giai quyet viec lam cho bao nhieu nguoi", HIGHLANDS, "990 người"),
        ("Đắk Nông giải quyết việc làm cho bao nhiêu người năm 2022?", HIGHLANDS, "4.100 người"),
        ("Tỷ lệ hộ nghèo huyện Châu Thành, tỉnh Tiền Giang năm 2022?", TIEN_GIANG, "1,85%"),
        ("Tỷ lệ hộ nghèo huyện Châu Thành năm 2022?", TIEN_GIANG, "1,85%"),
        ("Ở Việt Nam năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?", ABROAD,
         "142.779 người"),
        ("How many people went to work abroad from Vietnam in 2022?", ABROAD, "142,779 people"),
        ("Huyện nào của Tiền Giang có tỷ lệ hộ nghèo cao nhất năm 2022?", TIEN_GIANG,
         "huyện Cái Bè (2,1%; trong 2 địa phương có số liệu)"),
    ],
)  # fmt: skip
def test_the_place_asked_answers(
    bench: Bench, tmp_path: Path, question: str, text: str, short: str
) -> None:
    answer = ask(bench, tmp_path, question, text)
    assert (answer.status, answer.short) == ("answered", short)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Quận 12 giải quyết việc làm cho bao nhiêu người năm 2022?", QUARTERS),
        ("Quận 1 giải quyết việc làm cho bao nhiêu người năm 2022?", QUARTERS),
        ("Hà Nội giải quyết việc làm cho bao nhiêu người năm 2022?", QUARTERS),
        ("Huyện Cư M'gar giải quyết việc làm cho bao nhiêu người năm 2022?", HIGHLANDS),
        ("Daklak giải quyết việc làm cho bao nhiêu người năm 2022?", HIGHLANDS),
        ("Tỷ lệ hộ nghèo huyện Châu Thành, tỉnh Long An năm 2022?", TIEN_GIANG),
        ("What was the poverty rate of Chau Thanh district, Long An in 2022?", TIEN_GIANG),
        ("Huyện nào của Long An có tỷ lệ hộ nghèo cao nhất năm 2022?", TIEN_GIANG),
        ("Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2022, Cái Bè hay Gò Công?", TIEN_GIANG),
        ("Năm 2022 Quãng Nam có bao nhiêu người đi làm việc ở nước ngoài", ABROAD),
        ("Năm 2022 HCMC có bao nhiêu người đi làm việc ở nước ngoài", ABROAD),
        ("Năm 2022 KonTum có bao nhiêu người đi làm việc ở nước ngoài", ABROAD),
        ("Năm 2022 BR-VT có bao nhiêu người đi làm việc ở nước ngoài", ABROAD),
        ("Năm 2022 tỉnh Hà Tây có bao nhiêu người đi làm việc ở nước ngoài", ABROAD),
        ("Năm 2022 tỉnh Phú Thủy có bao nhiêu người đi làm việc ở nước ngoài", ABROAD),
        ("Năm 2022 Atlantis có bao nhiêu người đi làm việc ở nước ngoài", ABROAD),
        ("How many people went to work abroad from Phu Thuy in 2022?", ABROAD),
        ("Huyện Từ Liêm có bao nhiêu người đi làm việc ở nước ngoài năm 2022?", ABROAD),
        ("Tây Nguyên có bao nhiêu người đi làm việc ở nước ngoài năm 2022?", ABROAD),
        ("Có bao nhiêu lao động đi làm việc ở Lào năm 2022?", ABROAD),
        ("How many workers went to Laos in 2022?", ABROAD),
        ("Bao nhiêu người đi làm việc ở nước ngoài tại Đức năm 2022?", ABROAD),
    ],
)
def test_another_place_is_refused(bench: Bench, tmp_path: Path, question: str, text: str) -> None:
    answer = ask(bench, tmp_path, question, text)
    assert (answer.status, answer.short, answer.figures) == ("no_evidence", None, ())


def test_a_unit_of_several_provinces_is_asked_about(bench: Bench, tmp_path: Path) -> None:
    """Both provinces are named, neither figure is told."""
    answer = ask(bench, tmp_path, "Tỷ lệ hộ nghèo huyện Châu Thành năm 2022?", TIEN_GIANG, LONG_AN)
    assert (answer.status, answer.short, answer.figures) == ("unclear", None, ())
    assert "huyện Châu Thành (Long An)" in answer.text
    assert "huyện Châu Thành (Tiền Giang)" in answer.text


@pytest.mark.parametrize(("province", "short"), [("Long An", "0,95%"), ("Tiền Giang", "1,85%")])
def test_a_unit_of_several_provinces_answers_for_the_one_named(
    bench: Bench, tmp_path: Path, province: str, short: str
) -> None:
    question = f"Tỷ lệ hộ nghèo của huyện Châu Thành, tỉnh {province} năm 2022?"
    answer = ask(bench, tmp_path, question, TIEN_GIANG, LONG_AN)
    assert (answer.status, answer.short) == ("answered", short)
    assert "bản tin khác" not in answer.text


def test_a_trend_of_two_places_says_which_has_none(bench: Bench, tmp_path: Path) -> None:
    question = "Tỷ lệ hộ nghèo của Bắc Ninh và Hà Nam thay đổi thế nào qua các năm?"
    answer = ask(bench, tmp_path, question, BAC_NINH)
    assert (answer.status, answer.short) == ("answered_partly", None)
    assert "Tỉnh Bắc Ninh: Năm 2022 so với năm 2021: tăng 0,2 điểm %" in answer.text
    assert "Hà Nam" in answer.text


def test_a_trend_of_two_places_has_a_series_for_each(bench: Bench, tmp_path: Path) -> None:
    other = BAC_NINH.replace("Bắc Ninh", "Hà Nam").replace("1,3%", "2,4%").replace("1,1%", "2,9%")
    question = "Tỷ lệ hộ nghèo của Bắc Ninh và Hà Nam thay đổi thế nào qua các năm?"
    answer = ask(bench, tmp_path, question, BAC_NINH, other)
    assert (answer.status, answer.short, answer.computed, answer.chart) == (
        "answered", None, None, None,
    )  # fmt: skip
    assert "Tỉnh Bắc Ninh: Năm 2022 so với năm 2021: tăng 0,2 điểm %" in answer.text
    assert "Tỉnh Hà Nam: Năm 2022 so với năm 2021: giảm 0,5 điểm %" in answer.text


def test_a_ranking_of_named_provinces_needs_them_all(bench: Bench, tmp_path: Path) -> None:
    question = "Tỉnh nào có tỷ lệ hộ nghèo cao nhất năm 2022, Bắc Ninh, Tiền Giang hay Hà Nam?"
    answer = ask(bench, tmp_path, question, BAC_NINH, TIEN_GIANG)
    assert (answer.status, answer.short) == ("no_evidence", None)


def test_bulletins_about_a_district_of_their_passages_are_found(
    bench: Bench, tmp_path: Path
) -> None:
    question = "Có những bản tin nào về giảm nghèo ở huyện Cái Bè?"
    answer = ask(bench, tmp_path, question, TIEN_GIANG, BAC_NINH)
    assert answer.status == "answered"
    assert [c.title for c in answer.citations] == ["Giảm nghèo ở Tiền Giang"]


def test_bulletins_about_a_district_of_another_province_are_not(
    bench: Bench, tmp_path: Path
) -> None:
    question = "Có những bản tin nào về giảm nghèo ở huyện Châu Thành, tỉnh Trà Vinh?"
    answer = ask(bench, tmp_path, question, TIEN_GIANG)
    assert (answer.status, answer.citations) == ("no_evidence", ())
