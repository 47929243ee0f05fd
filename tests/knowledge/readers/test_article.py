"""The article of a page is found by its title and the sentences behind it, whatever stands around."""

from datetime import date

import pytest
from lxml.html import fromstring

from knowledge.errors import UnreadableBulletin
from knowledge.readers.article import Article, article_of
from knowledge.readers.page_metadata import metadata_of

TITLE = "Na Rì mở thêm ba lớp nghề cho thanh niên"
DAY = date(2022, 12, 7)
ONE = "Huyện Na Rì mở thêm ba lớp nghề trong năm 2022, với 96 học viên ở các xã vùng cao."
TWO = "Học viên được hỗ trợ tiền ăn, tiền đi lại và được giới thiệu việc làm sau khóa học."
OTHER = "Lịch tiếp công dân của Ban Giám đốc tháng tới"
EXCERPT = "Ban Giám đốc tiếp công dân vào ngày 15 và ngày 30 hằng tháng tại trụ sở cơ quan."
BOX = f'<div><h3><a href="/1">{OTHER}</a></h3><span>26/11/2026</span><p>{EXCERPT}</p></div>'


def page(body: str, head: str = "") -> Article:
    article = article_of(fromstring(f"<html><head>{head}</head><body>{body}</body></html>"))
    assert article is not None
    return article


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


TEXT = f"<p>{ONE}</p><p>{TWO}</p>"
PAGES = {
    "plain": f"<div><h1>{TITLE}</h1><p>07/12/2022</p>{TEXT}</div>",
    "site in h1": f"<h1>Cổng thông tin điện tử tỉnh</h1><div><h2>{TITLE}</h2><p>07/12/2022</p>{TEXT}</div>",
    "title in a division": f'<div><div class="tieude">{TITLE}</div><i>07/12/2022</i>{TEXT}</div>',
    "other news before": f"{BOX}{BOX}<div><h2>{TITLE}</h2><p>07/12/2022</p>{TEXT}</div>",
    "other news behind": f"<div><div><h1>{TITLE}</h1><p>07/12/2022</p>{TEXT}</div>{BOX}{BOX}</div>",
    "other news inside": f'<div><h1>{TITLE}</h1><p>07/12/2022</p><p>{ONE}</p><p><b>Tin liên quan</b></p><ul><li><a href="/1">{OTHER}</a></li></ul><p>{TWO}</p></div>',
    "comments": f"<div><h1>{TITLE}</h1><p>07/12/2022</p>{TEXT}<h3>Bình luận (2)</h3><p>{EXCERPT}</p></div>",
    "foot inside": f"<div><h1>{TITLE}</h1><p>07/12/2022</p>{TEXT}<p>Giấy phép số 25/GP-TTĐT ngày 14/05/2015</p></div>",
    "named after its buttons": f'<div class="share"><h1>{TITLE}</h1><p>07/12/2022</p>{TEXT}</div><div><p><a href="/1">{OTHER}</a></p></div>',
    "lead apart": f'<div><div><h1>{TITLE}</h1><p>07/12/2022</p></div><ul><li><a href="/1">{OTHER}</a></li></ul><div>{TEXT}</div></div>',
    "clock above": f"<div>Hôm nay: Thứ năm, 26/11/2026</div><div><h1>{TITLE}</h1><p>Ngày đăng: 07/12/2022</p>{TEXT}</div>",
    "day below": f"<div><h1>{TITLE}</h1>{TEXT}<p>Ngày đăng: 07/12/2022</p></div>",
    "day above": f"<div><p>Thứ tư, 07/12/2022</p><h1>{TITLE}</h1>{TEXT}</div>",
    "updated and posted": f"<div><h1>{TITLE}</h1><p>Cập nhật: 25/11/2026</p><p>Ngày đăng: 07/12/2022</p>{TEXT}</div>",
    "day in an element": f'<div><h1>{TITLE}</h1><time datetime="2022-12-07T08:00:00+07:00">3 năm trước</time>{TEXT}</div>',
    "broken lines": f"<div><h1>{TITLE}</h1><p>07/12/2022</p><p>{ONE}<br>{TWO}</p></div>",
    "page without elements": f"<b>{TITLE}</b><br><i>07/12/2022</i><div>{TEXT}</div>",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_the_article_is_found_among_what_stands_around(name: str) -> None:
    """Title, day and sentences are those of the article and no others."""
    article = page(PAGES[name])
    assert (article.title, article.day, texts(article)) == (TITLE, DAY, [ONE, TWO])


def test_the_title_of_the_head_decides_between_lines() -> None:
    """Of two headings, that which the head of the page repeats is the title."""
    body = f"<div><h2>{OTHER}</h2><h2>{TITLE}</h2>{TEXT}</div>"
    assert page(body, f"<title>{TITLE} - Sở Lao động</title>").title == TITLE


def test_a_day_in_the_text_is_no_stamp() -> None:
    """A day that stands alone between sentences stays in the text."""
    article = page(f"<div><h1>{TITLE}</h1><p>{ONE}</p><p>15/11/2022</p><p>{TWO}</p></div>")
    assert (article.day, texts(article)) == (None, [ONE, "15/11/2022", TWO])


@pytest.mark.parametrize(
    ("tail", "author"), [("<p>Tác giả: Hoàng Minh</p>", "Hoàng Minh"), ("<b>Lê Thu Hà</b>", "Lê Thu Hà"), ("", None)]
)  # fmt: skip
def test_the_name_below_the_text_is_the_author(tail: str, author: str | None) -> None:
    """The author is stated with a label, or is a name that stands alone at the end."""
    article = page(f"<div><h1>{TITLE}</h1>{TEXT}<div>{tail}</div></div>")
    assert (article.author, texts(article)) == (author, [ONE, TWO])


@pytest.mark.parametrize(
    "body", ["", "<p>Tin</p>", f"<h1>{TITLE}</h1>", f'<h1>{TITLE}</h1><p><a href="/1">{EXCERPT}</a></p>'],
    ids=["empty", "no title", "no text", "links only"],
)  # fmt: skip
def test_a_page_without_sentences_has_no_article(body: str) -> None:
    """Without a title, or sentences behind it, nothing is taken for an article."""
    assert article_of(fromstring(f"<html><body>{body}</body></html>")) is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2022-12-06T22:30:00+00:00">', DAY),
        ('<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2022-12-07"}]}</script>', DAY),
        ('<script type="application/ld+json">{"@type": "WebSite", "datePublished": "2015-01-01"}</script>', None),
        ('<script type="application/ld+json">{"@type": </script>', None),
        ('<meta property="article:modified_time" content="2026-11-20T08:00:00+07:00">', None),
        ('<meta name="pubdate" content="07/12/2022 08:00">', DAY),
        ('<meta name="date" content="gần đây">', None),
    ],
    ids=["open graph", "json-ld", "the site", "broken json", "modified", "slashes", "words"],
)  # fmt: skip
def test_the_day_that_the_head_states_is_the_one_in_vietnam(head: str, day: date | None) -> None:
    """Days of publication are read in any zone; those of the site and of changes are not taken."""
    assert metadata_of(fromstring(f"<html><head>{head}</head><body></body></html>")).day == day


def test_a_page_of_too_many_paragraphs_is_refused() -> None:
    """A page that would take minutes is refused with what to do."""
    tree = fromstring(f"<html><body><h1>{TITLE}</h1>{'<p>a</p>' * 20_001}</body></html>")
    with pytest.raises(UnreadableBulletin, match="20000 paragraphs or more; save the article"):
        article_of(tree)
