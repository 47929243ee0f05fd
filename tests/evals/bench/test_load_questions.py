"""The questions of the load bench: no crowd gets answers that the server remembers."""

import random
from itertools import islice

from evals.bench.load.questions import MIX, Asked, Asking


def given(seed: int, count: int) -> list[Asked]:
    questions, rng = Asking(seed), random.Random(seed)
    return list(islice(iter(lambda: questions.next(rng), None), count))


def test_no_question_is_given_twice_but_for_the_repeats() -> None:
    """Also when a kind has no more of its own."""
    asked = given(1, 4000)
    once = [a.text for a in asked if a.kind != "repeats"]
    assert len(set(once)) == len(once)
    assert {a.kind for a in asked} == MIX.keys()


def test_a_seed_gives_the_same_questions() -> None:
    assert given(2, 200) == given(2, 200)
    assert given(2, 200) != given(3, 200)
