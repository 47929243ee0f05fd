"""Sentences are split into clauses, and long ones are quoted by the clause that answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.clauses import clause_around, clauses

LONG = (
    "Trong năm 2022, toàn tỉnh giải quyết việc làm cho 6.900 lao động, đạt 138% kế hoạch; đưa 753 "
    "người đi làm việc ở nước ngoài theo hợp đồng, trong đó có 120 người của các huyện nghèo, tăng "
    "2 lần so với năm trước – kết quả cao nhất từ trước đến nay (gồm cả lao động đi theo thời vụ)."
)


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("753", "đưa 753 người đi làm việc ở nước ngoài theo hợp đồng"),
        ("120 người", "trong đó có 120 người của các huyện nghèo"),
        ("138%", "giải quyết việc làm cho 6.900 lao động"),
    ],
)
def test_a_long_sentence_is_quoted_by_the_clause_that_answers(words: str, quote: str) -> None:
    at = LONG.index(words)
    start, end = clause_around(LONG, (0, len(LONG)), (at, at + len(words)))
    assert quote in LONG[start:end]
    assert end - start < len(LONG) * 0.7


def test_a_short_sentence_is_quoted_whole() -> None:
    text = "Năm 2022 có 753 người đi làm việc ở nước ngoài, đạt 151% kế hoạch."
    assert clause_around(text, (0, len(text)), (9, 12)) == (0, len(text))


def test_nothing_is_cut_inside_brackets() -> None:
    text = "Có 5 lớp (trong đó 3 lớp may; 2 lớp hàn) ở xã A; 4 lớp ở xã B."
    assert [text[a:b] for a, b in clauses(text, 0, len(text))] == [
        "Có 5 lớp (trong đó 3 lớp may; 2 lớp hàn) ở xã A",
        "4 lớp ở xã B.",
    ]


@given(st.text(alphabet="ab1,;–-. ()“”trongđó\n", max_size=400), st.data())
def test_a_clause_is_part_of_its_sentence_and_holds_the_words(
    text: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, len(text)))
    start, stop = clause_around(text, (0, len(text)), (at, end))
    assert 0 <= start <= stop <= len(text)
    covered = [(a, b) for a, b in clauses(text, 0, len(text)) if a < end and b > at]
    assert all(start <= a and b <= stop for a, b in covered)
