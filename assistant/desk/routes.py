"""All routes of the desk; `StaffGate` requires a session for them."""

from collections.abc import Callable

from fastapi import APIRouter

from assistant.desk.accounts import build_accounts
from assistant.desk.admin import build_admin
from assistant.desk.bulletins import build_bulletins
from assistant.desk.exports import build_exports
from assistant.desk.figures import build_figures
from assistant.desk.loading import build_loading
from assistant.desk.log import build_log
from assistant.desk.outdated import build_outdated
from assistant.desk.pages import Desk
from assistant.desk.tester import build_tester
from assistant.desk.todo import build_todo
from assistant.service import Service

_PARTS: tuple[Callable[[Desk], APIRouter], ...] = (
    build_exports, build_todo, build_outdated, build_bulletins, build_loading, build_figures, build_log,
    build_tester, build_admin, build_accounts,
)  # fmt: skip


def build_desk(service: Service) -> APIRouter:
    """The desk over one service."""
    desk, router = Desk(service), APIRouter()
    for build in _PARTS:
        router.include_router(build(desk))
    return router
