"""Texts are compared by the rules of SQuAD and MLQA, numbers by value."""

import random
import re
import string
from collections import Counter

import pytest

from evals.measures.registry import MEASURES
from evals.measures.texts import exact_match, holds, says, token_f1
from evals.records import Case, Check
from tests.fakes import outcome_of, scripted_answer


@pytest.mark.parametrize(
    ("actual", "expected", "f1"),
    [
        ("Nguyễn Văn An", "ông Nguyễn Văn An", 6 / 7),
        ("“Nguyễn Văn An”.", "nguyễn văn an", 1),
        ("của Hà Nội", "Hà Nội", 1),
        ("Huế", "Hà Nội", 0),
        ("", "Hà Nội", 0),
        ("", "", 1),
        ("hòa bình", "hoà bình", 1),
        ("8.095 người", "8095 người", 1),
        ("the U.S.", "US", 1),
    ],
)
def test_f1_counts_shared_words(actual: str, expected: str, f1: float) -> None:
    """F1 ignores punctuation, case and articles."""
    assert token_f1(actual, expected) == pytest.approx(f1)


def official(actual: str, expected: str) -> tuple[float, float]:
    """(exact, F1) by SQuAD's published rules, implemented independently of ours."""

    def normal(text: str) -> list[str]:
        text = "".join(c for c in text.lower() if c not in set(string.punctuation))
        return re.sub(r"\b(a|an|the)\b", " ", text).split()

    a, b = normal(actual), normal(expected)
    if not a or not b:
        return float(a == b), float(a == b)
    same = sum((Counter(a) & Counter(b)).values())
    if same == 0:
        return float(a == b), 0.0
    precision, recall = same / len(a), same / len(b)
    return float(a == b), 2 * precision * recall / (precision + recall)


WORDS = "the a an cat, dog. runs! (fast) U.S. 1,200 people 'quoted' north-east of city".split()


def test_scores_equal_those_of_squad_2() -> None:
    """Scores equal SQuAD's on 2,000 random pairs and on 600 random cases, refusals included."""
    rng = random.Random(11)

    def text() -> str:
        return " ".join(rng.choice(WORDS) for _ in range(rng.randint(0, 6)))

    for _ in range(2000):
        actual, expected = text(), text()
        exact, f1 = official(actual, expected)
        assert exact_match(actual, expected) == exact
        assert token_f1(actual, expected) == pytest.approx(f1, abs=1e-12)
    kinds = Counter[str]()
    for number in range(600):
        # The official rules drop golds of articles and punctuation alone.
        golds = tuple(f"{text()} {rng.choice(['dog', 'city'])}" for _ in range(rng.randint(1, 3)))
        has_answer, is_refused = rng.random() < 0.6, rng.random() < 0.4
        case = Case(str(number), "?", answers=golds) if has_answer else Case("c", "?", refusal=True)
        actual = f"{text()} runs"
        status = "no_evidence" if is_refused else "answered"
        outcome = outcome_of(case, status=status, short=None if is_refused else actual)
        # SQuAD 2.0: an empty prediction is the refusal, and the gold of no answer is empty.
        prediction, expected_texts = "" if is_refused else actual, golds if has_answer else ("",)
        pairs = [official(prediction, gold) for gold in expected_texts]
        assert MEASURES["exact_match"].of(outcome) == max(p[0] for p in pairs)
        assert MEASURES["token_f1"].of(outcome) == pytest.approx(max(p[1] for p in pairs))
        has_answer_f1 = MEASURES["has_answer_f1"].of(outcome)
        assert (has_answer_f1 is None) == (not has_answer)
        kinds[f"{has_answer} {is_refused}"] += 1
    assert min(kinds.values()) > 50


@pytest.mark.parametrize(
    ("expected", "is_stated"),
    [
        ("753 người", True),
        ("753", True),
        ("753/500 người, đạt kế hoạch", True),
        ("500 người", False),  # the plan stands in the text, but is not the bare answer
        ("735 người", False),
        ("753 hộ", False),
        ("có 753 người", True),
        ("Năm 2022 có", True),
        ("Nhật Bản", False),
    ],
)
def test_an_answer_says_what_was_expected(expected: str, is_stated: bool) -> None:
    assert says(scripted_answer(), expected) is is_stated


def test_a_decimal_point_matters() -> None:
    """24,82 and 2.482 differ, although they have the same digits."""
    actual = scripted_answer(short="2.482 hộ", text="Còn 2.482 hộ [1].")
    assert not says(actual, "24,82")
    assert says(actual, "2482 hộ")


@pytest.mark.parametrize(
    ("check", "is_met"),
    [
        (Check("contains", "753"), True),
        (Check("contains", "[1]"), False),
        (Check("not_contains", "754"), True),
        (Check("equals", "753 người"), True),
        (Check("equals", "753"), False),
        (Check("regex", r"^Năm \d{4} có"), True),
        (Check("regex", "^753"), False),
    ],
)
def test_checks_apply_to_the_shown_text(check: Check, is_met: bool) -> None:
    assert holds(check, scripted_answer()) is is_met
