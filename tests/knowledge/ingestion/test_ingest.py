"""Bulletins are loaded once and completely, and the same command repairs a crash."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from knowledge.errors import Corrupt, IndexMismatch, UnknownBulletin
from knowledge.ingestion.ingest import Ingester, remove
from knowledge.ingestion.integrity import check_library
from knowledge.ingestion.rebuilding import rebuild, rebuild_figures
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import sync_index
from knowledge.storage.transaction import Transaction
from tests.conftest import Bench
from tests.fakes import HashEncoder, MemoryIndex
from tests.knowledge.readers import made_files

Write = Callable[..., Path]
BODY = "Năm 2022, đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch."


def state_of(bench: Bench) -> list[tuple[object, ...]]:
    """Everything that is stored, for comparison."""
    with bench.catalogue.reading() as snapshot:
        return [
            tuple(row)
            for table in ("bulletins", "revisions", "passages", "figures", "vectors", "lexical")
            for row in snapshot.rows(sa.text(f"SELECT * FROM {table}"))
        ]


def test_a_bulletin_is_added_once(bench: Bench, bulletin_file: Write) -> None:
    path = bulletin_file(BODY)
    (first,) = bench.load(path)
    before = state_of(bench)
    (second,) = bench.load(path)
    assert (first.status, first.bulletin_id, first.figures) == ("added", "tin", 1)
    assert second.status == "unchanged"
    assert state_of(bench) == before


def test_a_changed_file_makes_a_new_revision_and_keeps_the_old_text(
    bench: Bench, bulletin_file: Write
) -> None:
    bench.load(bulletin_file(BODY))
    (receipt,) = bench.load(bulletin_file(BODY.replace("753", "758")))
    assert (receipt.status, receipt.revision) == ("updated", 2)
    with bench.catalogue.reading() as snapshot:
        old = snapshot.edition("tin", 1)
        assert "753" in old.bulletin.text
        assert not old.is_current
        assert [str(f.value) for f in snapshot.figures()] == ["758"]
    assert bench.index.ids()
    assert all("@2#" in name for name in bench.index.ids())


def test_the_same_text_from_another_path_is_no_second_bulletin(
    bench: Bench, bulletin_file: Write
) -> None:
    bench.load(bulletin_file(BODY))
    (receipt,) = bench.load(bulletin_file(BODY, name="copy.md"))
    assert (receipt.status, receipt.bulletin_id) == ("unchanged", "tin")


def test_two_files_of_one_name_get_two_ids(
    bench: Bench, bulletin_file: Write, tmp_path: Path
) -> None:
    first = bulletin_file(BODY)
    other = tmp_path / "other" / "tin.md"
    other.parent.mkdir()
    other.write_text(first.read_text("utf-8").replace("753", "760"), "utf-8")
    ids = [r.bulletin_id for r in bench.load(first, other)]
    assert ids[0] == "tin"
    assert re.fullmatch(r"tin-[0-9a-f]{8}", ids[1])


def test_a_broken_bulletin_is_reported_and_the_batch_goes_on(
    bench: Bench, bulletin_file: Write, tmp_path: Path
) -> None:
    good = bulletin_file(BODY, name="b.md")
    (good.parent / "a.txt").write_bytes(b"\x00")
    (good.parent / "c.txt").write_bytes(b"")
    receipts = {Path(r.source).name: r.status for r in bench.load(good.parent)}
    assert receipts == {"a.txt": "failed", "b.md": "added", "c.txt": "failed"}


def test_a_folder_of_all_formats_is_loaded(bench: Bench, tmp_path: Path) -> None:
    """Every format in a folder is loaded once; a format that must be converted is reported."""
    folder = tmp_path / "in"
    folder.mkdir()
    texts = [f"{BODY} Tin số {n} của tỉnh." for n in range(7)]
    (folder / "a.docx").write_bytes(made_files.docx(("Tin a", texts[0]), ()))
    (folder / "b.pdf").write_bytes(made_files.pdf(("Tin b", texts[1])))
    (folder / "c.odt").write_bytes(made_files.odt(("Tin c", texts[2]), ()))
    (folder / "d.rtf").write_bytes(made_files.rtf(("Tin d", texts[3]), ()))
    (folder / "e.xlsx").write_bytes(made_files.xlsx([["Huyện", "Hộ nghèo"], ["Ba Bể", 753]]))
    (folder / "f.zip").write_bytes(
        made_files.zipped({"1.txt": f"Tin f\n\n{texts[4]}", "2.md": f"# Tin g\n\n{texts[5]}"})
    )
    (folder / "g.csv").write_text(f"id,title,text\nh,Tin h,{texts[6].replace(',', ';')}\n", "utf-8")
    (folder / "i.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (folder / "~$a.docx").write_bytes(b"lock")
    first = bench.load(folder)
    assert sorted(r.bulletin_id for r in first if r.status == "added") == [
        "1",
        "2",
        "a",
        "b",
        "c",
        "d",
        "e",
        "h",
    ]
    (error,) = [r.error for r in first if r.status == "failed"]
    assert "convert-to docx" in error
    assert {r.status for r in bench.load(folder)} == {"unchanged", "failed"}


def test_a_changed_file_in_an_archive_is_a_revision(bench: Bench, tmp_path: Path) -> None:
    """A file of an archive keeps its bulletin when it changes and when others are put before it."""
    path = tmp_path / "kho.zip"
    path.write_bytes(made_files.zipped({"b.txt": f"Tin b\n\n{BODY}"}))
    bench.load(path)
    path.write_bytes(
        made_files.zipped({"a.txt": f"Tin a\n\n{BODY}", "b.txt": f"Tin b\n\n{BODY} Thêm."})
    )
    assert [(r.status, r.bulletin_id, r.revision) for r in bench.load(path)] == [
        ("added", "a", 1),
        ("updated", "b", 2),
    ]


def test_a_folder_without_bulletins_and_a_missing_path_are_reported(
    bench: Bench, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    errors = [r.error for r in bench.load(tmp_path / "empty", tmp_path / "nowhere")]
    assert "holds no bulletins" in errors[0]
    assert "does not exist" in errors[1]


def test_a_crash_between_catalogue_and_index_is_repaired_by_the_next_run(
    bench: Bench, bulletin_file: Write
) -> None:
    """The next run fills a vector index that is behind, without the model."""

    class Dying(MemoryIndex):
        def put(self, ids: object, vectors: object) -> None:
            raise KeyboardInterrupt

    path = bulletin_file(BODY)
    dying = Ingester(bench.catalogue, bench.encoder, Dying())
    with pytest.raises(KeyboardInterrupt):
        list(dying.run([path]))
    assert check_library(bench.catalogue, lambda: bench.index)[0] != []
    assert [r.status for r in bench.load(path)] == ["unchanged"]
    assert check_library(bench.catalogue, lambda: bench.index)[0] == []


def test_a_crash_inside_a_transaction_leaves_nothing_half_written(
    bench: Bench, bulletin_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.load(bulletin_file(BODY))
    before = state_of(bench)
    store = Transaction.store

    def die(*arguments: Any, **named: Any) -> None:
        store(*arguments, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(Transaction, "store", die)
    with pytest.raises(KeyboardInterrupt):
        bench.load(bulletin_file(BODY.replace("753", "999")))
    assert state_of(bench) == before


def test_another_models_index_is_refused_with_the_repair(
    bench: Bench, bulletin_file: Write
) -> None:
    bench.load(bulletin_file(BODY))
    before = state_of(bench)
    with pytest.raises(IndexMismatch, match=r"built with the model 'hash'.*bantin rebuild"):
        Ingester(bench.catalogue, HashEncoder("other"), bench.index)
    assert state_of(bench) == before


def test_another_build_of_the_same_model_wants_a_rebuild(
    bench: Bench, bulletin_file: Write
) -> None:
    bench.load(bulletin_file("Một câu.", name="a.md"))
    with pytest.raises(IndexMismatch, match=r"another build.*bantin rebuild"):
        bench.catalogue.check_model(bench.encoder.name, "another digest")


def test_rebuild_takes_the_new_model_and_changes_no_text(
    bench: Bench, bulletin_file: Write
) -> None:
    bench.load(bulletin_file(BODY))
    other = HashEncoder("other", size=32)
    assert rebuild(bench.catalogue, other, lambda: bench.index, bench.index.rows.clear) == 1
    bench.catalogue.check_model(other.name, other.digest)
    with bench.catalogue.reading() as snapshot:
        ids, vectors = snapshot.vectors()
        assert BODY in snapshot.edition("tin").bulletin.text
    assert len(ids) > 0
    assert vectors.shape == (len(ids), 32)
    assert {name: list(row) for name, row in bench.index.rows.items()} == {
        name: list(row) for name, row in zip(ids, vectors, strict=True)
    }


def test_a_removed_bulletin_answers_nothing_and_old_citations_still_open(
    bench: Bench, bulletin_file: Write
) -> None:
    path = bulletin_file(BODY)
    bench.load(path)
    remove(bench.catalogue, bench.index, "tin")
    assert bench.library.search("nước ngoài") == []
    assert bench.library.figures() == []
    assert BODY in bench.library.edition("tin", 1).bulletin.text
    with pytest.raises(UnknownBulletin, match="bantin list"):
        bench.library.edition("tin")
    (again,) = bench.load(path)
    assert (again.status, again.revision) == ("updated", 2)


def test_sync_drops_what_the_catalogue_does_not_hold(bench: Bench, bulletin_file: Write) -> None:
    bench.load(bulletin_file(BODY))
    bench.index.put(["ghost"], bench.encoder.encode_passages(["ghost"]))
    assert sync_index(bench.catalogue, bench.index) == 1
    assert "ghost" not in bench.index.ids()


@pytest.mark.embedded
def test_a_corrupt_catalogue_is_reported_and_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"this is no database" * 500)
    before = path.read_bytes()
    with pytest.raises(Corrupt, match="restore it from a backup"):
        Bench(tmp_path)
    assert path.read_bytes() == before


def test_figures_alone_are_read_again_from_the_texts(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """`rebuild_figures` reads the figures again; passages, vectors and the index's revision stay."""
    bench.load(bulletin_file("Năm 2022, đi làm việc ở nước ngoài được 753/500 người."))
    library, catalogue = bench.library, bench.catalogue
    before = library.figures()
    with catalogue.writing() as transaction:
        transaction.store_figures(before[0].bulletin_id, [])
    assert library.figures() == []
    assert rebuild_figures(catalogue) == 1
    assert library.figures() == before
    with catalogue.reading() as snapshot:
        assert snapshot.indexed == snapshot.revision


def test_an_older_layout_is_brought_up_to_date_by_one_command(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    bench.load(bulletin_file("Năm 2022, đi làm việc ở nước ngoài được 753/500 người."))
    path = bench.catalogue.path
    with bench.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql("DROP TABLE figures")
        transaction.connection.exec_driver_sql(
            "CREATE TABLE figures (figure_id VARCHAR PRIMARY KEY)"
        )
        transaction.set_state(schema="1")
    with pytest.raises(IndexMismatch, match="bantin rebuild --figures"):
        Catalogue(path)
    upgraded = Catalogue(path, upgrade=True, is_rebuilding=True)
    assert rebuild_figures(upgraded) == 1
    upgraded.close()
    assert [str(f.value) for f in Bench(bench.data).library.figures()] == ["753"]
