"""Downloads of the figure table with its sources: /staff/figures.csv and /staff/figures.xlsx."""

import io
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from assistant.backoffice.figure_rows import COLUMNS, look_up, rows_of
from assistant.service import Service
from knowledge.output.json_views import safe_cell
from knowledge.records import Role


def build_exports(service: Service) -> APIRouter:
    """The routes over one service; `StaffGate` requires a session for them."""
    router = APIRouter(prefix="/staff", include_in_schema=False)

    @router.get("/figures.{form}")
    def export(
        form: str, q: Annotated[str, Query(max_length=500)] = "", year: int | None = None,
        place: Annotated[str, Query(max_length=100)] = "", role: Role | None = None,
    ) -> Response:  # fmt: skip
        figures = look_up(service.assistant.library, q, year, place, role)
        rows = rows_of(service.assistant.library, figures)
        if form == "csv":
            return _file(csv_of(rows).encode("utf-8-sig"), "text/csv; charset=utf-8", "csv")
        if form == "xlsx":
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            return _file(xlsx_of(rows), kind, "xlsx")
        return Response("figures.csv or figures.xlsx", 404)

    return router


def _file(body: bytes, kind: str, suffix: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="bantin-figures.{suffix}"'}
    return Response(body, media_type=kind, headers=headers)


def csv_of(rows: list[list[Any]]) -> str:
    """The rows as CSV with a header; cells that a spreadsheet would run as formulas are quoted."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def xlsx_of(rows: list[list[Any]]) -> bytes:
    """The rows as an .xlsx file: numbers as numbers, text as text, never as formulas."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = "figures"
    sheet.append(list(COLUMNS))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([None] * len(row))
        for column, value in enumerate(row, 1):
            cell = sheet.cell(sheet.max_row, column)
            cell.value = _clean(value)
            if isinstance(value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _clean(value: Any) -> Any:
    """The text without control characters, which a workbook cannot hold."""
    return "".join(c for c in value if c >= " " or c in "\n\t") if isinstance(value, str) else value
