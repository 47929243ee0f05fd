"""Follow-up questions are about what was measured, not about aims of later years."""

from collections.abc import Callable
from pathlib import Path

from assistant.pipeline import Assistant
from assistant.wording.follow_ups import suggestions
from tests.conftest import Bench


def test_no_year_to_come_is_suggested(bench: Bench, bulletin_file: Callable[..., Path]) -> None:
    """In 2023 a figure of 2024 is an aim, whatever its sentence calls it."""
    bench.load(
        bulletin_file("Năm 2022, tỷ lệ hộ nghèo của tỉnh là 24,71%.", name="a.md"),
        bulletin_file("Năm 2020, tỷ lệ hộ nghèo của tỉnh là 27%.", name="b.md"),
        bulletin_file("Năm 2024, tỷ lệ hộ nghèo của tỉnh là 1%.", name="c.md", place="Cà Mau", date="2025-01-01"),
    )  # fmt: skip
    answer = Assistant(bench.library).answer("Tỷ lệ hộ nghèo của Bắc Kạn năm 2022?")
    suggested = {
        year: suggestions(answer, bench.library, year, lambda _: True) for year in (2023, 2026)
    }
    assert [any("2024" in question for question in suggested[year]) for year in suggested] == [
        False,
        True,
    ]
    assert any("2020" in question for question in suggested[2023])
