"""Pages whose titles and days are hard to find."""

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
    weekday,
)
from evals.bench.zoo.specimens import Specimen, held_every_third
from evals.bench.zoo.stories import Story, story

_START = 200


def frame(
    s: Story,
    n: int,
    *,
    title: str,
    day: str = "",
    body: str | None = None,
    head: str = "",
    before: str = "",
    after: str = "",
    name: str | None = None,
) -> str:
    """A page of divisions; `title`, `day`, `before` and `after` are pieces of HTML around the body."""  # fmt: skip
    body = paras(s.paragraphs) if body is None else body
    inner = (
        f'<div class="top"><a href="/"><img src="logo.png"></a></div>{menu()}<div class="main"><div class="left">{before}'
        f'<div class="chi-tiet">{title}{day}<div class="noi-dung">{body}</div></div>{after}{related(n)}</div>{sidebar(n)}</div>'
        f"{footer(s.office)}"
    )
    return page(head, inner, name or f"{s.title} - {s.office}")


def _titles() -> list[tuple[str, str, Story]]:
    made: list[tuple[str, str, Story]] = []

    def add(name: str, /, **pieces: str) -> None:
        n = _START + len(made)
        s = story(n)
        filled = {key: text.replace("{T}", s.title).replace("{O}", s.office).replace("{D}", slashed(s.day))
                  for key, text in pieces.items()}  # fmt: skip
        made.append(
            (name, frame(s, n, **{"day": f'<p class="date">{slashed(s.day)}</p>', **filled}), s)
        )

    add("site-in-h1", before="<h1>{O}</h1>", title='<h2 class="tieude">{T}</h2>')
    add(
        "category-in-h1",
        before="<h1>TIN TỨC - SỰ KIỆN</h1>",
        title='<h3 class="news-title">{T}</h3>',
    )
    add(
        "title-in-a-division",
        title='<div class="title_news">{T}</div>',
        name="Cổng thông tin điện tử {O}",
    )
    add(
        "title-in-a-span",
        title='<span id="ctl00_ctl29_lblTitle" class="lbl">{T}</span>',
        name="Tin tức",
    )
    add(
        "title-in-bold-paragraph",
        title='<p><strong><span style="font-size:18px">{T}</span></strong></p>',
        name="{O} | Chi tiết tin",
    )
    add(
        "hot-news-in-h1-before",
        before='<div class="tin-nong"><h1><a href="/9">Công bố số điện thoại đường dây nóng của tỉnh</a></h1></div>',
        title="<h1>{T}</h1>",
    )
    add(
        "breadcrumb-ends-in-title",
        before='<ol class="breadcrumb"><li>Trang chủ</li><li>Tin tức</li><li>{T}</li></ol>',
        title="<h1>{T}</h1>",
    )
    add("site-before-title-in-head", title="<h2>{T}</h2>", name="{O} :: Tin hoạt động :: {T}")
    add(
        "title-cut-in-og",
        head=meta("og:title", "Cổng thông tin điện tử tỉnh"),
        title="<h1>{T}</h1>",
        name="Trang chủ",
    )
    add(
        "two-h1",
        before='<h1 class="logo"><a href="/">Cổng thông tin điện tử tỉnh</a></h1>',
        title='<h1 class="entry">{T}</h1>',
        name="{T} | Cổng thông tin điện tử tỉnh",
    )
    add(
        "hidden-h1",
        before='<h1 style="display:none">Cổng thông tin thành phần</h1>',
        title='<h2 class="post-title">{T}</h2>',
        name="{O}",
    )
    add("title-linked", title='<h2><a href="/tin/123" title="{T}">{T}</a></h2>', name="{T}")
    add(
        "title-with-kicker",
        title='<div class="kicker">An sinh xã hội</div><h1>{T}</h1>',
        name="{T}",
    )
    add(
        "sidebar-first",
        before='<div class="hot"><h2>Tin mới nhất</h2><h3><a href="/1">Lịch tiếp công dân của Ban Giám đốc</a></h3><p>09/11/2026</p></div>',
        title='<div class="TieuDe">{T}</div>',
        name="{O}",
    )
    add(
        "repeated-in-toolbar",
        title='<h1>{T}</h1><div class="share"><a title="{T}">Chia sẻ: {T}</a></div>',
        name="{T}",
    )
    return made  # fmt: skip


