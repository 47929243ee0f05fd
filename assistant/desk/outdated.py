"""The desk's list of answers that people were given, whose bulletins have changed since."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.backoffice.local_time import time_text
from assistant.backoffice.outdated_answers import OutdatedAnswer, outdated_answers
from assistant.desk.pages import Desk
from assistant.desk.tables import Cell, Column, state_of, table_of
from assistant.desk.words import CAUSES

_COLUMNS = (
    Column("question", "Câu hỏi"), Column("asked_at", "Lúc", is_first_descending=True),
    Column("bulletin", "Bản tin"), Column("cause", "Vì sao"), Column("shared", "Đã chia sẻ"),
)  # fmt: skip


def build_outdated(desk: Desk) -> APIRouter:
    """The route `/staff/outdated`."""
    router = APIRouter(prefix="/staff", include_in_schema=False)

    @router.get("/outdated", response_class=HTMLResponse)
    def show(request: Request, bulletin: str = "") -> HTMLResponse:
        state = state_of(request, _COLUMNS, "asked_at", filters=["bulletin"])
        answers = outdated_answers(desk.back_office.store, desk.library, bulletin or None)

        def cells(answer: OutdatedAnswer) -> list[Cell]:
            here = f"/staff/bulletins/{answer.bulletin_id}"
            return [
                Cell(answer.question, f"/staff/log/{answer.answer_id}"),
                Cell(time_text(answer.asked_at), sort_key=answer.asked_at, tone="day"),
                Cell(
                    answer.title,
                    f"{here}?revision={answer.revision}",
                    f"bản số {answer.revision} lúc trả lời",
                ),
                Cell(CAUSES[answer.cause], note=_note(answer)),
                Cell("có" if answer.is_shared else "", f"/a/{answer.answer_id}" * answer.is_shared),
            ]

        table = table_of(
            f"{len(answers)} câu trả lời", _COLUMNS, answers, cells, state,
            "Không có câu trả lời nào cần xem lại.",
        )  # fmt: skip
        return desk.page(
            request, "outdated", "Câu trả lời cần xem lại", "todo", table=table, bulletin=bulletin
        )

    return router


def _note(answer: OutdatedAnswer) -> str:
    """The detail of the cause in words; a removal has the words of who removed the bulletin."""
    return {"replaced": f"nay là bản số {answer.detail}", "corrected": f"bởi: {answer.detail}"}.get(
        answer.cause, answer.detail
    )
