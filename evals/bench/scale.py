"""Measures search, answers and the vector index over a hundred thousand passages.

    python -m evals.bench.scale --loaded DATA --out DATA2 [--passages 100000] [--questions FILE]

DATA is a loaded library. Copies of its bulletins are stored in DATA2 under other ids, with other
digits in their texts and noise on their vectors, until there are enough passages. Then the
questions (JSON lines with `vi` and `en`) are asked in this process. Printed: the times of search
and answers, the peak memory, and the share of Chroma's ten nearest that are the true ten.
"""

import argparse
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.build import build_assistant
from assistant.settings import Settings
from knowledge.build import open_catalogue
from knowledge.embedding.encoder import load_encoder
from knowledge.records import Edition
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import open_index, sync_index
from knowledge.storage.places import CATALOGUE_FILE
from knowledge.text.spelling import without_accents

_NOISE = 0.25


def multiply(source: Catalogue, target: Catalogue, minimum: int, rng: random.Random) -> int:
    """Stores copies of the bulletins until there are `minimum` passages; returns their number."""
    noise = np.random.default_rng(rng.randint(0, 2**31))
    with source.reading() as snapshot:
        editions = snapshot.editions()
        ids, vectors = snapshot.vectors()
        rows = {name: vectors[i] for i, name in enumerate(ids)}
        stored = {
            e.bulletin.bulletin_id: snapshot.passages_of(e.bulletin.bulletin_id) for e in editions
        }
    total = 0
    copy = 0
    while total < minimum:
        with target.writing() as transaction:
            for edition in editions:
                old = stored[edition.bulletin.bulletin_id]
                if total >= minimum or not old:
                    continue
                digits = (
                    "".join(str(rng.randint(0, 9)) for _ in range(10)) if copy else "0123456789"
                )
                text = edition.bulletin.text.translate(str.maketrans("0123456789", digits))
                name = f"{edition.bulletin.bulletin_id}-{copy}"
                bulletin = replace(
                    edition.bulletin, bulletin_id=name, text=text, source=f"{name}.md"
                )
                passages = [
                    replace(
                        p,
                        passage_id=f"{name}@1#{i}",
                        bulletin_id=name,
                        revision=1,
                        text=text[p.start : p.end],
                    )
                    for i, p in enumerate(old)
                ]
                moved = np.stack([rows[p.passage_id] for p in old])
                if copy:
                    moved = moved + noise.normal(0, _NOISE / np.sqrt(moved.shape[1]), moved.shape)
                moved /= np.linalg.norm(moved, axis=1, keepdims=True)
                transaction.store(
                    Edition(bulletin, 1, name, True),
                    passages,
                    (),
                    moved.astype(np.float32),
                )
                total += len(old)
        copy += 1
        _say(f"{total} passages stored")
    return total


def _milliseconds(work: Callable[[str], object], questions: Sequence[str]) -> str:
    times = []
    for question in questions:
        began = time.perf_counter()
        work(question)
        times.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(times, n=20)
    return f"p50 {statistics.median(times):.1f} ms, p95 {cuts[18]:.1f} ms"


def _agreement(settings: Settings, questions: Sequence[str]) -> float:
    """The share of Chroma's ten nearest that are among the true ten."""
    catalogue = open_catalogue(settings)
    encoder = load_encoder(settings.model, settings.models)
    index = open_index(catalogue, None)
    with catalogue.reading() as snapshot:
        ids, vectors = snapshot.vectors()
    same = 0
    for question in questions:
        vector = encoder.encode_query(question)
        scores = vectors @ vector
        tenth = np.partition(scores, -10)[-10]
        place = {name: i for i, name in enumerate(ids)}
        nearest = index.nearest(vector, 10)
        same += sum(scores[place[name]] >= tenth - 1e-6 for name, _ in nearest)
    index.close()
    return same / (10 * len(questions))


def main(arguments: Sequence[str] | None = None) -> None:
    """Builds the large library where it is missing, and prints the measures."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--loaded", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--questions", type=Path, default=Path("tests/data/news_questions.jsonl"))
    options = parser.parse_args(arguments)
    settings = Settings(data=options.out)
    if not (options.out / CATALOGUE_FILE).exists():
        source = open_catalogue(Settings(data=options.loaded))
        target = open_catalogue(settings)
        encoder = load_encoder(settings.model, settings.models)
        with target.writing() as transaction:
            transaction.set_state(model=encoder.name, digest=encoder.digest)
        multiply(source, target, options.passages, random.Random(1))
        began = time.perf_counter()
        sync_index(target, open_index(target, None))
        _say(f"vector index built in {time.perf_counter() - began:.0f} s")
    rows = [json.loads(line) for line in options.questions.open(encoding="utf-8")]
    vietnamese, english = [r["vi"] for r in rows], [r["en"] for r in rows]
    assistant = build_assistant(settings)
    forms = {
        "vi": vietnamese,
        "no accents": [without_accents(q) for q in vietnamese],
        "en": english,
    }
    for questions in forms.values():
        for question in questions[:10]:
            assistant.answer(question)
    for form, questions in forms.items():
        _say(f"search, {form}: {_milliseconds(assistant.library.search, questions)}")
    for form, questions in forms.items():
        _say(f"answer, {form}: {_milliseconds(assistant.answer, questions)}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(f"memory at its peak: {peak:.0f} MiB")
    _say(f"agreement of the ten nearest: {_agreement(settings, [*vietnamese, *english]):.4f}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
