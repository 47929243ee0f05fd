"""Makes a large library for load tests: copies of a loaded library's bulletins in other years.

    python -m evals.bench.load.library --loaded DATA --out DATA2 [--bulletins 10000] [--seed 1]

Each copy is some years older than its original: the years in its text and its day are earlier, its
other digits are others, its vectors get noise. So a question for a figure meets bulletins of many
years, and figures are extracted from the new texts. Nothing is embedded: that would take hours.
"""

import argparse
import random
import re
import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.settings import Settings
from knowledge.arrays import Floats
from knowledge.build import open_catalogue
from knowledge.figures.extraction import extract_figures
from knowledge.records import Bulletin, Edition, Figure, Passage
from knowledge.storage.catalogue import Catalogue
from knowledge.storage.index_sync import open_index, sync_index

_NUMBER = re.compile(r"(?<![\d.,/])((?:19|20)\d\d)(?!\d)|\d")
COPIES_AT_ONCE = 200
_NOISE = 0.25
_OLDEST = 1990


def enlarge(loaded: Path, out: Path, bulletins: int, seed: int = 1) -> int:
    """Copies the library to `out` and adds copies until it has `bulletins`; returns their number.

    An existing `out` is only filled up.
    """
    if not out.exists():
        shutil.copytree(loaded, out, symlinks=True)
    source, target = open_catalogue(Settings(data=loaded)), open_catalogue(Settings(data=out))
    rng = random.Random(seed)
    while (stored := target.counts()["bulletins"]) < bulletins:
        batch = copies(source, stored, rng)
        with target.writing() as transaction:
            for _, copy in zip(range(min(COPIES_AT_ONCE, bulletins - stored)), batch, strict=False):
                transaction.store(*copy)
        _say(f"{target.counts()} stored")
    index = open_index(target, None)
    sync_index(target, index)
    for thing in (index, source, target):
        thing.close()
    return stored


Copy = tuple[Edition, tuple[Passage, ...], tuple[Figure, ...], Floats]


def copies(
    source: Catalogue, number: int, rng: random.Random, first: Collection[str] = ()
) -> Iterator[Copy]:
    """Copies of 200 bulletins in turn, from the one after `number` on.

    Each round through the library is a year older; the first has the texts as they are. In each
    round the bulletins with the ids `first` come first.
    """
    noise = np.random.default_rng(number)
    with source.reading() as snapshot:
        ids = sorted(snapshot.bulletin_ids(), key=lambda name: (name not in first, name))
        for turn in range(number, number + COPIES_AT_ONCE):
            edition = snapshot.edition(ids[turn % len(ids)])
            passages = tuple(snapshot.passages_of(edition.bulletin.bulletin_id))
            if not passages:
                continue
            names, vectors = snapshot.vectors_of(p.passage_id for p in passages)
            row = {name: vectors[i] for i, name in enumerate(names)}
            moved = np.stack([row[p.passage_id] for p in passages])
            moved = moved + noise.normal(0, _NOISE / np.sqrt(moved.shape[1]), moved.shape)
            moved /= np.linalg.norm(moved, axis=1, keepdims=True)
            bulletin = _older(edition.bulletin, turn // len(ids), turn, rng)
            made = tuple(
                replace(
                    p, passage_id=f"{bulletin.bulletin_id}@1:{n}", revision=1,
                    bulletin_id=bulletin.bulletin_id, text=bulletin.text[p.start : p.end],
                    years=tuple(max(_OLDEST, year - turn // len(ids)) for year in p.years),
                )
                for n, p in enumerate(passages)
            )  # fmt: skip
            yield (
                Edition(bulletin, 1, bulletin.bulletin_id, True, edition.trust), made,
                extract_figures(bulletin, 1, made), moved.astype(np.float32),
            )  # fmt: skip


def _older(bulletin: Bulletin, years: int, number: int, rng: random.Random) -> Bulletin:
    """The bulletin some years earlier, with other digits and spans of the same length."""
    others = rng.sample("123456789", 9) if years else "123456789"
    digits = dict(zip("123456789", others, strict=True))

    def moved(match: re.Match[str]) -> str:
        year, digit = match[1], match[0]
        return str(max(_OLDEST, int(year) - years)) if year else digits.get(digit, digit)

    day = bulletin.published_on
    if day is not None:
        day = day.replace(year=max(_OLDEST, day.year - years), day=min(day.day, 28))
    name = f"{bulletin.bulletin_id[:60]}-{number}"
    return replace(
        bulletin, bulletin_id=name, source=f"{name}.md", published_on=day, url=None,
        text=_NUMBER.sub(moved, bulletin.text), title=_NUMBER.sub(moved, bulletin.title),
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes the library; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.load.library", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--loaded", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bulletins", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    enlarge(options.loaded, options.out, options.bulletins, options.seed)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
