"""Flips bits of the vector index and cuts its files, and looks what a search does then.

    python -m evals.bench.index_flips [--faults 240] [--seed 1] [--out TABLE.md]

A library of some thousand passages is made once. For each fault a copy of its vector index is
damaged: a bit, a byte, a block of 512 zeros, or a cut, at a random place of a random file. Then, in
processes of their own, eight searches run through the index and are compared with an exact search,
and `verify`'s check of the index runs; every tenth time a bulletin is loaded, which must leave a
whole index. A search must be right; where the index is refused, the message must name the remedy.

Printed: one line for each fault, and a table by file and outcome; exit code 1 after a crash, a
search without an end, a wrong one, or a loading that left damage.
"""

import argparse
import logging
import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from evals.bench.kills.store import Child, run_child, say, warm_up
from evals.bench.word_vectors import WordVectors
from knowledge.build import check_up, ingesting, open_catalogue, open_library
from knowledge.ingestion.index_integrity import index_problems
from knowledge.search.dense import Nearest
from knowledge.settings import LibrarySettings
from knowledge.storage.index_sync import open_index
from knowledge.vectors import open_vectors

_BULLETINS, _SECTIONS = 13, 200
_QUESTIONS, _BEST, _SAME = 8, 10, 1e-4
_LEAST_NEAR = 0.95  # as `verify` asks of an undamaged index
_LONGEST_S = 120
_KINDS = {"bit": 10, "byte": 3, "zeros": 3, "cut": 4}
_ZEROS = 512
_BAD = ("CRASH", "NO END", "WRONG", "LEFT DAMAGED")


def make_library(data: Path) -> None:
    """Loads texts of random syllables: more than two thousand passages of word vectors."""
    syllables = [a + b + c for a in ("b", "ch", "l", "nh", "tr", "v") for b in "aêoư"
                 for c in ("", "n", "ng", "t", "i")]  # fmt: skip
    rng = random.Random(5)
    texts = data.with_name("texts")
    texts.mkdir()
    for number in range(_BULLETINS):
        sections = (
            f"## Mục {n}\n\n{' '.join(rng.choices(syllables, k=60)).capitalize()}."
            for n in range(_SECTIONS)
        )
        body = "\n\n".join(sections)
        (texts / f"dai-{number}.md").write_text(f"# Văn bản dài {number}\n\n{body}\n", "utf-8")

    def load(_: Callable[[Any], None]) -> None:
        with ingesting(LibrarySettings(data=data), WordVectors()) as ingester:
            for receipt in ingester.run([texts]):
                if receipt.status != "added":
                    raise RuntimeError(str(receipt))

    child = run_child(load)
    if child.error:
        raise RuntimeError(child.error)


def damage(path: Path, kind: str, rng: random.Random) -> str:
    """Damages a file in one place; says where."""
    content = bytearray(path.read_bytes())
    at = rng.randrange(len(content))
    if kind == "bit":
        content[at] ^= 1 << rng.randrange(8)
    elif kind == "byte":
        content[at] ^= rng.randrange(1, 256)
    elif kind == "zeros":
        content[at : at + _ZEROS] = bytes(len(content[at : at + _ZEROS]))
    else:
        del content[at:]
    path.write_bytes(content)
    return f"{kind} at {at} of {path.name}"


def keep_place(data: Path) -> None:
    """Lets a copy count as the library itself: otherwise a writer gives it a new index."""
    with (
        closing(open_catalogue(LibrarySettings(data=data))) as catalogue,
        catalogue.writing() as transaction,
    ):
        transaction.set_state(place=catalogue.database.place())


def search(data: Path, tell: Callable[[Any], None]) -> None:
    """Asks the index, and tells whether it was right and what was logged; a child's work."""
    signal.alarm(_LONGEST_S)
    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]  # a handler of its own
    logging.getLogger("bantin").addHandler(handler)
    library = open_library(LibrarySettings(data=data), WordVectors())
    catalogue = library.catalogue
    nearest = Nearest(catalogue, lambda: open_index(catalogue, None), exact_up_to=0)
    are_true, near = True, 0
    with catalogue.reading() as snapshot:
        names, rows = snapshot.vectors()
        ask = nearest.chroma_search(snapshot)
        for number in range(_QUESTIONS):
            both = rows[number * 17] + rows[number * 31 + 5]
            vector = both / (both @ both) ** 0.5
            hits = ask(vector, _BEST) if ask else None
            if hits is None:
                hits = nearest.compare_all(snapshot, vector, _BEST)
            cosines = dict(zip(names, (rows @ vector).tolist(), strict=True))
            least = sorted(cosines.values())[-_BEST] - _SAME
            true = [cosines.get(name, -9.0) for name, _ in hits]
            are_true &= len(hits) == _BEST
            are_true &= all(abs(t - c) < _SAME for t, (_, c) in zip(true, hits, strict=True))
            near += sum(cosine >= least for cosine in true)
    is_right = are_true and near >= _LEAST_NEAR * _QUESTIONS * _BEST
    tell({"is_right": is_right, "told": told})


