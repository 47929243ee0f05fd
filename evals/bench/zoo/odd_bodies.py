"""Pages whose text or tables are hard to tell from what stands around them."""

from dataclasses import replace
from html import escape

from evals.bench.zoo.odd_titles import frame
from evals.bench.zoo.old_pages import (
    COUNTER,
    aspx_grid,
    deep_soup,
    old_font_tables,
    print_version,
    unclosed,
)
from evals.bench.zoo.page_parts import (
    comments,
    paras,
    related,
    sidebar,
    slashed,
    table,
)
from evals.bench.zoo.specimens import Expected, Specimen, Table, held_every_third
from evals.bench.zoo.stories import Story, story

_START = 300
_RATES = (
    '<div class="box"><h3>Tỷ giá</h3><table><tr><th>Ngoại tệ</th><th>Mua</th><th>Bán</th></tr><tr><td>USD</td><td>23.100</td>'
    "<td>23.400</td></tr><tr><td>EUR</td><td>24.100</td><td>25.000</td></tr></table></div>"
)
_PAPERS = (
    '<div class="box"><h3>Văn bản mới</h3><table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr><tr><td>15/2026/QĐ-UBND'
    "</td><td>02/11/2026</td><td>Về giá đất</td></tr><tr><td>77</td><td>01/10/2026</td><td>Về học phí</td></tr></table></div>"
)


def _shown(s: Story) -> str:
    return f'<p class="date">{slashed(s.day)}</p>'


