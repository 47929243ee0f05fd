"""Damages a data folder in every way of `kinds`, and looks what the commands do then.

    python -m evals.bench.faults [--only WORDS] [--out TABLE.md]

The samples are loaded and backed up once. For each fault a copy is damaged; then questions, a
search, a loading and `verify` run as commands, each in a process of its own, as `bantin` runs them.
An answer must be the one of the undamaged library or a refusal that says what failed and what to
do; `verify` must name what is wrong; the remedy that is named must bring all answers back. A
traceback, an internal error, another answer and a remedy that does not help are failures. It needs
root, for other users' files and a small disk of its own. Vectors are of words: no model is loaded.

Printed: a table of outcomes; exit code 1 where something failed.
"""

import argparse
import contextlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import knowledge
from evals.bench.faults.kinds import FAULTS, Fault, index_faults
from evals.bench.index_flips import keep_place
from evals.bench.kills.store import run_child, say, warm_up
from evals.bench.word_vectors import WordVectors
from knowledge.storage.places import CATALOGUE_FILE

_ASKED = (
    ("ask", "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?", "--json"),
    ("search", "hộ nghèo tỉnh Lâm Đồng", "--json"),
    ("figures", "xkld", "--year", "2022", "--json"),
)  # fmt: skip
_NEW = "---\ntitle: Tin mới\ndate: 2024-12-20\nplace: Cao Bằng\n---\n\nCao Bằng có 812 hộ nghèo.\n"
Result = tuple[int, str, str]


def command(data: Path, *arguments: str, limit: Callable[[Path], None] | None = None) -> Result:
    """Exit code, output and errors of `bantin` in a process of its own."""

    def work(tell: Callable[[Any], None]) -> None:
        if limit is not None:
            limit(data)
        tell(command_here(data, *arguments))

    child = run_child(work)
    if child.error or not child.told:
        return 3, "", f"Traceback: {child.error or 'the process ended without a word'}"
    code, out, errors = child.told[0]
    return int(code), out, errors


def command_here(data: Path, *arguments: str) -> Result:
    """The same in this process, which then knows what later ones need."""
    out, errors = io.StringIO(), io.StringIO()
    code: Any = 0
    os.environ |= {"BANTIN_DATA": str(data), "BANTIN_READER": "off", "NO_COLOR": "1"}
    _without_model()
    from knowledge.cli.root import main

    sys.argv = ["bantin", *arguments]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            main()
        except SystemExit as exc:
            code = exc.code or 0
    return int(code), out.getvalue()[-200_000:], errors.getvalue()[-5000:]


def _without_model() -> None:
    """Lets this process use vectors of words."""
    import assistant.build
    import knowledge.build

    knowledge.build.load_encoder = lambda *_: WordVectors()  # type: ignore[attr-defined]  # words in place of the model
    assistant.build._readers = lambda *_: {}


