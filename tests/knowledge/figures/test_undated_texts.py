"""The times of a text without a day of publication: what its lead and its own words give away."""

import pytest

from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import SectionKind


def last(text: str) -> tuple[str | None, str | None]:
    """Days and source of the last figure of an undated bulletin."""
    blocks: tuple[tuple[SectionKind, str], ...] = tuple(
        ("paragraph", line) for line in text.split("\n")
    )
    draft = BulletinDraft(None, "Tin", None, None, None, None, None, blocks)
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    figure = extract_figures(bulletin, 1, split_passages(bulletin, 1))[-1]
    period = figure.period
    return (f"{period.start}/{period.end}" if period else None), figure.period_source


LEAD = "Ngày 12/6, Sở họp báo về 5 tháng đầu năm 2017.\n"


@pytest.mark.parametrize(
    "line",
    [
        "Hiện có 1.800 lao động ở xa.",
        "Hiện nay, tỉnh có 1.800 lao động ở xa.",
        "Đến nay, tỉnh có 1.800 lao động ở xa.",
        "Từ đầu năm đến nay, tỉnh có 1.800 lao động ở xa.",
        "Hiện tại tỉnh có 1.800 lao động ở xa.",
        "Tính đến thời điểm này, có 1.800 lao động ở xa.",
        "Ông cho biết hiện có 1.800 lao động ở xa.",
        "Tỉnh hiện còn 1.800 lao động ở xa.",
    ],
)
def test_what_is_so_now_is_of_the_lead_s_day(line: str) -> None:
    """`hiện nay` lasts to the day that the lead names, with the year that the text gives away."""
    assert last(LEAD + line) == ("2017-01-01/2017-06-12", "guess")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Năm 2015, mở 12 lớp. Hiện nay có 430 giáo viên.", None),
        ("Đến năm 2020, mở 12 lớp. Mức tăng nêu trên là 5%.", None),
        ("Đất nước giàu đẹp nhất từ trước đến nay, có 12 hộ.", None),
        ("Tỉnh mở 12 lớp.\nNăm 2018, tỉnh họp nhiều lần.", "2018-01-01/2018-12-31"),
        ("Danh sách 500 đơn vị nợ, số liệu tính đến hết 31/10/2017 vừa công bố.", "2017-01-01/2017-10-31"),
        ("Năm ngoái, thu 98 vụ, gấp đôi so với năm 2015.\nKhởi tố 12 vụ.", "2016-01-01/2016-12-31"),
        ("Tính đến tháng 9/2018, nợ 3 tỷ đồng.\nTỷ lệ này là 12%.", "2018-01-01/2018-09-30"),
        ("Từ 1.6.2016 đến hết tháng 5.2017, có 12 hộ.", "2016-06-01/2017-05-31"),
        ("Từ ngày 1-7-2016 đến 20-5-2017 khám 215 lần.", "2016-07-01/2017-05-20"),
        ("Trong 4 tháng đầu năm 2017, có 5 hộ.\nTừ 1-7-2016 đến 20-5-2017 khám 215 lần, trong đó từ đầu năm 2017 đến nay khám 114 lần.",
         "2017-01-01/2017-05-20"),
        ("Đến hết tháng 2/2019, nợ 6.654 tỷ đồng, so tháng 2/2018 đã tăng 1.305 tỷ đồng.",
         "2019-01-01/2019-02-28"),
    ],
)  # fmt: skip
def test_the_words_of_a_text_give_its_times(text: str, days: str | None) -> None:
    """Aims and idioms date nothing; ranges of unlike ends, a lone time and a baseline are read."""
    assert last(text)[0] == days


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Danh sách 500 đơn vị nợ, báo cáo hết tháng 10/2017 vừa công bố.", "guess"),
        ("Tỉnh mở 12 lớp.\nNăm 2018, tỉnh họp nhiều lần.", "guess"),
        ("Năm 2018, tỉnh mở 12 lớp.", "sentence"),
    ],
)
def test_a_time_from_elsewhere_is_a_guess(text: str, source: str) -> None:
    """A time that another clause or a later sentence names is no statement of the figure's."""
    assert last(text)[1] == source
