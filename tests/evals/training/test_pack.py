"""Which windows our questions become."""

import random
from typing import Any

from evals.training.pack import add_readings, typed_forms
from evals.training.questions import Marked, Reading, half_of


class Kept:
    """Takes the windows of a pack: the name of the set, the group, and whether one answers."""

    def __init__(self) -> None:
        self.windows: list[tuple[str, int, bool]] = []

    def add(self, example: Any, name: str, header: str, rng: random.Random, group: int) -> None:
        """See Pack."""
        self.windows.append((name, group, example.start >= 0))


TYPED = ("plain", "lower", "plainlow", "enlow")
READING = Reading(
    "q", "number", False, {"vi": "Năm 2019 có mấy?", "en": "How many in 2019?"},
    {form: [Marked("517 người", "", 0, 3), Marked("Khác", "", -1, -1)] for form in ("vi", "en")},
    "text 7",
)  # fmt: skip


def _added(part: str) -> tuple[list[tuple[str, int, bool]], int]:
    pack: Any = Kept()
    free = add_readings(pack, [READING], part, random.Random(1), 10)
    return pack.windows, free


def test_a_question_to_learn_from_comes_again_with_another_year() -> None:
    """Each form is a group of its own; in those of the changed question no window answers."""
    windows, free = _added("train")
    half = f"train{half_of('text 7')}"
    assert windows[:4] == [
        (f"{half}:asked:{form}", group, answers)
        for form, group in (("vi", 10), ("en", 11))
        for answers in (True, False)
    ]
    assert {name for name, *_ in windows[4:]} == {
        *(f"{half}:asked:{form}" for form in TYPED),
        *(f"{half}:changed:{form}" for form in ("vi", "en", *TYPED)),
    }
    assert not any(answers for name, _, answers in windows if ":changed:" in name)
    assert free == 10 + 12


def test_a_question_is_also_learnt_as_many_type_it() -> None:
    assert typed_forms("Năm 2019 Cà Mau có mấy?", "How many in Ca Mau?") == {
        "plain": "Nam 2019 Ca Mau co may?", "lower": "năm 2019 cà mau có mấy",
        "plainlow": "nam 2019 ca mau co may", "enlow": "how many in ca mau",
    }  # fmt: skip
    assert "enlow" not in typed_forms("Năm 2019 có mấy?", "")


def test_questions_to_measure_with_stay_as_they_are() -> None:
    windows, free = _added("work")
    assert {name for name, *_ in windows} == {"work:asked:vi", "work:asked:en"}
    assert free == 12


def test_the_half_of_a_text_is_the_same_in_every_run() -> None:
    """A pack and the collecting of the judge are made by different processes."""
    assert [half_of(f"t{number}") for number in range(6)] == [1, 1, 1, 1, 0, 0]
