"""Visits are remembered, and an interrupted crawl is told from a finished one."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from knowledge.errors import Corrupt
from knowledge.storage.visits import Visit, Visits

NOON = datetime(2026, 11, 26, 12)
VISIT = Visit("http://a.vn/", "http://a.vn/x", '"e"', "", "text/html", "fetched/x", "abc", NOON)


def test_the_last_visit_of_an_address_is_kept(tmp_path: Path) -> None:
    """A visit replaces the earlier one of the same address, also for a later process."""
    with Visits(tmp_path).open() as visits:
        visits.note(VISIT)
        visits.note(replace(VISIT, etag='"f"'))
        visits.note(replace(VISIT, address="http://b.vn/"))
    with Visits(tmp_path).open() as visits:
        assert visits.of("http://a.vn/") == replace(VISIT, etag='"f"')
        assert visits.of("http://c.vn/") is None


@pytest.mark.parametrize(
    ("ends", "later", "begun"),
    [
        (False, timedelta(hours=2), NOON),
        (False, timedelta(hours=25), NOON + timedelta(hours=25)),
        (False, -timedelta(hours=1), NOON - timedelta(hours=1)),
        (True, timedelta(hours=2), NOON + timedelta(hours=2)),
    ],
    ids=["interrupted", "long ago", "a clock that was set back", "finished"],
)
def test_only_an_interrupted_crawl_of_this_day_goes_on(
    tmp_path: Path, ends: bool, later: timedelta, begun: datetime
) -> None:
    """An unfinished crawl keeps its beginning for a day; any other begins anew."""
    with Visits(tmp_path).open() as visits:
        assert visits.begin("http://a.vn/rss", NOON) == NOON
        if ends:
            visits.end("http://a.vn/rss", NOON + timedelta(minutes=1))
        assert visits.begin("http://a.vn/rss", NOON + later) == begun


def test_the_end_of_a_crawl_is_known_until_the_next_begins(tmp_path: Path) -> None:
    """A schedule asks when a crawl ended; an unfinished one has no end."""
    with Visits(tmp_path).open() as visits:
        assert visits.ended_at("a") is None
        visits.begin("a", NOON)
        visits.end("a", NOON + timedelta(minutes=1))
        assert visits.ended_at("a") == NOON + timedelta(minutes=1)
        visits.begin("a", NOON + timedelta(hours=1))
        assert visits.ended_at("a") is None


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100], ids=["empty", "text"])
def test_a_damaged_file_names_its_remedy(tmp_path: Path, content: bytes) -> None:
    """A damaged file may be deleted: nothing in it is a record."""
    (tmp_path / "visits.sqlite").write_bytes(content)
    with pytest.raises(Corrupt, match="delete it"):
        Visits(tmp_path)


@pytest.mark.embedded
def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """A file without the tables of visits is not written to."""
    with Visits(tmp_path).open() as visits:
        path = visits.path
    other = tmp_path / "other"
    other.mkdir()
    from knowledge.storage.catalogue import Catalogue

    Catalogue(other / path.name).close()
    with pytest.raises(Corrupt, match="is no list of visits"):
        Visits(other)
