"""The place of a figure and where it is from: its sentence, one before, the head, or no words."""

from collections.abc import Sequence

import pytest

from knowledge.figures.certainty import without_guesses
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure, SectionKind


def figures_of(
    lines: Sequence[str], title: str = "Tin trong ngày", issuer: str | None = None,
    place: str | None = None,
) -> list[Figure]:  # fmt: skip
    """The figures of a bulletin of some lines."""
    blocks: tuple[tuple[SectionKind, str], ...] = tuple(("paragraph", line) for line in lines)
    draft = BulletinDraft(None, title, None, None, issuer, place, None, blocks)
    bulletin = bulletin_from_draft(draft, "b", "b.md")
    return list(extract_figures(bulletin, 1, split_passages(bulletin, 1)))


def places_of(lines: Sequence[str], title: str = "Tin trong ngày") -> list[tuple[str | None, str | None]]:  # fmt: skip
    return [(f.place, f.place_source) for f in figures_of(lines, title)]


# The line before, and the place that it hands on to "Có 120 hộ nghèo được hỗ trợ."
BEFORE = [
    ("Đoàn công tác đến xã Quế Long, huyện Quế Sơn, Quảng Nam.", "xã Quế Long"),
    ("Mưa lớn gây thiệt hại tại tỉnh Hà Giang.", "Hà Giang"),
    ("UBND huyện Krông Pắc vừa ban hành phương án mới.", "huyện Krông Pắc"),
    ("BHXH huyện Thanh Hà đã rà soát.", "huyện Thanh Hà"),
    ("Sở Lao động Hải Dương thừa cán bộ.", "Hải Dương"),
    ("Cả nước đang chuẩn bị Tết.", "cả nước"),
    ("Trung tâm cai nghiện Xuân Phú (Đồng Nai) bị đập phá.", "Đồng Nai"),
    ("Xã Hòa Phong và xã Hòa Nhơn của huyện Hòa Vang ngập nặng.", "huyện Hòa Vang"),
    ("Nhiều nhà ở quận Gò Vấp, TP.HCM hư hỏng.", "quận Gò Vấp"),
    ("Bà Trần Thị S. (đối tượng hộ gia đình ở Sóc Trăng) khám nhiều lần.", "Sóc Trăng"),
    ("Người dân các huyện Hoài Đức, Thạch Thất bị ảnh hưởng.", "Hà Nội"),
]


@pytest.mark.parametrize(("line", "place"), BEFORE, ids=[b[0] for b in BEFORE])
def test_a_sentence_hands_its_place_on(line: str, place: str) -> None:
    """The smallest place that the sentence before names holds for one that names none."""
    assert places_of([line, "Có 120 hộ nghèo được hỗ trợ."]) == [(place, "earlier sentence")]


# Lines that name a place in which nothing of the next sentence is counted.
NOT_HANDED_ON = [
    "Ông Hùng (quê Hưng Yên) là người đầu tiên.",
    "Nguyên quán Hưng Yên, ông sống xa nhà.",
    "Xe khách chạy từ Hưng Yên bị hỏng.",
    "Hội thảo được tổ chức tại Hưng Yên.",
    "Chiều 9/6, tại Hưng Yên, Bộ Y tế công bố bản tin.",
    "Bộ Y tế phối hợp với ILO tổ chức ngày 13/6 tại Hưng Yên.",
    "Đại biểu Nguyễn Bắc Việt (Hưng Yên) phát biểu.",
    "Trường Đại học Sư phạm Kỹ thuật Hưng Yên tuyển sinh.",
    "Theo báo Hưng Yên, mọi việc đã ổn.",
    "Khu vực châu Á - Thái Bình Dương tăng trưởng.",
]


@pytest.mark.parametrize("line", NOT_HANDED_ON)
def test_an_origin_a_venue_or_a_name_is_no_place_of_figures(line: str) -> None:
    lines = ["Tỉnh Hà Giang vừa họp báo.", line, "Có 120 hộ nghèo được hỗ trợ."]
    assert places_of(lines, "Hà Giang sau lũ") == [("Hà Giang", "earlier sentence")]