def verify(data: Path, tell: Callable[[Any], None]) -> None:
    """Tells the problems that `verify` finds in the index; a child's work."""
    signal.alarm(_LONGEST_S)
    catalogue = open_catalogue(LibrarySettings(data=data))
    with catalogue.reading() as snapshot:
        ids, (_, rows) = snapshot.passage_ids(), snapshot.vectors()
    try:
        with closing(open_vectors(LibrarySettings(data=data), catalogue)) as index:
            problems = list(index_problems(index, ids, rows, is_behind=False))
    except Exception as exc:  # noqa: BLE001 - as `verify` names it
        problems = [str(exc)]
    tell({"problems": problems})


def load(data: Path, text: Path, tell: Callable[[Any], None]) -> None:
    """Loads one bulletin; tells what `verify` finds afterwards; a child's work."""
    signal.alarm(_LONGEST_S)
    with ingesting(LibrarySettings(data=data), WordVectors()) as ingester:
        list(ingester.run([text]))
    tell({"problems": check_up(LibrarySettings(data=data))[0]})


def outcome(asked: Child, verified: Child) -> str:
    """What became of one fault, in words."""
    for child in (asked, verified):
        if child.is_killed:
            return "NO END" if child.seconds >= _LONGEST_S else "CRASH"
        if not child.told or child.error:
            return f"CRASH {child.error}"
    said = " ".join(asked.told[0]["told"])
    if not asked.told[0]["is_right"]:
        return "WRONG"
    if said and "bantin rebuild" not in said:
        return f"right, but without a remedy: {said[:100]}"
    if said:
        return "right, the index refused by name"
    return "right, named by verify" if verified.told[0]["problems"] else "right, nothing to name"


def run(faults: int, seed: int, folder: Path) -> tuple[Counter[tuple[str, str]], int]:
    """Tries so many faults; counts of (file, outcome), and of loadings that left damage."""
    data, text = folder / "whole", folder / "tin.md"
    text.write_text("# Tin mới\n\nCao Bằng có 812 hộ nghèo.\n", "utf-8")
    make_library(data)
    rng = random.Random(seed)
    kinds = rng.choices(list(_KINDS), list(_KINDS.values()), k=faults)
    files = sorted(p for p in (data / "chroma").rglob("*") if p.is_file() and p.suffix)
    counts: Counter[tuple[str, str]] = Counter()
    left = 0
    for number, kind in enumerate(("none", *kinds)):
        tried = folder / "tried"
        shutil.copytree(data, tried)
        keep_place(tried)
        file = files[number % len(files)]
        where = "nothing"
        if kind != "none":
            where = damage(tried / file.relative_to(data), kind, rng)
        asked = run_child(lambda tell, tried=tried: search(tried, tell))  # type: ignore[misc]  # mypy reads no default
        checked = run_child(lambda tell, tried=tried: verify(tried, tell))  # type: ignore[misc]  # mypy reads no default
        result = outcome(asked, checked)
        counts["undamaged" if kind == "none" else file.name, result] += 1
        named = (checked.told or [{"problems": []}])[0]["problems"]
        after = ""
        if number % 10 == 0:
            loaded = run_child(lambda tell, tried=tried: load(tried, text, tell))  # type: ignore[misc]  # mypy reads no default
            problems = [loaded.error or "CRASH"]
            if not loaded.error and loaded.told:
                problems = loaded.told[0]["problems"]
            if "bantin rebuild" in loaded.error:
                after = " | loading: refused by name"
            else:
                left += bool(problems)
                after = f" | LEFT DAMAGED {problems[0]}" if problems else " | loading: whole"
        said = str(named[0])[:150].replace(str(tried), "DATA") if named else ""
        say(f"{number} {where} | {result} | {said}{after}")
        shutil.rmtree(tried)
    return counts, left


def main(arguments: Sequence[str] | None = None) -> int:
    """Tries the faults and prints the table; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.index_flips", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--faults", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    os.environ["BANTIN_READER"] = "off"
    warm_up()
    with tempfile.TemporaryDirectory(prefix="bantin-flips-") as folder:
        counts, left = run(options.faults, options.seed, Path(folder))
    lines = ["| file | outcome | faults |", "|---|---|---|"]
    lines += [f"| {file} | {what} | {n} |" for (file, what), n in sorted(counts.items())]
    say("\n".join(lines))
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", "utf-8")
    say(f"seed {options.seed}: {sum(counts.values()) - 1} faults, {left} loadings left damage")
    return 1 if left or any(what.startswith(_BAD) for _, what in counts) else 0


if __name__ == "__main__":
    sys.exit(main())
