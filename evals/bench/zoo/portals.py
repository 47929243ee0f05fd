"""Pages in the shapes of the systems that Vietnamese portals run on, in their ordinary form."""

from collections.abc import Callable
from dataclasses import replace
from html import escape

from evals.bench.zoo.page_parts import (
    comments,
    footer,
    menu,
    meta,
    page,
    paras,
    related,
    sidebar,
    slashed,
    table,
    weekday,
)
from evals.bench.zoo.specimens import Specimen
from evals.bench.zoo.stories import Story, story

Shape = Callable[[Story, int, bool], str]


def _body(s: Story, has_table: bool) -> str:
    grid = paras([s.table.note]) + table(s.table) if has_table else ""
    return paras(s.paragraphs[1:3]) + grid + paras(s.paragraphs[3:])


def _nukeviet(s: Story, n: int, has_table: bool) -> str:
    day = f"{weekday(s.day)} - {slashed(s.day)} 09:1{n % 10}"
    head = (
        meta("og:title", s.title)
        + meta("og:site_name", s.office)
        + meta("description", s.paragraphs[0])
    )
    body = (
        f'<div class="wraper"><header><div class="logo"><a href="/">{s.office}</a></div></header>{menu()}'
        f'<div class="row"><div class="col-sm-16 col-md-18"><ol class="breadcrumb"><li>Trang nhất</li><li>Tin Tức</li></ol>'
        f'<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope><div class="panel-body">'
        f'<h1 class="title margin-bottom-lg" itemprop="headline">{escape(s.title)}</h1>'
        f'<div class="row"><div class="col-md-12"><span class="h5">{day}</span></div><div class="col-md-12"><ul class="list-inline">'
        '<li><a>Gửi bài viết qua email</a></li><li><a>In ra</a></li></ul></div></div>'
        f'<div class="clearfix"><div class="hometext m-bottom" itemprop="description">{paras(s.paragraphs[:1], "div")}</div></div>'
        f'<div id="news-bodyhtml" class="bodytext margin-bottom-lg">{_body(s, has_table)}</div>'
        f'<p class="h5 text-right"><strong>Tác giả: </strong>{s.author}</p></div></div>'
        '<div class="news_column panel"><p>Tổng số điểm của bài viết là: 5 trong 1 đánh giá</p></div>'
        f'{comments(n)}<div class="news_column">{related(n, "Những tin mới hơn", 3)}{related(n + 9, "Những tin cũ hơn", 3)}</div>'
        f'</div><div class="col-sm-8 col-md-6">{sidebar(n)}</div></div><footer>{footer(s.office)}</footer></div>'
    )  # fmt: skip
    return page(head, body, f"{s.title} - {s.office}")


def _liferay(s: Story, n: int, has_table: bool) -> str:
    body = (
        f'<div id="wrapper"><div id="banner"><h2>{s.office}</h2></div>{menu()}<div id="main-content"><div class="portlet-column">'
        '<div class="portlet-boundary portlet-asset-publisher"><section class="portlet"><header class="portlet-topper">'
        '<h3 class="portlet-title-text">Xuất bản thông tin</h3></header><div class="portlet-content"><div class="asset-full-content">'
        f'<h3 class="header-title"><span>{escape(s.title)}</span></h3><div class="asset-content"><div class="journal-content-article">'
        f'<p class="lead"><strong>{s.paragraphs[0]}</strong></p>{_body(s, has_table)}</div></div>'
        f'<div class="asset-metadata"><span class="metadata-entry metadata-publish-date">{slashed(s.day)}</span></div>'
        f'</div><div class="tin-khac"><h4>Tin cùng chuyên mục</h4>{related(n)}</div></div></section></div></div>'
        f'<div class="portlet-column-last">{sidebar(n)}</div></div>{footer(s.office)}</div>'
    )  # fmt: skip
    head = meta("og:title", s.title)
    return page(head, body, f"{s.title} - Tin tức - {s.office}")


def _sharepoint(s: Story, n: int, has_table: bool) -> str:
    body = (
        '<form method="post" action="/tintuc/default.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="/wEPDwUK"/>'
        f'<div id="s4-workspace"><div id="s4-bodyContainer"><div class="header">{menu()}</div><div id="contentBox"><div id="DeltaPlaceHolderMain">'
        f'<div class="news-detail"><h1 class="title-detail">{escape(s.title)}</h1>'
        f'<div class="date-detail">{slashed(s.day)} 16:{15 + n % 40}</div><div class="tools"><a>A+</a><a>A-</a><a>In bài viết</a></div>'
        f'<div class="ms-rtestate-field"><div class="ExternalClass8D">{paras(s.paragraphs[:1], "h2")}{_body(s, has_table)}</div></div>'
        f'<div class="author" style="text-align:right"><b>{s.author}</b></div></div>{related(n)}</div></div>{sidebar(n)}{footer(s.office)}'
        "</div></div></form>"
    )  # fmt: skip
    return page(meta("GENERATOR", "Microsoft SharePoint"), body, f"{s.title}")


def _wordpress(s: Story, n: int, has_table: bool) -> str:
    head = (
        meta("og:title", s.title)
        + meta("og:type", "article")
        + meta("article:published_time", f"{s.day}T02:15:00+00:00")
    )
    body = (
        f'<div id="page"><header id="masthead"><p class="site-title"><a href="/">{s.office}</a></p>{menu()}</header><div id="content">'
        f'<main id="main"><article id="post-{n}" class="post type-post"><header class="entry-header"><h1 class="entry-title">{escape(s.title)}</h1>'
        f'<div class="entry-meta">Đăng ngày <time class="entry-date published" datetime="{s.day}T09:15:00+07:00">{slashed(s.day)}</time> bởi '
        f'<span class="author">quantri</span></div></header><div class="entry-content">{paras(s.paragraphs[:1])}{_body(s, has_table)}</div>'
        f'<footer class="entry-meta">Danh mục: <a rel="category">Tin tức</a></footer></article>{comments(n)}</main>'
        f'<aside id="secondary" class="widget-area">{sidebar(n)}</aside></div><footer class="site-footer">{footer(s.office)}</footer></div>'
    )  # fmt: skip
    return page(head, body, f"{s.title} – {s.office}")