def _days() -> list[tuple[str, str, Story]]:
    made: list[tuple[str, str, Story]] = []

    def add(name: str, day: str, /, **pieces: str) -> None:
        n = _START + 50 + len(made)
        s = story(n)
        d = s.day
        words = {
            "{D}": slashed(d), "{W}": weekday(d), "{-}": f"{d:%d-%m-%Y}", "{.}": f"{d:%d.%m.%Y}", "{I}": f"{d}",
            "{L}": f"ngày {d:%d} tháng {d:%m} năm {d.year}", "{S}": f"{d.day}/{d.month}/{d.year}",
            "{M}": f"{d.day} Tháng {d.month}, {d.year}", "{T}": s.title, "{N}": str(d.weekday() + 2),
        }  # fmt: skip
        filled = {"day": day, **pieces}
        for key, text in words.items():
            filled = {k: v.replace(key, text) for k, v in filled.items()}
        made.append((name, frame(s, n, **{"title": f"<h1>{s.title}</h1>", **filled}), s))

    today = '<div class="today">Hôm nay: Thứ năm, 26/11/2026 | 10:31:07</div>'
    add("today-above", '<div class="ngay">Ngày đăng: {D}</div>', before=today)
    add("label-and-toolbar", "<div>{D} | 16:15 | Lượt xem: 1.234 | In trang | Gửi email</div>")
    add("below-the-text", "", after='<div class="info">Ngày đăng: {D}; Số lượt xem: 25</div>')
    add("in-words", "<p><em>{W}, {L}</em></p>")
    add("with-points", '<span class="time">{.}</span>')
    add("afternoon-in-vietnamese", '<div class="date">{S} 4:15 CH</div>')
    add("hour-with-h", '<div class="date">16h15\' {D}</div>')
    add("hour-first", '<div class="date">16:15:23 {D}</div>')
    add("in-brackets", '<span class="date">({D} 16:15)</span>')
    add("posted-with-dashes", "<p>Đăng lúc: {-} 08:12 - Đã xem: 77</p>")
    add("month-in-words", '<span class="posted-on">{M}</span>')
    add("updated-and-posted", "<p>Ngày cập nhật: 25/11/2026</p><p>Ngày đăng: {D}</p>")
    add("short-weekday", "<div>Thứ {N}, {D} | 16:15</div>")
    add(
        "only-in-metadata",
        "",
        head=meta("article:published_time", "{I}T09:00:00+07:00"),
        before=today,
    )
    add(
        "only-in-json-ld",
        "",
        head='<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"{T}","datePublished":"{I}T08:00:00+07:00","dateModified":"2026-11-20T08:00:00+07:00"}</script>',
    )
    add(
        "modified-in-metadata",
        '<div class="d">Thời gian đăng: {D}</div>',
        head=meta("article:modified_time", "2026-11-20T08:00:00+07:00")
        + meta("og:updated_time", "2026-11-20T08:00:00+07:00"),
    )
    add("author-and-day", '<div class="author-time"><b>Ban Biên tập</b> - {D} 07:00</div>')
    add(
        "label-apart",
        '<div class="row"><span>Ngày đăng</span><span>{D}</span></div><div class="row"><span>Lượt xem</span><span>1.520</span></div>',
    )
    add("day-and-source", "<p>{D} (Theo Báo địa phương)</p>")
    add("time-element", '<time datetime="{I}">{D} - 7:00 SA</time>', before=today)
    add("comma-year", "<p>Thứ Sáu, 16:02, {D}</p>")
    add("before-the-title", "", title='<div class="d">{W}, {D} 16:15 GMT+7</div><h1>{T}</h1>')
    add("day-of-comments", "<p>Đăng bởi: quantri; ngày {D}</p>", after=comments(77))
    return made  # fmt: skip


def _absent() -> list[tuple[str, str, Story]]:
    """Pages without a day of publication but with other days."""
    made = []
    for at, before in enumerate(('<div class="clock">Thứ năm, 26/11/2026</div>', "", '<marquee>Lịch công tác từ 23/11/2026 đến 27/11/2026</marquee>')):  # fmt: skip
        n = _START + 90 + at
        s = story(n)
        made.append(
            (f"no-day-{at + 1}", frame(s, n, title=f"<h1>{s.title}</h1>", before=before), s)
        )
    return made


def specimens() -> list[Specimen]:
    """Hard pages, each third held."""
    with_day = [(f"title-{n}", html, s, True) for n, html, s in _titles()]
    with_day += [(f"day-{n}", html, s, True) for n, html, s in _days()]
    without = [(f"day-{n}", html, s, False) for n, html, s in _absent()]
    return held_every_third([
        Specimen(name, ".html", html.encode, (s.expected(day=has_day),), "hard")
        for name, html, s, has_day in [*with_day, *without]
    ])  # fmt: skip
