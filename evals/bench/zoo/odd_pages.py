"""Pages whose whole shape is unusual, written after the reader of pages was mended once."""

from collections.abc import Callable
from dataclasses import replace

from evals.bench.zoo.odd_titles import frame
from evals.bench.zoo.page_parts import (
    comments,
    footer,
    menu,
    meta,
    others,
    page,
    paras,
    related,
    sidebar,
    slashed,
    table,
    weekday,
)
from evals.bench.zoo.specimens import Expected, Specimen, Table, held_every_third
from evals.bench.zoo.stories import Story, story

_START = 1100
Shape = Callable[[Story, int], str]


def _h1(s: Story) -> str:
    return f"<h1>{s.title}</h1>"


def _day(s: Story) -> str:
    return f'<p class="date">{slashed(s.day)}</p>'


def _title_in_pieces(s: Story, n: int) -> str:
    first, second = (
        s.title[:20].rsplit(" ", 1)[0],
        s.title[len(s.title[:20].rsplit(" ", 1)[0]) + 1 :],
    )
    return frame(
        s, n, title=f"<h1><span>{first}</span><br/><span>{second}</span></h1>", day=_day(s)
    )


def _sections(s: Story, n: int) -> str:
    body = "".join(f'<section class="sec"><div><p>{t}</p></div></section>' for t in s.paragraphs)
    return frame(s, n, title=_h1(s), day=_day(s), body=body)


def _lead_apart(s: Story, n: int) -> str:
    news = "".join(f'<li><a href="/{k}">{o.title}</a></li>' for k, o in enumerate(others(n, 3)))
    head = f'<div class="dau-bai">{_h1(s)}{_day(s)}<p class="sapo">{s.paragraphs[0]}</p></div>'
    return page(
        "",
        f'{menu()}<div id="khung">{head}<div class="chen"><ul>{news}</ul></div><div class="than-bai">{paras(s.paragraphs[1:])}</div></div>{related(n)}{footer(s.office)}',
        s.title,
    )


def _plain_comments(s: Story, n: int) -> str:
    said = "".join(
        f"<div><div><b>{o.author}</b> | 10:2{k} {slashed(o.day)}</div><div>Tôi rất ủng hộ chủ trương này của tỉnh, mong sớm làm ở xã tôi.</div><a>Trả lời</a></div>"
        for k, o in enumerate(others(n, 4))
    )
    return page(
        "",
        f"{menu()}<div><div>{_h1(s)}{_day(s)}{paras(s.paragraphs)}</div><div><h3>Bình luận (4)</h3>{said}</div></div>{footer(s.office)}",
        s.title,
    )


def _left_column_first(s: Story, n: int) -> str:
    return page(
        "",
        f'{menu()}<div class="row">{sidebar(n, 4, long=True)}<div class="col-md-9"><h2 class="title">{s.title}</h2>{_day(s)}<div>{paras(s.paragraphs)}</div></div></div>{footer(s.office)}',
        f"{s.office}",
    )


def _named_after_parts(s: Story, n: int) -> str:
    links = "".join(f'<div><a href="/{k}">{o.title}</a></div>' for k, o in enumerate(others(n, 12)))
    return page(
        "",
        f'<div class="menu-wrapper has-sidebar"><div class="sidebar-1 social-share"><article class="tags-page">{_h1(s)}{_day(s)}{paras(s.paragraphs)}</article></div><div class="sidebar-2">{links}</div></div>{footer(s.office)}',
        s.title,
    )


def _see_also_between(s: Story, n: int) -> str:
    more = [f'<p>Xem thêm: <a href="/{k}">{o.title}</a></p>' for k, o in enumerate(others(n, 2))]
    body = (
        paras(s.paragraphs[:2])
        + more[0]
        + paras(s.paragraphs[2:4])
        + f"<p>&gt;&gt;&gt; {more[1][3:]}"
        + paras(s.paragraphs[4:])
    )
    return frame(s, n, title=_h1(s), day=_day(s), body=body)


def _question_and_reply(s: Story, n: int) -> str:
    body = f"<p><b>Câu hỏi:</b></p><p>{s.paragraphs[0]}</p><p><b>Trả lời</b></p>{paras(s.paragraphs[1:])}"
    return frame(s, n, title=_h1(s), day=_day(s), body=body)


def _calendar_leaf(s: Story, n: int) -> str:
    leaf = f'<div class="lich"><span>{s.day:%d}</span> <span>Tháng {s.day:%m}</span> <span>{s.day.year}</span></div>'
    return frame(s, n, title=_h1(s), day=leaf)


def _days_ago(s: Story, n: int) -> str:
    return frame(
        s, n, title=_h1(s), day=f'<time datetime="{s.day}T08:00:00+07:00">3 năm trước</time>'
    )


def _capital_tags(s: Story, n: int) -> str:
    rows = "".join(f"<TR><TD COLSPAN=2><FONT SIZE=2>{t}</FONT></TD></TR>" for t in s.paragraphs)
    return f"<HTML><HEAD><TITLE>{s.title}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><TABLE WIDTH=100%><TR><TD WIDTH=150 ROWSPAN=99>{menu('br')}</TD><TD COLSPAN=2><FONT SIZE=5 COLOR=red><B>{s.title}</B></FONT></TD></TR><TR><TD><I>Ngày {slashed(s.day)}</I></TD></TR>{rows}</TABLE>{footer(s.office)}</BODY></HTML>"