# Title, lead, and the place of "Có 120 hộ nghèo được hỗ trợ." far behind them.
HEADS = [
    ("Huyện Krông Pắc hứa tìm việc cho giáo viên", "Nhiều người mất việc.", "huyện Krông Pắc", "head"),
    ("Khó khăn ở Hải Dương", "Nhiều người mất việc.", "Hải Dương", "head"),
    ("Án mạng ở xã Kỳ Phú, huyện Kỳ Anh, Hà Tĩnh", "Công an điều tra.", "xã Kỳ Phú, Hà Tĩnh", "head"),
    ("Sáu triệu người Việt Nam thoát nghèo", "UNDP công bố báo cáo.", "cả nước", "head"),
    ("Cả nước thi đua", "Nhiều phong trào nở rộ.", "cả nước", "head"),
    ("Triệt phá đường dây gian lận ở Mỹ", "Cảnh sát vào cuộc.", "Hoa Kỳ", "head"),
    ("Bầu cử Tổng thống Pháp", "Kết quả khó đoán.", "Pháp", "head"),
    ("Phát hiện hồ sơ giả", "Đường dây ở Bắc Ninh bị khui ra.", "Bắc Ninh", "guess"),
    ("Hộ nghèo nhận bò", "Xóm Mới, xã Châu Phong, Nghệ An có dự án.", "xóm Mới, Nghệ An", "guess"),
    ("Chính sách mới", "Chính phủ vừa ban hành nghị quyết.", "cả nước", "guess"),
    ("quyết định hỗ trợ trên địa bàn thành phố pleiku", "Căn cứ đề nghị của Sở.", "thành phố Pleiku", "head"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "lead", "place", "source"), HEADS, ids=[h[0] for h in HEADS])
def test_a_place_of_the_head_holds_for_the_whole(
    title: str, lead: str, place: str, source: str
) -> None:
    far = "Mọi người đều vui mừng khi nghe tin này và mong được giúp đỡ. " * 20
    assert places_of([lead, far, "Có 120 hộ nghèo được hỗ trợ."], title) == [(place, source)]


UNITS = [
    ("Huyện Pác Nặm gặp khó.", "Toàn huyện có 120 hộ nghèo.", "huyện Pác Nặm"),
    ("Huyện Pác Nặm và xã Bộc Bố.", "Trên địa bàn xã có 120 hộ nghèo.", "xã Bộc Bố"),
    ("Ở xã Bộc Bố, huyện Pác Nặm, Bắc Kạn.", "Toàn tỉnh có 120 hộ nghèo.", "Bắc Kạn"),
    ("Quận Hoàn Kiếm ra quân.", "Lực lượng của quận xử phạt 120 hộ.", "quận Hoàn Kiếm"),
    ("Phường Trần Phú bị tố cáo.", "Lãnh đạo phường này xác nhận có 120 hộ.", "phường Trần Phú"),
    ("Thị xã Cửa Lò sạch hơn.", "Trong thị xã có 120 hộ nghèo.", "thị xã Cửa Lò"),
    ("Thành phố Vinh sạch hơn.", "Toàn thành phố có 120 hộ nghèo.", "thành phố Vinh"),
    ("Hà Nội sạch hơn.", "Toàn thành phố có 120 hộ nghèo.", "Hà Nội"),
    ("Xã Hòa Phong khó khăn.", "Xã có 120 hộ nghèo.", "xã Hòa Phong"),
    ("Huyện Krông Pắc họp.", "Tại huyện này, có 120 giáo viên mất việc.", "huyện Krông Pắc"),
]


@pytest.mark.parametrize(("line", "text", "place"), UNITS, ids=[u[1] for u in UNITS])
def test_a_kind_word_alone_means_the_unit_named_before(line: str, text: str, place: str) -> None:
    assert places_of([line, text]) == [(place, "earlier sentence")]


@pytest.mark.parametrize(
    "text",
    [
        "Quỹ của xã hội có 120 tỷ đồng.",
        "Có 120 xã đạt chuẩn.",
        "Mỗi huyện có 120 hộ nghèo.",
        "Các tỉnh khác có 120 hộ nghèo.",
    ],
)
def test_a_kind_word_in_general_means_none(text: str) -> None:
    lines = ["Xã Hòa Phong thuộc huyện Hòa Vang.", "Tỉnh Hà Giang họp.", text]
    assert places_of(lines) == [("Hà Giang", "earlier sentence")]


