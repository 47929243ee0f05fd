"""Reading a catalogue: one state, bound values, the figures of each revision."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from knowledge.errors import Corrupt, UnknownBulletin
from knowledge.ingestion.ingest import remove
from knowledge.search.figure_table import figures_of
from tests.conftest import Bench, beside

Write = Callable[..., Path]
BODY = "Năm 2022, đi làm việc ở nước ngoài được {}/500 người. Người dân nên đọc kỹ hợp đồng."


@pytest.fixture
def loaded(bench: Bench, bulletin_file: Write) -> Bench:
    bench.load(bulletin_file(BODY.format(753)))
    return bench


def test_one_state_stays_whatever_is_stored_meanwhile(loaded: Bench, bulletin_file: Write) -> None:
    """Search, figures, bulletins and counts of one block are of one state."""
    library = loaded.library
    with library.at_one_state() as held:
        before = (held.search("hợp đồng"), held.figures(), held.edition("tin"), held.coverage())
        beside(
            loaded.load, bulletin_file(BODY.format(999)), bulletin_file("Năm 2023 khác.", "b.md")
        )
        after = (held.search("hợp đồng"), held.figures(), held.edition("tin"), held.coverage())
        assert after == before
        assert held.bulletin_count() == 1
    assert [str(f.value) for f in library.figures()] == ["999"]
    assert library.bulletin_count() == 2


def test_a_held_library_is_held_once(loaded: Bench) -> None:
    with loaded.library.at_one_state() as held, held.at_one_state() as again:
        assert again.figures() == held.figures()


def test_helper_threads_may_read_the_same_state(loaded: Bench) -> None:
    with loaded.catalogue.reading() as snapshot, ThreadPoolExecutor(8) as pool:
        texts = list(
            pool.map(
                lambda n: (len(snapshot.figures()), snapshot.edition("tin").revision, n), range(200)
            )
        )
    assert texts == [(1, 1, n) for n in range(200)]


def test_an_older_revision_has_the_figures_of_its_own_text(
    loaded: Bench, bulletin_file: Write
) -> None:
    """The figures of an older revision are read from its stored text."""
    loaded.load(bulletin_file(BODY.format(999)))
    with loaded.catalogue.reading() as snapshot:
        values_by_revision = {
            revision: [
                (str(f.value), f.revision)
                for f in figures_of(snapshot, snapshot.edition("tin", revision))
            ]
            for revision in (1, 2)
        }
    assert values_by_revision == {1: [("753", 1)], 2: [("999", 2)]}


def test_a_withdrawn_bulletin_has_its_figures_still(loaded: Bench) -> None:
    remove(loaded.catalogue, loaded.index, "tin")
    with loaded.catalogue.reading() as snapshot:
        figures = figures_of(snapshot, snapshot.edition("tin", 1))
    assert [str(f.value) for f in figures] == ["753"]


def test_an_unknown_revision_is_an_error(loaded: Bench) -> None:
    with (
        loaded.catalogue.reading() as snapshot,
        pytest.raises(UnknownBulletin, match="no revision 7"),
    ):
        snapshot.edition("tin", 7)


@pytest.mark.parametrize(
    "place", [":x", ":query", "'", "%", "_", "|", "?", "' OR 1=1 --", "\x00", "%|%"]
)
def test_a_place_is_a_value_and_never_a_part_of_the_query(loaded: Bench, place: str) -> None:
    """A place with SQL or wildcards finds no other place and is no error."""
    assert loaded.library.search("hợp đồng", place=place) == []
    assert loaded.library.figures(place=place) == []


@pytest.mark.parametrize("place", ["Bắc Kạn", "bac kan", "BẮC CẠN"])
def test_a_place_is_found_in_any_spelling(loaded: Bench, place: str) -> None:
    assert [h.passage.bulletin_id for h in loaded.library.search("hợp đồng", 1, 2022, place)] == [
        "tin"
    ]


def test_what_is_not_searchable_any_more_is_of_no_year_and_place(loaded: Bench) -> None:
    """Passages that are not searchable any more are not in the filter tables."""
    remove(loaded.catalogue, loaded.index, "tin")
    with loaded.catalogue.writing() as transaction:
        for table in ("passage_years", "passage_places"):
            count = transaction.connection.exec_driver_sql(
                f"SELECT count(*) FROM {table}"
            ).scalar_one()
            assert count == 0


@pytest.mark.parametrize(
    ("filters", "listed"),
    [
        ({}, ["moi", "giua", "cu", "khong-ngay"]),
        ({"limit": 2}, ["moi", "giua"]),
        ({"ids": ["cu", "moi"]}, ["moi", "cu"]),
        ({"ids": []}, []),
        ({"days": (date(2022, 1, 1), date(2022, 12, 31))}, ["giua"]),
        ({"place": "Lâm Đồng"}, ["moi", "cu"]),
        ({"title": "100%"}, ["giua"]),
        ({"trust": "press"}, []),
    ],
    ids=str,
)
def test_bulletins_are_listed_newest_first_by_every_filter(
    bench: Bench, bulletin_file: Write, filters: dict[str, Any], listed: list[str]
) -> None:
    """Lists are newest first under every filter; `%` in a title is no wildcard."""
    bench.load(
        bulletin_file("Một.", "cu.md", date="2020-05-01", title="Tin Lâm Đồng"),
        bulletin_file("Hai.", "moi.md", date="2023-05-01", place="Lâm Đồng", title="Tin 100 lớp"),
        bulletin_file("Ba.", "giua.md", date="2022-05-01", title="Đạt 100% kế hoạch"),
    )
    undated = bulletin_file("Bốn.", "khong-ngay.md")
    undated.write_text(undated.read_text("utf-8").replace("date: 2022-12-07\n", ""), "utf-8")
    bench.load(undated)
    assert [b.bulletin_id for b in bench.library.listed(**filters)] == listed


@pytest.mark.parametrize("column", ["text", "title"])
def test_a_revision_that_changed_on_the_disk_is_refused(loaded: Bench, column: str) -> None:
    """No answer is made from a text that is not as it was stored."""
    with loaded.catalogue.database.writing() as connection:
        connection.execute(sa.text(f"UPDATE revisions SET {column} = {column} || '.'"))
    expected = "revision 1 of bulletin tin is not as it was stored; restore a backup"
    with pytest.raises(Corrupt, match=expected):
        loaded.library.edition("tin")


@pytest.mark.embedded
@pytest.mark.parametrize("vector", ["zeroblob(256)", "x'00'", "zeroblob(12)"])
def test_a_damaged_vector_is_refused(loaded: Bench, vector: str) -> None:
    """A search that would compare with it says which it is and what to do."""
    with loaded.catalogue.database.writing() as connection:
        connection.execute(sa.text(f"UPDATE vectors SET vector = {vector}"))
    with (
        loaded.catalogue.reading() as snapshot,
        pytest.raises(Corrupt, match=r"the vector of tin@1#0 is not .* run `bantin rebuild`"),
    ):
        snapshot.vectors()
