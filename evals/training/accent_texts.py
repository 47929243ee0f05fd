"""Vietnamese texts -> sequences of numbers from which `evals.training.accents` learns spelling."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from evals.training.questions import MEASURED, read_rows
from knowledge.search.accent_model import NUMBER, PAD, UNKNOWN, Token, tokens_of
from knowledge.text.spelling import clean

Numbers = np.ndarray[Any, Any]
# The first names are those of padding, unknown words and numbers; then marks follow.
NAMED = 3
_FIELDS = ("text", "context", "context_vi", "title", "question", "vi")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")
_LONGEST, _LEAST_WORDS, _LEAST_COUNT, _MOST_FORMS = 40, 3, 3, 24
_LEAST_SHARE, _LEAST_FOREIGN, _LEAST_ACCENTED = 0.0003, 300, 0.3


def sentences_of(places: Sequence[Path], left_out: frozenset[str]) -> Iterator[str]:
    """The sentences of the texts at some places, but for those with the ids `left_out`."""
    for place in places:
        if place.is_dir():
            for path in sorted(place.rglob("*.txt")):
                yield from _SENTENCE.split(clean(path.read_text("utf-8", "replace")))
            continue
        content = place.read_bytes()
        content = gzip.decompress(content) if place.suffix == ".gz" else content
        for line in content.decode("utf-8").splitlines():
            row = json.loads(line)
            if str(row.get("id")) not in left_out:
                for name in _FIELDS:
                    yield from _SENTENCE.split(clean(str(row.get(name) or "")))


def measured_texts() -> frozenset[str]:
    """The ids of the texts that the measured parts ask about."""
    return frozenset(str(row["text"]) for part in MEASURED for row in read_rows(part))


def own_sentences() -> Iterator[str]:
    """The Vietnamese questions of the train part and the names of communes and districts."""
    for row in read_rows("train"):
        yield clean(row["vi"])
    folder = Path(__file__).parents[2] / "knowledge" / "vocabulary"
    for name in ("communes.tsv", "districts.tsv"):
        for line in (folder / name).read_text("utf-8").splitlines():
            if not line.startswith("#"):
                province, _, units = line.partition("\t")
                for unit in units.split(", "):
                    yield f"{unit}, {province}"


def is_vietnamese(tokens: Sequence[Token]) -> bool:
    """Whether enough of some words carry accents for them to be Vietnamese with its accents."""
    letters = [token for token in tokens if token.folded.isalpha()]
    marked = sum(token.low != token.folded for token in letters)
    return len(letters) >= _LEAST_WORDS and marked >= _LEAST_ACCENTED * len(letters)


@dataclass(slots=True)
class Corpus:
    """Sequences of tokens as numbers: of the folded word, its case and its form.

    The last `own` rows are of questions and names.
    """

    folded: list[str]
    forms: list[str]
    candidates: Numbers
    rows: list[Numbers]
    own: int


def corpus_of(sentences: Iterable[str], own: Iterable[str]) -> Corpus:
    """The words of sentences, and of those of our `own`, and their forms that are not rare."""
    kept: list[list[tuple[str, str, int]]] = []
    others = 0
    seen: set[str] = set()
    counts: Counter[tuple[str, str]] = Counter()
    for sentence, is_own in chain(((s, False) for s in sentences), ((s, True) for s in own)):
        tokens = tokens_of(sentence)
        if not is_vietnamese(tokens) or (len(sentence) > 60 and sentence in seen):
            continue
        seen.add(sentence)
        for start in range(0, len(tokens), _LONGEST):
            part = [(t.folded, t.low, t.case) for t in tokens[start : start + _LONGEST]]
            kept.append(part)
            others += not is_own
            counts.update((folded, low) for folded, low, _ in part if folded.isalpha())
    totals: Counter[str] = Counter()
    for (folded, _), number in counts.items():
        totals[folded] += number
    by_word: dict[str, Counter[str]] = {}
    for (folded, low), number in counts.items():
        if number >= max(_LEAST_COUNT, _LEAST_SHARE * totals[folded]):
            by_word.setdefault(folded, Counter())[low] = number
    # Foreign words say little and have no accents to restore.
    by_word = {
        word: forms for word, forms in by_word.items()
        if forms.keys() != {word} or totals[word] >= _LEAST_FOREIGN
    }  # fmt: skip
    marks = Counter(f for part in kept for f, _, _ in part if not f[0].isalnum())
    names = [PAD, UNKNOWN, NUMBER, *(m for m, _ in marks.most_common(24)), *sorted(by_word)]
    forms, candidates = [""], np.zeros((len(names), _MOST_FORMS), np.int32)
    number_of = {}
    for n, name in enumerate(names):
        for k, (form, _) in enumerate(by_word.get(name, Counter()).most_common(_MOST_FORMS)):
            candidates[n, k] = number_of[name, form] = len(forms)
            forms.append(form)
    place = {name: n for n, name in enumerate(names)}
    rows = [
        np.array([
            (place[_name(f, place)], case, number_of.get((f, low), 0)) for f, low, case in part
        ], np.int32)
        for part in kept
    ]  # fmt: skip
    return Corpus(names, forms, candidates, rows, len(rows) - others)


def _name(folded: str, place: dict[str, int]) -> str:
    if folded in place:
        return folded
    return NUMBER if any(c.isdigit() for c in folded) else UNKNOWN
