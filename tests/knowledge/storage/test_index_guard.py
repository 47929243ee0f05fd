"""A damaged vector index is refused by name before Chroma opens it, and filled again by a writer."""

import logging
import os
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from knowledge.build import check_up, ingesting, open_catalogue, open_library, writing
from knowledge.errors import CorruptIndex, StorageError
from knowledge.search.dense import Nearest
from knowledge.settings import LibrarySettings
from knowledge.storage import index_guard
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_guard import CHECKED, DamagedIndex
from knowledge.storage.index_sync import check_embedded, open_index
from tests.fakes import HashEncoder

pytestmark = pytest.mark.embedded
Change = Callable[[Path], None]
_LAST = "(SELECT max(seq_id) FROM embeddings_queue)"
# Fields of the header; see `knowledge.storage.index_graph`.
_COUNT_AT, _ENTRY_AT, _TOP_AT = 20, 56, 52


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a graph of a thousand passages and some that wait in the queue."""
    data = tmp_path_factory.mktemp("whole") / "data"
    text = data.with_name("dai.md")
    sections = (f"## Mục {n}\n\nXã số {n} có {n + 3} hộ nghèo, tổ {n % 7}." for n in range(1080))
    text.write_text("# Văn bản dài\n\n" + "\n\n".join(sections) + "\n", "utf-8")
    more = data.with_name("them.md")
    more.write_text("# Tin thêm\n\n" + "\n\n".join(f"## Mục {n}\n\nTin số {n}." for n in range(9)))
    for path in (text, more):
        with ingesting(LibrarySettings(data=data), HashEncoder()) as ingester:
            assert [r.status for r in ingester.run([path])] == ["added"]
    return data


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage; it counts as the library itself, so its index stays."""
    data = Path(shutil.copytree(whole, tmp_path / "data"))
    with closing(open_catalogue(LibrarySettings(data=data))) as copy, copy.writing() as changed:
        changed.set_state(place=copy.database.place())
    return data


@pytest.fixture
def catalogue(data: Path) -> Iterator[Catalogue]:
    made = open_catalogue(LibrarySettings(data=data))
    yield made
    made.close()


def graph_file(data: Path, name: str) -> Path:
    (found,) = (data / "chroma").glob(f"*/{name}")
    return found


def put(name: str, at: int, value: bytes) -> Change:
    """Writes bytes into a file of the graph; from its end where `at` is negative."""

    def change(data: Path) -> None:
        path = graph_file(data, name)
        content = bytearray(path.read_bytes())
        begin = at if at >= 0 else len(content) + at
        content[begin : begin + len(value)] = value
        path.write_bytes(content)

    return change


def cut(name: str, share: float) -> Change:
    return lambda data: os.truncate(
        graph_file(data, name), int(graph_file(data, name).stat().st_size * share)
    )


def sql(statement: str) -> Change:
    def change(data: Path) -> None:
        with closing(sqlite3.connect(data / "chroma" / "chroma.sqlite3")) as raw:
            raw.execute(statement)
            raw.commit()

    return change


def far_neighbour(data: Path) -> None:
    """A neighbour on a higher level that has no links there."""
    path = graph_file(data, "link_lists.bin")
    content = bytearray(path.read_bytes())
    levels, at, first = [], 0, -1
    while at < len(content):
        (size,) = struct.unpack_from("<I", content, at)
        if size and first < 0:
            first = at + 8
        levels.append(size)
        at += 4 + size
    struct.pack_into("<I", content, first, levels.index(0))
    path.write_bytes(content)


_DAMAGED: dict[str, Change] = {
    "header cut": cut("header.bin", 0.5),
    "header: count": put("header.bin", _COUNT_AT, struct.pack("<Q", 2040)),
    "header: entry": put("header.bin", _ENTRY_AT, struct.pack("<I", 999_999)),
    "header: top level": put("header.bin", _TOP_AT, struct.pack("<i", 7)),
    "level 0 cut": cut("data_level0.bin", 0.5),
    "level 0: number of neighbours": put("data_level0.bin", 0, struct.pack("<H", 97)),
    "level 0: a neighbour": put("data_level0.bin", 4, struct.pack("<I", 1 << 20)),
    "level 0: a mark of deletion": put("data_level0.bin", 2, b"\x01"),
    "level 0: a label": put("data_level0.bin", -8, struct.pack("<Q", 1)),
    "lengths": put("length.bin", 40, b"\x01\x00\x80\x7f"),
    "links cut": cut("link_lists.bin", 0.9),
    "links: a size": put("link_lists.bin", 0, struct.pack("<I", 1 << 30)),
    "links: a neighbour": far_neighbour,
    "labels cut": cut("index_metadata.pickle", 0.5),
    "labels: a code": put("index_metadata.pickle", 2, b"c"),
    "labels gone": lambda data: graph_file(data, "index_metadata.pickle").unlink(),
    "header gone": lambda data: graph_file(data, "header.bin").unlink(),
    "graph gone": lambda data: shutil.rmtree(graph_file(data, "header.bin").parent),
    "index gone": lambda data: shutil.rmtree(data / "chroma"),
    "tables: another name": sql("UPDATE collections SET name = 'bantin-x'"),
    "tables: the queue is passed": sql(f"UPDATE max_seq_id SET seq_id = {_LAST}"),
    "tables: a lost row": sql(f"DELETE FROM embeddings_queue WHERE seq_id = {_LAST} - 1"),
    "tables: a short vector": sql(
        f"UPDATE embeddings_queue SET vector = zeroblob(8) WHERE seq_id = {_LAST}"
    ),
    "tables: settings": sql(
        "UPDATE collections SET schema_str = replace(schema_str, '\"cosine\"', '\"l2\"')"
    ),
}


