"""Measures one library at one size: times, memory and disk, embedded or on servers.

    python -m evals.bench.sizing --loaded DATA --out FOLDER --passages 10000 --rows sizes.jsonl
    BANTIN_DATABASE_URL=… BANTIN_CHROMA_URL=… python -m evals.bench.sizing … --chroma-folder DIR
    python -m evals.bench.sizing --rows sizes.jsonl --plot docs/sizing.png

An empty place is filled, by a process of its own, with the bulletins of DATA, those that the
questions are about first, and then with copies as by `evals.bench.load.library`: of other years,
with their figures, other digits and noise on their vectors. Each call appends a row to the rows:
seconds from a start to the first answer, p50 and p95 of search and answers in milliseconds, the
processor time of this process for one of them (which other load on the machine does not lengthen),
resident memory, bytes on disk. `--plot` draws the rows.
"""

import argparse
import json
import multiprocessing
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from assistant.build import build_assistant
from assistant.moving import in_folder
from assistant.settings import Settings, load_settings
from evals.bench.load.library import COPIES_AT_ONCE, copies
from knowledge.build import open_catalogue
from knowledge.embedding.encoder import load_encoder
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import sync_index
from knowledge.storage.places import CATALOGUE_FILE
from knowledge.text.spelling import without_accents
from knowledge.vectors import open_vectors

_MOST_QUESTIONS, _WARM = 60, 5
_LABELS = {"embedded": "folder", "servers": "servers"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures one place, or draws the rows of earlier measures."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--loaded", type=Path, help="a loaded library whose bulletins are copied")
    parser.add_argument("--out", type=Path, help="the data folder of the library to measure")
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--questions", type=Path, default=Path("tests/data/news_questions.jsonl"))
    parser.add_argument("--chroma-folder", type=Path, help="the files of the Chroma server")
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args(arguments)
    if options.plot:
        _draw([json.loads(line) for line in options.rows.open(encoding="utf-8")], options.plot)
        return
    settings = load_settings({"data": options.out})
    asked = [json.loads(line) for line in options.questions.open(encoding="utf-8")]
    asked = asked[: _MOST_QUESTIONS // 3]
    # What a process has taken to fill a library would count as the memory of its answers.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        news = frozenset(str(row["news"]) for row in asked)
        filling = pool.submit(_filled, settings, options.loaded, options.passages, news)
        filled = filling.result()
    row: dict[str, Any] = {
        "place": "servers" if settings.database_url else "embedded", **filled,
    }  # fmt: skip
    row |= _measured(settings, asked)
    row["disk_mb"] = _disk_mb(settings, options.chroma_folder)
    with options.rows.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    sys.stdout.write(json.dumps(row, indent=1) + "\n")


def _filled(
    settings: Settings, loaded: Path | None, passages: int, news: frozenset[str]
) -> dict[str, Any]:
    """Fills the place where it is empty; what it holds, and how long each step took."""
    target = open_catalogue(settings)
    began = time.perf_counter()
    if not target.counts()["passages"]:
        if loaded is None:
            raise SystemExit(f"{settings.data} is empty; name a loaded library with --loaded")
        source = Catalogue(in_folder(settings, loaded).data / CATALOGUE_FILE)
        encoder = load_encoder(settings.model, settings.models)
        with target.writing() as transaction:
            transaction.set_state(model=encoder.name, digest=encoder.digest)
        _multiply(source, target, passages, news)
        source.close()
    stored = time.perf_counter()
    index = open_vectors(settings, target)
    sync_index(target, index)
    index.close()
    counts = target.counts()
    target.close()
    return {
        "passages": counts["passages"], "bulletins": counts["bulletins"],
        "figures": counts["figures"], "store_s": round(stored - began),
        "index_s": round(time.perf_counter() - stored),
    }  # fmt: skip


def _multiply(source: Catalogue, target: Catalogue, least: int, news: frozenset[str]) -> None:
    """Stores copies of the bulletins until there are `least` passages."""
    rng = random.Random(1)
    number = total = 0
    while total < least:
        with target.writing() as transaction:
            for copy in copies(source, number, rng, news):
                if total < least:
                    transaction.store(*copy)
                    total += len(copy[1])
        number += COPIES_AT_ONCE


def _measured(settings: Settings, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    questions = [row["vi"] for row in rows] + [row["en"] for row in rows]
    questions += [without_accents(row["vi"]) for row in rows]
    started = time.perf_counter()
    assistant = build_assistant(settings)
    assistant.answer(questions[-1])
    measured: dict[str, Any] = {"first_answer_s": round(time.perf_counter() - started, 1)}
    for question in questions[::7][:_WARM]:
        assistant.answer(question)
    works: dict[str, Callable[[str], object]] = {
        "search": assistant.library.search, "answer": assistant.answer,
    }  # fmt: skip
    for name, work in works.items():
        times, begun = [], time.process_time()
        for question in questions:
            began = time.perf_counter()
            work(question)
            times.append((time.perf_counter() - began) * 1000)
        used = (time.process_time() - begun) * 1000 / len(questions)
        measured[name] = {
            "p50_ms": round(statistics.median(times), 1),
            "p95_ms": round(statistics.quantiles(times, n=20)[18], 1),
            "processor_ms": round(used, 1),
        }
    measured["resident_mb"] = _resident_mb()
    measured["load"] = round(os.getloadavg()[0], 1)
    assistant.library.close()
    return measured


def _resident_mb() -> int:
    """The resident memory of this process now; 0 where the system does not report it."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 10**6


def _disk_mb(settings: Settings, chroma_folder: Path | None) -> dict[str, int]:
    """Megabytes of the catalogue and of the vector index."""
    if settings.database_url is None:
        files = settings.data.glob(f"{CATALOGUE_FILE}*")
        catalogue, vectors = sum(f.stat().st_size for f in files), _size(settings.data / "chroma")
    else:
        opened = open_catalogue(settings)
        sizes = opened.database.glance("SELECT pg_database_size(current_database())")
        catalogue, vectors = int(sizes[0][0]), _size(chroma_folder)
        opened.close()
    return {"catalogue": catalogue // 10**6, "vectors": vectors // 10**6}


def _size(folder: Path | None) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) if folder else 0


def _draw(rows: list[dict[str, Any]], path: Path) -> None:
    """The curves of growth: times, memory and disk by passages, one line a place."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    curves: tuple[tuple[str, Callable[[dict[str, Any]], float]], ...] = (
        ("search, p95, ms", lambda row: row["search"]["p95_ms"]),
        ("answer, p95, ms", lambda row: row["answer"]["p95_ms"]),
        ("memory of a web process, MB", lambda row: row["resident_mb"]),
        ("disk, MB", lambda row: row["disk_mb"]["catalogue"] + row["disk_mb"]["vectors"]),
    )
    figure, axes = plt.subplots(1, len(curves), figsize=(16, 3.6), layout="constrained")
    for axis, (title, value) in zip(axes, curves, strict=True):
        for place in _LABELS:
            chosen = sorted((r["passages"], value(r)) for r in rows if r["place"] == place)
            if chosen:
                axis.plot(*zip(*chosen, strict=True), marker="o", label=_LABELS[place])
        axis.set(xscale="log", title=title, xlabel="passages")
        if title.startswith("disk"):
            axis.set_yscale("log")
        else:
            axis.set_ylim(bottom=0)
        axis.grid(alpha=0.3)
    axes[0].legend()
    figure.savefig(path, dpi=110)
    plt.close(figure)


if __name__ == "__main__":
    main()
