"""The compared systems: how each is started, loaded, and opened again."""

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.bench.peers.environments import PEERS, python_of
from evals.bench.peers.process import PeerProcess, embedding_server
from knowledge.embedding.e5_model import E5Model

OURS = "bantin"
_FIRST_QUERY = "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài theo hợp đồng?"


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a comparison lies: results and libraries in `out`, environments, the model's folder."""

    out: Path
    environments: Path
    model: Path

    @contextmanager
    def opened(self, name: str, chat_url: str = "") -> Iterator[PeerProcess]:
        """The system over its library, and the embedding server that it needs."""
        setup = {
            "data": str(self._data(name)), "model": str(self.model), "chat_url": chat_url,
        }  # fmt: skip
        log = self.out / f"{name}.log"
        with ExitStack() as stack:
            servers: tuple[int, ...] = ()
            module, python = "bantin_app", sys.executable
            if name != OURS:
                module, python = PEERS[name].module, str(python_of(self.environments, name))
                if not PEERS[name].has_torch:
                    server = str(python_of(self.environments, "langchain"))
                    url, pid = stack.enter_context(embedding_server(server, self.model, log))
                    setup["embeddings_url"], servers = url, (pid,)
            process = PeerProcess(module, python, setup, log, servers)
            stack.callback(process.close)
            yield process

    def load(self, name: str, bulletins: Path, count: int) -> dict[str, Any]:
        """Loads the bulletins and measures it, or gives what an earlier run of it measured."""
        path = self.out / f"loading-{name}.json"
        if path.is_file():
            saved: dict[str, Any] = json.loads(path.read_text("utf-8"))
            return saved
        shutil.rmtree(self._data(name), ignore_errors=True)
        if name == OURS:
            E5Model(self._data(name) / "models")  # converted before, as the peers' model is
        with self.opened(name) as system:
            system.request(do="wait")  # the time of imports is that of the cold start
            before = system.usage()
            reply = system.request(do="load", bulletins=str(bulletins))
            after = system.usage()
        if "error" in reply:
            raise RuntimeError(f"{name} could not load: {reply['error']}")
        result = {
            "bulletins": count,
            "passages": reply["passages"],
            "seconds": reply["seconds"],
            "cpu_s": after.cpu_s - before.cpu_s,
            "loaded_mib": after.memory_mib,
            "peak_mib": after.peak_mib,
            "disk_mib": self._disk_mib(name),
            "load_average": os.getloadavg()[1],
        }
        path.write_text(json.dumps(result), "utf-8")
        return result

    def load_together(
        self, names: Sequence[str], bulletins: Path, count: int
    ) -> dict[str, dict[str, Any]]:
        """Loads all at the same time: seconds then say little, the time of the processor does."""
        with ThreadPoolExecutor(len(names)) as pool:
            loading = [pool.submit(self.load, name, bulletins, count) for name in names]
            return {name: job.result() for name, job in zip(names, loading, strict=True)}

    def cold_starts(self, names: Sequence[str], rounds: int) -> dict[str, list[float]]:
        """Seconds from the start of a process to the first hits, in alternating order."""
        seconds: dict[str, list[float]] = {name: [] for name in names}
        for number in range(rounds):
            for name in names if number % 2 == 0 else reversed(names):
                began = time.perf_counter()
                with self.opened(name) as system:
                    system.request(do="search", query=_FIRST_QUERY, k=10)
                    seconds[name].append(time.perf_counter() - began)
        return seconds

    def _data(self, name: str) -> Path:
        return self.out / "libraries" / name

    def _disk_mib(self, name: str) -> float:
        """What the library holds on disk, without the model."""
        files = (p for p in self._data(name).rglob("*") if p.is_file())
        kept = (p for p in files if "models" not in p.relative_to(self._data(name)).parts)
        return sum(p.stat().st_size for p in kept if p.name != "bulletins.jsonl") / 2**20
