"""Runs Python code in a separate process with limits of time and memory."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

_GLANCE_S = 0.2
# If the machine runs out of memory, Linux kills this process rather than the server.
_KILLED_FIRST = "open('/proc/self/oom_score_adj', 'w').write('1000'); "


@dataclass(frozen=True, slots=True)
class Ended:
    """The result of a process; `over` is the limit that it exceeded, `time` or `memory`."""

    code: int
    out: str
    err: str
    over: str | None = None


def run_bounded(
    code: str, *arguments: str, limit_s: float, limit_bytes: int,
    environment: Mapping[str, str] | None = None,
) -> Ended:  # fmt: skip
    """Runs Python `code` with `arguments`, and returns its exit code and output.

    `limit_bytes` limits the resident memory, which is checked five times a second.
    """
    before = _KILLED_FIRST if os.path.exists("/proc/self/oom_score_adj") else ""
    process = subprocess.Popen(
        [sys.executable, "-c", before + code, *arguments],
        env=None if environment is None else dict(environment),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    end, over = time.monotonic() + limit_s, None
    try:
        while True:
            try:
                out, err = process.communicate(timeout=_GLANCE_S)
                return Ended(process.returncode, out, err, over)
            except subprocess.TimeoutExpired:
                if over is None and time.monotonic() >= end:
                    over = "time"
                elif over is None and _held_bytes(process.pid) > limit_bytes:
                    over = "memory"
                if over is not None:
                    process.kill()
    finally:
        process.kill()
        process.wait()


def _held_bytes(pid: int) -> int:
    """The resident memory of a process; 0 where the system does not report it."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
