"""A time holds for the sentences after it as long as a reader would take it to."""

from datetime import date

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure

DAY = date(2023, 3, 10)


def figures_of(text: str, day: date | None = DAY, title: str = "Tin") -> list[Figure]:
    blocks = tuple(("paragraph", p) for p in text.split("\n"))
    draft = BulletinDraft(None, title, day, None, None, "Sơn La", None, blocks)  # type: ignore[arg-type]  # kinds are plain words here
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    return list(extract_figures(bulletin, 1, split_passages(bulletin, 1)))


def last(text: str, day: date | None = DAY, title: str = "Tin") -> tuple[str, str | None]:
    """Days and source of the last figure: `2022-01-01/2022-12-31`, `head`."""
    figure = figures_of(text, day, title)[-1]
    assert figure.period is not None
    return f"{figure.period.start}/{figure.period.end}", figure.period_source


Y21, Y22 = "2021-01-01/2021-12-31", "2022-01-01/2022-12-31"
RANGE = "2021-01-01/2025-12-31"
ITEM = "Dự án khu dân cư phường 6: khoảng 195 tỷ đồng"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (f"a) Giai đoạn 2021-2025 xây dựng như sau:\n- Thành phố:\n+ {ITEM};", RANGE),
        (f"a) Giai đoạn 2021-2025:\n- Thành phố:\n+ {ITEM};\n- Thị xã Gò Công:\n{ITEM}", RANGE),
        (f"a) Năm 2021:\n- {ITEM};\nb) Năm 2022:\n- {ITEM}", Y22),
        (f"1. Kết quả năm 2021\n1.1. Nhà ở\n- {ITEM}", Y21),
        (f"II. Kết quả năm 2021\n1. Nhà ở\nCác huyện đã nỗ lực. {ITEM}", Y21),
        (f"A.\nThực hiện nhiệm vụ năm 2021\nI.\nNhà ở\n1.\n{ITEM}", Y21),
        (f"Kết quả năm 2021 như sau:\n- {ITEM};\n- {ITEM}", Y21),
        (f"Kết quả năm 2021:\n1. {ITEM}.\n2. {ITEM}.", Y21),
        (f"Một số chỉ tiêu nhiệm kỳ 2021-2025:\n- {ITEM}", RANGE),
        (f"* Năm 2021:\n+ {ITEM}", Y21),
    ],
)
def test_the_time_of_a_heading_holds_for_its_list(text: str, days: str) -> None:
    opening = "Sở Xây dựng thông báo về nhà ở.\nCác huyện triển khai.\n"
    assert last(opening + text) == (days, "earlier sentence")


@pytest.mark.parametrize(
    "text",
    [
        f"a) Năm 2021:\n- {ITEM};\nb) Nhà ở khác:\n- {ITEM}",
        f"1. Kết quả năm 2021\n- {ITEM}\n2. Nhà ở khác\n- {ITEM}",
        f"Kết quả năm 2021:\n- {ITEM}\nTình hình khác:\n- {ITEM}",
    ],
)
def test_a_heading_ends_at_the_next_of_its_level(text: str) -> None:
    opening = "Sở Xây dựng thông báo về nhà ở.\nCác huyện triển khai.\n"
    assert last(opening + text) == ("2023-01-01/2023-12-31", "guess")


FLOWING = [
    "Sở họp báo về giáo dục.", "Các trường đã gửi báo cáo.", "Tỉnh còn nhiều khó khăn.",
    "Năm 2021, Sở rà soát các trường.", "Cả tỉnh thừa, thiếu khoảng 430 giáo viên.",
    "Sở cho biết thêm.", "Các trường đã có phương án.",
]  # fmt: skip


def test_a_time_goes_on_where_every_sentence_is_a_paragraph() -> None:
    assert last("\n".join(FLOWING)) == (Y21, "earlier sentence")


