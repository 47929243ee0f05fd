"""A place that a question names is asked for, known or not; nothing else is taken for one."""

import pytest

from assistant.question.understanding import understand

KNOWN = (
    "huyện Ba Bể", "huyện Ngân Sơn", "huyện Pác Nặm", "huyện Châu Thành, Tiền Giang",
    "huyện Cư M'gar", "xã Nam Cường, Bắc Kạn", "quận 12", "thị trấn Đồng Đăng", "huyện Tĩnh Gia",
    "thành phố Việt Nam", "huyện Văn Bàn", "xã Ninh Hải, Ninh Bình",
)  # fmt: skip
ABROAD = "có bao nhiêu người đi làm việc ở nước ngoài"
NAMED = [
    (f"Năm 2022 Quãng Nam {ABROAD}", ["Quảng Nam"]),
    (f"Năm 2022 Lâm Đông {ABROAD}", ["Lâm Đồng"]),
    (f"Năm 2022 Lâm Ðồng {ABROAD}", ["Lâm Đồng"]),
    (f"Năm 2022 Đăk Lắk {ABROAD}", ["Đắk Lắk"]),
    (f"tỉnh KonTum {ABROAD} năm 2022", ["Kon Tum"]),
    (f"BR-VT {ABROAD} năm 2022?", ["Bà Rịa - Vũng Tàu"]),
    (f"HCMC {ABROAD}?", ["Thành phố Hồ Chí Minh"]),
    ("quãng nam có bao nhiêu hộ nghèo năm 2022", ["Quảng Nam"]),
    ("daklak co bao nhieu ho ngheo", ["Đắk Lắk"]),
    ("tỉnh Quảng Namm có bao nhiêu hộ nghèo", ["Quảng Nam"]),
    ("Quang Namm có bao nhiêu hộ nghèo", ["Quang Namm"]),
    ("tỉnh Hà Tây có bao nhiêu hộ nghèo?", ["Hà Tây"]),
    ("Tỉnh Phú Thủy có bao nhiêu hộ nghèo?", ["tỉnh Phú Thủy"]),
    ("Năm 2022 Atlantis có bao nhiêu hộ nghèo?", ["Atlantis"]),
    ("Có bao nhiêu hộ nghèo ở Phú Thủy năm 2022?", ["Phú Thủy"]),
    ("How many poor households did Phu Thuy have in 2022?", ["Phu Thuy"]),
    ("How many poor households are there in Atlantis?", ["Atlantis"]),
    ("How many poor households are there in Le Thuy district?", ["huyện Lệ Thủy"]),
    ("How many poor households are there in Ba Be District?", ["huyện Ba Bể"]),
    ("How many jobs were created in District 1 in 2022?", ["quận 1"]),
    ("Quận 12 có bao nhiêu hộ nghèo", ["quận 12"]),
    ("quan 12 co bao nhieu ho ngheo", ["quận 12"]),
    ("Phường 9 có bao nhiêu hộ nghèo?", ["phường 9"]),
    ("Tổ 5 có bao nhiêu hộ nghèo?", ["tổ 5"]),
    ("huyen cu m'gar co bao nhieu ho ngheo", ["huyện Cư M'gar"]),
    ("huyện Ea H’leo có bao nhiêu hộ nghèo", ["huyện Ea H'leo"]),
    ("Từ Liêm có bao nhiêu hộ nghèo năm 2022?", ["huyện Từ Liêm"]),
    ("Tu Liem co bao nhieu ho ngheo nam 2022", ["huyện Từ Liêm"]),
    ("Tỷ lệ hộ nghèo huyện Châu Thành, tỉnh Long An", ["huyện Châu Thành, Long An"]),
    ("Ở Long An, tỷ lệ hộ nghèo của huyện Châu Thành?", ["huyện Châu Thành, Long An"]),
    ("Tỷ lệ hộ nghèo của Châu Thành (Tiền Giang)", ["huyện Châu Thành, Tiền Giang"]),
    ("Tỷ lệ hộ nghèo huyện Châu Thành", ["huyện Châu Thành, Tiền Giang"]),  # the known one
    ("poverty rate of Chau Thanh district, Long An", ["huyện Châu Thành, Long An"]),
    ("Tỷ lệ hộ nghèo huyện Ba Bể, tỉnh Bắc Kạn", ["huyện Ba Bể"]),
    ("Tỷ lệ hộ nghèo huyện Ba Bể, tỉnh Hà Giang", ["huyện Ba Bể, Hà Giang"]),
    ("So sánh tỷ lệ hộ nghèo huyện Ba Bể với tỉnh Cao Bằng", ["huyện Ba Bể", "Cao Bằng"]),
    ("xã Nam Cường, huyện Chợ Đồn, tỉnh Bắc Kạn có mấy hộ nghèo", ["xã Nam Cường, Bắc Kạn"]),
    (f"Ở Việt Nam năm 2022 {ABROAD}?", ["cả nước"]),
    ("How many workers went abroad from Vietnam in 2022?", ["cả nước"]),
    ("bao nhieu nguoi viet nam di xkld nam 2022", ["cả nước"]),
    ("Bắc Kạn có bao nhiêu lao động Việt Nam đi làm việc ở nước ngoài?", ["Bắc Kạn"]),
    ("Tây Nguyên có bao nhiêu hộ nghèo?", ["Tây Nguyên"]),
    ("Ở miền Bắc có bao nhiêu hộ nghèo?", ["miền Bắc"]),
    ("Việt Nam còn bao nhiêu hộ thuộc diện nghèo?", ["cả nước"]),
    ("Học phí của con công nhân bị tai nạn ở Ninh Hải, Ninh Thuận?", ["huyện Ninh Hải"]),
    ("Ai ở tinh Gia Lai ky van ban 410?", ["Gia Lai"]),
    ("Con cua cong nhan lao dong dang linh tro cap o Nghe An duoc giam gi?", ["Nghệ An"]),
    ("Làm cao tốc Đồng Đăng - Trà Lĩnh hết bao nhiêu tiền?", []),
    ("dong dang co bao nhieu ho ngheo", ["thị trấn Đồng Đăng"]),
    ("Đồng Đăng có bao nhiêu hộ nghèo", ["thị trấn Đồng Đăng"]),
]


