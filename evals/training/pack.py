r"""Packs the training data of the reader into one file under 60 MiB.

    python -m evals.training.pack --data DIR [--more DIR] --loaded DATA --out FILE

DIR has the sets named in `SETS` (docs/models.md describes them and their terms), --more a second
folder of them. DATA is a library with the texts of `evals/training/questions`. The file holds token
ids (renumbered, with only the rows of the vocabulary that occur), the windows of each question, and
the 4-bit blocks of the default model, from which training begins.
"""

import argparse
import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from evals.training.contrast import changed
from evals.training.examples import Example, misplaced, read_examples
from evals.training.questions import Reading, half_of, readings_of
from evals.training.tables import table_readings
from knowledge.embedding.pieces import Pieces, Tokenizer
from knowledge.text.spelling import without_accents

# Name of a file; share of its unanswerable questions used; share of misplaced ones added; share of
# its questions also asked without accents; whether its terms allow the distribution of trained
# weights.
SETS = (
    ("viquad1_train.vi", 0.0, 0.25, 0.25, False),
    ("viquad2_valpart.vi", 1.0, 0.15, 0.25, False),
    ("viquad_visquad_test.vi", 0.0, 0.3, 0.25, False),
    ("th1nhng0_wiki_reg.vi", 0.0, 0.2, 0.25, False),
    ("mailong25_train.vi", 0.25, 0.0, 0.0, False),
    ("squad_train_subset.en", 1.0, 0.15, 0.0, True),
    ("policyqa_devtest.en", 1.0, 0.0, 0.0, True),
)
# What trainings are compared by.
MEASURED_HERE = ("work", "unseen_work", "unseen2_work", "unseen3_work", "unseen5_work")
MAX_QUESTION_TOKENS, MAX_HEADER_TOKENS, MAX_TOKENS = 48, 40, 288
_CROP_STEP = 48
# Pairs of sentences of news, in the order of their texts (EVBNews: no licence stated).
TRANSLATIONS = "evbnews.en-vi.jsonl.gz"
_SENTENCES, _SENTENCE_WORDS, _ABSENT = 6, (5, 30), 0.2


