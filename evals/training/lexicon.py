"""Learns the Vietnamese words that translate English ones, and writes the lexicon.

    python -m evals.training.lexicon --pairs DIR [--out FILE]

DIR holds `dictionary_wiktionary.en-vi.jsonl.gz` (rows {"en", "vi": [...]}). Added are the English
and Vietnamese form of every question of `questions/train.jsonl`, and the glossary. The model is IBM
model 1 (Brown et al., 1993), fitted by expectation maximisation, with an empty English word. For
each stem and Vietnamese term it estimates how often the stem accounts for the term. Terms above a
minimum rate are written, likeliest first. This takes a minute on one core.
"""

import argparse
import gzip
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import knowledge.vocabulary.lexicon
from evals.training.questions import read_rows
from knowledge.text.spelling import plain, terms
from knowledge.vocabulary.lexicon import keys_of

Pair = tuple[str, str, float]
_ROUNDS = 6
_SENSES = 4
_DICTIONARY_WEIGHT = 0.5
_GLOSSARY_WEIGHTS = (2.0, 1.0)
# A rarer pair of stems is typical only of its question.
_PAIR_SEEN = 3
_TERM_SEEN = 2
# The minimum share of a stem's occurrences that account for the term, and their minimum number.
_LEAST_RATE = 0.05
_LEAST_COUNT = 0.4
_HEADER = """\
# English stem (or two, joined by _), then Vietnamese index terms, each with its rate in percent.
# Made by evals.training.lexicon from bantin's training questions and glossary and from Wiktionary's
# English-Vietnamese translations; this file is under CC BY-SA 3.0: see NOTICE.
"""


def pairs_of(folder: Path) -> Iterator[Pair]:
    """(English, Vietnamese, weight) from every source."""
    for row in read_rows("train"):
        yield row["en"], row["vi"], 1.0
    for row in _lines(folder / "dictionary_wiktionary.en-vi.jsonl.gz"):
        english = re.sub(r"[({].*", "", row["en"]).strip()
        for vietnamese in row["vi"][:_SENSES]:
            yield english, vietnamese, _DICTIONARY_WEIGHT
    glossary = Path(knowledge.vocabulary.lexicon.__file__).with_name("glossary.toml")
    for english, meanings in tomllib.loads(glossary.read_text("utf-8"))["words"].items():
        first, *others = (meaning.strip() for meaning in meanings.split(";"))
        yield english, first, _GLOSSARY_WEIGHTS[0]
        for meaning in others:
            yield english, meaning, _GLOSSARY_WEIGHTS[1]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def learn(pairs: Sequence[Pair], rounds: int = _ROUNDS) -> dict[str, list[tuple[str, float]]]:
    """For each English key its Vietnamese terms with their rate (0 to 1), likeliest first."""
    split = [(keys_of(en), _terms_of(vi), weight) for en, vi, weight in pairs]
    seen = Counter(key for keys, _, _ in split for key in keys)
    shown = Counter(term for _, pair_terms, _ in split for term in pair_terms)
    # Row 0 is the empty word.
    key_at = {k: i for i, k in enumerate((k for k in seen if _is_kept(k, seen, _PAIR_SEEN)), 1)}
    term_at = {t: i for i, t in enumerate(t for t in shown if _is_kept(t, shown, _TERM_SEEN))}
    key_weights = np.zeros(len(key_at) + 1)
    cells, groups, weights, places = [], [], [], 0
    for keys, pair_terms, weight in split:
        rows = np.array([0, *(key_at[k] for k in keys if k in key_at)])
        columns = np.array([term_at[t] for t in pair_terms if t in term_at], np.int64)
        key_weights[rows] += weight
        cells.append((rows[:, None] * len(term_at) + columns).ravel())
        groups.append(np.tile(np.arange(places, places + len(columns)), len(rows)))
        weights.append(np.full(len(rows) * len(columns), weight))
        places += len(columns)
    known, cell = np.unique(np.concatenate(cells), return_inverse=True)
    counts = _expected(
        known // len(term_at), cell, np.concatenate(groups), np.concatenate(weights), rounds
    )
    key_names, term_names = ["", *key_at], list(term_at)
    learned: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for place, count in zip(known.tolist(), counts.tolist(), strict=True):
        key, term = divmod(place, len(term_at))
        rate = count / (key_weights[key] + 0.5)
        if key and rate >= _LEAST_RATE and count >= _LEAST_COUNT:
            learned[key_names[key]].append((term_names[term], rate))
    return {
        key: sorted(rated_terms, key=lambda x: (-x[1], x[0]))
        for key, rated_terms in learned.items()
    }


def _terms_of(vietnamese: str) -> list[str]:
    unique_terms = dict.fromkeys(terms(plain(vietnamese)))
    return [term for term in unique_terms if not any(c.isdigit() for c in term)]


def _is_kept(name: str, seen: Counter[str], least: int) -> bool:
    return "_" not in name or seen[name] >= least


def _expected(
    keys: npt.NDArray[np.int64], cell: npt.NDArray[np.int64], group: npt.NDArray[np.int64],
    weight: npt.NDArray[np.float64], rounds: int,
) -> npt.NDArray[np.float64]:  # fmt: skip
    """How often each (key, term) cell accounts for a term; `group` numbers the terms' places."""
    counts: npt.NDArray[np.float64] = np.ones(len(keys))
    for _ in range(rounds):
        chances = counts / np.bincount(keys, counts)[keys]
        parts = chances[cell]
        shares = weight * parts / np.bincount(group, parts)[group]
        counts = np.asarray(np.bincount(cell, shares, len(keys)), np.float64)
    return counts


def _entries(rated_terms: Sequence[tuple[str, float]]) -> str:
    return " ".join(f"{term}:{min(99, round(100 * rate))}" for term, rate in rated_terms)


def main(arguments: Sequence[str] | None = None) -> None:
    """Learns and writes the lexicon; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--pairs", type=Path, required=True)
    out = Path(knowledge.vocabulary.lexicon.__file__).with_name("lexicon.tsv")
    parser.add_argument("--out", type=Path, default=out)
    chosen = parser.parse_args(arguments)
    learned = learn(list(pairs_of(chosen.pairs)))
    lines = [f"{key}\t{_entries(learned[key])}\n" for key in sorted(learned)]
    chosen.out.write_text(_HEADER + "".join(lines), "utf-8")
    sys.stdout.write(f"{len(lines)} keys, {sum(map(len, learned.values()))} terms\n")


if __name__ == "__main__":
    main()
