"""Questions over news with the passages that answer and similar ones that do not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evals.training.news import QUESTIONS, answered
from tests.conftest import Bench

MEASURED = Path(__file__).parents[2] / "data" / "news_questions.jsonl"
QUESTION = {
    "id": "t1",
    "news": "a1",
    "vi": "Hội chợ việc làm có bao nhiêu gian hàng?",
    "en": "How many stalls did the job fair have?",
    "answer": "25 gian hàng",
}


@pytest.fixture
def loaded(bench: Bench, tmp_path: Path) -> Bench:
    rows = [
        {"id": "a1", "title": "Hội chợ việc làm", "text": "Hội chợ việc làm có 25\ngian hàng."},
        {"id": "a2", "title": "Hội chợ nông sản", "text": "Hội chợ nông sản có 40 gian hàng."},
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    bench.load(path)
    return bench


@pytest.fixture
def questions_file(tmp_path: Path) -> Callable[..., Path]:
    def write(**changes: str) -> Path:
        path = tmp_path / "asked.jsonl"
        path.write_text(json.dumps(QUESTION | changes, ensure_ascii=False), "utf-8")
        return path

    return write


def test_a_question_has_three_forms_and_similar_passages(
    loaded: Bench, questions_file: Callable[..., Path]
) -> None:
    (item,) = answered(loaded.library, questions_file())
    assert item.forms == (
        QUESTION["vi"],
        QUESTION["en"],
        "Hoi cho viec lam co bao nhieu gian hang?",
    )
    assert item.passages[0].text == "Hội chợ việc làm có 25 gian hàng."
    assert all("40" in p.text for p in item.others)
    assert item.others


def test_a_bulletin_that_is_not_loaded_is_passed_over(
    loaded: Bench, questions_file: Callable[..., Path]
) -> None:
    assert list(answered(loaded.library, questions_file(news="a9"))) == []


def test_training_and_measured_news_are_disjoint() -> None:
    learnt = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    measured = [json.loads(line) for line in MEASURED.read_text("utf-8").splitlines()]
    assert not {r["news"] for r in learnt} & {r["news"] for r in measured}
    assert len({r["id"] for r in learnt}) == len(learnt)
