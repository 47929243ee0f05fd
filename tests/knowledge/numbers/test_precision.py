"""How exactly a number is told follows from how it is written."""

from decimal import Decimal

import pytest

from knowledge.numbers.precision import rounding_step


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("23,5 nghìn người", "100"), ("23.436 người", "1"), ("24,82%", "0.01"), ("5%", "1"),
        ("2 triệu hộ", "1000000"), ("12,5 tỷ đồng", "100000000"), ("1.230,9 tỷ đồng", "100000000"),
        ("12 nghìn 500 lao động", "100"), ("2 tỷ 350 triệu đồng", "10000000"), ("1 200 hộ", "1"),
        ("mười hai người", "1"), ("5,2 vạn người", "1000"),
    ],
)  # fmt: skip
def test_the_step_of_a_number(text: str, step: str) -> None:
    assert rounding_step(text) == Decimal(step)
