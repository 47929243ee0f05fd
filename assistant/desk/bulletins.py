"""The desk's list of bulletins and the page of each: amended, withdrawn and brought back here."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from assistant.backoffice.uploads import amend, restore, withdraw
from assistant.desk.bulletin_changes import (
    changes_between,
    figure_cells,
    marked_text,
    relations_to,
)
from assistant.desk.messages import in_vietnamese
from assistant.desk.pages import Desk, fails_at, leads_to
from assistant.desk.tables import Cell, Column, state_of, table_of
from assistant.desk.words import TRUSTS
from assistant.errors import LoadingFailed
from assistant.wording.phrases import count_text, date_text
from knowledge.readers.drafts import date_of
from knowledge.records import Listed, Trust
from knowledge.storage.life import withdrawal_of
from knowledge.text.spelling import fold
from knowledge.vocabulary.places import COUNTRY, PROVINCES, canonical_place

_COLUMNS = (
    Column("title", "Tiêu đề"), Column("published_on", "Ngày đăng", is_first_descending=True),
    Column("place", "Nơi"), Column("trust", "Nguồn"), Column("revision", "Bản số", True),
)  # fmt: skip
_FIGURES = (
    Column("name", "Chỉ tiêu", is_sorted=False), Column("value", "Giá trị", True, is_sorted=False),
    Column("role", "Loại số", is_sorted=False), Column("period", "Thời gian", is_sorted=False),
    Column("place", "Nơi", is_sorted=False),
)  # fmt: skip


def build_bulletins(desk: Desk) -> APIRouter:
    """The routes below `/staff/bulletins`."""
    router = APIRouter(prefix="/staff/bulletins", include_in_schema=False)
    settings, store, library = desk.service.settings, desk.back_office.store, desk.library

    def cells(b: Listed) -> list[Cell]:
        return [
            Cell(b.title, f"/staff/bulletins/{b.bulletin_id}", b.bulletin_id),
            Cell(date_text(b.published_on, "vi"), sort_key=b.published_on or ""),
            Cell(b.place or ""), Cell(TRUSTS[b.trust]), Cell(str(b.revision), sort_key=b.revision),
        ]  # fmt: skip

    @router.get("", response_class=HTMLResponse)
    def show_list(request: Request, q: str = "", removed: bool = False) -> HTMLResponse:
        state = state_of(request, _COLUMNS, "published_on", filters=["q", "removed"])
        sought = fold(q.strip())
        rows = [
            b for b in library.listed(are_removed=removed)
            if sought in fold(f"{b.bulletin_id} {b.title} {b.place or ''}")
        ]  # fmt: skip
        caption = f"{count_text(len(rows))} bản tin" + " đã gỡ" * removed
        table = table_of(caption, _COLUMNS, rows, cells, state, "Không có bản tin nào.")
        return desk.page(
            request, "bulletins", "Bản tin", "bulletins", table=table, q=q, are_removed=removed
        )

    @router.get("/{bulletin_id}", response_class=HTMLResponse)
    def show(
        request: Request, bulletin_id: str, figure: str = "",
        revision: Annotated[int | None, Query(ge=1, le=2**31)] = None,
    ) -> HTMLResponse:  # fmt: skip
        with library.at_one_state() as frozen, frozen.reading() as snapshot:
            stored = next(iter(snapshot.stored(ids=[bulletin_id])), None)
            shown = revision or (stored.revision if stored else None)
            edition = frozen.edition(bulletin_id, shown)
            figures = frozen.figures_of(edition)
            newest = stored.revision if stored else edition.revision
            numbers = range(max(1, newest - 20), newest + 1)
            editions = [frozen.edition(bulletin_id, n) for n in numbers]
            relations = relations_to(snapshot, bulletin_id)
            withdrawal = withdrawal_of(snapshot, bulletin_id)
        bulletin = edition.bulletin
        state = state_of(request, _FIGURES, "")
        table = table_of(
            f"{len(figures)} số liệu đọc được", _FIGURES, figures, figure_cells(bulletin), state,
            "Không đọc được số liệu nào trong bản tin này.",
        )  # fmt: skip
        return desk.page(
            request, "bulletin", bulletin.title, "bulletins", bulletin=bulletin, edition=edition,
            is_removed=bool(stored and not stored.is_current), trusts=TRUSTS, table=table,
            day=date_text(bulletin.published_on, "vi"), newest=newest,
            blocks=marked_text(bulletin, figures, figure), places=[COUNTRY, *PROVINCES],
            history=changes_between(editions), vi=in_vietnamese, relations=relations,
            withdrawal=withdrawal,
        )  # fmt: skip

    @router.post("/{bulletin_id}/amend")
    def change(
        request: Request, bulletin_id: str, title: Annotated[str, Form()] = "",
        day: Annotated[str, Form()] = "", place: Annotated[str, Form()] = "",
        trust: Annotated[str, Form()] = "",
    ) -> Response:  # fmt: skip
        who, here = desk.account(request).name, f"/staff/bulletins/{bulletin_id}"
        edition = library.edition(bulletin_id)
        before = edition.bulletin
        when, problems = date_of(day)
        if problems:
            return fails_at(here, f"Ngày “{day}” không viết như 07/12/2022.")
        title, place = " ".join(title.split()), place.strip()
        place = canonical_place(place) or place
        level: Trust | None = next((t for t in TRUSTS if t == trust), None)
        new_title = title if title and title != before.title else None
        new_day = when if when and when != before.published_on else None
        new_place = place if place and place != before.place else None
        new_trust = level if level != edition.trust else None
        if not (new_title or new_day or new_place or new_trust):
            return fails_at(here, "Chưa đổi gì.")
        try:
            amend(settings, bulletin_id, store, who, new_title, new_day, new_place, new_trust)
        except LoadingFailed as exc:
            return fails_at(here, exc)
        rows = [
            ("Tiêu đề", before.title, new_title), ("Nơi", before.place, new_place),
            ("Ngày", date_text(before.published_on, "vi"), new_day and date_text(new_day, "vi")),
            ("Nguồn", TRUSTS[edition.trust], new_trust and TRUSTS[new_trust]),
        ]  # fmt: skip
        done = "; ".join(f"{name}: {old or '(trống)'} → {new}" for name, old, new in rows if new)
        fields = {"title": before.title, "place": before.place or "", "trust": edition.trust,
                  "day": date_text(before.published_on, "vi")}  # fmt: skip
        # An empty field means no change, so what was empty cannot be emptied again.
        undo = f"{here}/amend" * all(old for _, old, new in rows if new)
        return leads_to(here, f"Đã lưu. {done}.", undo=undo, fields=fields)

    @router.post("/{bulletin_id}/withdraw")
    def take_back(request: Request, bulletin_id: str, reason: Annotated[str, Form()] = "") -> Response:  # fmt: skip
        who, here = desk.account(request).name, f"/staff/bulletins/{bulletin_id}"
        title = library.edition(bulletin_id).bulletin.title
        try:
            withdraw(settings, bulletin_id, reason.strip(), store, who)
        except LoadingFailed as exc:
            return fails_at(here, exc)
        return leads_to(
            "/staff/bulletins", f"Đã gỡ “{title}”. Câu trả lời không dùng bản tin này nữa.",
            undo=f"{here}/restore",
        )  # fmt: skip

    @router.post("/{bulletin_id}/restore")
    def bring_back(request: Request, bulletin_id: str) -> Response:
        who, here = desk.account(request).name, f"/staff/bulletins/{bulletin_id}"
        if not library.listed(ids=[bulletin_id], are_removed=True):
            return fails_at(here, f"no removed bulletin has the id {bulletin_id!r}")
        try:
            restore(settings, bulletin_id, store, who)
        except LoadingFailed as exc:
            return fails_at(here, exc)
        return leads_to(here, "Bản tin đã trở lại kho.")

    return router
