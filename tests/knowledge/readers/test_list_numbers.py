"""Numbers of ordered lists stay in the text of HTML and Markdown."""

from pathlib import Path

import pytest

from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from knowledge.readers.html_blocks import html_text


def draft_of(path: Path) -> BulletinDraft:
    """The draft of a file that is one."""
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    return draft


HTML = {
    "start": ('<ol start="3"><li>Một<li>Hai</ol>', ["3. Một", "4. Hai"]),
    "value": ('<ol><li>Một<li value="5">Hai<li>Ba</ol>', ["1. Một", "5. Hai", "6. Ba"]),
    "reversed": ("<ol reversed><li>Một<li>Hai</ol>", ["2. Một", "1. Hai"]),
    "letters": ('<ol type="a"><li>Một<li>Hai</ol>', ["a. Một", "b. Hai"]),
    "roman": ('<ol type="I" start="4"><li>Một</ol>', ["IV. Một"]),
    "nested": ("<ol><li>Một<ol type=a><li>x</ol><li>Hai</ol>", ["1. Một", "a. x", "2. Hai"]),
    "nested at once": ("<ol><li><ol type=a><li>x</ol></ol>", ["1. a. x"]),
    "paragraphs": ("<ol><li><p><b>Một</b> hai</p><p>ba</p></ol>", ["1. Một hai", "ba"]),
    "its own number": ("<ol><li>1. Một<li>2) Hai</ol>", ["1. Một", "2) Hai"]),
    "a number below": ("<ol><li>1.1. Một<li>1.2. Hai</ol>", ["1. 1.1. Một", "2. 1.2. Hai"]),
    "a letter of its own": ('<ol start="2"><li>a) Một</ol>', ["2. a) Một"]),
    "no words": ("<ol><li><li>Hai</ol>", ["1.", "2. Hai"]),
    "no numbers shown": ('<ol style="list-style: none"><li>Một</ol>', ["Một"]),
    "bullets": ("<ul><li>Một</ul>", ["Một"]),
    "a bad start": ('<ol start="x"><li>Một</ol>', ["1. Một"]),
}


@pytest.mark.parametrize("case", HTML)
def test_html_lists_show_their_numbers(case: str) -> None:
    """An item has the number that a browser shows before it."""
    html, expected = HTML[case]
    assert [text for _, text in html_text(html, "x").blocks] == expected


MARKDOWN = {
    "clauses": ("1. Một\n2. Hai\n3. Ba", ["1. Một", "2. Hai", "3. Ba"]),
    "brackets": ("1) Một\n2) Hai", ["1) Một", "2) Hai"]),
    "from three": ("3. Ba\n4. Bốn", ["3. Ba", "4. Bốn"]),
    "one left out": ("1. Một\n3. Ba", ["1. Một", "3. Ba"]),
    "one number for all": ("1. Một\n1. Hai", ["1. Một", "2. Hai"]),
    "begun again": ("1. Một\n2. Hai\nIII. Ba\n1. Bốn", ["1. Một", "2. Hai", "III. Ba", "1. Bốn"]),
    "a motto": ("CỘNG HÒA\nĐộc lập\n-------\n1. Một", ["CỘNG HÒA", "Độc lập", "1. Một"]),
    "apart": ("1. Một\n\n2. Hai", ["1. Một", "2. Hai"]),
    "points": ("1. Một:\n   a) x\n   b) y\n2. Hai", ["1. Một:", "a) x", "b) y", "2. Hai"]),
    "a number on a line": ("1.\nMột\n\n2.\nHai", ["1. Một", "2. Hai"]),
    "articles": ("Điều 1. A\n1. Một\nĐiều 2. B", ["Điều 1. A", "1. Một", "Điều 2. B"]),
}


@pytest.mark.parametrize("case", MARKDOWN)
def test_markdown_lists_keep_their_numbers(case: str, tmp_path: Path) -> None:
    """The number that is written before an item of Markdown stays."""
    text, expected = MARKDOWN[case]
    path = tmp_path / "a.md"
    path.write_text(f"# Luật\n\nMở đầu.\n\n{text}\n", encoding="utf-8")
    assert [text for _, text in draft_of(path).blocks][1:] == expected


def test_a_web_page_keeps_its_numbers(tmp_path: Path) -> None:
    """The items of a list in the article of a page are numbered; its menu is not."""
    items = "".join(
        f"<li>Hộ nghèo của xã thứ {n} được hỗ trợ vay vốn để làm nhà.</li>" for n in "ab"
    )
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body><ol class=breadcrumb><li><a href=/>Trang chủ</a></ol><h1>Hỗ trợ hộ nghèo</h1>"
        f"<p>Ủy ban nhân dân tỉnh hỗ trợ các hộ nghèo của hai xã như sau trong năm nay:</p>"
        f"<ol start=7>{items}</ol></body></html>",
        encoding="utf-8",
    )
    text = [text for _, text in draft_of(path).blocks]
    assert text[1:] == [
        "7. Hộ nghèo của xã thứ a được hỗ trợ vay vốn để làm nhà.",
        "8. Hộ nghèo của xã thứ b được hỗ trợ vay vốn để làm nhà.",
    ]
