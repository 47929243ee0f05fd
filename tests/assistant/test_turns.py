"""Turns estimate how long a question would wait, and name the time after which to ask again."""

import pytest

from assistant.turns import Turns
from knowledge.errors import Busy


class Clock:
    """A clock that advances by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def learnt(question_s: float, after_s: float = 0.0) -> Turns:
    """Two turns that have had many questions of `question_s`, each with `after_s` of a second turn."""
    clock = Clock()
    turns = Turns(2, clock=clock)
    for _ in range(300):
        for seconds, is_question in ((question_s, True), (after_s, False)):
            with turns.taken(is_question):
                clock.now_s += seconds
    return turns


@pytest.mark.parametrize(
    ("question_s", "after_s", "wait_s"), [(0.1, 0.0, 0.95), (0.4, 0.0, 3.8), (0.1, 0.3, 3.8)]
)
def test_the_wait_is_that_of_the_questions_ahead(
    question_s: float, after_s: float, wait_s: float
) -> None:
    """Of twenty ahead nineteen must end before one begins, and two run at a time."""
    assert learnt(question_s, after_s).wait_s(20) == pytest.approx(wait_s, rel=0.01)


@pytest.mark.parametrize(
    ("question_s", "ahead", "refusal_s"),
    [
        (0.1, 0, None), (0.1, 150, None), (0.1, 170, 9), (0.1, 250, 13), (0.01, 199, None),
        (0.01, 200, 5), (2.0, 15, None), (2.0, 16, 15), (60.0, 15, None), (60.0, 16, 60),
    ],
)  # fmt: skip
def test_a_question_that_would_wait_too_long_is_refused(
    question_s: float, ahead: int, refusal_s: int | None
) -> None:
    """Over eight seconds are too long; a few are let in always, and never more than 200."""
    assert learnt(question_s).refusal_s(ahead) == refusal_s


def test_nobody_waits_while_a_place_is_free() -> None:
    """With a chat model forty questions run at a time, each for half a minute."""
    clock = Clock()
    turns = Turns(40, clock=clock)
    for _ in range(100):
        with turns.taken():
            clock.now_s += 30.0
    assert [turns.refusal_s(ahead) for ahead in (17, 39, 80)] == [None, None, 31]


def test_a_turn_that_does_not_come_in_time_is_refused() -> None:
    """Patience is in seconds of waiting."""
    turns = Turns(1, patience_s=0.01)
    with turns.taken(), pytest.raises(Busy), turns.taken():
        pass
