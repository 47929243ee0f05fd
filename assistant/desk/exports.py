"""Downloads of the figure table and of the question log, as CSV and XLSX."""

import io
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from assistant.backoffice.figure_rows import COLUMNS, look_up, rows_of
from assistant.backoffice.local_time import local
from assistant.desk import words
from assistant.desk.log import log_filter
from assistant.desk.pages import Desk
from knowledge.output.json_views import safe_cell
from knowledge.records import Role

_LOG = ("Lúc", "Qua", "Ngôn ngữ", "Kết quả", "Câu hỏi", "Trả lời", "Đánh giá", "Lý do", "Giây")
_MOST_QUESTIONS = 100_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def build_exports(desk: Desk) -> APIRouter:
    """The routes `/staff/figures.csv`, `/staff/log.csv` and the same with `.xlsx`."""
    router = APIRouter(prefix="/staff", include_in_schema=False)

    @router.get("/figures.{form}")
    def figures(
        form: str, q: Annotated[str, Query(max_length=500)] = "",
        year: Annotated[int | None, Query(ge=0, le=9999)] = None,
        place: Annotated[str, Query(max_length=100)] = "", role: Role | None = None,
        all: bool = True,
    ) -> Response:  # fmt: skip
        rows = look_up(desk.library, q, year, place, role)
        rows = rows if all else [figure for figure in rows if figure.indicator]
        return _file(form, "bantin-so-lieu", COLUMNS, rows_of(desk.library, rows))

    @router.get("/log.{form}")
    def log(request: Request, form: str) -> Response:
        entries = desk.back_office.journal.entries(
            **log_filter(request.query_params), limit=_MOST_QUESTIONS
        )
        rated = {None: "", True: "hữu ích", False: "chưa đúng"}
        rows = [
            [f"{local(e.asked_at):%Y-%m-%d %H:%M:%S}", words.CHANNELS.get(e.channel, e.channel),
             e.language, words.STATUSES.get(e.status, e.status), e.question, e.text,
             rated[e.is_helpful], words.reason_text(e.reason), round(e.seconds, 3)]
            for e in entries
        ]  # fmt: skip
        return _file(form, "bantin-nhat-ky", _LOG, rows)

    return router


def _file(form: str, name: str, columns: Sequence[str], rows: list[list[Any]]) -> Response:
    if form not in ("csv", "xlsx"):
        raise HTTPException(404, "Tải về ở dạng csv hoặc xlsx.")
    is_csv = form == "csv"
    body = csv_of(columns, rows).encode("utf-8-sig") if is_csv else xlsx_of(columns, rows)
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(
        body, media_type="text/csv; charset=utf-8" if is_csv else _XLSX, headers=headers
    )


def csv_of(columns: Sequence[str], rows: list[list[Any]]) -> str:
    """The rows as CSV with a header; cells that a spreadsheet would run as formulas are quoted."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def xlsx_of(columns: Sequence[str], rows: list[list[Any]]) -> bytes:
    """The rows as an .xlsx file: numbers as numbers, text as text, never as formulas."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = "bantin"
    sheet.append(list(columns))
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
