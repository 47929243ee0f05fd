"""Files of office programs become bulletins with their title, day, text and tables."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import UnreadableBulletin
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from tests.knowledge.readers import made_files as made
from tests.knowledge.readers.made_files import DAY, MORE, TABLE, TABLE_LINES, TEXT, TITLE


def read(folder: Path, name: str, content: bytes) -> BulletinDraft:
    path = folder / name
    path.write_bytes(content)
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    return draft


def texts(draft: BulletinDraft) -> tuple[str, ...]:
    return tuple(text for _, text in draft.blocks)


@pytest.mark.parametrize(
    ("name", "content"),
    [("tin.docx", made.docx()), ("tin.odt", made.odt()), ("tin.rtf", made.rtf())],
    ids=["docx", "odt", "rtf"],
)
def test_a_document_has_its_title_day_text_and_table(
    tmp_path: Path, name: str, content: bytes
) -> None:
    """A document of a word processor is read whole, its table as lines with the headings."""
    draft = read(tmp_path, name, content)
    assert (draft.title, draft.published_on) == (TITLE, date(2022, 12, 20))
    assert texts(draft) == (TEXT, MORE, *TABLE_LINES)
    assert draft.warnings == ()


def test_a_pdf_joins_its_lines(tmp_path: Path) -> None:
    """The lines of a page are joined to paragraphs."""
    draft = read(tmp_path, "tin.pdf", made.pdf())
    assert (draft.title, draft.published_on) == (TITLE, date(2022, 12, 20))
    assert texts(draft)[0] == TEXT
    assert MORE in " ".join(texts(draft))


SHEET = (
    ("Kết quả việc làm năm 2022 của tỉnh Phú Thọ", None, None),
    ("Đơn vị tính: người", None, None),
    ("Huyện", "Giải quyết việc làm", "Đi làm việc ở nước ngoài"),
    ("Thanh Ba", 1210, 85),
    ("Hạ Hòa", 1450, 120),
)
SHEET_LINES = (
    "Huyện Thanh Ba: Giải quyết việc làm (người) 1210; Đi làm việc ở nước ngoài (người) 85.",
    "Huyện Hạ Hòa: Giải quyết việc làm (người) 1450; Đi làm việc ở nước ngoài (người) 120.",
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bang.xlsx", made.xlsx(SHEET)),
        ("bang.xls", made.xls([[v or "" for v in row] for row in SHEET])),
        ("bang.ods", made.ods([[v or "" for v in row] for row in SHEET])),
        ("bang.csv", "\n".join(";".join(str(v or "") for v in row) for row in SHEET).encode()),
        ("bang.tsv", "\n".join("\t".join(str(v or "") for v in row) for row in SHEET).encode("utf-16")),
    ],
    ids=["xlsx", "xls", "ods", "csv", "tsv"],
)  # fmt: skip
def test_a_sheet_becomes_lines_with_headings_and_unit(
    tmp_path: Path, name: str, content: bytes
) -> None:
    """A sheet has the title above its table, and each line has the headings with their unit."""
    draft = read(tmp_path, name, content)
    assert draft.title == TITLE
    assert texts(draft) == ("Đơn vị tính: người", *SHEET_LINES)


def test_merged_headings_and_percentages_of_a_workbook(tmp_path: Path) -> None:
    """A merged heading counts for each of its columns; a percentage reads as Excel shows it."""
    rows = [
        ("Huyện", "Lao động", None, "Tỷ lệ hộ nghèo"),
        (None, "2021", "2022", None),
        ("Thanh Ba", 1210.5, 1300, 0.0455),
    ]
    content = made.xlsx(rows, ["A1:A2", "B1:C1", "D1:D2"], {"D3": "0.00%"})
    assert texts(read(tmp_path, "bang.xlsx", content)) == (
        "Huyện Thanh Ba: Lao động – năm 2021: 1210,5; Lao động – năm 2022: 1300; Tỷ lệ hộ nghèo 4,55%.",
    )


def test_an_official_document_has_its_subject_as_title(tmp_path: Path) -> None:
    """The kind and the subject are the title, the stamp is the day, the motto is left out."""
    head = [
        "UBND TỈNH BẮC KẠN", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Số: 12/BC-SLĐTBXH", "Bắc Kạn, ngày 07 tháng 12 năm 2022",
        "BÁO CÁO", "Kết quả giảm nghèo năm 2022", TEXT, MORE,
    ]  # fmt: skip
    draft = read(tmp_path, "bc.docx", made.docx(head, ()))
    assert draft.title == "BÁO CÁO Kết quả giảm nghèo năm 2022"
    assert draft.published_on == date(2022, 12, 7)
    assert texts(draft)[-2:] == (TEXT, MORE)
    assert texts(draft)[:-2] == (
        "UBND TỈNH BẮC KẠN",
        "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
        "Số: 12/BC-SLĐTBXH",
    )


def test_a_document_in_the_font_vntime_is_converted(tmp_path: Path) -> None:
    """Text in TCVN3 inside a document is converted, with a warning."""
    from tests.knowledge.readers.test_encodings import in_tcvn3

    old = [in_tcvn3(text) for text in (TITLE, TEXT, MORE)]
    draft = read(tmp_path, "cu.docx", made.docx(old, [[in_tcvn3(c) for c in row] for row in TABLE]))
    assert draft.title == TITLE
    assert texts(draft) == (TEXT, MORE, *TABLE_LINES)
    assert "TCVN3" in draft.warnings[0]


def test_a_table_without_headings_is_left_out_with_a_warning(tmp_path: Path) -> None:
    """Numbers without a heading are no figures; the table is named in a warning."""
    draft = read(tmp_path, "tin.docx", made.docx((TITLE, DAY, TEXT), TABLE[1:]))
    assert texts(draft) == (TEXT,)
    assert draft.warnings == (
        "a table without headings was left out: 'Thanh Ba | 1.210 | 85 | Hạ Hòa | 1.450 | 120'",
    )


def test_rows_of_a_table_in_a_pdf_are_left_out_with_a_warning(tmp_path: Path) -> None:
    """PDF keeps no headings with the numbers, so that rows are named and not read."""
    draft = read(
        tmp_path, "tin.pdf", made.pdf((TITLE, TEXT, "Thanh Ba 1.210 85", "Hạ Hòa 1.450 120"))
    )
    assert texts(draft) == (TEXT,)
    assert "a table of 2 rows was left out" in draft.warnings[0]


def test_a_pdf_that_is_named_txt_is_read_as_pdf(tmp_path: Path) -> None:
    """The content of a file decides, not its name."""
    assert read(tmp_path, "tin.txt", made.pdf()).title == TITLE
    assert read(tmp_path, "tin.doc", made.rtf()).title == TITLE
    assert read(tmp_path, "tin.pdf", made.docx()).title == TITLE


REFUSED = [
    ("scan.pdf", made.pdf(()), "ocrmypdf -l vie"),
    ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "soffice --headless --convert-to docx"),
    ("trang.doc", b"<?xml version='1.0'?><office:document xmlns:office='x'/>", "no document of Word"),
    ("anh.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is a picture"),
    ("hong.docx", made.zipped({"word/document.xml": "<w"}), "is damaged"),
    ("hong.pdf", b"%PDF-1.7 and nothing", "is a damaged PDF"),
    ("hong.xlsx", b"abc", "is damaged or no workbook"),
    ("rong.xlsx", made.xlsx([[None]]), "holds no values"),
    ("kho.txt", made.zipped({"a.txt": TEXT}), "rename it to .zip"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_file_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """The error names the file and what to do."""
    with pytest.raises(UnreadableBulletin, match=name.replace(".", r"\.")) as caught:
        read(tmp_path, name, content)
    assert reason in str(caught.value)


def test_a_missing_library_is_named_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra `formats` the error names the command that installs it."""
    (tmp_path / "docx.py").write_text("raise ModuleNotFoundError(name='docx')", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UnreadableBulletin, match=r"pip install 'bantin\[formats\]'"):
        read(tmp_path, "tin.docx", made.docx())


