"""Chroma and its fakes keep the same contract."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from knowledge.errors import CorruptIndex
from knowledge.ingestion.rebuilding import rebuild
from knowledge.storage.index_sync import open_index, sync_index
from knowledge.storage.vector_index import ChromaIndex, ExactSearch, VectorIndex
from tests.conftest import Bench
from tests.fakes import HashEncoder, MemoryIndex
from tests.servers import token_proxy

TEXTS = [f"bản tin số {i}" for i in range(40)]


@pytest.fixture(params=["memory", "chroma"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> VectorIndex:
    return MemoryIndex() if request.param == "memory" else ChromaIndex(tmp_path / "chroma")


def test_what_is_put_is_found_replaced_and_deleted(index: VectorIndex) -> None:
    encoder = HashEncoder()
    rows = encoder.encode_passages(TEXTS)
    index.put(TEXTS, rows)
    assert index.ids() == set(TEXTS)
    name, score = index.nearest(rows[7], 1)[0]
    assert name == TEXTS[7]
    assert score == pytest.approx(1, abs=1e-5)
    index.put([TEXTS[7]], rows[8:9])
    index.delete([TEXTS[8], "unknown"])
    assert index.nearest(rows[8], 1)[0][0] == TEXTS[7]


def test_nearest_agrees_with_comparing_every_vector(index: VectorIndex) -> None:
    rows = np.random.default_rng(0).normal(size=(300, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    names = [str(i) for i in range(len(rows))]
    index.put(names, rows)
    exact = ExactSearch(names, rows)
    for query in rows[:50]:
        assert [n for n, _ in index.nearest(query, 10)] == [n for n, _ in exact.nearest(query, 10)]


def test_chroma_survives_being_closed_and_reopened(tmp_path: Path) -> None:
    rows = HashEncoder().encode_passages(TEXTS)
    first = ChromaIndex(tmp_path)
    first.put(TEXTS, rows)
    first.close()
    second = ChromaIndex(tmp_path)
    assert second.nearest(rows[3], 1)[0][0] == TEXTS[3]
    assert second.ids() == set(TEXTS)


@pytest.mark.embedded
def test_a_broken_chroma_folder_is_reported_with_the_repair(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(CorruptIndex, match="bantin rebuild"):
        ChromaIndex(tmp_path)


def test_an_empty_exact_index_finds_nothing() -> None:
    find: Callable[..., object] = ExactSearch([], np.zeros((0, 0), np.float32)).nearest
    assert find(np.ones(3, np.float32), 5) == []


@pytest.mark.embedded
def test_collections_of_one_folder_are_apart_and_older_ones_are_dropped(tmp_path: Path) -> None:
    rows = HashEncoder().encode_passages(TEXTS)
    old = ChromaIndex(tmp_path, collection="bantin-one-a")
    old.put(TEXTS, rows)
    new = ChromaIndex(tmp_path, collection="bantin-one-b")
    assert new.ids() == set()
    new.put(TEXTS[:1], rows[:1])
    new.drop_older()
    old.close()
    new.close()
    again = ChromaIndex(tmp_path, collection="bantin-one-b")
    gone = ChromaIndex(tmp_path, collection="bantin-one-a")
    assert (again.ids(), gone.ids()) == ({TEXTS[0]}, set())
    again.close()
    gone.close()


@pytest.mark.embedded
def test_an_index_is_closed_once_and_again(tmp_path: Path) -> None:
    index = ChromaIndex(tmp_path)
    index.close()
    index.close()
    ChromaIndex(tmp_path).close()


def test_a_rebuild_that_dies_leaves_no_vector_of_the_old_model(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """After a crash in a rebuild, the new collection has no vector of the old model."""
    bench.load(bulletin_file("Người dân nên đọc kỹ hợp đồng."))
    with bench.catalogue.writing() as transaction:
        transaction.set_state(vectors="-1")  # it is loaded into a fake
    with closing(open_index(bench.catalogue, None)) as index:
        sync_index(bench.catalogue, index)
    other = HashEncoder("other", size=bench.encoder.size)

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(bench.catalogue, other, MemoryIndex, die)
    with closing(open_index(bench.catalogue, None)) as index:
        sync_index(bench.catalogue, index)
        with bench.catalogue.reading() as snapshot:
            ids, vectors = snapshot.vectors()
        assert len(ids) > 0
        for name, vector in zip(ids, vectors, strict=True):
            nearest_id, cosine = index.nearest(vector, 1)[0]
            assert (nearest_id, round(cosine, 4)) == (name, 1)


@pytest.fixture
def _chroma_sessions_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Closes the HTTP sessions that clients of chromadb 1.5 leave open."""
    sessions: list[httpx.Client] = []
    make = httpx.Client.__init__

    def remember(self: httpx.Client, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        sessions.append(self)

    monkeypatch.setattr(httpx.Client, "__init__", remember)
    yield
    for session in sessions:
        session.close()


@pytest.mark.embedded
@pytest.mark.integration
@pytest.mark.usefixtures("_chroma_sessions_are_closed")
def test_libraries_share_a_server_and_keep_apart(
    tmp_path: Path, bulletin_file: Callable[..., Path]
) -> None:
    """Each library has a collection of its name; a rebuild deletes only the library's old one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = Path(sys.executable).with_name("chroma")
    server = subprocess.Popen(
        [command, "run", "--path", tmp_path / "server", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        first, second = Bench(tmp_path / "first"), Bench(tmp_path / "second")
        first.load(bulletin_file("Người dân nên đọc kỹ hợp đồng.", "a.md"))
        second.load(bulletin_file("Thuế đất năm nay không đổi.", "b.md"))
        held = {}
        for bench in (first, second):
            with closing(_opened(bench, url)) as index:
                sync_index(bench.catalogue, index)
                held[bench] = index.ids()
        assert {name.split("@")[0] for name in held[first]} == {"a"}
        assert {name.split("@")[0] for name in held[second]} == {"b"}
        with closing(_opened(first, url)) as index:
            rebuild(first.catalogue, first.encoder, lambda: index, lambda: None)
        with closing(_opened(first, url)) as index:
            index.drop_older()
            names = {collection.name for collection in index._client.list_collections()}
        with closing(_opened(second, url)) as other:
            assert other.ids() == held[second]
        assert names == {bench.catalogue.newest("collection") for bench in (first, second)}
        first.catalogue.close()
        second.catalogue.close()
    finally:
        server.terminate()
        server.wait(20)


def _opened(bench: Bench, url: str) -> ChromaIndex:
    """The index on a server, after waiting for its start."""
    until = time.monotonic() + 60
    while True:
        try:
            return open_index(bench.catalogue, url)
        except CorruptIndex:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.mark.embedded
@pytest.mark.chroma
@pytest.mark.usefixtures("_chroma_sessions_are_closed")
def test_copies_of_one_folder_do_not_overwrite_each_other(
    tmp_path: Path, bulletin_file: Callable[..., Path], chroma_address: str
) -> None:
    """A copy does not use the vectors of the original, and has its own once it is written to."""
    first = Bench(tmp_path / "first")
    first.catalogue.claim()
    first.load(bulletin_file("Người dân nên đọc kỹ hợp đồng.", "a.md"))
    with closing(open_index(first.catalogue, chroma_address)) as index:
        sync_index(first.catalogue, index)
    first.catalogue.close()
    shutil.copytree(first.data, tmp_path / "copy")
    copy = Bench(tmp_path / "copy")
    with pytest.raises(CorruptIndex, match="a copy of another library"):
        open_index(copy.catalogue, chroma_address)
    copy.catalogue.claim()
    copy.load(bulletin_file("Thuế đất năm nay không đổi.", "b.md"))
    with closing(open_index(copy.catalogue, chroma_address)) as index:
        sync_index(copy.catalogue, index)
        assert {name.split("@")[0] for name in index.ids()} == {"a", "b"}
    again = Bench(tmp_path / "first")
    again.catalogue.claim()
    with closing(open_index(again.catalogue, chroma_address)) as index:
        assert {name.split("@")[0] for name in index.ids()} == {"a"}
    copy.catalogue.close()
    again.catalogue.close()


@pytest.mark.chroma
@pytest.mark.usefixtures("_chroma_sessions_are_closed")
def test_a_proxy_before_the_server_sees_the_token(tmp_path: Path, chroma_address: str) -> None:
    """With the token the index works through a proxy that asks for it; without it is refused."""
    with token_proxy(chroma_address, "s3cret") as address:
        rows = HashEncoder().encode_passages(TEXTS)
        with closing(ChromaIndex(tmp_path, address, "bantin-proxied-a", token="s3cret")) as index:
            index.put(TEXTS, rows)
            assert index.nearest(rows[0], 1)[0][0] == TEXTS[0]
        with pytest.raises(CorruptIndex) as caught:
            ChromaIndex(tmp_path, address, "bantin-proxied-a", token="wr0ng")
    assert "wr0ng" not in str(caught.value)
