"""A line that states the day of publication is told from a sentence with a day."""

from datetime import date

import pytest

from knowledge.readers.stamps import Stamp, day_of, stamp_in

DAY = date(2022, 12, 7)


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("07/12/2022", "none"),
        ("Thứ tư, 07/12/2022, 16:15", "none"),
        ("Thứ 4, 07/12/2022 | 16:15", "none"),
        ("16h15' 07/12/2022", "none"),
        ("16:15:23 07.12.2022 GMT+7", "none"),
        ("7/12/2022 4:15 CH", "none"),
        ("Thứ Tư, ngày 07 tháng 12 năm 2022", "none"),
        ("7 Tháng Mười Hai, 2022", "none"),
        ("Tháng Mười Hai 7, 2022", "none"),
        ("07/12/2022 | 16:15 | Lượt xem: 1.234 | In trang | Gửi email", "none"),
        ("Ban Biên tập - 07/12/2022 07:00", "none"),
        ("Ngày đăng: 07-12-2022", "posted"),
        ("Được đăng: 07 Tháng 12 2022", "posted"),
        ("Đăng bởi: quantri; ngày 07/12/2022", "posted"),
        ("Cập nhật lúc: 16:20, 07/12/2022 (GMT+7)", "updated"),
        ("(Cập nhật: 2022-12-07 07:30)", "updated"),
    ],
)
def test_a_stamp_in_any_wording_gives_its_day(line: str, label: str) -> None:
    """Hours, weekdays, labels and buttons beside a day leave it a stamp."""
    stamp = stamp_in(line)
    assert stamp is not None
    assert (stamp.day, stamp.label) == (DAY, label)


@pytest.mark.parametrize(
    "line",
    [
        "Hôm nay: Thứ năm, 26/11/2026",
        "Giấy phép số 25/GP-TTĐT ngày 14/05/2015",
        "Quyết định số 15/2022/QĐ-UBND ngày 07/12/2022",
        "Ngày 07/12/2022, tỉnh Bắc Kạn tổ chức hội nghị tổng kết công tác năm",
        "Lịch công tác từ 23/11/2026 đến 27/11/2026",
        "31/02/2022",
        "07/12/1822",
        "Năm 2022",
        "",
    ],
)
def test_other_lines_are_no_stamps(line: str) -> None:
    """Clocks, licences, numbers of documents, sentences and impossible days are no stamps."""
    assert stamp_in(line) is None


def test_a_posted_day_comes_before_an_updated_one() -> None:
    """The day of publication is the posted one, else one without label, else an updated one."""
    posted, bare, updated = (
        Stamp(date(2022, 12, n), label) for n, label in ((1, "posted"), (2, "none"), (3, "updated"))
    )  # type: ignore[arg-type]  # labels are plain words here
    assert day_of([updated, bare, posted]) == posted.day
    assert day_of([updated, bare]) == bare.day
    assert day_of([updated]) == updated.day
    assert day_of([]) is None
