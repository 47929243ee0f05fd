"""What excludes a cell of a table, and what only differs from the requested."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.evidence.cell_fit import DIFFERENCES, FITS, CellFit, fit_of_cell
from assistant.evidence.named_cells import NamedCell
from assistant.question.understanding import understand
from knowledge.figures.cells import OtherCell
from knowledge.records import Figure, Period
from knowledge.storage.origins import Origin
from knowledge.vocabulary.periods import find_periods

ORIGIN = Origin("b", "Bảng", date(2025, 12, 28), None, None, "official", "Bắc Kạn")
TODAY = date(2026, 11, 28)


def number(text: str, period: Period | None, place: str | None) -> Figure:
    """A number of a table with this time and place."""
    return Figure(
        figure_id="f", bulletin_id="b", revision=1, passage_id="p", name="Diện tích lúa",
        indicator=None, value=Decimal(text), unit="ha", role="achieved", plan=None, total=None,
        percent=None, share=None, change=None, hedge=None, preliminary=False, within=None,
        period=period, period_source=None, period_start=None, period_end=None, place=place,
        start=0, end=1, quote=text, sentence_start=0, sentence_end=9,
    )  # fmt: skip


def fit(question: str, *, text: str = "12", time: str = "", place: str | None = "Bắc Kạn",
        label: str = "Lúa", heading: str | None = "Diện tích") -> CellFit | None:  # fmt: skip
    """How a cell with these contents, time, place, label and heading fits a question."""
    period = find_periods(time)[0].period if time else None
    item: Figure | OtherCell = OtherCell(
        text, heading, label, "achieved", "", period, "sentence", place, 0, 1, 0, 9
    )  # fmt: skip
    if text.isdigit():
        item = number(text, period, place)
    cell = NamedCell(item, frozenset(), label, "", heading or "", "")
    return fit_of_cell(cell, understand(question, today=TODAY), ORIGIN, is_named=False)


def differing(found: CellFit | None) -> set[str]:
    """The names of what differs."""
    assert found is not None
    return {name for name in DIFFERENCES if getattr(found, name)}


EXCLUDED = [
    ("Diện tích lúa năm 2021 là bao nhiêu?", {"time": "năm 2020"}),
    ("Diện tích lúa quý I năm 2021 là bao nhiêu?", {"time": "quý III năm 2021"}),
    ("Diện tích lúa của huyện Ba Bể là bao nhiêu?", {"place": "huyện Na Rì"}),
    ("Diện tích lúa của Lai Châu là bao nhiêu?", {"place": "huyện Na Rì"}),
    ("Có bao nhiêu hộ trồng lúa?", {"text": "đã xong"}),
    ("Xã nào có nhiều hộ nghèo nhất?", {"label": "Toàn tỉnh", "text": "Toàn tỉnh"}),
    ("Which district has the most buffaloes?", {"label": "Tổng số", "text": "12"}),
    ("Diện tích lúa ra sao?", {"text": "Lúa", "heading": None}),
    # A number of a longer, a shorter or another time, or of the time beside.
    ("Diện tích lúa quý I năm 2021 là bao nhiêu?", {"time": "năm 2021"}),
    ("Diện tích lúa quý I năm 2021 là bao nhiêu?", {"time": "tháng 3 năm 2021"}),
    ("Diện tích lúa năm 2021 là bao nhiêu?", {"time": "giai đoạn 2021 - 2025"}),
    ("Diện tích lúa quý III năm 2021 là bao nhiêu?", {"time": "đến ngày 15/8/2021"}),
    ("Diện tích lúa đến ngày 30/6/2022 là bao nhiêu?", {"time": "đến ngày 31/7/2022"}),
    ("Diện tích lúa đến ngày 15/6/2022 là bao nhiêu?", {"time": "đến ngày 13/6/2022"}),
    ("Diện tích lúa giai đoạn 2021-2025 là bao nhiêu?", {"time": "giai đoạn 2016 - 2020"}),
    ("Diện tích lúa giai đoạn 2021-2025 là bao nhiêu?", {"time": "năm 2020"}),
    ("Tuyển mấy người cho năm học 2022-2023?", {"time": "năm học 2021-2022"}),
    ("Năm ngoái có bao nhiêu hộ trồng lúa?", {"time": "năm 2019"}),
    ("Tháng này có bao nhiêu hộ trồng lúa?", {"time": "tháng 11 năm 2024"}),
    # A number of a place around the requested one, of one in it that nobody names, of elsewhere.
    ("Diện tích lúa của huyện Ba Bể là bao nhiêu?", {}),
    ("Diện tích lúa của Bắc Kạn là bao nhiêu?", {"place": "huyện Ba Bể"}),
    ("Diện tích lúa của Lai Châu là bao nhiêu?", {"place": None}),
    (
        "Diện tích lúa của huyện Ba Bể là bao nhiêu?",
        {"place": "huyện Na Rì", "label": "Na Rì (Ba Bể không có)"},
    ),
    # A number for a person or a day; an empty cell of another time; the label of a ranked row.
    ("Ai phụ trách trồng lúa?", {}),
    ("Khi nào gặt lúa?", {}),
    ("Diện tích lúa năm 2021 là bao nhiêu?", {"text": ""}),
    ("Huyện nào có nhiều trâu nhất?", {"text": "Ba Bể", "label": "Ba Bể", "heading": None}),
]


@pytest.mark.parametrize(("question", "cell"), EXCLUDED, ids=[f"{q} {c}" for q, c in EXCLUDED])
def test_a_plain_contradiction_excludes_a_cell(question: str, cell: dict[str, str]) -> None:
    """Nor does a number tell of a longer or shorter time, or of a place around or in the asked one."""
    assert fit(question, **cell) is None  # type: ignore[arg-type]


DIFFERENT = [
    ("Diện tích lúa năm 2021 là bao nhiêu?", {}, "time_unknown"),
    ("Diện tích lúa giai đoạn 2021-2025 là bao nhiêu?",
     {"time": "đến ngày 30/9/2022"}, "time_near"),
    ("Vụ lúa năm 2021 gồm những gì?",
     {"time": "giai đoạn 2021 - 2025", "text": "giống mới"}, "time_near"),
    ("Học sinh năm 2021 là bao nhiêu?", {"time": "năm học 2020 - 2021"}, "time_near"),
    ("Tuyển mấy người cho năm học 2025-2026?", {"time": "ngày 5/8/2025"}, "time_beside"),
    ("Ba tháng đầu năm có mấy người?", {"time": "quý I năm 2023"}, "time_of_another_year"),
    ("Diện tích lúa của Bắc Kạn là bao nhiêu?", {"place": None}, "place_unknown"),
    ("Ai trúng cử ở Bắc Kạn?", {"place": "huyện Ba Bể", "text": "Trần Minh"}, "place_part"),
    ("Ai trúng cử ở huyện Ba Bể?", {"text": "Trần Minh"}, "place_wider"),
    ("Ai trúng cử ở huyện Di Linh?", {"place": "huyện Đức Trọng", "text": "Trần Minh",
                                      "label": "Đức Trọng, Di Linh"}, "place_beside"),
    ("Có mấy hộ mất điện?", {"place": "xã Vĩnh Hậu, Bạc Liêu", "text": "12"}, "place_unasked"),
    ("Lúc nào hết hạn?", {"text": "chưa rõ"}, "kind_differs"),
    ("Diện tích lúa tới đâu rồi?", {"text": "đã xong"}, "words_unasked"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "cell", "name"), DIFFERENT, ids=[f"{q} {n}" for q, _, n in DIFFERENT]
)
def test_what_is_left_out_is_a_difference(
    question: str, cell: dict[str, str], name: str
) -> None:  # fmt: skip
    """People leave out years and places, and ask for words in other words."""
    assert name in differing(fit(question, **cell))  # type: ignore[arg-type]


SAME = [
    ("Học sinh năm học 2022-2023 là bao nhiêu?", "2022 - 2023"),
    ("Học phí năm 2023-2024 thu sao?", "năm học 2023 - 2024"),
    ("Tới cuối tháng 5/2025 có bao nhiêu nhà mới?", "đến ngày 30/5/2025"),
]


@pytest.mark.parametrize(("question", "time"), SAME)
def test_one_time_in_two_spellings_fits(question: str, time: str) -> None:
    """A school year is written as its years; the end of a month is its last days."""
    found = fit(question, time=time, text="12")
    assert found is not None
    assert found.time > 0
    assert not any(name.startswith("time_") for name in differing(found))


def test_features_are_those_named() -> None:
    """Each value stands at the place of its name."""
    values = CellFit(time=0.5, place_beside=True).features()
    assert dict(zip(FITS, values, strict=True)) | {"time": 0.5, "place_beside": 1.0} == {
        name: {"time": 0.5, "place_beside": 1.0}.get(name, 0.0) for name in FITS
    }
