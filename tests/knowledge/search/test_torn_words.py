"""A search does not go on with an index of words or vectors that lacks what passages hold."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import Corrupt
from knowledge.search.library import Library
from tests.conftest import Bench

Write = Callable[..., Path]


@pytest.fixture
def loaded(bench: Bench, bulletin_file: Write) -> Bench:
    bench.load(
        bulletin_file("Người dân nên đọc kỹ hợp đồng trước khi ký.", "a.md"),
        bulletin_file("Năm 2022, tỉnh Lâm Đồng còn 8.095 hộ nghèo.", "b.md"),
    )
    return bench


@pytest.mark.parametrize(
    "query", ["hộ nghèo Lâm Đồng", "ho ngheo lam dong", "poor households in Lam Dong", "8.095 hộ"]
)
def test_whole_words_are_found(loaded: Bench, query: str) -> None:
    """In every spelling of a query, with numbers of several parts too."""
    assert loaded.library.search(query)[0].passage.passage_id == "b@1#0"


@pytest.mark.parametrize("query", ["hộ nghèo Lâm Đồng", "ho ngheo lam dong"])
def test_a_torn_index_of_words_is_refused(loaded: Bench, query: str) -> None:
    """A passage that is near in meaning holds words of the query, and the index finds it by none."""
    with loaded.catalogue.writing() as transaction:
        is_file = transaction.connection.dialect.name == "sqlite"
        transaction.connection.exec_driver_sql(
            "UPDATE lexical_data SET block = zeroblob(40) WHERE id > 100"
            if is_file
            else "UPDATE lexical SET words = ''"
        )
    with pytest.raises(
        Corrupt, match=r"index of words lacks .* of passage .*; run `bantin rebuild`"
    ):
        loaded.library.search(query)


def test_lost_vectors_are_refused(loaded: Bench) -> None:
    """Whether every vector is compared or only those of passages with the words."""
    with loaded.catalogue.writing() as transaction:
        transaction.connection.exec_driver_sql("DELETE FROM vectors WHERE rowid = 2")
    everything = Library(loaded.catalogue, loaded.encoder, lambda: loaded.index, exact_up_to=9)
    for library, query in ((loaded.library, "hộ nghèo"), (everything, "xin chào")):
        with pytest.raises(Corrupt, match="1 passages have no vector; run `bantin rebuild`"):
            library.search(query)
