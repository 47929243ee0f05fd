"""A bulletin never replaces one from another source."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.backoffice.uploaded_files import keep_upload
from assistant.settings import Settings
from knowledge.ingestion.ingest import Ingester
from knowledge.readers.fetching import fetch_page
from tests.conftest import Bench
from tests.security.test_fetching_bounds import HEAD, server

Write = Callable[..., Path]
ONE, TWO = "Năm 2022 có 753 hộ nghèo.", "Năm 2022 có 812 hộ nghèo."
CORRECTED = "Năm 2022 có 754 hộ nghèo."


def texts(bench: Bench) -> dict[str, str]:
    """The texts of all current bulletins by id."""
    return {
        b.bulletin_id: bench.library.edition(b.bulletin_id).bulletin.text
        for b in bench.library.listed()
    }


def rows(path: Path, *rows: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.parametrize("runs", [1, 2])
def test_two_files_of_rows_with_one_id_are_two_bulletins(
    bench: Bench, tmp_path: Path, runs: int
) -> None:
    """Equal ids in two files give two bulletins; a changed file is a revision of its bulletin."""
    a = rows(tmp_path / "a.jsonl", {"id": "x", "title": "A", "text": ONE})
    b = rows(tmp_path / "b.jsonl", {"id": "x", "title": "B", "text": TWO})
    receipts = bench.load(a, b) if runs == 1 else [*bench.load(a), *bench.load(b)]
    assert [r.status for r in receipts] == ["added", "added"]
    assert sorted(texts(bench).values()) == [ONE, TWO]
    rows(a, {"id": "x", "title": "A", "text": CORRECTED})
    done = {Path(r.source.split("#")[0]).name: r for r in bench.load(a, b)}
    receipt = done["a.jsonl"]
    assert (receipt.status, receipt.bulletin_id, receipt.revision) == ("updated", "x", 2)
    assert done["b.jsonl"].status == "unchanged"
    assert sorted(texts(bench).values()) == [CORRECTED, TWO]


def test_a_taken_id_gives_a_warning(bench: Bench, bulletin_file: Write, tmp_path: Path) -> None:
    """The second bulletin with an id gets another id, and a warning on how to replace the first."""
    bench.load(bulletin_file(ONE, id="x"))
    (receipt,) = bench.load(bulletin_file(TWO, name="b.md", id="x"))
    assert re.fullmatch(r"x-[0-9a-f]{8}", receipt.bulletin_id)
    assert [w for w in receipt.warnings if "`bantin remove x`" in w] != []


def test_two_rows_of_one_id_in_one_file_are_both_kept(bench: Bench, tmp_path: Path) -> None:
    """Two rows with one id in one file are both stored; loading them again changes nothing."""
    path = rows(
        tmp_path / "a.jsonl", {"id": "x", "text": f"A\n{ONE}"}, {"id": "x", "text": f"B\n{TWO}"}
    )
    receipts = bench.load(path)
    assert [r.status for r in receipts] == ["added", "added"]
    assert "is in the file already" in receipts[1].warnings[0]
    assert len(texts(bench)) == 2
    assert [r.status for r in bench.load(path)] == ["unchanged", "unchanged"]


def test_a_row_put_before_others_without_ids_loses_none(bench: Bench, tmp_path: Path) -> None:
    """A row inserted before rows without ids loses no text."""
    path = rows(tmp_path / "a.jsonl", {"text": f"A\n{ONE}"}, {"text": f"B\n{TWO}"})
    bench.load(path)
    rows(path, {"text": f"C\n{CORRECTED}"}, {"text": f"A\n{ONE}"}, {"text": f"B\n{TWO}"})
    bench.load(path)
    assert sorted(texts(bench).values()) == sorted([ONE, TWO, CORRECTED])


def test_a_file_that_becomes_like_another_is_a_revision_of_its_own(
    bench: Bench, bulletin_file: Write
) -> None:
    """A file with the new text of another file is a revision, and its old text is not used."""
    first, second = bulletin_file(ONE), bulletin_file(TWO, name="b.md")
    bench.load(first, second)
    (receipt,) = bench.load(bulletin_file(TWO))
    assert (receipt.status, receipt.revision) == ("updated", 2)
    assert set(texts(bench).values()) == {TWO}


def test_one_text_in_two_files_of_one_run_is_one_bulletin(
    bench: Bench, bulletin_file: Write
) -> None:
    """Equal texts in two files are one bulletin, in one run as in two."""
    receipts = bench.load(bulletin_file(ONE), bulletin_file(ONE, name="b.md"))
    assert sorted(r.status for r in receipts) == ["added", "unchanged"]
    assert {r.bulletin_id for r in receipts} == {"tin"}


def test_a_moved_folder_is_the_same_library(
    bench: Bench, bulletin_file: Write, tmp_path: Path
) -> None:
    """Loading the files of a moved folder leaves the bulletins unchanged."""
    path = bulletin_file(ONE)
    bench.load(path)
    assert [r.status for r in bench.load(path.parent / ".." / path.parent.name / path.name)] == [
        "unchanged"
    ]
    moved = path.parent.rename(tmp_path / "elsewhere")
    assert [r.status for r in bench.load(moved)] == ["unchanged"]


def test_a_relative_path_is_the_absolute_one(
    bench: Bench, bulletin_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed file under a relative path is a revision of the same bulletin."""
    path = bulletin_file(ONE)
    bench.load(path)
    bulletin_file(CORRECTED)
    monkeypatch.chdir(path.parent)
    (receipt,) = bench.load(Path(path.name))
    assert (receipt.status, receipt.bulletin_id) == ("updated", "tin")


