"""The figures of an indicator are read once for each state of the library."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.evidence.candidates import Candidate
from assistant.pipeline import Assistant
from assistant.steps import look_up
from knowledge.search.figure_table import figures_of_indicator
from tests.conftest import Bench

_ASKED = "Tỷ lệ hộ nghèo của Bắc Kạn năm 2022 là bao nhiêu?"
_INDICATOR = "poverty_rate"


@pytest.fixture
def many(bench: Bench, bulletin_file: Callable[..., Path]) -> Bench:
    """Poverty rates of six districts and of the province."""
    for number in range(6):
        body = f"Năm 2022, tỷ lệ hộ nghèo của tỉnh là {20 + number},5%."
        bench.load(bulletin_file(body, f"tin-{number}.md", title=f"Tin {number}"))
    return bench


def test_figures_are_shared_until_the_library_changes(
    many: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """Two snapshots of one state hand on the same figures; a new state has the new ones."""
    with many.catalogue.reading() as one:
        first = figures_of_indicator(one, _INDICATOR)
    with many.catalogue.reading() as same:
        assert figures_of_indicator(same, _INDICATOR) is first
    many.load(bulletin_file("Năm 2021, tỷ lệ hộ nghèo của tỉnh là 27%.", "tin-x.md", title="Tin x"))
    with many.catalogue.reading() as later:
        assert len(figures_of_indicator(later, _INDICATOR)) == len(first) + 1


@pytest.mark.parametrize("roles", [None, ["achieved"], ["plan"], []])
def test_kept_figures_are_those_that_a_filter_reads(many: Bench, roles: list[str] | None) -> None:
    """In the same order, for every role."""
    library = many.library
    read = library.figures("tỷ lệ hộ nghèo", roles=roles)
    kept = library.figures(indicators=[_INDICATOR], roles=roles)
    assert kept == [f for f in read if f.indicator == _INDICATOR]


def test_candidates_are_not_compared_with_each_other(
    many: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library of 10,000 bulletins has thousands for one indicator: that took seconds."""

    def compared(self: object, other: object) -> bool:
        pytest.fail("two candidates were compared")

    monkeypatch.setattr(Candidate, "__eq__", compared)
    with Assistant(many.library, home="Bắc Kạn").walking(_ASKED, (look_up,)) as walk:
        assert walk.figures is not None
        assert walk.figures.figures
