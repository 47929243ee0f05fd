"""The staff page with its tabs: look-up, search test, loading, log, counts, administration."""

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

import gradio as gr

from assistant.backoffice.accounts import Account
from assistant.pages.staff_admin import build_admin
from assistant.pages.staff_journal import build_counts, build_log
from assistant.pages.staff_library import build_lookup, build_tester
from assistant.pages.staff_loading import build_loading
from assistant.service import Service
from knowledge.output.templates import renderer

_render = renderer("assistant.pages")


def build_staff(service: Service) -> gr.Blocks:
    """The staff page over one service; the session of a request names the account."""

    def account_of(request: gr.Request) -> Account:
        name = str(request.username)
        account = next((a for a in service.back_office.accounts.all() if a.name == name), None)
        if account is None:
            raise gr.Error("Phiên làm việc đã hết; hãy đăng nhập lại.")
        return account

    with gr.Blocks(title="bantin · Bàn làm việc", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(_render("staff_head"))
        with gr.Tabs():
            with gr.Tab("Tra cứu số liệu", id="lookup"):
                build_lookup(service)
            with gr.Tab("Thử tìm kiếm", id="tester"):
                build_tester(service)
            with gr.Tab("Bản tin", id="bulletins"):
                build_loading(service, account_of)
            with gr.Tab("Nhật ký câu hỏi", id="log"):
                build_log(service, _promote())
            with gr.Tab("Thống kê", id="counts"):
                build_counts(service)
            with gr.Tab("Quản trị", id="admin"):
                build_admin(service, account_of)
    return page


def _promote() -> Callable[..., Any] | None:
    """The function that adds a question to a suite; None if `evals` is not installed.

    `evals` imports this package, so the function is loaded through an entry point.
    """
    points = list(entry_points(group="bantin.promote"))
    return points[0].load() if points else None