@pytest.mark.parametrize(("question", "places"), NAMED, ids=[n[0] for n in NAMED])
def test_a_named_place_is_asked_for(question: str, places: list[str]) -> None:
    assert list(understand(question, known_places=KNOWN).places) == places


@pytest.mark.parametrize(
    "question",
    [
        "Hiện nay có bao nhiêu hộ nghèo?",
        "Huyện có bao nhiêu hộ nghèo",
        "Tỉnh đã giải quyết việc làm cho bao nhiêu người năm 2022",
        "In 2022, how many poor households were there?",
        "How many jobs did the Department of Labour create in 2022?",
        "Bao nhiêu người dân tộc Mông thoát nghèo năm 2022?",
        "Trong tháng 11 Trung tâm đào tạo nghề cho bao nhiêu người?",
        "Tỷ lệ hộ nghèo theo Nghị quyết 24 năm 2022 là bao nhiêu?",
        "Kết quả giảm nghèo của Chương trình 135 năm 2020?",
        "Tết 2022 có bao nhiêu hộ nghèo được tặng quà?",
        "Sở LĐTBXH giải quyết việc làm cho bao nhiêu người năm 2022",
        "BHXH Việt Nam chi trợ cấp thất nghiệp cho bao nhiêu người?",
        "Hội Phụ nữ Việt Nam đào tạo nghề cho bao nhiêu người?",
        "Chị Thanh Hoa có bao nhiêu con?",
        "Ông Nguyễn Văn Nam là ai?",
        "UBND đặt kế hoạch giảm nghèo bao nhiêu?",
    ],
)
def test_what_names_no_place_asks_for_none(question: str) -> None:
    assert understand(question, known_places=KNOWN).places == ()
