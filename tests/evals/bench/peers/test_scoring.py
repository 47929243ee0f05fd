"""The rules by which every compared system is scored."""

import pytest

from evals.bench.peers import scoring
from evals.bench.peers.data import Question
from evals.bench.peers.protocol import Row
from evals.records import Case, ExpectedFigure

WORKERS = Case(
    "c", "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?",
    figures=(ExpectedFigure("753", "người", plan="500", percent="151"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoà giải thành 12 vụ", "hòa giải"),
        ("Tổng cộng: 1,5 tỉ đồng.", "1,5 tỉ đồng"),
        ("Ở HUYỆN CHỢ MỚI", "chợ mới"),
    ],
)
def test_a_text_holds_words_in_a_row(text: str, expected: str) -> None:
    """Whatever their case, tone marks and punctuation."""
    assert scoring.holds(text, expected)


@pytest.mark.parametrize(("text", "expected"), [("chợ rất mới", "chợ mới"), ("1753 xe", "753")])
def test_words_apart_and_parts_of_words_are_not_held(text: str, expected: str) -> None:
    """Neither words with another between, nor the digits inside a longer number."""
    assert not scoring.holds(text, expected)


@pytest.mark.parametrize(
    ("text", "is_held", "others"),
    [
        ("Năm 2022 có 753 người.", True, 0),
        ("753 người, kế hoạch 500 người, đạt 151%", True, 0),
        ("753 người, trong đó 502 lao động nữ", True, 1),
        ("8.095 người", False, 1),
        ("753 hộ", False, 0),
    ],
)
def test_figures_are_held_with_their_units(text: str, is_held: bool, others: int) -> None:
    """The plan and the percent that the case knows are no other numbers."""
    assert scoring.figures_held(WORKERS, text) is is_held
    assert scoring.other_numbers(WORKERS, text) == others


@pytest.mark.parametrize(
    ("reply", "refuses"),
    [
        ({"text": "753 người", "is_refusal": False}, False),
        ({"text": "Chỉ có năm 2022.", "is_refusal": True}, True),
        ({"text": "I don't know.", "is_refusal": None}, True),
        ({"text": "Không có thông tin về năm 2023.", "is_refusal": None}, True),
        ({"text": " ", "is_refusal": None}, True),
        ({"text": "753 people went abroad", "is_refusal": None}, False),
        ({"error": "TimeoutError: "}, False),
    ],
)
def test_a_refusal_is_known_by_its_flag_or_its_words(
    reply: dict[str, object], refuses: bool
) -> None:
    """A system that says whether it refuses is believed."""
    assert scoring.is_refusal(reply) is refuses


def test_retrieval_counts_ranks_of_passages() -> None:
    """The passage of the right bulletin is second in one list and absent from the other."""
    questions = [Question("vi", "?", "a", "x y"), Question("vi", "?", "b", "z")]
    hits = [{"key": "c", "text": "z"}, {"key": "a", "text": "w x y"}]
    replies = [{"id": 0, "hits": hits}, {"id": 1, "hits": hits}]
    assert scoring.retrieval(replies, questions) == {
        "recall@1": {0: 0, 1: 0},
        "recall@4": {0: 1, 1: 0},
        "recall@10": {0: 1, 1: 0},
        "mrr@10": {0: 0.5, 1: 0},
        "answer in the first 1": {0: 0, 1: 1},
        "answer in the first 4": {0: 1, 1: 1},
    }


def test_an_answer_with_another_number_is_wrong_and_not_exact() -> None:
    """One answer is exact, one shows another number, one refuses."""
    replies = [
        {"id": 0, "text": "Có 753 người đi (kế hoạch 500).", "short": "753 người"},
        {"id": 1, "text": "753 người và 40 hộ", "is_refusal": None},
        {"id": 2, "text": "I don't know", "is_refusal": None},
    ]
    assert scoring.figures_shown(replies, [WORKERS] * 3) == {
        "exact": {0: 1, 1: 0, 2: 0},
        "wrong figure": {0: 0, 1: 1, 2: 0},
    }


def test_the_best_bar_keeps_nine_tenths_of_the_answerable() -> None:
    """One of the ten answerable lies under the bar, and so do two of the four unanswerable."""
    answerable = [0.1, *(0.5 + n / 100 for n in range(9))]
    scores = {4: 0.2, 5: 0.49, 6: 0.5, 7: 0.9}
    assert scoring.refused_at_best_bar(answerable, scores) == {4: 1, 5: 1, 6: 0, 7: 0}


def test_a_quote_is_exact_letter_for_letter() -> None:
    """A joined line is no quote of the bulletin."""
    rows = {"a": Row("a", "T", "", "một\nhai")}
    passages = [{"key": "a", "text": "một\nhai"}, {"key": "a", "text": "một hai"}]
    assert scoring.exact_quotes(passages, rows) == 0.5
