"""The default model on a CPU: texts -> token ids -> hidden states, by onnxruntime, without torch.

`Tables` (tokenizer, word rows) are shared by every graph made of the same weights; a `Network`
is one graph. Both are loaded at their first use, because most questions need neither.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from typing import Any

from knowledge.arrays import Array, Floats, import_numpy, np
from knowledge.embedding.pieces import Tokenizer
from knowledge.errors import UnreadableModel

Hidden = Floats


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Tables:
    """Tokenizer, word and position rows of the model in `folder`; see `e5_export`."""

    def __init__(self, folder: Path) -> None:
        sizes = json.loads((folder / "sizes.json").read_text("utf-8"))
        self.hidden, self.positions = int(sizes["hidden"]), int(sizes["positions"])
        self.bos, self.eos = int(sizes["bos"]), int(sizes["eos"])
        self._folder = folder

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer of the model."""
        return Tokenizer(self._folder / "pieces.model")

    @cached_property
    def _words(self) -> Array:
        rows: Array = np.load(self._folder / "words.npy", mmap_mode="r")
        return rows

    @cached_property
    def _places(self) -> Hidden:
        places: Hidden = np.load(self._folder / "positions.npy")
        return places

    def embeddings(self, ids: Sequence[int]) -> Hidden:
        """The input of a network for these tokens, shape (1, t, h)."""
        blocks = self._words[np.asarray(ids)]
        nibbles = blocks["nibbles"]
        levels = np.concatenate([nibbles & 0x0F, nibbles >> 4], -1).astype(np.float32) - 8
        rows = (levels * blocks["scale"].astype(np.float32)[..., None]).reshape(-1, self.hidden)
        whole: Hidden = (rows + self._places[: len(ids)])[None]
        return whole


class Network:
    """One graph: `hidden` runs one sequence of tokens, `each` many of them on all cores."""

    def __init__(self, graph: Callable[[], Path], tables: Tables, threads: int = 0) -> None:
        self.tables = tables
        self._graph, self._threads = graph, threads or cores()
        self._lock = Lock()
        self._session: Any = None

    def warm_up(self) -> None:
        """Loads the graph and the tokenizer; otherwise the first use does it."""
        with self._lock:
            if self._session is None:
                # Loading the tokenizer releases the interpreter lock.
                loading = Thread(target=self.tables.tokenizer.load)
                loading.start()
                session = _session(self._graph())
                loading.join()
                self._session = session

    def hidden(self, ids: Sequence[int]) -> Hidden:
        """The last hidden states of one sequence of tokens, shape (t, h)."""
        if self._session is None:
            self.warm_up()
        with _running():
            given = {"embeddings": self.tables.embeddings(ids)}
            states: Hidden = self._session.run(None, given)[0][0]
        return states

    def each(
        self, work: Callable[[Sequence[int]], Any], many: Sequence[Sequence[int]]
    ) -> list[Any]:
        """`work` (which calls `hidden`) on each sequence, in the order given.

        A core runs one sequence at a time, so there is no padding to the length of another one.
        """
        self.warm_up()
        if len(many) == 1 or self._threads == 1:
            return [work(ids) for ids in many]
        # The longest first, so that all cores finish at about the same time.
        order = sorted(range(len(many)), key=lambda i: -len(many[i]))
        results: list[Any] = [None] * len(many)
        with ThreadPoolExecutor(self._threads) as pool:
            done: Iterable[Any] = pool.map(work, [many[i] for i in order])
            for i, result in zip(order, done, strict=True):
                results[i] = result
        return results


@cache
def _running() -> BoundedSemaphore:
    """Lets as many sequences run at a time as there are cores, of whichever graph and caller.

    More would only disturb each other, and each run has working memory of its own, which stays.
    """
    return BoundedSemaphore(cores())


def _session(path: Path) -> Any:
    import_numpy()  # onnxruntime imports it too, without a lock
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # The graph needs no further optimisation; see `knowledge.embedding.e5_graph`.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as exc:
        raise UnreadableModel(
            f"the converted model {str(path)!r} does not load ({exc}); delete its folder and run "
            "the command again"
        ) from exc