def bulletin(body: str, **header: str) -> bytes:
    lines = "\n".join(f"{k}: {v}" for k, v in {"title": "Tin", **header}.items())
    return f"---\n{lines}\n---\n\n{body}\n".encode()


def test_an_upload_never_overwrites_anothers(bench: Bench) -> None:
    """Equal file names of two accounts give two bulletins; a second upload of one is a revision."""
    settings = Settings(data=bench.data)
    lan = keep_upload(settings, "lan", "tin.md", bulletin(ONE))
    minh = keep_upload(settings, "minh", "tin.md", bulletin(TWO))
    assert lan.read_bytes() == bulletin(ONE)
    receipts = bench.load(lan, minh)
    assert receipts[0].bulletin_id == "tin"
    assert sorted(texts(bench).values()) == [ONE, TWO]
    (receipt,) = bench.load(keep_upload(settings, "lan", "tin.md", bulletin(CORRECTED)))
    assert (receipt.status, receipt.bulletin_id, receipt.source) == (
        "updated",
        "tin",
        "uploads/lan/tin.md",
    )
    assert sorted(texts(bench).values()) == [CORRECTED, TWO]


def test_the_previewed_file_is_loaded(bench: Bench) -> None:
    """The previewed file is loaded, even if another one with its name was uploaded meanwhile."""
    settings = Settings(data=bench.data)
    seen = keep_upload(settings, "lan", "tin.md", bulletin(ONE))
    keep_upload(settings, "lan", "tin.md", bulletin(TWO))
    bench.load(seen)
    assert list(texts(bench).values()) == [ONE]


def test_an_upload_is_identified_by_its_id(bench: Bench) -> None:
    """An upload with an id is a revision of the account's bulletin with this id, under any file name."""
    settings = Settings(data=bench.data)
    bench.load(keep_upload(settings, "lan", "tin.md", bulletin(ONE, id="so-7")))
    (receipt,) = bench.load(
        keep_upload(settings, "lan", "tin (1).md", bulletin(CORRECTED, id="so-7"))
    )
    assert (receipt.status, receipt.bulletin_id) == ("updated", "so-7")
    (other,) = bench.load(keep_upload(settings, "minh", "tin.md", bulletin(TWO, id="so-7")))
    assert other.status == "added"
    assert sorted(texts(bench).values()) == [CORRECTED, TWO]


