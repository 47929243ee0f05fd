"""Questions over tables, each with the rows of its table, in which the cell that answers is marked.

`questions/tables.jsonl` has one table a line: {id, title, caption, columns, rows, questions}, where
a question is {vi, en, row, col}, or {vi, en, miss} where no cell answers it. Headings of two levels
are joined by " / ". The rows become the lines that bantin stores (`knowledge.readers.tables`).

    python -m evals.training.tables DIR [--part tables_unseen_work]

writes each table as a bulletin `DIR/bulletins/ID.html`, the questions as a suite `DIR/all.jsonl`,
and those over each half of the tables as `DIR/half0.jsonl`, `DIR/half1.jsonl`: in Vietnamese,
without accents, in English. `--part` is another file of `questions`, which nothing learns from.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from evals.training.questions import FOLDER, Marked, Reading, forms_of, half_of
from knowledge.readers.tables import table_blocks, unit_in_note
from knowledge.text.rows import row_in
from knowledge.text.spelling import fold

_LEVELS = " / "
_LEFT_OUT = "t5"  # of these tables half, see `is_left_out`
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def is_left_out(table_id: str) -> bool:
    """Whether a table is one that the choice among cells is fitted on; no reader learns it."""
    return table_id.startswith(_LEFT_OUT) and half_of(table_id) == 0


def table_readings() -> Iterator[Reading]:
    """Every question whose cell is in the lines of its table, with all these lines."""
    for table in tables_of("tables"):
        if is_left_out(table["id"]):
            continue
        lines = lines_of(table)
        header = header_of(table)
        for number, question in enumerate(table["questions"]):
            place = None if "miss" in question else place_of(table, lines, question)
            if place is None and "miss" not in question:
                continue
            marked = [
                Marked(text, header, *(place[1:] if place and place[0] == at else (-1, -1)))
                for at, text in enumerate(lines)
            ]
            forms = forms_of(question)
            name = f"{table['id']}-{number}"
            passages = dict.fromkeys(forms, marked)
            yield Reading(name, "number", "miss" in question, forms, passages, table["id"])


def bulletin_of(table: dict[str, Any]) -> str:
    """The table as a web page, dated at the end of the latest year that its title names."""
    heads = [_row(cells, "th") for cells in _headings(table)]
    rows = [_row(cells, "td") for cells in table["rows"]]
    title, caption = escape(table["title"]), escape(table["caption"])
    years = _YEAR.findall(table["title"])
    day = f"<p>28/12/{max(years)}</p>" if years else ""
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1>{day}<p>{caption}</p>"
        f"<table>{''.join([*heads, *rows])}</table></body></html>"
    )


def cases_of(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions over a table as rows of a suite, each in its three forms."""
    for number, question in enumerate(table["questions"]):
        for form, text in forms_of(question).items():
            language = "en" if form == "en" else "vi"
            case: dict[str, Any] = {
                "id": f"{table['id']}-{number}-{form}", "question": text, "language": language,
            }  # fmt: skip
            if "miss" in question:
                yield case | {"refusal": True}
            else:
                row, column = table["rows"][question["row"]], question["col"]
                head = table["columns"][column].split(_LEVELS)[-1]
                beside = [cell for at, cell in enumerate(row) if at != column]
                label = next((c for c in beside if any(map(str.isalpha, c))), beside[0])
                yield case | {
                    "answers": [row[column]], "bulletins": [table["id"]],
                    "cell": [label, head, row[column]],
                }  # fmt: skip


def tables_of(part: str) -> Iterator[dict[str, Any]]:
    """The tables of a file of `questions`."""
    for line in (FOLDER / f"{part}.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def _headings(table: dict[str, Any]) -> list[list[str]]:
    """The rows of headings; a heading of one level is repeated in the rows below it."""
    heads = [column.split(_LEVELS) for column in table["columns"]]
    depth = max(map(len, heads))
    return [[head[min(level, len(head) - 1)] for head in heads] for level in range(depth)]


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def header_of(table: dict[str, Any]) -> str:
    """What the reader is told above the lines of a table."""
    return " · ".join(part for part in (table["title"], table["caption"]) if part)


def lines_of(table: dict[str, Any]) -> list[str]:
    """The lines that bantin stores of a table, one for each row."""
    unit = unit_in_note(table["caption"])
    blocks = table_blocks([*_headings(table), *table["rows"]], unit) or []
    return [text for kind, text in blocks if kind == "row"]


def place_of(
    table: dict[str, Any], lines: Sequence[str], question: dict[str, Any]
) -> tuple[int, int, int] | None:
    """The line, and the start and end in it, of the one cell with the expected text and heading."""
    row, column = table["rows"][question["row"]], question["col"]
    wanted, head = row[column], fold(table["columns"][column].split(_LEVELS)[-1])
    names = [fold(cell) for at, cell in enumerate(row) if at != column and len(cell) > 2]
    places = []
    for at, line in enumerate(lines):
        held = fold(line)
        if sum(name in held for name in names) < len(names) - 1:
            continue
        places += [
            (at, cell.start, cell.end) for cell in row_in(line).cells
            if cell.text == wanted and head.split(" (")[0] in fold(cell.head)
        ]  # fmt: skip
    return places[0] if len(places) == 1 else None


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the bulletins and the suites; see the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="tables", help="a file of `questions`")
    options = parser.parse_args(arguments)
    folder = options.folder
    (folder / "bulletins").mkdir(parents=True, exist_ok=True)
    suites: dict[int, list[str]] = {0: [], 1: []}
    for table in tables_of(options.part):
        (folder / "bulletins" / f"{table['id']}.html").write_text(bulletin_of(table), "utf-8")
        rows = [json.dumps(case, ensure_ascii=False) for case in cases_of(table)]
        suites[half_of(table["id"])] += rows
    files = {f"half{half}": rows for half, rows in suites.items()}
    for name, rows in {**files, "all": [*suites[0], *suites[1]]}.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{row}\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main()
