"""The office and the day in the head of an official document, where no header states them."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts

LAW = (
    "QUỐC HỘI\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Luật số: 45/2019/QH14\nHà Nội, ngày 20 tháng 11 năm 2019\nBỘ LUẬT\nLAO ĐỘNG\n"
    "Căn cứ Hiến pháp;\n\nĐiều 1. Phạm vi điều chỉnh\n"
)


def read(path: Path, text: str) -> BulletinDraft:
    """The draft of a file of this text."""
    path.write_text(text, encoding="utf-8")
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    return draft


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_the_head_of_a_law_gives_day_and_office(tmp_path: Path, name: str) -> None:
    """They stand on lines of their own."""
    head = "---\ntitle: bo-luat\n---\n" if name == "a.md" else "Bộ luật Lao động\n\n"
    draft = read(tmp_path / name, head + LAW)
    assert (draft.issuer, draft.published_on) == ("QUỐC HỘI", date(2019, 11, 20))


def test_the_header_comes_before_the_head(tmp_path: Path) -> None:
    """What is stated stays."""
    head = "---\ntitle: bo-luat\ndate: 2020-01-02\nissuer: Văn phòng\n---\n"
    draft = read(tmp_path / "a.md", head + LAW)
    assert (draft.issuer, draft.published_on) == ("Văn phòng", date(2020, 1, 2))


@pytest.mark.parametrize(
    "office",
    [
        "Hội đồng nhân dân tỉnh bến tre",
        "Uỷ ban nhân dân tỉnh nghệ an",
        "Thủ tướng chính phủ",
        "BỘ LAO ĐỘNG, THƯƠNG BINH VÀ XÃ HỘI",
    ],
)
def test_an_office_above_the_legal_bases_is_the_issuer(tmp_path: Path, office: str) -> None:
    """As the document writes it."""
    text = (
        f"---\ntitle: Quyết định\n---\nQuyết định\n\n{office}\n\nCăn cứ Luật Đất đai;\n\nĐiều 1. A"
    )
    assert read(tmp_path / "a.md", text).issuer == office


@pytest.mark.parametrize(
    "text",
    [
        "# Tin\n\nBộ Y tế\n\nCó 5 ca bệnh mới trong ngày hôm nay.\n",
        "# Tin\n\nBộ Y tế ban hành 5 quyết định.\n\nCăn cứ Luật Đất đai, tỉnh làm đường.\n",
        "# Tin\n\nHọp ngày 20 tháng 11 năm 2019, xã có 5 hộ nghèo.\n\nHết.\n",
    ],
)
def test_news_have_no_office_and_no_day_in_sentences(tmp_path: Path, text: str) -> None:
    """An office that acts, or that stands in no document, issued nothing; a day within is no day."""
    draft = read(tmp_path / "a.md", text)
    assert (draft.issuer, draft.published_on) == (None, None)


@pytest.mark.parametrize("head", ["---\ntitle: Tăng lương từ 1/7/2019\n---\n", ""])
def test_a_title_with_a_day_is_not_the_line_of_publication(tmp_path: Path, head: str) -> None:
    """The title stays, and gives no day."""
    draft = read(tmp_path / "a.md", f"{head}Tăng lương từ 1/7/2019\n\nLương tăng 6%.\n\nHết.\n")
    assert (draft.title, draft.published_on) == ("Tăng lương từ 1/7/2019", None)