def test_long_names_of_uploads_stay_two(bench: Bench) -> None:
    """Long names of uploads that differ only at their ends are two bulletins."""
    settings = Settings(data=bench.data)
    paths = [
        keep_upload(settings, "lan", f"{'a' * 200}{n}.md", bulletin(t))
        for n, t in ((1, ONE), (2, TWO))
    ]
    assert [r.status for r in bench.load(*paths)] == ["added", "added"]


def test_uploads_are_recognised_after_the_data_folder_was_moved(
    bench: Bench, tmp_path: Path
) -> None:
    """After the data folder was moved, a corrected upload is a revision."""
    bench.load(keep_upload(Settings(data=bench.data), "lan", "tin.md", bulletin(ONE)))
    bench.catalogue.close()
    moved = Bench(bench.data.rename(tmp_path / "moved"))
    (receipt,) = moved.load(
        keep_upload(Settings(data=moved.data), "lan", "tin.md", bulletin(CORRECTED))
    )
    assert (receipt.status, receipt.bulletin_id) == ("updated", "tin")
    moved.catalogue.close()


def test_an_older_library_is_reloaded_unchanged(bench: Bench, tmp_path: Path) -> None:
    """Changed uploads and pages are revisions also where the library stored absolute paths."""
    path = bench.data / "uploads" / "tin.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(bulletin(ONE))
    bench.load(path)
    with bench.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql("UPDATE bulletins SET source = ?", (str(path),))
    assert [r.status for r in bench.load(path)] == ["unchanged"]
    path.write_bytes(bulletin(CORRECTED))
    (receipt,) = bench.load(path)
    assert (receipt.status, receipt.bulletin_id, receipt.revision) == ("updated", "tin", 2)


LONG = "/tin-tuc/ket-qua-thuc-hien-cac-chi-tieu-lao-dong-viec-lam-nam-2022-cua-so"


def page_of(text: str) -> list[bytes]:
    body = f"<html><body><article><h1>Tin</h1><p>{text} {'Bản tin của tỉnh. ' * 30}</p></article></body></html>".encode()
    return [HEAD + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{LONG}/a", f"{LONG}/b"),
        ("/tin/a-b", "/tin/a_b"),
        ("/tin?so=1", "/tin/so/1"),
        ("/Tin", "/tin"),
    ],
)
def test_pages_of_two_addresses_are_two_files(
    bench: Bench, tmp_path: Path, first: str, second: str
) -> None:
    """Two addresses are two files, even if their shortened forms are equal."""
    with server(page_of(ONE)) as address:
        base = address.removesuffix("/tin")
        one = fetch_page(base + first, tmp_path / "kept", allow_private=True)
        two = fetch_page(base + second, tmp_path / "kept", allow_private=True)
        assert fetch_page(base + first, tmp_path / "kept", allow_private=True) == one
    assert one != two
    two.write_bytes(two.read_bytes().replace(b"753", b"812"))
    assert [r.status for r in bench.load(one, two)] == ["added", "added"]
    assert len(texts(bench)) == 2


def test_a_page_kept_before_keeps_its_file(tmp_path: Path) -> None:
    """A page stored without a digest in its name keeps its file."""
    with server(page_of(ONE)) as address:
        new = fetch_page(address, tmp_path, allow_private=True)
        old = new.rename(tmp_path / f"{new.stem.rsplit('-', 1)[0]}.html")
        assert fetch_page(address, tmp_path, allow_private=True) == old
        assert fetch_page(address + "?b", tmp_path, allow_private=True) != old


def test_an_ingester_that_failed_leaves_ids_free(bench: Bench, bulletin_file: Write) -> None:
    """A failed run reserves no ids."""
    list(Ingester(bench.catalogue, bench.encoder, bench.index).run([bulletin_file(ONE)]))
    assert [r.bulletin_id for r in bench.load(bulletin_file(CORRECTED))] == ["tin"]
