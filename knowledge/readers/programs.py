"""Programs that read untrusted files, run with limits; when one ends, nothing of it goes on.

Such a program starts others: `soffice` is a script that starts `soffice.bin`. All are in one
process group, which is ended as a whole.
"""

import os
import resource
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress


def run_limited(
    command: Sequence[str], content: bytes, limit_s: float,
    limits: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[bytes]:  # fmt: skip
    """Runs a program with `content` as its input; its group of processes is ended in any case.

    `limits` runs in the new process before the program.

    Raises:
        subprocess.TimeoutExpired: it takes longer than `limit_s` seconds.
        OSError: it cannot be started.
    """
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        process_group=0, preexec_fn=limits,
    )  # fmt: skip
    with process:
        try:
            out, errors = process.communicate(content, limit_s)
        finally:
            # The number of a group is given to no other while a process of it is left.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return subprocess.CompletedProcess(command, process.returncode, out, errors)


def set_limits(*, seconds: int, memory_bytes: int, written_bytes: int) -> None:
    """Limits this process and those that it starts: time of the processor, memory, files."""
    for kind, most in (
        (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, written_bytes), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(kind, (bound, bound))
