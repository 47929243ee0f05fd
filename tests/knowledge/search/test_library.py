"""The library: search by words and meaning, filters, one state at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import CorruptIndex
from knowledge.search.library import Library
from tests.conftest import Bench
from tests.fakes import MemoryIndex

ON_BOTH = True  # SQLite and PostgreSQL

Write = Callable[..., Path]


@pytest.fixture
def loaded(bench: Bench, bulletin_file: Write) -> Bench:
    bench.load(
        bulletin_file("Năm 2022 thu thuế được 5 tỷ đồng.", name="thue.md", title="Nộp thuế"),
        bulletin_file("Năm 2021 thuê nhà tăng giá.", name="thuee.md", title="Thuê nhà", date="2021-05-01", place="Cà Mau"),
        bulletin_file("Năm 2022 đưa người đi làm việc ở nước ngoài: 753 người.", name="xkld.md", title="Lao động"),
    )  # fmt: skip
    return bench


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("thuế", "thue"),
        ("thuê nhà", "thuee"),
        ("nguoi di xkld", "xkld"),
        ("How many workers went abroad?", "xkld"),
    ],
)
def test_search_finds_by_any_spelling_and_language(loaded: Bench, query: str, best: str) -> None:
    """Search finds the right bulletin with accents, without accents and in English."""
    assert loaded.library.search(query, 1)[0].passage.bulletin_id == best


def test_filters_keep_year_and_place(loaded: Bench) -> None:
    library = loaded.library
    assert {h.passage.bulletin_id for h in library.search("năm", 10, year=2021)} == {"thuee"}
    assert {h.passage.bulletin_id for h in library.search("năm", 10, place="ca mau")} == {"thuee"}


def test_a_search_within_bulletins_ranks_only_these(bench: Bench, bulletin_file: Write) -> None:
    """The one bulletin of a hundred is found that the others outrank; by words and by meaning."""
    bodies = [f"Tin {n}: xuất khẩu lao động, xuất khẩu lao động." for n in range(90)]
    files = [bulletin_file(body, name=f"a{n}.md") for n, body in enumerate(bodies)]
    bench.load(*files, bulletin_file("Sau cùng mới đến xuất khẩu.", name="rare.md"))
    assert "rare" not in {
        h.passage.bulletin_id for h in bench.library.search("lao động xuất khẩu", 60)
    }
    hits = bench.library.search("lao động xuất khẩu", 60, within={"rare"})
    assert {hit.passage.bulletin_id for hit in hits} == {"rare"}


@pytest.mark.parametrize(
    "query", ['"', "OR AND NEAR(", "a* ^b", "'; DROP TABLE passages; --", "%_|", "…"]
)
def test_no_query_breaks_the_search(loaded: Bench, query: str) -> None:
    """Operators and quotes of FTS5 in a query have no effect."""
    loaded.library.search(query)
    assert loaded.library.counts()["passages"] > 0


def test_figures_are_selected_by_name_year_and_place(loaded: Bench) -> None:
    library = loaded.library
    assert [str(f.value) for f in library.figures("xklđ", 2022, "Bắc Kạn")] == ["753"]
    assert library.figures("xklđ", 2021) == []
    assert library.figures("xklđ", place="Cà Mau") == []


def test_a_reader_sees_what_was_stored_while_the_index_lags(
    loaded: Bench, bulletin_file: Write
) -> None:
    """A reader finds a new bulletin although the vector index is behind."""
    library = loaded.library
    library.search("thuế")
    lagging = MemoryIndex()
    stale = Library(loaded.catalogue, loaded.encoder, lambda: lagging, exact_up_to=0)
    with loaded.catalogue.writing() as transaction:
        transaction.set_state(vectors="0")
    hits = stale.search("nước ngoài", 1)
    assert hits[0].passage.bulletin_id == "xkld"
    assert hits[0].dense is not None


def test_a_small_library_is_compared_whole_and_finds_the_same(loaded: Bench) -> None:
    """A small library is searched without the index and gives the same hits."""

    def no_index() -> MemoryIndex:
        raise AssertionError("the index was opened")

    small = Library(loaded.catalogue, loaded.encoder, no_index)
    for query in ("thuế", "người đi làm việc ở nước ngoài"):
        ours, theirs = small.search(query), loaded.library.search(query)
        assert [h.passage.passage_id for h in ours] == [h.passage.passage_id for h in theirs]


def test_a_broken_index_is_answered_around_and_logged(
    loaded: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> MemoryIndex:
        raise CorruptIndex("the vector index is broken")

    library = Library(loaded.catalogue, loaded.encoder, broken, exact_up_to=0)
    assert library.search("nước ngoài", 1)[0].passage.bulletin_id == "xkld"
    assert "broken" in caplog.text


def test_coverage_has_years_and_places(loaded: Bench) -> None:
    coverage = loaded.library.coverage(["labour_abroad"])
    assert (coverage.years, coverage.places) == ((2022,), ("Bắc Kạn",))


def test_home_is_where_most_official_bulletins_are_from(bench: Bench, bulletin_file: Write) -> None:
    bench.load(
        bulletin_file("Một câu đầu.", name="a.md", issuer="Sở A"),
        bulletin_file("Một câu hai.", name="b.md", place="Cà Mau"),
        bulletin_file("Một câu ba.", name="c.md", place="Cà Mau"),
    )
    assert bench.library.home() == "Bắc Kạn"


def test_a_question_without_accents_is_spelled_from_what_it_finds(loaded: Bench) -> None:
    """A query without accents has the cosine of the query with accents."""
    with_accents = loaded.library.search("người đi làm việc ở nước ngoài", 1)[0]
    without = loaded.library.search("nguoi di lam viec o nuoc ngoai", 1)[0]
    assert without.passage == with_accents.passage
    assert without.dense == pytest.approx(with_accents.dense, abs=1e-4)


def test_a_list_has_every_bulletin_without_its_text_newest_first(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    for name, day in (("cu.md", "2021-01-02"), ("moi.md", "2023-01-02"), ("giua.md", "2022-01-02")):
        bench.load(bulletin_file(f"Tin số {name}.", name, date=day))
    listed = bench.library.listed()
    assert [b.bulletin_id for b in listed] == ["moi", "giua", "cu"]
    assert [b.bulletin_id for b in bench.library.listed(1)] == ["moi"]
    assert (listed[0].revision, listed[0].place) == (1, "Bắc Kạn")


def test_what_there_are_figures_of_follows_what_is_loaded(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    body = "Năm {}, đi làm việc ở nước ngoài được {} người."
    bench.load(bulletin_file(body.format(2021, 300), "a.md"))
    library = bench.library
    assert [(k.indicator, k.place, k.count) for k in library.figure_keys()] == [
        ("labour_abroad", "Bắc Kạn", 1)
    ]
    assert library.coverage(["labour_abroad"]).years == (2021,)
    bench.load(bulletin_file(body.format(2022, 400), "b.md"))
    assert library.coverage(["labour_abroad"]).years == (2021, 2022)
    assert library.coverage(["poverty_rate"]).years == ()
