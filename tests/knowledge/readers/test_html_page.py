"""A saved web page becomes a bulletin with the article, its day and its office only."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import UnreadableBulletin
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from tests.knowledge.readers.test_encodings import TEXT, in_cp1258

ADDRESS = "https://sld.tinhmau.gov.vn/tin-tuc/viec-lam-2022"
LEAD = "Năm 2022, tỉnh Bắc Kạn giải quyết việc làm cho hơn 6.000 lao động, vượt kế hoạch đã đề ra."
ABROAD = (
    "Theo Sở Lao động - Thương binh và Xã hội, toàn tỉnh có 753/500 người đi làm việc ở nước ngoài "
    "theo hợp đồng, đạt 151% kế hoạch; phần lớn sang Nhật Bản và Đài Loan."
)
PAGE = """<!doctype html>
<!-- saved from url=(0049){address} -->
<html lang="vi"><head><meta charset="utf-8"><title>Việc làm năm 2022 - Cổng thông tin</title>
<meta property="og:site_name" content="Cổng Sở LĐTBXH"><meta property="article:published_time" content="{meta}">
</head><body><nav><a href="/">Trang chủ</a> <a href="/gioi-thieu">Giới thiệu</a></nav>
<div class="main"><h1>Việc làm năm 2022 vượt kế hoạch</h1>{stamp}
<p>{lead}</p><p>{abroad}</p><h2>Đào tạo nghề</h2>
<p>Năm 2022 có 5.100 người được đào tạo nghề, đạt 102% kế hoạch năm, trong đó lao động nông thôn 3.200 người.</p>
<ul><li>Trình độ trung cấp: 400 người</li><li>Trình độ sơ cấp: 1.200 người</li></ul>
<table><tr><th>Chỉ tiêu</th><th>2021</th><th>2022</th></tr><tr><td>XKLĐ</td><td>400</td><td>753</td></tr></table>
<p>Các địa phương tiếp tục rà soát nhu cầu học nghề của người dân để mở lớp trong quý tới./.</p>
<p>Hoàng Minh</p><script>alert(1)</script></div>
<aside>Tin khác: <a href="/1">Tổng kết năm 2021 với 99.999 người</a></aside>
<footer>Bản quyền 2026</footer></body></html>"""
STAMP = '<p class="date">Thứ tư, 07/12/2022, 16:15</p>'


def page(
    address: str = ADDRESS, stamp: str = STAMP, meta: str = "2022-12-09T08:00:00+07:00"
) -> str:
    return PAGE.format(address=address, stamp=stamp, meta=meta, lead=LEAD, abroad=ABROAD)


def read(folder: Path, content: bytes | str) -> BulletinDraft:
    path = folder / "trang.html"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    return draft


def test_the_article_is_read_and_nothing_around_it(tmp_path: Path) -> None:
    draft = read(tmp_path, page())
    assert draft.title == "Việc làm năm 2022 vượt kế hoạch"
    assert draft.url == ADDRESS
    assert draft.author == "Hoàng Minh"
    assert draft.issuer == "Sở Lao động - Thương binh và Xã hội"
    texts = [text for _, text in draft.blocks]
    assert texts[:3] == [LEAD, ABROAD, "Đào tạo nghề"]
    assert draft.blocks[2][0] == "heading"
    assert "Trình độ sơ cấp: 1.200 người" in texts
    whole = " ".join(texts)
    for around in ("Trang chủ", "99.999", "alert", "Bản quyền", "07/12/2022"):
        assert around not in whole


@pytest.mark.parametrize(
    ("stamp", "meta", "day"),
    [
        (STAMP, "2022-12-09T08:00:00+07:00", date(2022, 12, 7)),
        ("", "2022-12-09T08:00:00+07:00", date(2022, 12, 9)),
        ("", "", None),
    ],
)
def test_the_printed_day_takes_precedence_and_none_is_guessed(
    tmp_path: Path, stamp: str, meta: str, day: date | None
) -> None:
    assert read(tmp_path, page(stamp=stamp, meta=meta)).published_on == day


def test_a_table_becomes_lines_with_its_headings(tmp_path: Path) -> None:
    """Each row of a table is a line with the headings of its columns."""
    draft = read(tmp_path, page())
    assert "XKLĐ: năm 2021: 400; năm 2022: 753." in [text for _, text in draft.blocks]
    assert draft.warnings == ()


def test_a_table_without_headings_is_left_out_with_a_warning(tmp_path: Path) -> None:
    """A table without headings is left out, so that its numbers are not read as prose."""
    head = "<tr><th>Chỉ tiêu</th><th>2021</th><th>2022</th></tr>"
    draft = read(tmp_path, page().replace(head, "<tr><td>Hộ</td><td>7</td><td>9</td></tr>"))
    assert [text for _, text in draft.blocks if "753" in text] == [ABROAD]
    assert draft.warnings == (
        "a table without headings was left out: 'Hộ | 7 | 9 | XKLĐ | 400 | 753'",
    )


LAYOUT = """<html><head><meta charset="utf-8"><title>Kết quả</title></head><body><table width="100%"><tr>
<td width="20%"><a href="/">Trang chủ</a><br><a href="/tin">Tin tức</a></td><td><table><tr><td><b>Kết quả</b></td></tr>
<tr><td>20/12/2022</td></tr><tr><td><p>{abroad}</p><p>{lead}</p><p>{abroad} Hết.</p></td></tr></table></td></tr></table></body></html>"""


def test_a_page_that_is_laid_out_by_tables_is_read(tmp_path: Path) -> None:
    """Tables that only place the content are taken apart."""
    draft = read(tmp_path, LAYOUT.format(abroad=ABROAD, lead=LEAD))
    assert (draft.title, draft.published_on) == ("Kết quả", date(2022, 12, 20))
    assert draft.blocks == tuple(("paragraph", text) for text in (ABROAD, LEAD, f"{ABROAD} Hết."))
    assert draft.warnings == ()


def test_a_newspaper_speaks_for_no_office(tmp_path: Path) -> None:
    assert read(tmp_path, page("https://baomau.vn/tin/1")).issuer is None


def test_broken_lines_do_not_join_words(tmp_path: Path) -> None:
    body = page().replace("đạt 151%", "đạt<br>151%")
    assert "đạt 151% kế hoạch" in read(tmp_path, body).blocks[1][1]


def test_a_page_of_another_charset_is_read(tmp_path: Path) -> None:
    content = page().replace('charset="utf-8"', 'charset="utf-16"').encode("utf-16")
    assert ABROAD in [text for _, text in read(tmp_path, content).blocks]


@pytest.mark.parametrize(
    "content",
    [b"<html><body></body></html>", b"\x89PNG\r\n\x1a\n\x00\x00", b"", b"<div>" * 5000],
    ids=["empty page", "picture", "nothing", "deep"],
)
def test_a_page_without_an_article_is_an_error(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableBulletin, match=r"trang\.html"):
        read(tmp_path, content)


def test_a_page_without_a_tag_in_an_old_encoding_is_refused(tmp_path: Path) -> None:
    """It is a text in Windows-1258 under the name of a page."""
    path = tmp_path / "tin.html"
    path.write_bytes(in_cp1258(TEXT))
    with pytest.raises(UnreadableBulletin, match="holds no article"):
        list(read_drafts(path))
