"""Shapes of texts, Markdown, documents and archives that offices have."""

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from evals.bench.zoo.pdf_files import Line, pdf
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from knowledge.readers.tables import table_blocks
from tests.knowledge.readers.made_files import MORE, TEXT, TITLE, docx, zipped

DAY = date(2022, 12, 20)
BODY = (("paragraph", TEXT), ("paragraph", MORE))


def read(folder: Path, name: str, content: str | bytes) -> BulletinDraft:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    return draft


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\nNgày đăng: 20/12/2022\n\n{TEXT}\n\n{MORE}",
        f"{TITLE}\n(Cập nhật: 20/12/2022 07:30)\n{TEXT}\n{MORE}",
        f"{TITLE}\n20/12/2022 09:12 | Lượt xem: 1.208\nIn trang | Gửi email\n{TEXT}\n{MORE}",
        f"{TITLE}\n\n{TEXT}\n\n{MORE}\n\nNgày đăng: 20/12/2022\n",
        f"Trang chủ\nTin tức\n{TITLE}\nThứ ba - 20/12/2022 10:02\n{TEXT}\n{MORE}\nTin liên quan\nHội thao ngành (25/10/2026)\n",
    ],
    ids=["label", "brackets", "views", "at the end", "copied from a browser"],
)
def test_the_day_of_a_text_is_read_in_its_wording(tmp_path: Path, text: str) -> None:
    """Title, day and text are those of the bulletin; the menu and other news are left out."""
    draft = read(tmp_path, "tin.txt", text)
    assert (draft.title, draft.published_on, draft.blocks) == (TITLE, DAY, BODY)


def test_a_title_in_capitals_on_two_lines_is_one(tmp_path: Path) -> None:
    """Lines in capitals at the head are one title."""
    capitals = TITLE.upper()
    draft = read(
        tmp_path, "tin.txt", f"{capitals[:20]}\n{capitals[20:].strip()}\n\n{TEXT}\n\n{MORE}"
    )
    assert (draft.title, draft.blocks) == (capitals, BODY)


@pytest.mark.parametrize(
    "text",
    [
        f"# {TITLE}\n\n20/12/2022\n\n{TEXT}\n\n{MORE}\n",
        f"{TITLE}\n=====\n\n*Ngày đăng: 20/12/2022*\n\n{TEXT}\n\n{MORE}\n",
        f'---\ntieu_de: "{TITLE}"\nngay_dang: 20/12/2022\n---\n\n{TEXT}\n\n{MORE}\n',
        f'---\ntitle: "{TITLE}"\ndate: 2022-12-20\n---\n\n# {TITLE}\n\n{TEXT}\n\n{MORE}\n',
    ],
    ids=["day in the body", "day with label", "Vietnamese keys", "title repeated"],
)
def test_markdown_states_its_head_in_any_place(tmp_path: Path, text: str) -> None:
    """Title and day are read from the front matter, by Vietnamese names too, or from the first lines."""
    draft = read(tmp_path, "tin.md", text)
    assert (draft.title, draft.published_on, draft.blocks) == (TITLE, DAY, BODY)
    assert draft.warnings == ()


def test_markup_in_a_row_is_composed(tmp_path: Path) -> None:
    """A row of HTML in decomposed letters has composed ones."""
    row = {"title": TITLE, "text": unicodedata.normalize("NFD", f"<p>{TEXT}</p><p>{MORE}</p>")}
    assert read(tmp_path, "tin.jsonl", json.dumps(row)).blocks == BODY


def test_a_document_has_its_labelled_day(tmp_path: Path) -> None:
    """A line with a label is the day of a document."""
    draft = read(tmp_path, "tin.docx", docx((TITLE, "Ngày đăng: 20/12/2022", TEXT, MORE), ()))
    assert (draft.title, draft.published_on, draft.blocks) == (TITLE, DAY, BODY)


def test_the_motto_beside_the_office_is_left_out(tmp_path: Path) -> None:
    """The national motto on the line of the office is no text."""
    head = (
        "UBND TỈNH PHÚ THỌ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ LAO ĐỘNG Độc lập - Tự do - Hạnh phúc",
    )
    draft = read(tmp_path, "tin.docx", docx((*head, "BÁO CÁO", TITLE, TEXT), ()))
    assert [text for _, text in draft.blocks] == ["UBND TỈNH PHÚ THỌ", "SỞ LAO ĐỘNG", TEXT]


def test_an_archive_of_documents_is_no_document(tmp_path: Path) -> None:
    """A ZIP that holds a DOCX is read as an archive, whatever bytes the DOCX has."""
    path = tmp_path / "tin.zip"
    path.write_bytes(zipped({"a.docx": docx((TITLE, "20/12/2022", TEXT, MORE), ())}))
    assert [draft.title for draft in read_drafts(path) if isinstance(draft, BulletinDraft)] == [
        TITLE
    ]


def lines(*texts: str) -> list[Line]:
    return [Line(60, 80 + 20 * at, text) for at, text in enumerate(texts)]


def test_heads_and_feet_of_pages_are_left_out(tmp_path: Path) -> None:
    """Lines at the edges of most pages, numbers aside, are no text."""
    pages = [
        [Line(60, 30, "Bản tin tháng 12/2022"), *body, Line(60, 800, f"Trang {n}/3")]
        for n, body in enumerate((lines(TITLE, "20/12/2022"), lines(TEXT), lines(MORE)), 1)
    ]
    draft = read(tmp_path, "tin.pdf", pdf(pages))
    assert (draft.title, draft.published_on, draft.blocks) == (TITLE, DAY, BODY)


@pytest.mark.parametrize(
    ("form", "rotate"), [("NFC", 90), ("NFD", 0)], ids=["turned page", "marks without width"]
)
def test_lines_and_accents_of_a_pdf_are_kept(tmp_path: Path, form: str, rotate: int) -> None:
    """A turned page keeps its line breaks, decomposed letters their accents."""
    texts = [unicodedata.normalize(form, text) for text in (TITLE, "20/12/2022", TEXT)]
    draft = read(tmp_path, "tin.pdf", pdf([lines(*texts)], rotate))
    assert (draft.title, draft.published_on, draft.blocks) == (TITLE, DAY, BODY[:1])


def test_a_merged_heading_beside_an_empty_corner_is_a_heading() -> None:
    """The unit in it belongs to its columns."""
    rows = (
        ("", "Lao động (người)", "Lao động (người)"),
        ("Huyện", "Nam", "Nữ"),
        ("Ba Bể", "1.210", "1.015"),
    )
    assert table_blocks(rows) == [
        ("row", "Huyện Ba Bể: Lao động (người) – Nam 1.210; Lao động (người) – Nữ 1.015.")
    ]
