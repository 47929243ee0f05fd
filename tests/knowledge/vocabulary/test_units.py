"""Units: which may stand for each other, answer for a rate, and measure alike."""

import pytest

from knowledge.vocabulary.units import answers_unit, measures_alike, same_unit


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("người", "lao động", True), ("người", "hộ", False), ("%", "điểm %", False),
        ("người", "", True), ("%", "", False), ("đồng", "đồng", True),
    ],
)  # fmt: skip
def test_units_that_may_stand_for_each_other(a: str, b: str, expected: bool) -> None:
    assert same_unit(a, b) is expected


@pytest.mark.parametrize(
    ("unit", "requested", "expected"),
    [
        ("đồng", "đồng", True), ("đồng/người/tháng", "đồng", True), ("%/năm", "%", True),
        ("trường", "trường", True), ("USD/tháng", "USD", True),
        ("trường hợp", "trường", False), ("tấn/ha", "tấn", False), ("phiên tòa", "phiên", False),
        ("hộ kinh doanh", "hộ", False), ("người bệnh", "người", False), ("xã, phường, thị trấn", "xã", False),
        ("đồng", "đồng/người", False), ("", "người", False), ("điểm %", "điểm", False),
    ],
)  # fmt: skip
def test_a_unit_answers_for_itself_and_for_its_rates(
    unit: str, requested: str, expected: bool
) -> None:
    assert answers_unit(unit, requested) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("người", "lao động", True), ("lượt người", "lượt người", True), ("người", "lượt người", False),
        ("lượt khách", "khách", False), ("người", "hộ", False), ("%", "%/năm", True),
    ],
)  # fmt: skip
def test_turns_are_not_ranked_with_heads(a: str, b: str, expected: bool) -> None:
    assert measures_alike(a, b) is expected
