"""Faults of disks and files, each as a change of one data folder: for `evals.bench.faults`."""

import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from knowledge.storage.index_guard import CHECKED
from knowledge.storage.places import CATALOGUE_FILE, OFFICE_FILE

NOBODY = 65534
Change = Callable[[Path], None]


@dataclass(frozen=True)
class Fault:
    """One fault: what it changes, in which process it acts, and what helps.

    `remedy` is what the message names: `none`, `rebuild`, `restore` (a backup), or `undo` (the
    cause is taken away: room on the disk, rights).
    """

    name: str
    remedy: str
    change: Change = lambda data: None
    limit: Callable[[Path], None] | None = None
    undo: Change = lambda data: None
    needs_chroma: bool = False


def _write(name: str, content: bytes, data: Path) -> None:
    (data / name).write_bytes(content)


def _delete(name: str, data: Path) -> None:
    (data / name).unlink()


def cut(name: str, share: float) -> Change:
    """Keeps the first part of a file."""

    def change(data: Path) -> None:
        path = data / name
        os.truncate(path, int(path.stat().st_size * share))

    return change


def flip(name: str, bits: int = 64, first: float = 0.0) -> Change:
    """Flips bits at places that are always the same."""

    def change(data: Path) -> None:
        path, rng = data / name, random.Random(name)
        content = bytearray(path.read_bytes())
        for _ in range(bits):
            content[rng.randrange(int(len(content) * first), len(content))] ^= 1 << rng.randrange(8)
        path.write_bytes(content)

    return change


def replace(name: str, content: bytes) -> Change:
    """Puts other bytes in place of a file."""
    return partial(_write, name, content)


def sql(name: str, statement: str) -> Change:
    """Changes rows without the program, as a flipped bit inside a value does."""

    def change(data: Path) -> None:
        with closing(sqlite3.connect(data / name)) as raw:
            raw.execute(statement)
            raw.commit()

    return change


def other_program(data: Path) -> None:
    """Puts another program's database in place of the catalogue."""
    (data / CATALOGUE_FILE).unlink()
    sql(CATALOGUE_FILE, "CREATE TABLE songs(name)")(data)


def dead_lock(data: Path) -> None:
    """A lock file of a process that ended."""
    (data / "writer.lock").write_text("")
    row = {"pid": 2**22 - 3, "command": "bantin ingest", "since": "2026-01-01"}
    (data / "writer.json").write_text(json.dumps(row))


def small_files(most_bytes: int) -> Callable[[Path], None]:
    """A process that may not write further into a file than this: like a disk that fills up."""

    def limit(data: Path) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return limit


def full_disk(data: Path) -> None:
    """Moves the data folder to a small disk of its own that is full."""
    kept = data.with_name("kept")
    shutil.copytree(data, kept)
    size = sum(p.stat().st_size for p in kept.rglob("*") if p.is_file()) + 2_000_000
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(data)], check=True)
    shutil.copytree(kept, data, dirs_exist_ok=True)
    shutil.rmtree(kept)
    try:
        with (data / "ballast").open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
    except OSError:
        return


def empty_disk(data: Path) -> None:
    """Makes room again."""
    (data / "ballast").unlink()


def as_nobody(data: Path) -> None:
    """A process of another user."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def readable(data: Path) -> None:
    """Everybody may read, nobody but root may write."""
    for path in (data, *data.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def owned(data: Path) -> None:
    """Gives everything to the other user."""
    for path in (data, *data.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.chmod(data, 0o700)


def foreign(*names: str) -> Change:
    """Everything is the other user's except these files, which only root may read."""

    def change(data: Path) -> None:
        owned(data)
        for name in names:
            for path in (data / name, *(data / name).rglob("*")):
                os.chown(path, 0, 0)
                path.chmod(0o700 if path.is_dir() else 0o600)

    return change