SENTENCES = [
    # a smaller place that is tied to the number comes before the office that tells
    ("Theo UBND tỉnh Đồng Nai, dự án cần 5.000 ha trên địa bàn 6 xã thuộc huyện Long Thành.", "huyện Long Thành"),
    ("Tỉnh Bắc Kạn hỗ trợ 120 hộ nghèo tại huyện Pác Nặm.", "huyện Pác Nặm"),
    ("Quỹ Vì người nghèo TP. HCM trao 332 suất học bổng cho học sinh tại huyện Cần Giờ.", "huyện Cần Giờ"),
    ("Sở Y tế Hà Nội cho biết quy định áp dụng cho 63 tỉnh, thành phố trên cả nước.", "cả nước"),
    ("Công ty dành 500 triệu đồng xây trường mầm non Sao Biển (xã Tam Hải, tỉnh Quảng Nam).", "xã Tam Hải, Quảng Nam"),
    ("Hiện có 16.000 lao động Việt Nam làm việc ở đó.", "cả nước"),
    ("Khoảng 70% dân số Việt Nam sống ở nông thôn.", "cả nước"),
    ("Ngày 26-1, tại xã Khánh Bình Đông, báo Tuổi Trẻ trao 529 suất quà.", "xã Khánh Bình Đông"),
    ("Dự án ở phường 4, phường 5, xã Trung An, thành phố Mỹ Tho cần 1.200 tỷ đồng.", "thành phố Mỹ Tho"),
    ("Sang Hàn Quốc, lương 2 tháng đầu là 900 USD.", "Hàn Quốc"),
    # the place before is whose figure it is, what follows where people went or another figure's
    ("Tỉnh Bắc Kạn có 120 lao động đang làm việc tại Hàn Quốc.", "Bắc Kạn"),
    ("Tỉnh Bắc Kạn có 120 hộ nghèo, huyện Pác Nặm thì khác.", "Bắc Kạn"),
    ("Honda Việt Nam ở Vĩnh Phúc sa thải 2.491 lao động.", "Vĩnh Phúc"),
    ("Tỷ lệ ở Thanh Hóa cao nhất cả nước với 128.893 hộ.", "Thanh Hóa"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place"), SENTENCES, ids=[s[0] for s in SENTENCES])
def test_a_sentence_gives_its_first_number_a_place(text: str, place: str) -> None:
    assert places_of([text])[0] == (place, "sentence")


def test_each_number_of_a_list_has_its_own_place() -> None:
    """A place behind a number, when the one before belongs to the number before."""
    text = "Đoàn trao 100 suất quà cho hộ nghèo tại huyện Na Rì, 200 suất quà tại huyện Pác Nặm và 300 suất quà tại huyện Ba Bể."
    assert [f.place for f in figures_of([text])] == ["huyện Na Rì", "huyện Pác Nặm", "huyện Ba Bể"]


def test_a_line_that_opens_a_list_gives_its_place_to_the_items() -> None:
    lines = [
        "1. Giá thuê đất như sau:",
        "- Thành phố Vinh: các khu đất mặt đường: 0,70%.",
        "- Các khu đất còn lại: 0,55%.",
        "- Thị xã Cửa Lò: 0,65%.",
        "- Các khu đất còn lại: 0,50%.",
        "2. Các khu đất khác: 0,40%.",
    ]
    title = "Quyết định về giá thuê đất trên địa bàn tỉnh Nghệ An"
    assert [f.place for f in figures_of(lines, title)] == [
        "thành phố Vinh", "thành phố Vinh", "thị xã Cửa Lò", "thị xã Cửa Lò", "Nghệ An"
    ]  # fmt: skip


def test_an_office_speaks_of_its_own_province_after_a_district() -> None:
    """What an office says next is not of the district that it has just named."""
    figures = figures_of(
        ["Huyện Pác Nặm có 300 hộ nghèo.", "Giải quyết việc làm cho 8.095 người."],
        issuer="Sở Lao động", place="Bắc Kạn",
    )  # fmt: skip
    assert [(f.place, f.place_source) for f in figures] == [
        ("huyện Pác Nặm", "sentence"), ("Bắc Kạn", "head")
    ]  # fmt: skip


GUESSES = [
    "Chị Thủy tạo việc làm cho 40 lao động.",
    "Theo Nghị định 58, mức trợ cấp là 1.624.000 đồng.",
    "Mức lương tối thiểu vùng tăng 6,5%.",
    "Bộ Công an cho biết hiện có 200.000 người nghiện.",
]


@pytest.mark.parametrize("text", GUESSES)
def test_answers_have_no_place_that_is_only_guessed(text: str) -> None:
    """A person's doings, a law and the numbers of a ministry are not the figures of a town."""
    figures = figures_of(["Đường dây ở Bắc Ninh bị khui ra.", text])
    assert [f.place_source for f in figures] == ["guess"]
    assert [f.place for f in without_guesses(figures)] == [None]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Tỷ lệ thất nghiệp của Đức giảm từ 7,4% xuống 5,1%.", "Đức"),
        ("Lao động nước ngoài ở Nhật Bản lên tới 910.000 người.", "Nhật Bản"),
        ("Có 73% công nhân ô tô ở Thái Lan sẽ mất việc.", "Thái Lan"),
        ("Tỉnh đưa 300 người đi làm việc tại Nhật Bản.", "Hải Dương"),
        ("Có 30 lao động hết hạn không về nước tại Hàn Quốc.", "Hải Dương"),
        ("Xã Quế Long có 40 hộ dùng bếp của Đức.", "xã Quế Long"),
    ],
)
def test_what_is_told_of_a_foreign_country_is_no_number_of_home(line: str, place: str) -> None:
    lines = ["Hải Dương bàn việc làm.", line]
    assert figures_of(lines, "Hải Dương bàn việc làm")[-1].place == place


