"""Titles of a list are told from menus, and the next page from other links."""

import pytest

from knowledge.crawling.listings import read_listing
from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import target_of

HERE = target_of("https://sld.tinhmau.gov.vn/tin-tuc?page=2")
T = "Tập huấn nghiệp vụ về lao động việc làm"


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def item(path: str, title: str = T) -> str:
    return f"<div class='item'><h3><a href='{path}'>{title} {path}</a></h3></div>"


def paths(body: bytes, pattern: str | None = None) -> list[str]:
    return [link.target.path for link in read_listing(body, HERE, pattern).bulletins]


LISTS = {
    "titles": (item("/a") + item("/b"), ["/a", "/b"]),
    "a short title among long ones": (item("/a") + item("/b") + item("/c", "Tin"), ["/a", "/b", "/c"]),
    "the same title twice": (item("/a") + item("/a") + item("/a#binh-luan"), ["/a"]),
    "a menu in nav": (f"<nav><a href='/m'>{T}</a></nav>{item('/a')}", ["/a"]),
    "a menu by its class": (f"<div class='main-menu x'><a href='/m'>{T}</a></div>{item('/a')}", ["/a"]),
    "a menu by its id": (f"<div id='footer'><p><a href='/m'>{T}</a></p></div>{item('/a')}", ["/a"]),
    "a menu by its role": (f"<ul role='navigation'><li><a href='/m'>{T}</a></ul>{item('/a')}", ["/a"]),
    "the head of the page": (f"<header><a href='/m'>{T}</a></header>{item('/a')}", ["/a"]),
    "the head of an article": (f"<article><header><h2><a href='/a'>{T}</a></h2></header></article>", ["/a"]),
    "short words beside": ("<ul class='x'><li><a href='/m'>Tin tức</a><li><a href='/n'>Văn bản</a></ul>" + item("/a"), ["/a"]),
    "another site": (item("https://khac.example/a") + item("/a"), ["/a"]),
    "the same site with www": (item("https://www.sld.tinhmau.gov.vn/a"), ["/a"]),
    "no addresses": (f"<a href='javascript:x()'>{T}</a><a href='mailto:a@b.vn'>{T}</a>{item('/a')}", ["/a"]),
    "a title in the attribute": (f"<div class='i'><a href='/a' title='{T}'><img src='x'></a></div>", ["/a"]),
    "a document": (item("/files/bao-cao-2022.pdf"), ["/files/bao-cao-2022.pdf"]),
    "old tables": (f"<table><tr><td class='tt'><a href='/a'>{T}</a></td></tr><tr><td class='tt'><a href='/b'>{T}</a></td></tr></table>", ["/a", "/b"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "listed"), LISTS.values(), ids=list(LISTS))
def test_titles_are_told_from_menus(body: str, listed: list[str]) -> None:
    """Links in places of long titles are bulletins, in the order of the page."""
    assert paths(page(body)) == listed


NUMBERS = "".join(f"<a href='/tin-tuc?page={n}'>{n}</a>" for n in range(1, 8))
NEXT = {
    "stated in the head": ("", "<link rel='next' href='/tin-tuc?page=3'>", "/tin-tuc?page=3"),
    "stated at the link": ("<a rel='next nofollow' href='/x'>3</a>", "", "/x"),
    "trang sau": ("<a href='/x'>Trang sau »</a>", "", "/x"),
    "trang sau without accents": ("<a href='/x'>TRANG SAU</a>", "", "/x"),
    "tiếp": ("<a href='/x'>Tiếp ›</a>", "", "/x"),
    "a label": ("<a href='/x' aria-label='Next'>›</a>", "", "/x"),
    "older posts": ("<a href='/x'>Older posts</a>", "", "/x"),
    "numbers": (NUMBERS, "", "/tin-tuc?page=3"),
    "signs beside numbers": ("<a href='/a1'>1</a><a href='/a7'>7</a><a href='/x'>›</a><a href='/l'>»</a>", "", "/x"),
    "a sign of a picture show": ("<a href='/x'>›</a>", "", None),
    "the last page": ("<a href='/tin-tuc?page=1'>1</a><a href='/tin-tuc?page=2'>2</a><a href='/l'>»</a>", "", None),
    "another site": ("<a href='https://khac.example/'>Trang sau</a>", "", None),
    "none": ("", "", None),
}  # fmt: skip


@pytest.mark.parametrize(("body", "head", "path"), NEXT.values(), ids=list(NEXT))
def test_the_next_page_is_found(body: str, head: str, path: str | None) -> None:
    """The strongest sign of the next page counts."""
    index = read_listing(page(item("/a") + f"<div>{body}</div>", head), HERE)
    assert [t.path for t in index.further] == ([path] if path else [])
    assert path not in [link.target.path for link in index.bulletins]


def test_a_pattern_decides_alone() -> None:
    """With a pattern, short titles and menus count too."""
    body = page(
        f"<nav><a href='/tin/1.html'>Tin</a></nav>{item('/khac')}<a href='/tin/2.html'>Hai</a>"
    )
    assert paths(body, "*/tin/*.html") == ["/tin/1.html", "/tin/2.html"]


def test_links_are_relative_to_the_base_of_the_page() -> None:
    """`<base>` counts where it is on the same site."""
    body = item("a.html")
    assert paths(page(body, "<base href='/muc/tin/'>")) == ["/muc/tin/a.html"]


@pytest.mark.parametrize("body", [b"", b"\x00", page("<p>x</p>"), b"<a href='http://[::1'>x</a>"])
def test_a_page_that_lists_nothing_is_told(body: bytes) -> None:
    """Without one bulletin the message names the option that helps."""
    with pytest.raises(UnreadableBulletin, match=r"--match|cannot be read|can be read"):
        read_listing(body, HERE)
