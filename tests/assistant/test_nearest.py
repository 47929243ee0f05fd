"""Beside a refusal stand the passages nearest to the question, which are no answer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.json_views import answer_view
from assistant.pipeline import Assistant
from tests.conftest import Bench

REFUSED = [
    "Nộp hồ sơ hưởng trợ cấp thất nghiệp ở đâu?",
    "Có nên đi xuất khẩu lao động không?",
    "Gia đình tôi có thuộc hộ nghèo không?",
    "Tỷ lệ hộ nghèo của Bắc Kạn năm 2010 là bao nhiêu?",
    "ty le ho ngheo bac kan 2010",
    "Kế hoạch đào tạo nghề của Quảng Nam năm 2010?",
    "Tỉnh nào có số người đi xuất khẩu lao động cao nhất năm 2010?",
    "Do I qualify for unemployment benefit?",
    "How many job fairs did Quảng Nam hold in 2020?",
]


@pytest.mark.parametrize("question", REFUSED)
def test_a_refusal_shows_the_nearest_passages_with_exact_spans(
    assistant: Assistant, question: str
) -> None:
    """At most three, of different bulletins; the text has no markers for them."""
    answer = assistant.answer(question)
    assert (answer.status, answer.citations, answer.short) == ("no_evidence", (), None)
    assert 1 <= len(answer.nearest) <= 3
    assert len({c.bulletin_id for c in answer.nearest}) == len(answer.nearest)
    assert [c.marker for c in answer.nearest] == list(range(1, len(answer.nearest) + 1))
    assert "[" not in answer.text
    for c in answer.nearest:
        text = assistant.library.edition(c.bulletin_id, c.revision).bulletin.text
        assert text[c.start : c.end] == c.quote


@pytest.mark.parametrize(
    "question",
    [
        "Xin chào",
        "Viết cho tôi một bài thơ",
        "???",
        "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?",
        "Năm 2002 có bao nhiêu người đi làm việc ở nước ngoài?",
    ],
    ids=["greeting", "out of scope", "unclear", "answered", "contradiction"],
)
def test_other_replies_show_none(assistant: Assistant, question: str) -> None:
    """An answer and a contradiction have citations; small talk leads to no passage."""
    assert assistant.answer(question).nearest == ()


@pytest.mark.parametrize(
    "question",
    [
        "Ai là tổng thống Pháp?",
        "Giá vé máy bay đi Paris là bao nhiêu?",
        "Giá xăng hôm nay bao nhiêu?",
        "Dân số Hà Nội là bao nhiêu?",
        "Who is the president of France?",
    ],
)
def test_what_no_bulletin_is_about_has_no_nearest(assistant: Assistant, question: str) -> None:
    """The best of unrelated passages would only mislead."""
    answer = assistant.answer(question)
    assert (answer.status, answer.nearest) == ("no_evidence", ())


BODY = "Tỉnh đã hỗ trợ vay vốn chăn nuôi cho hội viên nông dân ở {}."
QUESTION = "Lãi suất vay vốn chăn nuôi của hội viên nông dân là bao nhiêu phần trăm?"


def load(bench: Bench, bulletin_file: Callable[..., Path], names: dict[str, str]) -> None:
    """One bulletin a name with the date given for it."""
    for name, day in names.items():
        path = bulletin_file(BODY.format(name), f"{name}.md", title=f"Tin {name}", date=day)
        bench.load(path)


def test_of_one_bulletin_one_passage_is_shown_and_no_more_than_three(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """Many passages of one text do not crowd the others out."""
    days = dict.fromkeys(("ba", "bon", "nam", "sau"), "2022-01-01")
    load(bench, bulletin_file, days)
    more = "\n\n".join(BODY.format(f"xã {n}") for n in range(6))
    bench.load(bulletin_file(more, "dai.md", title="Tin dài"))
    nearest = Assistant(bench.library).answer(QUESTION).nearest
    assert len(nearest) == 3
    assert len({c.bulletin_id for c in nearest}) == 3


def test_an_untrusted_or_future_bulletin_is_not_shown(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """Whoever repeats the words of questions does not get a link for it."""
    load(bench, bulletin_file, {"gan": "2022-01-01", "mai sau": "2099-01-01", "la": "2022-01-01"})
    library = bench.library
    unknown = next(b.bulletin_id for b in library.listed() if b.title == "Tin la")
    with bench.catalogue.writing() as transaction:
        transaction.set_trust(unknown, "unknown")
    nearest = Assistant(bench.library).answer(QUESTION).nearest
    assert [c.title for c in nearest] == ["Tin gan"]


def test_the_same_words_are_shown_once(bench: Bench, bulletin_file: Callable[..., Path]) -> None:
    """A bulletin that several sites print is one passage to read."""
    for name in ("mot", "hai"):
        bench.load(bulletin_file(BODY.format("huyện"), f"{name}.md", title=f"Tin {name}"))
    assert len(Assistant(bench.library).answer(QUESTION).nearest) == 1


def test_another_place_is_not_near(bench: Bench, bulletin_file: Callable[..., Path]) -> None:
    """A passage of Cà Mau is beside the point of a question for Sơn La."""
    for place in ("Cà Mau", "Sơn La"):
        body = BODY.format(f"tỉnh {place}")
        bench.load(bulletin_file(body, f"{len(place)}.md", title=f"Tin {place}", place=place))
    asked = QUESTION.replace("nông dân là", "nông dân Sơn La là")
    assert [c.title for c in Assistant(bench.library).answer(asked).nearest] == ["Tin Sơn La"]


def test_the_json_has_the_nearest_passages_as_it_has_citations(assistant: Assistant) -> None:
    """The same keys, days in ISO 8601; an answer has an empty list."""
    refusal = answer_view(assistant.answer(REFUSED[0]))
    cited = answer_view(assistant.answer("Năm 2022 Bắc Kạn có bao nhiêu người đi xkld?"))
    assert {frozenset(c) for c in refusal["nearest"]} == {frozenset(cited["citations"][0])}
    assert refusal["nearest"][0]["published_on"][:2] == "20"
    assert cited["nearest"] == []