CATALOGUE, OFFICE = CATALOGUE_FILE, OFFICE_FILE
FAULTS = [
    Fault("room for 8 KB in a file", "undo", limit=small_files(8_192)),
    Fault("room for 100 KB in a file", "undo", limit=small_files(100_000)),
    Fault("full disk", "undo", full_disk, undo=empty_disk),
    Fault("read-only folder and files", "undo", readable, as_nobody, owned),
    Fault("another user's folder", "undo", lambda data: data.chmod(0o700), as_nobody, owned),
    Fault("another user's catalogue", "undo", foreign(CATALOGUE), as_nobody, owned),
    Fault("another user's question log", "undo", foreign(OFFICE), as_nobody, owned),
    Fault("another user's vector index", "undo", foreign("chroma"), as_nobody, owned),
    Fault("catalogue cut in half", "restore", cut(CATALOGUE, 0.5)),
    Fault("catalogue cut to 100 bytes", "restore", lambda d: os.truncate(d / CATALOGUE, 100)),
    Fault("catalogue of 0 bytes", "restore", cut(CATALOGUE, 0)),
    Fault("catalogue: header flipped", "restore", flip(CATALOGUE, 8, 0.0)),
    Fault("catalogue: 64 bits flipped", "restore", flip(CATALOGUE, 64)),
    Fault("catalogue: 400 bits flipped", "restore", flip(CATALOGUE, 400)),
    Fault("catalogue: zeros", "restore", replace(CATALOGUE, b"\0" * 100_000)),
    Fault("catalogue: a text file", "restore", replace(CATALOGUE, b"Tin\n" * 1000)),
    Fault("catalogue: another program's", "restore", other_program),
    Fault("catalogue: a letter of a text", "restore",
          sql(CATALOGUE, "UPDATE revisions SET text = replace(text, '753', '758')")),
    Fault("catalogue: a figure's value", "rebuild",
          sql(CATALOGUE, "UPDATE figures SET value = '758' WHERE value = '753'")),
    Fault("catalogue: a figure's place", "rebuild",
          sql(CATALOGUE, "UPDATE figures SET place = 'Cao Bằng' WHERE value = '753'")),
    Fault("catalogue: lost figures", "rebuild",
          sql(CATALOGUE, "DELETE FROM figures WHERE rowid % 3 = 0")),
    Fault("catalogue: a passage's text", "rebuild",
          sql(CATALOGUE, "UPDATE passages SET text = replace(text, '753', '758')")),
    Fault("catalogue: a passage's header", "rebuild",
          sql(CATALOGUE, "UPDATE passages SET header = replace(header, '2022', '2021')")),
    Fault("catalogue: lost years", "rebuild",
          sql(CATALOGUE, "DELETE FROM passage_years WHERE rowid % 2 = 0")),
    Fault("catalogue: lost words", "rebuild",
          sql(CATALOGUE, "DELETE FROM lexical WHERE rowid % 2 = 0")),
    Fault("catalogue: index of words torn", "rebuild",
          sql(CATALOGUE, "UPDATE lexical_data SET block = zeroblob(40) WHERE id > 100")),
    Fault("catalogue: a vector", "rebuild",
          sql(CATALOGUE, "UPDATE vectors SET vector = zeroblob(1536) WHERE rowid % 2 = 0")),
    Fault("catalogue: lost vectors", "rebuild",
          sql(CATALOGUE, "DELETE FROM vectors WHERE rowid % 2 = 0")),
    Fault("question log cut in half", "restore", cut(OFFICE, 0.5)),
    Fault("question log of 0 bytes", "restore", cut(OFFICE, 0)),
    Fault("question log: 400 bits flipped", "restore", flip(OFFICE, 400)),
    Fault("question log: a text file", "restore", replace(OFFICE, b"x" * 5000)),
    # SQLite leaves out what is torn: the library is as before the last writes, and whole.
    Fault("log of writes: 64 bits flipped", "none", flip(f"{CATALOGUE}-wal", 64)),
    Fault("log of writes cut in half", "none", cut(f"{CATALOGUE}-wal", 0.5)),
    Fault("shared memory of 32 KB of noise", "none",
          replace(f"{CATALOGUE}-shm", b"\xa5" * 32768)),
    Fault("visits: a text file", "none", replace("visits.sqlite", b"x" * 5000)),
    Fault("lock of a dead process", "none", dead_lock),
    Fault("vector index deleted", "rebuild", lambda d: shutil.rmtree(d / "chroma")),
]  # fmt: skip


def index_faults(data: Path) -> list[Fault]:
    """Each file of the vector index: cut, flipped, emptied, deleted."""
    faults = []
    for path in sorted((data / "chroma").rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(data).as_posix()
        shown = path.name
        # Without its note the index is looked through again.
        remedy = "none" if shown == CHECKED else "rebuild"
        faults += [
            Fault(f"{shown} cut in half", remedy, cut(name, 0.5), needs_chroma=True),
            Fault(f"{shown}: 200 bits flipped", remedy, flip(name, 200), needs_chroma=True),
            Fault(f"{shown} of 0 bytes", remedy, cut(name, 0), needs_chroma=True),
            Fault(f"{shown} deleted", remedy, partial(_delete, name), needs_chroma=True),
        ]
    return faults
