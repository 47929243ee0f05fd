"""Ruled tables of PDF."""

import io
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from evals.bench.table_files import Page, Span, as_pdf
from knowledge.readers.bounded import Part
from knowledge.readers.pdf import _joined
from tests.knowledge.readers import made_files as made
from tests.knowledge.readers.test_documents import read

SCRIPT = f"cat >/dev/null\nprintf '%s\\n\\n%s' '{made.TITLE}' '{made.TEXT}'"
HEAD = (made.TITLE, made.DAY, made.TEXT, "Kết quả theo huyện")
PAGE = Page(
    "bang", HEAD, ("Hết bảng số liệu của tỉnh.",),
    (Span("Huyện", 0, 0, 1, 2), Span("Hộ nghèo", 0, 1, 2, 1), Span("Số hộ", 1, 1, 1, 1),
     Span("Tỷ lệ (%)", 1, 2, 1, 1), Span("Thanh Ba", 2, 0, 1, 1), Span("1.210", 2, 1, 1, 1),
     Span("5,2", 2, 2, 1, 1)),
    2,
)  # fmt: skip


def test_a_ruled_table_keeps_merged_headings_and_its_place(tmp_path: Path) -> None:
    """The cells are read with both rows of headings, between the text above and below."""
    draft = read(tmp_path, "bang.pdf", as_pdf(PAGE))
    assert draft.warnings == ()
    assert draft.blocks[-3:] == (
        ("paragraph", "Kết quả theo huyện"),
        ("row", "Huyện Thanh Ba: Hộ nghèo – Số hộ 1.210; Hộ nghèo – Tỷ lệ (%) 5,2."),
        ("paragraph", "Hết bảng số liệu của tỉnh."),
    )


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    """Text in a box with a number stays text."""
    page = Page(
        "khung", HEAD, (), (Span("Năm 2022 có 1.210 hộ nghèo, tỷ lệ 5,2%.", 0, 0, 1, 1),), 0
    )
    draft = read(tmp_path, "khung.pdf", as_pdf(page))
    assert [kind for kind, _ in draft.blocks if kind == "row"] == []
    assert "1.210 hộ nghèo" in draft.blocks[-1][1]


JOINED = [
    ([("a", "b"), ("1", "2")], [("a", "b"), ("3", "4")], [("a", "b"), ("1", "2"), ("3", "4")]),
    ([("a", "b"), ("1", "2")], [("3", "4")], [("a", "b"), ("1", "2"), ("3", "4")]),
]


@pytest.mark.parametrize(("first", "second", "whole"), JOINED, ids=["headings again", "rows only"])
def test_a_table_over_two_pages_is_one(
    first: list[tuple[str, str]], second: list[tuple[str, str]], whole: list[tuple[str, str]]
) -> None:
    """A table that goes on at the top of the next page has its headings once."""
    parts = [Part("table", rows=tuple(first)), Part("line", ""), Part("table", rows=tuple(second))]
    assert [part.rows for part in _joined(parts)] == [tuple(whole)]


def scan() -> bytes:
    """A PDF with a picture and no text."""
    import numpy as np

    content = io.BytesIO()
    figure = Figure()
    figure.figimage(np.zeros((20, 20)))
    figure.savefig(content, format="pdf")
    return content.getvalue()


def test_scanned_pages_are_recognized_where_tesseract_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of a scanned page comes from Tesseract, with a warning."""
    program(tmp_path / "bin", "tesseract", SCRIPT)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    draft = read(tmp_path, "scan.pdf", scan())
    assert (draft.title, draft.blocks[0][1]) == (made.TITLE, made.TEXT)
    assert "compare its figures with the original" in draft.warnings[0]


def test_an_old_word_document_is_read_where_antiword_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text comes from antiword, with a warning about tables."""
    program(tmp_path / "bin", "antiword", SCRIPT)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    draft = read(tmp_path, "cu.doc", content)
    assert (draft.title, draft.blocks[0][1]) == (made.TITLE, made.TEXT)
    assert "LibreOffice keeps them" in draft.warnings[0]


def program(folder: Path, name: str, script: str) -> None:
    """A program in place of one that the machine may lack."""
    folder.mkdir()
    (folder / name).write_text(
        f'#!/bin/sh\n[ "$1" = --list-langs ] && echo vie && exit\n{script}\n', "utf-8"
    )
    (folder / name).chmod(0o755)