@pytest.mark.parametrize("change", _DAMAGED.values(), ids=_DAMAGED)
def test_damage_is_refused_by_name(data: Path, catalogue: Catalogue, change: Change) -> None:
    """Every kind of damage names the folder and the remedy."""
    change(data)
    with pytest.raises(DamagedIndex, match=r"/chroma' is damaged \(.+\); run `bantin rebuild`"):
        open_index(catalogue, None)


@pytest.mark.parametrize(
    "change",
    [
        put("data_level0.bin", 400, struct.pack("<f", 3.0)),
        sql("UPDATE embeddings_queue SET vector = zeroblob(length(vector))"),
    ],
    ids=["graph", "queue"],
)
def test_another_vector_is_refused_and_not_mended_from_the_catalogue(
    data: Path, catalogue: Catalogue, change: Change
) -> None:
    """Either may be wrong, so the texts are embedded again by `rebuild`."""
    change(data)
    with pytest.raises(CorruptIndex, match="is not that of the catalogue") as caught:
        open_index(catalogue, None)
    assert not isinstance(caught.value, DamagedIndex)


def test_a_panic_inside_chroma_is_a_damaged_index(data: Path, catalogue: Catalogue) -> None:
    """Chroma reads tables that are not looked through, and ends some of its threads by a panic."""
    path = data / "chroma" / "chroma.sqlite3"
    content = bytearray(path.read_bytes())
    content[8192:12288] = bytes(range(256)) * 16
    path.write_bytes(content)
    with pytest.raises(CorruptIndex, match="bantin rebuild"):
        open_index(catalogue, None)


def test_a_pickle_that_would_run_code_is_not_run(data: Path, catalogue: Catalogue) -> None:
    """The labels are read without the pickle module."""
    mark = data / "run"
    code = f"\x80\x03cos\nmkdir\n(X{chr(len(str(mark)))}\x00\x00\x00{mark}tR.".encode("latin-1")
    graph_file(data, "index_metadata.pickle").write_bytes(code)
    with pytest.raises(DamagedIndex, match=r"index_metadata\.pickle cannot be read"):
        open_index(catalogue, None)
    assert not mark.exists()


def test_a_loading_notes_the_sum_and_searches_leave_it(data: Path, catalogue: Catalogue) -> None:
    """No reader looks through an index that nobody damaged."""
    folder, name = data / "chroma", str(catalogue.newest("collection"))
    for _ in range(2):
        assert index_guard._sum(folder, name) == index_guard._noted(folder)
        with closing(open_index(catalogue, None)) as index:
            assert len(index.nearest(np.ones(HashEncoder().size, np.float32), 5)) == 5


def test_an_unknown_state_is_looked_through_once(
    data: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lost note costs one reading of the files."""
    (data / "chroma" / CHECKED).unlink()
    check_embedded(catalogue)
    monkeypatch.setattr(index_guard, "_look_through", lambda *_: pytest.fail("looked again"))
    check_embedded(catalogue)


def test_an_index_that_is_behind_may_lack_passages(data: Path, catalogue: Catalogue) -> None:
    """A writer that was killed left it so; the next one goes on."""
    with catalogue.writing() as transaction:
        transaction.set_state(vectors="0")
    sql(f"DELETE FROM embeddings_queue WHERE seq_id = {_LAST} - 1")(data)
    check_embedded(catalogue)


def test_a_search_answers_from_the_catalogue_and_says_why(
    data: Path, catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer is the exact one; each question tells the damage, which is looked for once."""
    put("data_level0.bin", 4, struct.pack("<I", 1 << 20))(data)
    tried: list[int] = []

    def opened() -> object:
        tried.append(1)
        return open_index(catalogue, None)

    nearest = Nearest(catalogue, opened, exact_up_to=0)  # type: ignore[arg-type]  # all that it uses
    with catalogue.reading() as snapshot, caplog.at_level(logging.WARNING):
        ask = nearest.chroma_search(snapshot)
        assert ask is not None
        vector = snapshot.vectors()[1][3]
        assert [ask(vector, 3), ask(vector, 3)] == [None, None]
    assert tried == [1]
    assert caplog.text.count("a neighbour is out of range); run `bantin rebuild`; answering") == 2


def test_verify_names_the_damage(data: Path) -> None:
    put("data_level0.bin", 4, struct.pack("<I", 1 << 20))(data)
    problems, _ = check_up(LibrarySettings(data=data))
    assert ["a neighbour is out of range" in p for p in problems] == [True]


def test_the_next_loading_fills_a_damaged_index_again(
    data: Path, bulletin_file: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    """A writer heals the index, tells it, and readers that have the old one open it again."""
    settings = LibrarySettings(data=data)
    put("data_level0.bin", 4, struct.pack("<I", 1 << 20))(data)
    with closing(open_library(settings, HashEncoder())) as library:
        before = library.catalogue.newest_revision()
        with ingesting(settings, HashEncoder()) as ingester:
            list(ingester.run([bulletin_file("Cao Bằng có 812 hộ nghèo.")]))
        assert library.catalogue.newest_revision() > before
        assert library.search("812 hộ nghèo")[0].passage.bulletin_id == "tin"
    assert "filled again from the catalogue's vectors" in caplog.text
    assert check_up(settings)[0] == []


def test_a_file_that_cannot_be_read_is_no_damage(
    data: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails for a moment does not empty the index."""

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(index_guard, "_look_through", fails)
    (data / "chroma" / CHECKED).unlink()
    with pytest.raises(StorageError) as caught, writing(LibrarySettings(data=data)):
        pass
    assert not isinstance(caught.value, CorruptIndex)
    assert graph_file(data, "header.bin").exists()
