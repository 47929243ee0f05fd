"""Kills `bantin upgrade` at random instants: a file has the old layout or the new, no mixture.

After each kill the files are checked by SQLite, the upgrade runs again, and what is stored is
compared with an upgrade that nobody disturbed.

    python -m evals.bench.upgrading tests/data/old_libraries/layout-4-d1012ac.tar.gz --kills 30
"""

import argparse
import hashlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from knowledge.storage.places import CATALOGUE_FILE, OFFICE_FILE

_UPGRADE = [sys.executable, "-m", "knowledge.cli", "upgrade", "--data"]
_FILES = (CATALOGUE_FILE, OFFICE_FILE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints how often each state was found; exit code 1 if a library was damaged or differs."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.upgrading", description=__doc__)
    parser.add_argument("packed", type=Path, help="a packed data folder of an older version")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=24)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="bantin-upgrading-") as folder:
        old = Path(folder) / "old"
        with tarfile.open(options.packed) as packed:
            packed.extractall(old, filter="data")
        whole = Path(folder) / "whole"
        shutil.copytree(old, whole)
        length_s = _length_s(whole)
        before, after = _contents(old), _contents(whole)
        states: Counter[str] = Counter()
        for number in range(options.kills):
            data = Path(folder) / f"kill-{number}"
            shutil.copytree(old, data)
            killed = _killed(data, length_s * chance.uniform(0, 1))
            states[f"{'killed' if killed else 'done before'}, {_state(data, before, after)}"] += 1
            ended = subprocess.run([*_UPGRADE, data], capture_output=True, text=True)
            again = "upgraded" if _contents(data) == after else f"differs {ended.stderr[-200:]}"
            states[f"afterwards {again}"] += 1
            shutil.rmtree(data)
    sys.stdout.write(
        f"one upgrade {length_s:.2f} s after its lock, {options.kills} kills, seed {options.seed}\n"
    )
    for state, number in sorted(states.items()):
        sys.stdout.write(f"{number:4d} {state}\n")
    return int(any("differs" in state or "mixture" in state for state in states))


def _length_s(data: Path) -> float:
    """The seconds of an undisturbed upgrade from its lock to its end."""
    with _begun(data) as process:
        began = time.monotonic()
        if process.wait():
            raise SystemExit("the undisturbed upgrade failed")
        return time.monotonic() - began


def _killed(data: Path, after_s: float) -> bool:
    """Whether the upgrade still ran when it was killed so many seconds after it had its lock."""
    with _begun(data) as process:
        try:
            process.wait(after_s)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


def _begun(data: Path) -> subprocess.Popen[bytes]:
    """An upgrade that has taken the writer's lock: before that it only imports."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*_UPGRADE, data], stdout=quiet, stderr=quiet)
    while process.poll() is None and not (data / "writer.lock").exists():
        time.sleep(0.001)
    return process


def _state(data: Path, before: dict[str, str], after: dict[str, str]) -> str:
    """Which layouts the two files have after a kill."""
    stored = _contents(data)
    layouts = {}
    for name in _FILES:
        known = {before[name]: "old", after[name]: "new"}
        layouts[name] = known.get(stored[name], f"a mixture ({stored[name]})")
    return f"catalogue {layouts[_FILES[0]]}, office {layouts[_FILES[1]]}"


def _contents(data: Path) -> dict[str, str]:
    """A digest of all that each database holds, or the damage that SQLite finds."""
    digests = {}
    for name in _FILES:
        with closing(sqlite3.connect(data / name)) as stored:
            damage = stored.execute("PRAGMA integrity_check").fetchone()[0]
            dump = "\n".join(sorted(stored.iterdump()))
        digests[name] = hashlib.sha256(dump.encode()).hexdigest() if damage == "ok" else damage
    return digests


if __name__ == "__main__":
    raise SystemExit(main())
