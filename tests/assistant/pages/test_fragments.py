"""Text stays text: nothing that a bulletin or a person writes becomes markup."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.pages.fragments import answer_html, choices_html, problem_html, sources_html
from assistant.pages.sources import Sources
from assistant.pipeline import Assistant
from assistant.records import Answer
from assistant.wording.choices import Choice, Choices
from knowledge.search.library import Library
from tests.conftest import Bench

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><b>x',
    "[x](javascript:alert(1))",
]


def panel_of(answer: Answer, library: Library, turn: int = 0) -> str:
    keys = Sources(answer).by_key
    return sources_html(answer, {k: library.edition(*k).bulletin for k in keys}, turn, "vi")


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_message_and_a_choice_are_escaped(assistant: Assistant, attack: str) -> None:
    answer = assistant.answer("nam 2022 co bao nhieu nguoi di xkld")
    choices = Choices((Choice(attack, attack),), ())
    html = problem_html(attack, "vi") + choices_html(answer, choices, attack)
    assert "<script" not in html
    assert "<img" not in html
    assert '"><b>' not in html


@pytest.mark.parametrize("attack", ATTACKS[:3])
def test_a_bulletin_is_escaped_in_answer_and_sources(
    bench: Bench, bulletin_file: Callable[..., Path], attack: str
) -> None:
    body = f"Năm 2022, đi làm việc ở nước ngoài được 753/500 người {attack}, đạt 151% kế hoạch."
    bench.load(bulletin_file(body, title=f"'Tin {attack}'"))
    answer = Assistant(bench.library).answer(
        "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?"
    )
    assert answer.citations
    html = answer_html(answer, 0) + panel_of(answer, bench.library)
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>x" not in html


def test_the_cited_sentence_its_clause_and_its_figure_are_marked(assistant: Assistant) -> None:
    """The sentence is a mark, the clause and the figure in it are stronger."""
    answer = assistant.answer("nam 2022 co bao nhieu nguoi di xkld")
    html = panel_of(answer, assistant.library, 4)
    assert '<mark id="c4-1">Dù dịch Covid-19' in html
    assert (
        '<span class="clause">trong đó đi làm việc ở nước ngoài theo hợp đồng được </span>' in html
    )
    assert "<strong>753/500 người, đạt 151% kế hoạch</strong>" in html
    assert 'href="#c4-1"' in answer_html(answer, 4)


def test_the_nearest_passages_of_a_refusal_are_links_and_no_answer(assistant: Assistant) -> None:
    """Each link leads to its passage, marked in its bulletin under the same heading."""
    answer = assistant.answer("Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?")
    assert answer.nearest
    html, panel = answer_html(answer, 3), panel_of(answer, assistant.library, 3)
    assert html.count("Có thể liên quan, không phải câu trả lời") == 1
    assert "<h2>Có thể liên quan, không phải câu trả lời</h2>" in panel
    for citation in answer.nearest:
        assert f'href="#c3-{citation.marker}"' in html
        assert f'<mark id="c3-{citation.marker}">' in panel
    assert "Chưa tìm thấy câu trả lời" in html


@pytest.mark.parametrize("attack", ATTACKS[:3])
def test_a_nearest_passage_is_escaped(
    bench: Bench, bulletin_file: Callable[..., Path], attack: str
) -> None:
    body = f"Tỉnh đã hỗ trợ vay vốn chăn nuôi cho hội viên nông dân {attack}."
    bench.load(bulletin_file(body, title=f"'Tin {attack}'"))
    answer = Assistant(bench.library).answer(
        "Lãi suất vay vốn chăn nuôi của hội viên nông dân là bao nhiêu phần trăm?"
    )
    assert len(answer.nearest) == 1
    html = answer_html(answer, 0) + panel_of(answer, bench.library)
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>x" not in html


def test_the_panel_shows_a_long_bulletin_around_its_citation(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """A citation in the middle has a gap before and after it; the first and last lines are not sent."""
    rest = "\n\n".join(f"Đoạn {n} về lễ hội hoa xuân của xã." for n in range(400))
    cited = "Năm 2022, đi làm việc ở nước ngoài được 753 người."
    bench.load(bulletin_file(f"Mở đầu.\n\n{rest}\n\n{cited}\n\n{rest}\n\nKết thúc."))
    answer = Assistant(bench.library).answer(
        "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?"
    )
    html = panel_of(answer, bench.library)
    assert (html.count("[…]"), len(html) < 40_000) == (2, True)
    assert "753" in html
    assert "Mở đầu" not in html
    assert "Kết thúc" not in html


def test_an_answer_has_no_list_of_nearest_passages(assistant: Assistant) -> None:
    answer = assistant.answer("nam 2022 bac kan co bao nhieu nguoi di xkld")
    assert answer.citations
    assert "Có thể liên quan" not in answer_html(answer, 0)


def test_a_marker_that_cites_nothing_is_no_link(assistant: Assistant) -> None:
    answer = replace(assistant.answer("xin chào"), text="Có 5 người [7].")
    html = answer_html(answer, 0)
    assert "href" not in html
    assert "Có 5 người [7]." in html


def test_a_greeting_has_nothing_to_rate_or_print(assistant: Assistant) -> None:
    assert "data-do" not in answer_html(assistant.answer("xin chào"), 0)


def test_a_half_written_answer_has_no_buttons_yet(assistant: Assistant) -> None:
    answer = assistant.answer("nam 2022 co bao nhieu nguoi di xkld")
    assert 'data-do="share"' in answer_html(answer, 0)
    assert 'data-do="share"' not in answer_html(answer, 0, is_whole=False)


def test_what_other_bulletins_say_stands_above_the_one_that_answers(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """And above the other, that it disagrees; both lead to the very words."""
    body = "Năm 2022, đi làm việc ở nước ngoài được {} người."
    office = {"issuer": "Sở LĐTBXH"}
    bench.load(bulletin_file(body.format("753/500"), "a.md", date="2022-12-07", **office))
    bench.load(bulletin_file(body.format("1.760"), "b.md", date="2023-01-15", **office))
    answer = Assistant(bench.library).answer("Năm 2022 có bao nhiêu người đi xkld?")
    assert [f.standing for f in answer.figures] == ["stands", "differs"]
    first, second = panel_of(answer, bench.library).split("<article")[1:]
    assert "Bản tin khác nói gì" in first
    assert f'href="#c0-{answer.figures[1].marker}">753 người</a> (07/12/2022)' in first
    assert "Bản tin này ghi khác" in second
    assert "Bản tin khác nói gì" not in second
