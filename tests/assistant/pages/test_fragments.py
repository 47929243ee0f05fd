"""Text stays text: nothing that a bulletin or a person writes becomes markup."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.pages.fragments import answer_html, error_html, evidence_html, question_html
from assistant.pipeline import Assistant
from tests.conftest import Bench

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><b>x',
    "[x](javascript:alert(1))",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_question_is_escaped(attack: str) -> None:
    html = question_html(attack, "vi") + error_html(attack)
    assert "<script" not in html
    assert "<img" not in html
    assert '"><b>' not in html


@pytest.mark.parametrize("attack", ATTACKS[:3])
def test_a_bulletin_is_escaped_in_answer_and_evidence(
    bench: Bench, bulletin_file: Callable[..., Path], attack: str
) -> None:
    body = f"Năm 2022, đi làm việc ở nước ngoài được 753/500 người {attack}, đạt 151% kế hoạch."
    bench.load(bulletin_file(body, title=f"'Tin {attack}'"))
    answer = Assistant(bench.library).answer(
        "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?"
    )
    assert answer.citations
    bulletins = {
        (c.bulletin_id, c.revision): bench.library.edition(c.bulletin_id).bulletin
        for c in answer.citations
    }
    html = answer_html(answer, 0) + evidence_html(answer, bulletins, 0, "vi")
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html


def test_the_cited_span_is_marked_and_the_figure_stronger(assistant: Assistant) -> None:
    answer = assistant.answer("nam 2022 co bao nhieu nguoi di xkld")
    bulletins = {
        (c.bulletin_id, c.revision): assistant.library.edition(c.bulletin_id).bulletin
        for c in answer.citations
    }
    html = evidence_html(answer, bulletins, 4, "vi")
    assert '<mark id="c4-1">' in html
    assert "<strong>753/500 người, đạt 151% kế hoạch</strong>" in html
    assert 'href="#c4-1"' in answer_html(answer, 4)


def test_the_nearest_passages_of_a_refusal_are_links_and_no_answer(assistant: Assistant) -> None:
    """Each link leads to its passage, marked in its bulletin under the same heading."""
    answer = assistant.answer("Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?")
    assert answer.nearest
    keys = {(c.bulletin_id, c.revision) for c in answer.nearest}
    bulletins = {key: assistant.library.edition(*key).bulletin for key in keys}
    html = answer_html(answer, 3)
    panel = evidence_html(answer, bulletins, 3, "vi")
    assert html.count("Có thể liên quan, không phải câu trả lời") == 1
    assert panel.count('<p class="badge">Có thể liên quan, không phải câu trả lời</p>') == 1
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
    (citation,) = answer.nearest
    bulletin = bench.library.edition(citation.bulletin_id).bulletin
    key = (citation.bulletin_id, citation.revision)
    html = answer_html(answer, 0) + evidence_html(answer, {key: bulletin}, 0, "vi")
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html


def test_an_answer_has_no_list_of_nearest_passages(assistant: Assistant) -> None:
    answer = assistant.answer("nam 2022 bac kan co bao nhieu nguoi di xkld")
    assert answer.citations
    assert "Có thể liên quan" not in answer_html(answer, 0)


def test_a_marker_that_cites_nothing_is_no_link(assistant: Assistant) -> None:
    from dataclasses import replace

    answer = replace(assistant.answer("xin chào"), text="Có 5 người [7].")
    assert "href" not in answer_html(answer, 0)


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
    keys = {(c.bulletin_id, c.revision) for c in answer.citations}
    bulletins = {key: bench.library.edition(*key).bulletin for key in keys}
    html = evidence_html(answer, bulletins, 0, "vi")
    first, second = html.split("<article>")[1:]
    assert "Bản tin khác nói gì" in first
    assert "753 người (07/12/2022)" in first
    assert f'href="#c0-{answer.figures[1].marker}"' in first
    assert "Bản tin này ghi khác" in second
    assert "Bản tin khác nói gì" not in second
