"""Pages are fetched within bounds, stored as files, and not from private networks by default."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from knowledge.errors import UnreadableBulletin
from knowledge.readers.decoding import MAX_BYTES
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.fetching import fetch_page
from knowledge.readers.files import read_drafts
from tests.knowledge.readers.test_html_page import ABROAD, page

HTML = "text/html; charset=utf-8"
BARE = page().replace('<!-- saved from url=(0049)https://sld.tinhmau.gov.vn/tin-tuc/viec-lam-2022 -->\n', "")  # fmt: skip


class Site(http.server.BaseHTTPRequestHandler):
    """A small site with pages, redirects and faults."""

    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {
        "/tin": (200, {"content-type": HTML}, BARE.encode()),
        "/cu": (301, {"location": "/tin"}, b""),
        "/vong": (302, {"location": "/vong"}, b""),
        "/ra-ngoai": (302, {"location": "file:///etc/passwd"}, b""),
        "/mat": (404, {"content-type": HTML}, b"no"),
        "/anh": (200, {"content-type": "image/png"}, b"\x89PNG"),
        "/to": (200, {"content-type": HTML}, b"x" * (MAX_BYTES + 10)),
        "/1258": (200, {"content-type": "text/html; charset=utf-16"}, BARE.encode("utf-16")),
    }

    def do_GET(self) -> None:
        status, headers, body = self.pages[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Prints nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def read(path: Path) -> BulletinDraft:
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    return draft


@pytest.mark.parametrize("way", ["/tin", "/cu", "/1258"])
def test_a_page_is_kept_with_where_it_came_from(site: str, tmp_path: Path, way: str) -> None:
    path = fetch_page(site + way, tmp_path, allow_private=True)
    draft = read(path)
    assert draft.url == site + way.replace("cu", "tin")
    assert ABROAD in [text for _, text in draft.blocks]
    assert fetch_page(site + way, tmp_path, allow_private=True) == path
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        ("/mat", "answers 404"),
        ("/anh", "image/png, not a web page"),
        ("/to", "longer than 5 MB"),
        ("/vong", "leads on more than 5 times"),
        ("/ra-ngoai", "no address"),
    ],
)
def test_a_failed_fetch_is_reported_and_stores_nothing(
    site: str, tmp_path: Path, way: str, reason: str
) -> None:
    with pytest.raises(UnreadableBulletin, match=reason):
        fetch_page(site + way, tmp_path, allow_private=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/tin",
        "http://localhost:{port}/tin",
        "http://[::1]:{port}/tin",
        "http://2130706433:{port}/tin",
        "http://0.0.0.0:{port}/tin",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://[::ffff:127.0.0.1]:{port}/tin",
    ],
)
def test_the_desk_cannot_look_around_inside_the_network(
    site: str, tmp_path: Path, address: str
) -> None:
    with pytest.raises(UnreadableBulletin, match="private network"):
        fetch_page(address.format(port=site.rsplit(":", 1)[1]), tmp_path, allow_private=False)


@pytest.mark.parametrize("address", ["http://", "https:///x", "http://127.0.0.1:9/", "http://a b/"])
def test_an_address_that_leads_nowhere_is_reported(tmp_path: Path, address: str) -> None:
    with pytest.raises(UnreadableBulletin):
        fetch_page(address, tmp_path, allow_private=True)
