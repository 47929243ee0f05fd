"""Tables: order and pages from the address, empty cells last."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.requests import Request

from assistant.desk.tables import Cell, Column, State, Table, state_of, table_of

COLUMNS = (Column("name", "Tên"), Column("size", "Cỡ", True, is_first_descending=True))
ROWS = [("Đà Nẵng", 3), ("an", None), ("Bắc Kạn", 20)]


def request(query: str) -> Request:
    return Request({"type": "http", "path": "/x", "query_string": query.encode(), "headers": []})


def cells(row: tuple[str, int | None]) -> list[Cell]:
    return [Cell(row[0]), Cell(str(row[1] or ""), sort_key="" if row[1] is None else row[1])]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sort=name&dir=asc", ["an", "Bắc Kạn", "Đà Nẵng"]),
        ("sort=size&dir=asc", ["Đà Nẵng", "Bắc Kạn", "an"]),
        ("sort=size&dir=desc", ["Bắc Kạn", "Đà Nẵng", "an"]),
        ("sort=evil&dir=asc&page=-3", ["Đà Nẵng", "Bắc Kạn", "an"]),
    ],
)
def test_rows_are_in_the_order_of_the_address(query: str, names: list[str]) -> None:
    """Without accents and cases, numbers by size, empty cells last; an unknown column is ignored."""
    state = state_of(request(query), COLUMNS, "name")
    assert [row[0].text for row in table_of("x", COLUMNS, ROWS, cells, state).rows] == names


def test_a_page_has_fifty_rows_and_its_links_keep_the_filters() -> None:
    state = state_of(request("q=a&page=2"), COLUMNS, "name", is_ascending=True, filters=["q"])
    table = table_of("x", COLUMNS, [(f"{n:03}", n) for n in range(120)], cells, state)
    assert (len(table.rows), table.pages, table.rows[0][0].text) == (50, 3, "050")
    kept = parse_qs(urlsplit(state.address(page="3")).query)
    assert (kept["q"], kept["page"], kept["sort"]) == (["a"], ["3"], ["name"])


def test_eight_columns_are_too_many() -> None:
    state = State("/x", {}, "", True, 1)
    with pytest.raises(AssertionError):
        Table("x", [Column(str(n), "x") for n in range(8)], [], 0, state)


def test_only_the_rows_of_the_page_are_finished() -> None:
    finished: list[str] = []

    def finish(row: tuple[str, int | None], done: Sequence[Cell]) -> Sequence[Cell]:
        finished.append(row[0])
        return [*done, Cell("!")]

    state = state_of(request("page=2"), COLUMNS, "name", is_ascending=True)
    rows = [(f"{n:03}", n) for n in range(51)]
    table = table_of("x", COLUMNS, rows, cells, state, finish=finish)
    assert [[cell.text for cell in row] for row in table.rows] == [["050", "50", "!"]]
    assert finished == ["050"]