@pytest.mark.parametrize("name", ["", "/", "\\", "."])
def test_a_file_without_a_name_is_left_out(tmp_path: Path, name: str) -> None:
    """An archive may hold one; the others are read."""
    path = tmp_path / "kho.zip"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr(zipfile.ZipInfo(name), "x")
        container.writestr("a.txt", f"{TITLE}\n\n{TEXT}")
    assert [getattr(d, "title", d) for d in read_drafts(path)] == [TITLE]


@pytest.mark.parametrize("folder", ["", "word/", "xl/"])
def test_an_archive_of_office_files_is_an_archive(tmp_path: Path, folder: str) -> None:
    """Also where they are stored as they are, or lie in folders with the names of parts of one."""
    path = tmp_path / "kho.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as container:
        container.writestr(f"{folder}a.docx", made.docx())
        container.writestr(f"{folder}b.odt", made.odt())
    drafts = list(read_drafts(path))
    assert [getattr(d, "title", d) for d in drafts] == [TITLE, TITLE]


def test_an_archive_gives_every_file_in_it(tmp_path: Path) -> None:
    """The files of an archive are bulletins with their path as id; a bad one stops no other."""
    path = tmp_path / "kho.zip"
    files: dict[str, str | bytes] = {
        "2022/tin.docx": made.docx(), "2022/tin.md": f"# {TITLE}\n\n{TEXT}\n", "2022/hong.pdf": b"%PDF-",
        "2022/logo.png": b"\x89PNG", "../../tmp/x.txt": f"{TITLE}\n\n{TEXT}", "trong.zip": made.zipped({"a.txt": TEXT}),
    }  # fmt: skip
    path.write_bytes(made.zipped(files))
    items = list(read_drafts(path))
    drafts = [item for item in items if isinstance(item, BulletinDraft)]
    assert [d.key for d in drafts] == ["../../tmp/x", "2022/tin", "2022/tin~2"]
    assert {d.title for d in drafts} == {TITLE}
    errors = [str(item) for item in items if isinstance(item, UnreadableBulletin)]
    assert [("hong.pdf" in e, "trong.zip" in e) for e in errors] == [(True, False), (False, True)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kho.zip"]


def test_rows_of_an_export_are_bulletins(tmp_path: Path) -> None:
    """A CSV with a column of texts has one bulletin a row, by the names of its columns."""
    path = tmp_path / "xuat.csv"
    path.write_text(
        f'id,Tiêu đề,Ngày đăng,Nội dung\nt1,{TITLE},{DAY},"{TEXT}"\nt2,B,không rõ,"<p>{MORE}</p>"\n',
        "utf-8",
    )
    one, two = read_drafts(path)
    assert isinstance(one, BulletinDraft)
    assert isinstance(two, BulletinDraft)
    assert (one.key, one.title, one.published_on, texts(one)) == (
        "t1",
        TITLE,
        date(2022, 12, 20),
        (TEXT,),
    )
    assert (two.key, two.published_on, texts(two)) == ("t2", None, (MORE,))
    assert "không rõ" in two.warnings[0]
