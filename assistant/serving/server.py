"""API, page and guards as one web application, and the server that runs it."""

import logging
import os
import sys
import threading
from typing import Any

from assistant.pipeline import Assistant
from knowledge.settings import Settings


def build_server(assistant: Assistant, settings: Settings) -> Any:
    """The ASGI application: the API under /api/v1, the page at /."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import gradio
    from fastapi import FastAPI

    from assistant.pages.citizens import CSS, build_page, build_theme
    from assistant.serving.api import build_router
    from assistant.serving.guards import Guard

    app = FastAPI(
        title="bantin", version="1", docs_url="/api/v1/docs", openapi_url="/api/v1/openapi.json",
        redoc_url=None, description="Checked, cited answers over provincial bulletins.",
    )  # fmt: skip
    app.include_router(build_router(assistant))
    per_minute = settings.requests_per_minute if settings.rate_limit == "on" else None
    app.add_middleware(Guard, max_bytes=settings.max_body_bytes, per_minute=per_minute)
    page = build_page(assistant)
    return gradio.mount_gradio_app(
        app, page, path="/", theme=build_theme(), css=CSS, footer_links=[], show_error=False
    )


def run_server(settings: Settings, host: str, port: int) -> None:
    """Serves until it is stopped; answers questions from the first request on."""
    import uvicorn

    from assistant.build import build_assistant, warm_up
    from knowledge.charts import Chart, Point, draw

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    assistant = build_assistant(settings)
    warm_up(assistant)
    counts = assistant.library.counts()
    # The first chart would wait a second for matplotlib; nobody waits for it here.
    threading.Thread(target=draw, args=(Chart("bars", "", "", (Point("", "1"),)),)).start()
    sys.stderr.write(
        f"bantin: {counts['bulletins']} bulletins, {counts['figures']} figures; "
        f"page http://{host}:{port}/  API http://{host}:{port}/api/v1/docs\n"
    )
    uvicorn.run(build_server(assistant, settings), host=host, port=port, log_level="warning")
