"""A permitted site embeds the chat by one line; other sites cannot."""

import functools
import http.server
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.settings import Settings
from tests.conftest import ROOT, serving

pytestmark = [pytest.mark.browser, pytest.mark.integration]
LINE = "http://127.0.0.1:7860/embed.js"
PORTAL = ROOT / "docs" / "examples" / "portal.html"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    """The port of the portal, which the chat's settings need before it starts."""
    return free_port()


@pytest.fixture(scope="module")
def chat(sample_settings: Settings, port: int) -> Iterator[str]:
    with serving(sample_settings.data, EMBED_ORIGINS=f"http://localhost:{port}") as chat_port:
        yield f"http://127.0.0.1:{chat_port}"


@pytest.fixture(scope="module")
def portal(chat: str, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample page of docs/examples, served from another origin."""
    folder = tmp_path_factory.mktemp("portal")
    html = PORTAL.read_text("utf-8")
    assert html.count(LINE) == 1
    (folder / "portal.html").write_text(html.replace(LINE, f"{chat}/embed.js"), "utf-8")
    inline = html.replace(LINE, f"{chat}/embed.js").replace("<main>", "<main><bantin-chat></bantin-chat>")  # fmt: skip
    (folder / "inline.html").write_text(inline, "utf-8")
    serve = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), serve)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[[str], Any]]:
    pages = []

    def open_at(address: str) -> Any:
        pages.append(browser.new_page(viewport={"width": 1200, "height": 900}))
        pages[-1].goto(address)
        return pages[-1]

    yield open_at
    for page in pages:
        page.close()


def ask(frame: Any) -> str:
    frame.locator("body[data-ready]").wait_for(state="attached")
    frame.locator("#question textarea").fill("nam 2022 co bao nhieu nguoi di xkld")
    frame.locator("#question textarea").press("Enter")
    return str(frame.locator(".log .a .short").inner_text(timeout=30_000))


def test_a_button_opens_the_chat_in_the_corner(
    open_page: Callable[[str], Any], portal: str
) -> None:
    page = open_page(f"{portal}/portal.html")
    assert page.locator("iframe").count() == 0  # nothing is loaded before the first click
    button = page.get_by_role("button", name="Hỏi đáp bản tin")
    button.click()
    frame = page.frame_locator("iframe")
    assert ask(frame) == "753 người"
    frame.locator("a.cite").first.click()
    assert "753/500 người" in frame.locator("mark.here strong").inner_text()
    page.get_by_role("button", name="Đóng").click()
    assert not page.locator("iframe").is_visible()


def test_the_chat_stands_in_the_page_where_it_is_written(
    open_page: Callable[[str], Any], portal: str
) -> None:
    page = open_page(f"{portal}/inline.html")
    assert ask(page.frame_locator("bantin-chat iframe")) == "753 người"
    assert page.get_by_role("button", name="Hỏi đáp bản tin").count() == 0


@pytest.mark.parametrize("path", ["/portal.html", "/staff/sign-in"])
def test_a_site_that_may_not_shows_nothing(
    open_page: Callable[[str], Any], portal: str, chat: str, path: str
) -> None:
    """A frame of the chat on another origin and a frame of the desk on the portal stay empty."""
    stranger = portal.replace("localhost", "127.0.0.1")
    if path == "/portal.html":
        page = open_page(stranger + path)
        page.get_by_role("button", name="Hỏi đáp bản tin").click()
    else:
        page = open_page(f"{portal}/portal.html")
        page.evaluate(
            "address => { const made = document.createElement('iframe'); made.src = address; document.body.append(made); }",
            chat + path,
        )
    page.locator("iframe").wait_for(state="attached")
    page.wait_for_timeout(1500)
    assert page.frames[-1].url == "chrome-error://chromewebdata/"