def _joomla(s: Story, n: int, has_table: bool) -> str:
    body = (
        f'<div class="container">{menu()}<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header">'
        f'<h2 itemprop="headline">{escape(s.title)}</h2></div><dl class="article-info"><dt>Chi tiết</dt>'
        f'<dd class="category-name">Chuyên mục: Tin tức</dd><dd class="published"><time datetime="{s.day}T09:00:00+07:00" itemprop="datePublished">'
        f'Được đăng: {s.day.day:02} Tháng {s.day.month} {s.day.year}</time></dd><dd class="hits">Lượt xem: {n + 120}</dd></dl>'
        f'<div itemprop="articleBody">{paras(s.paragraphs[:1])}{_body(s, has_table)}</div>'
        f'<ul class="pager"><li>Trang trước</li><li>Trang sau</li></ul></div><div class="span3">{sidebar(n)}</div></div>{footer(s.office)}'
    )  # fmt: skip
    return page(meta("generator", "Joomla!"), body, s.title)


def _newspaper(s: Story, n: int, has_table: bool) -> str:
    head = (
        meta("og:title", s.title)
        + meta("og:description", s.paragraphs[0])
        + meta("article:published_time", f"{s.day}T16:20:00+07:00")
    )
    body = (
        f'<header class="main-header">{menu()}<div class="today">Thứ năm, 26/11/2026 08:00</div></header><section class="detail">'
        f'<div class="detail__breadcrumb"><a>Xã hội</a></div><h1 class="detail__title">{escape(s.title)}</h1>'
        f'<div class="detail__meta">Cập nhật lúc: 16:20, {slashed(s.day)} (GMT+7)</div><h2 class="detail__sapo">{s.paragraphs[0]}</h2>'
        f'<div class="detail__content"><figure><img src="a.jpg"><figcaption>Ảnh: {s.author}</figcaption></figure>{_body(s, has_table)}</div>'
        f'<div class="detail__author"><b>{s.author}</b></div><div class="tags"><a>{s.place}</a><a>việc làm</a></div></section>'
        f'{comments(n)}<section class="related-news">{related(n, "Tin liên quan")}</section>{sidebar(n)}<footer>{footer("Báo " + s.place)}</footer>'
    )  # fmt: skip
    return page(head, body, f"{s.title} - Báo {s.place} điện tử")


def _vnpt(s: Story, n: int, has_table: bool) -> str:
    body = (
        f'<form id="form1"><div id="wrap">{menu()}<div class="col-left"><div class="detail-content"><div class="pathway">Trang chủ &gt; Tin tức</div>'
        f'<h1><span id="ctl00_lblTieuDe" class="tieude">{escape(s.title)}</span></h1><span class="ngaydang">Ngày đăng {slashed(s.day)} | 09:3{n % 10}</span>'
        f'<div class="tomtat"><strong>{s.paragraphs[0]}</strong></div><div class="noidung">{_body(s, has_table)}</div></div>'
        f'<div class="print"><a>In trang</a> <a>Quay lại</a></div>{related(n)}</div><div class="col-right">{sidebar(n)}</div>{footer(s.office)}</div></form>'
    )  # fmt: skip
    return page("", body, s.title)


def _old_tables(s: Story, n: int, has_table: bool) -> str:
    news = "".join(
        f'<tr><td><img src="dot.gif"> <a href="/{k}">{escape(story(n + 90 + k).title)}</a></td></tr>'
        for k in range(4)
    )
    body = (
        '<table width="780" align="center" cellpadding="0"><tr><td colspan="3"><img src="banner.jpg"></td></tr><tr>'
        f'<td width="160" valign="top" bgcolor="#e0e0ff"><table width="100%"><tr><td>{menu("br")}</td></tr></table></td>'
        f'<td valign="top"><table width="100%"><tr><td class="tieude"><font size="4" color="#990000"><b>{escape(s.title)}</b></font></td></tr>'
        f'<tr><td class="ngay"><i>{slashed(s.day)}</i></td></tr><tr><td>{paras(s.paragraphs[:1])}{_body(s, has_table)}</td></tr></table></td>'
        f'<td width="180" valign="top"><table><tr><td bgcolor="#ccccff"><b>Thông báo mới</b></td></tr>{news}</table></td></tr>'
        f'<tr><td colspan="3" align="center">{footer(s.office)}</td></tr></table>'
    )  # fmt: skip
    return page("", body, s.title)


_SHAPES: tuple[Shape, ...] = (_nukeviet, _liferay, _sharepoint, _wordpress, _joomla, _newspaper, _vnpt, _old_tables)  # fmt: skip


def specimens() -> list[Specimen]:
    """Three pages of each system, one of them with a table."""
    made = []
    for at, shape in enumerate(_SHAPES):
        for n in range(3):
            number = at * 3 + n
            s, has_table = story(number), n == 1
            expected = s.expected(tables=has_table)
            if shape is _newspaper:
                lead, *rest = expected.paragraphs
                expected = replace(expected, paragraphs=(lead, f"Ảnh: {s.author}", *rest))
            made.append(
                Specimen(
                    f"{shape.__name__[1:]}-{n + 1}", ".html",
                    shape(s, number, has_table).encode,
                    (expected,),
                )
            )  # fmt: skip
    return made
