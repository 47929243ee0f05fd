"""A removed bulletin is brought back as it was."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import UnknownBulletin
from knowledge.ingestion.ingest import remove
from knowledge.ingestion.restoring import restore
from knowledge.records import Withdrawal
from knowledge.storage.life import withdrawal_of
from tests.conftest import Bench

ON_BOTH = True  # SQLite and PostgreSQL

TEXT = "Năm 2022, tỉnh Bắc Kạn có 753 người đi làm việc ở nước ngoài theo hợp đồng."


def test_a_removed_bulletin_is_brought_back(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    (receipt,) = bench.load(bulletin_file(TEXT))
    before = bench.library.counts()
    remove(bench.catalogue, bench.index, receipt.bulletin_id)
    assert [b.bulletin_id for b in bench.library.listed(are_removed=True)] == [receipt.bulletin_id]
    assert restore(bench.catalogue, bench.encoder, bench.index, receipt.bulletin_id) == 1
    assert bench.library.counts() == before
    assert bench.library.listed(are_removed=True) == []
    assert bench.library.figures("xklđ")[0].value == 753


def test_what_was_not_removed_is_not_brought_back(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    (receipt,) = bench.load(bulletin_file(TEXT))
    for bulletin_id in (receipt.bulletin_id, "nothing"):
        with pytest.raises(UnknownBulletin):
            restore(bench.catalogue, bench.encoder, bench.index, bulletin_id)


def test_a_restored_bulletin_is_withdrawn_no_more(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """The reason leaves with it, and loading its file again changes nothing."""
    path = bulletin_file(TEXT)
    (receipt,) = bench.load(path)
    reason = Withdrawal("withdrawn", "đăng nhầm", date(2026, 11, 26))
    remove(bench.catalogue, bench.index, receipt.bulletin_id, reason)
    assert [r.status for r in bench.load(path)] == ["withdrawn"]
    restore(bench.catalogue, bench.encoder, bench.index, receipt.bulletin_id)
    with bench.catalogue.reading() as snapshot:
        assert withdrawal_of(snapshot, receipt.bulletin_id) is None
    assert [r.status for r in bench.load(path)] == ["unchanged"]
