"""Statements of numbers become figures with role, plan, percent, time and place."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge.figures.consistency import find_misfits
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Figure, SectionKind


def figures_of(
    *paragraphs: str, title: str = "Tin", place: str | None = "Bắc Kạn"
) -> tuple[Figure, ...]:
    blocks: tuple[tuple[SectionKind, str], ...] = tuple(
        ("caption" if "(Ảnh" in p else "paragraph", p) for p in paragraphs
    )
    draft = BulletinDraft(None, title, date(2022, 12, 7), None, None, place, None, blocks)
    bulletin = bulletin_from_draft(draft, "tin", "tin.md")
    figures = extract_figures(bulletin, 1, split_passages(bulletin, 1))
    for figure in figures:
        assert bulletin.text[figure.start : figure.end] == figure.quote
    return figures


ACHIEVED = [
    # text, indicator, value, unit, plan, percent
    ("Năm 2022, đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch.",
     "labour_abroad", "753", "người", "500", "151"),
    ("Năm 2022 có 753 lao động đi làm việc ở nước ngoài.", "labour_abroad", "753", "lao động", None, None),
    ("Tiếp nhận 98/80 học viên vào cai nghiện bắt buộc, đạt 122% kế hoạch.",
     "compulsory_rehabilitation", "98", "học viên", "80", "122"),
    ("Xuất khẩu lao động được 454/1.800 người, đạt 25,22% kế hoạch.",
     "labour_abroad", "454", "người", "1800", "25.22"),
    ("Riêng xuất khẩu lao động chỉ được 546/1.700 người.", "labour_abroad", "546", "người", "1700", None),
    ("Cả nước có 142.779 lao động đi làm việc ở nước ngoài, đạt 158,64% kế hoạch (kế hoạch 90.000 lao động).",
     "labour_abroad", "142779", "lao động", "90000", "158.64"),
    ("Tỷ lệ lao động qua đào tạo là 81%, đạt 100% kế hoạch.", "trained_labour_rate", "81", "%", None, "100"),
    ("Tỷ lệ tham gia bảo hiểm xã hội bắt buộc đạt 101,9%.", "compulsory_social_insurance", "101.9", "%", None, None),
    ("Năm 2020, tỷ lệ lao động qua đào tạo đạt 56%, vượt chỉ tiêu 1%.", "trained_labour_rate", "56", "%", None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "indicator", "value", "unit", "plan", "percent"),
    ACHIEVED,
    ids=[a[0][:30] for a in ACHIEVED],
)
def test_an_achieved_figure_has_its_plan_and_percent(
    text: str, indicator: str, value: str, unit: str, plan: str | None, percent: str | None
) -> None:
    figure = figures_of(text)[0]
    assert (figure.indicator, figure.value, figure.unit) == (indicator, Decimal(value), unit)
    assert figure.plan == (Decimal(plan) if plan else None)
    assert figure.percent == (Decimal(percent) if percent else None)
    assert figure.role == "achieved"


def test_a_share_of_a_whole_is_no_percent_of_a_plan() -> None:
    """`16.003/80.276 hộ` with a percent has a total and a share, and gives the rate as a figure."""
    count, rate = figures_of("Toàn tỉnh có 16.003/80.276 hộ nghèo (19,93%).")
    assert (count.total, count.share) == (Decimal(80276), Decimal("19.93"))
    assert (count.plan, count.percent) == (None, None)
    assert (rate.indicator, rate.value, rate.unit) == ("poverty_rate", Decimal("19.93"), "%")


@pytest.mark.parametrize(
    ("text", "role", "change"),
    [
        ("Tỷ lệ hộ nghèo giảm khoảng 2,55%.", "change", "-2.55"),
        ("Giải quyết việc làm tăng 2.000 người so với năm trước.", "change", "2000"),
        ("Năm 2023, tỉnh phấn đấu giải quyết việc làm cho 6.000 người.", "plan", None),
        ("Năm 2018, chỉ tiêu cai nghiện bắt buộc là 93 người.", "plan", None),
        ("Tuyển sinh dạy nghề đạt 92,44% kế hoạch.", "percent_of_plan", None),
        ("Giải quyết việc làm vượt 44,75% kế hoạch.", "change", None),
        ("Tỷ lệ tham gia BHYT cao hơn 2% so với chỉ tiêu được giao.", "change", "2"),
        ("Số hộ nghèo tăng gấp 2 lần.", "change", "2"),
        ("Dự kiến năm 2025 đạt khoảng 870.000 lao động.", "plan", None),
        ("Sở đã đưa 126 lao động đi làm việc ở nước ngoài.", "achieved", None),
        ("Đến năm 2015 số người nghiện đã tăng đến 1.538 người.", "achieved", None),
    ],
)
def test_the_words_around_a_number_give_its_role(text: str, role: str, change: str | None) -> None:
    (figure,) = figures_of(text)
    assert figure.role == role
    assert figure.change == (Decimal(change) if change else None)


def test_a_number_of_the_future_is_a_plan() -> None:
    """A number for a time after the day of publication is a plan."""
    (figure,) = figures_of("Đến năm 2025 có 300 hộ nghèo.")
    assert figure.role == "plan"


def test_from_and_to_are_previous_and_achieved() -> None:
    roles = {
        str(f.value): f.role for f in figures_of("Tỷ lệ hộ nghèo giảm từ 27,37% xuống còn 24,71%.")
    }
    assert roles == {"27.37": "previous", "24.71": "achieved"}


def test_a_part_knows_its_whole() -> None:
    """Figures after `trong đó` are parts of the figure before it, until the next semicolon."""
    jobs, abroad, training = figures_of(
        "Giải quyết việc làm cho 8.095 người, trong đó đi làm việc ở nước ngoài 753 người; đào tạo nghề 8.155 người."
    )
    assert (jobs.within, abroad.within, training.within) == (None, jobs.name, None)


def test_time_is_carried_from_an_earlier_sentence_with_its_span() -> None:
    first, text = "Năm 2021, ngành vượt khó.", "Giải quyết việc làm cho 500 người."
    (figure,) = figures_of(first, text)
    assert figure.period is not None
    assert figure.period.start.year == 2021
    assert figure.period_source == "head"
    assert (figure.period_start, figure.period_end) == (0, len("Năm 2021"))


def test_a_compared_year_is_not_the_year() -> None:
    (figure, *_) = figures_of(
        "Năm 2022 giải quyết việc làm cho 500 người, tăng 20 người so với năm 2021."
    )
    assert figure.period is not None
    assert figure.period.start.year == 2022


def test_without_any_period_the_day_of_publication_is_named_as_the_source() -> None:
    (figure,) = figures_of("Giải quyết việc làm cho 500 người.")
    assert figure.period_source == "guess"


def test_each_district_has_its_own_figure() -> None:
    figures = figures_of(
        "Huyện Pác Nặm có tỷ lệ hộ nghèo 35,22%, huyện Na Rì có tỷ lệ hộ nghèo 25,11%."
    )
    assert [(f.place, str(f.value)) for f in figures] == [
        ("huyện Pác Nặm", "35.22"),
        ("huyện Na Rì", "25.11"),
    ]


def test_the_country_is_not_the_province() -> None:
    (figure,) = figures_of("Năm 2022, cả nước có 142.779 lao động đi làm việc ở nước ngoài.")
    assert figure.place == "cả nước"


def test_hedges_and_preliminary_results_are_kept() -> None:
    (figure,) = figures_of("Dự ước kết quả sơ bộ tỷ lệ hộ nghèo còn khoảng 24,82%.")
    assert (figure.hedge, figure.preliminary) == ("khoảng", True)


def test_an_average_of_years_has_its_hedge() -> None:
    """An average of several years has the hedge `bình quân mỗi năm`."""
    (figure,) = figures_of(
        "Giai đoạn 2016-2020, bình quân mỗi năm tỉnh giải quyết việc làm cho trên 16.000 lao động."
    )
    assert figure.hedge == "bình quân mỗi năm trên"


def test_a_caption_with_a_typo_is_contradicted_by_the_body() -> None:
    """A caption's figure for 2002 is marked, because the body gives it for 2022."""
    body, caption = figures_of(
        "Năm 2022, đi làm việc ở nước ngoài được 753/500 người.",
        "Năm 2002, có 753 lao động đi làm việc ở nước ngoài (Ảnh: Sở LĐTB&XH)",
    )
    assert (body.contradicts, caption.contradicts) == (None, body.figure_id)


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("Đi làm việc ở nước ngoài 753/500 người, đạt 151% kế hoạch.", 0),
        ("Cai nghiện bắt buộc 98/80 học viên, đạt 122% kế hoạch.", 0),
        ("Đi làm việc ở nước ngoài 753/500 người, đạt 115% kế hoạch.", 1),
    ],
)
def test_numbers_that_do_not_fit_give_a_warning(text: str, warnings: int) -> None:
    assert len(find_misfits(figures_of(text))) == warnings


