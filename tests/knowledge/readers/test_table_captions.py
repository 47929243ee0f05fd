"""The caption of a table in HTML: its words are kept, and its unit holds for the numbers."""

from pathlib import Path

import pytest

from knowledge.readers.files import read_drafts
from knowledge.readers.html_blocks import html_text

ROWS = (
    "<tr><th>Huyện</th><th>Đất lúa</th></tr><tr><td>A Lưới</td><td>1.165</td></tr>"
    "<tr><td>Nam Đông</td><td>486</td></tr>"
)
LEAD = "<p>Kết quả thống kê đất đai của tỉnh đến cuối năm, chia theo huyện và loại đất chính.</p>"
CAPTIONS = [
    ("Diện tích đất (Đơn vị tính: ha)", LEAD, "Huyện A Lưới: Đất lúa (ha) 1.165."),
    ("Diện tích đất", LEAD + "<p>Đơn vị tính: ha</p>", "Huyện A Lưới: Đất lúa (ha) 1.165."),
    ("Diện tích đất", LEAD, "Huyện A Lưới: Đất lúa 1.165."),
]


@pytest.mark.parametrize(("caption", "above", "line"), CAPTIONS)
def test_a_caption_is_kept_and_gives_its_unit(
    tmp_path: Path, caption: str, above: str, line: str
) -> None:
    """On a page, and in a piece of HTML."""
    body = f"{above}<table><caption>{caption}</caption>{ROWS}</table>"
    blocks = [text for _, text in html_text(body, "x").blocks]
    assert blocks[-3] == caption
    assert blocks[-2] == line
    page = f"<html><meta charset=utf-8><body><h1>Thống kê đất đai năm 2022</h1>{body}</body></html>"
    path = tmp_path / "trang.html"
    path.write_text(page, "utf-8")
    (draft,) = read_drafts(path)
    texts = [text for _, text in draft.blocks]  # type: ignore[union-attr]  # a table has blocks
    assert caption in texts
    assert line in texts
