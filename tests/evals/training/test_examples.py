"""Training examples from labelled texts."""

import random

from evals.training.examples import Example, misplaced


def test_misplaced_questions_get_a_text_without_their_answer() -> None:
    holds = Example("Ai?", "Bà Mai cũng ở đó, ông An nói.", 18, 23, "một")
    lacks = Example("Đâu?", "Không có ai ở đây cả.", 10, 20, "một")
    other = Example("Gì?", "ông An lại đến.", 0, 3, "một")
    moved = misplaced([holds, lacks, other], 1.0, random.Random(3))
    assert moved
    assert all(m.start == -1 for m in moved)
    answers = {"Ai?": "ông An", "Đâu?": lacks.text[10:20], "Gì?": "ông"}
    assert all(answers[m.question] not in m.text for m in moved)
