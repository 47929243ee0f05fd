"""Workbooks of Excel: titles, units, merged headings, years as columns."""

import io
from collections.abc import Callable
from dataclasses import replace

from evals.bench.zoo.office_files import xlsx
from evals.bench.zoo.specimens import Expected, Part, Table
from evals.bench.zoo.stories import story

START = 800


def _xls(rows: tuple[tuple[str, ...], ...]) -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Bảng")
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            digits = text.replace(".", "")
            sheet.write(y, x, int(digits) if digits.isdigit() else text)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def workbooks() -> list[tuple[str, str, Callable[[], bytes], Expected, Part]]:
    """Name, suffix, content, expectation and part of each workbook."""
    made: list[tuple[str, str, Callable[[], bytes], Expected, Part]] = []

    def add(
        name: str,
        suffix: str,
        part: Part,
        above: tuple[str, ...],
        of: Table,
        make: Callable[[tuple[tuple[str, ...], ...]], bytes],
        notes: tuple[str, ...] = (),
    ) -> None:
        rows = (*((line, *[""] * (len(of.rows[0]) - 1)) for line in above), *of.rows)
        made.append(
            (name, suffix, lambda: make(rows), Expected(above[0], None, notes, (of,)), part)
        )

    def grid() -> Table:
        return replace(story(START + 40 + len(made)).table, note="")

    title = "KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2023"
    add("xlsx-simple", ".xlsx", "plain", (title,), grid(), lambda rows: xlsx({"Sheet1": rows}))
    add(
        "xlsx-unit-line",
        ".xlsx",
        "hard",
        (title, "Đơn vị tính: người"),
        replace(grid(), note="Đơn vị tính: người"),
        lambda rows: xlsx({"Sheet1": rows}),
    )
    years = Table(
        (
            ("Chỉ tiêu", "2021", "2022", "2023"),
            ("Hộ nghèo (hộ)", "5.120", "4.610", "4.020"),
            ("Việc làm mới (người)", "8.300", "9.150", "9.870"),
        )
    )
    add("xlsx-years", ".xlsx", "hard", (title,), years, lambda rows: xlsx({"Sheet1": rows}))
    merged = Table(
        (
            ("Huyện", "Lao động", "Lao động"),
            ("Huyện", "Nam", "Nữ"),
            ("Ba Bể", "1.210", "1.015"),
            ("Na Rì", "845", "790"),
        ),
        "",
        2,
    )
    add(
        "xlsx-merged",
        ".xlsx",
        "hard",
        (title,),
        merged,
        lambda rows: xlsx(
            {"Sheet1": (rows[0], ("Huyện", "Lao động", ""), ("", "Nam", "Nữ"), *rows[3:])},
            ("A1:C1", "A2:A3", "B2:C2"),
        ),
    )
    add(
        "xlsx-empty-rows-above",
        ".xlsx",
        "hard",
        (title,),
        grid(),
        lambda rows: xlsx({"BC": (("", "", ""), rows[0], ("", "", ""), *rows[1:])}),
    )
    add(
        "xlsx-second-sheet-empty",
        ".xlsx",
        "plain",
        (title,),
        grid(),
        lambda rows: xlsx({"Số liệu": rows, "Sheet2": ()}),
    )
    add("xls-simple", ".xls", "plain", (title,), grid(), _xls)
    add("xls-years", ".xls", "hard", (title,), years, _xls)
    add(
        "xlsx-office-head",
        ".xlsx",
        "hard",
        (title, "(Kèm theo Báo cáo số 215/BC-SLĐTBXH ngày 07/12/2023)"),
        grid(),
        lambda rows: xlsx({"PL1": rows}),
        ("(Kèm theo Báo cáo số 215/BC-SLĐTBXH ngày 07/12/2023)",),
    )
    return made  # fmt: skip
