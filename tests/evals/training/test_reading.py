"""Labelled texts -> windows of tokens: the answer's tokens are the answer's characters."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.training.reading import MAX_TOKENS, Example, misplaced, window_of
from knowledge.embedding.encoder import E5Encoder

TEXT = "Sáng 3/4, Sở Lao động khai trương sàn việc làm tại phường Đức Xuân với 25 gian hàng."


def example(answer: str, text: str = TEXT) -> Example:
    at = text.index(answer)
    return Example("Hỏi gì?", text, at, at + len(answer), "một")


@pytest.mark.parametrize("answer", ["Sở Lao động", "25", "phường Đức Xuân", "Sáng 3/4"])
def test_the_marked_tokens_say_the_answer(encoder: E5Encoder, answer: str) -> None:
    tokenizer = encoder.model.tables.tokenizer
    window = window_of(example(answer), tokenizer, random.Random(1))
    assert window is not None
    said = tokenizer.decode(list(window.ids[window.first : window.last + 1]))
    assert answer in said
    assert len(said) <= len(answer) + 3


@given(before=st.integers(0, 60), after=st.integers(0, 60), seed=st.integers(0, 99))
def test_a_long_text_is_cut_around_its_answer(
    encoder: E5Encoder, before: int, after: int, seed: int
) -> None:
    filler = "Người dân đi chợ phiên mua bán nông sản. "
    found = example("25 gian hàng", filler * before + TEXT + filler * after)
    tokenizer = encoder.model.tables.tokenizer
    window = window_of(found, tokenizer, random.Random(seed))
    assert window is not None
    assert len(window.ids) <= MAX_TOKENS
    assert "25 gian hàng" in tokenizer.decode(list(window.ids[window.first : window.last + 1]))


def test_no_answer_is_the_first_token(encoder: E5Encoder) -> None:
    empty = Example("Hỏi gì?", TEXT, -1, -1, "một")
    window = window_of(empty, encoder.model.tables.tokenizer, random.Random(1))
    assert window is not None
    assert (window.first, window.last) == (0, 0)


def test_a_question_is_misplaced_only_where_its_answer_is_not() -> None:
    holds = Example("Ai?", "Bà Mai cũng ở đó, ông An nói.", 18, 23, "một")
    lacks = Example("Đâu?", "Không có ai ở đây cả.", 10, 20, "một")
    other = Example("Gì?", "ông An lại đến.", 0, 3, "một")
    made = misplaced([holds, lacks, other], 1.0, random.Random(3))
    assert all(m.start == -1 for m in made)
    answers = {"Ai?": "ông An", "Đâu?": lacks.text[10:20], "Gì?": "ông"}
    assert all(answers[m.question] not in m.text for m in made)