def _bodies() -> list[tuple[str, str, Expected]]:
    made: list[tuple[str, str, Expected]] = []

    def add(
        name: str, body: str | None = None, expected: Expected | None = None, **pieces: str
    ) -> None:
        n = _START + len(made)
        s = story(n)
        html = frame(
            s, n, **{"title": f"<h1>{s.title}</h1>", "day": _shown(s), **pieces}, body=body
        )
        made.append((name, html, expected or s.expected()))

    def at() -> Story:
        return story(_START + len(made))

    add("broken-lines", "<br><br>".join(at().paragraphs))
    add("broken-lines-single", "<br/>\n".join(at().paragraphs))
    add("divisions", paras(at().paragraphs, "div", ' style="text-align:justify"'))
    add(
        "pasted-from-word",
        "".join(
            f'<p class="MsoNormal" style="mso-x:1"><span lang="VI" style="font-size:14.0pt"><!--[if gte mso 9]><xml></xml><![endif]-->{t}<o:p></o:p></span></p>'
            for t in at().paragraphs
        ),
    )
    add(
        "two-sentences",
        paras(at().paragraphs[:2]),
        replace(at().expected(), paragraphs=at().paragraphs[:2]),
    )
    add(
        "one-sentence",
        paras(at().paragraphs[:1]),
        replace(at().expected(), paragraphs=at().paragraphs[:1]),
    )
    add("long-sidebar", after=sidebar(431, 6, long=True))
    add(
        "related-inside",
        paras(at().paragraphs[:2]) + related(440, "Tin liên quan", 3) + paras(at().paragraphs[2:]),
    )
    add("many-comments", after=comments(450, 8))
    add(
        "licence-inside",
        paras(at().paragraphs)
        + '<p style="font-size:11px">Bản quyền thuộc về Sở. Giấy phép số 12/GP-TTĐT ngày 03/04/2015</p>',
    )
    add(
        "page-tools-inside",
        '<div class="tool">Cỡ chữ: A- A A+ | Nghe đọc bài viết | <a>Chia sẻ Facebook</a> <a>Zalo</a></div>'
        + paras(at().paragraphs)
        + "<div>Đánh giá: 5/5 (3 lượt bình chọn)</div><div>Từ khóa: <a>việc làm</a>, <a>người dân</a></div>",
    )
    add(
        "attachments",
        paras(at().paragraphs),
        after='<div class="files"><b>Tài liệu đính kèm:</b> <a href="bc.pdf">BC 123.pdf (1,2 MB)</a> Lượt tải: 45</div>',
    )
    add(
        "a-day-in-the-text",
        paras((at().paragraphs[0], "15/11/2022", *at().paragraphs[1:])),
        replace(
            at().expected(), paragraphs=(at().paragraphs[0], "15/11/2022", *at().paragraphs[1:])
        ),
    )
    add(
        "numbers-in-tags",
        paras(at().paragraphs).replace("1.", "<b>1.</b>").replace(" người", " <span>người</span>"),
    )
    add(
        "soft-hyphens",
        paras(at().paragraphs).replace("người", "ngư&shy;ời").replace("tỉnh ", "tỉnh&nbsp;"),
    )
    add(
        "noscript-and-cookies",
        before='<noscript><div>Trình duyệt của bạn không hỗ trợ JavaScript, vui lòng bật để xem đầy đủ nội dung của Cổng.</div></noscript><div class="cookie">Trang này dùng cookie để ghi nhớ lựa chọn của bạn, xin bấm Đồng ý.</div>',
    )
    add(
        "lead-three-times",
        f"<h2>{at().paragraphs[0]}</h2>" + paras(at().paragraphs[1:]),
        head=f'<meta name="description" content="{escape(at().paragraphs[0])}"><meta property="og:description" content="{escape(at().paragraphs[0])}">',
    )
    add(
        "bold-headings",
        "<p><strong>1. Kết quả đạt được</strong></p>"
        + paras(at().paragraphs[:3])
        + "<p><strong>2. Nhiệm vụ thời gian tới</strong></p>"
        + paras(at().paragraphs[3:]),
        replace(
            at().expected(),
            paragraphs=(
                "1. Kết quả đạt được",
                *at().paragraphs[:3],
                "2. Nhiệm vụ thời gian tới",
                *at().paragraphs[3:],
            ),
        ),
    )
    add(
        "list-of-points",
        paras(at().paragraphs[:1]) + "<ul>" + paras(at().paragraphs[1:], "li") + "</ul>",
    )
    add(
        "advertisement-inside",
        paras(at().paragraphs[:2])
        + '<div class="ads"><a href="/qc">Mua thẻ bảo hiểm trực tuyến, nhận quà</a><iframe src="x"></iframe></div>'
        + paras(at().paragraphs[2:]),
    )
    add(
        "picture-captions",
        paras(at().paragraphs[:1])
        + '<table align="center"><tr><td><img src="1.jpg"></td></tr><tr><td><em>Người dân làm thủ tục tại bộ phận một cửa</em></td></tr></table>'
        + paras(at().paragraphs[1:]),
        replace(
            at().expected(),
            paragraphs=(
                at().paragraphs[0],
                "Người dân làm thủ tục tại bộ phận một cửa",
                *at().paragraphs[1:],
            ),
        ),
    )
    add(
        "next-and-previous",
        after='<div class="nav"><div><span>Bài trước</span><h4><a href="/1">Khai mạc giải bóng chuyền các xã vùng cao</a></h4></div><div><span>Bài sau</span><h4><a href="/2">Lịch cắt điện tuần tới</a></h4></div></div>',
    )
    add("preformatted", "<pre>" + "\n\n".join(at().paragraphs) + "</pre>")
    add(
        "author-after-stop",
        paras((*at().paragraphs[:-1], at().paragraphs[-1][:-1] + "./."))
        + f'<p style="text-align:right"><strong>{at().author}</strong></p>',
        replace(
            at().expected(), paragraphs=(*at().paragraphs[:-1], at().paragraphs[-1][:-1] + "./.")
        ),
    )
    return made  # fmt: skip


