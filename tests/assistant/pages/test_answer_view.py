"""An answer's card: the figure first, its facts as a small line, one chip per source."""

import pytest

from assistant.pages.answer_view import Line, card_of, plain_text, without_details
from assistant.pages.sources import Chip, Sources
from assistant.pipeline import Assistant

ABROAD = "nam 2022 co bao nhieu nguoi di xkld"


def words_of(line: Line) -> str:
    return "".join(piece for piece in line.pieces if isinstance(piece, str))


def chips_of(line: Line) -> list[Chip]:
    return [piece for piece in line.pieces if isinstance(piece, Chip)]


def test_plan_percent_time_and_place_are_facts_and_no_brackets(assistant: Assistant) -> None:
    answer = assistant.answer(ABROAD)
    card = card_of(answer, Sources(answer))
    (line,) = card.lines
    assert card.headline == "753 người"
    assert (
        words_of(line)
        == "Năm 2022, tỉnh Bắc Kạn có 753 người đi làm việc ở nước ngoài theo hợp đồng."
    )
    assert line.facts == ["Kế hoạch 500 người", "Đạt 151% kế hoạch", "Năm 2022", "Tỉnh Bắc Kạn"]


def test_two_citations_of_one_bulletin_are_one_chip(assistant: Assistant) -> None:
    """It opens the sentence with the figure, not the one that names the year."""
    answer = assistant.answer(ABROAD)
    assert len(answer.citations) == 2
    (line,) = card_of(answer, Sources(answer)).lines
    (chip,) = chips_of(line)
    assert (chip.number, chip.marker) == (1, answer.figures[0].marker)
    assert chip.label.startswith("07/12/2022 · Nhiều chỉ tiêu")
    assert "753/500 người" in chip.quote


def test_two_bulletins_are_two_chips_and_each_is_named_once(assistant: Assistant) -> None:
    answer = assistant.answer("so sánh Bắc Kạn và Lâm Đồng năm 2022 về xuất khẩu lao động")
    lines = card_of(answer, Sources(answer)).lines
    assert [[(c.number, c.is_first) for c in chips_of(line)] for line in lines] == [
        [(1, True), (2, True)], [(1, False)], [(2, False)],
    ]  # fmt: skip


def test_a_line_with_the_title_of_its_source_has_a_chip_without_it(assistant: Assistant) -> None:
    """The list of the newest bulletins names each once."""
    answer = assistant.answer("tin mới nhất")
    card = card_of(answer, Sources(answer))
    chips = [piece for line in card.lines for piece in line.pieces if isinstance(piece, Chip)]
    assert [chip.is_first for chip in chips] == [False] * 3


def test_a_long_comparison_is_a_table_with_bars(assistant: Assistant) -> None:
    """Its rows replace the sentences; the longest bar is that of the highest figure."""
    answer = assistant.answer("Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?")
    card = card_of(answer, Sources(answer))
    assert card.headline == "Huyện Pác Nặm"
    assert len(card.lines) == 1
    assert card.heading == "where"
    assert [(r.label, r.value, r.share) for r in card.bars[:2]] == [
        ("Huyện Pác Nặm", "35,22%", 100.0), ("Huyện Ngân Sơn", "34,41%", 97.7),
    ]  # fmt: skip
    assert [row.chip.marker if row.chip else None for row in card.bars] == [
        figure.marker for figure in answer.figures
    ]


def test_the_source_of_a_ranking_quotes_what_comes_first(assistant: Assistant) -> None:
    """Its chip shows the sentence of the headline; on paper all figures are quoted, once each."""
    answer = assistant.answer("Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2019?")
    sources = Sources(answer)
    (chip,) = chips_of(card_of(answer, sources).lines[0])
    assert "35,22%" in chip.quote
    ((source, quotes),) = sources.quotes()
    assert source.quote == chip.quote == quotes[0]
    assert len(set(quotes)) == len(quotes) > 1
    assert all(any(row.value in quote for quote in quotes) for row in card_of(answer, sources).bars)


def test_a_list_keeps_its_place_between_the_sentences(assistant: Assistant) -> None:
    answer = assistant.answer("tóm tắt bản tin ngày 07/12/2022")
    lines = card_of(answer, Sources(answer)).lines
    assert [line.is_item for line in lines[:4]] == [False, False, True, True]
    assert lines[2].facts == ["Kế hoạch 6.000 người", "Đạt 135% kế hoạch"]


@pytest.mark.parametrize(
    ("line", "words", "facts"),
    [
        ("Có 753 người (kế hoạch 500 người, đạt 151% kế hoạch) [1].", "Có 753 người [1].",
         ["Kế hoạch 500 người", "Đạt 151% kế hoạch"]),
        ("Là 24,71% (trên tổng số 80.276 hộ) [1].", "Là 24,71% [1].", ["Trên tổng số 80.276 hộ"]),
        ("Tỉnh Bắc Kạn nhiều hơn 503 người (753 − 250) [1].", None, []),
        ("Tại huyện Chợ Mới (Bắc Kạn), tỷ lệ là 16,85% [1].", None, []),
        ("Không có ngoặc [1].", None, []),
    ],
)  # fmt: skip
def test_only_details_leave_a_sentence(line: str, words: str | None, facts: list[str]) -> None:
    """A bracket with anything but plan, total and percentages stays."""
    assert without_details(line, "vi") == (words or line, facts)


def test_the_copied_text_is_clean_and_has_its_sources(assistant: Assistant) -> None:
    answer = assistant.answer(ABROAD)
    text = plain_text(answer, Sources(answer))
    assert "[1]" not in text
    assert text.startswith(f"{ABROAD}\n\n753 người\nNăm 2022, tỉnh Bắc Kạn có 753 người")
    assert "{origin}/bulletins/bac-kan-2022-12-07?revision=1&from=206&to=432#cs-1" in text
    assert text.endswith("Máy tự động trả lời, hãy đối chiếu với bản tin.")