def test_an_office_tells_of_its_own_people_abroad() -> None:
    (figure,) = figures_of(["Lao động ở Nhật Bản là 910 người."], "Báo cáo", "Sở X", "Hải Dương")
    assert figure.place == "Hải Dương"


def test_the_whole_country_of_a_foreign_text_is_that_country() -> None:
    line = "Cảnh sát bắt 445 người trong chiến dịch toàn quốc."
    title = "Thổ Nhĩ Kỳ bắt hơn 400 người trong chiến dịch toàn quốc"
    assert {f.place for f in figures_of([line], title)} == {"Thổ Nhĩ Kỳ"}


@pytest.mark.parametrize(
    "venue",
    [
        "Đó là tin tại buổi lễ trang trọng tại Ninh Bình.",
        "Đó là tin tại hội nghị đánh giá công tác tuyển sinh, đào tạo nghề, giải quyết việc làm năm 2018 và nhiệm vụ trọng tâm năm 2019 của hệ thống được tổ chức ngày 12-3 tại Ninh Bình.",
        "Bộ dự lễ phát động tháng an toàn tại Ninh Bình.",
    ],
)  # fmt: skip
def test_where_people_met_is_not_where_they_counted(venue: str) -> None:
    figure = figures_of([venue, "Có 120 hộ nghèo được hỗ trợ."])[-1]
    assert (figure.place, figure.place_source) in ((None, None), ("cả nước", "guess"))


def test_a_kind_word_that_ends_a_name_is_no_unit() -> None:
    line = "Cầu nối Tân Vũ - Lạch Huyện Về quy mô có 4 làn xe, rộng 29 m."
    assert {f.place for f in figures_of([line], "Hải Phòng thông xe")} == {"Hải Phòng"}


@pytest.mark.parametrize(
    ("name", "place"),
    [("Đác Lắc", "Đắk Lắk"), ("Đác Nông", "Đắk Nông"), ("ĐNB", "Đông Nam Bộ")],
)
def test_other_spellings_of_places(name: str, place: str) -> None:
    assert figures_of([f"Ở {name} có 120 hộ nghèo."])[-1].place == place


# Who somebody is by nationality says less than where it happened.
NATIONALITIES = [
    ("Có 4 người Pháp bị thương trong vụ tấn công mới tại Anh.", "Anh"),
    ("Hôm 22/6, 23 binh sĩ Thổ Nhĩ Kỳ đã có mặt tại Qatar.", "Qatar"),
    ("Có 74 nghi phạm Trung Quốc bị bắt giữ ở Campuchia.", "Campuchia"),
    ("Hiện có 1.800 lao động Việt Nam đang làm việc ở Qatar.", "Qatar"),
    ("Có 4 thuyền viên Việt Nam được cứu sống trong vụ chìm tàu tại Nam Phi.", "Nam Phi"),
    ("Có 300 lao động Trung Quốc đang làm việc tại Đà Nẵng.", "Đà Nẵng"),
]


@pytest.mark.parametrize(("line", "place"), NATIONALITIES, ids=[n[0] for n in NATIONALITIES])
def test_people_are_counted_where_they_are_not_where_they_are_from(line: str, place: str) -> None:
    """`23 binh sĩ Thổ Nhĩ Kỳ đã có mặt tại Qatar` is counted in Qatar."""
    assert figures_of([line])[0].place == place


# Who goes abroad is counted at home.
AT_HOME = [
    "Cả nước đã đưa 126.296 lao động Việt Nam đi làm việc tại Hàn Quốc.",
    "Năm nay 2.000 lao động Việt Nam sang Nhật Bản.",
]


@pytest.mark.parametrize("line", AT_HOME)
def test_who_goes_abroad_is_counted_at_home(line: str) -> None:
    """`lao động Việt Nam đi làm việc tại Hàn Quốc` are counted in Vietnam."""
    assert figures_of([line])[0].place == "cả nước"


def test_this_country_is_the_one_named_before() -> None:
    """`nước này` is the foreign country that was named last."""
    lines = ["Trung Quốc chi nhiều cho đường sá.", "Năm nay nước này dành 9% ngân sách để xây cầu."]
    assert figures_of(lines, title="Trung Quốc xây cầu vượt biển")[0].place == "Trung Quốc"
    lines = [
        "Mỹ lo ngại về Trung Quốc.",
        "Ở Trung Quốc, 5 nhà máy đã đóng cửa.",
        "Ngoài ra, nước này dành 9% ngân sách để xây cầu, ở Mỹ thì ít hơn.",
    ]
    assert figures_of(lines, title="Mỹ và những cây cầu")[-1].place == "Trung Quốc"
