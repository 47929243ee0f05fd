"""Derived rows that changed, went or came without the program are noticed before they answer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import Corrupt
from knowledge.ingestion.ingest import remove
from knowledge.ingestion.rebuilding import rebuild, rebuild_figures
from knowledge.ingestion.restoring import restore
from knowledge.search import library as library_module
from tests.conftest import Bench

Write = Callable[..., Path]
BODY = "Năm 2022, Bắc Kạn có {}/500 người đi làm việc ở nước ngoài. Người dân nên đọc kỹ hợp đồng."


@pytest.fixture
def loaded(bench: Bench, bulletin_file: Write) -> Bench:
    bench.load(bulletin_file(BODY.format(753)), bulletin_file("Năm 2023 có 7 hộ nghèo.", "b.md"))
    return bench


def execute(bench: Bench, sql: str) -> None:
    """Changes stored rows as another program does."""
    with bench.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql(sql)


@pytest.mark.parametrize(
    "change",
    ["value = '758'", "value = 'x'", "place = 'Cao Bằng'", "period_last = '2023-12-31'", "plan = NULL",
     "parts = '['", "preliminary = NOT preliminary", "start = 1", "indicator = NULL",
     "checksum = NULL"],
)  # fmt: skip
def test_a_changed_figure_is_refused(loaded: Bench, change: str) -> None:
    """Whatever column changed, also one that the database would take."""
    execute(loaded, f"UPDATE figures SET {change} WHERE value = '753'")
    remedy = r"figure tin@1:\d is not as it was stored; run `bantin rebuild --figures`"
    with pytest.raises(Corrupt, match=remedy):
        loaded.library.figures()
    assert loaded.library.figures(indicators=["poor_households"]) != []


@pytest.mark.parametrize(
    "change",
    ["place = 'Cao Bằng'", "place_folded = 'cao bang'", "place_source = 'guess'", "unit = 'hộ'",
     "period_first = '2021-01-01'", "role = 'plan'", "filing = NULL"],
)  # fmt: skip
def test_a_figure_that_is_filed_elsewhere_is_refused(loaded: Bench, change: str) -> None:
    """Else its question has no answer, or that of another figure: this one is not read for it."""
    execute(loaded, f"UPDATE figures SET {change} WHERE value = '753'")
    remedy = r"figure tin@1:\d is not filed as it was stored; run `bantin rebuild --figures`"
    with pytest.raises(Corrupt, match=remedy):
        loaded.library.figure_groups("labour_abroad")


@pytest.mark.parametrize(
    "change", ["text = 'khác'", "header = 'khác'", "years = '|2021|'", "start = 1", "kind = 'row'"]
)
def test_a_changed_passage_is_refused(loaded: Bench, change: str) -> None:
    execute(loaded, f"UPDATE passages SET {change} WHERE passage_id = 'tin@1#0'")
    remedy = "passage tin@1#0 is not as it was stored; run `bantin rebuild`"
    with pytest.raises(Corrupt, match=remedy):
        loaded.library.search("hợp đồng")


@pytest.mark.parametrize(
    ("loss", "told"),
    [
        ("DELETE FROM figures WHERE value = '753'",
         "1 of 2 figures; run `bantin rebuild --figures`, `bantin verify`"),
        ("DELETE FROM passage_years WHERE year = 2023", "2 of 3 years of passages; run `bantin rebuild`,"),
        ("DELETE FROM passage_places", "0 of 2 places of passages; run `bantin rebuild`,"),
        ("DELETE FROM lexical WHERE rowid = 1", "1 of 2 passages in the index of words; run `bantin rebuild`,"),
    ],
    ids=["figures", "years", "places", "words"],
)  # fmt: skip
def test_lost_rows_are_refused(loaded: Bench, loss: str, told: str) -> None:
    """A question whose figure is lost would be answered by another one."""
    execute(loaded, loss)
    with pytest.raises(Corrupt, match=told):
        loaded.library.figures()


@pytest.mark.embedded
def test_lost_passages_are_refused(loaded: Bench) -> None:
    """A server does not let passages go whose words and years stay."""
    execute(loaded, "DELETE FROM passages WHERE rowid = 1")
    with pytest.raises(Corrupt, match="1 of 2 passages"):
        loaded.library.search("hợp đồng")


def test_rows_are_counted_again_while_a_library_is_open(
    loaded: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at each question, but before a minute is over."""
    library = loaded.library
    assert library.figures() != []
    execute(loaded, "DELETE FROM figures WHERE value = '753'")
    assert library.figures() != []
    monkeypatch.setattr(library_module, "_COUNTED_AGAIN_AFTER_S", 0)
    with pytest.raises(Corrupt, match="1 of 2 figures"):
        library.figures()


def test_figures_are_whole_again_after_a_rebuild_of_them(loaded: Bench) -> None:
    execute(loaded, "UPDATE figures SET value = '758' WHERE value = '753'")
    execute(loaded, "DELETE FROM figures WHERE value = '7'")
    rebuild_figures(loaded.catalogue)
    assert sorted(str(f.value) for f in loaded.library.figures()) == ["7", "753"]


def test_every_change_by_the_program_keeps_the_counts(loaded: Bench, bulletin_file: Write) -> None:
    """Loading anew, removal, restoring and both kinds of rebuilding."""
    loaded.load(bulletin_file(BODY.format(999)))
    loaded.catalogue.check_rows()
    remove(loaded.catalogue, loaded.index, "b")
    loaded.catalogue.check_rows()
    restore(loaded.catalogue, loaded.encoder, loaded.index, "b")
    loaded.catalogue.check_rows()
    rebuild(loaded.catalogue, loaded.encoder, lambda: loaded.index, loaded.index.rows.clear)
    loaded.catalogue.check_rows()
    rebuild_figures(loaded.catalogue)
    loaded.catalogue.check_rows()
    assert sorted(str(f.value) for f in loaded.library.figures()) == ["7", "999"]
