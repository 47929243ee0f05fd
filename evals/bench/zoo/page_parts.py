"""Pieces of the zoo's pages: heads, menus, other news, comments, footers, bodies, days in words."""

from collections.abc import Iterable
from datetime import date
from html import escape

from evals.bench.zoo.specimens import Table
from evals.bench.zoo.stories import Story, story

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_MENU = ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản chỉ đạo", "Thủ tục hành chính", "Hỏi đáp", "Liên hệ")  # fmt: skip


def weekday(day: date) -> str:
    """The name of the day of the week."""
    return WEEKDAYS[day.weekday()]


def slashed(day: date) -> str:
    """07/12/2022"""
    return f"{day:%d/%m/%Y}"


def page(head: str, body: str, title: str, charset: str = "utf-8") -> str:
    """A whole page."""
    return (
        f'<!DOCTYPE html>\n<html lang="vi-VN"><head><meta charset="{charset}"><title>{escape(title)}</title>\n'
        f"{head}</head>\n<body>{body}</body></html>"
    )


def menu(tag: str = "ul") -> str:
    """The menu of a portal."""
    if tag == "ul":
        items = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(_MENU))
        return f'<div class="menu-top"><ul class="nav">{items}</ul></div>'
    return "<br>".join(f'<a href="/{n}" class="menu">{name}</a>' for n, name in enumerate(_MENU))


def others(start: int, count: int = 5) -> list[Story]:
    """Other news, which must not be read."""
    return [story(start + 100 + n) for n in range(count)]


def related(start: int, heading: str = "Các tin khác", count: int = 5) -> str:
    """A list of other news with their days."""
    items = "".join(
        f'<li><a href="/tin/{n}" title="{escape(s.title)}">{escape(s.title)}</a> <em>({slashed(s.day)})</em></li>'
        for n, s in enumerate(others(start, count))
    )
    return f'<div class="tinkhac"><p><strong>{heading}</strong></p><ul class="related">{items}</ul></div>'


def sidebar(start: int, count: int = 4, *, long: bool = False) -> str:
    """A column with boxes of other news, their days and beginnings."""
    boxes = "".join(
        f'<div class="item"><h3><a href="/tin/{n}">{escape(s.title)}</a></h3><span class="date">{slashed(s.day)}</span>'
        f"<p>{escape(' '.join(s.paragraphs[: 4 if long else 1]))}</p></div>"
        for n, s in enumerate(others(start + 50, count))
    )
    return f'<div class="cot-phai"><div class="box"><h2>Tin nổi bật</h2>{boxes}</div></div>'


def footer(office: str) -> str:
    """The foot of a page with the licence of the site and its day."""
    return (
        f'<div class="chan-trang"><p>Cổng thông tin điện tử {escape(office)}</p><p>Giấy phép số 25/GP-TTĐT do Sở Thông tin '
        "và Truyền thông cấp ngày 14/05/2015</p><p>Địa chỉ: số 12 đường Nguyễn Huệ. Điện thoại: 0209 3870 123</p></div>"
    )


def comments(start: int, count: int = 3) -> str:
    """Comments of readers."""
    items = "".join(
        f'<div class="comment-item"><b>Bạn đọc {n + 1}</b> <span>{slashed(s.day)} 10:2{n}</span><p>Tôi thấy tin này rất '
        f"bổ ích, mong tỉnh làm tiếp. {escape(s.paragraphs[4])}</p></div>"
        for n, s in enumerate(others(start + 70, count))
    )
    return f'<div id="comments"><h3>Ý kiến bạn đọc</h3>{items}<form><textarea name="c"></textarea></form></div>'


def paras(paragraphs: Iterable[str], tag: str = "p", style: str = "") -> str:
    """The paragraphs, each in its element."""
    return "\n".join(f"<{tag}{style}>{escape(text, quote=False)}</{tag}>" for text in paragraphs)


def table(of: Table, attributes: str = 'border="1"', head: str = "td") -> str:
    """A table without merged cells."""
    rows = [
        "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>"
        for at, row in enumerate(of.rows)
        for tag in (head if at < of.header_rows else "td",)
    ]
    return f"<table {attributes}>{''.join(rows)}</table>"


def meta(name: str, value: str) -> str:
    """A meta element of the head."""
    key = "property" if ":" in name else "name"
    return f'<meta {key}="{name}" content="{escape(value)}">\n'
