"""Turns estimate how long a question would wait, and name the time after which to ask again."""

from contextlib import ExitStack

import pytest

from assistant.turns import Turns
from knowledge.errors import Busy


class Clock:
    """A clock that advances by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def learnt(question_s: float) -> Turns:
    """Two turns that have had many questions of `question_s`."""
    clock = Clock()
    turns = Turns(2, clock=clock)
    for _ in range(300):
        with turns.taken():
            clock.now_s += question_s
    return turns


@pytest.mark.parametrize(("question_s", "wait_s"), [(0.1, 0.95), (0.4, 3.8)])
def test_the_wait_is_that_of_the_questions_ahead(question_s: float, wait_s: float) -> None:
    """Of twenty ahead nineteen must end before one begins, and two run at a time."""
    assert learnt(question_s).wait_s(20) == pytest.approx(wait_s, rel=0.01)


@pytest.mark.parametrize(
    ("most", "running", "is_spare"),
    [(2, 0, True), (2, 1, False), (4, 1, False), (40, 9, True), (40, 10, False)],
)
def test_a_slot_is_spare_while_questions_need_less_than_a_quarter(
    most: int, running: int, is_spare: bool
) -> None:
    """What is done besides the answers gives way to them."""
    turns = Turns(most)
    with ExitStack() as stack:
        for _ in range(running):
            stack.enter_context(turns.taken())
        with turns.spare(0.0) as is_free:
            assert is_free == is_spare


def test_one_block_has_a_spare_slot_and_gives_it_back() -> None:
    """A second one has none meanwhile."""
    turns = Turns(4)
    with turns.spare(0.0) as first, turns.spare(0.0) as second:
        assert (first, second) == (True, False)
    with turns.spare(0.0) as again:
        assert again
    assert turns.running == 0


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
