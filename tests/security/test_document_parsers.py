"""Crafted documents reach no file of the machine and bring no program to run."""

from pathlib import Path

import pytest

from knowledge.errors import UnreadableBulletin
from knowledge.readers import bounded
from knowledge.readers.drafts import BulletinDraft
from knowledge.readers.files import read_drafts
from tests.knowledge.readers import made_files as made
from tests.security.hostile_documents import hostile_documents

NAMES = [
    "../up.txt",
    "/tmp/bantin-absolute.txt",
    "..\\up.txt",
    "C:/up.txt",
    "a/../../up.txt",
    "x" * 300 + ".txt",
]


def texts(path: Path) -> str:
    (draft,) = read_drafts(path)
    assert isinstance(draft, BulletinDraft)
    return "\n".join((draft.title, *(text for _, text in draft.blocks)))


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_in_an_archive_writes_nothing(tmp_path: Path, name: str) -> None:
    """An archive is read in memory, so that no name in it leads to a file."""
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "kho.zip"
    path.write_bytes(made.zipped({name: "Tin\n\nMột câu về 5 hộ nghèo."}))
    assert "5 hộ nghèo" in texts(path)
    assert [p.name for p in tmp_path.rglob("*")] == ["in", "kho.zip"]
    assert not Path("/tmp/bantin-absolute.txt").exists()


def test_a_damaged_file_in_an_archive_leaves_the_others_readable(tmp_path: Path) -> None:
    """A file whose compressed bytes are damaged is reported, and the next one is read."""
    path = tmp_path / "kho.zip"
    content = bytearray(
        made.zipped({"a.txt": f"Tin\n\n{made.TEXT}", "b.txt": f"Tin\n\n{made.MORE}"})
    )
    content[60:80] = b"\xff" * 20
    path.write_bytes(content)
    error, draft = read_drafts(path)
    assert isinstance(error, UnreadableBulletin)
    assert "'a.txt' is damaged" in str(error)
    assert isinstance(draft, BulletinDraft)


def test_an_entity_of_a_document_reads_no_file(tmp_path: Path) -> None:
    """An entity that names a file of the machine stays empty."""
    content = next(content for kind, _, content in hostile_documents() if kind == "outside entity")
    path = tmp_path / "tin.odt"
    path.write_bytes(content)
    assert "Một câu." in texts(path)
    assert "root:" not in texts(path)


def test_a_parser_gets_no_module_of_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that parses a document imports nothing from the folder that bantin runs in."""
    (tmp_path / "docx.py").write_text("open('ran', 'w').close()", "utf-8")
    (tmp_path / "tin.docx").write_bytes(made.docx())
    monkeypatch.chdir(tmp_path)
    assert made.TITLE in texts(tmp_path / "tin.docx")
    assert not (tmp_path / "ran").exists()


def test_a_parser_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser over its time is ended, and the error names the file and the limit."""
    (tmp_path / "docx.py").write_text("import time; time.sleep(60)", "utf-8")
    (tmp_path / "tin.docx").write_bytes(made.docx())
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(bounded, "LIMIT_S", -1)
    with pytest.raises(UnreadableBulletin, match=r"tin\.docx.*takes more than"):
        list(read_drafts(tmp_path / "tin.docx"))


def test_a_formula_is_no_text(tmp_path: Path) -> None:
    """A workbook gives the stored values of its cells, never a formula."""
    path = tmp_path / "bang.xlsx"
    path.write_bytes(
        made.xlsx([["Huyện", "Hộ nghèo"], ["Ba Bể", 753], ["Na Rì", '=HYPERLINK("http://x")']])
    )
    assert "Huyện Ba Bể: Hộ nghèo 753." in texts(path)
    assert "HYPERLINK" not in texts(path)


def test_a_spreadsheet_that_is_cut_off_is_refused_at_once(tmp_path: Path) -> None:
    """The library that reads it would look for the end of the table for ever."""
    files = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<m/>", "content.xml": "<a:b xmlns:a='x'><a:table><a:table-row>",
    }  # fmt: skip
    path = tmp_path / "bang.ods"
    path.write_bytes(made.zipped(files))
    with pytest.raises(UnreadableBulletin, match="is damaged: no element found"):
        list(read_drafts(path))