def test_a_year_one_digit_off_gives_a_warning() -> None:
    """The year 2002 in a bulletin of 2022 gives a warning; 2012 does not."""
    for year, warnings in (("2002", 1), ("2012", 0), ("2022", 0)):
        figures = figures_of(f"Năm {year}, giải quyết việc làm cho 500 người.")
        assert len(find_misfits(figures, date(2022, 12, 7))) == warnings


def test_a_part_larger_than_its_whole_gives_a_warning() -> None:
    figures = figures_of("Giải quyết việc làm cho 700 người, trong đó XKLĐ 750 người.")
    (warning,) = find_misfits(figures)
    assert "750" in warning


def test_a_year_of_one_paragraph_applies_to_it_only() -> None:
    """The year of the lead applies to the whole bulletin, another year only to its paragraph."""
    figures = figures_of(
        "Năm 2022, ngành vượt khó.",
        "Năm 2015 còn nhiều khó khăn. Khi đó giải quyết việc làm cho 300 người.",
        "Nay đã giải quyết việc làm cho 500 người.",
    )
    assert [(str(f.value), f.period.start.year if f.period else None) for f in figures] == [
        ("300", 2015),
        ("500", 2022),
    ]


NEWS = [
    # the text of a newspaper without a province, and the place of its figure
    ("Năm 2016 Việt Nam đưa 126.000 lao động đi làm việc ở nước ngoài.", "cả nước"),
    ("Chị Thủy tạo việc làm cho 40 lao động.", None),
    ("Toàn tỉnh giải quyết việc làm cho 500 người.", "Nghệ An"),
    ("Thanh Hóa có số hộ nghèo nhiều nhất cả nước với 128.893 hộ.", "Thanh Hóa"),
    ("BHXH Việt Nam cho biết huyện Nam Đàn có 300 hộ nghèo.", "huyện Nam Đàn"),
]


