"""Fits whether the place of a figure is right -> `knowledge/figures/place_trust.toml`.

    python -m evals.bench.place_trust --texts DIR --gold FILE … [--without FILE …] [--dry]

Learns from the gold tables that may be read (DIR holds their texts): of each labelled figure of
news whose place the rules do not call a guess, its features and whether the labelled place is the
same. Texts of the tables `--without`, which are only scored, are left out. Prints what
cross-validation over texts shows for several bars, then fits on everything; `--dry` stores nothing.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from evals.bench.extraction import Offsets, load_gold, load_texts
from evals.bench.labelled_places import is_place
from evals.training.linear import add_date, folds_of, held_out, logistic, store
from knowledge.figures.extraction import extract_figures
from knowledge.figures.place_context import PlaceContext, Placed
from knowledge.figures.place_trust import NAMES, PlaceTrust
from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Bulletin, Figure
from knowledge.text.spelling import plain
from knowledge.vocabulary.places import places_of

WEIGHTS = Path(__file__).parents[2] / "knowledge" / "figures" / "place_trust.toml"
_PENALTY, _FOLDS, _SEED = 0.03, 8, 21
_BARS = (0.0, 0.35, 0.4, 0.45, 0.5, 0.55)
# The weight of a text grows with the root of its figures: they mostly share one place.
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """A place that the rules tell: its text, table and features, and whether it is right."""

    text: str
    table: str
    features: tuple[float, ...]
    is_right: bool


def places_told(path: Path, folder: Path) -> Iterator[Told]:
    """The places told of the labelled figures of a table."""
    gold = load_gold(path)
    drafts, raw = load_texts(gold, folder)
    for window in gold["texts"]:
        name = window["text"]
        labels = [
            f for f in gold["figures"]
            if f["text"] == name and window["start"] <= f["start"] < window["end"]
            and not f["optional"] and "place" in f
        ]  # fmt: skip
        for figure, label, features in _matched(drafts[name], name, raw[name], labels):
            is_right = label["place"] is not None and is_place(figure.place or "", label["place"])
            yield Told(name, path.stem, features, is_right)


def _matched(
    draft: BulletinDraft, name: str, raw: str, labels: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Figure, Mapping[str, Any], tuple[float, ...]]]:
    """The figures of a text with a place that is no guess, with their labels and features."""
    bulletin = bulletin_from_draft(draft, name, name)
    trust = _trust_of(bulletin)
    offsets = Offsets(raw, bulletin.text)
    at = {offsets.find(label["start"]): label for label in labels}
    for figure in extract_figures(bulletin, 1, split_passages(bulletin, 1), is_weighed=False):
        source = figure.place_source
        if figure.place is None or source is None or source == "guess":
            continue
        if not trust.weighs(figure.place):
            continue
        placed = Placed(figure.place, source)
        sentence = figure.sentence_start, figure.sentence_end
        features = trust.features(placed, (figure.start, figure.end), sentence)
        for part in figure.parts:
            label = at.get(part.start) or at.get(part.start + 1)
            if label is not None:
                yield figure, label, features


def _trust_of(bulletin: Bulletin) -> PlaceTrust:
    low = plain(bulletin.text)
    return PlaceTrust(bulletin, low, PlaceContext(bulletin, low, places_of(bulletin.text)))


def fit(places: Sequence[Told], day: str, *, is_dry: bool = False) -> None:
    """Cross-validates, fits on everything and stores the weights."""
    rows = np.array([p.features for p in places], float)
    right = np.array([p.is_right for p in places])
    fold = folds_of([p.text for p in places], _FOLDS, _SEED)
    counts = Counter(p.text for p in places)
    shares = np.array([counts[p.text] ** -_SHARED for p in places])
    _report(places, held_out(rows, right, fold, _PENALTY, shares), right)
    if not is_dry:
        weights, base = logistic(rows, right, _PENALTY, shares)
        store(WEIGHTS, "evals.bench.place_trust", day, NAMES, weights, base)


def _report(places: Sequence[Told], chances: npt.NDArray[Any], right: npt.NDArray[Any]) -> None:
    tables = np.array([p.table for p in places])
    for table in sorted(set(tables)):
        of_table = tables == table
        for bar in _BARS:
            told = of_table & (chances >= bar)
            sys.stdout.write(
                f"{table} {bar}: {told.sum()} told, {(told & right).sum()} right, "
                f"{(told & ~right).sum()} wrong\n"
            )
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        within = (chances >= low) & (chances < low + 0.2)
        if within.any():
            share = right[within].mean()
            sys.stdout.write(
                f"chance {low:.1f}-{low + 0.2:.1f}: {within.sum()}, {share:.2f} right\n"
            )


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits the weights; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--texts", type=Path, required=True, help="the folder of the texts")
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=())
    add_date(parser)
    parser.add_argument("--dry", action="store_true", help="store nothing")
    options = parser.parse_args(arguments)
    scored = {t["text"] for path in options.without for t in load_gold(path)["texts"]}
    places = [p for path in options.gold for p in places_told(path, options.texts)]
    kept = [p for p in places if p.text not in scored]
    fit(kept, options.date, is_dry=options.dry)


if __name__ == "__main__":
    main()
