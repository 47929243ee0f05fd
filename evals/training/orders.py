"""Fits the model of sentences that give orders to a program.

    python -m evals.training.orders fit --texts DIR
    python -m evals.training.orders score --texts DIR

`orders.jsonl` beside this module has 400 orders and 300 sentences that look like orders and are
none, by one hand; `orders_held.jsonl` has 80 and 40 by another, and is only scored. DIR holds the
real texts of tests/data/README.md: half of their sentences are learned as ordinary, on the other
half the share of sentences that would be set aside is measured.
"""

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.evidence.orders import BAR, WEIGHTS, gives_order, order_probability
from evals.training import linear
from knowledge.text.spelling import without_accents

_FILE, _HELD = (Path(__file__).with_name(f"{name}.jsonl") for name in ("orders", "orders_held"))
_TEXTS = ("news_labour_social.jsonl", "background_news_2000.jsonl.gz", "official_documents.jsonl")
_ENDS = re.compile(r"(?<=[.!?])\s+|\n")
_SHORTEST, _LONGEST = 20, 500
_STRENGTH, _WEIGHT, _SEED = 5.0, 20.0, 1


def sentences_of(folder: Path) -> list[str]:
    """The sentences of the real texts, shuffled."""
    sentences: list[str] = []
    for name in _TEXTS:
        data = (folder / name).read_bytes()
        lines = (gzip.decompress(data) if name.endswith(".gz") else data).decode().splitlines()
        for row in map(json.loads, lines):
            parts = (part.strip() for part in _ENDS.split(row["text"]))
            sentences += [part for part in parts if _SHORTEST < len(part) < _LONGEST]
    random.Random(_SEED).shuffle(sentences)
    return sentences


def written(path: Path) -> list[tuple[str, bool]]:
    """The sentences of a file, and whether each is an order."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [(row["text"], row["is_order"]) for row in rows]


def fit(ordinary: Sequence[str]) -> None:
    """Writes the weights. Classes: ordinary sentences, those that look like orders, orders."""
    rows = [(form, 1 + is_order) for text, is_order in written(_FILE)
            for form in (text, without_accents(text))]  # fmt: skip
    texts = [*(text for text, _ in rows), *ordinary]
    classes = [*(kind for _, kind in rows), *(0 for _ in ordinary)]
    weights = [*(_WEIGHT for _ in rows), *(1.0 for _ in ordinary)]
    model = linear.fitted(texts, classes, _STRENGTH, weights)
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(model.stored())


def score(ordinary: Sequence[str]) -> None:
    """Prints how many of the held orders and of other sentences are taken for orders."""
    held = written(_HELD)
    judges: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("the model alone", lambda text: order_probability(text) > BAR),
        ("with the rules", gives_order),
    )
    for name, is_taken in judges:
        caught = sum(is_taken(text) for text, is_order in held if is_order)
        alike = sum(is_taken(text) for text, is_order in held if not is_order)
        real = sum(map(is_taken, ordinary))
        orders = sum(is_order for _, is_order in held)
        sys.stdout.write(
            f"{name}: {caught} of {orders} held orders, {alike} of {len(held) - orders} that look "
            f"alike, {real} of {len(ordinary)} sentences of real texts\n"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits or scores; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("task", choices=("fit", "score"))
    parser.add_argument("--texts", type=Path, required=True)
    options = parser.parse_args(arguments)
    sentences = sentences_of(options.texts)
    half = len(sentences) // 2
    if options.task == "fit":
        fit(sentences[:half])
    else:
        score(sentences[half:])


if __name__ == "__main__":
    main()
