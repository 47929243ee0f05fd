"""The questions over real news are well formed, and their news answer them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from knowledge.text.language import accents, language
from knowledge.text.spelling import plain, without_accents

FILE = Path(__file__).parents[2] / "data" / "news_questions.jsonl"
ROWS = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def test_there_are_enough_pairs_each_once() -> None:
    assert len(ROWS) >= 150
    for field in ("id", "vi", "en"):
        assert max(Counter(row[field] for row in ROWS).values()) == 1


def test_each_pair_is_one_question_in_two_languages() -> None:
    assert [r["id"] for r in ROWS if language(r["vi"]) != "vi" or accents(r["vi"]) != "full"] == []
    assert [r["id"] for r in ROWS if language(r["en"]) != "en"] == []


def test_without_accents_is_what_people_type() -> None:
    assert without_accents("Đặng Thị Ngọc ở đâu?") == "Dang Thi Ngoc o dau?"


@pytest.mark.shared
def test_each_answer_stands_in_its_news(shared: Path) -> None:
    lines = (shared / "data" / "news_labour_social.jsonl").read_text("utf-8").split("\n")
    news = {row["id"]: row for row in map(json.loads, filter(None, lines))}

    def normalised(text: str) -> str:
        return " ".join(plain(text).split())

    missing = [
        r["id"] for r in ROWS
        if normalised(r["answer"]) not in normalised(news[r["news"]]["title"] + " " + news[r["news"]]["text"])
    ]  # fmt: skip
    assert missing == []
