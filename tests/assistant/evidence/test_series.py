"""Figures are put side by side only where they may be; every number computed is checked again."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.checking.citations import Citations
from assistant.checking.verification import Verifier
from assistant.drafting.from_figures import draft_from_series
from assistant.evidence.series import compute, gather_series
from assistant.pipeline import Assistant
from assistant.question.understanding import understand
from assistant.records import Answer, DraftSentence, Series


def series_of(assistant: Assistant, question: str) -> Series | None:
    read = understand(question, known_places=assistant.library.local_places())
    return gather_series(read, assistant.library, assistant.library.home())


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.answer(question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("So sánh tỷ lệ hộ nghèo của Bắc Kạn năm 2019 và năm 2022", "4.78", "điểm %"),
        ("Tổng cộng số người đi XKLĐ năm 2022 của Bắc Kạn và Lâm Đồng", "1003", "người"),
        ("Năm 2020 Quảng Nam còn thiếu bao nhiêu người so với kế hoạch XKLĐ?", "-1346", "người"),
        ("XKLĐ Bắc Kạn năm 2022 vượt kế hoạch bao nhiêu phần trăm?", "51", "%"),
        ("Which district had the highest poverty rate in 2019?", "35.22", "%"),
    ],
)
def test_a_result_is_exact(assistant: Assistant, question: str, value: str, unit: str) -> None:
    series = series_of(assistant, question)
    assert series is not None
    result = compute(series)
    assert result is not None
    assert (result.value, result.unit) == (Decimal(value), unit)


def test_shares_are_never_added(assistant: Assistant) -> None:
    question = "Cộng lại tỷ lệ hộ nghèo năm 2019 của huyện Pác Nặm và huyện Na Rì"
    answer = ask(assistant, question)
    assert answer.computed is None
    assert answer.short is None


def test_a_year_is_not_set_beside_eleven_months(assistant: Assistant) -> None:
    """Khánh Hòa's 200 are of eleven months: no rank, no sum, no difference with a year."""
    answer = ask(assistant, "Tổng cộng số người đi XKLĐ năm 2022 của Bắc Kạn và Khánh Hòa")
    assert answer.computed is None
    ranked = ask(assistant, "Năm 2022 tỉnh nào có ít người đi làm việc ở nước ngoài nhất?")
    assert "Khánh Hòa" not in [f.place for f in ranked.figures]


def test_nothing_is_computed_where_an_operand_is_missing(assistant: Assistant) -> None:
    answer = ask(assistant, "Chênh lệch tỷ lệ hộ nghèo Bắc Kạn năm 2018 và năm 2022?")
    assert answer.computed is None
    assert answer.status == "answered_partly"
    assert answer.short is None
    assert answer.figures[0].value == "24.71"


def test_a_plan_that_is_not_told_leaves_the_gap_open(assistant: Assistant) -> None:
    """250 are told of Lâm Đồng, and 125 % of the plan, but no plan."""
    answer = ask(assistant, "Năm 2022 Lâm Đồng vượt kế hoạch XKLĐ bao nhiêu người?")
    assert (answer.short, answer.computed, answer.status) == (None, None, "answered_partly")


def test_provinces_are_not_ranked_by_what_one_of_them_has(assistant: Assistant) -> None:
    answer = ask(assistant, "Tỉnh nào có tỷ lệ thất nghiệp thấp nhất năm 2023?")
    assert answer.status == "no_evidence"
    assert answer.coverage is not None


def test_every_operand_is_cited_and_listed(assistant: Assistant) -> None:
    answer = ask(assistant, "Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?")
    assert answer.short == "huyện Pác Nặm (35,22%; trong 8 địa phương có số liệu)"
    assert answer.computed is not None
    assert len(answer.figures) == len(answer.computed.operands) == 8
    quotes = {c.marker: c.quote for c in answer.citations}
    for figure in answer.figures:
        assert figure.value.replace(".", ",") in quotes[figure.marker]


def test_hedged_operands_make_a_hedged_result(assistant: Assistant) -> None:
    """`trên 36.700` less 47.500 is no exact number."""
    answer = ask(assistant, "So sánh đào tạo nghề năm 2021 của Hưng Yên và Thái Nguyên")
    assert answer.short is not None
    assert answer.short.startswith("khoảng ")


@pytest.mark.parametrize(
    ("old", "new"),
    [("503", "504"), ("753", "758"), ("Lâm Đồng", "Vĩnh Long"), ("nhiều hơn", "ít hơn")],
)
def test_a_forged_computation_is_not_shown(assistant: Assistant, old: str, new: str) -> None:
    read = understand("Chênh lệch XKLĐ năm 2022 giữa Bắc Kạn và Lâm Đồng là bao nhiêu?")
    series = gather_series(read, assistant.library, assistant.library.home())
    assert series is not None
    sentence = draft_from_series(read, series).sentences[0]
    citations = Citations(assistant.library)
    markers = citations.mark(sentence.spans)
    cited = [c for c in citations.citations if c.marker in markers]
    verifier = Verifier(assistant.library)
    assert verifier.check(sentence, cited, "vi").is_supported
    forged = DraftSentence(sentence.text.replace(old, new), sentence.spans, series=series)
    assert forged.text != sentence.text
    assert not verifier.check(forged, cited, "vi").is_supported


def test_a_changed_operand_is_caught(assistant: Assistant) -> None:
    """The stored figure says one thing, the cited text another."""
    read = understand("Chênh lệch XKLĐ năm 2022 giữa Bắc Kạn và Lâm Đồng là bao nhiêu?")
    series = gather_series(read, assistant.library, assistant.library.home())
    assert series is not None
    first = series.operands[0]
    lying = replace(first, figure=replace(first.figure, value=Decimal(758)))
    forged = Series(series.operation, series.over, (lying, *series.operands[1:]))
    sentence = draft_from_series(read, forged).sentences[0]
    citations = Citations(assistant.library)
    markers = citations.mark(sentence.spans)
    cited = [c for c in citations.citations if c.marker in markers]
    assert not Verifier(assistant.library).check(sentence, cited, "vi").is_supported
