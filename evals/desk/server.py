"""The web application of the evaluators' page and the reports that it links to.

It has no sign-in, so it listens on the loopback address only.
"""

import os
import re
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from evals.runs.targets import Target

_REPORTS = ("report.html", "comparison.html")
_RUN = re.compile(r"[\w.-]{1,140}")
HOST = "127.0.0.1"


def build_desk_server(target: Target, settings: Settings) -> Any:
    """The ASGI application: the page at /, reports under /reports/RUN/."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    from fastapi import FastAPI, HTTPException
    from fastapi.responses import FileResponse
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from assistant.serving.gradio_gate import DESK, mount_page
    from assistant.serving.limits_and_headers import Guard
    from evals.desk.page import build_desk
    from evals.desk.theme import CSS, HEAD, build_theme

    runs, suites = folders_of(settings)
    app = FastAPI(title="bantin evaluation", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/reports/{run}/{name}")
    def report(run: str, name: str) -> FileResponse:
        path = runs / run / name
        if name not in _REPORTS or not _RUN.fullmatch(run) or run == ".." or not path.is_file():
            raise HTTPException(404, "no such report")
        return FileResponse(path, media_type="text/html")

    app.add_middleware(Guard, max_bytes=settings.max_body_bytes, rates=None, has_own_pages=False)
    # DNS rebinding: a site whose name resolves to this machine must not reach the desk.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost", "testserver"])
    return mount_page(
        app, build_desk(target, runs, suites), "/", DESK, theme=build_theme(), css=CSS, head=HEAD,
        footer_links=[], show_error=True,
    )  # fmt: skip


def folders_of(settings: Settings) -> tuple[Path, Path]:
    """The folders of runs and of the user's suites, created where missing."""
    folders = settings.data / "evaluation" / "runs", settings.data / "evaluation" / "suites"
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    return folders


def run_desk(target: Target, settings: Settings, port: int) -> None:
    """Serves the page until it is stopped."""
    import uvicorn

    uvicorn.run(build_desk_server(target, settings), host=HOST, port=port, log_level="warning")
