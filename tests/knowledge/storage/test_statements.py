"""The number of SQL statements of a question and of loading, by SQLAlchemy's events."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.conftest import Bench
from tests.on_servers import IS_CHOSEN

Write = Callable[..., Path]
BODY = "Năm 2022, đi làm việc ở nước ngoài được {}/500 người. Người dân nên đọc kỹ hợp đồng."


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """The list of executed statements, `BEGIN` included."""
    run: list[str] = []

    def record(_: Any, __: Any, statement: str, *___: Any) -> None:
        run.append(statement)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", record)
    yield run
    sa.event.remove(sa.engine.Engine, "before_cursor_execute", record)


def test_an_ingest_takes_as_many_statements_for_many_passages_as_for_one(
    bench: Bench, bulletin_file: Write, statements: list[str]
) -> None:
    bench.load(bulletin_file("Câu mở đầu.", "first.md"))  # the first fills the empty index
    counts = []
    for name, size in (("short.md", 1), ("long.md", 40)):
        statements.clear()
        text = "\n\n".join(f"## Mục {n}\n\n{BODY.format(n)}" for n in range(100, 100 + size))
        (receipt,) = bench.load(bulletin_file(text, name))
        assert receipt.passages >= size
        counts.append(len(statements))
    assert counts[0] == counts[1]
    # 15 of them, once a run, link corrections and copies; a server is told about locks and modes.
    assert counts[0] <= (50 if IS_CHOSEN else 45)


def test_an_unchanged_bulletin_is_recognised_by_one_query(
    bench: Bench, bulletin_file: Write, statements: list[str]
) -> None:
    """An unchanged bulletin takes one query, apart from beginning transactions and reading states."""
    path = bulletin_file(BODY.format(753))
    bench.load(path)
    statements.clear()
    bench.load(path)
    assert [s for s in statements if "bulletins" in s] != []
    assert len(statements) <= 7


def test_the_sentences_of_many_figures_are_read_at_once(
    bench: Bench, bulletin_file: Write, statements: list[str]
) -> None:
    """The sentences of many figures take one query, and each is from its bulletin's text."""
    bench.load(*(bulletin_file(f"Tin đầu. {BODY.format(n)}", f"{n}.md") for n in range(700, 712)))
    with bench.catalogue.reading() as snapshot:
        figures = snapshot.figures()
        statements.clear()
        sentences = snapshot.sentences_of(figures)
    assert len(statements) == 1
    assert sentences == {
        f.figure_id: f"Năm 2022, đi làm việc ở nước ngoài được {f.value}/500 người."
        for f in figures
    }
    assert len(sentences) == 12


def test_counts_of_one_revision_are_read_once_by_all_snapshots(
    bench: Bench, bulletin_file: Write, statements: list[str]
) -> None:
    bench.load(bulletin_file(BODY.format(753), "a.md"))
    library = bench.library

    def derived() -> tuple[object, ...]:
        return (library.bulletin_count(), library.figure_keys(), library.contradicted(),
                library.local_places(), library.home(), library.word_weights(["hợp"], "vi"))  # fmt: skip

    first = derived()
    statements.clear()
    assert derived() == first
    assert [s for s in statements if s != "BEGIN" and "state" not in s] == []
    bench.load(bulletin_file("Năm 2021, đi làm việc ở nước ngoài được 300 người.", "b.md"))
    assert library.bulletin_count() == 2
    assert sum(key.count for key in library.figure_keys()) == 2
