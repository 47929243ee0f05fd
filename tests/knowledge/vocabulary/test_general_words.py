"""General words name no indicator by themselves, so that its figures are not those of other things."""

import pytest

from knowledge.vocabulary.indicators import find_indicators


@pytest.mark.parametrize(
    "text",
    [
        "giải ngân vốn đầu tư công",
        "giải ngân được 82% kế hoạch",
        "ngân hàng giải ngân 350 tỷ đồng",
        "public investment capital was disbursed",
        "the disbursement rate",
        "lao động nông thôn được vay vốn",
        "rural workers",
        "trẻ em dưới 6 tuổi bị suy dinh dưỡng",
        "children under 6",
        "mở lớp xóa mù chữ",
        "literacy classes",
    ],
)
def test_it_names_none(text: str) -> None:
    assert find_indicators(text) == []


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("giải ngân vốn chương trình giảm nghèo", "poverty_funds"),
        ("giải ngân nguồn vốn giảm nghèo", "poverty_funds"),
        ("dạy nghề cho lao động nông thôn", "rural_training"),
        ("mở lớp dạy nghề", "rural_classes"),
        ("trẻ em dưới 6 tuổi được cấp thẻ bảo hiểm y tế", "child_health_insurance"),
    ],
)
def test_the_whole_name_does(text: str, indicator: str) -> None:
    assert [m.indicator.id for m in find_indicators(text)] == [indicator]
