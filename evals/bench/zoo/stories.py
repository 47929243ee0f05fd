"""Invented bulletins of invented figures, the contents of the zoo's files."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from evals.bench.zoo.specimens import Expected, Table

_PLACES = (
    ("Bắc Kạn", "Na Rì", "Chợ Đồn", "Ba Bể"), ("Lâm Đồng", "Đạ Huoai", "Đam Rông", "Lạc Dương"),
    ("Quảng Ngãi", "Ba Tơ", "Mộ Đức", "Sơn Hà"), ("Trà Vinh", "Cầu Ngang", "Tiểu Cần", "Trà Cú"),
    ("Phú Thọ", "Thanh Ba", "Hạ Hòa", "Tân Sơn"), ("Đắk Nông", "Krông Nô", "Tuy Đức", "Cư Jút"),
    ("Thừa Thiên Huế", "A Lưới", "Phú Lộc", "Quảng Điền"), ("Sơn La", "Mường La", "Vân Hồ", "Yên Châu"),
)  # fmt: skip
_WRITERS = ("Hoàng Minh", "Thu Hà", "Lê Ngọc Ánh", "Quỳnh Như", "Đỗ Văn Thưởng", "Kim Oanh")
# A topic: its title, its paragraphs, and the columns of its table. {t} is the province, {a} {b} {c}
# districts, {y} the year, {0}… figures.
_TOPICS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "{t}: {0} lao động có việc làm mới trong năm {y}",
        (
            "Năm {y}, tỉnh {t} tạo việc làm mới cho {0} lao động, đạt {p}% kế hoạch; thị trường lao động ấm dần lên từ quý II.",
            "Sở Lao động - Thương binh và Xã hội cho biết, {1} người đi làm việc ở nước ngoài theo hợp đồng, phần lớn sang Nhật Bản, Hàn Quốc và Đài Loan.",
            "Tại huyện {a}, các phiên giao dịch việc làm lưu động thu hút {2} lượt người đến tìm hiểu; ở {b}, doanh nghiệp may tuyển thêm hàng trăm công nhân.",
            "Quỹ quốc gia về việc làm giải ngân {3} triệu đồng, giúp nhiều hộ mở xưởng mộc, trồng nấm, chăn nuôi gia cầm.",
            "Thời gian tới, ngành sẽ khảo sát nhu cầu tuyển dụng từng quý để tư vấn sát hơn cho thanh niên nông thôn.",
        ),
        ("Huyện", "Tạo việc làm (người)", "Đi làm việc ở nước ngoài (người)"),
    ),
    (
        "Hộ nghèo ở {t} còn {2} hộ sau rà soát năm {y}",
        (
            "Kết quả rà soát cuối năm {y} cho thấy toàn tỉnh {t} còn {2} hộ nghèo, giảm {1} hộ so với năm trước.",
            "Hai huyện {a} và {c} vẫn có tỷ lệ hộ nghèo cao nhất, do đất sản xuất ít và đường đi lại khó.",
            "Trong năm, {3} hộ được vay vốn ưu đãi, {0} thẻ bảo hiểm y tế được cấp cho người nghèo và người cận nghèo.",
            "Nhiều hộ tự nguyện viết đơn xin ra khỏi danh sách. Bà con nói rằng có con bò, có nương quế là đã yên tâm làm ăn.",
            "Tỉnh phấn đấu mỗi năm giảm thêm từ 1,5 đến 2 điểm phần trăm, không để hộ nào tái nghèo vì thiên tai.",
        ),
        ("Huyện", "Hộ nghèo (hộ)", "Hộ cận nghèo (hộ)"),
    ),
    (
        "Mở {4} lớp nghề cho lao động nông thôn tỉnh {t}",
        (
            "Các trung tâm giáo dục nghề nghiệp của tỉnh {t} đã mở {4} lớp nghề ngắn hạn trong năm {y}, với {2} học viên.",
            "Nghề được chọn nhiều là sửa máy nông cụ, nấu ăn, đan lát và kỹ thuật chăm sóc cây ăn quả.",
            "Ở huyện {b}, hơn tám phần mười học viên có thu nhập khá hơn sau sáu tháng học xong.",
            "Kinh phí đào tạo là {3} triệu đồng, trong đó ngân sách trung ương hỗ trợ hơn một nửa.",
            "Giáo viên xuống tận thôn bản, dạy vào buổi tối để bà con không lỡ vụ gặt.",
        ),
        ("Nghề", "Số lớp", "Học viên (người)"),
    ),
    (
        "Chăm lo cho người có công ở {t} dịp 27 tháng 7",
        (
            "Dịp kỷ niệm ngày Thương binh - Liệt sĩ năm {y}, tỉnh {t} trao {0} suất quà cho gia đình chính sách.",
            "Tổng kinh phí thăm hỏi là {3} triệu đồng; {4} căn nhà tình nghĩa được xây mới hoặc sửa lại trước mùa mưa.",
            "Đoàn công tác đến thắp hương tại nghĩa trang liệt sĩ huyện {a} và thăm các mẹ Việt Nam anh hùng ở {c}.",
            "Thân nhân liệt sĩ xúc động nói rằng sự quan tâm ấy quý hơn mọi món quà.",
            "Trong quý tới, hồ sơ tồn đọng sẽ được giải quyết dứt điểm, bảo đảm không bỏ sót đối tượng.",
        ),
        ("Huyện", "Suất quà (suất)", "Nhà tình nghĩa (căn)"),
    ),
    (
        "{t} phủ sóng bảo hiểm xã hội tự nguyện tới các xã vùng xa",
        (
            "Đến hết tháng 11 năm {y}, tỉnh {t} có {2} người tham gia bảo hiểm xã hội tự nguyện, tăng {1} người so với đầu năm.",
            "Nhân viên thu của xã đi từng nhà, giải thích mức đóng và quyền lợi bằng tiếng dân tộc.",
            "Huyện {c} dẫn đầu với {4} người mới tham gia chỉ trong một tháng ra quân.",
            "Một chủ quầy tạp hóa kể rằng chị để dành mỗi ngày mười nghìn đồng cho tuổi già của mình.",
            "Cơ quan bảo hiểm đề nghị các hội, đoàn thể tiếp tục nhận chỉ tiêu và báo cáo hằng tháng.",
        ),
        ("Huyện", "Tham gia tự nguyện (người)", "Mới tham gia (người)"),
    ),
    (
        "Khắc phục mưa lũ ở {t}: {4} nhà hư hỏng, ba tuyến đường sạt lở",
        (
            "Mưa lớn kéo dài hai ngày làm {4} ngôi nhà ở tỉnh {t} bị tốc mái, {2} ha lúa bị ngập.",
            "Tuyến đường lên xã vùng cao của huyện {a} sạt lở nặng, giao thông chia cắt gần một ngày.",
            "Lực lượng dân quân giúp {1} hộ ở {b} dời đồ đạc và dọn bùn ngay trong đêm.",
            "Tỉnh xuất {3} triệu đồng từ quỹ phòng chống thiên tai để hỗ trợ gạo và tấm lợp.",
            "Người dân được khuyến cáo không qua ngầm tràn khi nước chảy xiết và theo dõi tin của xã.",
        ),
        ("Huyện", "Nhà hư hỏng (nhà)", "Lúa ngập (ha)"),
    ),
    (
        "Trẻ em có hoàn cảnh khó khăn ở {t} được nhận học bổng",
        (
            "Quỹ bảo trợ trẻ em tỉnh {t} trao {1} suất học bổng cho học sinh vượt khó đầu năm học {y}.",
            "Mỗi suất gồm tiền mặt, ba lô và sách vở; {4} em mồ côi được nhận đỡ đầu lâu dài.",
            "Trường nội trú huyện {b} tổ chức bữa ăn có thêm sữa cho các em ở xa nhà.",
            "Thầy hiệu trưởng cho biết số học sinh bỏ học giữa chừng giảm rõ rệt so với hai năm trước.",
            "Nhà tài trợ cam kết góp thêm {3} triệu đồng để sửa nhà bán trú trước Tết.",
        ),
        ("Trường", "Học bổng (suất)", "Học sinh bán trú (em)"),
    ),
    (
        "Xã nông thôn mới thứ {4} của tỉnh {t}",
        (
            "Cuối năm {y}, tỉnh {t} công nhận thêm một xã nông thôn mới, nâng tổng số lên {4} xã.",
            "Bà con hiến {2} mét vuông đất, góp {1} ngày công để mở đường về các thôn của huyện {c}.",
            "Thu nhập bình quân của xã đạt 46,5 triệu đồng một người, gấp 1,8 lần so với năm bắt đầu.",
            "Điện, nước sạch và internet đã đến mọi thôn; trạm y tế có bác sĩ trực cả cuối tuần.",
            "Xã đang bàn cách giữ chất lượng các tiêu chí môi trường, vốn dễ trượt nhất.",
        ),
        ("Huyện", "Xã đạt chuẩn (xã)", "Ngày công (ngày)"),
    ),
)  # fmt: skip
# Paragraphs that follow in two of three stories.
_MORE = (
    "Phát biểu tại buổi làm việc, đồng chí Phó Chủ tịch Ủy ban nhân dân tỉnh ghi nhận nỗ lực của các địa phương, đồng thời chỉ ra những chỗ còn chậm: hồ sơ giấy tờ rườm rà, cán bộ cơ sở kiêm nhiệm nhiều việc, số liệu gửi lên chưa khớp nhau.",
    "Ông Hoàng Văn Páo, trưởng thôn ở huyện {b}, kể rằng trước kia mỗi lần họp dân chỉ lèo tèo vài người, nay nhà nào cũng cử người đi vì bàn đúng chuyện ruộng nương, giống má và học phí của con em.",
    "So với cùng kỳ năm trước, số vụ việc phải giải quyết giảm {1} vụ; riêng quý III đã xử lý xong {4} đơn thư, không có vụ nào kéo dài quá thời hạn.",
    "Ngân hàng Chính sách xã hội cho biết dư nợ đến cuối tháng đạt {0} triệu đồng, nợ quá hạn chiếm 0,12%; các tổ tiết kiệm ở huyện {c} bình xét công khai từng khoản vay.",
    "Đoàn viên thanh niên nhận phần việc khó nhất: vận chuyển vật liệu qua suối, dựng lại mái trường, sau đó dạy các cụ dùng điện thoại thông minh để tra cứu chế độ.",
    "Theo kế hoạch năm tới, tỉnh dành {3} triệu đồng cho chương trình, ưu tiên {4} thôn đặc biệt khó khăn; việc giải ngân được theo dõi từng tuần và công bố trên trang của Sở.",
    "Chị Lò Thị Mai, người dân huyện {a}, chia sẻ: “Có nghề trong tay, tôi không phải đi làm thuê xa nữa, con cái cũng được học hành tử tế hơn”.",
)  # fmt: skip
_NAMES_IN_TABLE = {"Nghề": ("Nấu ăn", "Đan lát", "May dân dụng"), "Trường": ("Tiểu học số 1", "Nội trú huyện", "Trung học Kim Đồng")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """An invented bulletin."""

    title: str
    day: date
    paragraphs: tuple[str, ...]
    author: str
    office: str
    place: str
    table: Table

    def expected(self, *, tables: bool = False, day: bool = True, extra: int = 0) -> Expected:
        """What a reader finds; `extra` counts the paragraphs that are left out at the end."""
        return Expected(
            self.title, self.day if day else None, self.paragraphs[: len(self.paragraphs) - extra],
            (self.table,) if tables else (),
        )  # fmt: skip


def grouped(number: int) -> str:
    """A number with points between thousands."""
    return f"{number:,}".replace(",", ".")


def story(number: int) -> Story:
    """The story with this number; the same number gives the same story."""
    random = Random(number)
    title, paragraphs, heads = _TOPICS[number % len(_TOPICS)]
    place, *districts = _PLACES[(number * 3 + number // len(_TOPICS)) % len(_PLACES)]
    day = date(2018, 2, 13) + timedelta(days=(number * 137) % 2400)
    figures = [random.randrange(5_000, 30_000), random.randrange(320, 980), random.randrange(1_100, 9_900),
               random.randrange(2_000, 60_000), random.randrange(21, 160)]  # fmt: skip
    words = {
        "t": place, "a": districts[0], "b": districts[1], "c": districts[2], "y": day.year,
        "p": f"{random.randrange(985, 1320) / 10:.1f}".replace(".", ","),
    }  # fmt: skip
    shown = [grouped(figure) for figure in figures]
    if number % 3:
        paragraphs = (*paragraphs[:4], *random.sample(_MORE, 5), paragraphs[4])
    names = _NAMES_IN_TABLE.get(heads[0], districts)
    rows = [(name, grouped(random.randrange(120, 4_800)), grouped(random.randrange(12, 990))) for name in names]  # fmt: skip
    return Story(
        title.format(*shown, **words),
        day,
        tuple(text.format(*shown, **words) for text in paragraphs),
        _WRITERS[number % len(_WRITERS)],
        f"Sở Lao động - Thương binh và Xã hội tỉnh {place}",
        place,
        Table((heads, *rows), "Kết quả theo từng nơi:"),
    )