class Faults:
    """The undamaged library, its answers, and the rows of the table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: list[tuple[str, ...]] = []
        self.failures: list[str] = []
        self._new = folder / "moi.md"
        self._new.write_text(_NEW, "utf-8")
        self._new.chmod(0o644)
        folder.chmod(0o755)
        samples = Path(str(knowledge.__file__)).parent / "samples"
        self.small, self.big = self._made("small", samples), folder / "big"
        self.answers: dict[Path, list[Any]] = {}

    def _made(self, name: str, *paths: Path) -> Path:
        data = self.folder / name
        for arguments in (
            ("ingest", *map(str, paths)), ("staff", "add", "lan@x.vn", "--no-password"),
            ("backup", str(self.folder / f"{name}-backup")),
        ):  # fmt: skip
            code, out, errors = command(data, *arguments)
            if code:
                raise RuntimeError(out + errors)
        return data

    def make_big(self) -> Path:
        """A library that is large enough for search to ask Chroma."""
        texts = self.folder / "texts"
        texts.mkdir()
        words = [
            f"{a}{b}{c}" for a in ("b", "ch", "l", "nh", "tr", "v") for b in "aêoư"
            for c in ("", "n", "ng", "t", "i")
        ]  # fmt: skip
        rng = random.Random(5)
        for number in range(24):
            body = "\n\n".join(
                f"## Mục {n}\n\n" + " ".join(rng.choices(words, k=60)).capitalize() + "."
                for n in range(100)
            )
            (texts / f"dai-{number}.md").write_text(f"# Văn bản dài {number}\n\n{body}\n", "utf-8")
        samples = Path(str(knowledge.__file__)).parent / "samples"
        return self._made("big", samples, texts)

    def run(self, fault: Fault) -> None:
        """Damages a copy, asks, verifies, repairs, asks again; adds a row."""
        source = self.big if fault.needs_chroma else self.small
        if source not in self.answers:
            self.answers[source] = [_content(*command(source, *asked)[:2]) for asked in _ASKED]
        data = self.folder / "damaged"
        shutil.copytree(source, data)
        keep_place(data)
        try:
            if "log of writes" in fault.name or "shared memory" in fault.name:
                self._leave_log(data)
            if "visits" in fault.name:
                (data / "visits.sqlite").touch()
            fault.change(data)
            self._tried(fault, source, data)
        finally:
            if data.is_mount():
                subprocess.run(["umount", str(data)], check=True)
            shutil.rmtree(data)

    def _tried(self, fault: Fault, source: Path, data: Path) -> None:
        asked = [self._judged(source, n, *command(data, *_ASKED[n], limit=fault.limit))
                 for n in range(len(_ASKED))]  # fmt: skip
        code, out, errors = command(data, "verify", limit=fault.limit)
        named = next(iter([*errors.splitlines()[-1:], *out.splitlines()]), "") if code else "clean"
        if "Traceback" in errors:
            asked.append("TRACEBACK")
        if code == 0 and fault.remedy in ("rebuild", "restore"):
            asked.append("SILENT")  # `verify` must name what is wrong
        # After `verify`, since loading repairs the vector index.
        loaded = _outcome(*command(data, "ingest", str(self._new), limit=fault.limit))
        journal = _outcome(*command(data, "staff", "list", limit=fault.limit))
        repaired = self._repaired(fault, source, data)
        words = [*asked, loaded, journal, repaired]
        if any(word.startswith(("NOT BY", "WRONG", "TRACEBACK", "SILENT")) for word in words):
            self.failures.append(fault.name)
        named = named.replace(str(data), "DATA")
        self.rows.append((fault.name, "/".join(asked), loaded, journal, named[:170], repaired))
        say(" | ".join(self.rows[-1]))

    def _judged(self, source: Path, number: int, code: int, out: str, errors: str) -> str:
        outcome = _outcome(code, out, errors)
        if outcome != "done":
            return outcome
        return "right" if _content(code, out) == self.answers[source][number] else "WRONG"

    def _repaired(self, fault: Fault, source: Path, data: Path) -> str:
        limit = fault.limit if fault.remedy == "none" else None
        done: Result = (0, "", "")
        if fault.remedy == "undo":
            fault.undo(data)
        elif fault.remedy == "rebuild":
            done = command(data, "rebuild")
        elif fault.remedy == "restore":
            backup = self.folder / f"{source.name}-backup"
            done = command(data, "restore-backup", str(backup), "--force")
        if done[0]:
            return f"NOT BY {fault.remedy.upper()}: {done[2]}"
        command(data, "remove", "moi")
        code, out, errors = command(data, "verify", limit=limit)
        if code:
            say(f"{fault.name}, after {fault.remedy}: {out} {errors}")
            return f"NOT BY {fault.remedy.upper()}"
        for number, arguments in enumerate(_ASKED):
            result = self._judged(source, number, *command(data, *arguments, limit=limit))
            if result != "right":
                return f"NOT BY {fault.remedy.upper()}: {result.upper()}"
        return f"by {fault.remedy}" if fault.remedy != "none" else "nothing to repair"

    def _leave_log(self, data: Path) -> None:
        """Leaves what a killed writer leaves: a log that is not merged into the catalogue."""

        def work(tell: Callable[[Any], None]) -> None:
            import sqlite3

            raw = sqlite3.connect(data / CATALOGUE_FILE)
            raw.execute("PRAGMA journal_mode=WAL")
            raw.execute("PRAGMA wal_autocheckpoint=0")
            # Changed and changed back, since SQLite writes nothing for a row that stays as it is.
            for change in ("quote || ' '", "substr(quote, 1, length(quote) - 1)"):
                raw.execute(f"UPDATE figures SET quote = {change}")
                raw.commit()
            os._exit(0)

        run_child(work)


def _outcome(code: int, out: str, errors: str) -> str:
    if "Traceback" in errors or "internal error" in errors or code == 3:
        say("\n".join(errors.splitlines()[-3:]))
        return "TRACEBACK"
    if code == 0:
        return "done"
    return "refused" if errors.strip() or out.strip() else "SILENT"


def _content(code: int, out: str) -> Any:
    """What an answer says, without its id, its times and scores."""
    try:
        view = json.loads(out)
    except ValueError:
        return code, out[:500]
    if "short" in view:
        return view["status"], view["short"], view["text"]
    if "hits" in view:
        return [hit["passage_id"] for hit in view["hits"]]
    return sorted(
        (f["value"], f["unit"], f["place"] or "", f["bulletin_id"]) for f in view["figures"]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the faults and prints the table; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.faults", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--only", default="", help="only faults with these words in their names")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    warm_up()
    with tempfile.TemporaryDirectory(prefix="bantin-faults-") as folder:
        faults = Faults(Path(folder))
        for asked in (
            *_ASKED,
            ("staff", "list"),
        ):  # a small library is searched without Chroma, which could not be forked
            command_here(faults.small, *asked)
        for fault in FAULTS:
            if options.only in fault.name:
                faults.run(fault)
        for fault in index_faults(faults.make_big()):
            if options.only in fault.name:
                faults.run(fault)
    head = ("fault", "ask/search/figures", "load", "log", "verify", "repaired")
    lines = ["| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *faults.rows)]
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", "utf-8")
    say(f"{len(faults.rows)} faults, {len(faults.failures)} failures: {faults.failures}")
    return 1 if faults.failures else 0


if __name__ == "__main__":
    sys.exit(main())
