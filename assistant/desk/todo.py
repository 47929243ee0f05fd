"""The desk's first page: unanswered questions as a worklist, and the numbers of the last month."""

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from assistant.backoffice.local_time import time_text
from assistant.backoffice.worklist import Task
from assistant.desk import words
from assistant.desk.pages import Desk, fails_at, leads_to
from assistant.desk.tables import Cell, Column, state_of, table_of
from assistant.wording.phrases import count_text

_COLUMNS = (
    Column("question", "Câu hỏi"), Column("count", "Số lần", True, is_first_descending=True),
    Column("asked_at", "Lần cuối", is_first_descending=True), Column("status", "Vì sao"),
    Column("assignee", "Người nhận"),
)  # fmt: skip
_DAYS = 30


def build_todo(desk: Desk) -> APIRouter:
    """The routes `/staff/` and `/staff/todo/NAME`."""
    router = APIRouter(prefix="/staff", include_in_schema=False)
    worklist, journal = desk.back_office.worklist, desk.back_office.journal
    suites = desk.service.settings.data / "evaluation" / "suites"

    def cells(task: Task) -> list[Cell]:
        newest, wordings = task.entries[0], len(task.wordings)
        note = f"{wordings} cách hỏi" if wordings > 1 else ""
        if task.resolution:
            note = "; ".join(t for t in (words.RESOLUTIONS[task.resolution], task.detail) if t)
        return [
            Cell(task.question, f"/staff/todo/{task.name}", note),
            Cell(str(len(task.entries)), sort_key=len(task.entries)),
            Cell(time_text(newest.asked_at), sort_key=newest.asked_at, tone="day"),
            Cell(words.STATUSES.get(newest.status, newest.status)),
            Cell(task.assignee),
        ]

    @router.get("", response_class=HTMLResponse)
    @router.get("/", response_class=HTMLResponse)
    def home(request: Request, xong: bool = False) -> HTMLResponse:
        state = state_of(request, _COLUMNS, "count", filters=["xong"])
        tasks = worklist.tasks(are_resolved=xong)
        empty = "Chưa có câu hỏi nào được xử lý." if xong else "Mọi câu hỏi đều đã trả lời được."
        caption = f"{len(tasks)} nhóm câu hỏi {'đã xử lý' if xong else 'chưa trả lời được'}"
        table = table_of(caption, _COLUMNS, tasks, cells, state, empty)
        days = journal.days(_DAYS)
        questions, answers = sum(d.asked for d in days), sum(d.answered for d in days)
        tiles = [
            (count_text(desk.library.bulletin_count()), "bản tin trong kho", "/staff/bulletins"),
            (count_text(questions), f"câu hỏi trong {_DAYS} ngày", "/staff/log"),
            (f"{answers / questions:.0%}" if questions else "–", "trả lời được", "/staff/counts"),
            (str(sum(d.disliked for d in days)), "đánh giá “chưa đúng”", "/staff/log?liked=no"),
        ]
        return desk.page(
            request, "todo", "Việc cần làm", "todo", table=table, tiles=tiles, are_resolved=xong
        )

    def task_named(name: str) -> Task:
        task = worklist.task(name)
        if task is None:
            raise HTTPException(404, "Không còn câu hỏi này trong nhật ký.")
        return task

    @router.get("/todo/{name}", response_class=HTMLResponse)
    def show(request: Request, name: str) -> HTMLResponse:
        task = task_named(name)
        bulletins = [(b.bulletin_id, b.title) for b in desk.library.listed(200)]
        return desk.page(
            request, "task", "Câu hỏi chưa trả lời được", "todo", task=task, words=words,
            status=words.STATUSES.get(task.entries[0].status, ""), bulletins=bulletins,
            accounts=[a.name for a in desk.back_office.accounts.all()],
            times=[(time_text(e.asked_at), e) for e in task.entries[:20]],
        )  # fmt: skip

    @router.post("/todo/{name}/assign")
    def assign(request: Request, name: str, assignee: Annotated[str, Form()] = "") -> Response:
        who, task = desk.account(request).name, task_named(name)
        known = {a.name for a in desk.back_office.accounts.all()}
        if assignee and assignee not in known:
            return fails_at(f"/staff/todo/{name}", f"Không có tài khoản “{assignee}”.")
        worklist.decide(name, who, assignee)
        text = f"Đã giao cho {assignee}." if assignee else "Không còn ai nhận câu hỏi này."
        return leads_to(
            f"/staff/todo/{name}", text, undo=f"/staff/todo/{name}/assign",
            fields={"assignee": task.assignee},
        )  # fmt: skip

    @router.post("/todo/{name}/resolve")
    def resolve(
        request: Request, name: str, how: Annotated[str, Form()],
        bulletin: Annotated[str, Form()] = "", suite: Annotated[str, Form()] = "",
        expected: Annotated[str, Form()] = "", why: Annotated[str, Form()] = "",
    ) -> Response:  # fmt: skip
        who, task, here = desk.account(request).name, task_named(name), f"/staff/todo/{name}"
        detail = {"bulletin": bulletin.strip(), "outside": why.strip()}.get(how, "")
        try:
            if how == "bulletin":
                detail = desk.library.edition(detail).bulletin.bulletin_id
            elif how == "case":
                detail = add_case(suites, suite, task.question, expected, ["journal"])
            elif how != "outside":
                return fails_at(here, "Hãy chọn cách xử lý.")
        except Exception as exc:  # noqa: BLE001 - of the package `evals`, which this does not import
            return fails_at(here, exc)
        worklist.decide(name, who, task.assignee or who, how, detail)  # type: ignore[arg-type]  # checked above
        text = f"Đã xong: {words.RESOLUTIONS[how]}" + f" ({detail})" * bool(detail) + "."
        return leads_to("/staff/", text, undo=f"/staff/todo/{name}/reopen")

    @router.post("/todo/{name}/reopen")
    def reopen(request: Request, name: str) -> Response:
        worklist.decide(name, desk.account(request).name, task_named(name).assignee)
        return leads_to(f"/staff/todo/{name}", "Câu hỏi được mở lại.")

    return router


def add_case(folder: Path, suite: str, question: str, expected: str, tags: list[str]) -> str:
    """Adds a question to a suite of the data folder, and returns the id of its case.

    `evals` imports this package, so its function is loaded through an entry point. An error is
    that function's own.
    """
    points = list(entry_points(group="bantin.promote"))
    if not points:
        raise LookupError("Gói đánh giá chưa được cài đặt.")
    promote: Callable[..., Any] = points[0].load()
    folder.mkdir(parents=True, exist_ok=True)
    return str(promote(folder, suite.strip() or "nhat-ky", question, expected, tags).id)
