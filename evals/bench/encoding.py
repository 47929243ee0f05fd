"""Measures the encoder's speed beside stock sentence-transformers, on the same passages.

python -m evals.bench.encoding --loaded DATA [--passages 240]
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import Settings
from knowledge.build import open_catalogue
from knowledge.embedding.e5_model import E5Model, sentence_transformer_folder
from knowledge.embedding.encoder import E5Encoder, SentenceTransformerEncoder
from knowledge.ingestion.preparing import embedded_text

_QUESTION = "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài?"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints passages a second of both, their cosine, and the time of one short query."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--loaded", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=240)
    options = parser.parse_args(arguments)
    settings = Settings(data=options.loaded)
    catalogue = open_catalogue(settings)
    with catalogue.reading() as snapshot:
        ids, _ = snapshot.vectors()
        some = random.Random(1).sample(ids, options.passages)
        texts = [embedded_text(p) for p in snapshot.passages(some).values()]
    ours = E5Encoder(E5Model(settings.models))
    stock = SentenceTransformerEncoder(str(sentence_transformer_folder(settings.models)))
    ours.encode_passages(texts[:8])
    stock.encode_passages(texts[:8])
    tokens = ours.model.tables.tokenizer.ids(texts)
    mean = statistics.mean(len(ids) for ids in tokens)
    rates: dict[str, list[float]] = {"bantin": [], "stock": []}
    for _ in range(3):
        for name, encoder in (("bantin", ours), ("stock", stock)):
            began = time.perf_counter()
            vectors = encoder.encode_passages(texts)
            rates[name].append(len(texts) / (time.perf_counter() - began))
            if name == "bantin":
                first = vectors
    cosines = (first * vectors).sum(axis=1)
    a, b = (statistics.median(rates[name]) for name in ("bantin", "stock"))
    times = []
    for number in range(60):
        began = time.perf_counter()
        ours.encode_query(f"{_QUESTION} {number}")
        times.append((time.perf_counter() - began) * 1000)
    sys.stdout.write(
        f"{len(texts)} passages of {mean:.0f} tokens, medians of 3\n"
        f"bantin {a:.1f} a second, stock float32 {b:.1f}: {a / b:.1f} times\n"
        f"cosine of the two: mean {cosines.mean():.4f}, least {cosines.min():.4f}\n"
        f"one short query: p50 {statistics.median(times):.1f} ms\n"
    )


if __name__ == "__main__":
    main()
