"""The shared vector index is reopened after a change, and not closed while it is used."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from knowledge.errors import CorruptIndex
from knowledge.search.library import Library
from tests.conftest import Bench
from tests.fakes import MemoryIndex

Write = Callable[..., Path]
_BOUND_S = 20


class Client(MemoryIndex):
    """A copy of an index that fails once it is closed; `asked` is set while a search runs."""

    def __init__(self, of: MemoryIndex, go_on: threading.Event) -> None:
        super().__init__()
        self.rows, self._go_on = dict(of.rows), go_on
        self.asked, self.is_closed = threading.Event(), False

    def nearest(self, vector: npt.NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        self.asked.set()
        assert self._go_on.wait(_BOUND_S)
        if self.is_closed:
            raise CorruptIndex("the client was closed while it was asked")
        return super().nearest(vector, k)

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def loaded(bench: Bench, bulletin_file: Write) -> Bench:
    bench.load(bulletin_file("Người dân nên đọc kỹ hợp đồng.", "a.md"))
    return bench


def test_an_index_is_not_closed_during_a_search(
    loaded: Bench, bulletin_file: Write, caplog: pytest.LogCaptureFixture
) -> None:
    """A search of the new state waits for one of the old state, and then reopens the index."""
    go_on = threading.Event()
    made: list[Client] = []

    def open_index() -> Client:
        made.append(Client(loaded.index, go_on))
        return made[-1]

    library = Library(loaded.catalogue, loaded.encoder, open_index, exact_up_to=0)
    with ThreadPoolExecutor(2) as pool:
        old = pool.submit(library.search, "hợp đồng")
        while not made:
            pass
        assert made[0].asked.wait(_BOUND_S)
        loaded.load(bulletin_file("Hợp đồng có hai bản.", "b.md"))
        new = pool.submit(library.search, "hợp đồng")
        assert not made[0].is_closed
        go_on.set()
        assert [h.passage.bulletin_id for h in old.result(_BOUND_S)] == ["a"]
        assert {h.passage.bulletin_id for h in new.result(_BOUND_S)} == {"a", "b"}
    assert [client.is_closed for client in made] == [True, False]
    library._searcher.close()
    assert [client.is_closed for client in made] == [True, True]
    assert "closed while it was asked" not in caplog.text


def test_a_question_of_a_past_state_does_not_open_the_index_of_the_new_one(
    loaded: Bench, bulletin_file: Write
) -> None:
    """A search of a past state compares with its vectors and leaves the open index alone."""
    go_on = threading.Event()
    go_on.set()
    made: list[Client] = []

    def open_index() -> Client:
        made.append(Client(loaded.index, go_on))
        return made[-1]

    library = Library(loaded.catalogue, loaded.encoder, open_index, exact_up_to=0)
    with library.at_one_state() as held, ThreadPoolExecutor(1) as others:
        others.submit(loaded.load, bulletin_file("Hợp đồng có hai bản.", "b.md")).result()
        assert len(others.submit(library.search, "hợp đồng").result()) == 2
        opened = len(made)
        assert [h.passage.bulletin_id for h in held.search("hợp đồng")] == ["a"]
        assert len(others.submit(library.search, "hợp đồng").result()) == 2
    assert len(made) == opened


_COLD = """
import sys
from types import SimpleNamespace
from knowledge.search.dense import Nearest
from knowledge.search.hybrid import Searcher

def started(*_):
    assert hasattr(sys.modules.get("numpy"), "ndarray")
    print("imported ", flush=True)
    raise SystemExit

catalogue = SimpleNamespace(newest_revision=lambda: 1)
snapshot = SimpleNamespace(revision=1, passage_count=lambda: 9)
assert "numpy" not in sys.modules
searcher = Searcher(None, Nearest(catalogue, started, {exact_up_to}))
searcher._beside.submit = started
searcher.search(snapshot, "thuế nhà", 1, None, None, within=[])
"""


@pytest.mark.parametrize("exact_up_to", [0, 99], ids=["with Chroma", "small library"])
def test_numpy_is_imported_before_threads_may_import_it(exact_up_to: int) -> None:
    """Chroma is opened and the question embedded in threads, and two imports of numpy at once break each other."""
    code = _COLD.format(exact_up_to=exact_up_to)
    cold = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(cold.stdout.split()) == {"imported"}