def _tables() -> list[tuple[str, str, Expected]]:
    made: list[tuple[str, str, Expected]] = []

    def add(name: str, of: Table, html: str, *, has_note: bool = True, **pieces: str) -> None:
        n = _START + 60 + len(made)
        s = story(n)
        body = (
            paras(s.paragraphs[:2])
            + (paras([of.note]) if has_note else "")
            + html
            + paras(s.paragraphs[2:])
        )
        whole = frame(
            s, n, **{"title": f"<h1>{s.title}</h1>", "day": _shown(s), **pieces}, body=body
        )
        made.append((name, whole, Expected(s.title, s.day, s.paragraphs, (of,))))

    def grid() -> Table:
        return story(_START + 60 + len(made)).table

    add("counter-beside", grid(), table(grid()), before=COUNTER)
    add("rates-beside", grid(), table(grid()), after=_RATES + _PAPERS)
    merged = Table(
        (
            ("Huyện", "Việc làm (người)", "Việc làm (người)"),
            ("Huyện", "Trong nước", "Ngoài nước"),
            ("Na Rì", "1.120", "35"),
            ("Chợ Đồn", "980", "22"),
            ("Tổng số", "2.100", "57"),
        ),
        "Đơn vị tính: người",
        2,
    )
    add(
        "merged-headings",
        merged,
        '<table><tr><td rowspan="2">Huyện</td><td colspan="2">Việc làm (người)</td></tr><tr><td>Trong nước</td><td>Ngoài nước</td></tr>'
        + "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in merged.rows[2:])
        + "</table>",
    )
    add(
        "paragraphs-in-cells",
        grid(),
        table(grid())
        .replace("<td>", '<td><p class="MsoNormal"><span>')
        .replace("</td>", "<o:p></o:p></span></p></td>"),
    )
    add(
        "headings-in-th-scope",
        grid(),
        table(grid(), head='th scope="col"').replace('</th scope="col">', "</th>"),
    )
    add(
        "inside-a-layout-table",
        grid(),
        f'<table width="100%"><tr><td align="center">{table(grid())}</td></tr></table>',
    )
    add(
        "years-as-columns",
        Table(
            (
                ("Chỉ tiêu", "2020", "2021", "2022"),
                ("Hộ nghèo", "5.120", "4.610", "4.020"),
                ("Hộ cận nghèo", "3.300", "3.150", "2.870"),
            ),
            "Kết quả qua các năm (hộ):",
        ),
        "<table><thead><tr><th>Chỉ tiêu</th><th>2020</th><th>2021</th><th>2022</th></tr></thead><tbody><tr><td>Hộ nghèo</td><td>5.120</td><td>4.610</td><td>4.020</td></tr><tr><td>Hộ cận nghèo</td><td>3.300</td><td>3.150</td><td>2.870</td></tr></tbody></table>",
    )
    add(
        "ordinal-column",
        Table(
            (
                ("STT", "Đơn vị", "Số hộ"),
                ("1", "Xã Tân Lập", "212"),
                ("2", "Xã Đồng Ý", "187"),
                ("3", "Xã Vũ Lễ", "95"),
            )
        ),
        "<table><tr><td>STT</td><td>Đơn vị</td><td>Số hộ</td></tr><tr><td>1</td><td>Xã Tân Lập</td><td>212</td></tr><tr><td>2</td><td>Xã Đồng Ý</td><td>187</td></tr><tr><td>3</td><td>Xã Vũ Lễ</td><td>95</td></tr></table>",
        has_note=False,
    )
    add(
        "in-a-figure",
        grid(),
        f'<figure class="wp-block-table">{table(grid(), head="th")}<figcaption></figcaption></figure>',
    )
    return made  # fmt: skip


def specimens() -> list[Specimen]:
    """Hard pages, each third held."""
    shapes = (print_version, deep_soup, old_font_tables, unclosed, aspx_grid)
    whole = [
        (shape.__name__.replace("_", "-"), shape(story(_START + 40 + at)), story(_START + 40 + at).expected())
        for at, shape in enumerate(shapes)
    ]  # fmt: skip
    made = [(f"text-{name}", html, e) for name, html, e in [*_bodies(), *whole]]
    made += [(f"table-{name}", html, e) for name, html, e in _tables()]
    return held_every_third(
        [Specimen(name, ".html", html.encode, (e,), "hard") for name, html, e in made]
    )  # fmt: skip
