"""What the compared systems load and are asked."""

import json
from pathlib import Path

import pytest

from evals.bench.peers.asking import sample
from evals.bench.peers.data import Question, news_rows, questions, sample_rows, suite_cases
from evals.records import Case, ExpectedFigure

PAIRS = [{"text": "n3", "vi": "Mấy người?", "en": "How many?", "answer": "ba"}]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder of five news items."""
    lines = [json.dumps({"id": f"n{n}", "title": "T", "text": f"Tin {n}"}) for n in range(5)]
    (tmp_path / "news_labour_social.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "background_news_2000.jsonl.gz").write_bytes(
        bytes.fromhex("1f8b08000000000000ff03000000000000000000")
    )
    return tmp_path


def test_news_with_questions_come_first(texts: Path) -> None:
    """The rest is drawn by the seed, equally each time."""
    rows = news_rows(texts, PAIRS, 3, seed=1)
    assert rows[0].key == "n3"
    assert len({row.key for row in rows}) == 3
    assert rows == news_rows(texts, PAIRS, 3, seed=1)


def test_a_pair_is_asked_in_three_forms() -> None:
    """Only where its text is loaded."""
    assert questions(PAIRS, {"n3"}) == [
        Question("vi", "Mấy người?", "n3", "ba"),
        Question("no accents", "May nguoi?", "n3", "ba"),
        Question("en", "How many?", "n3", "ba"),
    ]
    assert questions(PAIRS, {"n4"}) == []


def test_samples_have_their_header() -> None:
    """Title, day and place come from the file's own header."""
    row = next(row for row in sample_rows() if row.key == "bac-kan-2022-12-07")
    assert (row.date, row.place) == ("2022-12-07", "Bắc Kạn")
    assert row.text.startswith("Năm 2022, thực hiện chỉ đạo")


def test_cases_that_need_a_conversation_are_left_out() -> None:
    """The peers answer single questions."""
    assert all(not case.history for case in suite_cases(("follow_ups", "samples"), 1))
    assert len(suite_cases(("samples",), 10)) == 11


def test_the_sample_mixes_figures_refusals_and_news() -> None:
    """Half, a quarter, a quarter; the same for the same seed."""
    cases = [
        *(Case(f"f{n}", "?", figures=(ExpectedFigure("1", ""),)) for n in range(9)),
        *(Case(f"r{n}", "?", refusal=True) for n in range(9)),
    ]
    news = [Question("vi", "?", "a", "b")] * 9
    asks = sample(news, cases, 8, seed=3)
    kinds = [ask.group if ask.group == "news" else cases[ask.id].refusal for ask in asks]
    assert kinds == [False] * 4 + [True] * 2 + ["news"] * 2
    assert asks == sample(news, cases, 8, seed=3)
