"""An answer reads the figures that it needs; which others there are is known of their groups."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.evidence.candidates import Candidate
from assistant.evidence.figures import gather_figures
from assistant.evidence.series import gather_each
from assistant.pipeline import Assistant
from assistant.question.understanding import understand
from assistant.steps import look_up
from knowledge.storage import rows
from knowledge.storage.figure_groups import figure_groups
from knowledge.storage.revision_cache import RevisionCache
from tests.conftest import Bench

_ASKED = "Tỷ lệ hộ nghèo của Bắc Kạn năm 2022 là bao nhiêu?"
_INDICATOR = "poverty_rate"
_DISTRICTS = ("Ba Bể", "Chợ Đồn", "Na Rì", "Ngân Sơn", "Pác Nặm")


@pytest.fixture
def many(bench: Bench, bulletin_file: Callable[..., Path]) -> Bench:
    """Poverty rates of the province and of five districts, each in three years."""
    for year in (2020, 2021, 2022):
        body = f"Năm {year}, tỷ lệ hộ nghèo của tỉnh Bắc Kạn là {year - 2000},5%."
        for number, district in enumerate(_DISTRICTS):
            body += f"\n\nNăm {year}, tỷ lệ hộ nghèo của huyện {district} là {30 + number},2%."
        bench.load(bulletin_file(body, f"tin-{year}.md", title=f"Tin {year}"))
    return bench


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The places of the figures that are read from now on."""
    places: list[str | None] = []

    def figure_from(row: object) -> object:
        figure = real(row)
        places.append(figure.place)
        return figure

    real = rows.figure_from
    monkeypatch.setattr(rows, "figure_from", figure_from)
    return places


def test_groups_are_shared_until_the_library_changes(
    many: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """Two snapshots of one state hand on the same groups; a new state has the new ones."""
    with many.catalogue.reading() as one:
        first = figure_groups(one, _INDICATOR)
    with many.catalogue.reading() as same:
        assert figure_groups(same, _INDICATOR) is first
    body = "Năm 2019, tỷ lệ hộ nghèo của tỉnh Bắc Kạn là 27%."
    many.load(bulletin_file(body, "tin-x.md", title="Tin x"))
    with many.catalogue.reading() as later:
        assert len(figure_groups(later, _INDICATOR)) == len(first) + 1


def test_old_revisions_leave_the_cache() -> None:
    """Only the last two: one result may be as large as the library has figures."""
    cache = RevisionCache()
    for revision in range(1, 6):
        cache.keep(revision, "key", revision)
    assert [cache.result(revision, "key") for revision in range(1, 6)] == [None, None, None, 4, 5]


@pytest.mark.parametrize(
    ("question", "places", "most"),
    [
        (_ASKED, {"Bắc Kạn"}, 1),
        ("Tỷ lệ hộ nghèo của huyện Ba Bể năm 2021?", {"huyện Ba Bể"}, 1),
        ("Tỷ lệ hộ nghèo của huyện Na Rì?", {"huyện Na Rì"}, 3),
        ("Tỷ lệ hộ nghèo của huyện Na Rì năm 2017?", set(), 0),
        ("Tỷ lệ hộ nghèo năm 2022 là bao nhiêu?", {"Bắc Kạn"}, 1),
    ],
    ids=["province", "district", "no-year", "no-such-year", "home"],
)
def test_a_look_reads_its_time_and_place_only(
    many: Bench, read: list[str | None], question: str, places: set[str], most: int
) -> None:
    """Whatever the figures of other districts and years."""
    evidence = gather_figures(understand(question), many.library, "Bắc Kạn")
    assert {item.figure.place for item in evidence.figures} == places
    assert len(read) == most
    assert set(read) == places


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Tỷ lệ hộ nghèo của huyện Ba Bể từ năm 2020 đến năm 2022 thay đổi thế nào?", 1),
        ("So sánh tỷ lệ hộ nghèo của huyện Ba Bể và huyện Na Rì năm 2022", 2),
        ("Huyện nào có tỷ lệ hộ nghèo cao nhất năm 2022?", 5),
    ],
    ids=["trend", "comparison", "ranking"],
)
def test_a_reckoning_reads_its_slice_only(
    many: Bench, read: list[str | None], question: str, places: int
) -> None:
    """The places of a comparison, the place of a trend, the year of a ranking."""
    each, _ = gather_each(understand(question), many.library, "Bắc Kạn")
    assert each
    assert len(set(read)) == places
    assert "Bắc Kạn" not in read


def test_candidates_are_not_compared_with_each_other(
    many: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library of 10,000 bulletins has thousands for one indicator: that took seconds."""

    def compared(self: object, other: object) -> bool:
        pytest.fail("two candidates were compared")

    monkeypatch.setattr(Candidate, "__eq__", compared)
    with Assistant(many.library, home="Bắc Kạn").walking(_ASKED, (look_up,)) as walk:
        assert walk.figures is not None
        assert walk.figures.figures
