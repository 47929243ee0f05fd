"""Near misses that are made of answerable questions."""

import random

import pytest

from evals.training.contrast import changed
from evals.training.questions import Marked, Reading
from knowledge.text.spelling import without_accents


def _reading(vi: str, en: str, *passages: str) -> Reading:
    marked = [Marked(text, "", 0, 2) for text in passages]
    forms = {"vi": vi, "plain": without_accents(vi), "en": en}
    return Reading("q", "number", False, forms, dict.fromkeys(forms, marked), "t")


@pytest.mark.parametrize(
    ("vi", "en", "old", "old_in_english"),
    [
        ("Năm 2019 có bao nhiêu?", "How many in 2019?", "2019", "2019"),
        ("Trong tháng 6 có mấy?", "How many in June?", "tháng 6", "June"),
        ("Lâm Đồng có bao nhiêu?", "How many in Lam Dong?", "Lâm Đồng", "Lam Dong"),
    ],
)
def test_a_time_or_place_is_changed_in_both_languages(
    vi: str, en: str, old: str, old_in_english: str
) -> None:
    contrast = changed(_reading(vi, en, "517 người"), random.Random(3))
    assert contrast is not None
    assert contrast.is_near_miss
    assert old not in contrast.forms["vi"]
    assert old_in_english not in contrast.forms["en"]
    assert contrast.forms["plain"] == without_accents(contrast.forms["vi"])
    assert [(p.start, p.end) for p in contrast.passages["en"]] == [(-1, -1)]


def test_passages_that_name_the_new_year_are_left_out() -> None:
    years = [str(year) for year in range(2015, 2027)]
    reading = _reading("Năm 2019 có mấy?", "How many in 2019?", " ".join(years))
    assert changed(reading, random.Random(3)) is None


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ("Có bao nhiêu người?", "How many people?"),
        ("Năm 2019 có mấy?", "How many that year?"),
        ("Năm 2050 có mấy?", "How many in 2050?"),
        ("Năm 2026 (so với 2023, 2024, 2025) có mấy?", "How many in 2026?"),
        ("Tháng 5 so với tháng 6 tăng mấy?", "How much more in May than in June?"),
    ],
)
def test_a_question_with_nothing_to_change_stays(vi: str, en: str) -> None:
    assert changed(_reading(vi, en, "a"), random.Random(3)) is None
