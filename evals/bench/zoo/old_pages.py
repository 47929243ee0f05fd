"""Whole pages in the shapes of the 2000s, for printing, and without names of classes."""

from evals.bench.zoo.page_parts import footer, menu, page, paras, related, slashed
from evals.bench.zoo.stories import Story

COUNTER = (
    '<table class="thongke"><tr><td>Thống kê truy cập</td><td></td></tr><tr><td>Đang truy cập</td><td>12</td></tr>'
    "<tr><td>Hôm nay</td><td>1.234</td></tr><tr><td>Tổng lượt</td><td>9.876.543</td></tr></table>"
)


def print_version(s: Story) -> str:
    """The version of a page for printing."""
    body = (
        f'<body onload="window.print()"><div><b>{s.office}</b></div><hr><h2>{s.title}</h2><i>{slashed(s.day)}</i>{paras(s.paragraphs)}'
        f"<hr><small>Nguồn: {s.office}; bản in lúc 26/11/2026 10:31</small>"
    )
    return page("", body, "In bài viết")


def deep_soup(s: Story) -> str:
    """A page of divisions without names."""
    around = "<div>" * 12
    return page("", f"{around}{menu('br')}<div><div><b>{s.title}</b></div><div>{slashed(s.day)}</div><div>{'<div></div>'.join(f'<div><span>{t}</span></div>' for t in s.paragraphs)}</div></div>{related(480)}{footer(s.office)}{'</div>' * 12}", "Cổng thông tin")  # fmt: skip


def old_font_tables(s: Story) -> str:
    """A page of tables and fonts, the text in one cell."""
    cell = "<br>&nbsp;&nbsp;&nbsp;".join(s.paragraphs)
    return page("", f'<center><table width="760"><tr><td>{menu("br")}</td><td><table><tr><td><p align="center"><font size="5"><b>{s.title}</b></font> <font size="1">({slashed(s.day)})</font></p></td></tr><tr><td><p align="justify"><font face="Arial">{cell}</font></p></td></tr></table></td><td>{COUNTER}</td></tr></table>{footer(s.office)}</center>', "Trang tin")  # fmt: skip


def unclosed(s: Story) -> str:
    """A page whose elements are not closed."""
    return page("", f"<table><tr><td>{menu('br')}<td><h2>{s.title}</h2><i>{slashed(s.day)}</i><p>" + "<p>".join(s.paragraphs) + f"<tr><td colspan=2>{footer(s.office)}</table>", s.title)  # fmt: skip


def aspx_grid(s: Story) -> str:
    """A page whose paragraphs are rows of a grid."""
    rows = "".join(f"<tr><td colspan='2'><div>{t}</div></td></tr>" for t in s.paragraphs)
    return page("", f'<form id="aspnetForm"><table id="ctl00_grid"><tr><td colspan="2"><span class="title">{s.title}</span></td></tr><tr><td colspan="2">Ngày gửi: {slashed(s.day)} - 08:30</td></tr>{rows}</table>{related(490)}</form>{COUNTER}', "Xem tin")  # fmt: skip
