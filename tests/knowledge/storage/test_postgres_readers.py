"""Readers of a PostgreSQL server are served while a writer derives everything again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.ingestion.rebuilding import rebuild
from knowledge.storage import lexical, postgres_server
from knowledge.storage.lexical import Term
from knowledge.storage.places import Server
from knowledge.storage.snapshot import Snapshot
from tests.conftest import Bench, beside
from tests.fakes import HashEncoder

pytestmark = pytest.mark.postgres


class _Watched(HashEncoder):
    """An encoder that calls `look` with each batch of texts."""

    look: Callable[[], object] = staticmethod(lambda: None)

    def encode_passages(self, texts: list[str]) -> object:
        self.look()
        return super().encode_passages(texts)


@pytest.fixture
def bench(
    server: Server, tmp_path: Path, bulletin_file: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Bench]:  # fmt: skip
    monkeypatch.setattr(postgres_server, "LOCK_S", 1)  # a reader that must wait fails soon
    made = Bench(tmp_path / "data", server=server)
    files = [bulletin_file(f"Năm 2022 có {n} hộ nghèo.", name=f"{n}.md") for n in (5, 6)]
    made.load(*files)
    yield made
    made.catalogue.close()


def _seen(snapshot: Snapshot) -> tuple[object, ...]:
    """What a reader sees of every derived table."""
    words = lexical.match(snapshot, [Term("folded", ("ngheo",))], 10, year=2022, place="bac kan")
    return snapshot.counts(), words, snapshot.figures(), snapshot.revision


def _seen_now(bench: Bench) -> tuple[object, ...]:
    with bench.catalogue.reading() as snapshot:
        return _seen(snapshot)


def test_readers_are_served_the_old_state_until_the_new_one_is_whole(bench: Bench) -> None:
    """One who comes during the work, and one who holds a state from before to after."""
    before, during = _seen_now(bench), []
    encoder = _Watched()
    encoder.look = lambda: during.append(beside(_seen_now, bench))
    with bench.catalogue.reading() as snapshot:
        first = snapshot.revision
        beside(rebuild, bench.catalogue, encoder, lambda: bench.index, lambda: None)
        assert (first, _seen(snapshot)) == (before[-1], before)
    assert during == [before, before]
    after = _seen_now(bench)
    assert (after[:3], after[-1] != first) == (before[:3], True)
