"""Bulletins leave with their source, with the reason, where staff say so."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.ingestion.vanished import Gone, gone_bulletins, withdraw_gone
from knowledge.storage.life import withdrawal_of
from tests.conftest import Bench

ON_BOTH = True  # SQLite and PostgreSQL

Write = Callable[..., Path]
BODY = "Năm 2022, đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch."
TODAY = date(2026, 1, 2)


def gone_after(bench: Bench, *arguments: Path) -> list[Gone]:
    """The bulletins that are gone after another loading of the arguments."""
    receipts = bench.load(*arguments)
    with bench.catalogue.reading() as snapshot:
        return gone_bulletins(snapshot, arguments, receipts)


def rows(path: Path, *ids: str) -> Path:
    lines = [{"id": i, "title": f"Tin {i}", "text": f"{BODY} Tin số {i}."} for i in ids]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def test_a_deleted_file_of_a_loaded_folder_is_gone(bench: Bench, bulletin_file: Write) -> None:
    """The others stay; the reason is stored, and the text stays for earlier citations."""
    folder = bulletin_file(BODY).parent
    other = bulletin_file(BODY.replace("753", "760"), name="khac.md")
    assert gone_after(bench, folder) == []
    other.unlink()
    gone = gone_after(bench, folder)
    assert gone == [Gone("khac", str(other))]
    withdraw_gone(bench.catalogue, bench.index, gone, TODAY)
    with bench.catalogue.reading() as snapshot:
        assert snapshot.bulletin_ids() == ["tin"]
        withdrawal = withdrawal_of(snapshot, "khac")
        assert "760" in snapshot.edition("khac", 1).bulletin.text
    assert withdrawal is not None
    assert (withdrawal.kind, withdrawal.day, str(other) in withdrawal.reason) == (
        "vanished", TODAY, True,
    )  # fmt: skip


def test_a_vanished_bulletin_returns_with_its_file(bench: Bench, bulletin_file: Write) -> None:
    """Nobody withdrew it."""
    path = bulletin_file(BODY)
    bulletin_file(BODY.replace("753", "760"), name="khac.md")
    bench.load(path.parent)
    content = path.read_bytes()
    path.unlink()
    withdraw_gone(bench.catalogue, bench.index, gone_after(bench, path.parent), TODAY)
    path.write_bytes(content)
    assert sorted(r.status for r in bench.load(path.parent)) == ["unchanged", "updated"]


def test_a_moved_file_keeps_its_bulletin(bench: Bench, bulletin_file: Write) -> None:
    """The bulletin gets the new source; a later change of the file is its next revision."""
    path = bulletin_file(BODY)
    bench.load(path.parent)
    moved = path.rename(path.with_name("moi.md"))
    gone = gone_after(bench, path.parent)
    assert gone == [Gone("tin", str(path), str(moved))]
    withdraw_gone(bench.catalogue, bench.index, gone, TODAY)
    moved.write_text(moved.read_text("utf-8").replace("753", "758"), "utf-8")
    (receipt,) = bench.load(path.parent)
    assert (receipt.bulletin_id, receipt.revision) == ("tin", 2)


def test_a_deleted_row_is_gone(bench: Bench, tmp_path: Path) -> None:
    """By its id."""
    path = rows(tmp_path / "tin.jsonl", "a", "b", "c")
    bench.load(path)
    assert gone_after(bench, rows(path, "a", "c")) == [Gone("b", f"{path}#b")]


def test_a_file_that_is_not_read_to_its_end_loses_no_row(bench: Bench, tmp_path: Path) -> None:
    """A damaged row may be any of the missing ones."""
    path = rows(tmp_path / "tin.jsonl", "a", "b")
    bench.load(path)
    rows(path, "a")
    path.write_bytes(path.read_bytes() + b"{damaged\n")
    assert gone_after(bench, path) == []


def test_what_was_not_loaded_now_is_not_gone(bench: Bench, bulletin_file: Write) -> None:
    """A single file of a folder says nothing about the others, a missing folder nothing at all."""
    path, other = bulletin_file(BODY), bulletin_file(BODY.replace("753", "760"), name="khac.md")
    bench.load(path.parent)
    other.unlink()
    assert gone_after(bench, path) == []
    path.unlink()
    path.parent.rmdir()
    assert gone_after(bench, path.parent) == []


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        (("1", "2", "3"), ("1", "3"), ["Tin 2"]), (("1", "2", "3"), ("2", "3"), ["Tin 1"]),
        (("1", "2", "3"), ("1", "2"), ["Tin 3"]), (("1", "2"), ("1", "2", "3"), []),
        (("1", "2"), ("0", "1", "2"), []), (("1", "2", "3"), ("3", "2", "1"), []),
        (("1", "2", "3"), ("2",), ["Tin 1", "Tin 3"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["tin.jsonl", "tin.csv"])
@pytest.mark.parametrize("has_ids", [True, False], ids=["numbers as ids", "without ids"])
def test_a_deleted_row_with_a_number_is_gone(
    bench: Bench, tmp_path: Path, has_ids: bool, name: str,
    before: tuple[str, ...], after: tuple[str, ...], left: list[str],
) -> None:  # fmt: skip
    """Its id is a number, or its place in the file, which other rows have after a deletion."""
    path = tmp_path / name
    bench.load(table(path, before, has_ids))
    gone = gone_after(bench, table(path, after, has_ids))
    with bench.catalogue.reading() as snapshot:
        titles = snapshot.titles_of(item.bulletin_id for item in gone)
    assert sorted(titles.values()) == left
    withdraw_gone(bench.catalogue, bench.index, gone, TODAY)
    assert gone_after(bench, path) == []
    assert sorted(b.title for b in bench.library.listed()) == [f"Tin {i}" for i in sorted(after)]


def table(path: Path, names: tuple[str, ...], has_ids: bool) -> Path:
    """An export with one bulletin a row."""
    lines = [
        ({"id": i} if has_ids else {}) | {"title": f"Tin {i}", "text": f"{BODY} Tin số {i}."}
        for i in names
    ]
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path
