"""The desk's page that loads bulletins: files, an address or a folder, previewed before."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from assistant.backoffice import previewed
from assistant.backoffice.uploaded_files import import_path, keep_page, keep_upload
from assistant.backoffice.uploads import load, may_be_loaded, preview, trusting_for
from assistant.desk.bulletin_changes import plain_blocks
from assistant.desk.messages import in_vietnamese
from assistant.desk.pages import Desk, fails_at
from assistant.desk.words import CHANGES, COUNTS, TRUSTS, counts_text
from assistant.errors import LoadingFailed
from assistant.wording.phrases import date_text
from knowledge.ingestion.previewing import Preview
from knowledge.readers.drafts import date_of
from knowledge.readers.files import SUFFIXES
from knowledge.records import Trust

_HERE = "/staff/load"
_MOST_FILES = _MOST_ROWS = 200


def _day_of(seen: Preview) -> str:
    return date_text(date_of(seen.published_on)[0], "vi")


def _linked(report: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    """The corrections of a loading run and the bulletins whose source is gone, as id and title."""

    def named(bulletin_id: str | None) -> tuple[str, str] | None:
        return (bulletin_id, titles.get(bulletin_id, bulletin_id)) if bulletin_id else None

    return {
        "corrections": [(named(c["bulletin_id"]), named(c["corrects"]))
                        for c in report["corrections"]][:_MOST_ROWS],
        "gone": [(named(g["bulletin_id"]), Path(g["moved_to"] or "").name)
                 for g in report["gone"]][:_MOST_ROWS],
    }  # fmt: skip


def build_loading(desk: Desk) -> APIRouter:
    """The routes `/staff/load`, `/staff/load/preview` and `/staff/load/go`."""
    router = APIRouter(prefix=_HERE, include_in_schema=False)
    settings, store = desk.service.settings, desk.back_office.store

    @router.get("", response_class=HTMLResponse)
    def form(request: Request) -> HTMLResponse:
        return desk.page(
            request, "load", "Nạp bản tin", "bulletins", suffixes=SUFFIXES, trusts=TRUSTS,
            megabytes=settings.max_upload_bytes // 1_000_000,
            has_folder=settings.import_folder is not None,
        )  # fmt: skip

    @router.post("/preview", response_model=None)
    def look(
        request: Request, files: Annotated[list[UploadFile] | None, Form()] = None,
        address: Annotated[str, Form()] = "", folder: Annotated[str, Form()] = "",
        trust: Annotated[str, Form()] = "",
    ) -> Response:  # fmt: skip
        account = desk.account(request)
        if folder.strip() and account.role != "admin":
            return fails_at(_HERE, "Chỉ quản trị viên nạp được thư mục trên máy chủ.")
        uploads = [file for file in files or [] if file.filename][:_MOST_FILES]
        try:
            paths = [
                keep_upload(settings, account.name, str(f.filename), f.file.read()) for f in uploads
            ]
            pages = [keep_page(settings, address.strip())] if address.strip() else []
            folders = [import_path(settings, folder)] if folder.strip() else []
        except LoadingFailed as exc:
            return fails_at(_HERE, exc)
        paths += pages + folders
        if not paths:
            return fails_at(_HERE, "Hãy chọn tệp, hoặc ghi địa chỉ của một trang.")
        level: Trust | None = next((t for t in TRUSTS if t == trust), None)
        trusting = trusting_for(settings, paths, pages, level)
        previews = preview(settings, paths, trusting, desk.library)
        # Files without a complete preview are not loaded.
        kept = [path for path in paths if may_be_loaded(path, previews)]
        token = previewed.keep(store, account.name, kept, trusting) if kept else ""
        return desk.page(
            request, "previews", "Xem trước", "bulletins", previews=previews, trusts=TRUSTS,
            token=token, count=sum(p.error is None for p in previews), vi=in_vietnamese,
            day_of=_day_of, statuses=COUNTS, changes=CHANGES, blocks_of=plain_blocks,
        )  # fmt: skip

    @router.post("/go", response_model=None)
    def go(request: Request, token: Annotated[str, Form()] = "") -> Response:
        account = desk.account(request)
        try:
            paths, trusting = previewed.take(store, account.name, token)
            report = load(settings, paths, store, account.name, trusting)
        except LoadingFailed as exc:
            return fails_at(_HERE, exc)
        receipts = report["bulletins"]
        titles = {b.bulletin_id: b.title for b in desk.library.listed()}
        return desk.page(
            request, "loaded", "Đã nạp", "bulletins", counts=counts_text(report["counts"]),
            rows=[(r["bulletin_id"], titles.get(r["bulletin_id"], r["bulletin_id"]), r["status"])
                  for r in receipts if not r["error"]][:_MOST_ROWS],
            errors=[in_vietnamese(r["error"]) for r in receipts if r["error"]],
            statuses=COUNTS, **_linked(report, titles),
        )  # fmt: skip

    return router