@pytest.mark.parametrize(("text", "place"), NEWS, ids=[n[0][:30] for n in NEWS])
def test_a_place_that_is_only_guessed_is_no_figures_place(text: str, place: str | None) -> None:
    """A place inferred from mentions is not the place of every figure."""
    figures = figures_of(
        "Ở Nghệ An, nhiều người Nghệ An đi xa.", text, title="Chuyện đi xa", place=None
    )
    assert [f.place for f in figures] == [place]


NOT_COUNTED = [
    "Cứ 100 hộ gia đình thì có 15 hộ nghèo.",
    "Có 20 triệu người dân chưa tham gia bảo hiểm y tế.",
    "Có 25 học viên trốn khỏi cơ sở cai nghiện.",
    "Tại cơ sở cai nghiện, 25 học viên đã trốn.",
    "Cả nước vẫn còn 2,9 triệu hộ nghèo, cận nghèo.",
    "Tuyển được 26.000 sinh viên chưa có việc làm.",
]


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_a_negation_or_a_rule_of_thumb_counts_nothing_of_the_kind(text: str) -> None:
    assert [f.indicator for f in figures_of(text) if f.indicator] == []


def test_listed_targets_are_all_plans() -> None:
    figures = figures_of(
        "Tỉnh đặt mục tiêu đến năm 2020 đạt 90% hộ gia đình văn hóa, đạt 70% làng văn hóa."
    )
    assert [f.role for f in figures] == ["plan", "plan"]
    (figure,) = figures_of("Thực hiện mục tiêu năm 2022, tỉnh giải quyết việc làm cho 8.095 người.")
    assert figure.role == "achieved"
    figures = figures_of("Dự kiến mức đóng năm 2019 là 4,8% lương cơ sở và đến năm 2020 là 5,1%.")
    assert [(str(f.value), f.role, f.period and f.period.start.year) for f in figures] == [
        ("4.8", "plan", 2019),
        ("5.1", "plan", 2020),
    ]


def test_every_number_of_a_statement_has_its_own_role_and_span() -> None:
    text = "Đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch."
    (figure,) = figures_of(text)
    assert [(p.role, str(p.value), text[p.start : p.end]) for p in figure.parts] == [
        ("achieved", "753", "753"),
        ("plan", "500", "500 người"),
        ("percent_of_plan", "151", "151%"),
    ]


def test_both_ends_of_a_range_are_kept() -> None:
    (figure,) = figures_of("Tỷ lệ hộ nghèo giảm 2-2,5%.")
    assert (figure.value, figure.high) == (Decimal(2), Decimal("2.5"))


def test_an_office_is_not_what_it_insures() -> None:
    (figure,) = figures_of(
        "Theo Bảo hiểm xã hội Việt Nam, năm 2018 có 50.000 lao động nữ nghỉ hưu."
    )
    assert figure.indicator is None


def test_a_time_behind_a_number_wins_over_one_before() -> None:
    figures = figures_of("Tỷ lệ hộ nghèo giảm từ 10% năm 2012 xuống 8,46% năm 2016.")
    assert [(str(f.value), f.period and f.period.start.year) for f in figures] == [
        ("10", 2012),
        ("8.46", 2016),
    ]