@dataclass
class Pack:
    """Sequences of token ids, each kept once, and the windows that join a question to a context.

    A window is (question, context, first, last, set, group): `first`/`last` are the answer's tokens
    in the context, -1 where it has none. Windows of one question over several passages share a
    `group`, so that the best passage of a question can be measured.
    """

    tokenizer: Tokenizer
    questions: dict[tuple[int, ...], int] = field(default_factory=dict)
    contexts: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = field(default_factory=dict)
    windows: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _encoded: dict[str, Pieces] = field(default_factory=dict)

    def set_of(self, name: str) -> int:
        """The number of a set, new or known."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)

    def add(self, example: Example, name: str, header: str, rng: random.Random, group: int) -> None:
        """Adds a window; a long context is cropped around its answer, at a multiple of a step."""
        if example.text not in self._encoded:
            self._encoded[example.text] = self.tokenizer.pieces([example.text])[0]
        encoding = self._encoded[example.text]
        question = self._ids(example.question)[:MAX_QUESTION_TOKENS]
        head = self._ids(header)[:MAX_HEADER_TOKENS]
        room = MAX_TOKENS - len(question) - len(head) - 4
        first = last = -1
        if example.start >= 0:
            inside = [
                i for i, (a, b) in enumerate(encoding.offsets)
                if a < example.end and b > example.start and a < b
            ]  # fmt: skip
            if not inside or inside[-1] - inside[0] >= room - _CROP_STEP:
                return
            first, last = inside[0], inside[-1]
        at = _crop(len(encoding.ids), room, first, last, rng)
        if first >= 0:
            first, last = first - at, last - at
        key = (tuple(head), tuple(encoding.ids[at : at + room]))
        context = self.contexts.setdefault(key, len(self.contexts))
        question_number = self.questions.setdefault(tuple(question), len(self.questions))
        self.windows.append((question_number, context, first, last, self.set_of(name), group))

    def _ids(self, text: str) -> list[int]:
        return self.tokenizer.ids([text])[0]


def typed_forms(vi: str, en: str) -> dict[str, str]:
    """The question as many type it: without accents, in small letters, without its mark."""
    lower = vi.lower().rstrip("?. ")
    forms = {"plain": without_accents(vi), "lower": lower, "plainlow": without_accents(lower)}
    return forms | ({"enlow": en.lower().rstrip("?. ")} if en else {})


def _crop(size: int, room: int, first: int, last: int, rng: random.Random) -> int:
    """The first token of a window of `room` tokens: a multiple of a step, to share windows."""
    if size <= room:
        return 0
    low = max(0, last - room + 1) if first >= 0 else 0
    high = min(first, size - room) if first >= 0 else size - room
    steps = [at for at in range(0, size, _CROP_STEP) if low <= at <= high]
    return rng.choice(steps) if steps else max(low, min(high, low))


def add_sets(pack: Pack, folders: Sequence[Path], rng: random.Random) -> None:
    """Adds the sets of `SETS` that are in the folders."""
    for name, unanswerable_share, misplaced_share, folded_share, is_free in SETS:
        paths = [folder / f"{name}.jsonl.gz" for folder in folders]
        path = next((p for p in paths if p.is_file()), None)
        if path is None:
            sys.stderr.write(f"{name}: not in {', '.join(map(str, folders))}\n")
            continue
        examples = read_examples(path)
        answerable = [e for e in examples if e.start >= 0]
        unanswerable = [e for e in examples if e.start < 0]
        selected = answerable + rng.sample(
            unanswerable, int(len(unanswerable) * unanswerable_share)
        )
        selected += misplaced(answerable, misplaced_share, rng)
        label = f"{'free' if is_free else 'terms'}:{name}"
        for example in selected:
            header = example.group if rng.random() < 0.5 and len(example.group) < 80 else ""
            pack.add(example, label, header, rng, -1)
            if rng.random() < folded_share:
                question = rng.choice(list(typed_forms(example.question, "").values()))
                pack.add(replace(example, question=question), label, header, rng, -1)


def add_translations(pack: Pack, folders: Sequence[Path], rng: random.Random) -> None:
    """Adds English sentences as questions whose answer is their translation.

    It is pointed at among the Vietnamese sentences around it, or, for a fifth, is not there.
    """
    path = next((f / TRANSLATIONS for f in folders if (f / TRANSLATIONS).is_file()), None)
    if path is None:
        return
    texts: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            texts[row["doc"]].append(row)
    for rows in texts.values():
        for at in range(0, len(rows) - _SENTENCES, _SENTENCES):
            around = rows[at : at + _SENTENCES]
            asked = rng.choice(around)
            if not _SENTENCE_WORDS[0] <= len(asked["en"].split()) <= _SENTENCE_WORDS[1]:
                continue
            if rng.random() < _ABSENT:
                around = [row for row in around if row is not asked]
            text = " ".join(row["vi"] for row in around)
            start = text.find(asked["vi"])
            end = start + len(asked["vi"]) if start >= 0 else -1
            pack.add(Example(asked["en"], text, start, end, ""), "translation", "", rng, -1)


def add_readings(
    pack: Pack, readings: Iterable[Reading], part: str, rng: random.Random, group: int
) -> int:
    """Adds our questions over their passages; returns the next free group.

    The text of a question decides its half (`train0`, `train1`), so that a reader can be trained
    without the texts that it is then asked about. Questions to learn from are added once more with
    another year, month or province.
    """
    for reading in readings:
        is_learning = part not in MEASURED_HERE
        name = f"{part}{half_of(reading.text)}" if is_learning else part
        asked_as = [("near" if reading.is_near_miss else "asked", reading)]
        contrast = changed(reading, rng) if is_learning else None
        if contrast is not None:
            asked_as.append(("changed", contrast))
        for kind, asked in asked_as:
            forms = dict(asked.forms)
            if is_learning:
                forms |= typed_forms(forms["vi"], forms["en"])
            for form, question in forms.items():
                for passage in asked.passages.get(form, asked.passages["vi"]):
                    example = Example(question, passage.text, passage.start, passage.end, "")
                    pack.add(example, f"{name}:{kind}:{form}", passage.header, rng, group)
                group += 1
    return group


def write(pack: Pack, path: Path) -> None:
    """Writes the file; tokens are renumbered by the rows of the vocabulary that occur."""
    from knowledge.embedding.e5_model import weights_file
    from knowledge.embedding.e5_weights import read_weights

    weights = read_weights(weights_file())
    contexts = [(*head, weights.eos, *text) if head else text for head, text in pack.contexts]
    starts = [len(head) + 1 if head else 0 for head, _ in pack.contexts]
    sequences = [*pack.questions, *contexts]
    flat = np.concatenate([np.asarray(s, np.int64) for s in sequences])
    special = [weights.bos, weights.eos, weights.pad]
    rows, renumbered = np.unique(np.concatenate([special, flat]), return_inverse=True)
    if len(rows) > np.iinfo(np.uint16).max:
        raise ValueError(f"{len(rows)} different tokens do not fit 16 bits")
    blocks: dict[str, Any] = {
        f"{part}:{name}": weights.blocks[name][part]
        for name in weights.blocks if name != "emb.word" for part in ("scale", "nibbles")
    }  # fmt: skip
    tensors: dict[str, Any] = {f"tensor:{n}": v for n, v in weights.tensors.items()}
    word = weights.blocks["emb.word"][rows]
    sizes = (weights.hidden, weights.layers, weights.heads, weights.feed_forward)
    np.savez_compressed(
        path, **blocks, **tensors,
        **{"scale:emb.word": word["scale"], "nibbles:emb.word": word["nibbles"]},
        sizes=np.asarray(sizes), eps=np.asarray(weights.eps), rows=rows,
        special=renumbered[:3], tokens=renumbered[3:].astype(np.uint16),
        lengths=np.asarray([len(s) for s in sequences], np.uint16),
        questions=np.asarray(len(pack.questions)), text_from=np.asarray(starts, np.uint16),
        windows=np.asarray(pack.windows, np.int32), names=np.asarray(pack.names),
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the file; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--data", type=Path, required=True, help="a folder of training sets")
    parser.add_argument("--more", type=Path, help="a second folder of training sets")
    parser.add_argument("--loaded", type=Path, required=True, help="a library with the texts")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=0, help="questions a part, for a trial")
    parser.add_argument("--seed", type=int, default=20261126)
    options = parser.parse_args(arguments)
    from assistant.settings import Settings
    from knowledge.build import open_library
    from knowledge.embedding.e5_model import E5Model

    settings = Settings(data=options.loaded)
    rng, pack = random.Random(options.seed), Pack(E5Model(settings.models).tables.tokenizer)
    library = open_library(settings)
    group = 0
    for part in ("train", *MEASURED_HERE):
        readings = readings_of(library, part, options.limit)
        group = add_readings(pack, readings, part, rng, group)
        sys.stdout.write(f"{part}: {len(pack.windows)} windows so far\n")
    add_readings(pack, table_readings(), "tables", rng, group)
    sys.stdout.write(f"tables: {len(pack.windows)} windows so far\n")
    folders = [f for f in (options.data, options.more) if f]
    add_sets(pack, folders, rng)
    add_translations(pack, folders, rng)
    write(pack, options.out)
    size = options.out.stat().st_size / 2**20
    summary = f"{len(pack.windows)} windows, {len(pack.contexts)} contexts; {size:.1f} MiB\n"
    sys.stdout.write(summary)


if __name__ == "__main__":
    main()
