"""The second reading of cells: right ones pass, and one fault in any field is doubted."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.checking.second.cells import cell_doubts
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import draft_of
from knowledge.records import Bulletin, Figure, Period, SectionKind

ROWS = (
    "Huyện Thanh Ba (người): Kế hoạch năm 2022: 500; Thực hiện năm 2022: 753; Tỷ lệ đạt (%) 151.",
    "Huyện Hạ Hòa (người): Kế hoạch năm 2022: 600; Thực hiện năm 2022: 590; Tỷ lệ đạt (%) 98.",
)


@pytest.fixture(scope="module")
def table() -> tuple[Bulletin, tuple[Figure, ...]]:
    """A bulletin with two rows, and its figures."""
    blocks: list[tuple[SectionKind, str]] = [("paragraph", "Giải quyết việc làm theo huyện")]
    blocks += [("row", row) for row in ROWS]
    header = {"title": "Tin tỉnh Phú Thọ", "date": "2022-12-20", "place": "Phú Thọ"}
    bulletin = bulletin_from_draft(draft_of(header, blocks, "bang"), "bang", "bang")
    return bulletin, extract_figures(bulletin, 1, split_passages(bulletin, 1))


def test_right_cells_are_not_doubted(table: tuple[Bulletin, tuple[Figure, ...]]) -> None:
    """Every field of every cell stands about it."""
    bulletin, figures = table
    assert [cell_doubts(figure, bulletin) for figure in figures] == [[]] * 6


FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("value", {"value": Decimal(590)}),
    ("unit", {"unit": "hộ"}),
    ("name", {"name": "đào tạo nghề"}),
    ("time", {"period": Period(date(2021, 1, 1), date(2021, 12, 31), "year", "năm 2021")}),
    ("place", {"place": "huyện Hạ Hòa"}),
    ("place", {"place": "Phú Thọ"}),
    ("role", {"role": "plan"}),
]


@pytest.mark.parametrize(
    ("field", "fault"),
    FAULTS,
    ids=[f"{field} {next(iter(f.values()))!s:.12}" for field, f in FAULTS],
)
def test_a_wrong_field_is_doubted(
    table: tuple[Bulletin, tuple[Figure, ...]], field: str, fault: dict[str, Any]
) -> None:
    """A cell with one field of another cell, or of none, is doubted for this field."""
    bulletin, figures = table
    done = next(f for f in figures if f.value == 753)
    doubts = cell_doubts(replace(done, **fault), bulletin)
    assert [doubt.partition(":")[0] for doubt in doubts] == [field]


def test_a_plan_told_as_done_is_doubted(table: tuple[Bulletin, tuple[Figure, ...]]) -> None:
    """The column of the plan gives no result."""
    bulletin, figures = table
    planned = next(f for f in figures if f.value == 500)
    (doubt,) = cell_doubts(replace(planned, role="achieved"), bulletin)
    assert doubt.startswith("role: ")