def _number_beside_picture(s: Story, n: int) -> str:
    body = f'<table><tr><td><img src="1.jpg"></td><td><p>{s.paragraphs[0]}</p><p>{s.paragraphs[1]}</p></td></tr></table>{paras(s.paragraphs[2:])}'
    return frame(s, n, title=_h1(s), day=_day(s), body=body)


def _amp(s: Story, n: int) -> str:
    head = '<link rel="canonical" href="https://baomau.vn/tin/1.html">' + meta(
        "article:published_time", f"{s.day}T08:00:00+07:00"
    )
    return page(
        head,
        f'<amp-sidebar id="m"><ul><li><a href="/">Trang chủ</a></li></ul></amp-sidebar><main><h1 class="amp-title">{s.title}</h1><div class="amp-meta"><span>{weekday(s.day)}, {slashed(s.day)} 08:00 (GMT+7)</span></div>{paras(s.paragraphs)}<amp-ad></amp-ad></main>',
        s.title,
    )


def _author_box(s: Story, n: int) -> str:
    box = f'<div class="author-box"><h4>{s.author}</h4><p>Phóng viên thường trú, chuyên viết về lao động, việc làm và đời sống của đồng bào vùng cao.</p></div>'
    return frame(s, n, title=_h1(s), day=_day(s), after=box)


def _signed_below(s: Story, n: int) -> str:
    tail = f'<p style="text-align:right"><em>Tin, ảnh: {s.author}</em></p><p><i>Nguồn: Sở Lao động</i></p>'
    return frame(s, n, title=_h1(s), day=_day(s), body=paras(s.paragraphs) + tail)


def _definition_list(s: Story, n: int) -> str:
    items = "".join(f"<dt>{t[:0]}Ý {k}</dt><dd>{t}</dd>" for k, t in enumerate(s.paragraphs[1:], 1))
    return frame(
        s, n, title=_h1(s), day=_day(s), body=paras(s.paragraphs[:1]) + f"<dl>{items}</dl>"
    )


def _two_languages(s: Story, n: int) -> str:
    switch = '<div class="lang"><a>Tiếng Việt</a> <a>English</a> <a>Tiếng Tày</a></div><div class="weather">Nhiệt độ 24°C, độ ẩm 80%, gió nhẹ; ngày 26/11/2026</div>'
    return frame(
        s,
        n,
        title=_h1(s),
        day=f'<div class="d">{weekday(s.day)}, ngày {s.day.day}/{s.day.month}/{s.day.year}, {7:02}:15 SA</div>',
        before=switch,
    )


def _long_comments(s: Story, n: int) -> str:
    return frame(
        s, n, title=_h1(s), day=_day(s), body=paras(s.paragraphs[:3]), after=comments(n, 15)
    )


def _breadcrumb_below(s: Story, n: int) -> str:
    return frame(
        s,
        n,
        title=_h1(s) + '<div class="crumb">Trang chủ / Tin tức / Lao động</div>',
        day=f"<div>Tin tức - {slashed(s.day)}</div>",
    )


def _dashed_paragraphs(s: Story, n: int) -> str:
    return frame(s, n, title=_h1(s), day=_day(s), body="<p>" + "<br>- ".join(s.paragraphs) + "</p>")


def _two_tables(s: Story, n: int) -> str:
    second = Table(
        (("Năm", "Số lớp", "Học viên"), ("2021", "12", "310"), ("2022", "15", "402")),
        "Qua hai năm:",
    )
    body = (
        paras(s.paragraphs[:2])
        + paras([s.table.note])
        + table(s.table, head="th")
        + paras(s.paragraphs[2:])
        + paras([second.note])
        + table(second)
    )
    return frame(s, n, title=_h1(s), day=_day(s), body=body)


_SHAPES: tuple[Shape, ...] = (
    _title_in_pieces, _sections, _lead_apart, _plain_comments, _left_column_first, _named_after_parts, _see_also_between,
    _question_and_reply, _calendar_leaf, _days_ago, _capital_tags, _number_beside_picture, _amp, _author_box, _signed_below,
    _definition_list, _two_languages, _long_comments, _breadcrumb_below, _dashed_paragraphs, _two_tables,
)  # fmt: skip


def _expected(shape: Shape, s: Story) -> Expected:
    texts = s.paragraphs
    if shape is _question_and_reply:
        texts = ("Câu hỏi:", texts[0], "Trả lời", *texts[1:])
    if shape is _definition_list:
        texts = (texts[0], *(part for k, t in enumerate(texts[1:], 1) for part in (f"Ý {k}", t)))
    if shape is _long_comments:
        texts = texts[:3]
    if shape is _dashed_paragraphs:
        texts = (texts[0], *(f"- {t}" for t in texts[1:]))
    tables: tuple[Table, ...] = ()
    if shape is _two_tables:
        tables = (
            s.table,
            Table(
                (("Năm", "Số lớp", "Học viên"), ("2021", "12", "310"), ("2022", "15", "402")),
                "Qua hai năm:",
            ),
        )
    return replace(s.expected(), paragraphs=texts, tables=tables)


def specimens() -> list[Specimen]:
    """Hard pages, each third held."""
    made = []
    for at, shape in enumerate(_SHAPES):
        s = story(_START + at)
        html = shape(s, _START + at)
        made.append(
            Specimen(
                f"odd-{shape.__name__[1:].replace('_', '-')}",
                ".html",
                html.encode,
                (_expected(shape, s),),
                "hard",
            )
        )
    return held_every_third(made)  # fmt: skip