def test_a_time_ends_with_its_paragraph_elsewhere() -> None:
    text = "\n".join(f"{line} Mọi người đều biết. Việc này đã rõ." for line in FLOWING)
    assert last(text) == ("2023-01-01/2023-12-31", "guess")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Năm 2022, hỗ trợ 10 hộ. Mở 12 lớp dạy nghề.", "head"),
        ("Năm 2021, mở 12 lớp. Ngoài ra, hỗ trợ 30 hộ.", "earlier sentence"),
        ("Năm 2021, mở 12 lớp. Theo quy định của Luật, mức hưởng là 45%.", "guess"),
        ("Năm 2021, mở 12 lớp. Người lao động được hưởng 75% lương.", "guess"),
        ("Năm 2021, mở 12 lớp. Ông Nguyễn Văn H vay 30 triệu đồng.", "guess"),
        ("Năm 2021, mở 12 lớp. Hiện nay toàn tỉnh có 430 giáo viên.", "guess"),
        ("Năm 2021, mở 12 lớp. Bộ đề xuất giảm 30% thuế.", "guess"),
        ("Sau vụ động đất tại đó năm 2021 khiến nhiều nhà đổ, tỉnh họp. Có 10 hộ mất nhà.", "guess"),
    ],
)  # fmt: skip
def test_a_time_that_may_not_hold_is_a_guess(text: str, source: str) -> None:
    if source == "head":
        text = "Năm 2022, ngành vượt khó.\n" + text.partition(". ")[2]
    assert last(text)[1] == source


def test_what_is_so_now_is_of_the_day_of_publication() -> None:
    text = "Năm 2021, mở 12 lớp. Hiện nay toàn tỉnh có 430 giáo viên."
    assert last(text) == ("2023-01-01/2023-03-10", "guess")
    assert last("Toàn tỉnh hiện có 430 giáo viên.") == ("2023-01-01/2023-03-10", "guess")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Năm 2020 có 6 triệu người, tới năm 2022 là 9 triệu người. Trong đó có 2 triệu trẻ em.", "2022-01-01/2022-12-31"),
        ("Trong năm 2023 phải giảm tội phạm, theo ông A, năm 2022 có 30 vụ. Quận cũng có 12 vụ cháy.", "2022-01-01/2022-12-31"),
    ],
)  # fmt: skip
def test_the_time_of_a_figure_goes_on_before_one_that_dates_none(text: str, period: str) -> None:
    assert last(text)[0] == period


@pytest.mark.parametrize(
    "link",
    ["Kết quả,", "Qua đó,", "Tại hội nghị,", "Dịp này,", "Nhân dịp này,", "Cùng ngày,"],
)
def test_what_came_of_an_event_is_of_its_day(link: str) -> None:
    text = f"Ngày 20/02/2023, lãnh đạo Sở tiếp công dân. {link} giải quyết 17 đơn."
    assert last(text) == ("2023-02-20/2023-02-20", "earlier sentence")


def test_an_event_says_nothing_of_the_year() -> None:
    text = "Ngày 20/02/2023, Sở họp. Toàn tỉnh giải quyết việc làm cho 800 người."
    assert last(text) == ("2023-01-01/2023-12-31", "guess")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Giai đoạn 2021-2025, có 737 hộ được vay. Tổng số tiền là 221 triệu đồng.", RANGE),
        ("Thực hiện Chương trình giai đoạn 2021-2025, tỉnh nỗ lực. Có 500 hộ vay.", "2023-01-01/2023-12-31"),
    ],
)  # fmt: skip
def test_a_span_of_years_goes_on_where_it_dates_a_figure(text: str, days: str) -> None:
    assert last(text)[0] == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Trong 15 ngày đầu tháng 1 có 140 giao dịch, tăng 17% so với cùng kỳ 2018.", "2019-01-01/2019-01-15"),
        ("Ngày 26-1, trao 529 suất quà cho hộ nghèo. Quà mừng Tết Kỷ Hợi 2019.", "2019-01-26/2019-01-26"),
        ("Từ ngày 1/1 đến 4/2, xảy ra 43 vụ, giảm 2 vụ so với cùng kỳ năm 2016.", "2017-01-01/2017-02-04"),
        ("Chiều 28/11, trao 12 suất quà. So với cùng kỳ năm 2013, tăng 20%.", "2014-11-28/2014-11-28"),
        ("Sáng 7/2, có 38 suất quà. Chỉ tiêu năm nay tăng so với năm 2016.", "2017-02-07/2017-02-07"),
    ],
)  # fmt: skip
def test_the_year_that_an_undated_text_gives_away_is_a_guess(text: str, days: str) -> None:
    figure = figures_of(text, None)[0]
    assert figure.period is not None
    assert (f"{figure.period.start}/{figure.period.end}", figure.period_source) == (days, "guess")


@pytest.mark.parametrize(
    "text",
    [
        "Đến nay, tỉnh có 500 hộ nghèo, giảm 20 hộ so với cùng kỳ năm 2016.",
        "Hôm qua, tặng 529 suất quà. Quà mừng Tết Kỷ Hợi 2019.",
        "Ngày 26-1, trao 529 suất quà cho hộ nghèo.",
    ],
)
def test_no_day_is_made_up_for_an_undated_text(text: str) -> None:
    assert figures_of(text, None)[0].period is None
